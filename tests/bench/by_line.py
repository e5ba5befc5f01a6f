"""A straightforward NumPy program for the same estimate: every line laid over every bucket, for all draws at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexlib.engine.sampling import Draws
from flexlib.model.records import GROUPS, Choice, CostLine, CostModel
from tests.bench.array_loads import (
    ArrayCourse,
    course_of,
    in_scope,
    over_capacity,
    peak_service_load,
    peak_team_load,
    ramp,
)
from tests.bench.arrays import Array, ArrayDraw
from tests.plain.effects import added_terms
from tests.plain.levels import setting_of
from tests.plain.money import Growth, amounts_of, growth_in_year, parts_of
from tests.plain.outcomes import NOT_WITHOUT_SCOPE, Totals, _settings_scores
from tests.plain.timing import NO_TIME, Bucket, buckets_of, months_of

RATES = ("live", "lagged_income")
ROUNDING = 1e-12  # of the whole: a difference below it is rounding


def estimate_by_line(model: CostModel, choice: Choice, draws: Draws) -> dict[str, Array]:
    """Every outcome, draws first."""
    draw = ArrayDraw.of(setting_of(model, choice), draws)
    course = course_of(draw)
    totals = whole_lines(draw, course)
    found = totals.headline(draw) | over_time(draw, course, totals)
    return finished(draw, course, totals, found)


def finished(draw: ArrayDraw, course: ArrayCourse, totals: Totals, found: dict[str, Array]) -> dict[str, Array]:
    """What follows from the money and hours: months, loads, promises and balances."""
    found |= months(draw, course) | promises(draw, totals)
    n = len(draw.tail)
    on = draw.drivers().scalar("programme_on") > 0
    for name in NOT_WITHOUT_SCOPE:
        found[name] = np.where(on, found[name], np.nan)
    found |= balances(draw, found)
    return {name: values if np.ndim(values) else np.full(n, values) for name, values in found.items()}


def whole_lines(draw: ArrayDraw, course: ArrayCourse) -> Totals:
    totals = Totals(draw.model)
    for line in draw.model.lines.values():
        amounts = amounts_of(draw, line, sum(parts_of(draw, line).values()))
        times = course.programme_end if line.spread == "programme" else 1.0
        if line.timing == "income":
            if line.spread in RATES:
                totals.income_year = totals.income_year + amounts.income
                for role, hours in amounts.released.items():
                    totals.released[role] = totals.released[role] + hours
            else:
                totals.subsidy_total = totals.subsidy_total + amounts.income * times
            continue
        kind = totals.one_off if line.timing == "one_off" else totals.recurring
        kind.purchase = kind.purchase + amounts.purchase * times
        kind.hired = kind.hired + amounts.hired * times
        kind.backfill = kind.backfill + amounts.backfill * times
        kind.own_time = kind.own_time + amounts.own_time * times
        by_role = totals.one_off_own if line.timing == "one_off" else totals.recurring_own
        for role, hours in amounts.own.items():
            by_role[role] = by_role[role] + hours * times
        for role, hours in amounts.external.items():
            kind.external[role] = kind.external.get(role, 0.0) + hours * times
        if line.timing == "one_off" and line.carried_by == "team" and "training" in line.tags:
            all_hours = sum(amounts.own.values()) + sum(amounts.external.values())
            totals.training_hours = totals.training_hours + all_hours * times
    return totals


def over_time(draw: ArrayDraw, course: ArrayCourse, totals: Totals) -> dict[str, Array]:
    buckets = buckets_of(draw.setting.choice)
    growth = {b: growth_in_year(draw, b.calendar_year, draw.setting.choice.price_basis == "nominal") for b in buckets}
    years = sorted({b.calendar_year for b in buckets})
    schools = sorted({b.school_year for b in buckets})
    n = len(draw.tail)
    names = ("pocket_one_off", "pocket_recurring", "own_one_off", "own_recurring", "income")
    money = {name: np.zeros((n, len(years))) for name in names}
    hours = {kind: np.zeros((n, len(schools), len(draw.model.roles))) for kind in ("one_off", "recurring")}
    replaced = np.zeros((n, len(schools)))
    real_cost, real_income = np.zeros((n, len(buckets))), np.zeros((n, len(buckets)))
    roles = list(draw.model.roles)
    within = np.zeros(n)
    for line in draw.model.lines.values():
        for k, bucket in enumerate(buckets):
            y, s = years.index(bucket.calendar_year), schools.index(bucket.school_year)
            when = bucket.calendar_year if line.timing != "one_off" else 1.0
            amounts = amounts_of(draw, line, sum(parts_of(draw, line, when).values()))
            share = share_between(draw, course, line, bucket)
            prices: Growth = growth[bucket]
            if line.timing == "income":
                real_income[:, k] += amounts.income * share
                money["income"][:, y] += amounts.income * share * prices.price
                continue
            real_cost[:, k] += amounts.integral * share
            kind = "one_off" if line.timing == "one_off" else "recurring"
            within += amounts.integral * share if kind == "one_off" else 0.0
            purchase = amounts.purchase * (prices.ict if line.cost_class == "ict" else prices.price)
            wage = (amounts.hired + amounts.backfill) * prices.wage
            money[f"pocket_{kind}"][:, y] += (purchase + wage) * share
            money[f"own_{kind}"][:, y] += amounts.own_time * prices.wage * share
            for role, own in amounts.own.items():
                hours[kind][:, s, roles.index(role)] += own * share
            replaced[:, s] += sum(amounts.replaced.values()) * share
    return laid_out(draw, course, totals, Laid(buckets, money, hours, replaced, real_cost, real_income, within))


@dataclass(frozen=True, eq=False)
class Laid:
    """Money and hours over time, draws first: per calendar year, school year and bucket."""

    buckets: list[Bucket]
    money: dict[str, Array]
    hours: dict[str, Array]
    replaced: Array
    real_cost: Array
    real_income: Array
    one_off_within: Array


def laid_out(draw: ArrayDraw, course: ArrayCourse, totals: Totals, laid: Laid) -> dict[str, Array]:
    """Outcomes over time from money and hours per bucket."""
    buckets, money, hours = laid.buckets, laid.money, laid.hours
    years = sorted({b.calendar_year for b in buckets})
    schools = sorted({b.school_year for b in buckets})
    pocket = money["pocket_one_off"] + money["pocket_recurring"]
    own = money["own_one_off"] + money["own_recurring"]
    both = hours["one_off"] + hours["recurring"]
    school_months = np.array([sum(b.months for b in buckets if b.school_year == y) for y in schools])
    income, cost = money["income"].sum(axis=1), (pocket + own).sum(axis=1)
    net = laid.real_income - laid.real_cost
    middle = np.array([(b.begin + b.end) / 2 for b in buckets])
    discount = (1 + draw.values["discount_rate"])[:, None] ** (-middle / 12)
    at_year_end = [max(k for k, b in enumerate(buckets) if b.calendar_year == y) for y in years]
    paid_back = net.cumsum(axis=1)[:, at_year_end] > 0
    beyond = totals.one_off.integral - laid.one_off_within
    found = {
        "one_off_beyond_horizon": np.where(beyond > ROUNDING * totals.one_off.integral, beyond, 0.0),
        "total_out_of_pocket": pocket.sum(axis=1),
        "total_own_time": own.sum(axis=1),
        "total_integral": cost,
        "total_income": income,
        "net_total": income - cost,
        "npv": (net * discount).sum(axis=1),
        "payback_year": np.where(paid_back.any(axis=1), np.array(years, float)[paid_back.argmax(axis=1)], np.nan),
        "out_of_pocket_one_off_year": money["pocket_one_off"],
        "out_of_pocket_recurring_year": money["pocket_recurring"],
        "own_time_one_off_year": money["own_one_off"],
        "own_time_recurring_year": money["own_recurring"],
        "out_of_pocket_year": pocket,
        "own_time_year": own,
        "integral_year": pocket + own,
        "income_calendar_year": money["income"],
        "own_hours_one_off": hours["one_off"],
        "own_hours_recurring": hours["recurring"],
        "own_hours": both,
        "hours_replaced": laid.replaced,
        "peak_service_load": peak_service_load(draw, both, school_months),
        "over_capacity": over_capacity(draw, course, hours["one_off"], school_months, totals),
    }
    return found | students(draw, course, buckets, laid.real_cost.sum(axis=1)) | budget(draw, buckets, pocket)


def share_between(draw: ArrayDraw, course: ArrayCourse, line: CostLine, bucket: Bucket) -> Array:
    """What part of a line falls in a bucket, worked out for this line and bucket."""
    begin, end, spread = bucket.begin, bucket.end, line.spread
    if spread == "richten":
        return even(begin, end, 0.0, course.richten)
    if spread == "rollout":
        return even(begin, end, course.richten, course.all_live)
    if spread == "programme_end":
        return even(begin, end, course.all_live, course.programme_end)
    if spread == "programme":
        return np.maximum(0.0, np.minimum(end, course.programme_end) - begin)
    if spread == "build":
        started = ramp(end - course.richten, course.rollout) - ramp(begin - course.richten, course.rollout)
        building = (started - course.live_months(begin, end)) / np.maximum(course.build, NO_TIME)
        at_once = even(begin, end, course.richten, course.richten + course.rollout)
        return np.where(course.build < NO_TIME, at_once, building)
    if spread == "first_year":
        return (course.live_months(begin, end) - course.live_months(begin, end, 12.0)) / 12
    if spread == "lagged_income":
        return course.live_months(begin, end, 12 * draw.values["funding_lag_years"]) / 12
    live = course.live_months(begin, end)
    surcharge = draw.values["first_year_surcharge"] if line.surcharge else 0.0
    return (live + surcharge * (live - course.live_months(begin, end, 12.0))) / 12


def even(begin: float, end: float, frm: Array | float, to: Array) -> Array:
    length = np.maximum(to - frm, NO_TIME)
    part = np.maximum(0.0, np.minimum(end, to) - np.maximum(begin, frm)) / length
    return np.where(to - frm < NO_TIME, (begin <= frm) & (frm < end), part)


def students(draw: ArrayDraw, course: ArrayCourse, buckets: list[Bucket], cost: Array) -> dict[str, Array]:
    years = sorted({b.calendar_year for b in buckets})
    months_in = [sum(b.months for b in buckets if b.calendar_year == y) for y in years]
    reached = np.zeros((len(draw.tail), len(years), len(GROUPS)))
    for bucket in buckets:
        live = course.live_months(bucket.begin, bucket.end)
        for g, group in enumerate(GROUPS):
            in_year = draw.drivers(bucket.calendar_year).of_group("students_in_scope", group)
            reached[:, years.index(bucket.calendar_year), g] += in_year * live
    student_years = reached.sum(axis=(1, 2)) / 12
    with np.errstate(divide="ignore", invalid="ignore"):
        per_student_year = np.where(student_years > 0, cost / student_years, np.nan)
    return {
        "students_reached": reached / np.array(months_in)[:, None],
        "student_years": student_years,
        "cost_per_student_year": per_student_year,
    }


def budget(draw: ArrayDraw, buckets: list[Bucket], pocket: Array) -> dict[str, Array]:
    total, yearly = (draw.setting.figures.get(name) for name in ("budget_total_eur", "budget_year_eur"))
    institution, start = draw.setting.choice.institution, draw.setting.choice.start
    own, since = dict(institution.budget_by_year), dict(institution.budget_from)
    within = np.full(pocket.shape, np.nan)
    for k, year in enumerate(sorted({b.calendar_year for b in buckets})):
        amount = own.get(year, yearly) if since.get(year, 1) == 1 else None
        if amount is not None and sum(b.months for b in buckets if b.calendar_year == year) > 12 - 1e-6:
            within[:, k] = pocket[:, k] <= amount
    known = within[:, ~np.isnan(within).any(axis=0)]
    spent = pocket.sum(axis=1)
    if own:
        ends = months_of(start) + max(b.end for b in buckets)
        years = sorted({b.calendar_year for b in buckets})
        both = [k for k, year in enumerate(years) if year in own and 12 * (year + 1) <= ends + 1e-6]
        both = [k for k in both if since.get(years[k], 1) <= (start.month if years[k] == start.year else 1)]
        total = sum(own[years[k]] for k in both) if both else None
        spent = pocket[:, both].sum(axis=1)
    return {
        "within_budget_total": np.nan if total is None else (spent <= total).astype(float),
        "within_budget_every_year": known.all(axis=1).astype(float) if known.shape[1] else np.nan,
        "within_budget_year": within,
    }


def months(draw: ArrayDraw, course: ArrayCourse) -> dict[str, Array]:
    peak, peak_month = peak_team_load(draw, course)
    return {
        "delay_factor": course.delay,
        "months_richten": course.richten,
        "months_build": course.build,
        "months_rollout_planned": course.rollout_planned,
        "months_rollout_capacity": course.rollout_capacity,
        "months_first_live": course.richten + course.build,
        "months_half_live": course.richten + course.build + course.rollout / 2,
        "months_all_live": course.all_live,
        "months_programme_end": course.programme_end,
        "peak_team_load": peak,
        "peak_team_load_month": peak_month,
    }


def promises(draw: ArrayDraw, totals: Totals) -> dict[str, Array]:
    drivers, setting, productive = draw.drivers(), draw.setting, draw.values["productive_hours_fte"]
    scope = drivers.total("students_in_scope")
    of_docents = draw.figure("fte_docent") * productive * drivers.scalar("teams_in_scope") / draw.figure("teams")
    docent_hours = totals.recurring_own["docent"] - totals.released["docent"]
    scenarios = [setting.levels[f"scenario_{group}"] for group in in_scope(draw)]
    return {
        "students_in_scope": scope,
        "students_in_scope_share": scope / sum(draw.figure(f"students_{group}") for group in GROUPS),
        "personal_route_share": ratio(drivers.total("personal_routes"), scope),
        "route_changes_student": ratio(drivers.total("route_changes"), scope),
        "coach_minutes_week": setting.levels["coach_minutes"],
        "fixed_group_time": setting.levels["fixed_group_share"],
        "wait_to_start_weeks": 52 / (2 * setting.levels["intake_moments"]),
        "extra_teacher_load": ratio(docent_hours, of_docents),
        "training_hours_teacher": ratio(totals.training_hours, drivers.scalar("staff_in_scope")),
        "timetable_load": ratio(totals.recurring_own["roosteraar"], draw.figure("fte_roosteraar") * productive),
        "scenario_spread": max(scenarios) - min(scenarios) if scenarios else 0.0,
        **_settings_scores(setting),
    }


def ratio(part: Array | float, whole: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole != 0, part / whole, np.nan)


def balances(draw: ArrayDraw, found: dict[str, Array]) -> dict[str, Array]:
    scores = {}
    for balance, indicators in draw.model.balances.items():
        points, weights = np.zeros(len(draw.tail)), np.zeros(len(draw.tail))
        for item in indicators:
            value = np.broadcast_to(np.asarray(found[item.indicator], float), points.shape)
            low, middle, high = item.at_0, item.at_50, item.at_100
            sign = 1.0 if low <= high else -1.0
            score = np.interp(sign * value, [sign * low, sign * middle, sign * high], [0.0, 50.0, 100.0])
            known = ~np.isnan(value)
            points += np.where(known, item.weight * score, 0.0)
            weights += np.where(known, item.weight, 0.0)
        extra = added_terms(draw.setting, "balance", balance, draw.strengths)
        scores[balance] = np.clip(ratio(points, weights) + extra, 0.0, 100.0)
    return scores
