"""Outcomes that are one number per draw, besides money: months, reach, loads and what the choice promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.calendar import Period
from flexlib.engine.effects import heaviest_group
from flexlib.engine.pools import Course, Layout
from flexlib.engine.situation import Number, Situation
from flexlib.engine.timing import Timing
from flexlib.model.choices import own_year_budget, year_budget
from flexlib.model.records import GROUPS, Institution
from flexlib.model.rules import RuleHit

ADOPTION = Course("recurring", "live", surcharge=False, follows_students=True)


@dataclass(frozen=True, slots=True)
class TotalBudget:
    """What may be spent in total, EUR, in the calendar years at these positions."""

    years: tuple[int, ...]
    amount: float


def months(situation: Situation, timing: Timing) -> dict[str, np.ndarray]:
    """Moments in months since the start, nan without scope."""
    values = {
        "delay_factor": timing.delay,
        "months_richten": timing.richten,
        "months_build": timing.build,
        "months_rollout_planned": timing.planned,
        "months_rollout_capacity": timing.capacity,
        "months_first_live": timing.first_live,
        "months_half_live": timing.first_live + timing.rollout / 2,
        "months_all_live": timing.all_live,
        "months_programme_end": timing.programme_end,
    }
    if situation.has_programme:
        return values
    return {name: np.full(situation.n, np.nan) if name != "delay_factor" else value for name, value in values.items()}


def students_reached(situation: Situation, layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    """Students with a flexible offer: mean per calendar year and group (years, groups, n), and student-years (n,)."""
    student_years_of_one = layout.years(layout.buckets(ADOPTION))
    length = np.array([period.months / 12 for period in layout.axis.calendar_years])[:, None]
    students = situation.by_group("students_in_scope")
    reached = np.stack([student_years_of_one / length * np.asarray(count) for count in students], axis=1)
    total = sum((student_years_of_one.sum(axis=0) * np.asarray(count) for count in students), np.zeros(situation.n))
    return reached, total


def reach(situation: Situation) -> dict[str, Number]:
    """Students in scope and what share of them leaves the standard path."""
    in_scope = _sum(situation.by_group("students_in_scope"))
    all_students = sum(situation.figure(f"students_{group}") for group in GROUPS)
    return {
        "students_in_scope": in_scope,
        "students_in_scope_share": in_scope / all_students,
        "personal_route_share": _ratio(_sum(situation.by_group("personal_routes")), in_scope),
        "route_changes_student": _ratio(_sum(situation.by_group("route_changes")), in_scope),
    }


def promises(situation: Situation, rule_hits: tuple[RuleHit, ...]) -> dict[str, float]:
    """What follows from the levels alone."""
    levels, levers = situation.levels, situation.model.levers
    readiness = [levels[lever.id] for lever in levers.values() if lever.group == "E"]
    distances = [abs(levels[lever.id] - lever.best_level) for lever in levers.values() if lever.best_level is not None]
    scenarios = [levels[f"scenario_{GROUPS[group]}"] for group in situation.groups_in_scope]
    weights = situation.model.settings.severity_weights
    return {
        "coach_minutes_week": levels["coach_minutes"],
        "fixed_group_time": levels["fixed_group_share"],
        "wait_to_start_weeks": 52 / (2 * levels["intake_moments"]),
        "readiness_score": sum(readiness) / len(readiness),
        "steering_distance": sum(distances) / len(distances),
        "scenario_spread": max(scenarios) - min(scenarios) if heaviest_group(situation) is not None else 0.0,
        "rule_conflicts": sum(weights[hit.rule.severity] for hit in rule_hits),
    }


def lasting_work(
    situation: Situation,
    recurring_hours: Mapping[str, Number],
    released_hours: Mapping[str, Number],
    training_hours: Number,
) -> dict[str, Number]:
    """Extra yearly work of teachers and timetablers as a share of their hours, and training hours per teacher."""
    hours_per_fte = situation.parameters["productive_hours_fte"]
    teams = situation.scalar("teams_in_scope") / situation.figure("teams")
    teachers = recurring_hours.get("docent", 0.0) - released_hours.get("docent", 0.0)
    return {
        "extra_teacher_load": _ratio(teachers, situation.fte("docent") * hours_per_fte * teams),
        "timetable_load": _ratio(recurring_hours.get("roosteraar", 0.0), situation.fte("roosteraar") * hours_per_fte),
        "training_hours_teacher": _ratio(training_hours, situation.scalar("staff_in_scope")),
    }


def budget(
    situation: Situation, layout: Layout, money: Mapping[str, np.ndarray]
) -> tuple[dict[str, Number], np.ndarray]:
    """Whether spending stays within the institution's budget, 1 or 0 per draw; nan when that budget is not known.

    Returns the totals (in total, and in every full calendar year that has a budget) and each calendar year by itself,
    ndarray (years, n), where a partial year is nan too.
    """
    spent = money["out_of_pocket_year"]
    in_total = total_budget(situation, layout.axis.calendar_years)
    by_year = np.full(spent.shape, np.nan)
    for index, period in enumerate(layout.axis.calendar_years):
        amount = year_budget(situation.choice.institution, situation.figures, period.year, period.start.month)
        if amount is not None and not period.partial:
            by_year[index] = spent[index] <= amount
    known = by_year[~np.isnan(by_year).any(axis=1)]
    totals: dict[str, Number] = {
        "within_budget_total": np.nan
        if in_total is None
        else (spent[list(in_total.years)].sum(axis=0) <= in_total.amount).astype(float),
        "within_budget_every_year": known.min(axis=0) if len(known) else np.nan,
    }
    return totals, by_year


def total_budget(situation: Situation, calendar_years: Sequence[Period]) -> TotalBudget | None:
    """The budget in total: of the years that both have when there are budgets per year, else one for the whole horizon.

    Both have a year that has a budget of its own, for every month that is reckoned with, and that the horizon runs to
    the end of; a first year that begins halfway counts, because its budget is for what is spent then. None when no such
    budget is known.
    """
    institution = situation.choice.institution
    if not institution.budget_by_year:
        amount = situation.figures.get("budget_total_eur")
        return None if amount is None else TotalBudget(tuple(range(len(calendar_years))), amount)
    both = shared_years(institution, calendar_years)
    return TotalBudget(tuple(both), sum(both.values())) if both else None


def shared_years(institution: Institution, calendar_years: Sequence[Period]) -> dict[int, float]:
    """Position → budget of every calendar year that the institution's budgets per year and the horizon both have."""
    own = [own_year_budget(institution, year.year, year.start.month) for year in calendar_years]
    return {
        index: amount
        for index, (year, amount) in enumerate(zip(calendar_years, own, strict=True))
        if amount is not None and year.end.year > year.year
    }


def _sum(values: list[Number]) -> Number:
    total: Number = 0.0
    for value in values:
        total = total + value
    return total


def _ratio(above: Number, below: Number) -> Number:
    """above / below, nan where there is nothing to divide by."""
    below = np.asarray(below, dtype=float)
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)
