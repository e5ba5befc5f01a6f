"""The terms of each figure: lines that add up, or the values that its formula puts together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.engine.balances import indicator_score
from flexlib.engine.effects import mode_at, relative_mode, strength
from flexlib.engine.evaluate import Evaluation
from flexlib.engine.lines import LineRow, LineTable
from flexlib.engine.loads import change_capacity_hours, heaviest_team
from flexlib.engine.money import cumulative_balance
from flexlib.engine.outcomes import total_budget
from flexlib.engine.result import Result
from flexlib.engine.sampling import overrides_of, point
from flexlib.engine.situation import Situation
from flexlib.engine.timing import team_hours_a_year
from flexlib.model.choices import year_budget
from flexlib.model.circumstances import outside_effects

__all__ = ["Opening", "Term", "mode_at"]

# figure → (timing, amount of a line that adds up to it)
LINES = {
    "one_off_out_of_pocket": ("one_off", "out_of_pocket"),
    "one_off_own_time": ("one_off", "own_time"),
    "one_off_integral": ("one_off", "integral"),
    "one_off_own_hours": ("one_off", "hours"),
    "one_off_external_hours": ("one_off", "external_hours"),
    "recurring_out_of_pocket": ("recurring", "out_of_pocket"),
    "recurring_own_time": ("recurring", "own_time"),
    "recurring_integral": ("recurring", "integral"),
    "recurring_own_hours": ("recurring", "hours"),
    "cash_if_hired": ("recurring", "integral"),
}
# figure per calendar year → (timing or any, amount per year of a line)
LINES_OF_YEAR = {
    "integral_year": ("", "integral_year"),
    "out_of_pocket_year": ("", "out_of_pocket_year"),
    "own_time_year": ("", "own_time_year"),
    "out_of_pocket_one_off_year": ("one_off", "out_of_pocket_year"),
    "out_of_pocket_recurring_year": ("recurring", "out_of_pocket_year"),
    "own_time_one_off_year": ("one_off", "own_time_year"),
    "own_time_recurring_year": ("recurring", "own_time_year"),
    "income_calendar_year": ("income", "income_year"),
}
# total within the horizon → amount per year of a line
LINES_OF_HORIZON = {
    "total_out_of_pocket": "out_of_pocket_year",
    "total_own_time": "own_time_year",
    "total_integral": "integral_year",
    "total_income": "income_year",
}
# figure → names of outcomes, parameters, drivers or figures of the institution that its formula puts together
PUT_TOGETHER = {
    "lasting_fte": ("recurring_own_hours", "productive_hours_fte"),
    "one_off_income_share": ("one_off_integral", "income_eur"),
    "recurring_income_share": ("recurring_net", "income_eur"),
    "one_off_per_student": ("one_off_integral", "students"),
    "recurring_per_student": ("recurring_integral", "students"),
    "recurring_net": ("recurring_integral", "income_year"),
    "cost_per_student_year": ("real_integral", "student_years"),
    "net_total": ("total_income", "total_integral"),
    "months_half_live": ("months_first_live", "months_all_live"),
    "months_first_live": ("months_richten", "months_build"),
    "months_all_live": ("months_richten", "months_build", "months_rollout_planned", "months_rollout_capacity"),
    "months_programme_end": ("months_all_live", "securing_months"),
    "student_years": ("students_in_scope",),
    "students_in_scope_share": ("students_in_scope", "students"),
    "personal_route_share": ("personal_routes", "students_in_scope"),
    "route_changes_student": ("route_changes", "students_in_scope"),
    "timetable_load": ("timetable_hours", "fte_roosteraar", "productive_hours_fte"),
    "extra_teacher_load": (
        "teacher_hours",
        "released_teacher_hours",
        "fte_docent",
        "productive_hours_fte",
        "teams_in_scope",
        "teams",
    ),
    "training_hours_teacher": ("training_hours", "staff_in_scope"),
    "delay_factor": ("systemic_delay",),
    "months_richten": ("richten_months", "delay_factor"),
    "months_build": (
        "build_hours",
        "team_hours_month",
        "change_time_share",
        "team_other_developments_share",
        "delay_factor",
    ),
    "months_rollout_planned": ("rollout_months", "delay_factor"),
    "months_rollout_capacity": ("productive_hours_fte", "service_change_share", "delay_factor"),
    "peak_team_load": (
        "build_hours",
        "rollout_hours",
        "first_year_hours",
        "live_hours",
        "team_hours_year",
        "months_build",
    ),
    "peak_team_load_month": ("months_richten", "months_build", "peak_team_load"),
    "coach_minutes_week": ("coach_minutes",),
    "fixed_group_time": ("fixed_group_share",),
    "wait_to_start_weeks": ("intake_moments",),
}
# figure → timing targets whose effects act on it
EFFECTS = {
    "delay_factor": ("delay_all",),
    "months_richten": ("richten_months",),
    "months_build": ("build_effort", "change_capacity"),
    "months_rollout_capacity": ("service_capacity",),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One value that was put in.

    kind : line, outcome, figure, lever, driver, parameter, effect, future, indicator, year, budget, role, rule, or
        amount (a number with a name of its own, `trace.<id>`)
    value : what it contributes or stands at; an effect's value is its factor (or months, points); an indicator has its
        score and weight beside its value; a future's id is what it acts on (a parameter, or a timing target) and its
        value what it makes of it; a budget's id is a calendar year and its value what is spent in it, EUR
    beside : what a future's target is without it; the budget of the year, EUR
    """

    kind: str
    id: str
    value: float
    score: float = float("nan")
    weight: float = float("nan")
    beside: float = float("nan")


