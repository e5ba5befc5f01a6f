"""The totals that variants are compared on: a few dozen outcomes with all their draws, in full precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from flexlib.budget.beside.outside import Outside, after_budget
from flexlib.engine.calendar import Period
from flexlib.engine.result import Finding, Result, quantiles
from flexlib.model.required import BALANCES
from flexlib.model.rules import RuleHit

HORIZON_TOTALS = ("total_out_of_pocket", "total_integral", "npv")  # these never rank: delay would pay
COMPARED = (
    "one_off_integral",
    "one_off_out_of_pocket",
    "one_off_own_hours",
    "one_off_income_share",
    "recurring_integral",
    "recurring_out_of_pocket",
    "recurring_net",
    "recurring_income_share",
    "lasting_fte",
    "months_first_live",
    "months_half_live",
    "months_all_live",
    "students_in_scope_share",
    "student_years",
    "cost_per_student_year",
    "peak_team_load",
    "peak_service_load",
    *HORIZON_TOTALS,
    *BALANCES,
)


@dataclass(frozen=True, eq=False)
class Totals:
    """What is kept of one variant's evaluation.

    values : outcome → ndarray (n,), float64; years : ndarray (3, years), P10, P50 and P90 of the cost per calendar year
    dearest_year : P10, P50 and P90 of the spending in the whole calendar year that asks most, draw by draw
    after_budget : what is spent after the last year that has a budget of its own
    """

    values: Mapping[str, np.ndarray]
    years: np.ndarray
    dearest_year: tuple[float, float, float]
    calendar_years: tuple[Period, ...]
    after_budget: Outside | None
    shares: Mapping[str, float]
    levels: Mapping[str, float]
    findings: tuple[Finding, ...]
    rule_hits: tuple[RuleHit, ...]
    _quantiles: dict[str, tuple[float, float, float]] = field(default_factory=dict, repr=False)

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in self.values.values()) + self.years.nbytes

    @property
    def has_scope(self) -> bool:
        """Whether any programme takes part."""
        return bool(self.values["students_in_scope_share"][0] > 0)

    @property
    def is_possible(self) -> bool:
        """Whether its choices can go together."""
        return not any(hit.rule.severity == "impossible" for hit in self.rule_hits)

    def p(self, outcome_id: str) -> tuple[float, float, float]:
        """P10, P50 and P90; nan where the outcome does not exist."""
        if outcome_id not in self._quantiles:
            low, middle, high = quantiles(self.values[outcome_id])
            self._quantiles[outcome_id] = (float(low), float(middle), float(high))
        return self._quantiles[outcome_id]


def totals_of(result: Result) -> Totals:
    """The totals of an evaluation; everything else of it can go."""
    chances = [name for name in ("within_budget_total", "within_budget_every_year") if name in result.values]
    return Totals(
        values={outcome_id: result.values[outcome_id] for outcome_id in COMPARED},
        years=np.asarray(result.quantiles("integral_year")),
        dearest_year=_dearest_year(result),
        calendar_years=result.calendar_years,
        after_budget=after_budget(result),
        shares={name: result.share(name) for name in chances},
        levels=result.levels,
        findings=result.findings,
        rule_hits=result.rule_hits,
    )


def _dearest_year(result: Result) -> tuple[float, float, float]:
    """A year that is cut off counts when there is no whole one."""
    spent = result.values["out_of_pocket_year"]
    whole = [index for index, year in enumerate(result.calendar_years) if not year.partial]
    low, middle, high = quantiles(spent[:, whole or slice(None)].max(axis=1))
    return float(low), float(middle), float(high)
