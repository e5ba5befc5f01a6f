"""Looking through a space: all of it, or a sample that is well spread at first and then around the best there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.explored import Course, Explored
from flexlib.engine.explore.front import beaten, front_of, hypervolume, normalised
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.judged import Judged
from flexlib.engine.explore.limits import Dropped, dropped, excess, relative
from flexlib.engine.explore.question import LEVEL
from flexlib.engine.explore.sampled import GENERATION, SPREAD_SHARE, TRIES, improved, keys, spread

HELD_OUT = 1_000  # new random choices that tell how far a sampled front may be off
PARENTS_OUTSIDE = 50  # choices nearest to the limits from which to improve while nothing is within them


@dataclass(frozen=True, eq=False)
class Looked:
    """What looking through the space gave besides evaluated choices."""

    impossible: dict[str, int]
    nobody: int
    dropped: tuple[Dropped, ...]
    entering_share: float
    late_gain: float


def look_at_all(explored: Explored, course: Course) -> Looked:
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
    course.expect(explored.work_of(int(kept.sum())))
    explored.evaluate(rows[kept], course)
    judged = explored.judged()
    keeps_out = {one.limit: one for one in dropped(limits, judged.limit_values, judged.excess)}
    by_level = _level_values(explored, rows)
    keeps_out |= {one.limit: one for one in dropped(on_levers, by_level, excess(on_levers, by_level))}
    if not judged.is_within.any() and not kept.all() and not course.is_stopped:
        course.expect(explored.work_of(int((~kept).sum())))
        explored.evaluate(rows[~kept], course)
    told = tuple(keeps_out[limit] for limit in limits)
    return Looked(impossible, nobody, told, float("nan"), float("nan"))


def _level_values(explored: Explored, rows: np.ndarray) -> np.ndarray:
    found = [
        explored.space.level(limit.subject, rows) for limit in explored.measures.question.limits if limit.at == LEVEL
    ]
    return np.stack(found, axis=1) if found else np.zeros((len(rows), 0))


def _level_excess(explored: Explored, rows: np.ndarray) -> np.ndarray:
    limits = [limit for limit in explored.measures.question.limits if limit.at == LEVEL]
    return excess(limits, _level_values(explored, rows))


def look_around(explored: Explored, inner: Grid, beginning: Mapping[str, float], course: Course) -> Looked:
    """Evaluate a well-spread sample of the inner grid, and then generations around the best there are.

    beginning : the levels one searches from; they are looked at when the inner grid has them
    """
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
    course.expect(explored.work_of(left + HELD_OUT))
    if all(beginning[lever] in levels for lever, levels in zip(inner.levers, inner.levels, strict=True)):
        own = inner.row_of(beginning)[None]
        left -= add(own[allowed(own)], left)
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
        course.expect(explored.work_of(len(held_out)))
        added = add(held_out, HELD_OUT)
        if added:
            entering = _entering(before, explored.judged(), added)
    if not explored.judged().is_within.any() and inner.size < space.grid.size and not course.is_stopped:
        outside = spread(space.grid, GENERATION, question.seed + 20_011, space.allows)
        outside = outside[explored.ground.in_scope(outside)]
        course.expect(explored.work_of(len(outside)))
        explored.evaluate(outside, course)
    return Looked(impossible, nobody, told, entering, late_gain)


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
