"""The table of lines: all of them at the rekenwaarde, their sums beside the middle, and each to be opened."""

from __future__ import annotations

from functools import lru_cache, partial
from html import escape

import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.model.records import CHAINS, Choice, CostModel
from flexlib.text import text
from flexlib.ui import downloads
from flexlib.ui.frame import Page
from flexlib.ui.ground import Ground
from flexlib.ui.impact import words
from flexlib.ui.impact.figures_course import lines_of
from flexlib.ui.impact.trace import Asked, ask_one_of, open_figure
from flexlib.ui.reach import lines_touched
from flexlib.ui.tables import html_table

TIMINGS = ("one_off", "recurring", "income")
SUMS = (
    ("one_off", "integral", "one_off_integral"),
    ("one_off", "out_of_pocket", "one_off_out_of_pocket"),
    ("one_off", "own_time", "one_off_own_time"),
    ("one_off", "hours", "one_off_own_hours"),
    ("recurring", "integral", "recurring_integral"),
    ("recurring", "out_of_pocket", "recurring_out_of_pocket"),
    ("recurring", "own_time", "recurring_own_time"),
    ("recurring", "hours", "recurring_own_hours"),
)
NAME_WIDTH = 220  # leaves room for the first amount on a phone
AMOUNTS = ("cash", "own", "total", "hours", "line_income")


def show(page: Page, ground: Ground) -> None:
    """Sums of lines beside the middle, then every line."""
    if not ground.has_scope:
        return
    sentence = escape(words.lines_sentence(ground))
    st.html(
        f'<div class="fl-section fl-part"><h2>{escape(page.t("impact.lines.heading"))}</h2>'
        f'<p class="fl-sentence">{sentence}</p></div>'
    )
    st.html(_sums(page, ground))
    sums = [Asked(outcome, page.model.outcomes[outcome].label[page.language]) for _, _, outcome in SUMS]
    ask_one_of(ground, sums, "sums")
    _table(page, ground)


def _sums(page: Page, ground: Ground) -> str:
    """Sum of the lines (the rekenwaarde) beside P50 and band of the total."""
    table, rows = lines_of(page.model, page.choice), []
    for timing, amount, outcome in SUMS:
        low, middle, high = ground.p(outcome)
        write = partial(_amount, unit=page.model.outcomes[outcome].unit, language=page.language)
        label = page.model.outcomes[outcome].label[page.language]
        rounded = [write(units.significant(value, 3)) for value in (middle, low, high)]
        rows.append((label, write(table.total(timing, amount)), rounded[0], ground.span(*rounded[1:])))
    heads = ["total_name", "point", "p50", "band"]
    return html_table(page.t("impact.lines.totals"), [page.t(f"impact.column.{head}") for head in heads], rows)


def _amount(value: float, unit: str, language: str) -> str:
    return units.money(value, language) if units.is_money(unit) else units.with_unit(round(value), unit, language)


@lru_cache(maxsize=24)
def frame_of(model: CostModel, choice: Choice, language: str) -> pd.DataFrame:
    """Every line that asks or brings something, with its labels and amounts, the largest first; index: line id."""
    ground = partial(_words, language=language)
    touched = {line for subject, _ in choice.contested for line in lines_touched(model).get(subject, ())}
    rows = {}
    for row in lines_of(model, choice).rows:
        line = row.line
        if not (row.integral or row.income or row.hours):
            continue
        rows[line.id] = {
            "line": line.label[language] + (" ◆" if line.id in touched else ""),
            "total": row.integral,
            "cash": row.out_of_pocket,
            "own": row.own_time,
            "hours": row.hours,
            "line_income": row.income,
            "kind": ground(f"timing.{line.timing}"),
            "chain": ground(f"chain.{line.chain}"),
            "aspect": ground(f"aspect.{line.aspect}"),
            "phase": ground(f"phase.{line.phase}"),
        }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    order = frame[["total", "line_income", "hours"]].abs()
    return frame.loc[order.sort_values(list(order.columns), ascending=False, kind="stable").index]


def _words(key: str, language: str) -> str:
    return text(f"impact.{key}", language)


@st.fragment
def _table(page: Page, ground: Ground) -> None:
    """The table with its filters; a chosen row opens that line."""
    frame = frame_of(page.model, page.choice, page.language)
    everything = page.t("impact.lines.all")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        timing = st.selectbox(
            page.t("impact.lines.filter_timing"),
            ["", *TIMINGS],
            format_func=lambda name: page.t(f"impact.timing.{name}") if name else everything,
            key="lines-timing",
            width=200,
        )
        chain = st.selectbox(
            page.t("impact.lines.filter_chain"),
            ["", *CHAINS],
            format_func=lambda name: page.t(f"impact.chain.{name}") if name else everything,
            key="lines-chain",
            width=280,
        )
        sought = st.text_input(
            page.t("impact.lines.search"), key="lines-search", type="search", placeholder="", width=260
        )
    shown = frame
    if timing:
        shown = shown[shown["kind"] == page.t(f"impact.timing.{timing}")]
    if chain:
        shown = shown[shown["chain"] == page.t(f"impact.chain.{chain}")]
    if sought:
        shown = shown[shown["line"].str.contains(sought, case=False, regex=False)]
    written = shown.rename(columns={name: page.t(f"impact.column.{name}") for name in shown.columns})
    amounts = [page.t(f"impact.column.{name}") for name in AMOUNTS]
    picked = st.dataframe(
        written.style.format({name: partial(_whole, language=page.language) for name in amounts}),
        hide_index=True,
        height=420,
        on_select="rerun",
        selection_mode="single-row",
        key=f"lines-table-{timing}-{chain}-{sought}",
        column_config={page.t("impact.column.line"): st.column_config.TextColumn(width=NAME_WIDTH)},
        alt=page.t("impact.lines.table_alt"),
    )
    note = page.t("impact.lines.note", year=page.model.settings.price_level)
    st.html(f'<p class="fl-source">{escape(note)} {escape(ground.source)}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        lines = [Asked(f"line:{line}", str(shown.at[line, "line"])) for line in shown.index]
        if lines:
            ask_one_of(ground, lines, f"lines-{timing}-{chain}-{sought}")
        st.download_button(
            page.t("impact.lines.download"),
            partial(downloads.xlsx_file, written, page.t("impact.lines.heading"), [note, ground.source]),
            "flexlib-regels.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            icon=":material/download:",
        )
    rows = picked.selection.rows
    seen = st.session_state.get("lines-opened")
    st.session_state["lines-opened"] = (rows[0], timing, chain, sought) if rows else None
    if rows and seen != (rows[0], timing, chain, sought):
        line = shown.index[rows[0]]
        open_figure(Asked(f"line:{line}", str(shown.at[line, "line"])))


def _whole(value: float, language: str) -> str:
    return units.number(round(value), language, 0) if value else "–"
