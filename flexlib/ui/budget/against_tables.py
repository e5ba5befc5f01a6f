"""Budget and model per category: a year or all years together, what only one of them has, and the table as a file."""

from __future__ import annotations

import math
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.budget.beside.comparison import Row
from flexlib.budget.beside.outside import Band
from flexlib.ui import downloads, look
from flexlib.ui.budget import against_lines
from flexlib.ui.budget import against_words as budget_against_words
from flexlib.ui.budget.against_figure import years_in_words
from flexlib.ui.budget.compared import Against
from flexlib.ui.parts import here
from flexlib.ui.tables import html_table

ALL = "all"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(of: Against) -> None:
    """Costs, income and hours per category, the two lists, and the downloads."""
    kind = of.version.kind
    look.section(of.t("rows.heading"), of.t(f"rows.note_{kind}"))
    _tables(of)
    _downloads(of)
    _lists(of)


@st.fragment
def _tables(of: Against) -> None:
    """Another year redraws this part only."""
    words = {ALL: of.t("rows.all", years=years_in_words(of))} if of.shared() else {}
    words |= {str(year.year): str(year.year) for year in of.found.years}
    picked = here(of.t("rows.year"), "budget_year", words)
    places = [
        place
        for place, year in enumerate(of.found.years)
        if (year.in_total if picked == ALL else str(year.year) == picked)
    ]
    hours = [row for row in of.found.rows if row.quantity == "hours"]
    income = [row for row in of.found.rows if row.quantity == "eur" and row.side == "income"]
    st.html(_costs(of, places, picked))
    if income:
        st.html(_table(of, "income", income, places, picked))
    if hours:
        st.html(_table(of, "hours", hours, places, picked))
        if not of.found.counts("hours"):
            st.html(f'<p class="fl-note" data-testid="no-hours">{escape(of.t("rows.no_hours"))}</p>')
    against_lines.show(of, [of.found.years[place].year for place in places], words[picked])


def _costs(of: Against, places: list[int], picked: str) -> str:
    """The cost categories at the rekenwaarde, which add up, each with its band."""
    rows = [row for row in of.found.rows if row.quantity == "eur" and row.side != "income"]
    language = of.page.language
    total = of.found.total if picked == ALL else of.found.spending[places[0]]
    written = [_written(of, row, places, picked) for row in rows]
    have, want = None if total.budgeted is None else float(total.budgeted), total.asked_point
    gap = None if have is None or want is None else have - want
    sums = (_amount(value, "eur", language) for value in (have, want, gap))
    written.append((of.t("rows.total"), *sums, _band(total.asked, "eur", language)))
    heads = [of.t(f"column.{name}") for name in ("category", "budget", "point", "gap_point", "band")]
    if not of.by_chance:  # beside the budget of a whole college the part says more than what is left
        heads.append(of.t("column.part"))
        pairs = [*((_sum(row.budgeted, places), _sum(row.asked, places)) for row in rows), (have, want)]
        written = [(*line, _part(*pair, language)) for line, pair in zip(written, pairs, strict=True)]
    return html_table(of.t("rows.costs"), heads, written, total=True)


def _table(of: Against, part: str, rows: list[Row], places: list[int], picked: str) -> str:
    """Income, or the hours per role."""
    asked = ("expected", "gap_income") if part == "income" else ("point", "gap_point")
    heads = [of.t(f"column.{name}") for name in ("category", "budget", *asked, "band")]
    return html_table(of.t(f"rows.{part}"), heads, [_written(of, row, places, picked) for row in rows])


def _written(of: Against, row: Row, places: list[int], picked: str) -> tuple[str, ...]:
    language = of.page.language
    have, want = _sum(row.budgeted, places), _sum(row.asked, places)
    gap = None if have is None or want is None else have - want
    name = of.label(row.category)
    if row.own_fte is not None and (own := [row.own_fte[place] for place in places if row.own_fte[place] is not None]):
        fte = sum(value for value in own if value) / len(own)
        name = of.t("rows.with_own_time", name=name, fte=units.fte(fte, language))
    band = row.total_band if picked == ALL else row.bands[places[0]]
    sums = (_amount(value, row.quantity, language) for value in (have, want, gap))
    return (name, *sums, _band(band, row.quantity, language))


def _downloads(of: Against) -> None:
    """Every year and category, as a file; made when asked for."""
    frame = _frame(of)
    notes = [of.t("nominal"), of.t("source", file=of.version.file_name, version=of.version.version)]
    notes += budget_against_words.beside_the_chance(of)
    title, language = of.t("rows.heading"), of.page.language
    with st.container(horizontal=True, key="budget-rows-downloads"):
        st.download_button(
            "CSV",
            partial(downloads.csv_file, frame, [title, *notes], language),
            "flexlib-begroting-naast-model.csv",
            "text/csv",
            key="budget_rows_csv",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
        st.download_button(
            "XLSX",
            partial(downloads.xlsx_file, frame, title, notes),
            "flexlib-begroting-naast-model.xlsx",
            XLSX,
            key="budget_rows_xlsx",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )


def _frame(of: Against) -> pd.DataFrame:
    names = ("year", "category", "unit", "budget", "point", "gap_point", "p10", "p50", "p90")
    found = []
    for place, year in enumerate(of.found.years):
        for row in of.found.rows:
            values = (row.budgeted[place], row.asked[place], row.gap[place], *(row.bands[place] or (None,) * 3))
            numbers = [math.nan if value is None else float(value) for value in values]
            found.append([year.year, of.label(row.category), of.t(f"unit.{row.quantity}"), *numbers])
    return pd.DataFrame(found, columns=[of.t(f"column.{name}") for name in names])


def _lists(of: Against) -> None:
    left, right = st.columns(2, gap="large")
    for column, name, rows in (
        (left, "only_in_budget", of.found.only_in_budget),
        (right, "only_in_model", of.found.only_in_model),
    ):
        with column:
            look.section(of.t(f"{name}.heading"), level=3)
            if not rows:
                st.html(f'<p class="fl-note">{escape(of.t(f"{name}.none"))}</p>')
                continue
            st.html(f'<p class="fl-note">{escape(of.t("rows.all_years"))}</p>')
            lines = [f"{of.label(row.category)}: {_size(of, row, name == 'only_in_budget')}" for row in rows]
            st.html(f'<div data-testid="{name}">{look.bullets(lines)}</div>')


def _size(of: Against, row: Row, budgeted: bool) -> str:
    amounts = row.budgeted if budgeted else row.asked
    total = sum(float(amount) for amount in amounts if amount is not None)
    return _amount(total, row.quantity, of.page.language)


def _band(band: Band | None, quantity: str, language: str) -> str:
    """P50 with P10 and P90."""
    if band is None:
        return "–"
    low, middle, high = band
    if quantity == "eur":
        return units.money_band(low, middle, high, language)
    return f"{units.hours(middle, language)} ({units.span(low, high, 'h', language)})"


def _part(have: float | None, want: float | None, language: str) -> str:
    """Which part of what is budgeted is asked."""
    return "–" if want is None or not have or have < 0 else units.share(want / have, language)


def _sum(amounts: tuple[object, ...], places: list[int]) -> float | None:
    """The sum at these places; None when none of them has an amount."""
    known = [float(str(amounts[place])) for place in places if amounts[place] is not None]
    return sum(known) if known else None


def _amount(value: object, quantity: str, language: str) -> str:
    if value is None:
        return "–"
    number = float(str(value))
    if quantity == "hours":
        return units.with_unit(number, "h", language, 0)
    return units.money(round(number), language)