@dataclass(frozen=True, eq=False)
class Opening:
    """What every term is read from: one evaluation at the rekenwaarde, its result and its lines."""

    evaluation: Evaluation
    result: Result
    table: LineTable

    @property
    def situation(self) -> Situation:
        return self.evaluation.situation


def adds_up(figure_id: str) -> bool:
    """Whether the terms of a figure add up to it."""
    sums = ("income_year", "subsidy_total", "hours_released_year", "one_off_beyond_horizon", "npv")
    return figure_id in LINES or figure_id in LINES_OF_HORIZON or figure_id in sums


def terms_of(opening: Opening, figure_id: str) -> tuple[Term, ...]:
    """The terms of an outcome that is one number."""
    situation, rows = opening.situation, opening.table.rows
    if figure_id in LINES:
        timing, amount = LINES[figure_id]
        return _lines(rows, lambda row: getattr(row, amount) if row.line.timing == timing else 0.0)
    if figure_id in LINES_OF_HORIZON:
        return _lines(rows, lambda row: float(getattr(row, LINES_OF_HORIZON[figure_id]).sum()))
    if figure_id in ("income_year", "subsidy_total"):
        lasting = figure_id == "income_year"
        return _lines(rows, lambda row: row.income if (row.line.spread != "rollout") == lasting else 0.0)
    if figure_id == "hours_released_year":
        return _lines(rows, lambda row: sum(row.released_hours.values()))
    if figure_id == "one_off_beyond_horizon":
        return _lines(
            rows, lambda row: row.integral - float(row.real_year.sum()) if row.line.timing == "one_off" else 0.0
        )
    if figure_id in ("npv", "payback_year"):
        return _years(opening, discounted=figure_id == "npv")
    if figure_id in situation.model.balances:
        return _balance(opening, figure_id)
    if figure_id in ("peak_service_load", "over_capacity"):
        return _roles(opening, figure_id)
    if figure_id == "rule_conflicts":
        weights = situation.model.settings.severity_weights
        return tuple(Term("rule", hit.rule.id, weights[hit.rule.severity]) for hit in opening.result.rule_hits)
    if figure_id == "within_budget_every_year":
        return budgets(opening) or (named(opening, "budget_year_eur"),)
    if figure_id == "within_budget_total":
        return _budget_in_total(opening)
    if figure_id in PUT_TOGETHER:
        return _put_together(opening, figure_id)
    return _levels(situation, figure_id)


def lines_of_year(opening: Opening, figure_id: str, index: int) -> tuple[Term, ...]:
    """Lines that add up to an amount of one calendar year."""
    timing, amount = LINES_OF_YEAR[figure_id]
    return _lines(
        opening.table.rows,
        lambda row: float(getattr(row, amount)[index]) if timing in ("", row.line.timing) else 0.0,
    )


