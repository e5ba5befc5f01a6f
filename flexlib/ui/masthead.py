"""The masthead and foot of every page: name, pages, work at hand, language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from flexlib.model.records import CostModel
from flexlib.text import LANGUAGES, text
from flexlib.ui import address, state, workbench
from flexlib.ui.follow import value_of, widget_key

LANGUAGE_KEY = "language"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the page table: address, icon and file; its title is the text `frame.page.<address>`."""

    address: str
    icon: str
    file: str
    default: bool = False


def show(model: CostModel, entries: Sequence[Entry]) -> None:
    """Name and pages on the left, the work at hand and the language on the right."""
    language = state.session().language
    query = address.query()
    with st.container(key="masthead", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<span class="fl-brand">flexlib</span>', width="content")
        with st.container(key="pages", horizontal=True, gap="small", width="stretch", wrap=False):
            for entry in entries:
                title = text(f"frame.page.{entry.address}", language)
                st.page_link(entry.file, label=title, icon=entry.icon, query_params=query)
        workbench.show(model, language)
        _language_switch(language)


def show_foot(model: CostModel) -> None:
    """What the figures rest on, under every page."""
    language = state.session().language
    words = text(
        "frame.foot",
        language,
        version=model.version,
        date=f"{model.settings.date:%d-%m-%Y}",
        hash=model.content_hash[:8],
    )
    st.html(f'<footer class="fl-foot">{words}</footer>')


def _language_switch(language: str) -> None:
    st.segmented_control(
        text("frame.language", language),
        LANGUAGES,
        format_func=str.upper,
        key=widget_key(LANGUAGE_KEY, language),
        required=True,
        label_visibility="collapsed",
        on_change=_set_language,
    )


def _set_language() -> None:
    state.set_language(value_of(LANGUAGE_KEY))
