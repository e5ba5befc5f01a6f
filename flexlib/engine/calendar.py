"""From months since the start date to calendar years and school years."""

from __future__ import annotations

import calendar as month_lengths
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

SCHOOL_YEAR_STARTS = 8  # August


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year or a school year as far as it lies between start and horizon; partial when cut off."""

    label: str
    year: int
    start: date
    end: date
    months: float
    partial: bool


@dataclass(frozen=True, eq=False)
class Axis:
    """Buckets of time between start and horizon, split at every 1 January and 1 August.

    boundaries : ndarray (buckets + 1,), months since the start
    years : ndarray (buckets,), calendar year of each bucket
    year_starts, school_starts : positions of the first bucket of each calendar year and school year
    """

    boundaries: np.ndarray
    years: np.ndarray
    year_starts: np.ndarray
    school_starts: np.ndarray
    calendar_years: tuple[Period, ...]
    school_years: tuple[Period, ...]


@lru_cache(maxsize=256)
def axis_of(start: date, horizon_months: int) -> Axis:
    """The buckets of a start date and horizon."""
    end = add_months(start, horizon_months)
    cuts = sorted(
        {start, end}
        | {
            date(year, month, 1)
            for year in range(start.year, end.year + 1)
            for month in (1, SCHOOL_YEAR_STARTS)
            if start < date(year, month, 1) < end
        }
    )
    boundaries = np.array([months_between(start, cut) for cut in cuts])
    boundaries[-1] = float(horizon_months)
    openings = cuts[:-1]
    years = np.array([opening.year for opening in openings])
    schools = np.array([school_year(opening) for opening in openings])
    return Axis(
        boundaries=boundaries,
        years=years,
        year_starts=_first_of_each(years),
        school_starts=_first_of_each(schools),
        calendar_years=_periods(years, cuts, boundaries, whole_starts=1),
        school_years=_periods(schools, cuts, boundaries, whole_starts=SCHOOL_YEAR_STARTS),
    )


def position(day: date) -> float:
    """A date as a number of months: 12 × year + month + the part of the month that has passed."""
    length = month_lengths.monthrange(day.year, day.month)[1]
    return 12 * day.year + day.month - 1 + (day.day - 1) / length


def months_between(start: date, end: date) -> float:
    return position(end) - position(start)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it is shorter."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_lengths.monthrange(year, month + 1)[1]))


def date_after(start: date, months: float) -> date:
    """The date that lies a (fractional) number of months after the start; the last day there is, when beyond it."""
    year, month = divmod(position(start) + months, 12)
    if not year < date.max.year:
        return date.max
    length = month_lengths.monthrange(int(year), int(month) + 1)[1]
    passed_days = round((month % 1) * length, 6)  # a whole day must survive the rounding of its share of the month
    return date(int(year), int(month) + 1, 1 + min(length - 1, int(passed_days)))


def school_year(day: date) -> int:
    """The calendar year in which the school year of this day began."""
    return day.year if day.month >= SCHOOL_YEAR_STARTS else day.year - 1


def _first_of_each(keys: np.ndarray) -> np.ndarray:
    return np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))


def _periods(keys: np.ndarray, cuts: list[date], boundaries: np.ndarray, whole_starts: int) -> tuple[Period, ...]:
    firsts = _first_of_each(keys).tolist()
    periods = []
    for first, following in zip(firsts, [*firsts[1:], len(keys)], strict=True):
        year = int(keys[first])
        months = float(boundaries[following] - boundaries[first])
        label = str(year) if whole_starts == 1 else f"{year}/{year + 1}"
        whole = cuts[first] == date(year, whole_starts, 1) and cuts[following] == date(year + 1, whole_starts, 1)
        periods.append(Period(label, year, cuts[first], cuts[following], months, not whole))
    return tuple(periods)
