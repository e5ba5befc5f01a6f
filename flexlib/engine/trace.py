"""Why a figure is what it is: the formula's name, the values put in, the parameters and the effects that applied.

All values are at the rekenwaarde. The formula in words is a text with the key `trace.formula.<figure id>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.engine.balances import indicator_score
from flexlib.engine.effects import mode_at, relative_mode, strength
from flexlib.engine.evaluate import Evaluation, result_of, steps
from flexlib.engine.lines import LineRow, line_table
from flexlib.engine.result import Result
from flexlib.engine.sampling import overrides_of, point
from flexlib.engine.situation import Situation
from flexlib.engine.timing import team_hours_a_year
from flexlib.model.records import Choice, CostModel

LINE_AMOUNTS = {
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
RATIOS = {
    "lasting_fte": ("recurring_own_hours", "productive_hours_fte"),
    "one_off_income_share": ("one_off_integral", "income_eur"),
    "recurring_income_share": ("recurring_net", "income_eur"),
    "one_off_per_student": ("one_off_integral", "students"),
    "recurring_per_student": ("recurring_integral", "students"),
    "recurring_net": ("recurring_integral", "income_year"),
    "cost_per_student_year": ("total_integral", "student_years"),
    "net_total": ("total_income", "total_integral"),
    "within_budget_total": ("total_out_of_pocket", "budget_total_eur"),
    "within_budget_year": ("out_of_pocket_year", "budget_year_eur"),
    "months_half_live": ("months_first_live", "months_all_live"),
}
TIMING_PARTS = {
    "delay_factor": ("delay_all",),
    "months_richten": ("richten_months", "delay_all"),
    "months_build": ("build_effort", "change_capacity", "delay_all"),
    "months_rollout_planned": ("delay_all",),
    "months_rollout_capacity": ("service_capacity", "delay_all"),
}
TIMING_PARAMETERS = {
    "delay_factor": ("systemic_delay",),
    "months_richten": ("richten_months", "systemic_delay"),
    "months_build": ("productive_hours_fte", "team_other_developments_share", "systemic_delay"),
    "months_rollout_planned": ("systemic_delay",),
    "months_rollout_capacity": ("productive_hours_fte", "service_change_share", "systemic_delay"),
    "months_programme_end": ("securing_months",),
}
TIMING_SUMS = {
    "months_first_live": ("months_richten", "months_build"),
    "months_all_live": ("months_richten", "months_build", "months_rollout_planned", "months_rollout_capacity"),
    "months_programme_end": ("months_all_live",),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One value that was put in. kind: line, outcome, figure, lever, driver, parameter, effect or indicator.

    `value` is what it contributes or stands at; an effect's value is its factor (or months, points); an indicator has
    its score and weight beside its value.
    """

    kind: str
    id: str
    value: float
    score: float = float("nan")
    weight: float = float("nan")


@dataclass(frozen=True)
class Trace:
    """A figure opened: what it is made of, largest first where parts add up (`adds_up`)."""

    figure_id: str
    value: float
    adds_up: bool
    terms: tuple[Term, ...]

    def of_kind(self, kind: str) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.kind == kind)


def trace(model: CostModel, choice: Choice, figure_id: str, year: int | None = None) -> Trace:
    """Open a figure of one choice at the rekenwaarde.

    figure_id : an outcome id, or `line:<line id>`; with `year` an amount per calendar year is opened for that year.
    Raises KeyError for a figure that does not exist.
    """
    if figure_id.startswith("line:"):
        return _of_line(model, choice, figure_id)
    if figure_id.endswith("_year") and year is not None and f"{figure_id}" in _YEARLY:
        return _of_year(model, choice, figure_id, year)
    evaluation = steps(model, choice, point(model, overrides_of(choice)))
    result = result_of(evaluation)
    if figure_id not in result.values:
        raise KeyError(figure_id)
    value = result.values[figure_id]
    amount = float(value[0]) if value.ndim == 1 else float("nan")
    return Trace(figure_id, amount, _adds_up(model, figure_id), _terms(model, choice, evaluation, result, figure_id))


_YEARLY = {
    "out_of_pocket_year",
    "own_time_year",
    "integral_year",
    "out_of_pocket_one_off_year",
    "out_of_pocket_recurring_year",
    "own_time_one_off_year",
    "own_time_recurring_year",
}


