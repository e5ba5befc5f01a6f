"""The switch between parts of a page, of which one is on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from flexlib.ui import state
from flexlib.ui.follow import own_key, value_of, widget_key


def linked(label: str, name: str, view: str, words: Mapping[str, str], *, is_named: bool = False) -> str:
    """Which part is on screen, as the link says in its field `view`; the first when it says none of these.

    name : of the widget; words : part → what it is called; is_named : the label stands above it
    """
    first = next(iter(words))
    part = state.view(view, first)
    part = part if part in words else first
    key = widget_key(name, part, words.values())
    _switch(label, key, words, lambda: state.set_view(view, value_of(key)), is_named)
    return part


def here(label: str, name: str, words: Mapping[str, str]) -> str:
    """The same for a switch that no link carries: it stands where it was put while its words change."""
    key = own_key(name, next(iter(words)), words)
    _switch(label, key, words)
    return str(value_of(key))


def _switch(
    label: str, key: str, words: Mapping[str, str], on_change: Callable[[], None] | None = None, is_named: bool = False
) -> None:
    st.segmented_control(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        wrap=True,
        label_visibility="visible" if is_named else "collapsed",
        on_change=on_change,
    )
