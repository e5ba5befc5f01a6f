"""The Pareto front, how much it covers, and a handful of unlike choices from it. Everything here is to be minimised."""

from __future__ import annotations

import numpy as np

DIGITS = 10  # significant digits in which choices are compared: rounding is no advantage
LEVERS_APART = 3  # levers that stand otherwise, from which two choices with the same outcomes are unlike


def comparable(scores: np.ndarray) -> np.ndarray:
    """Scores to DIGITS significant digits, ndarray (choices, outcomes)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where((scores == 0) | ~np.isfinite(scores), 1.0, 10.0 ** np.floor(np.log10(np.abs(scores))))
    return np.round(scores / size, DIGITS - 1) * size


def front_of(scores: np.ndarray) -> np.ndarray:
    """Positions of the choices that no other beats (as good everywhere, better somewhere), ascending.

    Of choices with equal scores the first stands for all.

    scores : ndarray (choices, outcomes), no nan
    """
    order = np.lexsort(scores.T[::-1])
    left, ordered = order, scores[order]
    found = []
    # What comes first in lexicographic order is not beaten by anything after it; take it, and drop what it beats.
    while len(left):
        found.append(int(left[0]))
        stays = (ordered < ordered[0]).any(axis=1)
        left, ordered = left[stays], ordered[stays]
    return np.array(sorted(found), dtype=np.int64)


def beaten(scores: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Which scores some row of `by` equals or beats, ndarray (choices,) of bool."""
    found = np.zeros(len(scores), dtype=bool)
    for one in by:
        found |= (one <= scores).all(axis=1)
    return found


def hypervolume(scores: np.ndarray, corner: np.ndarray) -> float:
    """Volume between a front and the worst corner (Zitzler & Thiele 1999, doi:10.1109/4235.797969), 1 to 3 outcomes.

    scores : ndarray (choices, outcomes); corner : ndarray (outcomes,)
    """
    inside = scores[(scores < corner).all(axis=1)]
    if not len(inside):
        return 0.0
    if inside.shape[1] == 1:
        return float(corner[0] - inside.min())
    if inside.shape[1] == 2:
        ordered = inside[np.lexsort((inside[:, 1], inside[:, 0]))]
        lowest = np.minimum.accumulate(np.concatenate([[corner[1]], ordered[:, 1]]))
        return float(((corner[0] - ordered[:, 0]) * (lowest[:-1] - lowest[1:])).sum())
    # Slices along the last outcome: between two of its values the area of all that lies below.
    ordered = inside[np.argsort(inside[:, 2], kind="stable")]
    heights = np.diff(np.concatenate([ordered[:, 2], [corner[2]]]))
    areas = [hypervolume(ordered[: at + 1, :2], corner[:2]) * height for at, height in enumerate(heights) if height > 0]
    return float(sum(areas))


def normalised(scores: np.ndarray) -> np.ndarray:
    """Scores from 0 (best) to 1 (worst) of each outcome; 0 where all are the same."""
    low, high = scores.min(axis=0), scores.max(axis=0)
    return (scores - low) / np.where(high > low, high - low, 1.0)


def handful(scores: np.ndarray, levels: np.ndarray, grain: np.ndarray, most: int) -> list[tuple[int, str, int]]:
    """A few choices of a front that really differ: (position, reason, outcome). There may be fewer than `most`.

    First the best on each outcome (reason `best`), then the one nearest to the best of everything (`balanced`), then
    each time the one farthest from those there are (`different`), in outcomes and lever levels alike (greedy
    dispersion: Ravi, Rosenkrantz & Tayi 1994, doi:10.1287/opre.42.2.299). Two choices really differ when an outcome
    does by its grain, or when LEVERS_APART levers do; what is like one that is there already is left out, also when it
    is the best on something.

    scores : ndarray (choices, outcomes); levels : ndarray (choices, levers), each from 0 to 1
    grain : ndarray (outcomes,), the smallest difference of an outcome that counts
    """
    places = normalised(scores)
    found: list[tuple[int, str, int]] = []
    is_new = np.ones(len(scores), dtype=bool)

    def take(at: int, reason: str, outcome: int = -1) -> None:
        if is_new[at]:
            found.append((at, reason, outcome))
            apart = (np.abs(scores - scores[at]) >= grain) & (scores != scores[at])
            is_new[:] &= apart.any(axis=1) | ((levels != levels[at]).sum(axis=1) >= LEVERS_APART)

    for outcome in range(scores.shape[1]):
        keys = [*(places[:, other] for other in range(scores.shape[1]) if other != outcome), places[:, outcome]]
        take(int(np.lexsort(keys)[0]), "best", outcome)
    take(int(np.argmin((places**2).mean(axis=1))), "balanced")
    position = np.hstack([places / np.sqrt(places.shape[1]), levels / np.sqrt(max(1, levels.shape[1]))])
    while len(found) < most and is_new.any():
        nearest = np.min([np.linalg.norm(position - position[at], axis=1) for at, _, _ in found], axis=0)
        take(int(np.argmax(np.where(is_new, nearest, -1.0))), "different")
    return found
