"""The chart of a budget against the model: per calendar year what is budgeted beside what is asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import pandas as pd

from flexlib import units
from flexlib.budget.beside.comparison import Spending, Year
from flexlib.charts.budget import budget_years, drawn_budgets
from flexlib.charts.scales import money_unit
from flexlib.ui.budget.compared import Against
from flexlib.ui.chart_panel import Figure
from flexlib.ui.ground import Ground

COLUMNS = ("year", "budget", "p10", "p50", "p90", "point", "gap", "chance")


def budget_figure(of: Against, ground: Ground) -> Figure:
    """Budget and what is asked per calendar year, with the reference."""
    language = ground.language
    frame = _frame(of)
    _, unit = money_unit(frame[["p90", "reference"]].max(), language)
    table = _table(of)
    notes = [of.t("chart.note"), of.t("nominal")]
    if of.reference is not None:
        notes.append(of.t("chart.reference", reference=ground.reference_name))
    if drawn_budgets(frame).isna().sum() > frame["budget"].isna().sum():
        notes.append(of.t("chart.not_drawn"))
    return Figure(
        key="begroting-per-jaar",
        title=of.t("chart.title", unit=unit),
        notes=tuple(notes),
        source=ground.source,
        alt=_alt(of, language),
        draw=partial(budget_years, frame),
        table=table,
        written=tuple(_written(row, language) for row in table.itertuples(index=False)),
    )


def year_words(of: Against, year: Year) -> str:
    """A year as it stands in a table; a partial one says what is there of it."""
    said = []
    if 0 < year.budget_months < 12:
        said.append(of.t("partial_budget", months=year.budget_months))
    if 0 < year.model_months < 12:
        said.append(of.t("partial_model", months=round(year.model_months)))
    return f"{year.year} ({', '.join(said)})" if said else str(year.year)


def _frame(of: Against) -> pd.DataFrame:
    rows = []
    for year, one in zip(of.found.years, of.found.spending, strict=True):
        beside = of.of_reference(year.year)
        low, middle, high = one.asked or (math.nan, math.nan, math.nan)
        rows.append(
            {
                "year": f"{year.year}|{of.t('partial_short')}" if year.is_partial else str(year.year),
                "budget": _number(one.budgeted),
                "p10": low,
                "p50": middle,
                "p90": high,
                "reference": math.nan if beside is None or beside.asked is None else beside.asked[1],
            }
        )
    return pd.DataFrame(rows)


def _table(of: Against) -> pd.DataFrame:
    """A row a year, and one for the years that count in total."""
    rows = [_row(year_words(of, year), one) for year, one in zip(of.found.years, of.found.spending, strict=True)]
    if of.shared():
        rows.append(_row(of.t("in_total", years=years_in_words(of)), of.found.total))
    return pd.DataFrame(rows, columns=[of.t(f"column.{name}") for name in COLUMNS])


def years_in_words(of: Against) -> str:
    """The years that count in total."""
    return span([year.year for year in of.shared()])


def span(years: Sequence[int]) -> str:
    """Years in words: "2027–2029", or one by one when there are gaps."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def _row(name: str, one: Spending) -> list[object]:
    asked = one.asked or (math.nan, math.nan, math.nan)
    gap, chance = one.gap, one.chance
    values = (_number(one.budgeted), *asked, one.asked_point, gap, chance)
    return [name, *(math.nan if value is None else float(value) for value in values)]


def _written(row: tuple[object, ...], language: str) -> tuple[str, ...]:
    name, *values = row
    written = [
        "–" if math.isnan(float(str(value))) else units.money(units.significant(float(str(value)), 4), language)
        for value in values[:-1]
    ]
    if not math.isnan(float(str(values[0]))):
        written[0] = units.money(float(str(values[0])), language)
    chance = float(str(values[-1]))
    return (str(name), *written, "–" if math.isnan(chance) else units.share(chance, language, 0))


def _alt(of: Against, language: str) -> str:
    both = [one for one in of.found.spending if one.gap is not None]
    if not both:
        return of.t("chart.alt_none")
    worst = min(both, key=lambda one: one.gap or 0.0)
    assert worst.asked is not None and worst.budgeted is not None
    return of.t(
        "chart.alt",
        years=len(of.found.years),
        worst=worst.year,
        budget=units.rounded_money(float(worst.budgeted), language),
        asked=units.rounded_money(worst.asked[1], language),
    )


def _number(amount: object) -> float:
    return math.nan if amount is None else float(str(amount))
