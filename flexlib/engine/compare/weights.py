"""What a room values: weights on outcomes put on fixed scales, the ranking they give, and whether it survives others.

A linear additive value function (Keeney & Raiffa, Decisions with Multiple Objectives, 1976). Scales are fixed in the
model's data and not stretched between the variants at hand, so that adding a variant never changes the order of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.errors import InputError

TRIED = 20_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the winner changes while one weight moves and the others keep their proportions.

    share : the weight (0-1 of all weight) at which `winner` takes over from the present first
    """

    criterion: str
    share: float
    winner: int


def score(values: np.ndarray, at_0: np.ndarray, at_100: np.ndarray) -> np.ndarray:
    """Values on a scale of 0-100, straight between its ends and flat outside; a value that is n.v.t. scores 0.

    values : ndarray (variants, criteria); at_0, at_100 : ndarray (criteria,), the values that score 0 and 100
    """
    return np.nan_to_num(np.clip((values - at_0) / (at_100 - at_0) * 100, 0, 100), nan=0.0)


def normalised(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights that add up to 1. Raises InputError when all are zero or one is negative."""
    total = sum(weights.values())
    if any(weight < 0 for weight in weights.values()):
        raise InputError("weights.negative")
    if total == 0:
        raise InputError("weights.all_zero")
    return {criterion: weight / total for criterion, weight in weights.items()}


def ranking(scores: np.ndarray, weights: Sequence[float]) -> list[int]:
    """Positions of the variants, the best first; equal ones in the order given."""
    return np.argsort(-(scores @ np.asarray(weights)), kind="stable").tolist()


def winning_shares(scores: np.ndarray) -> np.ndarray:
    """Share of all possible weights in which each variant wins, ndarray (variants,); adds up to 1.

    Weights are spread evenly over the simplex (Dirichlet with ones); a tie counts for each in equal parts.
    """
    tried = np.random.default_rng(SEED).dirichlet(np.ones(scores.shape[1]), TRIED)
    totals = tried @ scores.T
    best = totals >= totals.max(axis=1, keepdims=True) - 1e-9
    return (best / best.sum(axis=1, keepdims=True)).mean(axis=0)


def turns(scores: np.ndarray, criteria: Sequence[str], weights: Mapping[str, float]) -> list[Turn]:
    """For each criterion the nearest weight, up and down, at which another variant takes the first place."""
    now = np.array([normalised(weights)[criterion] for criterion in criteria])
    first = ranking(scores, now.tolist())[0]
    found = []
    for index, criterion in enumerate(criteria):
        rest = np.delete(now, index)
        if rest.sum() == 0:
            continue
        without = np.delete(scores, index, axis=1) @ (rest / rest.sum())
        gain = scores[:, index] - without  # of a variant, when this criterion takes all weight from the others
        found += _nearest(criterion, without, gain, first, float(now[index]))
    return found


def _nearest(criterion: str, without: np.ndarray, gain: np.ndarray, first: int, now: float) -> list[Turn]:
    """The nearest crossing below and above the present weight with the variant that then wins."""
    crossings = []
    for other in range(len(gain)):
        slope = gain[other] - gain[first]
        if other == first or slope == 0:
            continue
        share = (without[first] - without[other]) / slope
        if 0 < share < 1 and (share - now) * slope > 0:
            crossings.append(Turn(criterion, float(share), other))
    below = max((turn for turn in crossings if turn.share < now), key=lambda turn: turn.share, default=None)
    above = min((turn for turn in crossings if turn.share > now), key=lambda turn: turn.share, default=None)
    return [turn for turn in (below, above) if turn is not None]
