"""The frame around every page: address, masthead, strip, notices and the one error boundary.

`app.py` calls `run` with the page table. A page file calls `open_page` first: a visitor who opens a deep link on a
fresh process gets the page file without `app.py`, and is then sent through it.
"""

from __future__ import annotations

import runpy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from flexlib.engine.evaluate import Estimate
from flexlib.errors import Notice
from flexlib.model.records import Choice, CostModel
from flexlib.text import render, text
from flexlib.ui import address, boundary, cache, follow, look, masthead, state, strip
from flexlib.ui.masthead import Entry

APP = Path(__file__).parents[2] / "app.py"
RUNNING_KEY = "flexlib_frame_is_running"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page needs: the model, the choice on screen with its reference, the language and the texts."""

    address: str
    model: CostModel
    language: str

    @property
    def choice(self) -> Choice:
        return state.choice()

    @property
    def reference(self) -> Choice:
        return state.reference_choice()

    @property
    def estimate(self) -> Estimate:
        """All outcomes of the choice, with their draws."""
        return cache.shelf().estimate(self.choice)

    @property
    def reference_estimate(self) -> Estimate:
        return cache.shelf().estimate(self.reference)

    @property
    def headline(self) -> cache.Headline:
        """The totals of the choice, without draws."""
        return cache.shelf().headline(self.choice)

    @property
    def reference_headline(self) -> cache.Headline:
        return cache.shelf().headline(self.reference)

    @property
    def is_dark(self) -> bool:
        return look.is_dark()

    def t(self, key: str, /, **values: object) -> str:
        """A text in the page's language; keys without a section are the page's own."""
        return text(key if "." in key else f"{self.address}.{key}", self.language, **values)


def open_page(page_address: str) -> Page:
    """The first line of every page file."""
    if not st.session_state.get(RUNNING_KEY, False):
        st.navigation(_pages(_page_table()), position="hidden")
        st.rerun()
    return Page(page_address, cache.open_shared_model(), state.session().language)


def run(entries: Sequence[Entry]) -> None:
    """Draw the frame and, inside it, the page that the address names."""
    st.set_page_config(layout="wide", page_icon=str(look.ASSETS / "flexlib.svg"), initial_sidebar_state="collapsed")
    look.dress(state.language())
    page = st.navigation(_pages(entries), position="hidden")
    with boundary.nothing_escapes(state.language()), _running():
        model = cache.open_shared_model()
        if not state.has_session():
            state.begin(address.read(model))
        told = cache.take_model_notice()
        if told is not None:
            state.tell(told)
        masthead.show(model, entries)
        strip.show(model)
        address.write()
        _say(state.take_notices())
        page.run()
        masthead.show_foot(model)
        follow.all_told()


@contextmanager
def _running() -> Iterator[None]:
    st.session_state[RUNNING_KEY] = True
    try:
        yield
    finally:
        st.session_state[RUNNING_KEY] = False


def _say(notices: Sequence[Notice]) -> None:
    for notice in notices:
        st.info(look.verbatim(render(notice, state.language())))


def _pages(entries: Sequence[Entry]) -> list[st.Page]:
    return [
        st.Page(
            entry.file,
            title=f"{text(f'frame.page.{entry.address}', state.language())} · flexlib",
            default=entry.default,
        )
        for entry in entries
    ]


def _page_table() -> Sequence[Entry]:
    """The page table of `app.py`, which did not run in this run."""
    table: Sequence[Entry] = runpy.run_path(str(APP), run_name="page_table")["PAGES"]
    return table
