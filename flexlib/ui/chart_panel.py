"""A chart as it stands on a screen: title with unit, the chart, its source line, its table and its downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st
from altair.utils import schemapi

from flexlib.charts.scales import titled
from flexlib.charts.theme import Look
from flexlib.text import text
from flexlib.ui import downloads
from flexlib.ui.tables import html_table


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart with everything that belongs to it.

    draw : Look → dressed chart; table : what the chart shows, headings in words, numbers as numbers;
    written : the same table as text, cell by cell; notes : price level, what the band is, the rekenwaarde.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    source: str
    alt: str
    draw: Callable[[Look], Any]
    table: pd.DataFrame
    written: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = (0,)
    is_wide: bool = False  # keeps a readable width on a phone and scrolls sideways there
    table_as_drawn: bool = False  # the table is in the unit of the title, where that is millions, not in whole euros
    _specs: dict[Look, dict[str, Any]] = field(default_factory=dict, repr=False)

    def spec(self, look: Look) -> dict[str, Any]:
        """The Vega-Lite specification in this look, made once."""
        if look not in self._specs:
            with schemapi.debug_mode(False):
                self._specs[look] = self.draw(look).to_dict(validate=False)
        return self._specs[look]


def show(figure: Figure, language: str, dark: bool, ask: Callable[[], None] | None = None) -> None:
    """Draw the chart with its title above; below it the source, what can be asked (`ask`), downloads and the table."""
    look = Look(dark=dark, language=language)
    notes = "".join(f"<p>{escape(note)}</p>" for note in figure.notes)
    if figure.is_wide:
        notes += f'<p class="fl-swipe">{escape(text("charts.panel.swipe", language))}</p>'
    st.html(f'<div class="fl-chart-head"><h3>{escape(figure.title)}</h3>{notes}</div>')
    with st.container(key=f"{'widechart' if figure.is_wide else 'chart'}-{figure.key}"):
        st.vega_lite_chart(spec=figure.spec(look), width="stretch", theme=None, alt=figure.alt)
    _below(figure, look, ask)


@st.fragment
def _below(figure: Figure, look: Look, ask: Callable[[], None] | None) -> None:
    """Source, questions, downloads and table: a click here redraws nothing else."""
    st.html(f'<p class="fl-source">{escape(figure.source)}</p>')
    with st.container(horizontal=True, key=f"under-{figure.key}", vertical_alignment="center", gap="medium"):
        if ask is not None:
            ask()
        label = text("charts.panel.table", look.language)
        is_open = st.toggle(label, key=f"table-{figure.key}")
        label = text("charts.panel.downloads", look.language)
        key = f"downloads-{figure.key}"
        with st.popover(label, icon=":material/download:", type="tertiary", on_change="rerun", key=key) as get:
            if get.open:
                _download_buttons(figure, look)
    if is_open:
        title = table_title(figure, look.language)
        st.html(html_table(title, list(figure.table.columns), figure.written, words=figure.words))


def _download_buttons(figure: Figure, look: Look) -> None:
    notes, title = [*figure.notes, figure.source], table_title(figure, look.language)
    paper = Look(dark=False, language=look.language)
    kinds: dict[str, tuple[str, Callable[[], bytes]]] = {
        "PNG": ("image/png", lambda: downloads.png(export_spec(figure, paper))),
        "SVG": ("image/svg+xml", lambda: downloads.svg(export_spec(figure, paper))),
        "CSV": ("text/csv", partial(downloads.csv_file, figure.table, [title, *notes], look.language)),
        "XLSX": (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            partial(downloads.xlsx_file, figure.table, title, notes),
        ),
    }
    for kind, (mime, make) in kinds.items():
        name = f"flexlib-{figure.key}.{kind.lower()}"
        st.download_button(kind, make, name, mime, key=f"{figure.key}-{kind}", on_click="ignore", width="stretch")


def table_title(figure: Figure, language: str) -> str:
    """The title above the table: a picture is drawn in millions or thousands, its table holds whole euros."""
    title = figure.title
    if not figure.table_as_drawn:
        for drawn in ("eur_million", "eur_thousand"):
            title = title.replace(text(f"charts.unit.{drawn}", language), text("charts.unit.eur", language))
    return title


def export_spec(figure: Figure, look: Look, *, with_title: bool = True) -> dict[str, Any]:
    """The chart as it leaves the screen, with its title, notes and source written on it."""
    with schemapi.debug_mode(False):
        chart = figure.draw(look)
        if with_title:
            chart = titled(chart, figure.title, [*figure.notes, figure.source], look)
        spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec
