"""Choices out of a space too large to enumerate: well spread at first, then around the best there are."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from scipy.stats import qmc

from flexlib.engine.explore.grid import Grid

SPREAD_SHARE = 0.5  # of all choices go to the well-spread sample, the others to improvement
GENERATION = 1_000
CHANGED = 2.0  # levers that a new choice changes on average, beside those it takes from two parents
TRIES = 4  # rounds in which a generation looks for choices that were not evaluated yet


def spread(grid: Grid, count: int, seed: int, allowed: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """At most `count` different rows, evenly over the levels of every lever: scrambled Sobol points (Owen 1998,
    doi:10.1006/jcom.1998.0487).

    allowed : which rows may be taken
    """
    sampler = qmc.Sobol(len(grid.levers), seed=np.random.default_rng([seed, 1]))
    levels = np.array([len(levels) for levels in grid.levels])
    found = np.empty((0, len(grid.levers)), dtype=np.int16)
    for _ in range(TRIES):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # balance needs a power of two; even spread is enough here
            points = sampler.random(count)
        rows = np.minimum((points * levels).astype(np.int16), levels - 1).astype(np.int16)
        found = distinct(np.concatenate([found, rows[allowed(rows)]]))
        if len(found) >= count:
            break
    return found[:count]


def improved(
    grid: Grid, parents: np.ndarray, count: int, seed: int, allowed: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """New rows from the best there are: each lever from one of two parents, and a few a level up or down.

    Uniform crossover and mutation as in NSGA-II (Deb et al. 2002, doi:10.1109/4235.996017); parents come from the
    whole front, so no ranking or crowding is needed.
    """
    random = np.random.default_rng([seed, 2])
    levels = np.array([len(levels) for levels in grid.levels])
    pairs = parents[random.integers(0, len(parents), (count, 2))]
    from_second = random.random((count, len(levels))) < 0.5
    rows = np.where(from_second, pairs[:, 1], pairs[:, 0])
    changes = random.random(rows.shape) < min(1.0, CHANGED / len(levels))
    near = np.clip(rows + random.choice([-1, 1], rows.shape), 0, levels - 1)
    anywhere = (random.random(rows.shape) * levels).astype(np.int16)
    moved = np.where(random.random(rows.shape) < 0.7, near, anywhere)
    rows = np.where(changes, moved, rows).astype(np.int16)
    return distinct(rows[allowed(rows)])


def distinct(rows: np.ndarray) -> np.ndarray:
    """Each row once, in the order of first appearance."""
    _, first = np.unique(rows, axis=0, return_index=True)
    return rows[np.sort(first)]


def keys(rows: np.ndarray) -> list[bytes]:
    """A key per row, to know rows again."""
    return [row.tobytes() for row in np.ascontiguousarray(rows)]
