"""Amounts over calendar years only, for many choices: half the buckets of the whole time axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from flexlib.engine.calendar import Axis
from flexlib.engine.money import growth
from flexlib.engine.pools import Course, Layout, Pool
from flexlib.engine.situation import Situation
from flexlib.engine.timing import Kernels, Timing, ramp_integral


@dataclass(frozen=True, eq=False)
class YearlyAxis:
    """The time axis by calendar year, and as one stretch from start to horizon."""

    by_year: Axis
    whole: Axis


def yearly_axis(axis: Axis, horizon_months: int) -> YearlyAxis:
    """An axis with its school years left out."""
    cuts = axis.boundaries[[*axis.year_starts, -1]]
    years = axis.years[axis.year_starts]
    places = np.arange(len(years))
    by_year = replace(axis, boundaries=cuts, years=years, year_starts=places, school_starts=places)
    first = places[:1]
    ends = np.array([0.0, float(horizon_months)])
    return YearlyAxis(
        by_year, replace(by_year, boundaries=ends, years=years[:1], year_starts=first, school_starts=first)
    )


def within_horizon(
    situation: Situation,
    timing: Timing,
    pools: Mapping[Course, Pool],
    axis: YearlyAxis,
    trend: np.ndarray,
) -> np.ndarray:
    """Real integral cost between start and horizon, ndarray (n,), EUR.

    trend : number of students in each year relative to the start year, ndarray (years, n)
    """
    ones = np.ones((1, situation.n))
    whole = Layout(situation, Kernels(situation, timing, axis.whole.boundaries), axis.whole, ones)
    by_year = Layout(situation, Kernels(situation, timing, axis.by_year.boundaries), axis.by_year, trend)
    total = np.zeros(situation.n)
    for course, pool in pools.items():
        if course.timing != "income":
            layout = by_year if course.follows_students else whole
            total += layout.buckets(course).sum(axis=0) * (pool.out_of_pocket + pool.own_time)
    return total


def spent_by_year(
    situation: Situation,
    timing: Timing,
    pools: Mapping[Course, Pool],
    axis: YearlyAxis,
    trend: np.ndarray,
) -> np.ndarray:
    """Out of pocket per calendar year in the price basis of the choice, ndarray (years, n), EUR."""
    layout = Layout(situation, Kernels(situation, timing, axis.by_year.boundaries), axis.by_year, trend)
    nominal = situation.choice.price_basis == "nominal"
    growths = {name: growth(situation, layout, name, nominal) for name in ("wage", "price", "ict_price")}
    total = np.zeros((len(axis.by_year.years), situation.n))
    for course, pool in pools.items():
        if course.timing != "income":
            amount = (
                pool.wage_cost * growths["wage"]
                + pool.price_cost * growths["price"]
                + pool.ict_cost * growths["ict_price"]
            )
            total += layout.buckets(course) * amount
    return total


def student_years(situation: Situation, timing: Timing, axis: YearlyAxis, trend: np.ndarray) -> np.ndarray:
    """Years that students have had a flexible offer between start and horizon, ndarray (n,)."""
    of_one, before = np.zeros(situation.n), np.zeros(situation.n)
    for year, end in enumerate(axis.by_year.boundaries[1:]):  # one year at a time stays in cache
        until = ramp_integral(end - timing.first_live, timing.rollout)
        of_one += (until - before) * trend[year]
        before = until
    return of_one / 12 * sum(situation.by_group("students_in_scope"), np.zeros(situation.n))
