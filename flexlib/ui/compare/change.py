"""Verander een keuze: controls of the variant on screen beside the comparison, so that a move shows among all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from flexlib.ui import compare_set, controls, state
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.switches import STEPS

ASKED = "compare_change"
STEP = "stap"  # the same group of choices as on `kiezen`


def ask(page: Page) -> bool:
    """Whether the room wants to move choices here."""
    return st.toggle(page.t("vergelijken.change.ask"), key=ASKED, help=page.t("vergelijken.change.help"))


@contextmanager
def beside(page: Page, ground: Compares, is_asked: bool) -> Iterator[None]:
    """What is drawn within stands beside the controls; without them it has the whole width."""
    if not is_asked:
        yield
        return
    left, right = st.columns([1, 3], gap="large")
    with right:
        yield  # figures first: the control that was moved stands there already
    with left, st.container(key="change", gap="small"):
        _controls(page, ground)


def _controls(page: Page, ground: Compares) -> None:
    compared = compare_set.current(page.model)
    name = compare_set.name_of(page.model, compare_set.Entry(), page.language)
    st.html(f'<p class="fl-note">{escape(page.t("vergelijken.change.which", variant=name))}</p>')
    if state.view(compare_set.SET, "") and not any(entry.is_on_screen for entry in compared.entries):
        st.html(f'<p class="fl-warning fl-info">{escape(page.t("vergelijken.change.not_there", variant=name))}</p>')
        st.button(
            page.t("vergelijken.change.put_there"),
            key="change_put_there",
            on_click=compare_set.add,
            args=(page.model, compare_set.Entry()),
        )
    on = controls.board(page.model, page.headline)
    for lever in controls.step_levers(page.model, _step(page)):
        controls.control(on, lever, compact=True)


def _step(page: Page) -> str:
    """Which group of choices; it travels in the link."""
    step = state.view(STEP, STEPS[0])
    step = step if step in STEPS else STEPS[0]
    words = {name: page.t(f"kiezen.step.{name}") for name in STEPS}
    key = widget_key("change_step", step, words.values())
    st.selectbox(
        page.t("kiezen.steps"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: state.set_view(STEP, value_of(key)),
    )
    return step
