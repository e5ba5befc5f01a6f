"""Limits on choices: who breaks which and by how much, and the smallest change of limits that lets a choice in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.question import Limit

MOST_OPTIONS = 3  # ways to relax that are told


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


def relaxations(limits: Sequence[Limit], values: np.ndarray, over: np.ndarray) -> tuple[Relaxation, ...]:
    """The fewest limits to change so that some choice gets in, and how little: the smallest relative change first.

    When one limit is enough only single ones are told, else pairs, and so on; at most MOST_OPTIONS.
    """
    possible = np.flatnonzero(np.isfinite(over).all(axis=1))
    if not len(possible):
        return ()
    broken = over[possible] > 0
    fewest = broken.sum(axis=1).min()
    at_fewest = possible[broken.sum(axis=1) == fewest]
    cost = relative(limits, values, over)[at_fewest].sum(axis=1)
    told: dict[tuple[int, ...], Relaxation] = {}
    for at in np.argsort(cost, kind="stable"):
        row = int(at_fewest[at])
        which = tuple(np.flatnonzero(over[row] > 0).tolist())
        if which not in told:
            told[which] = Relaxation(tuple((limits[one], float(values[row, one])) for one in which), row)
            if len(told) == MOST_OPTIONS:
                break
    return tuple(told.values())
