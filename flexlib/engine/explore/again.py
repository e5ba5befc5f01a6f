"""What a search found on a part of the draws, evaluated again on all draws of the choice: only that is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.explored import Course, Explored
from flexlib.engine.explore.front import beaten, front_of, normalised
from flexlib.engine.explore.judged import Judged
from flexlib.engine.explore.limits import by_pattern, relative
from flexlib.engine.sampling import Draws
from flexlib.model.records import Choice, CostModel

NEAR_LIMIT = 0.02  # relative excess at which a choice is still evaluated again
NEAR_FRONT = 0.01  # of the span of an outcome: the distance from the front at which it is, too
MOST_AGAIN = 2_000  # choices evaluated on all draws
FIRST_WITHOUT_FRONT = 100  # choices nearest to the limits that are evaluated even when the search is stopped


@dataclass(frozen=True, eq=False)
class Again:
    """Choices on all draws.

    rows : positions among the choices judged before, ndarray (choices,), in the order of `judged`
    shift : largest change of a score, as a share of the largest score
    """

    judged: Judged
    rows: np.ndarray
    shift: float

    def within(self, before: Judged) -> np.ndarray:
        """Scores of everything that fits within the limits, ndarray (choices, outcomes on the front).

        What was not evaluated again is moved by as much as the others typically moved, so that all are comparable.
        """
        scores, fits = before.scores.copy(), before.is_within
        moved = self.judged.scores - scores[self.rows]
        known = moved[~np.isnan(moved).any(axis=1)]
        if len(known):
            scores += np.median(known, axis=0)
        scores[self.rows], fits[self.rows] = self.judged.scores, self.judged.is_within
        return np.asarray(scores[fits])


def as_they_are(judged: Judged) -> Again:
    """Nothing evaluated again: what was judged stands on all draws already."""
    return Again(judged, np.arange(len(judged.rows)), 0.0)


def evaluate_again(
    model: CostModel, choice: Choice, explored: Explored, beginning: np.ndarray, draws: Draws, course: Course
) -> Again:
    """What comes near the front (or, without one, near the limits) on all draws.

    The front itself is evaluated whatever happens; what lies near it only as long as the search is not stopped.

    beginning : the row of the choice one searches from; it is evaluated too when it was before
    """
    judged = explored.judged()
    own = np.flatnonzero((judged.rows == beginning).all(axis=1))
    surely, also = _near_front(explored, judged) if judged.is_within.any() else _near_limits(explored, judged)
    surely = np.array(list(dict.fromkeys([*surely.tolist(), *own.tolist()])), dtype=np.int64)
    also = also[~np.isin(also, surely)][: max(0, MOST_AGAIN - len(surely))]
    if course.is_stopped:
        also = also[:0]
    count = len(surely) + len(also)
    again = Explored.on(model, choice, explored.space, explored.measures, draws, count, explored.seed)
    course.later = 0
    course.expect(again.work_of(count))
    course.may_stop = False
    again.evaluate(judged.rows[surely], course)
    course.may_stop = True
    done = again.evaluate(judged.rows[also], course) if len(also) else np.zeros(0, dtype=bool)
    rows = np.concatenate([surely, also[done]])
    told = again.judged()
    return Again(told, rows, _shift(told.scores, judged.scores[rows]))


def most_work(explored: Explored, choices: int, draws: Draws) -> int:
    """The work that evaluating again asks at most, of so many choices."""
    return explored.work_of(min(MOST_AGAIN, choices)) // explored.ground.n * draws.n


def _near_front(explored: Explored, judged: Judged) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the front and what regret is measured against, and of what may turn out to belong to it."""
    inside = np.flatnonzero(judged.is_within)
    front = inside[front_of(judged.scores[inside])]
    near = relative(explored.measures.question.limits, judged.limit_values, judged.excess)
    known = ~np.isnan(judged.scores).any(axis=1)
    close = np.flatnonzero(known & (near <= NEAR_LIMIT).all(axis=1))
    better = judged.scores[close] - NEAR_FRONT * np.ptp(judged.scores[inside], axis=0)
    hopeful = close[~beaten(better, judged.scores[front])]
    order = np.argsort(normalised(judged.scores[hopeful]).sum(axis=1), kind="stable")
    return np.concatenate([front, _leaders(explored, inside)]), hopeful[order]


def _near_limits(explored: Explored, judged: Judged) -> tuple[np.ndarray, np.ndarray]:
    """Positions of what comes nearest to the limits, of every set of limits that is broken the nearest first."""
    order = by_pattern(explored.measures.question.limits, judged.limit_values, judged.excess)
    return order[:FIRST_WITHOUT_FRONT], order[FIRST_WITHOUT_FRONT:]


def _leaders(explored: Explored, inside: np.ndarray) -> np.ndarray:
    """The best choices within the limits in each future and outcome: regret is against them."""
    if not explored.futures:
        return np.empty(0, dtype=np.int64)
    oriented = explored.in_futures[inside] * np.array(explored.measures.signs)
    return np.asarray(inside[np.nanargmin(oriented, axis=0).ravel()])


def _shift(scores: np.ndarray, before: np.ndarray) -> float:
    moved, size = np.abs(scores - before), np.abs(scores)
    known = ~np.isnan(moved).any(axis=1)
    if not known.any():
        return 0.0
    largest = size[known].max(axis=0)
    return float((moved[known] / np.where(largest > 0, largest, 1.0)).max())
