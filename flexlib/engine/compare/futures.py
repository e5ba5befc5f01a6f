"""Every variant in every future: the grid, what one would regret, and what holds up everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.compare.across import Across
from flexlib.engine.compare.outside import Moved, equal_futures
from flexlib.engine.compare.worth import Worth, sign_of
from flexlib.engine.result import quantiles
from flexlib.engine.sampling import Draws, overrides_of, sample
from flexlib.engine.sensitivity.inputs import check_draws
from flexlib.engine.sensitivity.tornado import totals_only
from flexlib.model.records import Choice, CostModel

WORTH = "worth"
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
    paired_regret : the same on the draws: the mean of how much worse a variant is than the best of each draw
    within : ndarray (futures, variants), share of the draws within all limits; nan without limits
    """

    futures: tuple[str, ...]
    twins: dict[int, int]
    candidates: tuple[int, ...]
    outcomes: tuple[str, ...]
    minimise: np.ndarray
    p50: np.ndarray
    regret: np.ndarray
    paired_regret: np.ndarray
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


def future_grid(
    model: CostModel,
    choices: Sequence[Choice],
    outcome_ids: Sequence[str],
    limits: Sequence[Bound] = (),
    draws: Draws | None = None,
    candidates: Sequence[int] | None = None,
    progress: Callable[[float], None] = lambda share: None,
    worth: Worth | None = None,
) -> FutureGrid:
    """Evaluate every choice in every future of the model, and in the room's own when it moved circumstances.

    The choices share institution, contested values and circumstances; draws default to those of the first.
    worth : what a variant is worth to the room, as one more outcome with the name WORTH
    candidates : positions among which the best of a future is sought; a variant outside them (the baseline) can have a
        regret below zero
    progress : told after each choice in each future which share is done; what it raises ends the work
    Raises InputError for an outcome that is not a total or has no good and bad side, and for more draws than fit.
    """
    limited = [limit.outcome for limit in limits]
    totals_only(model, [*outcome_ids, *limited])
    signs = {outcome: -sign_of(model, outcome) for outcome in outcome_ids}
    if worth is not None:
        signs[WORTH] = -1.0
    asked, sign = tuple(signs), np.array(list(signs.values()))
    first = choices[0]
    check_draws(first.draws if draws is None else draws.n, 1)
    futures: list[tuple[str, Moved]] = [(future, {}) for future in model.futures]
    if first.circumstances:
        futures.append((first.future, dict(first.circumstances)))
    if draws is None:
        draws = sample(model, first.draws, first.seed, overrides_of(first))
    needed = {*outcome_ids, *limited} if worth is None else set(model.outcomes)
    shape = (len(futures), len(choices), len(asked))
    p50, mean, within = np.empty(shape), np.empty(shape), np.full(shape[:2], np.nan)
    least = np.full((len(futures), len(asked), draws.n), np.inf)
    among = list(range(len(choices)) if candidates is None else candidates)
    for position, choice in enumerate(choices):
        across = Across(model, choice, draws, futures, needed)
        for row in range(len(futures)):
            values: Mapping[str, np.ndarray] = across.outcomes(row)
            if worth is not None:
                values = {**values, WORTH: worth(values)}
            for at, outcome in enumerate(asked):
                p50[row, position, at] = quantiles(values[outcome])[1]
                worse = sign[at] * values[outcome]
                mean[row, position, at] = worse.mean()
                if position in among:
                    np.fmin(least[row, at], worse, out=least[row, at])
            if limits:
                held = np.stack([limit.holds(values[limit.outcome]) for limit in limits])
                within[row, position] = held.all(axis=0).mean()
            progress((position * len(futures) + row + 1) / (len(futures) * len(choices)))
    least[np.isinf(least)] = np.nan
    cost = p50 * sign
    return FutureGrid(
        futures=(*model.futures, *([OWN] if first.circumstances else [])),
        twins=equal_futures(model, first, futures),
        candidates=tuple(among),
        outcomes=asked,
        minimise=sign > 0,
        p50=p50,
        regret=cost - _least(cost[:, among], axis=1)[:, None],
        paired_regret=mean - least.mean(axis=-1)[:, None],
        within=within,
    )


def _least(values: np.ndarray, axis: int) -> np.ndarray:
    """The smallest of those that exist, nan where none does."""
    least = np.where(np.isnan(values), np.inf, values).min(axis=axis)
    return np.where(np.isinf(least), np.nan, least)
