"""Asking why: a button beside a figure opens it in a dialog, down to its sources.

A button only notes what was asked; `show_asked`, called by the page, is the one place that draws the dialog. A dialog
drawn by the part of the page its button is in stays closed after another part has drawn one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from flexlib.text import text
from flexlib.ui import look
from flexlib.ui.ground import Ground
from flexlib.ui.impact import opened, opened_band
from flexlib.ui.impact.opened import Opened
from flexlib.ui.impact.opened_reasons import reasons
from flexlib.ui.impact.opened_tables import tables

PATH_KEY = "trace_path"


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure someone can ask about: its id (see `opened.opened`), its name, and a year for yearly amounts."""

    figure_id: str
    label: str
    year: int | None = None


def ask(ground: Ground, asked: Asked, key: str) -> None:
    """A button that opens one figure."""
    if st.button(
        text("trace.how", ground.language), key=f"ask-{key}", type="tertiary", icon=":material/help:", help=asked.label
    ):
        open_figure(asked)


def ask_one_of(ground: Ground, choices: Sequence[Asked], key: str, first: str = "") -> None:
    """A choice of figures with a button that opens the one chosen; `first` is the id or id:year it starts at."""
    ids = [asked.figure_id if asked.year is None else f"{asked.figure_id}:{asked.year}" for asked in choices]
    with st.container(horizontal=True, vertical_alignment="center", key=f"asks-{key}", width="content"):
        label = text("trace.pick", ground.language)
        picked = st.selectbox(
            label,
            choices,
            index=ids.index(first) if first in ids else 0,
            format_func=lambda asked: asked.label,
            key=f"pick-{key}",
            width=430,
            label_visibility="collapsed",
        )
        if st.button(text("trace.how", ground.language), key=f"ask-{key}", type="tertiary", icon=":material/help:"):
            open_figure(picked)


def open_figure(asked: Asked) -> None:
    """Have the page open the dialog on a figure."""
    st.session_state[PATH_KEY] = [asked]
    st.rerun(scope="app")


def show_asked(ground: Ground) -> None:
    """The dialog on what was asked, until it is closed."""
    if st.session_state.get(PATH_KEY):
        title = text("trace.title", ground.language)
        st.dialog(title, width="large", on_dismiss=_close)(_draw)(ground)


def _close() -> None:
    st.session_state.pop(PATH_KEY, None)


def _draw(ground: Ground) -> None:
    """The dialog: one figure, and the way to what it is made of and back."""
    path: list[Asked] = st.session_state.get(PATH_KEY, [])
    if not path:
        return
    asked = path[-1]
    of = opened.opened(ground, asked.figure_id, asked.year)
    head = f'<h3 data-testid="trace-title">{escape(of.title)}</h3>'
    value = ""
    if of.value_words:
        value = f'<p class="fl-trace-value" data-testid="trace-value">{escape(of.value_words)}</p>'
    said = "".join(f"<p>{escape(line)}</p>" for line in opened_band.band_words(of))
    formula = f'<p class="fl-trace-formula"><b>{escape(of.t("formula_head"))}</b> {escape(of.formula)}</p>'
    st.html(f'<div class="fl-trace">{head}{value}{said}{formula}</div>')
    for table in tables(of) or [f'<p class="fl-note">{escape(of.t("no_parts"))}</p>']:
        st.html(table)
    for reason in reasons(of):
        st.html(reason)
    _band(of)
    _further(of, path)


def _band(of: Opened) -> None:
    """What is behind P10 and P90, and how precise they are; drawn for what has a band."""
    spread = opened_band.spread_of(of)
    if spread is None:
        return
    for name, found in spread.behind.items():
        lines = look.bullets(opened_band.behind_words(of, found))
        head = escape(of.t(f"behind_{name}"))
        st.html(f'<div data-testid="behind-{name}"><p class="fl-trace-behind"><b>{head}</b></p>{lines}</div>')
    st.html(f'<p class="fl-note">{escape(opened_band.precision_words(of, spread))}</p>')


def _further(of: Opened, path: list[Asked]) -> None:
    """Open a part of this figure, or go back to the figure one came from."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        further = [Asked(figure_id, label) for figure_id, label in of.further()]
        if further:
            key = f"further-{len(path)}"
            part = st.selectbox(of.t("open_further"), further, format_func=lambda item: item.label, key=key, width=340)
            st.button(of.t("open_button"), on_click=_go_to, args=(path, part), key=f"go-{len(path)}")
        if len(path) > 1:
            st.button(of.t("back"), on_click=_go_back, args=(path,), key="trace-back", icon=":material/arrow_back:")


def _go_to(path: list[Asked], part: Asked) -> None:
    path.append(part)


def _go_back(path: list[Asked]) -> None:
    path.pop()
