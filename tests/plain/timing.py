"""Months: the axis of time, how long things take, and what part of a line falls between two moments.

The share of teams that has started is a broken straight line over time (a step when all start at once). Every
integral is taken piece by piece between its breaks, where the middle of a piece times its width is exact.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flexlib.model.records import Choice

NO_TIME = 1e-9  # months; what takes less happens at one moment


@dataclass(frozen=True)
class Bucket:
    """A stretch of the horizon that crosses neither 1 January nor 1 August; months from the start date."""

    begin: float
    end: float
    calendar_year: int
    school_year: int  # the year in which it begins, on 1 August

    @property
    def months(self) -> float:
        return self.end - self.begin


@dataclass(frozen=True)
class Course:
    """How the programme of one draw runs, in months from the start date."""

    delay: float
    richten: float
    build: float
    rollout_planned: float
    rollout_capacity: float
    securing: float

    @property
    def rollout(self) -> float:
        return max(self.rollout_planned, self.rollout_capacity)

    @property
    def first_live(self) -> float:
        return self.richten + self.build

    @property
    def all_live(self) -> float:
        return self.richten + self.rollout + self.build

    @property
    def half_live(self) -> float:
        return self.first_live + self.rollout / 2

    @property
    def programme_end(self) -> float:
        return self.all_live + self.securing


def months_of(moment: date) -> float:
    days = calendar.monthrange(moment.year, moment.month)[1]
    return 12 * moment.year + (moment.month - 1) + (moment.day - 1) / days


def buckets_of(choice: Choice) -> list[Bucket]:
    """The horizon, cut at every 1 January and 1 August strictly within it."""
    start = months_of(choice.start)
    cuts = [0.0]
    for year in range(choice.start.year, choice.start.year + choice.horizon_months // 12 + 3):
        for month in (1, 8):
            cut = months_of(date(year, month, 1)) - start
            if 0 < cut < choice.horizon_months:
                cuts.append(cut)
    cuts.append(float(choice.horizon_months))
    buckets = []
    for begin, end in pairwise(cuts):
        middle = start + (begin + end) / 2
        year = math.floor(middle / 12)
        buckets.append(Bucket(begin, end, year, year if middle - 12 * year >= 7 else year - 1))
    return buckets


def started(course: Course, t: float) -> float:
    """The share of the teams in scope that has started building at month t."""
    if course.rollout < NO_TIME:
        return 1.0 if t >= course.richten else 0.0
    if t <= course.richten:
        return 0.0
    return min(1.0, (t - course.richten) / course.rollout)


def integral(function: Callable[[float], float], breaks: list[float], begin: float, end: float) -> float:
    """∫ of a function that is a straight line between its breaks."""
    inner = sorted(x for x in breaks if begin < x < end)
    edges = [begin, *inner, end]
    return sum(function((left + right) / 2) * (right - left) for left, right in pairwise(edges))


def live_months(course: Course, begin: float, end: float, shift: float = 0.0) -> float:
    """∫ A(t − shift) dt between two moments: months × share of teams that work in the new way."""
    breaks = [course.first_live + shift, course.all_live + shift]
    return integral(lambda t: started(course, t - course.build - shift), breaks, begin, end)


def _even(begin: float, end: float, frm: float, to: float) -> float:
    """The part between two moments of a total that falls evenly over [frm, to], or at `frm` when that is no time."""
    if to - frm < NO_TIME:
        return 1.0 if begin <= frm < end else 0.0
    return max(0.0, min(end, to) - max(begin, frm)) / (to - frm)


def _build(course: Course, begin: float, end: float) -> float:
    if course.build < NO_TIME:
        return _even(begin, end, course.richten, course.richten + course.rollout)
    breaks = [course.richten, course.richten + course.rollout, course.first_live, course.all_live]

    def building(t: float) -> float:
        return started(course, t) - started(course, t - course.build)

    return integral(building, breaks, begin, end) / course.build


def share_between(spread: str, course: Course, begin: float, end: float, lag_years: float, surcharge: float) -> float:
    """What part of a line falls in [begin, end): of a total, of an amount per month, or of a rate per year."""
    if spread == "richten":
        return _even(begin, end, 0.0, course.richten)
    if spread == "build":
        return _build(course, begin, end)
    if spread == "rollout":
        return _even(begin, end, course.richten, course.all_live)
    if spread == "programme_end":
        return _even(begin, end, course.all_live, course.programme_end)
    if spread == "programme":
        return max(0.0, min(end, course.programme_end) - begin)
    if spread == "first_year":
        return (live_months(course, begin, end) - live_months(course, begin, end, shift=12.0)) / 12
    if spread == "lagged_income":
        return live_months(course, begin, end, shift=12.0 * lag_years) / 12
    if spread == "live":
        live = live_months(course, begin, end)
        fresh = live - live_months(course, begin, end, shift=12.0)
        return (live + surcharge * fresh) / 12
    raise ValueError(spread)


def whole(spread: str, course: Course) -> float:
    """The whole of a one-off line, however long it takes: 1, or the months of the programme."""
    return course.programme_end if spread == "programme" else 1.0
