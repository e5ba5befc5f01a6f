"""The six balances: open formulas of outcomes on a scale of 0 to 100."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from flexlib.engine.effects import added_terms
from flexlib.engine.situation import Situation
from flexlib.model.outcome_records import BalanceIndicator


def balances(situation: Situation, outcomes: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Balance id → ndarray (n,): weighted mean of indicator scores plus the points of effects, kept within 0-100.

    An indicator without a value does not count and the other weights make up for it.
    """
    found = {}
    for balance, indicators in situation.model.balances.items():
        total, weight = np.zeros(situation.n), np.zeros(situation.n)
        for indicator in indicators:
            score = indicator_score(indicator, outcomes[indicator.indicator])
            known = ~np.isnan(score)
            total += np.where(known, indicator.weight * score, 0.0)
            weight += np.where(known, indicator.weight, 0.0)
        points = added_terms(situation, situation.plan.balance.get(balance, ()))
        with np.errstate(invalid="ignore"):
            found[balance] = np.clip(total / np.where(weight > 0, weight, np.nan) + points, 0.0, 100.0)
    return found


def indicator_score(indicator: BalanceIndicator, values: np.ndarray) -> np.ndarray:
    """Score 0-100 of an indicator, straight between its three anchors and flat outside, ndarray (n,)."""
    anchors, scores = [indicator.at_0, indicator.at_50, indicator.at_100], [0.0, 50.0, 100.0]
    if anchors[0] > anchors[-1]:
        anchors, scores = anchors[::-1], scores[::-1]
    return np.where(np.isnan(values), np.nan, np.interp(values, anchors, scores))
