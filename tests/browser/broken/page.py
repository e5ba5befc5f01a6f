"""Failures in a callback, a fragment and a dialog, and one that was foreseen."""

import streamlit as st

from flexlib.errors import InputError
from flexlib.ui.frame import open_page

page = open_page("start")


def fail_unforeseen() -> None:
    raise ZeroDivisionError("inside")


def fail_foreseen() -> None:
    raise InputError("store.name_empty")


@st.fragment
def part() -> None:
    if st.checkbox("part"):
        raise ZeroDivisionError("inside")


@st.dialog("window")
def window() -> None:
    raise ZeroDivisionError("inside")


st.html("<p>the page stands</p>")
st.button("unforeseen", on_click=fail_unforeseen)
st.button("foreseen", on_click=fail_foreseen)
if st.button("open"):
    window()
part()
