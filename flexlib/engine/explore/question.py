"""What a search is asked: which levers are free, within which limits, and what to weigh against each other."""

from __future__ import annotations

from dataclasses import dataclass

from flexlib.engine.explore.needs import SPENT_BY_YEAR

P10, P50, P90, MEAN, LEVEL = "p10", "p50", "p90", "mean", "level"
STATISTICS = (P10, P50, P90, MEAN)
REGRET = "regret"
ROBUST = (P50, MEAN, P90, REGRET)
FEWEST_ON_FRONT, MOST_ON_FRONT = 1, 3
OF_HORIZON = ("total_out_of_pocket", SPENT_BY_YEAR)  # a later start makes these smaller: limits, never aims
MOST_DRAWS = 100_000  # that fit in memory with all parameters
SEARCH_DRAWS = 1_000
MOST_CHOICES = 2_000_000
MOST_ENUMERATED = 200_000
MOST_SAMPLED = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound: `subject` is an outcome at a statistic, or a lever (at = level).

    year : a calendar year, for amounts per year; None means every calendar year
    """

    subject: str
    is_most: bool  # <= value, otherwise >= value
    value: float
    at: str = P50
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A search.

    free : levers that may change; the others stay as in the choice
    front : outcomes to weigh against each other, each in its own direction
    robust : what of an outcome counts: p50, mean, p90 (the bad end: P90 of what should be small, P10 of what should be
        large), or regret (the largest loss of P50 against the best choice within limits, over all futures of the model)
    steps : every step of a share or number instead of the levels that the model describes
    most_enumerated : spaces up to this size are searched whole
    most_sampled : choices evaluated in larger spaces
    draws : draws searched on in a space that is not small; what is found is evaluated again on all draws of the choice
    """

    free: tuple[str, ...]
    front: tuple[str, ...] = ("one_off_integral", "student_years")
    limits: tuple[Limit, ...] = ()
    robust: str = P50
    steps: bool = False
    most_enumerated: int = MOST_ENUMERATED
    most_sampled: int = MOST_SAMPLED
    draws: int = SEARCH_DRAWS
    seed: int = 1
