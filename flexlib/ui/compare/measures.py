"""What stands on an axis of the trade-off: an outcome, the spending in the dearest year, or the largest regret over the
futures; and the limits of budget and capacity that are known of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flexlib import units
from flexlib.engine.calendar import Period
from flexlib.engine.compare.futures import FutureGrid
from flexlib.model.choices import institution_figures, own_year_budget, year_budget
from flexlib.model.records import Institution
from flexlib.text import text
from flexlib.ui.comparison import Compares

REGRET, DEAREST = "regret", "dearest_year"
FOLLOW_SWITCH = ("total_out_of_pocket", "out_of_pocket_year")  # amounts with inflation when the room asks for it
OVER_HORIZON = ("total_out_of_pocket", "out_of_pocket_year", "student_years", "cost_per_student_year")
MOST_LINES = 3  # limits of one kind on an axis; more would hide the variants
Band = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Measure:
    """An axis.

    id : as a link writes it; outcome : the outcome it is measured in; bands : P10, P50 and P90 per variant
    """

    ground: Compares
    id: str
    label: str
    outcome: str
    bands: tuple[Band, ...]
    minimise: bool = True

    def p(self, position: int) -> Band:
        """P10, P50 and P90 of a variant; nan where it does not exist."""
        return self.bands[position]

    def write(self, value: float) -> str:
        return self.ground.write(self.outcome, value)

    def unit(self, positions: Sequence[int]) -> tuple[float, str]:
        """Divisor and words of the axis for these variants."""
        largest = max((abs(value) for at in positions for value in self.p(at)), default=0.0)
        return self.ground.unit(self.outcome, largest)

    @property
    def notes(self) -> list[str]:
        """The price level of an amount, and the years of what is summed over them."""
        model, choice = self.ground.model, self.ground.variants[0].choice
        found = []
        if units.is_money(model.outcomes[self.outcome].unit):
            basis = choice.price_basis if self.outcome in FOLLOW_SWITCH else "real"
            found.append(text(f"impact.note.{basis}", self.ground.language, year=model.settings.price_level))
        if self.outcome in OVER_HORIZON:
            years = _years(self.ground)
            found.append(self.ground.t("tradeoff.years", first=years[0].label, last=years[-1].label))
        return found


def outcome_of(ground: Compares, outcome_id: str) -> Measure:
    """An outcome as axis."""
    bands = tuple(totals.p(outcome_id) for totals in ground.totals)
    return Measure(ground, outcome_id, ground.label(outcome_id), outcome_id, bands, ground.minimise(outcome_id))


def dearest_year_of(ground: Compares) -> Measure:
    """What is spent in the calendar year that asks most: what a budget per year has to bear."""
    bands = tuple(totals.dearest_year for totals in ground.totals)
    return Measure(ground, DEAREST, ground.t("tradeoff.dearest_year"), "out_of_pocket_year", bands)


def regret_of(ground: Compares, grid: FutureGrid, outcome_id: str) -> Measure:
    """The largest regret over the futures: a difference of middles, without a band. Only what can be chosen has one."""
    largest = grid.max_regret[:, grid.outcomes.index(outcome_id)]
    able = ground.contenders
    regrets = [float(largest[at]) if at in able else math.nan for at in range(len(ground.variants))]
    label = ground.t("tradeoff.regret_on", outcome=ground.label(outcome_id).lower())
    return Measure(ground, REGRET, label, outcome_id, tuple((value, value, value) for value in regrets))


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of budget or capacity: value in the outcome's own unit, its name, and the variants it holds for."""

    value: float
    name: str
    holds_for: tuple[int, ...]


def limits_on(measure: Measure) -> list[Limit]:
    """What is known of budget and capacity on this axis."""
    ground, choice = measure.ground, measure.ground.variants[0].choice
    known: float | None = None
    if measure.id == "peak_team_load":
        return _team_time(ground)
    if measure.id == "total_out_of_pocket":
        known = budget_in_total(choice.institution, _budget(ground, "budget_total_eur"), _years(ground))
    elif measure.id == DEAREST:
        known = budget_a_year(choice.institution, _budget(ground, "budget_year_eur"), _years(ground))
    elif measure.id == "months_all_live":
        known = float(choice.horizon_months)
    elif measure.id == "peak_service_load":
        known = 1.0
    if known is None:
        return []
    name = ground.t(f"limit.{measure.id}", value=measure.write(known))
    return [Limit(known, name, tuple(range(len(ground.variants))))]


def lacks_a_line(measure: Measure) -> str:
    """Why a budget that is known per year is not drawn; nothing when it is."""
    own = measure.ground.variants[0].choice.institution.budget_by_year
    if measure.id not in ("total_out_of_pocket", DEAREST) or not own or limits_on(measure):
        return ""
    years = [year for year, _ in own]
    return measure.ground.t(f"limit.no_{measure.id}", first=min(years), last=max(years))


def budget_in_total(institution: Institution, in_total: float | None, years: Sequence[Period]) -> float | None:
    """What may be spent in these years, EUR: budgets per year go before one in total, when they cover every year."""
    if not institution.budget_by_year:
        return in_total
    own = [own_year_budget(institution, year.year, year.start.month) for year in years if year.end.year > year.year]
    known = [amount for amount in own if amount is not None]
    return math.fsum(known) if len(known) == len(years) else None


def budget_a_year(institution: Institution, a_year: float | None, years: Sequence[Period]) -> float | None:
    """What may be spent in each whole year, EUR; None when it is not known or not the same in all of them."""
    figures = {"budget_year_eur": a_year}
    budgets = {year_budget(institution, figures, year.year, year.start.month) for year in years if not year.partial}
    return budgets.pop() if len(budgets) == 1 else None


def _team_time(ground: Compares) -> list[Limit]:
    """The time teams may give to the change; variants that choose differently each have their own line."""
    chosen: dict[float, list[int]] = {}
    for position, totals in enumerate(ground.totals):
        chosen.setdefault(totals.levels["change_time_share"], []).append(position)
    if len(chosen) > MOST_LINES:
        return []
    found = []
    for share, positions in sorted(chosen.items()):
        said = ground.t("limit.peak_team_load", value=ground.write("peak_team_load", share))
        name = said if len(chosen) == 1 else f"{said} ({ground.listed(positions)})"
        found.append(Limit(share, name, tuple(positions)))
    return found


def _budget(ground: Compares, figure: str) -> float | None:
    return institution_figures(ground.model, ground.variants[0].choice.institution).get(figure)


def _years(ground: Compares) -> tuple[Period, ...]:
    return ground.totals[0].calendar_years