def _adds_up(model: CostModel, figure_id: str) -> bool:
    return figure_id in LINE_AMOUNTS or figure_id in ("income_year", "subsidy_total", "hours_released_year")


def _terms(
    model: CostModel, choice: Choice, evaluation: Evaluation, result: Result, figure_id: str
) -> tuple[Term, ...]:
    situation = evaluation.situation
    if figure_id in LINE_AMOUNTS:
        timing, amount = LINE_AMOUNTS[figure_id]
        return _line_terms(line_table(model, choice).rows, timing, amount)
    if figure_id in ("income_year", "subsidy_total"):
        lasting = figure_id == "income_year"
        rows = tuple(row for row in line_table(model, choice).rows if (row.line.spread != "rollout") == lasting)
        return _line_terms(rows, "income", "income")
    if figure_id == "hours_released_year":
        freed = [row for row in line_table(model, choice).rows if row.released_hours]
        found = [Term("line", row.line.id, sum(row.released_hours.values())) for row in freed]
        return tuple(sorted(found, key=lambda term: -term.value))
    if figure_id in RATIOS:
        return tuple(_named(situation, result, part) for part in RATIOS[figure_id])
    if figure_id in TIMING_PARTS or figure_id in TIMING_SUMS:
        return _timing_terms(situation, result, figure_id)
    if figure_id in model.balances:
        return _balance_terms(situation, result, figure_id)
    return _level_terms(situation, figure_id)


def _line_terms(rows: tuple[LineRow, ...], timing: str, amount: str) -> tuple[Term, ...]:
    found = [Term("line", row.line.id, float(getattr(row, amount))) for row in rows if row.line.timing == timing]
    return tuple(sorted((term for term in found if term.value), key=lambda term: -term.value))


def _of_year(model: CostModel, choice: Choice, figure_id: str, year: int) -> Trace:
    table = line_table(model, choice)
    index = [period.year for period in table.calendar_years].index(year)
    wanted = [timing for timing in ("one_off", "recurring") if timing in figure_id] or ["one_off", "recurring"]
    terms = [
        Term("line", row.line.id, float(row.integral_year[index]))
        for row in table.rows
        if row.line.timing in wanted and row.integral_year[index]
    ]
    terms.sort(key=lambda term: -term.value)
    return Trace("integral_year", sum(term.value for term in terms), True, tuple(terms))


def _of_line(model: CostModel, choice: Choice, figure_id: str) -> Trace:
    line = model.lines[figure_id.removeprefix("line:")]
    evaluation = steps(model, choice, point(model, overrides_of(choice)))
    situation = evaluation.situation
    row = next(row for row in line_table(model, choice).rows if row.line.id == line.id)
    driver = situation.drivers[line.driver]
    volume = sum(_first(part) for part in driver) if isinstance(driver, list) else _first(driver)
    terms = [Term("driver", line.driver, volume)]
    formula = situation.plan.formulas[line.driver]
    names = [parameter for _, parameter in line.effort]
    names += [line.price_parameter] if line.price_parameter else []
    if line.timing != "income":
        names.append(f"systemic_{line.cost_class}")
    if line.cost_class == "ict" and line.timing == "one_off":
        names += ["ict_tail_probability", "ict_tail_size"]
    if line.vat:
        names += ["vat_rate", "vat_non_recoverable_share"]
    names += [model.roles[role].rate_parameter for role, _ in line.effort if line.timing != "income"]
    if line.timing == "one_off" and row.external_hours:
        names.append("rate_external")
    if line.timing == "one_off" and line.carried_by == "team" and situation.levels["backfill_share"]:
        terms.append(Term("lever", "backfill_share", situation.levels["backfill_share"]))
        names.append("rate_backfill")
    names += sorted(formula.parameters)
    terms += [Term("parameter", name, _first(situation.parameters[name])) for name in dict.fromkeys(names)]
    terms += [Term("lever", lever, situation.levels[lever]) for lever in sorted(formula.levers)]
    terms += [Term("figure", figure, situation.figures[figure] or 0.0) for figure in sorted(formula.figures)]
    terms += _line_effects(situation, line.id)
    value = row.income if line.timing == "income" else row.integral
    return Trace(figure_id, value, False, tuple(terms))


def _line_effects(situation: Situation, line_id: str) -> list[Term]:
    plan = situation.plan
    weights = plan.distinct[plan.rows[line_id]]
    hits = [(curve_id, weight) for curve_id, weight in zip(plan.common, weights, strict=True) if weight]
    hits += [(curve_id, exponent) for _, curve_id, exponent in plan.group_curves.get(line_id, ())]
    return _effect_terms(situation, dict(hits))


