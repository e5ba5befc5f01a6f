"""The address of the page: what of the session travels in it, read once at the start and written on each run.

The choice goes through the share codec. Beside it travel the language, the switches of screens and the id of an own
institution (its figures never).
"""

from __future__ import annotations

import streamlit as st

from flexlib.model.records import CostModel
from flexlib.text import LANGUAGES
from flexlib.ui import moves, state
from flexlib.ui.state import Session

LANGUAGE = "taal"
OWN_INSTITUTION = "own"
VIEWS = ("stap",)  # switches of screens that travel in the link


def read(model: CostModel) -> Session:
    """A session from the address that was opened; what could not be understood becomes notices."""
    asked = dict(st.query_params)
    language = asked.get(LANGUAGE, LANGUAGES[0])
    return Session(
        choice=moves.first_choice(model),
        language=language if language in LANGUAGES else LANGUAGES[0],
        views={name: asked[name] for name in VIEWS if name in asked},
    )


def query(model: CostModel) -> dict[str, str]:
    """Everything that the link says about the session."""
    current = state.session()
    said = {name: value for name, value in current.views.items() if name in VIEWS}
    if current.language != LANGUAGES[0]:
        said[LANGUAGE] = current.language
    return said


def write(model: CostModel) -> None:
    """Make the address say what is on screen; keys that are not ours stay."""
    wanted = query(model)
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
