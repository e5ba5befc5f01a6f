"""Flows with the same course in time, added up before they are laid out over the buckets."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from flexlib.engine.calendar import Axis
from flexlib.engine.flows import Flow
from flexlib.engine.situation import Number, Situation
from flexlib.engine.timing import Kernels

RATES = ("live", "lagged_income")  # spreads whose flows are rates per year


@dataclass(frozen=True, slots=True)
class Course:
    """How flows fall in time: kind of timing, spread, first-year surcharge, and whether they follow student numbers."""

    timing: str
    spread: str
    surcharge: bool
    follows_students: bool


@dataclass
class Pool:
    """Sums of flows of one course; hours per role, money per index of price growth."""

    own: dict[str, Number] = field(default_factory=dict)
    released: dict[str, Number] = field(default_factory=dict)
    replaced: Number = 0.0
    external: Number = 0.0
    own_time: Number = 0.0
    wage_cost: Number = 0.0
    price_cost: Number = 0.0
    ict_cost: Number = 0.0
    income: Number = 0.0

    def add(self, flow: Flow) -> None:
        for role, hours in flow.own.items():
            self.own[role] = self.own.get(role, 0.0) + hours
            self.replaced = self.replaced + hours * flow.replaced_share
        for role, hours in flow.released.items():
            self.released[role] = self.released.get(role, 0.0) + hours
        for hours in flow.external.values():
            self.external = self.external + hours
        self.own_time = self.own_time + flow.own_time
        self.wage_cost = self.wage_cost + flow.wage_cost
        self.income = self.income + flow.income
        if flow.line.cost_class == "ict":
            self.ict_cost = self.ict_cost + flow.purchase
        else:
            self.price_cost = self.price_cost + flow.purchase

    @property
    def own_hours(self) -> Number:
        return sum(self.own.values())

    @property
    def out_of_pocket(self) -> Number:
        return self.wage_cost + self.price_cost + self.ict_cost


def course_of(flow: Flow) -> Course:
    line = flow.line
    return Course(line.timing, line.spread, line.surcharge and line.spread == "live", flow.follows_students)


def student_factors(situation: Situation, axis: Axis) -> np.ndarray:
    """Number of students in each bucket relative to the start year, ndarray (buckets, n)."""
    since_start = (axis.years - situation.choice.start.year)[:, None]
    return (1 + situation.parameters["student_trend"]) ** since_start


class Layout:
    """Lays courses out over the buckets, and sums buckets per calendar year and school year."""

    def __init__(
        self, situation: Situation, kernels: Kernels, axis: Axis, student_factor: np.ndarray | None = None
    ) -> None:
        """`student_factor` when it is known already: see `student_factors`."""
        self.axis, self._kernels, self._situation = axis, kernels, situation
        self._student_factor = student_factors(situation, axis) if student_factor is None else student_factor

    def buckets(self, course: Course) -> np.ndarray:
        """What one unit of a course gives in each bucket, ndarray (buckets, n)."""
        kernel = self._kernels[course.spread]
        if course.surcharge:
            kernel = kernel + self._situation.parameters["first_year_surcharge"] * self._kernels["live_first_year"]
        if course.spread in RATES:
            kernel = kernel / 12
        return kernel * self._student_factor if course.follows_students else kernel

    def years(self, buckets: np.ndarray) -> np.ndarray:
        """Sums per calendar year, ndarray (years, n)."""
        return _sum_runs(buckets, self.axis.year_starts)

    def school_years(self, buckets: np.ndarray) -> np.ndarray:
        """Sums per school year, ndarray (school years, n)."""
        return _sum_runs(buckets, self.axis.school_starts)


def _sum_runs(rows: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sums of the rows from each start to the next; with two or three rows a year, adding them beats reduceat."""
    sums = rows[starts]
    for index, (first, following) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
        for row in range(first + 1, following):
            sums[index] += rows[row]
    return sums
