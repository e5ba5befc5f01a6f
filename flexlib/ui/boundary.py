"""Where failures become words: expected ones say what and why, programming errors give a number that is in the log.

`nothing_escapes` stands around what is drawn. What fails elsewhere (in the callback of a widget, in a fragment or
dialog that runs by itself) reaches `answer_failure`, which `app.py` gives to the server.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from flexlib.errors import FlexlibError, ModelDataError, Notice, notice
from flexlib.text import render, text
from flexlib.ui import follow, look, state, streamlit_inside

log = logging.getLogger("flexlib")


@contextmanager
def failures_said(language: str) -> Iterator[None]:
    """An expected failure, such as of the workspace, says so in its place; what stands beside it goes on."""
    try:
        yield
    except FlexlibError as error:
        _draw(error, language)


@contextmanager
def nothing_escapes(language: str) -> Iterator[None]:
    """The outer edge of a page or panel: also a programming error, of which the user sees no more than its number."""
    try:
        with failures_said(language):
            yield
    except streamlit_inside.SAID_IN_ITS_PLACE:
        return
    except Exception:
        number = _new_number()
        log.exception("error %s", number)
        st.error(text("frame.programming_error", language, number=number))


def answer_failure(error: Exception) -> bool:
    """What the server asks when a callback, fragment or dialog fails: True, it has been said.

    A fragment or dialog says it in its place. After a callback nothing is drawn any more: the page is drawn again,
    with what went wrong among its notices and every widget where it stood.
    """
    if not streamlit_inside.is_in_callback() or not state.has_session():
        _draw(error, state.language())
        return True
    state.tell(_noted(error))
    follow.all_lost()
    streamlit_inside.draw_again()
    return True


def _draw(error: Exception, language: str) -> None:
    st.error(look.verbatim(render(_noted(error), language)))
    if isinstance(error, ModelDataError):
        st.html(look.bullets([render(finding, language) for finding in error.findings]))


def _noted(error: Exception) -> Notice:
    """What a person is told of a failure; an unforeseen one goes to the log under the number they see."""
    if isinstance(error, FlexlibError):
        return error.notice
    number = _new_number()
    log.error("error %s", number, exc_info=error)
    return notice("frame.programming_error", number=number)


def _new_number() -> str:
    return uuid.uuid4().hex[:8]
