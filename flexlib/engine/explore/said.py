"""Limits and their amounts in words, for whoever tells a person about them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from flexlib import units
from flexlib.engine.explore.question import LEVEL, MEAN, P50, Limit
from flexlib.errors import Notice, notice
from flexlib.model.bilingual import Text
from flexlib.model.levels import level_name
from flexlib.model.records import CostModel
from flexlib.text import LANGUAGES, render, text

GAP_DIGITS = 2
MOST_DECIMALS = 4
EXACT = 1e-9
FINEST = {"share": 0.001, "share/year": 0.001, "fte": 0.1, "EUR/h": 0.01}  # that people say; of other units 1
FINEST_MONEY = 1_000.0


def amount(model: CostModel, limit: Limit, value: float) -> Text:
    """An amount as a limit is about it, as exact as it was set; nan is "not applicable"."""
    return Text(*(_amount(model, limit, value, one) for one in LANGUAGES))


def eased(model: CostModel, limit: Limit, value: float) -> float:
    """A round amount at or just beyond a value that breaks a limit on an outcome: as the limit it lets the value in."""
    if value == 0 or not math.isfinite(value):
        return value
    grain = _grain(model, limit, value)
    steps = value / grain
    whole = math.ceil(steps - EXACT) if limit.is_most else math.floor(steps + EXACT)
    found = float(f"{whole * grain:.12g}")
    lets_in = found >= value if limit.is_most else found <= value
    return found if lets_in else value


def nearest(model: CostModel, limit: Limit, value: float) -> Text:
    """A value that breaks a limit, round and on its own side of the limit: "58 maanden", "ruim 50 maanden"."""
    if limit.at == LEVEL or value != value:
        return amount(model, limit, value)
    if abs(value - limit.value) < _finest(model, limit):
        key = "search.just_over" if limit.is_most else "search.just_under"
        of = amount(model, limit, limit.value)
        return Text(*(text(key, one, amount=of[one]) for one in LANGUAGES))
    return amount(model, limit, eased(model, limit, value))


def gap(model: CostModel, limit: Limit, value: float) -> Text:
    """By how much a value breaks a limit on an outcome, rounded up."""
    found, finest = abs(value - limit.value), _finest(model, limit)
    if found < finest:
        least = _apart(model, limit, finest)
        return Text(*(text("search.less_than", one, amount=least[one]) for one in LANGUAGES))
    grain = max(_digits_grain(found), finest)
    return _apart(model, limit, float(f"{math.ceil(found / grain - EXACT) * grain:.12g}"))


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
    if units.is_money(unit):
        return units.money(value, language)
    decimals = None
    if value == value and (units.is_share(unit) or unit == "months"):
        scaled = value * (100 if units.is_share(unit) else 1)
        exact = (at for at in range(MOST_DECIMALS) if abs(round(scaled, at) - scaled) < EXACT)
        decimals = next(exact, 1)
    return units.with_unit(value, unit, language, decimals)


def _apart(model: CostModel, limit: Limit, found: float) -> Text:
    """A distance between two amounts: of shares in percentage points."""
    unit = model.outcomes[limit.subject].unit
    if not units.is_share(unit):
        return Text(*(units.with_unit(found, unit, one) for one in LANGUAGES))
    points = units.significant(100 * found, GAP_DIGITS)
    return Text(*(text("strip.points", one, points=units.number(points, one)) for one in LANGUAGES))


def _finest(model: CostModel, limit: Limit) -> float:
    """The smallest difference with a limit that people say; of a small amount of money two digits of it."""
    unit = model.outcomes[limit.subject].unit
    if unit not in FINEST and units.is_money(unit):
        return min(FINEST_MONEY, _digits_grain(limit.value)) if limit.value else FINEST_MONEY
    return FINEST.get(unit, 1.0)


def _grain(model: CostModel, limit: Limit, value: float) -> float:
    """What a value beside a limit is rounded to: two digits of how far it is over, and of itself."""
    apart = abs(value - limit.value)
    fine = min(_digits_grain(found) for found in (apart, value) if found)
    return max(fine, _finest(model, limit))


def _digits_grain(value: float) -> float:
    """One in the second digit of a value."""
    return 10.0 ** (math.floor(math.log10(abs(value))) - GAP_DIGITS + 1)
