"""Work against what is there: how long building takes, how fast teams can start, the heaviest loads."""

from __future__ import annotations

import math
from collections.abc import Iterable

from flexlib.model.records import GROUPS, CostLine, Role
from tests.plain.effects import added_terms, future_factor, timing_factor
from tests.plain.money import Draw, amounts_of, parts_of
from tests.plain.timing import NO_TIME, Course


def groups_in_scope(draw: Draw) -> list[str]:
    return [group for group in GROUPS if draw.drivers().of_group("programmes_in_scope", group) > 0]


def _lines(draw: Draw, timing: str, *spreads: str) -> Iterable[CostLine]:
    return (line for line in draw.model.lines.values() if line.timing == timing and line.spread in spreads)


def _factor(draw: Draw, target: str) -> float:
    if target not in draw.timing_factors:
        levers = timing_factor(draw.setting, target, draw.strengths)
        draw.timing_factors[target] = levers * future_factor(draw.setting, target)
    return draw.timing_factors[target]


def own_hours(draw: Draw, line: CostLine, volume: float) -> float:
    """Own hours of all roles, the ICT outlier left out."""
    return sum(amounts_of(draw, line, volume, with_tail=False).own.values())


def hours_per_team(draw: Draw, line: CostLine, group: str) -> float:
    """What one team of a group does for a line: its group's part over its teams, or an even part of the whole."""
    parts = parts_of(draw, line)
    if None in parts:
        hours, teams = own_hours(draw, line, parts[None]), draw.drivers().scalar("teams_in_scope")
    else:
        hours, teams = own_hours(draw, line, parts[group]), draw.drivers().of_group("team_group_scope", group)
    return hours / teams if teams > 0 else 0.0


def has_group_work(draw: Draw, group: str) -> bool:
    """Whether a group gives its teams building work of its own."""
    for line in _lines(draw, "one_off", "build"):
        if line.carried_by == "team":
            parts = parts_of(draw, line)
            if None not in parts and own_hours(draw, line, parts[group]) > 0:
                return True
    return False


def without_teams(draw: Draw, group: str) -> bool:
    return draw.drivers().of_group("team_group_scope", group) <= 0 and has_group_work(draw, group)


def per_team(draw: Draw, group: str, timing: str, spread: str) -> float:
    lines = _lines(draw, timing, spread)
    return sum(hours_per_team(draw, line, group) for line in lines if line.carried_by == "team")


def team_hours_year(draw: Draw) -> float:
    """Productive hours of one team in a year."""
    return draw.figure("fte_docent") * draw.values["productive_hours_fte"] / draw.figure("teams")


def left_for_change(draw: Draw) -> float:
    """Share of the time for change that other developments leave; a hundredth always remains."""
    return max(0.01, 1 - draw.values["team_other_developments_share"])


def change_hours_month(draw: Draw) -> float:
    """Hours of one team in a month that are there for the change."""
    share = draw.level("change_time_share") * left_for_change(draw)
    return team_hours_year(draw) / 12 * share * _factor(draw, "change_capacity")


def build_months(draw: Draw) -> float:
    """The months that one team builds, before delay: the group whose teams have most to do."""
    heaviest = 0.0
    for group in groups_in_scope(draw):
        if not without_teams(draw, group):
            heaviest = max(heaviest, per_team(draw, group, "one_off", "build"))
    if heaviest == 0:
        return 0.0
    return heaviest * _factor(draw, "build_effort") / change_hours_month(draw)


def capacity_hours(draw: Draw, role: Role, months: float) -> float:
    """Hours of a service, management or programme role that are there for the change in some months."""
    hours = draw.figure(role.fte_figure) * draw.values["productive_hours_fte"] * months / 12
    if role.kind == "programme":
        return hours
    return hours * max(0.01, draw.values["service_change_share"]) * _factor(draw, "service_capacity")


def rollout_months_by_capacity(draw: Draw) -> float:
    """The months that the slowest role needs for what is not carried by teams, before delay."""
    work: dict[str, float] = {}
    for line in _lines(draw, "one_off", "build", "rollout"):
        if line.carried_by != "team":
            amounts = amounts_of(draw, line, sum(parts_of(draw, line).values()), with_tail=False)
            for role_id, hours in amounts.own.items():
                work[role_id] = work.get(role_id, 0.0) + hours
    slowest = 0.0
    for role_id, hours in work.items():
        role = draw.model.roles[role_id]
        if draw.figure(role.fte_figure) > 0:
            slowest = max(slowest, hours / capacity_hours(draw, role, months=1.0))
    return slowest


