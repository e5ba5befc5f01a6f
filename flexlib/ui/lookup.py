"""Having the screen with all assumptions look at one of them, from wherever it is named."""

from __future__ import annotations

import streamlit as st

from flexlib.model.records import CostModel
from flexlib.ui import subjects

SUBJECT_KEY = "bronnen_subject"
KIND_KEY = "source-kind"
FILTER_KEYS = ("source-grades", "source-chain", "source-search", "source-contested")


def look_up(model: CostModel, subject: str) -> None:
    """Have the screen look at one subject, whatever was filtered before."""
    for key in FILTER_KEYS:
        st.session_state.pop(key, None)
    st.session_state[KIND_KEY] = subjects.KINDS[subject in model.curves]
    st.session_state[SUBJECT_KEY] = subject
