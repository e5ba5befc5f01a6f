"""A staffing plan or profile that was handed in: the figures it replaces, and own time against the plan."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.periods import years_of
from flexlib.engine.calendar import Period, school_year
from flexlib.engine.evaluate import Estimate
from flexlib.engine.sampling import overrides_of, point
from flexlib.engine.situation import situate
from flexlib.model.choices import institution_figures
from flexlib.model.records import Choice, CostModel, Institution

_AVERAGED = ("group_size",)  # a figure of which more lines are no sum
_SAME = 1e-9  # of a value: what a workbook may lose of it
_FIRST_PART, _LAST_PART = Decimal(5) / 12, Decimal(7) / 12  # of a school year in its two calendar years


@dataclass(frozen=True, slots=True)
class Origin:
    """Where own figures come from: the budget in the workspace, its version and the file that was handed in."""

    saved_id: str
    version: int
    file_name: str


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure or rate from a file, in the unit of the model.

    `id` is that of a figure, or of a parameter when `is_rate`. `period` is the year it was taken from, "" when the
    file has none; `is_other_year`: the file does not have the year of the start date. Several lines are added up;
    those of a rate or group size are averaged (`is_average`). `is_plausible`: within the bounds of the figure.
    """

    id: str
    is_rate: bool
    value: float
    period: str
    is_other_year: bool
    is_average: bool
    is_plausible: bool
    lines: tuple[BudgetLine, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Own time asked of a role in a school year, in fte: the rekenwaarde and P10, P50, P90, replaced hours included.

    `planned` is the fte of the staffing plan in that year, None when it does not have role or year.
    """

    role: str
    school_year: Period
    asked_point: float
    asked: tuple[float, float, float]
    planned: float | None

    @property
    def share(self) -> float | None:
        """Part of the planned fte that the change asks at the median; None without a plan."""
        return self.asked[1] / self.planned if self.planned else None


def own_figures(
    model: CostModel, lines: Iterable[BudgetLine], start: date, origin: Origin
) -> tuple[tuple[OwnFigure, ...], tuple[BudgetLine, ...]]:
    """What the lines of a staffing plan or profile replace, in the year of the start date or the nearest to it.

    Returns the figures in the order of the file, and the lines that replace nothing (hire, set aside, not mapped).
    """
    by_category: dict[str, list[BudgetLine]] = {}
    unused = []
    for line in lines:
        kind, _, id_ = line.category.partition(":")
        is_known = (kind == "figure" and id_ in model.figures) or (kind == "rate" and id_ in model.parameters)
        if is_known and line.amounts:
            by_category.setdefault(line.category, []).append(line)
        else:
            unused.append(line)
    found = [_own_figure(model, category, of, start, origin) for category, of in by_category.items()]
    return tuple(found), tuple(unused)


def changed(model: CostModel, institution: Institution, own: Iterable[OwnFigure]) -> tuple[OwnFigure, ...]:
    """The figures that say something else than is reckoned with already, by the institution's own value or the
    reference's: a template comes back with every default that nobody touched. A rate is no default once it is typed."""
    figures, rates = institution_figures(model, institution), dict(institution.rates)
    found = []
    for one in own:
        now = rates.get(one.id) if one.is_rate else figures.get(one.id)
        if now is None or not math.isclose(now, one.value, rel_tol=_SAME):
            found.append(one)
    return tuple(found)


def with_own_figures(
    institution: Institution, own: Iterable[OwnFigure], switched_off: frozenset[str] = frozenset()
) -> Institution:
    """The institution with these figures and rates instead of its own or the default, but those switched off (by id)
    and those outside their bounds."""
    used = [figure for figure in own if figure.id not in switched_off and figure.is_plausible]
    figures = {**dict(institution.figures), **{one.id: one.value for one in used if not one.is_rate}}
    rates = {**dict(institution.rates), **{one.id: one.value for one in used if one.is_rate}}
    return replace(institution, figures=tuple(sorted(figures.items())), rates=tuple(sorted(rates.items())))


def staff_against_plan(
    model: CostModel, choice: Choice, estimate: Estimate, lines: Sequence[BudgetLine]
) -> tuple[StaffRow, ...]:
    """Own time per role and school year against the plan; roles that neither asks nor plans are left out.

    Hours become fte at the productive hours of the rekenwaarde, over the months of the school year that the model has.
    """
    at_point = situate(model, choice, point(model, overrides_of(choice)))
    a_year = float(np.ravel(at_point.parameters["productive_hours_fte"])[0])
    quantiles = estimate.result.quantiles("own_hours")
    hours = estimate.point.quantiles("own_hours")[1]
    found = []
    for place, role in enumerate(model.roles.values()):
        of_role = [line for line in lines if line.category == f"figure:{role.fte_figure}" and line.quantity == "fte"]
        for at, year in enumerate(estimate.result.school_years):
            per_fte = a_year * year.months / 12
            low, middle, high = (float(value) / per_fte for value in quantiles[:, at, place])
            planned = planned_fte(of_role, year.year)
            if high > 0 or planned:
                found.append(StaffRow(role.id, year, float(hours[at, place]) / per_fte, (low, middle, high), planned))
    return tuple(found)


def planned_fte(lines: Iterable[BudgetLine], first_year: int) -> float | None:
    """The fte of lines in the school year that begins in `first_year`; None when they do not have it.

    A plan by calendar year counts for 5/12 with the first year and for 7/12 with the second.
    """
    amounts: dict[str, Decimal] = {}
    for line in lines:
        for period, amount in line.amounts:
            amounts[period] = amounts.get(period, Decimal(0)) + amount
    whole = amounts.get(f"{first_year}/{first_year + 1}")
    if whole is not None:
        return float(whole)
    first, last = amounts.get(str(first_year)), amounts.get(str(first_year + 1))
    return None if first is None or last is None else float(first * _FIRST_PART + last * _LAST_PART)


def _own_figure(model: CostModel, category: str, lines: Sequence[BudgetLine], start: date, origin: Origin) -> OwnFigure:
    kind, _, id_ = category.partition(":")
    is_rate = kind == "rate"
    period = _nearest({period for line in lines for period, _ in line.amounts}, start)
    used = [line for line in lines if period in dict(line.amounts)]
    values = [dict(line.amounts)[period] for line in used]
    is_average = len(values) > 1 and (is_rate or id_ in _AVERAGED)
    value = float(sum(values, Decimal(0)) / (len(values) if is_average else 1))
    figure = None if is_rate else model.figures[id_]
    is_plausible = value > 0 if figure is None else figure.minimum <= value <= figure.maximum
    is_other_year = bool(period) and _distance(period, start) > 0
    return OwnFigure(id_, is_rate, value, period, is_other_year, is_average, is_plausible, tuple(used), origin)


def _nearest(periods: set[str], start: date) -> str:
    """The (school) year of the start date, else the nearest; of two as near the later one."""
    return min(sorted(periods, reverse=True), key=lambda period: _distance(period, start))


def _distance(period: str, start: date) -> int:
    years = years_of(period)
    if not years:
        return 0
    return abs(years[0] - (school_year(start) if len(years) == 2 else start.year))
