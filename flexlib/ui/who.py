"""The display name that stands for "who": asked once per browser, kept in a cookie of that browser."""

from __future__ import annotations

from urllib.parse import quote, unquote

import streamlit as st

from flexlib.text import text
from flexlib.ui import state
from flexlib.ui.follow import value_of, widget_key

COOKIE = "flexlib_who"
LONGEST_NAME = 60
YEAR_SECONDS = 31_536_000


def cleaned(name: str) -> str:
    """A name as it is kept: one line, no longer than needed."""
    return " ".join(name.split())[:LONGEST_NAME]


def from_browser() -> str:
    """The name this browser gave earlier; empty when it gave none."""
    return cleaned(unquote(st.context.cookies.get(COOKIE, "")))


def ask(language: str) -> None:
    """The field for the name, where something is kept without a dialog of its own; filled in once, it is remembered."""
    key = widget_key("who_works", state.session().who)
    st.text_input(text("variants.who", language), key=key, max_chars=LONGEST_NAME, on_change=_take, args=(key,))
    remember()


def _take(key: str) -> None:
    state.session().who = cleaned(str(value_of(key)))


def remember() -> None:
    """Have the browser keep the session's name."""
    name = state.session().who
    if name:
        cookie = f"{COOKIE}={quote(name, safe='')}; path=/; max-age={YEAR_SECONDS}; samesite=lax"
        st.html(f"<script>document.cookie={cookie!r}</script>", unsafe_allow_javascript=True)
