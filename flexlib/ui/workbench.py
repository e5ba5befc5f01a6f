"""The work at hand, in the masthead: undo, what differs, and saving."""

from __future__ import annotations

import streamlit as st

from flexlib.model.records import CostModel
from flexlib.text import text
from flexlib.ui import state


def show(model: CostModel, language: str) -> None:
    """Undo button; panels follow."""
    st.button(
        text("variants.undo", language),
        key="undo",
        icon=":material/undo:",
        type="tertiary",
        on_click=state.undo,
        disabled=not state.can_undo(),
    )
