"""What a room asks of a search: what it starts with, what may have a limit, and limits as the engine takes them."""

from __future__ import annotations

from flexlib.engine.calendar import axis_of
from flexlib.engine.explore.needs import OUTCOMES
from flexlib.engine.explore.question import LEVEL, MEAN, OF_HORIZON, P10, P50, P90, REGRET, Limit
from flexlib.model.choices import institution_figures, year_budget
from flexlib.model.records import GROUPS, Choice, CostModel

FREE_AT_FIRST = (
    "change_strategy",
    "change_time_share",
    "pilots_first",
    "rollout_months",
    "materials_source",
    "ict_choice",
    "backfill_share",
)
OUTCOMES_AT_FIRST = ("one_off_integral", "months_all_live", "peak_team_load")
MANNERS = (P50, MEAN, P90, REGRET)
MOST_OF = {  # outcomes that can have a limit, by what they are about
    "money": ("one_off_integral", "total_out_of_pocket", "out_of_pocket_year", "recurring_net"),
    "work": ("peak_team_load", "one_off_own_hours", "months_all_live"),
    "delivery": ("student_years",),
}
PROMISES = tuple(f"{kind}_{group}" for group in GROUPS for kind in ("scenario", "scope"))
LIMITED = (*(name for names in MOST_OF.values() for name in names), *PROMISES)
AT_LEAST = frozenset((*PROMISES, "student_years"))
BUDGETS = {"total_out_of_pocket": "budget_total_eur", "out_of_pocket_year": "budget_year_eur"}  # outcome → figure


def outcomes_offered(model: CostModel) -> tuple[str, ...]:
    """The outcomes that can be weighed against each other."""
    return tuple(name for name in OUTCOMES if model.outcomes[name].direction != "inform" and name not in OF_HORIZON)


def limits_offered() -> dict[str, tuple[str, ...]]:
    """Outcome or lever that can have a limit → the statistics it may be about."""
    return {subject: (LEVEL,) if subject in PROMISES else (P50, safe_side(subject)) for subject in LIMITED}


def safe_side(subject: str) -> str:
    """The statistic that holds in nine of ten futures: P90 of what must stay small, P10 of what must be large."""
    return P10 if subject in AT_LEAST else P90


def budget_known(model: CostModel, choice: Choice, subject: str) -> float | None:
    """The budget that the institution's profile names for a limit on spending, EUR."""
    return institution_figures(model, choice.institution).get(BUDGETS[subject])


def limits_of(model: CostModel, choice: Choice, subject: str, at: str, value: float) -> list[Limit]:
    """A limit; the yearly budget of the profile is one a calendar year where years have a budget of their own."""
    institution = choice.institution
    is_yearly = subject == "out_of_pocket_year" and bool(institution.budget_by_year)
    if not is_yearly or value != budget_known(model, choice, subject):
        return [Limit(subject, subject not in AT_LEAST, value, at)]
    figures = institution_figures(model, institution)
    years = axis_of(choice.start, choice.horizon_months).calendar_years
    budgets = [(one.year, year_budget(institution, figures, one.year, one.start.month)) for one in years]
    return [Limit(subject, True, amount, at, year) for year, amount in budgets if amount is not None]
