"""The address of the page: read once when a session starts, written on each run.

The choice goes through the share codec. Beside it travel the switches of screens and the id of an own institution;
its figures never do.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from flexlib.model.records import CostModel
from flexlib.share import decode_choice, keys
from flexlib.share.encode import encode_fields
from flexlib.ui import state, store
from flexlib.ui.state import Session

OWN_INSTITUTION = "own"
SAVED_VARIANT = "variant"
VIEWS = ("stap",)  # switches of screens that travel in the link
LANGUAGES = ("nl", "en")


def read(model: CostModel) -> Session:
    """A session from the address that was opened; what could not be understood becomes notices."""
    asked = dict(st.query_params)
    own = store.institution(asked.get(OWN_INSTITUTION, ""))
    if own is not None:
        asked.pop(keys.OWN_FIGURES, None)
    decoded = decode_choice(asked, model, other_keys=(OWN_INSTITUTION, SAVED_VARIANT, *VIEWS))
    choice = decoded.choice if own is None else replace(decoded.choice, institution=own)
    return Session(
        choice=choice,
        language=decoded.language or LANGUAGES[0],
        saved=store.saved_variant(model, asked.get(SAVED_VARIANT, "")),
        views={name: asked[name] for name in VIEWS if name in asked},
        notices=list(decoded.notices),
    )


def query() -> dict[str, str]:
    """Everything that the address says about the session, in the order of a link."""
    current = state.session()
    said = encode_fields(current.choice, current.language)
    if not current.choice.institution.is_reference:
        said[OWN_INSTITUTION] = current.choice.institution.id
    if current.saved is not None:
        said[SAVED_VARIANT] = current.saved.id
    return said | {name: value for name, value in current.views.items() if name in VIEWS}


def write() -> None:
    """Make the address say what is on screen."""
    wanted = query()
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
