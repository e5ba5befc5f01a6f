"""Widgets follow the session: each is drawn where the session stands and writes to it by callback.

A widget with options holds its value as the words of the option; when words change (language, marks, names) it must
be another widget, or it would hand back words that no longer exist. So its key carries a print of the words.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

LOST = "flexlib_widgets_lost"


def widget_key(name: str, value: Any, words: Iterable[str] = ()) -> str:
    """The key of a widget, with the widget brought to `value`; `words` are the words of its options."""
    key = f"{name}_{_print(words)}" if words else name
    if st.session_state.get(key) != value or LOST in st.session_state:
        st.session_state[key] = value
    return key


def own_key(name: str, first: Any, options: Mapping[Any, str]) -> str:
    """The key of a widget that no session value stands behind: it keeps what was picked while its words change, and
    stands at `first` when that is no longer an option."""
    kept = f"{name}_kept"
    if st.session_state.get(kept) not in options:
        st.session_state[kept] = first
    key = f"{name}_{_print(options.values())}"
    if key in st.session_state and st.session_state[key] in options:
        st.session_state[kept] = st.session_state[key]
    return widget_key(name, st.session_state[kept], options.values())


def put_own(name: str, value: Any) -> None:
    """Have the widget of `own_key` stand at a value when it is drawn next; for callbacks of a page without it."""
    st.session_state[f"{name}_kept"] = value


def distinct(words: Mapping[Any, str], first: Iterable[Any] = ()) -> dict[Any, str]:
    """The options that can be told apart: of those with equal words the earliest, or one of `first`. In order."""
    spoken: dict[str, Any] = {}
    for option in (*first, *words):
        spoken.setdefault(words[option], option)
    kept = set(spoken.values())
    return {option: said for option, said in words.items() if option in kept}


def all_lost() -> None:
    """The browser took every widget away, and with them what they said: the next whole run says it again."""
    st.session_state[LOST] = True


def all_told() -> None:
    """A run went through to its end: the browser has the value of every widget on the page."""
    st.session_state.pop(LOST, None)


def value_of(key: str) -> Any:
    """What a widget says now; for callbacks."""
    return st.session_state[key]


def _print(words: Iterable[str]) -> str:
    return f"{zlib.crc32(chr(10).join(words).encode()):08x}"