def lines_of_role(opening: Opening, role: str, index: int) -> tuple[Term, ...]:
    """Lines that add up to the own hours of a role in one school year."""
    return _lines(
        opening.table.rows,
        lambda row: float(row.own_hours_year[role][index]) if role in row.own_hours_year else 0.0,
    )


def budgets(opening: Opening, only: int | None = None) -> tuple[Term, ...]:
    """Per full calendar year with a budget (or only one of them): what is spent, beside the budget."""
    situation, result = opening.situation, opening.result
    spent, holds = result.values["out_of_pocket_year"][0], result.values["within_budget_year"][0]
    found = []
    for index, period in enumerate(result.calendar_years):
        amount = year_budget(situation.choice.institution, situation.figures, period.year, period.start.month)
        if amount is not None and not np.isnan(holds[index]) and only in (None, period.year):
            found.append(Term("budget", period.label, float(spent[index]), beside=amount))
    return tuple(found)


def _budget_in_total(opening: Opening) -> tuple[Term, ...]:
    """What is spent beside the budget, per year when there are budgets per year."""
    situation, result = opening.situation, opening.result
    own = dict(situation.choice.institution.budget_by_year)
    in_total = total_budget(situation, result.calendar_years)
    if not own or in_total is None:
        return tuple(named(opening, name) for name in ("total_out_of_pocket", "budget_total_eur"))
    spent = result.values["out_of_pocket_year"][0]
    periods = [(index, result.calendar_years[index]) for index in in_total.years]
    return tuple(Term("budget", year.label, float(spent[index]), beside=own[year.year]) for index, year in periods)


def future_terms(opening: Opening, found: Iterable[Term]) -> list[Term]:
    """What the future makes of the parameters among the terms, beside what they are without it."""
    situation, drawn = opening.situation, point(opening.situation.model, overrides_of(opening.situation.choice))
    effects = outside_effects(situation.model, situation.choice)
    touched = {effect.target for effect in effects if effect.target_kind == "parameter"}
    names = [term.id for term in found if term.kind == "parameter" and term.id in touched]
    return [
        Term("future", name, first(situation.parameters[name]), beside=first(drawn.parameters[name])) for name in names
    ]


def effect_terms(situation: Situation, exponents: Mapping[str, float]) -> list[Term]:
    """Factors (or terms) of curves that are not neutral at the chosen levels."""
    found = []
    for curve_id, exponent in exponents.items():
        mode = relative_mode(situation, curve_id)
        adds = situation.model.curves[curve_id].operation == "add"
        if mode != (0.0 if adds else 1.0):
            drawn = first(strength(situation, curve_id, mode))
            found.append(Term("effect", curve_id, mode * drawn if adds else mode ** (drawn * exponent)))
    return found


def named(opening: Opening, name: str) -> Term:
    """A value by its name: outcome, parameter, lever, driver, figure of the institution, or an amount of its own."""
    situation, result = opening.situation, opening.result
    if name in result.values:
        return Term("outcome", name, float(np.sum(result.values[name][0])))
    if name in situation.parameters:
        return Term("parameter", name, first(situation.parameters[name]))
    if name in situation.levels:
        return Term("lever", name, situation.levels[name])
    if name in situation.drivers:
        value = situation.drivers[name]
        return Term("driver", name, sum(first(part) for part in (value if isinstance(value, list) else [value])))
    if name in situation.figures:
        value_or_none = situation.figures[name]
        return Term("figure", name, float("nan") if value_or_none is None else value_or_none)
    return Term("amount", name, _amounts(opening)[name]())


def first(value: float | np.ndarray) -> float:
    return float(np.ravel(value)[0])


