"""Evaluated choices judged: within the limits or not, and their scores, smaller is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.figures import Figure
from flexlib.engine.explore.front import comparable
from flexlib.engine.explore.limits import excess
from flexlib.engine.explore.question import LEVEL, MEAN, P10, P50, P90, REGRET, Limit, Question
from flexlib.engine.explore.space import Space
from flexlib.model.records import CostModel


@dataclass(frozen=True, eq=False)
class Measures:
    """Which figures a question needs, and how they become scores and limits.

    figures : of every choice; in_futures : of every choice in every future, for regret (else empty)
    """

    question: Question
    signs: tuple[int, ...]  # of outcomes on the front: 1 to be small, -1 to be large
    figures: tuple[Figure, ...]
    in_futures: tuple[Figure, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figure.outcome for figure in self.figures))

    def limit_values(self, space: Space, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
        """What each limit is about, ndarray (choices, limits)."""
        found = [
            space.level(limit.subject, rows) if limit.at == LEVEL else values[:, self.figures.index(figure_of(limit))]
            for limit in self.question.limits
        ]
        return np.stack(found, axis=1).astype(float) if found else np.zeros((len(rows), 0))

    def scores(self, values: np.ndarray, in_futures: np.ndarray, candidates: np.ndarray) -> np.ndarray:
        """Scores to compare, ndarray (choices, outcomes on the front), smaller is better.

        in_futures : ndarray (choices, futures, outcomes on the front)
        candidates : which choices are within the limits: regret is against the best of those
        """
        signs = np.array(self.signs)
        if self.question.robust == REGRET:
            oriented = in_futures * signs
            if not candidates.any():
                return np.full((len(values), len(signs)), np.nan)
            best = np.nanmin(oriented[candidates], axis=0)
            return comparable((oriented - best).max(axis=1))
        columns = [self.figures.index(self._scored(at)) for at in range(len(signs))]
        return comparable(values[:, columns] * signs)

    def told(self, scores: np.ndarray) -> np.ndarray:
        """Scores as people know them: not turned round; regret as the loss it is."""
        return scores if self.question.robust == REGRET else scores * np.array(self.signs)

    def _scored(self, at: int) -> Figure:
        robust, name = self.question.robust, self.question.front[at]
        if robust == P90:
            return Figure(name, P90 if self.signs[at] > 0 else P10)
        return Figure(name, MEAN if robust == MEAN else P50)


def measures_of(model: CostModel, question: Question) -> Measures:
    """The figures of a question: all statistics of outcomes on the front, and what limits are about."""
    figures = [Figure(name, at) for name in question.front for at in (P10, P50, P90, MEAN)]
    figures += [figure_of(limit) for limit in question.limits if limit.at != LEVEL]
    signs = tuple(1 if model.outcomes[name].direction == "minimise" else -1 for name in question.front)
    in_futures = tuple(Figure(name, P50) for name in question.front) if question.robust == REGRET else ()
    return Measures(question, signs, tuple(dict.fromkeys(figures)), in_futures)


def figure_of(limit: Limit) -> Figure:
    """The figure that a limit on an outcome is about; of all years the one that comes nearest to breaking it."""
    return Figure(limit.subject, limit.at, limit.year, limit.is_most)


@dataclass(frozen=True, eq=False)
class Judged:
    """Choices with limit values, excess over limits, and scores (nan where an outcome is not known)."""

    rows: np.ndarray
    values: np.ndarray
    limit_values: np.ndarray
    excess: np.ndarray
    scores: np.ndarray

    @property
    def is_within(self) -> np.ndarray:
        """Choices that break no limit and whose scores are known."""
        return np.asarray(~self.excess.any(axis=1) & ~np.isnan(self.scores).any(axis=1))

    @property
    def without_value(self) -> int:
        """Choices within the limits of which a score is not known."""
        return int((~self.excess.any(axis=1) & np.isnan(self.scores).any(axis=1)).sum())


def judge(measures: Measures, space: Space, rows: np.ndarray, values: np.ndarray, in_futures: np.ndarray) -> Judged:
    """Hold choices against the limits, and score them."""
    limits: Sequence[Limit] = measures.question.limits
    limit_values = measures.limit_values(space, rows, values)
    over = excess(limits, limit_values)
    scores = measures.scores(values, in_futures, np.asarray(~over.any(axis=1)))
    return Judged(rows, values, limit_values, over, scores)
