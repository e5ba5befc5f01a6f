"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.figures import Figure
from flexlib.engine.explore.limits import Dropped
from flexlib.engine.explore.question import Limit, Question
from flexlib.model.records import Choice


@dataclass(frozen=True, eq=False)
class Found:
    """A choice that was found.

    levels : free lever → level
    figures : what is known of it: P10, P50, P90 and the mean of outcomes on the front, and what limits are about
    scores : outcome on the front → what it was judged by (see Question.robust)
    """

    choice: Choice
    levels: Mapping[str, float]
    figures: Mapping[Figure, float]
    scores: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Proposal:
    """One of the few unlike choices of the front.

    reason : `best` on `outcome`, `balanced` (nearest to the best of everything) or `different` (farthest from the rest)
    """

    found: Found
    reason: str
    outcome: str | None


@dataclass(frozen=True, eq=False)
class Way:
    """Limits to change so that there is a solution: (limit, its new value), and the choice that then gets in."""

    changes: tuple[tuple[Limit, float], ...]
    found: Found


@dataclass(frozen=True, eq=False)
class SearchAnswer:
    """The front within the limits, a handful of it, what was dropped and why, and how sure all this is.

    size : combinations of the free levers' levels
    beginning : the choice one searched from, when it was among those looked at
    evaluated : choices evaluated on `draws_searched` draws; evaluated_again : of those on all draws
    impossible : rule id → combinations that it excludes (of those looked at)
    nobody : combinations in which no target group takes part: the reference, not a candidate
    without_value : choices of which an outcome on the front is not known
    dropped : per limit
    ways : when nothing is within the limits: what to relax, the smallest change first
    within : outcome on the front → scores of every choice within the limits, ndarray (choices,): on all draws near the
        front; the others on `draws_searched`, moved by as much as those typically moved
    is_enumerated : every combination was looked at
    is_proven : enumerated, not stopped, and on the draws that count
    shift : largest change of a score between the draws searched on and all draws, as a share of the largest score;
        0 when the draws are the same
    entering_share : share of new random choices that would still get onto the front; nan when enumerated
    late_gain : share of the front's covered volume that the last third of the choices added; nan when enumerated
    """

    question: Question
    choice: Choice
    front: tuple[Found, ...]
    proposals: tuple[Proposal, ...]
    beginning: Found | None
    dropped: tuple[Dropped, ...]
    ways: tuple[Way, ...]
    size: int
    evaluated: int
    evaluated_again: int
    impossible: Mapping[str, int]
    nobody: int
    without_value: int
    within_limits: int
    within: Mapping[str, np.ndarray]
    is_enumerated: bool
    is_proven: bool
    is_stopped: bool
    draws_searched: int
    draws: int
    shift: float
    entering_share: float
    late_gain: float
    seconds: float
