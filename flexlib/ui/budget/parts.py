"""The parts of the page `begroting`: its lead and the switch between them, which travels in the link."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from flexlib.ui import look, state
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page

PART = "begroting_part"


def show_lead(page: Page) -> None:
    """The title and the one sentence under it."""
    look.heading(page.t("title"), page.t("lead"))


def choose(page: Page, parts: Sequence[str]) -> str:
    """Which part is on screen."""
    part = state.view(PART, parts[0])
    part = part if part in parts else parts[0]
    words = {name: page.t(f"begroting.part.{name}") for name in parts}
    key = widget_key("budget_part", part, words.values())
    st.segmented_control(
        page.t("parts"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        on_change=lambda: open_part(value_of(key)),
    )
    return part


def open_part(part: str) -> None:
    """Put another part on screen; for callbacks."""
    state.set_view(PART, part)
