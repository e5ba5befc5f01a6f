"""Where failures become words: expected ones say what and why, programming errors give a number that is in the log."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from flexlib.errors import FlexlibError, ModelDataError
from flexlib.text import render, text
from flexlib.ui import look

log = logging.getLogger("flexlib")


@contextmanager
def failures_said(language: str) -> Iterator[None]:
    """An expected failure, such as of the workspace, says so in its place; what stands beside it goes on."""
    try:
        yield
    except ModelDataError as error:
        st.error(look.verbatim(render(error.notice, language)))
        st.html(look.bullets([render(finding, language) for finding in error.findings]))
    except FlexlibError as error:
        st.error(look.verbatim(render(error.notice, language)))


@contextmanager
def nothing_escapes(language: str) -> Iterator[None]:
    """The outer edge of a page or panel: also a programming error, of which the user sees no more than its number."""
    try:
        with failures_said(language):
            yield
    except Exception:
        number = uuid.uuid4().hex[:8]
        log.exception("error %s", number)
        st.error(text("frame.programming_error", language, number=number))
