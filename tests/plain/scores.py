"""The balances: open formulas of outcomes, 0 to 100."""

from __future__ import annotations

import math
from collections.abc import Mapping

from flexlib.model.outcome_records import BalanceIndicator
from tests.plain.effects import added_terms
from tests.plain.money import Draw


def balance_scores(draw: Draw, outcomes: Mapping[str, object]) -> dict[str, float]:
    """Per balance the weighted mean of its indicators' scores, and the points of levers on top."""
    scores = {}
    for balance, indicators in draw.model.balances.items():
        points = weights = 0.0
        for indicator in indicators:
            value = outcomes[indicator.indicator]
            assert isinstance(value, int | float)
            if not math.isnan(value):
                points += indicator.weight * score(indicator, value)
                weights += indicator.weight
        extra = added_terms(draw.setting, "balance", balance, draw.strengths)
        scores[balance] = min(100.0, max(0.0, points / weights + extra)) if weights > 0 else math.nan
    return scores


def score(indicator: BalanceIndicator, value: float) -> float:
    """0, 50 or 100 at the three written values, straight lines between, never below 0 or above 100."""
    low, middle, high = indicator.at_0, indicator.at_50, indicator.at_100
    if low > high:
        low, middle, high, value = -low, -middle, -high, -value
    if value <= low:
        return 0.0
    if value >= high:
        return 100.0
    if value <= middle:
        return 50 * (value - low) / (middle - low)
    return 50 + 50 * (value - middle) / (high - middle)