def _amounts(opening: Opening) -> dict[str, Callable[[], float]]:
    """Numbers of a formula that are no outcome of their own."""
    situation, rows = opening.situation, opening.table.rows
    loads = opening.evaluation.team_loads

    def of_team(name: str) -> float:
        group = heaviest_team(situation, opening.evaluation.timing, loads)
        hours = None if group is None else getattr(loads, name).per_team(situation, group)
        return float("nan") if hours is None else first(hours)

    def yearly(role: str) -> float:
        return sum(row.own_hours.get(role, 0.0) for row in rows if row.line.timing == "recurring")

    return {
        "students": lambda: sum(situation.figure(f"students_{group}") for group in situation.model.groups),
        "real_integral": lambda: float(sum(row.real_year.sum() for row in rows)),
        "team_hours_year": lambda: first(team_hours_a_year(situation)),
        "team_hours_month": lambda: first(team_hours_a_year(situation)) / 12,
        "build_hours": lambda: of_team("build"),
        "rollout_hours": lambda: of_team("rollout"),
        "first_year_hours": lambda: of_team("first_year"),
        "live_hours": lambda: of_team("live"),
        "teacher_hours": lambda: yearly("docent"),
        "timetable_hours": lambda: yearly("roosteraar"),
        "released_teacher_hours": lambda: sum(row.released_hours.get("docent", 0.0) for row in rows),
        "training_hours": lambda: first(opening.evaluation.training_hours),
    }


def _lines(rows: tuple[LineRow, ...], amount: Callable[[LineRow], float]) -> tuple[Term, ...]:
    found = [Term("line", row.line.id, float(amount(row))) for row in rows]
    return tuple(sorted((term for term in found if abs(term.value) > 1e-9), key=lambda term: -term.value))


def _put_together(opening: Opening, figure_id: str) -> tuple[Term, ...]:
    situation = opening.situation
    found = [named(opening, name) for name in PUT_TOGETHER[figure_id]]
    if figure_id == "delay_factor" and situation.delay_of_future != 1.0:
        found.append(Term("future", "delay_all", situation.delay_of_future, beside=1.0))
    for target in EFFECTS.get(figure_id, ()):
        found += effect_terms(situation, dict.fromkeys(situation.plan.timing.get(target, ()), 1.0))
    return tuple(found)


def _years(opening: Opening, discounted: bool) -> tuple[Term, ...]:
    laid = opening.evaluation.laid()
    amounts = laid.present_value if discounted else cumulative_balance(laid.real)
    periods = opening.result.calendar_years
    return tuple(Term("year", period.label, first(amount)) for period, amount in zip(periods, amounts, strict=True))


def _roles(opening: Opening, figure_id: str) -> tuple[Term, ...]:
    """Role → highest share of its hours (or of its room for change) that is asked in a school year."""
    situation = opening.situation
    kind = "own_hours" if figure_id == "peak_service_load" else "own_hours_one_off"
    found = []
    for index, role in enumerate(situation.model.roles.values()):
        asked = opening.result.values[kind][0, :, index]
        months = np.array([period.months for period in opening.result.school_years])
        if situation.fte(role.id) == 0 or (figure_id == "peak_service_load" and role.kind != "service"):
            continue
        a_year = situation.fte(role.id) * first(situation.parameters["productive_hours_fte"])
        if figure_id == "over_capacity":
            a_year = first(change_capacity_hours(situation, opening.evaluation.timing, role))
        if asked.any():
            found.append(Term("role", role.id, float((asked / (a_year * months / 12)).max()) if a_year else np.inf))
    return tuple(sorted(found, key=lambda term: -term.value))


def _balance(opening: Opening, balance: str) -> tuple[Term, ...]:
    situation, found = opening.situation, []
    for indicator in situation.model.balances[balance]:
        values = opening.result.values[indicator.indicator]
        score = float(indicator_score(indicator, values)[0])
        found.append(Term("indicator", indicator.indicator, float(values[0]), score, indicator.weight))
    found += effect_terms(situation, dict.fromkeys(situation.plan.balance.get(balance, ()), 1.0))
    return tuple(found)


def _levels(situation: Situation, figure_id: str) -> tuple[Term, ...]:
    """Outcomes that follow from levels alone, and students by group."""
    levers = {
        "steering_distance": [lever.id for lever in situation.model.levers.values() if lever.best_level is not None],
        "readiness_score": [lever.id for lever in situation.model.levers.values() if lever.group == "E"],
        "scenario_spread": [lever for lever in situation.levels if lever.startswith("scenario_")],
        "students_in_scope": [lever for lever in situation.levels if lever.startswith("scope_")],
    }
    found = [Term("lever", lever, situation.levels[lever]) for lever in levers[figure_id]]
    if figure_id == "students_in_scope":
        students = [figure for figure in situation.figures if figure.startswith("students_")]
        found += [Term("figure", figure, situation.figure(figure)) for figure in students]
    return tuple(found)
