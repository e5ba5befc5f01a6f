"""Search within limits: the Pareto front over a space of choices, a handful of it, and why the rest dropped.

A space that is small enough is evaluated whole; a larger one is sampled, well spread at first and then around the best
there is. Both happen on the first draws of the choice; what comes near the front is evaluated again on all its draws,
and only that is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.answer import Found, Proposal, SearchAnswer, Way
from flexlib.engine.explore.explored import Course, Explored, Progress
from flexlib.engine.explore.front import beaten, front_of, handful, hypervolume, normalised
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.judged import Judged, Measures, measures_of
from flexlib.engine.explore.limits import Dropped, dropped, excess, relative, relaxations
from flexlib.engine.explore.question import LEVEL, Question, check_question
from flexlib.engine.explore.sampled import GENERATION, SPREAD_SHARE, TRIES, improved, keys, spread
from flexlib.engine.explore.space import Space, space_of, within
from flexlib.engine.sampling import Draws, overrides_of, sample
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel

PROPOSALS = 6
NEAR_LIMIT = 0.02  # relative excess at which a choice is still evaluated on all draws
NEAR_FRONT = 0.01  # of the span of an outcome: the distance from the front at which it is, too
MOST_AGAIN = 2_000  # choices evaluated on all draws
HELD_OUT = 1_000  # new random choices that tell how far a sampled front may be off
PARENTS_OUTSIDE = 50  # choices nearest to the limits from which to improve while nothing is within them


@dataclass(frozen=True, eq=False)
class _Looked:
    """What looking through the space gave besides evaluated choices."""

    impossible: dict[str, int]
    nobody: int
    dropped: tuple[Dropped, ...]
    entering_share: float
    late_gain: float


def search(
    model: CostModel,
    choice: Choice,
    question: Question,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> SearchAnswer:
    """Answer a question around a choice; the same seeds give the same answer.

    progress : told (evaluations done, expected) from this thread
    should_stop : asked between chunks; the answer is then the best so far
    Raises InputError when the question cannot be answered as it stands.
    """
    began = time.perf_counter()
    check_question(model, choice, question)
    space = space_of(model, choice, question.free, question.limits, question.steps)
    inner = within(space, question.limits)
    measures = measures_of(model, question)
    draws = sample(model, choice.draws, choice.seed, overrides_of(choice))
    first = draws.first(question.draws) if question.draws < draws.n else draws

    is_enumerated = space.grid.size <= question.most_enumerated
    choices = space.grid.size if is_enumerated else question.most_sampled
    explored = Explored.on(model, choice, space, measures, first, choices, question.seed)
    course = Course(choices * explored.evaluations_of_one, progress, should_stop)
    looked = _enumerate(explored, course) if is_enumerated else _sample(explored, inner, course)
    if not len(explored.rows) and not course.is_stopped:
        raise InputError("search.no_candidates", impossible=sum(looked.impossible.values()), nobody=looked.nobody)

    judged = explored.judged()
    told, shift = judged, 0.0
    if first.n < draws.n and len(judged.rows):
        told, shift = _again(model, choice, judged, explored, draws, course)
    is_within = told.is_within
    at_front = np.flatnonzero(is_within)[front_of(told.scores[is_within])] if is_within.any() else np.empty(0, int)
    teller = _Teller(choice, space, measures, told)
    return SearchAnswer(
        question=question,
        choice=choice,
        front=tuple(teller.found(row) for row in at_front),
        proposals=_proposals(teller, at_front),
        dropped=looked.dropped,
        ways=() if len(at_front) else _ways(teller),
        size=space.grid.size,
        evaluated=len(explored.rows),
        impossible=looked.impossible,
        nobody=looked.nobody,
        without_value=judged.without_value,
        within_limits=int(judged.is_within.sum()),
        within=dict(zip(measures.figures, judged.values[judged.is_within].T, strict=True)),
        is_enumerated=is_enumerated,
        is_proven=is_enumerated and not course.is_stopped and first.n == draws.n,
        is_stopped=course.is_stopped,
        draws_searched=first.n,
        draws=draws.n,
        shift=shift,
        entering_share=looked.entering_share,
        late_gain=looked.late_gain,
        seconds=time.perf_counter() - began,
    )


def _enumerate(explored: Explored, course: Course) -> _Looked:
    """Evaluate every combination; those that a limit on a lever keeps out only when nothing is within the limits."""
    space, limits = explored.space, explored.measures.question.limits
    rows = space.grid.all_rows()
    breaks = space.breaks(rows)
    impossible = {rule.id: int(broken.sum()) for rule, broken in zip(space.rules, breaks, strict=True)}
    rows = rows[~breaks.any(axis=0)]
    takes_part = explored.ground.in_scope(rows)
    nobody = int((~takes_part).sum())
    rows = rows[takes_part]
    on_levers = [limit for limit in limits if limit.at == LEVEL]
    kept = ~_level_excess(explored, rows).any(axis=1)
    course.expected = int(kept.sum()) * explored.evaluations_of_one
    explored.evaluate(rows[kept], course)
    judged = explored.judged()
    keeps_out = {one.limit: one for one in dropped(limits, judged.limit_values, judged.excess)}
    by_level = _level_values(explored, rows)
    keeps_out |= {one.limit: one for one in dropped(on_levers, by_level, excess(on_levers, by_level))}
    if not judged.is_within.any() and not kept.all() and not course.is_stopped:
        course.expected += int((~kept).sum()) * explored.evaluations_of_one
        explored.evaluate(rows[~kept], course)
    told = tuple(keeps_out[limit] for limit in limits)
    return _Looked(impossible, nobody, told, float("nan"), float("nan"))


def _level_values(explored: Explored, rows: np.ndarray) -> np.ndarray:
    found = [
        explored.space.level(limit.subject, rows) for limit in explored.measures.question.limits if limit.at == LEVEL
    ]
    return np.stack(found, axis=1) if found else np.zeros((len(rows), 0))


def _level_excess(explored: Explored, rows: np.ndarray) -> np.ndarray:
    limits = [limit for limit in explored.measures.question.limits if limit.at == LEVEL]
    return excess(limits, _level_values(explored, rows))


def _sample(explored: Explored, inner: Grid, course: Course) -> _Looked:
    """Evaluate a well-spread sample of the inner grid, and then generations around the best there are."""
    space, question = explored.space, explored.measures.question
    places = [
        np.array([levels.index(level) for level in inside], dtype=np.int16)
        for levels, inside in zip(space.grid.levels, inner.levels, strict=True)
    ]
    impossible = {rule.id: 0 for rule in space.rules}
    nobody = 0
    seen: set[bytes] = set()

    def lifted(rows: np.ndarray) -> np.ndarray:
        """Rows of the inner grid as rows of the space's."""
        return np.stack([place[rows[:, at]] for at, place in enumerate(places)], axis=1)

    def allowed(rows: np.ndarray) -> np.ndarray:
        nonlocal nobody
        whole = lifted(rows)
        breaks = space.breaks(whole)
        for rule, broken in zip(space.rules, breaks, strict=True):
            impossible[rule.id] += int(broken.sum())
        takes_part = explored.ground.in_scope(whole)
        nobody += int((~takes_part).sum())
        return ~breaks.any(axis=0) & takes_part

    def add(rows: np.ndarray, most: int) -> int:
        fresh = [at for at, key in enumerate(keys(rows)) if key not in seen][:most]
        seen.update(keys(rows[fresh]))
        if fresh:
            explored.evaluate(lifted(rows[fresh]), course)
        return len(fresh)

    left = question.most_sampled
    left -= add(spread(inner, max(1, int(left * SPREAD_SHARE)), question.seed, allowed), left)
    lower = [{level: at for at, level in enumerate(place.tolist())} for place in places]
    generation = fruitless = 0
    while left > 0 and fruitless < TRIES and len(explored.rows) and not course.is_stopped:
        generation += 1
        best = explored.rows[_best(explored.judged(), explored)]
        parents = np.array([[lower[at][int(one)] for at, one in enumerate(row)] for row in best], dtype=np.int16)
        fresh = improved(inner, parents, 2 * GENERATION, question.seed + generation, allowed)
        added = add(fresh, min(left, GENERATION))
        left -= added
        fruitless = 0 if added else fruitless + 1
    judged = explored.judged()
    late_gain = _late_gain(judged)
    told = dropped(question.limits, judged.limit_values, judged.excess)
    entering = float("nan")
    if not course.is_stopped and len(explored.rows):
        before = explored.judged()
        held_out = spread(inner, HELD_OUT, question.seed + 10_007, allowed)
        course.expected = course.done + len(held_out) * explored.evaluations_of_one
        added = add(held_out, HELD_OUT)
        if added:
            entering = _entering(before, explored.judged(), added)
    if not explored.judged().is_within.any() and inner.size < space.grid.size and not course.is_stopped:
        outside = spread(space.grid, GENERATION, question.seed + 20_011, space.allows)
        outside = outside[explored.ground.in_scope(outside)]
        course.expected = course.done + len(outside) * explored.evaluations_of_one
        explored.evaluate(outside, course)
    return _Looked(impossible, nobody, told, entering, late_gain)


