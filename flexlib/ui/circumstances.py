"""What the world outside is called, how it is moved by hand, and the way back."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib import units
from flexlib.model.circumstances import circumstances, like_a_future
from flexlib.model.records import Choice, CostModel
from flexlib.text import text
from flexlib.ui import acts
from flexlib.ui.follow import distinct, value_of, widget_key

COLUMNS = 3
STEPS = 60  # of a slider over the room of a circumstance


def future_name(model: CostModel, choice: Choice, language: str) -> str:
    """The name of the future of a choice, with the circumstances moved on top of it."""
    found = model.futures[choice.future].label[language]
    if not choice.circumstances:
        return found
    return text("strip.future_moved", language, future=found, count=len(choice.circumstances))


def name(model: CostModel, target: str, language: str) -> str:
    """A circumstance in words."""
    if target in model.parameters:
        return model.parameters[target].label[language]
    return text("trace.future_delay", language)


def written(model: CostModel, target: str, value: float, language: str) -> str:
    """How far a circumstance is moved: "× 1,25", or what is added in its own unit."""
    known = circumstances(model)[target]
    if known.operation == "multiply":
        return f"× {units.number(value, language, 2)}"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{units.with_unit(abs(value), model.parameters[target].unit, language, 1)}"


def choose_future(model: CostModel, choice: Choice, language: str, name: str, label: str, tip: str) -> None:
    """The field for the future, which every screen asks in its own words.

    name : of the widget
    """
    words = {future.id: future.label[language] for future in model.futures.values()}
    key = widget_key(name, choice.future, words.values())
    st.selectbox(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        help=tip,
        on_change=lambda: acts.set_future(value_of(key)),
    )


def show_moved(model: CostModel, choice: Choice, language: str, key: str) -> None:
    """That circumstances are moved by hand, which, and the way back; nothing when none is."""
    if not choice.circumstances:
        return
    listed = "; ".join(
        f"{name(model, target, language)} {written(model, target, value, language)}"
        for target, value in choice.circumstances
    )
    said = text("strip.moved", language, count=len(choice.circumstances), list=listed)
    twin = like_a_future(model, choice)
    if twin is not None:
        said += " " + text("strip.moved_twin", language, future=model.futures[twin].label)
    st.html(f'<p class="fl-warning fl-info" data-testid="moved">{escape(said)}</p>')
    label = text("strip.reset_moved", language)
    st.button(label, key=f"reset_moved_{key}", type="tertiary", on_click=acts.reset_moved_circumstances)


def show_controls(page_model: CostModel, choice: Choice, language: str) -> None:
    """A slider per outside circumstance: a future of the room's own, on top of the one that is chosen."""
    show_moved(page_model, choice, language, "controls")
    columns = st.columns(COLUMNS, gap="large")
    standing = dict(choice.circumstances)
    for index, (target, known) in enumerate(circumstances(page_model).items()):
        with columns[index % COLUMNS]:
            _slider(page_model, target, standing.get(target, known.neutral), language)


def offered(model: CostModel, target: str, now: float, language: str) -> dict[float, str]:
    """The values a slider offers and their words, no two alike: even steps either side of neutral, as round as they are
    written, with where it stands and neutral among them."""
    known = circumstances(model)[target]
    is_share = known.operation == "add" and units.is_share(model.parameters[target].unit)
    decimals = 2 if known.operation == "multiply" else 3 if is_share else 1
    reach = max(known.highest - known.neutral, known.neutral - known.lowest)
    even = (round(known.neutral + reach * step / STEPS, decimals) for step in range(-STEPS, STEPS + 1))
    values = sorted({*(value for value in even if known.lowest <= value <= known.highest), known.neutral, now})
    return distinct({value: written(model, target, value, language) for value in values}, first=(now, known.neutral))


def _slider(model: CostModel, target: str, now: float, language: str) -> None:
    words = offered(model, target, now, language)
    key = widget_key(f"circumstance_{target}", now, words.values())
    st.select_slider(
        name(model, target, language),
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: acts.set_circumstance(target, float(value_of(key))),
    )
