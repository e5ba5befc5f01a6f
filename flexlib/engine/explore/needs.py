"""Which sums over lines an outcome is read from, so that many choices are evaluated for those only."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flexlib.engine.flows import Flow
from flexlib.engine.pools import RATES, Course, course_of
from flexlib.engine.situation import Number

Sink = tuple[str, ...] | tuple[str, Course, str]  # what a flow adds to: ("build", group), ("money", course, amount), …
SHARED = "shared"  # work on all teams alike, beside work of one target group

LEVELS_ONLY = (
    "coach_minutes_week",
    "fixed_group_time",
    "wait_to_start_weeks",
    "readiness_score",
    "steering_distance",
    "scenario_spread",
    "rule_conflicts",
)
MONTHS = (
    "delay_factor",
    "months_richten",
    "months_build",
    "months_rollout_planned",
    "months_rollout_capacity",
    "months_first_live",
    "months_half_live",
    "months_all_live",
    "months_programme_end",
)
IN_SCOPE = ("students_in_scope", "students_in_scope_share", "personal_route_share", "route_changes_student")
SPENT_BY_YEAR = "out_of_pocket_year"
_OF_OUTCOME: dict[str, tuple[str, ...]] = {
    "one_off_integral": ("one_off integral", "timing"),
    "one_off_income_share": ("one_off integral", "timing"),
    "one_off_per_student": ("one_off integral", "timing"),
    "one_off_out_of_pocket": ("one_off kinds", "timing"),
    "one_off_own_time": ("one_off kinds", "timing"),
    "one_off_own_hours": ("one_off hours", "timing"),
    "one_off_external_hours": ("one_off external", "timing"),
    "recurring_integral": ("recurring integral",),
    "recurring_per_student": ("recurring integral",),
    "cash_if_hired": ("recurring integral",),
    "recurring_out_of_pocket": ("recurring kinds",),
    "recurring_own_time": ("recurring kinds",),
    "recurring_own_hours": ("recurring hours",),
    "lasting_fte": ("recurring hours",),
    "income_year": ("income",),
    "subsidy_total": ("income",),
    "recurring_net": ("recurring integral", "income"),
    "recurring_income_share": ("recurring integral", "income"),
    "peak_team_load": ("timing", "loads"),
    "peak_team_load_month": ("timing", "loads"),
    "student_years": ("timing",),
    "cost_per_student_year": ("timing", "one_off integral", "recurring integral", "courses"),
    "total_out_of_pocket": ("timing", "one_off kinds", "recurring kinds", "courses", "spent"),
    SPENT_BY_YEAR: ("timing", "one_off kinds", "recurring kinds", "courses", "spent"),
    **dict.fromkeys(MONTHS, ("timing",)),
    **dict.fromkeys((*IN_SCOPE, *LEVELS_ONLY), ()),
}
OUTCOMES = tuple(_OF_OUTCOME)


@dataclass(frozen=True)
class Needs:
    """What has to be added up for some outcomes.

    `parts` : words such as `timing`, `loads`, `income`, `courses` (each course in time by itself), `one_off kinds`
    (out of pocket and own time apart) or `one_off integral` (their sum is enough)
    `by_index` : purchases and wages apart, because each follows its own price growth
    """

    outcomes: tuple[str, ...]
    parts: frozenset[str]
    by_index: bool

    @classmethod
    def of(cls, outcomes: Collection[str], nominal: bool) -> Needs:
        """The needs of outcomes that are all in OUTCOMES; `nominal` for amounts in the prices of their year."""
        parts = frozenset(part for outcome in outcomes for part in _OF_OUTCOME[outcome])
        return cls(tuple(dict.fromkeys(outcomes)), parts, nominal and "spent" in parts)

    def course(self, flow: Flow) -> Course:
        """The course a flow is added to; without amounts over the years only what headline totals tell apart."""
        course = course_of(flow)
        if "courses" in self.parts:
            return course
        spread = course.spread
        if course.timing == "one_off" and spread != "programme":
            spread = "build"
        elif course.timing == "recurring" or spread in RATES:
            spread = "live"
        return Course(course.timing, spread, False, False)


def sums_of(flow: Flow, group: str, surcharge: Number, needs: Needs) -> Iterator[tuple[Sink, Number]]:
    """What one flow adds to each sum. `group`: its target group, or SHARED; `surcharge`: of the first year live."""
    yield from _money(flow, needs)
    line = flow.line
    if line.timing == "income" or not flow.own:
        return
    by_team = line.carried_by == "team"
    if "timing" in needs.parts and line.timing == "one_off":
        if by_team and line.spread == "build":
            yield ("build", group), flow.own_hours / flow.untailed
        elif not by_team and line.spread in ("build", "rollout"):
            for role, hours in flow.own.items():
                yield ("service", role), hours / flow.untailed
    if "loads" in needs.parts and by_team:
        if line.spread == "build":
            if not isinstance(flow.untailed, float):  # the hours without the ICT outlier are in the sum above
                yield ("outlier", group), flow.own_hours * (1 - 1 / flow.untailed)
        elif line.spread == "live":
            yield ("live", group), flow.own_hours * (1 + surcharge if line.surcharge else 1.0)
        elif line.spread in ("rollout", "first_year"):
            yield (line.spread, group), flow.own_hours


def _money(flow: Flow, needs: Needs) -> Iterator[tuple[Sink, Number]]:
    course = needs.course(flow)
    timing = flow.line.timing
    if timing == "income":
        if "income" in needs.parts and flow.line.price_parameter:
            yield ("money", course, "income"), flow.income
        return
    if f"{timing} kinds" in needs.parts:
        yield ("money", course, "own_time"), flow.own_time
        if needs.by_index:
            yield ("money", course, "wage_cost"), flow.wage_cost
            purchase = "ict_cost" if flow.line.cost_class == "ict" else "price_cost"
            yield ("money", course, purchase), flow.purchase
        else:
            yield ("money", course, "wage_cost"), flow.out_of_pocket
    elif f"{timing} integral" in needs.parts:
        yield ("money", course, "own_time"), flow.own_time + flow.out_of_pocket
    if f"{timing} hours" in needs.parts:
        yield ("hours", course, "own"), flow.own_hours
    if f"{timing} external" in needs.parts and flow.external:
        yield ("hours", course, "external"), sum(flow.external.values())
