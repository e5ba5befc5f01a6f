"""The result of an evaluation: arrays per outcome, periods, findings, and their quantiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from flexlib.engine.calendar import Period
from flexlib.model.records import Choice
from flexlib.model.rules import RuleHit

PROBABILITIES = (0.1, 0.5, 0.9)
CHANCES = "within_budget_"  # how the ids of outcomes begin that hold or do not hold in a draw


@dataclass(frozen=True, slots=True)
class Finding:
    """What cannot be done, or what to know: kind and subject (a role or group), and in which share of the draws.

    `figures` holds what the sentence needs, such as asked and available hours at the median.
    """

    kind: str
    subject: str
    share: float
    figures: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Result:
    """Outcomes of one choice on given draws.

    values : outcome id → ndarray with the draws first: (n,), (n, years), (n, years, groups),
        (n, school years) or (n, school years, roles), as the outcome's shape says
    """

    choice: Choice
    model_version: str
    content_hash: str
    n: int
    levels: Mapping[str, float]
    figures: Mapping[str, float | None]
    values: Mapping[str, np.ndarray]
    calendar_years: tuple[Period, ...]
    school_years: tuple[Period, ...]
    findings: tuple[Finding, ...]
    rule_hits: tuple[RuleHit, ...]
    _quantiles: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    _means: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    def quantiles(self, outcome_id: str) -> np.ndarray:
        """P10, P50 and P90 along the draws, ndarray (3, …); a draw without a value counts as beyond every other."""
        if outcome_id not in self._quantiles:
            self._quantiles[outcome_id] = quantiles(self.values[outcome_id])
        return self._quantiles[outcome_id]

    def share(self, outcome_id: str) -> float:
        """Share of the draws in which a yes/no outcome holds; nan when it is not known."""
        return float(self.mean(outcome_id))

    def mean(self, outcome_id: str) -> np.ndarray:
        """Mean along the draws."""
        if outcome_id not in self._means:
            self._means[outcome_id] = self.values[outcome_id].mean(axis=0)
        return self._means[outcome_id]

    def slimmed(self) -> Result:
        """The same result with the draws of totals only, in single precision: enough to see what lies behind a figure.

        Quantiles, means and chances are worked out here, from the draws in full. A twentieth of the memory, for
        keeping a result while people look at it.
        """
        for outcome_id, values in self.values.items():
            self.quantiles(outcome_id)
            if values.ndim == 1 or outcome_id.startswith(CHANCES):
                self.mean(outcome_id)
        totals = {key: values.astype(np.float32) for key, values in self.values.items() if values.ndim == 1}
        return replace(self, values=totals)


def quantiles(values: np.ndarray, probabilities: tuple[float, ...] = PROBABILITIES) -> np.ndarray:
    """Quantiles along the first axis by linear interpolation between order statistics (Hyndman & Fan 1996, type 7).

    values : ndarray (n, …); nan sorts last, so a quantile that meets one is nan
    returns : ndarray (len(probabilities), …)
    """
    by_draw = np.moveaxis(values, 0, -1)
    n = by_draw.shape[-1]
    found = np.empty((len(probabilities), *by_draw.shape[:-1]))
    rows = by_draw.reshape(-1, n)
    flat = found.reshape(len(probabilities), -1)
    ranks = [probability * (n - 1) for probability in probabilities]
    below = [int(rank) for rank in ranks]
    above = [min(rank + 1, n - 1) for rank in below]
    for index, row in enumerate(rows):
        if row[0] == row[-1] and row.min() == row.max():
            flat[:, index] = row[0]
            continue
        ordered = np.sort(row)  # row by row: vectorised in NumPy, and faster here than selecting six ranks
        for at, (rank, low, high) in enumerate(zip(ranks, below, above, strict=True)):
            between = (rank - low) * (ordered[high] - ordered[low]) if rank > low else 0.0
            flat[at, index] = ordered[low] + between
    return found
