"""The lines of the budget beside the lines of the model, within one item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from flexlib import units
from flexlib.budget.beside.against import nominal
from flexlib.budget.beside.asked import asked_by_line
from flexlib.budget.beside.calendar_years import by_calendar_year
from flexlib.budget.beside.comparison import LEAST
from flexlib.ui.budget.compared import Against
from flexlib.ui.follow import own_key, value_of
from flexlib.ui.tables import html_table

SHOWN = 40  # lines of one item; a workbook can have thousands
Line = tuple[str, float]


def show(of: Against, years: Sequence[int], span: str) -> None:
    """What an item holds on both sides, over these calendar years together. span : the years in words"""
    rows = [row for row in of.found.rows if row.quantity == "eur" and (row.in_budget or row.in_model)]
    if not rows:
        return
    words = {row.category: of.label(row.category) for row in rows}
    with st.expander(of.t("lines.open"), key="budget-lines"):
        key = own_key("budget_lines_of", next(iter(words)), words)
        st.selectbox(of.t("lines.of"), list(words), format_func=words.__getitem__, key=key)
        category = str(value_of(key))
        left, right = st.columns(2, gap="large")
        left.html(_table(of, "budgeted", _budgeted(of, category, years), span))
        right.html(_table(of, "asked", _asked(of, category, years), span))


def _budgeted(of: Against, category: str, years: Sequence[int]) -> list[Line]:
    """The rows of the workbook in this item, largest first."""
    found = []
    for line in of.lines:
        if line.category == category and line.quantity == "eur":
            amounts = by_calendar_year(line.amounts)
            label = line.label or line.account or of.t("lines.no_label", row=line.row)
            found.append((label, float(sum(amounts.get(year, 0) for year in years))))
    return _sorted(found)


def _asked(of: Against, category: str, years: Sequence[int]) -> list[Line]:
    """The cost lines of the model in this item at the rekenwaarde, largest first."""
    page = of.page
    by_line = asked_by_line(page.model, nominal(page.choice), of.options.capitalise_years).get(category, {})
    places = [at for at, (period, _) in enumerate(of.own_fte) if period.year in years]
    return _sorted(
        (page.model.lines[line_id].label[page.language], float(series[places].sum()))
        for line_id, series in by_line.items()
    )


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted((line for line in lines if abs(line[1]) >= LEAST), key=lambda line: -abs(line[1]))


def _table(of: Against, side: str, lines: list[Line], span: str) -> str:
    """The largest lines, the others as one, and their sum."""
    language = of.page.language
    rows = [(label, units.money(round(amount), language)) for label, amount in lines[:SHOWN]]
    if rest := lines[SHOWN:]:
        others = of.t("lines.others", count=len(rest))
        rows.append((others, units.money(round(sum(amount for _, amount in rest)), language)))
    rows.append((of.t("lines.total"), units.money(round(sum(amount for _, amount in lines)), language)))
    heads = (of.t("lines.line"), of.t(f"lines.{side}"))
    return html_table(of.t(f"lines.{side}_caption", years=span), heads, rows, total=True)
