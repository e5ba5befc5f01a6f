"""Widgets follow the session: each is drawn where the session stands and writes to it by callback.

A widget with options holds its value as the words of the option; when words change (language, marks, names) it must
be another widget, or it would hand back words that no longer exist. So its key carries a print of the words.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any

import streamlit as st


def widget_key(name: str, value: Any, words: Iterable[str] = ()) -> str:
    """The key of a widget, with the widget brought to `value`; `words` are the words of its options."""
    key = f"{name}_{zlib.crc32(chr(10).join(words).encode()):08x}" if words else name
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def value_of(key: str) -> Any:
    """What a widget says now; for callbacks."""
    return st.session_state[key]
