"""Every variant in every future: the grid, what one would regret, and what holds up everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.compare.across import Across
from flexlib.engine.compare.outside import Moved, equal_futures
from flexlib.engine.compare.weights import normalised, score
from flexlib.engine.compare.worth import Scales, sign_of
from flexlib.engine.result import quantiles
from flexlib.engine.sampling import Draws, overrides_of, sample
from flexlib.engine.sensitivity.inputs import check_draws
from flexlib.engine.sensitivity.tornado import totals_only
from flexlib.model.records import Choice, CostModel

OWN = "own"  # the future of the room itself: its future with the circumstances it moved
ACCEPTABLE = 0.8  # share of the draws within all limits before a variant is acceptable in a future


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on a total: at most `value` where less is better, else at least."""

    outcome: str
    value: float
    is_most: bool = True

    def holds(self, values: np.ndarray) -> np.ndarray:
        """Whether it holds, of the same shape; an outcome that does not exist breaks it."""
        with np.errstate(invalid="ignore"):
            return values <= self.value if self.is_most else values >= self.value


@dataclass(frozen=True, eq=False)
class FutureGrid:
    """Outcomes of every variant in every future.

    futures : future ids, `own` last when the room moved circumstances; twins : position of a future → position of an
        earlier one that changes exactly the same
    candidates : positions of the variants that can be chosen
    outcomes : outcome ids; minimise : ndarray (outcomes,) of bool, whether less is better
    p50 : ndarray (futures, variants, outcomes), the median of the draws
    regret : ndarray (futures, variants, outcomes), how much worse the median is than that of the best in that future
    within : ndarray (futures, variants), share of the draws within all limits; nan without limits
    """

    futures: tuple[str, ...]
    twins: dict[int, int]
    candidates: tuple[int, ...]
    outcomes: tuple[str, ...]
    minimise: np.ndarray
    p50: np.ndarray
    regret: np.ndarray
    within: np.ndarray

    @property
    def max_regret(self) -> np.ndarray:
        """The largest regret over the futures, ndarray (variants, outcomes); nan where an outcome fails to exist."""
        return self.regret.max(axis=0)

    def best(self, outcome_id: str) -> tuple[int | None, ...]:
        """Position of the candidate with the best median in each future, the first at a tie; None where none has it."""
        return tuple(tied[0] if tied else None for tied in self.ties(outcome_id))

    def ties(self, outcome_id: str) -> tuple[tuple[int, ...], ...]:
        """Positions of all candidates with the best median in each future."""
        regret = self.regret[:, :, self.outcomes.index(outcome_id)]
        return tuple(tuple(at for at in self.candidates if row[at] == 0) for row in regret)

    def acceptable(self, share: float = ACCEPTABLE) -> tuple[int, ...]:
        """Positions of the variants within all limits in at least this share of the draws of every future."""
        with np.errstate(invalid="ignore"):
            return tuple(int(at) for at in np.flatnonzero((self.within >= share).all(axis=0)))


@dataclass(frozen=True, eq=False)
class InFutures:
    """One variant in every future.

    p50 : ndarray (futures, outcomes), the median of the draws; within : ndarray (futures,), as in `FutureGrid`
    """

    p50: np.ndarray
    within: np.ndarray


def in_futures(
    model: CostModel,
    choice: Choice,
    outcome_ids: Sequence[str],
    limits: Sequence[Bound] = (),
    draws: Draws | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> InFutures:
    """Evaluate a choice in every future of the model, and in the room's own when it moved circumstances.

    draws : of the choice, unless they are given
    progress : told after each future which share is done; what it raises ends the work
    Raises InputError for an outcome that is not a total, and for more draws than fit.
    """
    limited = [limit.outcome for limit in limits]
    totals_only(model, [*outcome_ids, *limited])
    check_draws(choice.draws if draws is None else draws.n, 1)
    if draws is None:
        draws = sample(model, choice.draws, choice.seed, overrides_of(choice))
    futures = futures_of(model, choice)
    across = Across(model, choice, draws, futures, {*outcome_ids, *limited})
    p50, within = np.empty((len(futures), len(outcome_ids))), np.full(len(futures), np.nan)
    for row in range(len(futures)):
        values = across.outcomes(row)
        p50[row] = [quantiles(values[outcome])[1] for outcome in outcome_ids]
        if limits:
            within[row] = np.stack([limit.holds(values[limit.outcome]) for limit in limits]).all(axis=0).mean()
        progress((row + 1) / len(futures))
    return InFutures(p50, within)


def futures_of(model: CostModel, choice: Choice) -> list[tuple[str, Moved]]:
    """Every future of the model as it is, and the choice's own when circumstances were moved by hand."""
    own: list[tuple[str, Moved]] = [(choice.future, dict(choice.circumstances))] if choice.circumstances else []
    return [*((future, {}) for future in model.futures), *own]


def side_by_side(
    model: CostModel,
    choice: Choice,
    variants: Sequence[InFutures],
    outcome_ids: Sequence[str],
    candidates: Sequence[int] | None = None,
) -> FutureGrid:
    """The grid of variants that were evaluated for these outcomes.

    choice : one of them, for the circumstances they share
    candidates : positions among which the best of a future is sought; a variant outside them (the baseline) can have a
        regret below zero
    Raises InputError for an outcome that has no good and bad side.
    """
    p50 = np.stack([variant.p50 for variant in variants], axis=1)
    sign = np.array([-sign_of(model, outcome) for outcome in outcome_ids])
    among = list(range(len(variants)) if candidates is None else candidates)
    cost = p50 * sign
    return FutureGrid(
        futures=(*model.futures, *([OWN] if choice.circumstances else [])),
        twins=equal_futures(model, choice, futures_of(model, choice)),
        candidates=tuple(among),
        outcomes=tuple(outcome_ids),
        minimise=sign > 0,
        p50=p50,
        regret=cost - _least(cost[:, among], axis=1)[:, None],
        within=np.stack([variant.within for variant in variants], axis=1),
    )


def weighed(
    model: CostModel,
    choice: Choice,
    variants: Sequence[InFutures],
    scales: Scales,
    weights: Mapping[str, float],
    name: str,
    candidates: Sequence[int] | None = None,
) -> FutureGrid:
    """The grid of variants judged on weights: one outcome `name`, the points (0-100) of their medians on fixed scales.

    variants : evaluated for the outcomes of `weights`, in that order
    scales : outcome → the values that score 0 and 100
    Only candidates have points; others are nan. Raises InputError when the weights are all zero or one is negative.
    """
    shares = normalised(weights)
    at_0, at_100 = (np.array([scales[outcome][end] for outcome in shares]) for end in (0, 1))
    among = list(range(len(variants)) if candidates is None else candidates)
    points = np.full((len(variants[0].p50), len(variants)), np.nan)
    for at in among:
        points[:, at] = score(variants[at].p50, at_0, at_100) @ np.array(list(shares.values()))
    return FutureGrid(
        futures=(*model.futures, *([OWN] if choice.circumstances else [])),
        twins=equal_futures(model, choice, futures_of(model, choice)),
        candidates=tuple(among),
        outcomes=(name,),
        minimise=np.array([False]),
        p50=points[:, :, None],
        regret=(_least(-points[:, among], axis=1)[:, None] * -1 - points)[:, :, None],
        within=np.stack([variant.within for variant in variants], axis=1),
    )


def _least(values: np.ndarray, axis: int) -> np.ndarray:
    """The smallest of those that exist, nan where none does."""
    least = np.where(np.isnan(values), np.inf, values).min(axis=axis)
    return np.where(np.isinf(least), np.nan, least)
