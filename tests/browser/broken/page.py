"""Failures in a callback, a fragment and a dialog, and one that was foreseen."""

import streamlit as st

from flexlib.errors import InputError
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import open_page

page = open_page("start")


def fail_unforeseen() -> None:
    raise ZeroDivisionError("inside")


def fail_foreseen() -> None:
    raise InputError("store.name_empty")


def keep() -> None:
    st.session_state["kept"] = value_of(KEY)


@st.fragment
def part() -> None:
    if st.checkbox("part"):
        raise ZeroDivisionError("inside")


@st.dialog("window")
def window() -> None:
    raise ZeroDivisionError("inside")


KEY = widget_key("step", st.session_state.setdefault("kept", 3))
st.html(f"<p>the page stands at {st.session_state['kept']}</p>")
st.slider("step", 0, 5, key=KEY, on_change=keep)
st.button("unforeseen", on_click=fail_unforeseen)
st.button("foreseen", on_click=fail_foreseen)
if st.button("open"):
    window()
part()
