"""The frame of the comparison: its title, which variants, against which, and which part of it is on screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from flexlib.model.records import CostModel
from flexlib.ui import compare_set, look, state, switches
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.parts import linked
from flexlib.ui.weights import WEIGHTS, weights_of

PART, ORDER = "beeld", "volgorde"


def show_lead(page: Page) -> None:
    """The title, the variants that are compared and the one they are held against."""
    with st.container(key="compare-lead"):
        look.heading(page.t("title"), page.t("lead"))
    model, language = page.model, page.language
    compared = compare_set.current(model)
    words = compare_set.offered(model, language)
    for entry in compared.entries:
        words.setdefault(entry, compare_set.name_of(model, entry, language))
    options = list(words)
    picked, against = st.columns([3, 1], gap="large", vertical_alignment="bottom")
    with picked:
        key = widget_key("compared", list(compared.entries), words.values())
        st.multiselect(
            page.t("pick"),
            options,
            format_func=words.__getitem__,
            key=key,
            help=page.t("pick_help"),
            placeholder=page.t("pick_none"),
            on_change=lambda: compare_set.keep(model, value_of(key)),
        )
    with against:
        _choose_reference(page, {at: words[entry] for at, entry in enumerate(compared.entries)}, compared.reference)


def _choose_reference(page: Page, names: dict[int, str], reference: int) -> None:
    if not names:
        return
    key = widget_key("compared_with", reference, names.values())
    st.selectbox(
        page.t("against"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        help=page.t("against_help"),
        on_change=lambda: compare_set.set_reference(page.model, value_of(key)),
    )


def choose(page: Page) -> str:
    """Which part is on screen."""
    words = {name: page.t(f"vergelijken.part.{name}") for name in switches.COMPARE_PARTS}
    return linked(page.t("parts"), "compare_part", PART, words)


def outcome_judged() -> str:
    """The outcome that tables are ordered by, as the link says."""
    said = state.view(ORDER, switches.COMPARED_BY[0])
    return said if said in switches.COMPARED_BY else switches.COMPARED_BY[0]


def futures_judged(model: CostModel) -> str:
    """What futures are judged on: an outcome or the room's weights, which come first where the room has set them."""
    written = state.view(WEIGHTS, "")
    can_weigh = any(weights_of(model, written).values())
    said = state.view(ORDER, switches.WEIGHED if written else switches.COMPARED_BY[0])
    return said if said in switches.COMPARED_BY or can_weigh else switches.COMPARED_BY[0]


def judge(ground: Compares, label: str) -> None:
    """The field for `outcome_judged` on a line of its own, its label beside it."""
    with st.container(key="judged-on"):
        choose_outcome(ground, label)


def judge_futures(ground: Compares, label: str) -> None:
    """The same for `futures_judged`; weights that are all zero cannot be chosen."""
    can_weigh = any(weights_of(ground.model, state.view(WEIGHTS, "")).values())
    offered = (*switches.COMPARED_BY, *([switches.WEIGHED] if can_weigh else []))
    with st.container(key="judged-on"):
        _choose(ground, label, offered, futures_judged(ground.model))


def choose_outcome(ground: Compares, label: str) -> None:
    """The field for `outcome_judged`."""
    _choose(ground, label, switches.COMPARED_BY, outcome_judged())


def _choose(ground: Compares, label: str, offered: Sequence[str], now: str) -> None:
    words = {name: ground.label(name) for name in offered}
    key = widget_key("compared_on", now, words.values())
    st.selectbox(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: state.set_view(ORDER, value_of(key)),
    )
