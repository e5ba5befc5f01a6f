"""Limits and their amounts in words, for whoever tells a person about them."""

from __future__ import annotations

from collections.abc import Iterable

from flexlib import units
from flexlib.engine.explore.question import LEVEL, MEAN, P50, Limit
from flexlib.errors import Notice, notice
from flexlib.model.bilingual import Text
from flexlib.model.levels import level_name
from flexlib.model.records import CostModel
from flexlib.text import render

DIGITS = 6  # of money beside a limit: enough to tell them apart
OTHER_DIGITS = 4


def amount(model: CostModel, limit: Limit, value: float) -> Text:
    """An amount as a limit is about it, precise enough to tell it from the limit; nan is "not applicable"."""
    return Text(_amount(model, limit, value, "nl"), _amount(model, limit, value, "en"))


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
        return units.money(units.significant(value, DIGITS), language)
    if units.is_share(unit) or unit == "months":
        tenths = value * (1000 if units.is_share(unit) else 10)
        return units.with_unit(value, unit, language, 0 if round(tenths) % 10 == 0 else 1)
    return units.with_unit(units.significant(value, OTHER_DIGITS), unit, language)
