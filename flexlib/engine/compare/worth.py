"""What a variant is worth to a room, draw by draw: one outcome, or several with weights on fixed scales."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from flexlib.engine.compare.weights import normalised, score
from flexlib.engine.sensitivity.tornado import totals_only
from flexlib.errors import InputError
from flexlib.model.records import CostModel

Worth = Callable[[Mapping[str, np.ndarray]], np.ndarray]  # outcomes (n,) → what a variant is worth (n,), more is better
Scales = Mapping[str, tuple[float, float]]  # outcome → the values that score 0 and 100


def worth_of_outcome(model: CostModel, outcome_id: str) -> Worth:
    """The variant with the best value of one outcome is preferred; one where it does not exist never is.

    Raises InputError for an outcome that is not one number per draw or has no good and bad side.
    """
    totals_only(model, [outcome_id])
    sign = sign_of(model, outcome_id)
    return lambda values: np.where(np.isnan(values[outcome_id]), -np.inf, sign * values[outcome_id])


def worth_of_weights(scales: Scales, weights: Mapping[str, float]) -> Worth:
    """The variant with the most weighted points (0-100) is preferred.

    Raises InputError when the weights are all zero or one is negative.
    """
    shares = normalised(weights)
    at_0, at_100 = (np.array([scales[outcome][end] for outcome in shares]) for end in (0, 1))
    heights = np.array(list(shares.values()))
    return lambda values: score(np.column_stack([values[outcome] for outcome in shares]), at_0, at_100) @ heights


def sign_of(model: CostModel, outcome_id: str) -> float:
    """1 when more of an outcome is better, -1 when less is; raises InputError when it has no good and bad side."""
    direction = model.outcomes[outcome_id].direction
    if direction == "inform":
        raise InputError("unsure.no_direction", names=outcome_id)
    return -1.0 if direction == "minimise" else 1.0