def _best(judged: Judged, explored: Explored) -> np.ndarray:
    """Positions of the front within the limits; while there is none, of those nearest to the limits."""
    inside = np.flatnonzero(judged.is_within)
    if len(inside):
        return inside[front_of(judged.scores[inside])]
    cost = relative(explored.measures.question.limits, judged.limit_values, judged.excess).sum(axis=1)
    return np.argsort(cost, kind="stable")[:PARENTS_OUTSIDE]


def _late_gain(judged: Judged) -> float:
    """Share of the covered volume that the last third of the choices added; nan without a front."""
    inside = judged.is_within
    if not inside.any():
        return float("nan")
    scores = normalised(judged.scores[inside])
    corner = np.full(scores.shape[1], 1.0 + 1e-9)
    early = np.flatnonzero(inside) < 2 * len(inside) // 3
    whole = hypervolume(scores[front_of(scores)], corner)
    if whole <= 0 or not early.any():
        return float("nan")
    return 1 - hypervolume(scores[early][front_of(scores[early])], corner) / whole


def _entering(before: Judged, after: Judged, added: int) -> float:
    """Share of the choices added last that no choice before them equals or beats."""
    candidates = after.is_within[-added:]
    inside = np.flatnonzero(before.is_within)
    front = after.scores[inside[front_of(after.scores[inside])]] if len(inside) else np.empty((0, 1))
    scores = after.scores[-added:][candidates]
    return float((~beaten(scores, front)).sum() / added) if len(inside) else float(candidates.mean())


