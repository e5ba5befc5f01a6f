"""The table of lines at the rekenwaarde: what each line asks, so that the sum of lines is the total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexlib.engine.calendar import Period
from flexlib.engine.evaluate import Evaluation, steps
from flexlib.engine.flows import Flow, flows
from flexlib.engine.money import growth
from flexlib.engine.pools import course_of
from flexlib.engine.sampling import overrides_of, point
from flexlib.engine.situation import Number
from flexlib.model.records import Choice, CostLine, CostModel


@dataclass(frozen=True)
class LineRow:
    """One line at the rekenwaarde, real prices: a total for one-off lines and subsidies, per year for the others.

    own_hours : role → h, replaced hours included; released_hours : role → h a year, income lines only
    own_hours_year : role → ndarray (school years,), h within the horizon
    out_of_pocket_year, own_time_year, income_year : ndarray (calendar years,), EUR within the horizon, in the choice's
        price basis; `real_year` the real integral cost
    """

    line: CostLine
    own_hours: dict[str, float]
    own_hours_year: dict[str, np.ndarray]
    external_hours: float
    released_hours: dict[str, float]
    purchase: float
    out_of_pocket: float
    own_time: float
    income: float
    out_of_pocket_year: np.ndarray
    own_time_year: np.ndarray
    income_year: np.ndarray
    real_year: np.ndarray

    @property
    def integral(self) -> float:
        return self.out_of_pocket + self.own_time

    @property
    def integral_year(self) -> np.ndarray:
        return self.out_of_pocket_year + self.own_time_year

    @property
    def hours(self) -> float:
        return sum(self.own_hours.values())


@dataclass(frozen=True)
class LineTable:
    """All lines of a choice at the rekenwaarde, in file order."""

    choice: Choice
    rows: tuple[LineRow, ...]
    calendar_years: tuple[Period, ...]

    def total(self, timing: str, amount: str) -> float:
        """Sum of one amount (integral, out_of_pocket, own_time, hours, income) over the lines of a timing."""
        return sum(getattr(row, amount) for row in self.rows if row.line.timing == timing)

    def by_chain_and_aspect(self, timing: str, amount: str) -> dict[tuple[str, str], float]:
        """(chain, aspect) → sum of one amount over the lines of a timing."""
        found: dict[tuple[str, str], float] = {}
        for row in self.rows:
            if row.line.timing == timing:
                key = (row.line.chain, row.line.aspect)
                found[key] = found.get(key, 0.0) + getattr(row, amount)
        return found


def line_table(model: CostModel, choice: Choice) -> LineTable:
    """Every line of a choice at the rekenwaarde."""
    evaluation = steps(model, choice, point(model, overrides_of(choice)))
    flows_of: dict[str, list[Flow]] = {}
    for flow in flows(evaluation.situation):
        flows_of.setdefault(flow.line.id, []).append(flow)
    rows = tuple(_row(evaluation, of_line) for of_line in flows_of.values())
    return LineTable(choice, rows, evaluation.layout.axis.calendar_years)


def _row(evaluation: Evaluation, of_line: list[Flow]) -> LineRow:
    situation, layout = evaluation.situation, evaluation.layout
    line = of_line[0].line
    times: Number = evaluation.timing.programme_end if line.spread == "programme" else 1.0
    nominal = situation.choice.price_basis == "nominal"
    wage, price, ict = (growth(situation, layout, name, nominal) for name in ("wage", "price", "ict_price"))
    purchase_index = ict if line.cost_class == "ict" else price
    years = len(layout.axis.calendar_years)
    by_year = {name: np.zeros(years) for name in ("out_of_pocket", "own_time", "income", "real")}
    hours_by_year: dict[str, np.ndarray] = {}
    for flow in of_line:
        buckets = layout.buckets(course_of(flow))
        shares, school_shares = layout.years(buckets), layout.school_years(buckets)
        for role, hours in flow.own.items():
            hours_by_year[role] = hours_by_year.get(role, 0.0) + np.ravel(school_shares * hours)
        by_year["out_of_pocket"] += np.ravel(shares * (flow.wage_cost * wage + flow.purchase * purchase_index))
        by_year["own_time"] += np.ravel(shares * flow.own_time * wage)
        by_year["income"] += np.ravel(shares * flow.income * price)
        by_year["real"] += np.ravel(shares * (flow.out_of_pocket + flow.own_time))
    return LineRow(
        line=line,
        own_hours=_by_role([flow.own for flow in of_line], times),
        own_hours_year=hours_by_year,
        external_hours=_number(sum((_number(h) for flow in of_line for h in flow.external.values()), 0.0) * times),
        released_hours=_by_role([flow.released for flow in of_line], 1.0),
        purchase=_number(sum(_number(flow.purchase) for flow in of_line) * times),
        out_of_pocket=_number(sum(_number(flow.out_of_pocket) for flow in of_line) * times),
        own_time=_number(sum(_number(flow.own_time) for flow in of_line) * times),
        income=sum(_number(flow.income) for flow in of_line),
        out_of_pocket_year=by_year["out_of_pocket"],
        own_time_year=by_year["own_time"],
        income_year=by_year["income"],
        real_year=by_year["real"],
    )


def _by_role(hours: list[dict[str, Number]], times: Number) -> dict[str, float]:
    found: dict[str, float] = {}
    for of_flow in hours:
        for role, amount in of_flow.items():
            found[role] = found.get(role, 0.0) + _number(amount * times)
    return found


def _number(value: Number) -> float:
    return float(np.ravel(value)[0])
