"""Checks of numbers with their unit, range, price level and grade, and of the figures of institutions."""

from __future__ import annotations

from collections.abc import Iterator

from flexlib.model.checks.context import Context, at
from flexlib.model.findings import Finding
from flexlib.model.read import Row
from flexlib.units import HOUR_UNITS, UNITS, is_money

_WITH_UNIT = ("parameters", "figures", "drivers", "outcomes")


def check_numbers(context: Context) -> Iterator[Finding]:
    """Units, ranges, price levels, evidence, and figures of every institution."""
    for table in _WITH_UNIT:
        for row in context.rows(table, "unit"):
            if row["unit"] not in UNITS:
                yield at(row, "unit", "model.unknown_unit", unit=row["unit"])
    for row in context.rows("parameters"):
        yield from _range(row)
        yield from _evidence(row)
        yield from _price_level(row, context.settings.get("price_level"))
    yield from _units_in_use(context)
    for row in context.rows("figures", "minimum", "maximum"):
        if row["minimum"] > row["maximum"]:
            yield at(row, "minimum", "model.minimum_above_maximum", minimum=row["minimum"], maximum=row["maximum"])
    yield from _institution_figures(context)
    for row in context.rows("future_effects", "operation", "value"):
        if row["operation"] == "multiply" and row["value"] <= 0:
            yield at(row, "value", "model.factor_not_positive", value=row["value"])


def _range(row: Row) -> Iterator[Finding]:
    low, mode, high = row.get("low"), row.get("mode"), row.get("high")
    if low is None or mode is None or high is None:
        return
    if low > mode:
        yield at(row, "low", "model.low_above_mode", low=low, mode=mode)
    if mode > high:
        yield at(row, "high", "model.mode_above_high", mode=mode, high=high)
    if row.get("distribution") == "lognormal" and low <= 0:
        yield at(row, "low", "model.lognormal_not_positive", low=low)
    if row.get("unit") == "share" and (low < 0 or high > 1):
        yield at(row, "low" if low < 0 else "high", "model.share_outside", low=low, high=high)


def _evidence(row: Row) -> Iterator[Finding]:
    if row.get("reasoning") == "" and (row.get("grade") == "D" or row.get("source_id") is None):
        yield at(row, "reasoning", "model.no_source_no_reasoning")


def _price_level(row: Row, price_level: object) -> Iterator[Finding]:
    if row.get("unit") is None or "price_level" not in row.values:
        return
    if is_money(row["unit"]):
        if row["price_level"] is None:
            yield at(row, "price_level", "model.price_without_level", unit=row["unit"])
        elif row["price_level"] != price_level:
            yield at(row, "price_level", "model.other_price_level", level=row["price_level"], expected=price_level)
    elif row["price_level"] is not None:
        yield at(row, "price_level", "model.price_level_without_money", unit=row["unit"])


def _units_in_use(context: Context) -> Iterator[Finding]:
    """A price is money, effort is hours, a rate is money per hour."""
    units = {row["id"]: row["unit"] for row in context.rows("parameters", "id", "unit")}
    for row in context.rows("cost_lines", "price_parameter"):
        unit = units.get(row["price_parameter"])
        if unit is not None and not is_money(unit):
            yield at(row, "price_parameter", "model.price_not_money", id=row["price_parameter"], unit=unit)
    for row in context.rows("cost_lines", "effort"):
        for _, parameter in row["effort"]:
            unit = units.get(parameter)
            if unit is not None and unit not in HOUR_UNITS:
                yield at(row, "effort", "model.effort_not_hours", id=parameter, unit=unit)
    for row in context.rows("roles", "rate_parameter"):
        unit = units.get(row["rate_parameter"])
        if unit is not None and not is_money(unit):
            yield at(row, "rate_parameter", "model.price_not_money", id=row["rate_parameter"], unit=unit)


def _institution_figures(context: Context) -> Iterator[Finding]:
    figures = context.ids("figures")
    given = set()
    for row in context.rows("institution_figures", "institution_id", "figure_id", "value"):
        given.add((row["institution_id"], row["figure_id"]))
        figure = figures.get(row["figure_id"])
        if figure is None:
            continue
        if row["value"] is None:
            if figure.get("optional") is False:
                yield at(row, "value", "model.figure_empty", id=row["figure_id"])
            continue
        low, high = figure.get("minimum"), figure.get("maximum")
        if low is not None and high is not None and not low <= row["value"] <= high:
            yield at(row, "value", "model.figure_outside", id=row["figure_id"], value=row["value"], low=low, high=high)
    for institution in context.ids("institutions"):
        for figure_id, figure in figures.items():
            if figure.get("optional") is False and (institution, figure_id) not in given:
                yield Finding.of(
                    "model.figure_missing", "institution_figures.csv", id=figure_id, institution=institution
                )
