"""The work at hand, in the masthead: undo, what differs, saved variants, and the link."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib.model.records import CostModel
from flexlib.text import text
from flexlib.ui import acts, differences, sharing, state, variants


def show(model: CostModel, language: str) -> None:
    """Undo, differences, variants and link, each one click away."""
    st.button(
        text("variants.undo", language),
        key="undo",
        icon=":material/undo:",
        type="tertiary",
        on_click=acts.undo,
        disabled=not state.can_undo(),
    )
    _differences(model, language)
    mark = "● " if state.is_unsaved() else ""
    if st.button(mark + text("variants.open", language), key="variants", type="tertiary", icon=":material/bookmark:"):
        variants.panel(model, language)
    if st.button(text("variants.share", language), key="share", type="tertiary", icon=":material/link:"):
        sharing.panel(model, language)


def _differences(model: CostModel, language: str) -> None:
    choice, reference = state.choice(), state.reference_choice()
    count = differences.count(model, choice, reference)
    panel = st.popover(
        text("variants.differences", language, count=count),
        key="differences",
        type="tertiary",
        icon=":material/difference:",
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        name = state.reference_name(model)
        title = text("variants.differences_with", language, reference=name)
        st.html(f'<div class="fl-section"><h2>{escape(title)}</h2></div>')
        table = differences.table(model, choice, reference, language)
        around = differences.circumstances_table(model, choice, language)
        st.html(table + around or f'<p class="fl-note">{escape(text("variants.no_differences", language))}</p>')
        if choice.contested:
            st.html(differences.contested_table(model, choice, language))
        if around:
            st.button(
                text("variants.reset_circumstances", language),
                key="reset_circumstances",
                on_click=acts.reset_circumstances,
            )
        if choice.levers:
            st.button(
                text("variants.reset_all", language, variant=model.variants[choice.variant].label),
                key="reset_all",
                on_click=acts.reset_all_levers,
            )
