"""What stands on an axis of the trade-off: an outcome with its band, or the largest regret over the futures; and the
limits of budget and capacity that are known of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.calendar import Period
from flexlib.engine.compare.futures import FutureGrid
from flexlib.model.choices import institution_figures
from flexlib.model.records import Institution
from flexlib.text import text
from flexlib.ui.compare.ground import Compares, chart_unit

REGRET = "regret"
MOST_LINES = 3  # limits of one kind on an axis; more would hide the variants
Band = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Measure:
    """An axis.

    outcome : what is measured, or what the regret is about; regrets : ndarray (variants,), None for the outcome itself
    """

    ground: Compares
    outcome: str
    regrets: np.ndarray | None = None

    @property
    def label(self) -> str:
        named = self.ground.label(self.outcome)
        return named if self.regrets is None else self.ground.t("tradeoff.regret_on", outcome=named.lower())

    @property
    def minimise(self) -> bool:
        return self.regrets is not None or self.ground.minimise(self.outcome)

    def p(self, position: int) -> Band:
        """P10, P50 and P90 of a variant; a regret is a difference of middles and has no band."""
        if self.regrets is None:
            return self.ground.totals[position].p(self.outcome)
        regret = float(self.regrets[position])
        return regret, regret, regret

    def write(self, value: float) -> str:
        return self.ground.write(self.outcome, value)

    def unit(self, positions: Sequence[int]) -> tuple[float, str]:
        """Divisor and words of the axis for these variants."""
        largest = max((abs(value) for at in positions for value in self.p(at)), default=0.0)
        return chart_unit(self.ground, self.outcome, largest)

    @property
    def price_note(self) -> str:
        """The price level of an amount: totals over the horizon follow the switch, all others are real."""
        model, choice = self.ground.model, self.ground.variants[0].choice
        basis = choice.price_basis if self.outcome in FOLLOW_SWITCH else "real"
        return text(f"impact.note.{basis}", self.ground.language, year=model.settings.price_level)


FOLLOW_SWITCH = ("total_out_of_pocket",)


def outcome_of(ground: Compares, outcome_id: str) -> Measure:
    """An outcome as axis."""
    return Measure(ground, outcome_id)


def regret_of(ground: Compares, grid: FutureGrid, outcome_id: str) -> Measure:
    """The largest regret over the futures; a variant that cannot be chosen has none."""
    largest = grid.max_regret[:, grid.outcomes.index(outcome_id)]
    able = np.isin(np.arange(len(ground.variants)), ground.contenders)
    return Measure(ground, outcome_id, np.where(able, largest, np.nan))


def limits_on(measure: Measure) -> list[tuple[float, str]]:
    """What is known of budget and capacity on this axis: value in the outcome's own unit, and its name."""
    ground, outcome = measure.ground, measure.outcome
    if measure.regrets is not None:
        return []
    choice = ground.variants[0].choice
    if outcome == "peak_team_load":
        return _team_time(ground)
    known: float | None = None
    if outcome == "total_out_of_pocket":
        known = budget_in_total(choice.institution, _budget(ground, "budget_total_eur"), _years(ground))
    elif outcome == "recurring_out_of_pocket":
        latest = latest_budget(choice.institution, _years(ground))
        if latest is not None:
            year, amount = latest
            return [(amount, ground.t("limit.budget_of_year", year=year, value=measure.write(amount)))]
        known = _budget(ground, "budget_year_eur")
    elif outcome == "months_all_live":
        known = float(choice.horizon_months)
    elif outcome == "peak_service_load":
        known = 1.0
    return [] if known is None else [(known, ground.t(f"limit.{outcome}", value=measure.write(known)))]


def lacks_a_line(measure: Measure) -> str:
    """Why a budget that is known is not drawn: it does not cover the years that are measured."""
    own = measure.ground.variants[0].choice.institution.budget_by_year
    if measure.outcome != "total_out_of_pocket" or measure.regrets is not None or not own or limits_on(measure):
        return ""
    years = [year for year, _ in own]
    return measure.ground.t("limit.other_years", first=min(years), last=max(years))


def budget_in_total(institution: Institution, in_total: float | None, years: Sequence[Period]) -> float | None:
    """What may be spent in these years, EUR: budgets per year go before one in total, when they cover every year."""
    own = dict(institution.budget_by_year)
    if not own:
        return in_total
    covered = all(year.year in own and year.end.year > year.year for year in years)
    return math.fsum(own[year.year] for year in years) if covered else None


def latest_budget(institution: Institution, years: Sequence[Period]) -> tuple[int, float] | None:
    """The last whole year within the horizon that has a budget of its own, and that budget, EUR."""
    own = dict(institution.budget_by_year)
    whole = [year.year for year in years if year.year in own and not year.partial]
    return (max(whole), own[max(whole)]) if whole else None


def _team_time(ground: Compares) -> list[tuple[float, str]]:
    """The time teams may give to the change; variants that choose differently each have their own line."""
    chosen: dict[float, list[int]] = {}
    for position, totals in enumerate(ground.totals):
        chosen.setdefault(totals.levels["change_time_share"], []).append(position)
    if len(chosen) > MOST_LINES:
        return []
    found = []
    for share, positions in sorted(chosen.items()):
        said = ground.t("limit.peak_team_load", value=ground.write("peak_team_load", share))
        found.append((share, said if len(chosen) == 1 else f"{said} ({ground.listed(positions)})"))
    return found


def _budget(ground: Compares, figure: str) -> float | None:
    return institution_figures(ground.model, ground.variants[0].choice.institution).get(figure)


def _years(ground: Compares) -> tuple[Period, ...]:
    return ground.totals[0].calendar_years
