"""All outcomes of one draw: lines laid over the buckets of time and added up."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flexlib.model.records import GROUPS, Choice, CostModel
from tests.plain.levels import Setting, holds, setting_of
from tests.plain.loads import course_of, groups_in_scope, over_capacity, peak_service_load, peak_team_load
from tests.plain.money import Amounts, Draw, Growth, amounts_of, growth_in_year, parts_of, students_in_year
from tests.plain.scores import balance_scores
from tests.plain.timing import Bucket, Course, buckets_of, live_months, months_of, share_between, whole

Figure = float | list[float] | list[list[float]]
NOT_WITHOUT_SCOPE = (
    "months_richten",
    "months_build",
    "months_rollout_planned",
    "months_rollout_capacity",
    "months_first_live",
    "months_half_live",
    "months_all_live",
    "months_programme_end",
    "peak_team_load",
    "peak_team_load_month",
    "peak_service_load",
    "cost_per_student_year",
)


@dataclass(frozen=True)
class Stretch:
    """A bucket with what holds in its calendar year."""

    bucket: Bucket
    students: float
    prices: Growth


def estimate_plain(
    model: CostModel, choice: Choice, values: dict[str, float], strengths: dict[str, float], tail: float
) -> dict[str, Figure]:
    """Every outcome of a choice for one set of parameter values, strengths and ICT outlier.

    Parameters are values before the future works on them; strengths are keyed by curve id, with `+` and `-` for
    readiness on delay. Totals are floats, yearly outcomes lists, outcomes per year and group or role nested lists.
    """
    draw = Draw(setting_of(model, choice), values, strengths, tail)
    course = course_of(draw)
    outcomes: dict[str, Figure] = {}
    totals = _whole_lines(draw, course)
    outcomes.update(totals.headline(draw))
    outcomes.update(_over_time(draw, course, totals))
    outcomes.update(_months(draw, course))
    outcomes.update(_promises(draw, totals))
    if draw.drivers().scalar("programme_on") == 0:
        outcomes.update(dict.fromkeys(NOT_WITHOUT_SCOPE, math.nan))
    outcomes.update(balance_scores(draw, outcomes))
    return outcomes


class Totals:
    """Sums over whole lines, however long they take, in real prices and with the students of the start year."""

    def __init__(self, model: CostModel):
        self.one_off = Amounts()
        self.recurring = Amounts()
        self.income_year = 0.0
        self.subsidy_total = 0.0
        self.one_off_own = dict.fromkeys(model.roles, 0.0)
        self.recurring_own = dict.fromkeys(model.roles, 0.0)
        self.released = dict.fromkeys(model.roles, 0.0)
        self.training_hours = 0.0

    def headline(self, draw: Draw) -> dict[str, Figure]:
        one_off, recurring = self.one_off, self.recurring
        students = sum(draw.figure(f"students_{group}") for group in GROUPS)
        income_of_college = draw.figure("income_eur")
        net = recurring.integral - self.income_year
        lasting_hours = sum(self.recurring_own.values())
        return {
            "one_off_out_of_pocket": one_off.out_of_pocket,
            "one_off_own_time": one_off.own_time,
            "one_off_integral": one_off.integral,
            "one_off_own_hours": sum(self.one_off_own.values()),
            "one_off_external_hours": sum(one_off.external.values()),
            "recurring_out_of_pocket": recurring.out_of_pocket,
            "recurring_own_time": recurring.own_time,
            "recurring_integral": recurring.integral,
            "recurring_own_hours": lasting_hours,
            "lasting_fte": lasting_hours / draw.values["productive_hours_fte"],
            "cash_if_hired": recurring.integral,
            "income_year": self.income_year,
            "subsidy_total": self.subsidy_total,
            "hours_released_year": sum(self.released.values()),
            "recurring_net": net,
            "one_off_income_share": one_off.integral / income_of_college,
            "recurring_income_share": net / income_of_college,
            "one_off_per_student": one_off.integral / students,
            "recurring_per_student": recurring.integral / students,
        }


def _whole_lines(draw: Draw, course: Course) -> Totals:
    totals = Totals(draw.model)
    for line in draw.model.lines.values():
        amounts = amounts_of(draw, line, sum(parts_of(draw, line).values()))
        times = whole(line.spread, course)
        if line.timing == "income":
            if line.spread in ("live", "lagged_income"):
                totals.income_year += amounts.income
                for role_id, hours in amounts.released.items():
                    totals.released[role_id] += hours
            else:
                totals.subsidy_total += amounts.income * times
            continue
        kind = totals.one_off if line.timing == "one_off" else totals.recurring
        kind.purchase += amounts.purchase * times
        kind.hired += amounts.hired * times
        kind.backfill += amounts.backfill * times
        kind.own_time += amounts.own_time * times
        hours_of_role = totals.one_off_own if line.timing == "one_off" else totals.recurring_own
        for role_id, hours in amounts.own.items():
            hours_of_role[role_id] += hours * times
        for role_id, hours in amounts.external.items():
            kind.external[role_id] = kind.external.get(role_id, 0.0) + hours * times
        if line.timing == "one_off" and line.carried_by == "team" and "training" in line.tags:
            totals.training_hours += (sum(amounts.own.values()) + sum(amounts.external.values())) * times
    return totals


def _over_time(draw: Draw, course: Course, totals: Totals) -> dict[str, Figure]:
    """Everything that is laid over the horizon: calendar years, school years, totals within it."""
    buckets = buckets_of(draw.setting.choice)
    nominal = draw.setting.choice.price_basis == "nominal"
    stretches = [
        Stretch(b, students_in_year(draw, b.calendar_year), growth_in_year(draw, b.calendar_year, nominal))
        for b in buckets
    ]
    years = sorted({b.calendar_year for b in buckets})
    schools = sorted({b.school_year for b in buckets})
    money = {
        name: dict.fromkeys(years, 0.0)
        for name in ("pocket_one_off", "pocket_recurring", "own_one_off", "own_recurring", "income")
    }
    hours = {
        name: {year: dict.fromkeys(draw.model.roles, 0.0) for year in schools} for name in ("one_off", "recurring")
    }
    replaced = dict.fromkeys(schools, 0.0)
    real_cost = [0.0] * len(buckets)
    real_income = [0.0] * len(buckets)
    beyond = 0.0
    horizon = float(draw.setting.choice.horizon_months)
    far = max(horizon, course.programme_end, course.all_live + 12) + 1
    lag, surcharge = draw.values["funding_lag_years"], draw.values["first_year_surcharge"]
    shares: dict[tuple[str, bool, int], float] = {}

    for line in draw.model.lines.values():
        once = amounts_of(draw, line, sum(parts_of(draw, line).values()))
        in_year: dict[int, Amounts] = dict.fromkeys(years, once) if line.timing == "one_off" else {}
        if line.timing == "one_off":
            beyond += once.integral * share_between(line.spread, course, horizon, far, lag, 0.0)
        for k, stretch in enumerate(stretches):
            b = stretch.bucket
            key = (line.spread, line.surcharge, k)
            if key not in shares:
                more = surcharge if line.surcharge else 0.0
                shares[key] = share_between(line.spread, course, b.begin, b.end, lag, more)
            share = shares[key]
            if share == 0:
                continue
            prices = stretch.prices
            year = b.calendar_year
            if year not in in_year:
                in_year[year] = amounts_of(draw, line, sum(parts_of(draw, line, stretch.students).values()))
            amounts = in_year[year]
            if line.timing == "income":
                real_income[k] += amounts.income * share
                money["income"][year] += amounts.income * share * prices.price
                continue
            real_cost[k] += amounts.integral * share
            kind = "one_off" if line.timing == "one_off" else "recurring"
            growth_of_purchase = prices.ict if line.cost_class == "ict" else prices.price
            pocket = amounts.purchase * growth_of_purchase + (amounts.hired + amounts.backfill) * prices.wage
            money[f"pocket_{kind}"][year] += pocket * share
            money[f"own_{kind}"][year] += amounts.own_time * prices.wage * share
            for role_id, own in amounts.own.items():
                hours[kind][b.school_year][role_id] += own * share
            replaced[b.school_year] += sum(amounts.replaced.values()) * share

    pocket_year = {y: money["pocket_one_off"][y] + money["pocket_recurring"][y] for y in years}
    own_year = {y: money["own_one_off"][y] + money["own_recurring"][y] for y in years}
    integral_year = {y: pocket_year[y] + own_year[y] for y in years}
    both = {y: {r: hours["one_off"][y][r] + hours["recurring"][y][r] for r in draw.model.roles} for y in schools}
    months = {y: sum(b.months for b in buckets if b.school_year == y) for y in schools}
    income, cost = sum(money["income"].values()), sum(integral_year.values())
    return {
        "one_off_beyond_horizon": beyond,
        "total_out_of_pocket": sum(pocket_year.values()),
        "total_own_time": sum(own_year.values()),
        "total_integral": cost,
        "total_income": income,
        "net_total": income - cost,
        "npv": _npv(draw, buckets, real_income, real_cost),
        "payback_year": _payback_year(buckets, real_income, real_cost),
        "out_of_pocket_one_off_year": list(money["pocket_one_off"].values()),
        "out_of_pocket_recurring_year": list(money["pocket_recurring"].values()),
        "own_time_one_off_year": list(money["own_one_off"].values()),
        "own_time_recurring_year": list(money["own_recurring"].values()),
        "out_of_pocket_year": list(pocket_year.values()),
        "own_time_year": list(own_year.values()),
        "integral_year": list(integral_year.values()),
        "income_calendar_year": list(money["income"].values()),
        "own_hours_one_off": [list(hours["one_off"][y].values()) for y in schools],
        "own_hours_recurring": [list(hours["recurring"][y].values()) for y in schools],
        "own_hours": [list(both[y].values()) for y in schools],
        "hours_replaced": list(replaced.values()),
        "peak_service_load": peak_service_load(draw, both, months),
        "over_capacity": float(
            over_capacity(draw, course, hours["one_off"], months, totals.one_off_own, totals.recurring_own)
        ),
        **_students(draw, course, stretches, years, sum(real_cost)),
        **_within_budget(draw, buckets, pocket_year),
    }


def _npv(draw: Draw, buckets: list[Bucket], income: list[float], cost: list[float]) -> float:
    """Real income net of integral cost, each piece discounted from its middle."""
    rate = 1 + draw.values["discount_rate"]
    return sum((income[k] - cost[k]) * rate ** (-(b.begin + b.end) / 2 / 12) for k, b in enumerate(buckets))


def _payback_year(buckets: list[Bucket], income: list[float], cost: list[float]) -> float:
    """The first calendar year at whose end all real income so far exceeds all real cost so far."""
    for year in sorted({b.calendar_year for b in buckets}):
        so_far = [k for k, b in enumerate(buckets) if b.calendar_year <= year]
        if sum(income[k] for k in so_far) - sum(cost[k] for k in so_far) > 0:
            return float(year)
    return math.nan


def _students(
    draw: Draw, course: Course, stretches: list[Stretch], years: list[int], real_cost: float
) -> dict[str, Figure]:
    """Students reached per calendar year and group, years of flexibility, and what one of those costs."""
    reached = {year: dict.fromkeys(GROUPS, 0.0) for year in years}
    months = dict.fromkeys(years, 0.0)
    for stretch in stretches:
        bucket = stretch.bucket
        months[bucket.calendar_year] += bucket.months
        live = live_months(course, bucket.begin, bucket.end)
        for group in GROUPS:
            students = draw.drivers(stretch.students).of_group("students_in_scope", group)
            reached[bucket.calendar_year][group] += students * live
    student_years = sum(sum(groups.values()) for groups in reached.values()) / 12
    return {
        "students_reached": [[reached[year][group] / months[year] for group in GROUPS] for year in years],
        "student_years": student_years,
        "cost_per_student_year": real_cost / student_years if student_years > 0 else math.nan,
    }


def _within_budget(draw: Draw, buckets: list[Bucket], pocket_year: dict[int, float]) -> dict[str, Figure]:
    """A year has its own budget or else the yearly one; only years of twelve months count.

    In total the years with a budget of their own count that are not cut off at their end; without those, the whole.
    """
    total, yearly = (draw.setting.figures.get(name) for name in ("budget_total_eur", "budget_year_eur"))
    institution, start = draw.setting.choice.institution, draw.setting.choice.start
    own, since = dict(institution.budget_by_year), dict(institution.budget_from)
    within = []
    for year, spent in pocket_year.items():
        months = sum(b.months for b in buckets if b.calendar_year == year)
        amount = own.get(year, yearly) if since.get(year, 1) == 1 else None
        within.append(math.nan if amount is None or months < 12 - 1e-6 else float(spent <= amount))
    known = [holds for holds in within if not math.isnan(holds)]
    spent = sum(pocket_year.values())
    if own:
        ends = months_of(start) + max(b.end for b in buckets)
        both = [year for year in pocket_year if year in own and 12 * (year + 1) <= ends + 1e-6]
        both = [year for year in both if since.get(year, 1) <= (start.month if year == start.year else 1)]
        total = sum(own[year] for year in both) if both else None
        spent = sum(pocket_year[year] for year in both)
    return {
        "within_budget_total": math.nan if total is None else float(spent <= total),
        "within_budget_every_year": float(all(known)) if known else math.nan,
        "within_budget_year": within,
    }


def _months(draw: Draw, course: Course) -> dict[str, Figure]:
    peak, peak_month = peak_team_load(draw, course)
    return {
        "delay_factor": course.delay,
        "months_richten": course.richten,
        "months_build": course.build,
        "months_rollout_planned": course.rollout_planned,
        "months_rollout_capacity": course.rollout_capacity,
        "months_first_live": course.first_live,
        "months_half_live": course.half_live,
        "months_all_live": course.all_live,
        "months_programme_end": course.programme_end,
        "peak_team_load": peak,
        "peak_team_load_month": peak_month,
    }


def _promises(draw: Draw, totals: Totals) -> dict[str, Figure]:
    """What the choice promises and asks, apart from time and money."""
    drivers, setting = draw.drivers(), draw.setting
    in_scope = drivers.total("students_in_scope")
    productive = draw.values["productive_hours_fte"]
    teams_share = drivers.scalar("teams_in_scope") / draw.figure("teams")
    docent_hours = totals.recurring_own["docent"] - totals.released["docent"]
    scenarios = [setting.levels[f"scenario_{group}"] for group in groups_in_scope(draw)]
    return {
        "students_in_scope": in_scope,
        "students_in_scope_share": in_scope / sum(draw.figure(f"students_{group}") for group in GROUPS),
        "personal_route_share": _ratio(drivers.total("personal_routes"), in_scope),
        "route_changes_student": _ratio(drivers.total("route_changes"), in_scope),
        "coach_minutes_week": setting.levels["coach_minutes"],
        "fixed_group_time": setting.levels["fixed_group_share"],
        "wait_to_start_weeks": 52 / (2 * setting.levels["intake_moments"]),
        "extra_teacher_load": _ratio(docent_hours, draw.figure("fte_docent") * productive * teams_share),
        "training_hours_teacher": _ratio(totals.training_hours, drivers.scalar("staff_in_scope")),
        "timetable_load": _ratio(totals.recurring_own["roosteraar"], draw.figure("fte_roosteraar") * productive),
        "scenario_spread": max(scenarios) - min(scenarios) if scenarios else 0.0,
        **_settings_scores(setting),
    }


def _ratio(part: float, whole_of_it: float) -> float:
    return part / whole_of_it if whole_of_it != 0 else math.nan


def _settings_scores(setting: Setting) -> dict[str, Figure]:
    model, levels = setting.model, setting.levels
    readiness = [levels[lever.id] for lever in model.levers.values() if lever.group == "E"]
    steering = [
        abs(levels[lever.id] - lever.best_level) for lever in model.levers.values() if lever.best_level is not None
    ]
    weights = model.settings.severity_weights
    return {
        "readiness_score": sum(readiness) / len(readiness),
        "rule_conflicts": sum(weights[rule.severity] for rule in model.rules.values() if holds(rule, levels)),
        "steering_distance": sum(steering) / len(steering),
    }
