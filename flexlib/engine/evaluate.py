"""From a choice and draws to a result: volumes, effects, flows, timing, money, hours and outcomes in that order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexlib.engine import loads, money, outcomes
from flexlib.engine.balances import balances
from flexlib.engine.calendar import axis_of
from flexlib.engine.flows import Work, flows
from flexlib.engine.pools import Course, Layout, Pool, course_of
from flexlib.engine.result import Result
from flexlib.engine.sampling import Draws, overrides_of, point, sample
from flexlib.engine.situation import Number, Situation, situate
from flexlib.engine.timing import Kernels, Timing, timing_of
from flexlib.model.records import GROUPS, Choice, CostModel
from flexlib.model.rules import check_rules

ROUNDING = 1e-12  # a difference below this share of what it is taken from is rounding, not money


@dataclass(frozen=True, eq=False)
class Estimate:
    """A choice estimated: the result on its draws, and at the rekenwaarde (n = 1)."""

    result: Result
    point: Result


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The steps of one evaluation, for whoever needs what lies under a result (lines, trace)."""

    situation: Situation
    timing: Timing
    pools: dict[Course, Pool]
    team_loads: loads.TeamLoads
    training_hours: Number
    layout: Layout

    def laid(self) -> money.Laid:
        """Money and hours over the years."""
        return money.lay_out(self.situation, self.pools, self.layout)


def estimate(model: CostModel, choice: Choice, draws: Draws | None = None) -> Estimate:
    """Evaluate a choice on its own draws (or given ones of the same assumptions) and at the rekenwaarde."""
    overrides = overrides_of(choice)
    if draws is None:
        draws = sample(model, choice.draws, choice.seed, overrides)
    return Estimate(evaluate(model, choice, draws), evaluate(model, choice, point(model, overrides)))


def evaluate(model: CostModel, choice: Choice, draws: Draws) -> Result:
    """All outcomes of a choice, draw by draw.

    Raises FlexlibError when the choice names an institution, variant or lever that the model does not have.
    """
    return result_of(steps(model, choice, draws))


def steps(model: CostModel, choice: Choice, draws: Draws) -> Evaluation:
    """Everything up to the point where outcomes are read off; flows are added up as they come and not kept."""
    situation = situate(model, choice, draws)
    pools: dict[Course, Pool] = {}
    work, team_loads = Work(), loads.TeamLoads()
    training_hours: Number = 0.0
    for flow in flows(situation):
        pools.setdefault(course_of(flow), Pool()).add(flow)
        work.add(flow)
        team_loads.add(situation, flow)
        line = flow.line
        if line.timing == "one_off" and line.carried_by == "team" and "training" in line.tags:
            training_hours = training_hours + flow.own_hours
    timing = timing_of(situation, work)
    axis = axis_of(choice.start, choice.horizon_months)
    layout = Layout(situation, Kernels(situation, timing, axis.boundaries), axis)
    return Evaluation(situation, timing, pools, team_loads, training_hours, layout)


def result_of(evaluation: Evaluation) -> Result:
    """Read all outcomes off an evaluation."""
    situation, timing, pools, layout = evaluation.situation, evaluation.timing, evaluation.pools, evaluation.layout
    model, axis = situation.model, layout.axis
    rule_hits = tuple(check_rules(model, situation.levels))
    laid = evaluation.laid()
    reached, student_years = outcomes.students_reached(situation, layout)
    one_off_hours, recurring_hours, released_hours = _hours_by_role(evaluation)

    found: dict[str, Number] = dict(money.headline_totals(situation, timing.programme_end, pools))
    found |= _totals(situation, laid, student_years, found)
    found["npv"] = laid.present_value.sum(axis=0)
    found["payback_year"] = money.payback_year(layout, laid.real)
    found |= outcomes.months(situation, timing)
    found |= outcomes.reach(situation)
    found |= outcomes.promises(situation, rule_hits)
    found |= outcomes.lasting_work(situation, recurring_hours, released_hours, evaluation.training_hours)
    within_budget, within_budget_year = outcomes.budget(situation, layout, laid.chosen)
    found |= within_budget
    team_peak = loads.peak_team_load(situation, timing, evaluation.team_loads)
    found["peak_team_load"], found["peak_team_load_month"] = team_peak
    found["peak_service_load"] = loads.peak_service_load(situation, axis, laid.hours["own_hours"])
    found["over_capacity"], findings = loads.over_capacity(
        situation, timing, axis, laid.hours, one_off_hours, recurring_hours
    )
    totals = {name: np.asarray(value) * np.ones(situation.n) for name, value in found.items()}
    totals |= balances(situation, totals)
    by_time = {**laid.chosen, **laid.hours, "students_reached": reached, "within_budget_year": within_budget_year}
    values = totals | {name: np.moveaxis(array, -1, 0) for name, array in by_time.items()}
    return Result(
        choice=situation.choice,
        model_version=model.version,
        content_hash=model.content_hash,
        n=situation.n,
        levels=situation.levels,
        figures=situation.figures,
        values=values,
        calendar_years=axis.calendar_years,
        school_years=axis.school_years,
        findings=findings,
        rule_hits=rule_hits,
    )


def _totals(
    situation: Situation,
    laid: money.Laid,
    student_years: np.ndarray,
    headline: dict[str, Number],
) -> dict[str, Number]:
    """Totals within the horizon, and headline amounts against income and students."""
    real, per_year = laid.real, laid.chosen
    income = situation.figure("income_eur")
    students = sum(situation.figure(f"students_{group}") for group in GROUPS)
    one_off_within = (real["out_of_pocket_one_off_year"] + real["own_time_one_off_year"]).sum(axis=0)
    beyond = headline["one_off_integral"] - one_off_within
    total_integral = per_year["integral_year"].sum(axis=0)
    total_income = per_year["income_calendar_year"].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_student_year = np.where(student_years > 0, real["integral_year"].sum(axis=0) / student_years, np.nan)
    return {
        "one_off_beyond_horizon": np.where(beyond > ROUNDING * headline["one_off_integral"], beyond, 0.0),
        "total_out_of_pocket": per_year["out_of_pocket_year"].sum(axis=0),
        "total_own_time": per_year["own_time_year"].sum(axis=0),
        "total_integral": total_integral,
        "total_income": total_income,
        "net_total": total_income - total_integral,
        "student_years": student_years,
        "cost_per_student_year": per_student_year,
        "one_off_income_share": headline["one_off_integral"] / income,
        "recurring_income_share": headline["recurring_net"] / income,
        "one_off_per_student": headline["one_off_integral"] / students,
        "recurring_per_student": headline["recurring_integral"] / students,
    }


def _hours_by_role(evaluation: Evaluation) -> tuple[dict[str, Number], dict[str, Number], dict[str, Number]]:
    """Per role: one-off own hours in all, own hours a year when all are live, and released hours a year."""
    one_off: dict[str, Number] = {}
    recurring: dict[str, Number] = {}
    released: dict[str, Number] = {}
    for course, pool in evaluation.pools.items():
        times: Number = evaluation.timing.programme_end if course.spread == "programme" else 1.0
        into = one_off if course.timing == "one_off" else recurring
        for role, hours in pool.own.items():
            into[role] = into.get(role, 0.0) + hours * times
        for role, hours in pool.released.items():
            released[role] = released.get(role, 0.0) + hours
    return one_off, recurring, released
