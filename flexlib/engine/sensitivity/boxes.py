"""Boxes of at most three bounds on inputs within which a variant fails far more often than elsewhere.

Scenario discovery (Bryant & Lempert 2010, doi:10.1016/j.techfore.2009.08.002): a box is worth its coverage, the share
of the failures in it, times its certainty, how far its density lies on the way from the usual share of failures to 1.
As in PRIM (Friedman & Fisher 1999, doi:10.1023/A:1008894516817) bounds stand at percentiles; they are set again when
others join, and several boxes are carried on, so that inputs that matter only together are found.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STEPS = 100  # bounds stand at whole percentiles
MOST_BOUNDS = 3
LEAST_SHARE = 0.02  # of the draws in a box
FEWEST_INSIDE = 20
KEPT = 6  # boxes that are carried on to one more bound
TRIED = 12  # bounds that are tried beside each of them
SURE = 4.5  # standard errors by which every bound matters: many are tried, so that chance alone reaches three or four
SHARPER = 1.03  # times as good: what one more bound has to bring

Bound = tuple[int, bool]  # column, and whether the box lies above it
Bounds = dict[Bound, int]  # → the last step that is not above it


def best_boxes(fails: np.ndarray, steps: np.ndarray) -> tuple[Bounds, ...]:
    """The best box with one bound, with two and with three, as far as every bound in it matters for sure.

    fails : ndarray (n,) of bool; steps : ndarray (n, inputs) of whole numbers from 0 to STEPS - 1
    """
    kept: list[Bounds] = [{}]
    found = []
    for _ in range(MOST_BOUNDS):
        tried = {}
        for box in kept:
            for bound, cut in _promising(fails, steps, box):
                joined = _settled(fails, steps, {**box, bound: cut})
                tried[frozenset(joined.items())] = joined
        ranked = sorted(tried.values(), key=lambda box: -worth(fails, inside(steps, box)))
        kept = ranked[:KEPT]
        sure = next((box for box in ranked if is_sure(fails, steps, box)), None)
        if sure is None:
            break
        found.append(sure)
    return tuple(found)


def sharpest(fails: np.ndarray, steps: np.ndarray, boxes: Sequence[Bounds]) -> Bounds | None:
    """Of boxes with ever more bounds the one in which each further bound makes it clearly sharper."""
    best, best_worth = None, 0.0
    for box in boxes:
        of_box = worth(fails, inside(steps, box))
        needed = SHARPER ** (len(box) - len(best)) if best else 1.0
        if of_box > needed * best_worth:
            best, best_worth = box, of_box
    return best


def inside(steps: np.ndarray, box: Bounds) -> np.ndarray:
    """Which draws lie in a box, ndarray (n,) of bool."""
    found = np.ones(len(steps), dtype=bool)
    for (column, above), cut in box.items():
        found &= steps[:, column] > cut if above else steps[:, column] <= cut
    return found


def worth(fails: np.ndarray, within: np.ndarray) -> float:
    """Coverage × certainty of a box (at most 1); below 0 where failing is less usual than elsewhere."""
    return float(_worth(fails.sum(), len(fails), (fails & within).sum(), within.sum()))


def is_sure(fails: np.ndarray, steps: np.ndarray, box: Bounds) -> bool:
    """Whether every bound makes failing more usual by more than chance explains."""
    within = inside(steps, box)
    for bound in box:
        without = inside(steps, {other: cut for other, cut in box.items() if other != bound}) & ~within
        if not within.any() or not without.any():
            return False
        share = fails[within | without].mean()
        error = np.sqrt(share * (1 - share) * (1 / within.sum() + 1 / without.sum()))
        if fails[within].mean() - fails[without].mean() < SURE * error:
            return False
    return True


def _worth(failures: int, draws: int, found: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Of boxes with `size` draws of which `found` fail; boxes that are too small are worth nothing."""
    usual = failures / draws
    certainty = (found / np.maximum(size, 1) - usual) / (1 - usual)
    return np.where(size >= max(FEWEST_INSIDE, LEAST_SHARE * draws), found / failures * certainty, -1.0)


def _promising(fails: np.ndarray, steps: np.ndarray, box: Bounds) -> list[tuple[Bound, int]]:
    """The bounds that make most of a box when they join it as it stands, each side of an input at its best step."""
    within = inside(steps, box)
    columns = steps.shape[1]
    at = steps[within] + STEPS * np.arange(columns)
    size = _below(at.ravel(), columns)
    found = _below(at[fails[within]].ravel(), columns)
    ends = {False: (found, size), True: (found[:, -1:] - found, size[:, -1:] - size)}
    offers = []
    for above, (hits, draws) in ends.items():
        scores = _worth(int(fails.sum()), len(fails), hits[:, :-1], draws[:, :-1])
        cuts = scores.argmax(axis=1)
        offers += [
            (float(scores[column, cuts[column]]), (column, above), int(cuts[column]))
            for column in range(columns)
            if (column, above) not in box
        ]
    offers.sort(key=lambda offer: -offer[0])
    return [(bound, cut) for _, bound, cut in offers[:TRIED]]


def _below(at: np.ndarray, columns: int) -> np.ndarray:
    """How many stand at each step or below it, ndarray (columns, STEPS)."""
    return np.cumsum(np.bincount(at, minlength=columns * STEPS).reshape(columns, STEPS), axis=1)


def _settled(fails: np.ndarray, steps: np.ndarray, box: Bounds) -> Bounds:
    """The box with each bound in turn at its best step until none moves."""
    settled = dict(box)
    while True:
        before = dict(settled)
        for column, above in box:
            others = {other: cut for other, cut in settled.items() if other != (column, above)}
            within = inside(steps, others)
            size = _below(steps[within, column], 1)[0]
            found = _below(steps[within & fails, column], 1)[0]
            if above:
                size, found = size[-1] - size, found[-1] - found
            scores = _worth(int(fails.sum()), len(fails), found[:-1], size[:-1])
            if scores.max() > scores[settled[column, above]]:
                settled[column, above] = int(scores.argmax())
        if settled == before:
            return settled
