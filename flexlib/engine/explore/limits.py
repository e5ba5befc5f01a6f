"""Limits on choices: who breaks which and by how much, and the smallest change of limits that lets a choice in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.question import Limit

MOST_OPTIONS = 3  # ways to relax that are told
WORTH_MORE_LIMITS = 0.8  # of the change of fewer limits: so much smaller, and changing more limits is worth telling


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a limit keeps out, of the choices that were evaluated.

    count : choices that break it; alone : choices that break no other
    nearest : the value closest to the limit among those that break it alone (among all when there are none),
        nan when it keeps nothing out
    """

    limit: Limit
    count: int
    alone: int
    nearest: float


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Limits to change together, each with the value at which a choice gets in; `row`: which choice."""

    changes: tuple[tuple[Limit, float], ...]
    row: int


def excess(limits: Sequence[Limit], values: np.ndarray) -> np.ndarray:
    """By how much each choice breaks each limit, 0 where it does not, ndarray (choices, limits), in the limit's unit.

    values : ndarray (choices, limits), what each limit is about; nan breaks it beyond measure
    """
    found = np.zeros(values.shape)
    for at, limit in enumerate(limits):
        over = values[:, at] - limit.value if limit.is_most else limit.value - values[:, at]
        found[:, at] = np.where(np.isnan(over), np.inf, np.maximum(over, 0.0))
    return found


def relative(limits: Sequence[Limit], values: np.ndarray, over: np.ndarray) -> np.ndarray:
    """Excess as a share of the limit, or of the span of values for a limit of 0, so that limits compare."""
    found = np.empty(over.shape)
    for at, limit in enumerate(limits):
        size = abs(limit.value)
        if size == 0:
            known = values[np.isfinite(values[:, at]), at]
            size = float(np.ptp(known)) if len(known) else 0.0
        found[:, at] = over[:, at] / (size or 1.0)
    return found


def dropped(limits: Sequence[Limit], values: np.ndarray, over: np.ndarray) -> tuple[Dropped, ...]:
    """Per limit how many choices it keeps out, and how near the nearest of them came."""
    broken = over > 0
    how_many = broken.sum(axis=1)
    found = []
    for at, limit in enumerate(limits):
        alone = broken[:, at] & (how_many == 1)
        among = np.flatnonzero(alone if alone.any() else broken[:, at])
        nearest = float(values[among[np.argmin(over[among, at])], at]) if len(among) else float("nan")
        found.append(Dropped(limit, int(broken[:, at].sum()), int(alone.sum()), nearest))
    return tuple(found)


def by_pattern(limits: Sequence[Limit], values: np.ndarray, over: np.ndarray) -> np.ndarray:
    """Choices in an order that puts the nearest of every set of broken limits first, ndarray (choices,)."""
    far = relative(limits, values, over).sum(axis=1)
    _, pattern = np.unique(over > 0, axis=0, return_inverse=True)
    order = np.lexsort((far, pattern.ravel()))
    begins = np.flatnonzero(np.diff(pattern.ravel()[order], prepend=-1))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - np.repeat(begins, np.diff(begins, append=len(order)))
    return np.lexsort((far, place))


def relaxations(
    limits: Sequence[Limit], values: np.ndarray, over: np.ndarray, known: np.ndarray
) -> tuple[Relaxation, ...]:
    """What to change so that some choice gets in, and how little: the fewest limits first, then the smallest change.

    Of every set of limits the smallest relative change is meant. A larger set is told, as the last, only when its
    changes together are at most WORTH_MORE_LIMITS of the smallest change of fewer limits. At most MOST_OPTIONS.

    known : choices that count once they are within the limits, ndarray (choices,) of bool
    """
    broken, cost = over > 0, relative(limits, values, over).sum(axis=1)
    rows = np.flatnonzero(known & broken.any(axis=1) & np.isfinite(cost))
    if not len(rows):
        return ()
    rows = rows[np.lexsort((cost[rows], broken[rows].sum(axis=1)))]
    _, first = np.unique(broken[rows], axis=0, return_index=True)
    nearest = rows[np.sort(first)]  # of every set, those with the fewest limits first
    told = nearest[broken[nearest].sum(axis=1) == broken[nearest[0]].sum()].tolist()[:MOST_OPTIONS]
    smallest = int(nearest[np.argmin(cost[nearest])])
    if cost[smallest] <= WORTH_MORE_LIMITS * cost[told[0]] and smallest not in told:
        told = [*told[: MOST_OPTIONS - 1], smallest]
    return tuple(
        Relaxation(tuple((limits[at], float(values[row, at])) for at in np.flatnonzero(broken[row]).tolist()), row)
        for row in told
    )