def course_of(draw: Draw) -> Course:
    delay = _factor(draw, "delay_all") * draw.values["systemic_delay"]
    extra = added_terms(draw.setting, "timing", "richten_months", draw.strengths)
    richten = draw.values["richten_months"] * _factor(draw, "richten_months") + extra
    return Course(
        delay=delay,
        richten=richten * delay,
        build=build_months(draw) * delay,
        rollout_planned=draw.level("rollout_months") * max(1.0, delay),
        rollout_capacity=rollout_months_by_capacity(draw) * delay,
        securing=draw.values["securing_months"],
    )


def _overlap(begin: float, end: float, other_begin: float, other_end: float) -> float:
    return max(0.0, min(end, other_end) - max(begin, other_begin))


def peak_team_load(draw: Draw, course: Course) -> tuple[float, float]:
    """The heaviest twelve months of one team as a share of its hours, and the month in which they begin."""
    build = course.build
    peak, peak_month = math.nan, math.nan
    for group in groups_in_scope(draw):
        if draw.drivers().of_group("team_group_scope", group) <= 0:
            continue
        building = per_team(draw, group, "one_off", "build")
        learning = per_team(draw, group, "one_off", "first_year")
        starting = per_team(draw, group, "one_off", "rollout")
        lasting = 0.0
        for line in _lines(draw, "recurring", "live"):
            if line.carried_by == "team":
                more = 1 + draw.values["first_year_surcharge"] if line.surcharge else 1.0
                lasting += hours_per_team(draw, line, group) * more
        for x in (0.0, max(0.0, build - 12), build):
            if build < NO_TIME:
                hours = building if x == 0 else 0.0
            else:
                hours = building * _overlap(x, x + 12, 0.0, build) / build
            hours += (learning + lasting) * _overlap(x, x + 12, build, math.inf) / 12
            stretch = course.rollout + build
            hours += starting * (1.0 if stretch < NO_TIME else min(1.0, 12 / stretch))
            load = hours / team_hours_year(draw)
            if math.isnan(peak) or load > peak:
                peak, peak_month = load, course.richten + x
    return peak, peak_month


HoursByYear = dict[int, dict[str, float]]  # school year → role → hours


def peak_service_load(draw: Draw, own: HoursByYear, months: dict[int, float]) -> float:
    loads = [
        own[year][role.id] / (draw.figure(role.fte_figure) * draw.values["productive_hours_fte"] * months[year] / 12)
        for role in draw.model.roles.values()
        if role.kind == "service" and draw.figure(role.fte_figure) > 0
        for year in own
    ]
    return max(loads, default=math.nan)


def one_off_capacity(draw: Draw, role: Role, months: float) -> float:
    """Hours of a role that are there for one-off work in some months."""
    if role.kind != "team":
        return capacity_hours(draw, role, months)
    share = draw.level("change_time_share") * left_for_change(draw)
    share *= _factor(draw, "change_capacity") * draw.drivers().scalar("teams_in_scope") / draw.figure("teams")
    return draw.figure(role.fte_figure) * draw.values["productive_hours_fte"] * share * months / 12


def over_capacity(
    draw: Draw,
    course: Course,
    one_off_by_year: HoursByYear,
    months: dict[int, float],
    one_off: dict[str, float],
    recurring: dict[str, float],
) -> int:
    """How many things cannot be done as planned."""
    count = 0
    for role in draw.model.roles.values():
        fte = draw.figure(role.fte_figure)
        if fte <= 0:
            count += one_off[role.id] + recurring[role.id] > 0
            continue
        count += any(
            one_off_by_year[year][role.id] > one_off_capacity(draw, role, months[year]) for year in one_off_by_year
        )
        count += recurring[role.id] > fte * draw.values["productive_hours_fte"]
    if draw.drivers().scalar("programme_on") > 0:  # without a programme there are no months
        count += 1 - draw.values["team_other_developments_share"] < 0.01
        count += draw.values["service_change_share"] < 0.01
        count += course.rollout_capacity > course.rollout_planned
        count += course.all_live > draw.setting.choice.horizon_months
    count += sum(without_teams(draw, group) for group in groups_in_scope(draw))
    return int(count)
