"""Limits and their amounts in words, for whoever tells a person about them."""

from __future__ import annotations

from collections.abc import Iterable

from flexlib import units
from flexlib.engine.explore.question import LEVEL, MEAN, P50, Limit
from flexlib.errors import Notice, notice
from flexlib.model.bilingual import Text
from flexlib.model.levels import level_name
from flexlib.model.records import CostModel
from flexlib.text import LANGUAGES, render, text

DIGITS = 6  # of money beside a limit: enough to tell them apart
OTHER_DIGITS = 4
MOST_DECIMALS = 4
GAP_DIGITS = 2
EXACT = 1e-9


def amount(model: CostModel, limit: Limit, value: float) -> Text:
    """An amount as a limit is about it, precise enough to tell it from the limit; nan is "not applicable"."""
    return Text(_amount(model, limit, value, "nl"), _amount(model, limit, value, "en"))


def gap(model: CostModel, limit: Limit, value: float) -> Text:
    """By how much a value breaks a limit on an outcome."""
    found = abs(value - limit.value)
    unit = model.outcomes[limit.subject].unit
    if units.is_share(unit):
        points = units.significant(100 * found, GAP_DIGITS)
        return Text(*(text("strip.points", one, points=units.number(points, one)) for one in LANGUAGES))
    rounded = units.significant(found, DIGITS if units.is_money(unit) else GAP_DIGITS)
    return Text(*(units.with_unit(rounded, unit, one) for one in LANGUAGES))


def limit_said(model: CostModel, limit: Limit, value: float | None = None) -> Notice:
    """A limit in words, with its own amount or another one."""
    of = amount(model, limit, limit.value if value is None else value)
    side = "most" if limit.is_most else "least"
    if limit.at == LEVEL:
        return notice(f"search.lever_{side}", lever=subject(model, limit), level=of)
    said = notice(f"search.limit_{side}", outcome=subject(model, limit), amount=of)
    if limit.year is not None:
        said = notice("search.limit_in_year", limit=said, year=str(limit.year))
    if limit.at == P50:
        return said
    if limit.at == MEAN:
        return notice("search.limit_mean", limit=said)
    is_safe = (limit.at == "p90") == limit.is_most
    return notice("search.limit_sure" if is_safe else "search.limit_unsure", limit=said)


def subject(model: CostModel, limit: Limit) -> Text:
    """What a limit is about."""
    return (model.levers if limit.at == LEVEL else model.outcomes)[limit.subject].label


def limits_said(model: CostModel, limits: Iterable[Limit]) -> Text:
    """Several limits in words."""
    said = [limit_said(model, limit) for limit in limits]
    return listed(Text(render(one, "nl"), render(one, "en")) for one in said)


def listed(texts: Iterable[Text]) -> Text:
    """Texts after each other, with commas between."""
    every = tuple(texts)
    return Text(", ".join(one.nl for one in every), ", ".join(one.en for one in every))


def _amount(model: CostModel, limit: Limit, value: float, language: str) -> str:
    if limit.at == LEVEL:
        return level_name(model.levers[limit.subject], value, language)
    unit = model.outcomes[limit.subject].unit
    if value != value:
        return units.with_unit(value, unit, language)
    if units.is_money(unit):
        rounded = units.significant(value, DIGITS)
        told_apart = value == limit.value or rounded != units.significant(limit.value, DIGITS)
        return units.money(rounded if told_apart else value, language)
    if units.is_share(unit) or unit == "months":
        return units.with_unit(value, unit, language, _decimals(value, limit.value, 100 if units.is_share(unit) else 1))
    return units.with_unit(units.significant(value, OTHER_DIGITS), unit, language)


def _decimals(value: float, limit: float, scale: int) -> int:
    """Decimals that write a value exactly, else one, and more where it would look like the limit it is not."""
    exact = (at for at in range(MOST_DECIMALS) if abs(round(value * scale, at) - value * scale) < EXACT)
    first = next(exact, 1)
    if value == limit:
        return first
    apart = (at for at in range(first, MOST_DECIMALS) if round(value * scale, at) != round(limit * scale, at))
    return next(apart, MOST_DECIMALS)