def _effect_terms(situation: Situation, exponents: Mapping[str, float]) -> list[Term]:
    """Factors (or terms) of curves that are not neutral at the chosen levels."""
    found = []
    for curve_id, exponent in exponents.items():
        mode = relative_mode(situation, curve_id)
        adds = situation.model.curves[curve_id].operation == "add"
        if mode != (0.0 if adds else 1.0):
            drawn = _first(strength(situation, curve_id, mode))
            found.append(Term("effect", curve_id, mode * drawn if adds else mode ** (drawn * exponent)))
    return found


def _timing_terms(situation: Situation, result: Result, figure_id: str) -> tuple[Term, ...]:
    terms = [_named(situation, result, part) for part in TIMING_SUMS.get(figure_id, ())]
    terms += [_named(situation, result, part) for part in TIMING_PARAMETERS.get(figure_id, ())]
    if figure_id == "months_build":
        terms.append(Term("figure", "team_hours_month", _first(team_hours_a_year(situation)) / 12))
        terms.append(Term("lever", "change_time_share", situation.levels["change_time_share"]))
    if figure_id == "months_rollout_planned":
        terms.append(Term("lever", "rollout_months", situation.levels["rollout_months"]))
    if figure_id == "delay_factor" and situation.delay_of_future != 1.0:
        terms.append(Term("future", situation.choice.future, situation.delay_of_future))
    for target in TIMING_PARTS.get(figure_id, ()):
        if target == "delay_all" and figure_id != "delay_factor":
            terms.append(_named(situation, result, "delay_factor"))
        else:
            terms += _effect_terms(situation, dict.fromkeys(situation.plan.timing.get(target, ()), 1.0))
    return tuple(terms)


def _balance_terms(situation: Situation, result: Result, balance: str) -> tuple[Term, ...]:
    terms = []
    for indicator in situation.model.balances[balance]:
        values = result.values[indicator.indicator]
        score = float(indicator_score(indicator, values)[0])
        terms.append(Term("indicator", indicator.indicator, float(values[0]), score, indicator.weight))
    terms += _effect_terms(situation, dict.fromkeys(situation.plan.balance.get(balance, ()), 1.0))
    return tuple(terms)


def _level_terms(situation: Situation, figure_id: str) -> tuple[Term, ...]:
    """Outcomes that follow from levels or from drivers alone."""
    levers = {
        "coach_minutes_week": ("coach_minutes",),
        "fixed_group_time": ("fixed_group_share",),
        "wait_to_start_weeks": ("intake_moments",),
        "steering_distance": tuple(lever.id for lever in situation.model.levers.values() if lever.best_level),
        "readiness_score": tuple(lever.id for lever in situation.model.levers.values() if lever.group == "E"),
        "scenario_spread": tuple(lever for lever in situation.levels if lever.startswith("scenario_")),
    }
    terms = [Term("lever", lever, situation.levels[lever]) for lever in levers.get(figure_id, ())]
    drivers = {"student_years": "students_in_scope", "students_in_scope": "students_in_scope"}
    if figure_id in drivers:
        parts = situation.by_group(drivers[figure_id])
        terms.append(Term("driver", drivers[figure_id], sum(_first(part) for part in parts)))
    return tuple(terms)


def _named(situation: Situation, result: Result, name: str) -> Term:
    """A value by its name: an outcome, a parameter or a figure of the institution."""
    if name in result.values:
        return Term("outcome", name, float(np.sum(result.values[name][0])))
    if name in situation.parameters:
        return Term("parameter", name, _first(situation.parameters[name]))
    if name == "students":
        return Term(
            "figure", "students", sum(situation.figure(f"students_{group}") for group in situation.model.groups)
        )
    value = situation.figures[name]
    return Term("figure", name, float("nan") if value is None else value)


def _first(value: float | np.ndarray) -> float:
    return float(np.ravel(value)[0])


def curve_levels(model: CostModel, curve_id: str) -> dict[float, float]:
    """Level → mode of a curve at every written level of its lever, for showing the whole curve."""
    curve = model.curves[curve_id]
    lever = model.levers[curve.lever_id]
    return {level.value: mode_at(lever, curve, level.value) for level in lever.levels}
