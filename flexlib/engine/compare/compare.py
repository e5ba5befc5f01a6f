"""Variants side by side on the same draws: how each differs from the reference, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.result import Result, quantiles
from flexlib.errors import InputError

SURE = 0.9  # share of the draws in which a difference has the same sign before we call it sure
MOST = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """An outcome of one variant less that of the reference, draw by draw.

    low, middle, high : P10, P50 and P90 of the paired difference, in the outcome's unit; nan when either is n.v.t.
    more, less : shares of the draws in which the variant has more, and less, than the reference
    """

    low: float
    middle: float
    high: float
    more: float
    less: float

    @property
    def is_sure(self) -> bool:
        return max(self.more, self.less) >= SURE

    @property
    def is_none(self) -> bool:
        """Whether the two are equal in every draw."""
        return self.more == 0 and self.less == 0 and self.middle == 0


@dataclass(frozen=True, eq=False)
class Comparison:
    """Results on the same draws; `reference` is the position of the one the others are held against."""

    results: tuple[Result, ...]
    reference: int

    def difference(self, position: int, outcome_id: str) -> Difference:
        """The difference of one variant with the reference, for a total."""
        return paired_difference(self.results[position], self.results[self.reference], outcome_id)


def compare(results: Sequence[Result], reference: int = 0) -> Comparison:
    """Hold two to twelve results against one of them.

    Raises InputError when there are too few or too many, or when they are not on the same draws: another institution,
    model version, seed, number of draws or set of contested values.
    """
    if not 2 <= len(results) <= MOST:
        raise InputError("compare.number", count=len(results), most=MOST)
    first = results[reference]
    for result in results:
        differs = next((name for name in _GROUND if _GROUND[name](result) != _GROUND[name](first)), None)
        if differs is not None:
            raise InputError(f"compare.other_{differs}")
    return Comparison(tuple(results), reference)


_GROUND = {
    "model": lambda result: (result.model_version, result.content_hash),
    "institution": lambda result: result.choice.institution,
    "draws": lambda result: (result.n, result.choice.seed),
    "assumptions": lambda result: (result.choice.contested, result.choice.future, result.choice.circumstances),
    "time": lambda result: (result.choice.start, result.choice.horizon_months, result.choice.price_basis),
}


def paired_difference(result: Result, reference: Result, outcome_id: str) -> Difference:
    """The difference of a total with the reference's, draw by draw."""
    return difference_of(result.values[outcome_id], reference.values[outcome_id])


def difference_of(own: np.ndarray, reference: np.ndarray) -> Difference:
    """The difference of two outcomes on the same draws, each ndarray (n,)."""
    values = own - reference
    low, middle, high = (float(value) for value in quantiles(values))
    with np.errstate(invalid="ignore"):
        return Difference(low, middle, high, float((values > 0).mean()), float((values < 0).mean()))


def dominated(scores: np.ndarray) -> np.ndarray:
    """Which rows another row beats: at least as good everywhere and better somewhere.

    scores : ndarray (variants, outcomes), smaller is better; nan counts as worst
    returns : ndarray (variants,) of bool
    """
    filled = np.where(np.isnan(scores), np.inf, scores)
    no_worse = (filled[:, None, :] <= filled[None, :, :]).all(axis=2)
    better = (filled[:, None, :] < filled[None, :, :]).any(axis=2)
    return np.asarray((no_worse & better).any(axis=0))
