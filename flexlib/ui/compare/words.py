"""A difference in words: how large, which way, and how sure."""

from __future__ import annotations

import numpy as np

from flexlib import units
from flexlib.engine.compare.compare import Difference
from flexlib.text import text
from flexlib.ui.comparison import Compares
from flexlib.ui.strip import chance_in_words, months_span

UNCLEAR = 0.6  # below this share one way or the other, a difference says nothing
KINDS = {"EUR": "money", "EUR/year": "money", "months": "months"}


def sure_words(ground: Compares, outcome_id: str, difference: Difference) -> str:
    """How sure a difference is: "in 9 van de 10 toekomsten duurder"."""
    if np.isnan(difference.middle):
        return ""
    if difference.is_none:
        return ground.t("same")
    share = max(difference.more, difference.less)
    kind = KINDS.get(ground.model.outcomes[outcome_id].unit, "amount")
    word = ground.t(f"word.{kind}_{'more' if difference.more > difference.less else 'less'}")
    if ground.variants[0].choice.draws == 1:
        return word  # one draw has no chance
    if share < UNCLEAR:
        return ground.t("unclear")
    return ground.t("sure", chance=chance_in_words(share, ground.language), word=word)


def signed(ground: Compares, outcome_id: str, value: float) -> str:
    """A difference with the mark of its direction."""
    if np.isnan(value):
        return text("impact.not_applicable", ground.language)
    mark = "▲ " if value > 0 else "▼ " if value < 0 else ""
    return f"{mark}{ground.apart(outcome_id, abs(value))}"


def band(ground: Compares, outcome: str, low: float, high: float) -> str:
    """P10 and P90 of an outcome as a reach: "3,8–6,1"."""
    if units.is_money(ground.model.outcomes[outcome].unit):
        return units.money_band(low, high, high, ground.language).rpartition("(")[2].rstrip(")")
    unit = ground.model.outcomes[outcome].unit
    if unit == "months":
        return months_span(low, high, ground.variants[0].choice.horizon_months, ground.language)
    if units.is_share(unit) or unit == "fte":
        digits = 1 if unit == "fte" or high < 0.1 else 0
        scale = 100 if units.is_share(unit) else 1
        ends = (units.number(value * scale, ground.language, digits) for value in (low, high))
    else:
        ends = (units.number(units.significant(value, 2), ground.language, 0) for value in (low, high))
    return "–".join(ends)
