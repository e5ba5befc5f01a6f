"""How much the figures can bear: what rests on assumptions, and how precise the quantiles are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from flexlib.engine.evaluate import evaluate
from flexlib.engine.result import PROBABILITIES
from flexlib.engine.sampling import TAIL_STREAM, Draws, overrides_of, point, two_sided
from flexlib.model.records import Choice, CostModel

PREVIEW = 2_000
Z95 = 1.959963984540054
EVEN_VARIANCE = 1 / 12  # of a percentile that is spread evenly over 0-1


def grade_d_band_share(
    model: CostModel, choice: Choice, draws: Draws, outcome_ids: tuple[str, ...]
) -> dict[str, float]:
    """Outcome id → how much narrower P10-P90 would be if everything of grade D were known exactly (0-1).

    Grade-D parameters and the strengths of grade-D curves are put at their mean; the others keep their draws. Contested
    values are the room's own and count as known only when typed as one number.
    """
    few = draws.first(PREVIEW)
    means = point(model, overrides_of(choice))
    known = Draws(
        parameters={
            key: np.broadcast_to(means.parameters[key], values.shape) if model.parameters[key].grade == "D" else values
            for key, values in few.parameters.items()
        },
        strengths={
            key: np.broadcast_to(means.strengths[key], values.shape)
            if model.curves[key.rstrip("+-")].grade == "D"
            else values
            for key, values in few.strengths.items()
        },
        tail=few.tail,
    )
    with_all, without = evaluate(model, choice, few), evaluate(model, choice, known)
    shares = {}
    for outcome_id in outcome_ids:
        wide, narrow = _width(with_all.quantiles(outcome_id)), _width(without.quantiles(outcome_id))
        shares[outcome_id] = max(0.0, 1 - narrow / wide) if wide > 0 else math.nan
    return shares


def quantile_precision(values: np.ndarray) -> np.ndarray:
    """95 % intervals of P10, P50 and P90, ndarray (3, 2), from order statistics (no assumption on the distribution).

    values : ndarray (n,); the ranks follow from the binomial distribution of the number of draws below a quantile
    (Conover, Practical Nonparametric Statistics, 3rd ed., §3.2).
    """
    ordered, n = np.sort(values), len(values)
    found = np.empty((len(PROBABILITIES), 2))
    for index, probability in enumerate(PROBABILITIES):
        spread = Z95 * math.sqrt(n * probability * (1 - probability))
        low = max(0, math.floor(n * probability - spread) - 1)
        high = min(n - 1, math.ceil(n * probability + spread) - 1)
        found[index] = ordered[low], ordered[high]
    return found


@dataclass(frozen=True, slots=True)
class Behind:
    """What goes together with an outcome near a quantile.

    subject : parameter id, strength key, or TAIL_STREAM for ICT that gets out of hand
    near, overall : mean percentile (0-1) around the quantile and in all draws; for the ICT outlier the share of draws
    """

    subject: str
    near: float
    overall: float

    @property
    def is_event(self) -> bool:
        """Whether this happens or does not happen in a draw: `near` and `overall` are shares, not percentiles."""
        return self.subject == TAIL_STREAM

    @property
    def distance(self) -> float:
        """How far it lies from what is usual, in its own standard deviations: comparable among all subjects."""
        variance = self.overall * (1 - self.overall) if self.is_event else EVEN_VARIANCE
        return (self.near - self.overall) / math.sqrt(variance)


def behind_quantile(
    model: CostModel, draws: Draws, values: np.ndarray, probability: float, most: int = 4
) -> list[Behind]:
    """What goes together with an outcome near a quantile, the furthest from usual first.

    Looks at the tenth of the draws around the quantile, at every parameter, every strength and the ICT outlier. Only
    what lies further from usual than chance explains is named (four standard errors of a mean over that many draws:
    among 360 ids chance alone hardly reaches that).
    """
    rank = np.argsort(np.argsort(values)) / max(1, len(values) - 1)
    near = np.abs(rank - probability) <= max(0.05, 1 / len(values))
    found = [
        Behind(key, _percentile(drawn, near), 0.5)
        for key, drawn in [*draws.parameters.items(), *draws.strengths.items()]
        if drawn.min() < drawn.max() and not (key.endswith("-") and two_sided(model, key[:-1]))
    ]
    if draws.tail.min() < draws.tail.max():
        found.append(Behind(TAIL_STREAM, float(draws.tail[near].mean()), float(draws.tail.mean())))
    by_chance = 4 / math.sqrt(near.sum())
    telling = [behind for behind in found if abs(behind.distance) > by_chance]
    return sorted(telling, key=lambda behind: -abs(behind.distance))[:most]


def _percentile(drawn: np.ndarray, near: np.ndarray) -> float:
    """Mean place (0-1) of the near draws among all."""
    return float(np.searchsorted(np.sort(drawn), drawn[near]).mean() / (len(drawn) - 1))


def _width(three: np.ndarray) -> float:
    return float(three[2] - three[0])
