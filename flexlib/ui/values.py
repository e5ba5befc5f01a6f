"""Values in words, and the unit of an axis for an outcome."""

from __future__ import annotations

from flexlib import units
from flexlib.charts.scales import money_unit
from flexlib.model.records import CostModel
from flexlib.text import text


def written(unit: str, value: float, language: str) -> str:
    """An estimate in its unit: money in two digits, months and shares whole."""
    if value != value:
        return text("impact.not_applicable", language)
    if units.is_money(unit):
        return units.rounded_money(value, language)
    if units.is_share(unit):
        return units.share(value, language, 1 if abs(value) < 0.1 else 0)
    if unit == "months":
        return units.months(value, language)
    if unit == "fte":
        return units.fte(value, language)
    if unit == "score":
        return units.number(value, language, 0)
    return units.with_unit(units.significant(value, 2 if abs(value) < 1000 else 3), unit, language)


def value_words(value: float, unit: str, language: str) -> str:
    """A value that was put in, to the euro, a tenth of a month or four digits."""
    if units.is_money(unit):
        return units.money(value, language, 0 if abs(value) >= 1000 else 2)
    if unit in ("months", "changes/year"):
        return units.with_unit(value, unit, language, 1)
    return units.with_unit(units.significant(value, 4), unit, language)


def outcome_unit(model: CostModel, outcome_id: str, largest: float, language: str) -> tuple[float, str]:
    """Divisor and words of an axis for an outcome: euros in thousands or millions, shares in percent."""
    unit = model.outcomes[outcome_id].unit
    if units.is_money(unit):
        divisor, words = money_unit([largest], language)
        return divisor, words if unit == "EUR" else text("vergelijken.unit.a_year", language, unit=words)
    if units.is_share(unit):
        return 0.01, "%"
    if unit == "score":
        return 1.0, text("charts.unit.points", language)
    return 1.0, units.unit_label(unit, language)
