"""Search within limits: the Pareto front over a space of choices, a handful of it, and why the rest dropped.

A small space is evaluated whole on all draws, and the answer is proven. A larger one is evaluated whole, or sampled, on
the first draws of the choice; what comes near the front is evaluated again on all its draws, and only that is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.again import MOST_AGAIN, as_they_are, evaluate_again, most_work
from flexlib.engine.explore.answer import Found, Proposal, SearchAnswer, Way
from flexlib.engine.explore.checked import check_question
from flexlib.engine.explore.explored import Course, Explored, Progress
from flexlib.engine.explore.figures import Figure
from flexlib.engine.explore.front import front_of, handful
from flexlib.engine.explore.judged import Judged, Measures, measures_of
from flexlib.engine.explore.limits import relaxations
from flexlib.engine.explore.looking import look_around, look_at_all
from flexlib.engine.explore.question import P50, Question
from flexlib.engine.explore.space import Space, space_of, within
from flexlib.engine.sampling import overrides_of, sample
from flexlib.errors import InputError
from flexlib.model.choices import resolve_levels
from flexlib.model.records import Choice, CostModel

PROPOSALS = 6
GRAIN = 0.05  # of the size of an outcome: two choices that differ less do not really differ on it


def search(
    model: CostModel,
    choice: Choice,
    question: Question,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> SearchAnswer:
    """Answer a question around a choice; the same seeds give the same answer.

    progress : told (work done, expected) from this thread
    should_stop : asked between chunks; the answer is then the best so far
    Raises InputError when the question cannot be answered as it stands.
    """
    began = time.perf_counter()
    check_question(model, choice, question)
    space = space_of(model, choice, question.free, question.limits, question.steps)
    inner = within(model, space, question.limits)
    measures = measures_of(model, question)
    draws = sample(model, choice.draws, choice.seed, overrides_of(choice))
    is_enumerated = space.grid.size <= question.most_enumerated
    is_small = is_enumerated and space.grid.size <= MOST_AGAIN
    first = draws if is_small or question.draws >= draws.n else draws.first(question.draws)

    choices = space.grid.size if is_enumerated else question.most_sampled
    explored = Explored.on(model, choice, space, measures, first, choices, question.seed)
    course = Course(progress, should_stop)
    course.later = most_work(explored, choices, draws) if first.n < draws.n else 0
    levels = resolve_levels(model, choice)
    looked = look_at_all(explored, course) if is_enumerated else look_around(explored, inner, levels, course)
    if not len(explored.rows) and not course.is_stopped:
        raise InputError("search.no_candidates", impossible=sum(looked.impossible.values()), nobody=looked.nobody)

    judged, beginning = explored.judged(), space.grid.row_of(levels)
    if first.n < draws.n and len(judged.rows):
        again = evaluate_again(model, choice, explored, beginning, draws, course)
    else:
        again = as_they_are(judged)
    told, is_within = again.judged, again.judged.is_within
    at_front = np.flatnonzero(is_within)[front_of(told.scores[is_within])] if is_within.any() else np.empty(0, int)
    own = np.flatnonzero((told.rows == beginning).all(axis=1))
    teller = _Teller(choice, space, measures, told)
    return SearchAnswer(
        question=question,
        choice=choice,
        front=tuple(teller.found(row) for row in at_front),
        proposals=_proposals(teller, at_front),
        beginning=teller.found(own[0]) if len(own) else None,
        dropped=looked.dropped,
        ways=() if len(at_front) else _ways(teller),
        size=space.grid.size,
        evaluated=len(explored.rows),
        evaluated_again=len(told.rows) if first.n < draws.n else 0,
        impossible=looked.impossible,
        nobody=looked.nobody,
        without_value=judged.without_value,
        within_limits=int(judged.is_within.sum()),
        within=dict(zip(question.front, measures.told(again.within(judged)).T, strict=True)),
        is_enumerated=is_enumerated,
        is_proven=is_enumerated and not course.is_stopped and first.n == draws.n,
        is_stopped=course.is_stopped,
        draws_searched=first.n,
        draws=draws.n,
        shift=again.shift,
        entering_share=looked.entering_share,
        late_gain=looked.late_gain,
        seconds=time.perf_counter() - began,
    )


@dataclass(frozen=True, eq=False)
class _Teller:
    """Puts rows into words of choices and figures."""

    choice: Choice
    space: Space
    measures: Measures
    judged: Judged

    def found(self, row: int) -> Found:
        positions, question = self.judged.rows[row], self.measures.question
        scores = self.measures.told(self.judged.scores[row])
        return Found(
            choice=self.space.grid.choice(self.choice, positions),
            levels=self.space.grid.levels_of(positions),
            figures=dict(zip(self.measures.figures, self.judged.values[row].tolist(), strict=True)),
            scores=dict(zip(question.front, scores.tolist(), strict=True)),
        )


def _proposals(teller: _Teller, at_front: np.ndarray) -> tuple[Proposal, ...]:
    if not len(at_front):
        return ()
    grid, front = teller.space.grid, teller.measures.question.front
    sizes = np.array([max(1, len(levels) - 1) for levels in grid.levels])
    measures, judged = teller.measures, teller.judged
    middles = [measures.figures.index(Figure(name, P50)) for name in front]
    grain = GRAIN * np.median(np.abs(judged.values[at_front][:, middles]), axis=0)
    picked = handful(judged.scores[at_front], judged.rows[at_front] / sizes, grain, PROPOSALS)
    return tuple(
        Proposal(teller.found(at_front[at]), reason, front[outcome] if reason == "best" else None)
        for at, reason, outcome in picked
    )


def _ways(teller: _Teller) -> tuple[Way, ...]:
    judged, limits = teller.judged, teller.measures.question.limits
    known = ~np.isnan(judged.scores).any(axis=1)
    if not known.any():  # regret is not known while nothing is within the limits
        known = np.ones(len(judged.rows), dtype=bool)
    found = relaxations(limits, judged.limit_values, judged.excess, known)
    return tuple(Way(way.changes, teller.found(way.row)) for way in found)
