"""Why a figure is what it is: the formula's name, the values put in, the parameters and the effects that applied.

All values are at the rekenwaarde. The formula in words is a text with the key `trace.formula.<figure id>`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexlib.engine import trace_terms as terms
from flexlib.engine.evaluate import result_of, steps
from flexlib.engine.lines import line_table
from flexlib.engine.plan import line_parameters
from flexlib.engine.sampling import overrides_of, point
from flexlib.engine.trace_terms import Opening, Term
from flexlib.model.records import Choice, CostModel

__all__ = ["Term", "Trace", "trace", "trace_role"]


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

    figure_id : an outcome id, or `line:<line id>`; an amount or chance per calendar year is opened for `year`.
    Raises KeyError for a figure that does not exist, ValueError for a year outside the horizon.
    """
    evaluation = steps(model, choice, point(model, overrides_of(choice)))
    opening = Opening(evaluation, result_of(evaluation), line_table(model, choice))
    if figure_id.startswith("line:"):
        return _of_line(opening, figure_id)
    values = opening.result.values[figure_id]
    if figure_id in terms.LINES_OF_YEAR or figure_id == "within_budget_year":
        index = [period.year for period in opening.result.calendar_years].index(year or 0)
        amount = float(values[0, index])
        if figure_id in terms.LINES_OF_YEAR:
            return Trace(figure_id, amount, True, terms.lines_of_year(opening, figure_id, index))
        return Trace(figure_id, amount, False, terms.budgets(opening, year))
    amount = float(values[0]) if values.ndim == 1 else float("nan")
    found = terms.terms_of(opening, figure_id)
    return Trace(figure_id, amount, terms.adds_up(figure_id), (*found, *terms.future_terms(opening, found)))


def trace_role(model: CostModel, choice: Choice, role_id: str, year: int) -> Trace:
    """Own work of a role in the school year that begins in `year`, in fte at the rekenwaarde; its lines are in hours.

    Raises KeyError for an unknown role, ValueError for a school year outside the horizon.
    """
    evaluation = steps(model, choice, point(model, overrides_of(choice)))
    opening = Opening(evaluation, result_of(evaluation), line_table(model, choice))
    periods = opening.result.school_years
    index = [period.year for period in periods].index(year)
    hours = float(opening.result.values["own_hours"][0, index, list(model.roles).index(role_id)])
    of_fte = terms.named(opening, "productive_hours_fte")
    found = [
        *terms.lines_of_role(opening, role_id, index),
        of_fte,
        Term("amount", "months_in_year", periods[index].months),
        terms.named(opening, model.roles[role_id].fte_figure),
    ]
    fte = hours / (of_fte.value * periods[index].months / 12)
    return Trace("role_year", fte, False, (*found, *terms.future_terms(opening, found)))


def _of_line(opening: Opening, figure_id: str) -> Trace:
    situation, model = opening.situation, opening.situation.model
    line = model.lines[figure_id.removeprefix("line:")]
    row = next(row for row in opening.table.rows if row.line.id == line.id)
    driver = situation.drivers[line.driver]
    parts = driver if isinstance(driver, list) else [driver]
    found = [Term("driver", line.driver, sum(terms.first(part) for part in parts))]
    formula = situation.plan.formulas[line.driver]
    names = dict.fromkeys([*line_parameters(model, line), *sorted(formula.parameters)])
    found += [Term("parameter", name, terms.first(situation.parameters[name])) for name in names]
    levers = [*sorted(formula.levers), *_shares(opening, line.id)]
    found += [Term("lever", lever, situation.levels[lever]) for lever in dict.fromkeys(levers)]
    known = {figure: situation.figures[figure] for figure in sorted(formula.figures)}
    found += [Term("figure", figure, float("nan") if value is None else value) for figure, value in known.items()]
    plan = situation.plan
    weights = plan.distinct[plan.rows[line.id]]
    exponents = {curve: weight for curve, weight in zip(plan.common, weights, strict=True) if weight}
    exponents |= {curve: exponent for _, curve, exponent in plan.group_curves.get(line.id, ())}
    found += terms.effect_terms(situation, exponents)
    if line.spread == "programme":
        found.append(terms.named(opening, "months_programme_end"))
    found += terms.future_terms(opening, found)
    value = row.income if line.timing == "income" else row.integral
    return Trace(figure_id, value, False, tuple(found))


def _shares(opening: Opening, line_id: str) -> list[str]:
    """Levers that split the hours of a one-off line: replaced and by whom, and done by external hire."""
    line, levels = opening.situation.model.lines[line_id], opening.situation.levels
    if line.timing != "one_off" or not line.effort:
        return []
    levers = ["backfill_share", "backfill_by"] if line.carried_by == "team" and levels["backfill_share"] else []
    hireable = any(opening.situation.model.roles[role].hireable for role, _ in line.effort)
    return [*levers, "external_share"] if hireable and levels["external_share"] else levers


def curve_levels(model: CostModel, curve_id: str) -> dict[float, float]:
    """Level → mode of a curve at every written level of its lever, for showing the whole curve."""
    curve = model.curves[curve_id]
    lever = model.levers[curve.lever_id]
    return {level.value: float(np.ravel(terms.mode_at(lever, curve, level.value))[0]) for level in lever.levels}