def _again(
    model: CostModel, choice: Choice, judged: Judged, explored: Explored, draws: Draws, course: Course
) -> tuple[Judged, float]:
    """What comes near the front (or, without one, near the limits) on all draws, and how far scores moved."""
    limits = explored.measures.question.limits
    near = relative(limits, judged.limit_values, judged.excess)
    known = ~np.isnan(judged.scores).any(axis=1)
    close = np.flatnonzero(known & (near <= NEAR_LIMIT).all(axis=1))
    inside = np.flatnonzero(judged.is_within)
    if len(inside):
        front = inside[front_of(judged.scores[inside])]
        span = np.ptp(judged.scores[inside], axis=0)
        better = judged.scores[close] - NEAR_FRONT * span
        hopeful = close[~beaten(better, judged.scores[front])]
        order = np.argsort(normalised(judged.scores[hopeful]).sum(axis=1), kind="stable")
        rows = np.concatenate([front, _leaders(explored, inside), hopeful[order]])
    else:
        rows = np.argsort(near.sum(axis=1), kind="stable")
    rows = np.array(list(dict.fromkeys(rows.tolist()))[:MOST_AGAIN], dtype=np.int64)
    again = Explored.on(model, choice, explored.space, explored.measures, draws, len(rows), explored.seed)
    final = Course(course.expected, course.progress, None, course.done)  # short: it is not stopped halfway
    again.evaluate(judged.rows[rows], final)
    told = again.judged()
    moved, size = np.abs(told.scores - judged.scores[rows]), np.abs(told.scores).max(axis=0, initial=0.0)
    moved = moved / np.where(size > 0, size, 1.0)
    return told, float(np.nanmax(moved, initial=0.0))


def _leaders(explored: Explored, inside: np.ndarray) -> np.ndarray:
    """The best choices within the limits in each future and outcome: regret is against them."""
    if not explored.futures:
        return np.empty(0, dtype=np.int64)
    oriented = explored.in_futures[inside] * np.array(explored.measures.signs)
    return inside[np.nanargmin(oriented, axis=0).ravel()]


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
    picked = handful(teller.judged.scores[at_front], teller.judged.rows[at_front] / sizes, PROPOSALS)
    return tuple(
        Proposal(teller.found(at_front[at]), reason, front[outcome] if reason == "best" else None)
        for at, reason, outcome in picked
    )


def _ways(teller: _Teller) -> tuple[Way, ...]:
    judged = teller.judged
    found = relaxations(teller.measures.question.limits, judged.limit_values, judged.excess)
    return tuple(Way(way.changes, teller.found(way.row)) for way in found)
