"""Months and loads for all draws at once, for the straightforward NumPy program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from flexlib.model.records import GROUPS, CostLine, Role
from tests.bench.arrays import Array, ArrayDraw
from tests.plain.effects import added_terms, future_factor, timing_factor
from tests.plain.money import amounts_of, parts_of
from tests.plain.outcomes import Totals
from tests.plain.timing import NO_TIME


@dataclass(frozen=True)
class ArrayCourse:
    """How the programme runs, in months from the start date, one number a draw."""

    delay: Array
    richten: Array
    build: Array
    rollout_planned: Array
    rollout_capacity: Array
    securing: Array

    @property
    def rollout(self) -> Array:
        return np.maximum(self.rollout_planned, self.rollout_capacity)

    @property
    def all_live(self) -> Array:
        return self.richten + self.rollout + self.build

    @property
    def programme_end(self) -> Array:
        return self.all_live + self.securing

    def live_months(self, begin: float, end: float, shift: Array | float = 0.0) -> Array:
        """Months × share of teams that work in the new way between two moments."""
        first_live = self.richten + self.build + shift
        return ramp(end - first_live, self.rollout) - ramp(begin - first_live, self.rollout)


def ramp(x: Array, length: Array) -> Array:
    """∫ of clip(y / length, 0, 1) from 0 to x."""
    inside = np.clip(x, 0.0, length)
    return inside**2 / (2 * np.maximum(length, NO_TIME)) + np.maximum(x - length, 0.0)


def in_scope(draw: ArrayDraw) -> list[str]:
    return [group for group in GROUPS if np.any(draw.drivers().of_group("programmes_in_scope", group) > 0)]


def lines_of(draw: ArrayDraw, timing: str, *spreads: str) -> Iterable[CostLine]:
    return (line for line in draw.model.lines.values() if line.timing == timing and line.spread in spreads)


def factor(draw: ArrayDraw, target: str) -> Array:
    return timing_factor(draw.setting, target, draw.strengths) * future_factor(draw.setting, target)


def own_hours(draw: ArrayDraw, line: CostLine, volume: Array) -> Array:
    return sum(amounts_of(draw, line, volume, with_tail=False).own.values()) + np.zeros(1)


def hours_per_team(draw: ArrayDraw, line: CostLine, group: str) -> Array:
    parts = parts_of(draw, line)
    if None in parts:
        hours, teams = own_hours(draw, line, parts[None]), draw.drivers().scalar("teams_in_scope")
    else:
        hours, teams = own_hours(draw, line, parts[group]), draw.drivers().of_group("team_group_scope", group)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(teams > 0, hours / teams, 0.0)


def per_team(draw: ArrayDraw, group: str, timing: str, spread: str) -> Array:
    lines = lines_of(draw, timing, spread)
    return sum(hours_per_team(draw, line, group) for line in lines if line.carried_by == "team") + np.zeros(1)


def without_teams(draw: ArrayDraw, group: str) -> bool:
    if np.any(draw.drivers().of_group("team_group_scope", group) > 0):
        return False
    building = [line for line in lines_of(draw, "one_off", "build") if line.carried_by == "team"]
    parts = [(line, parts_of(draw, line)) for line in building]
    return any(None not in part and np.any(own_hours(draw, line, part[group]) > 0) for line, part in parts)


def team_hours_year(draw: ArrayDraw) -> Array:
    return draw.figure("fte_docent") * draw.values["productive_hours_fte"] / draw.figure("teams")


def capacity_hours(draw: ArrayDraw, role: Role, months: Array | float) -> Array:
    hours = draw.figure(role.fte_figure) * draw.values["productive_hours_fte"] * months / 12
    if role.kind == "programme":
        return hours
    return hours * draw.values["service_change_share"] * factor(draw, "service_capacity")


def course_of(draw: ArrayDraw) -> ArrayCourse:
    zero = np.zeros(len(draw.tail))
    delay = factor(draw, "delay_all") * draw.values["systemic_delay"] + zero
    extra = added_terms(draw.setting, "timing", "richten_months", draw.strengths)
    richten = draw.values["richten_months"] * factor(draw, "richten_months") + extra
    heaviest = zero
    for group in in_scope(draw):
        if not without_teams(draw, group):
            heaviest = np.maximum(heaviest, per_team(draw, group, "one_off", "build"))
    share = draw.level("change_time_share") * (1 - draw.values["team_other_developments_share"])
    for_change = team_hours_year(draw) / 12 * share * factor(draw, "change_capacity")
    work: dict[str, Array] = {}
    for line in lines_of(draw, "one_off", "build", "rollout"):
        if line.carried_by != "team":
            amounts = amounts_of(draw, line, sum(parts_of(draw, line).values()), with_tail=False)
            for role_id, hours in amounts.own.items():
                work[role_id] = work.get(role_id, 0.0) + hours
    slowest = zero
    for role_id, hours in work.items():
        role = draw.model.roles[role_id]
        if draw.figure(role.fte_figure) > 0:
            slowest = np.maximum(slowest, hours / capacity_hours(draw, role, 1.0))
    return ArrayCourse(
        delay=delay,
        richten=richten * delay,
        build=heaviest * factor(draw, "build_effort") / for_change * delay,
        rollout_planned=draw.level("rollout_months") * np.maximum(1.0, delay),
        rollout_capacity=slowest * delay,
        securing=draw.values["securing_months"],
    )


def peak_team_load(draw: ArrayDraw, course: ArrayCourse) -> tuple[Array, Array]:
    build, stretch = course.build, course.rollout + course.build
    peak, peak_month = np.full(len(draw.tail), -np.inf), np.full(len(draw.tail), np.nan)
    for group in in_scope(draw):
        if not np.any(draw.drivers().of_group("team_group_scope", group) > 0):
            continue
        building = per_team(draw, group, "one_off", "build")
        learning = per_team(draw, group, "one_off", "first_year")
        starting = per_team(draw, group, "one_off", "rollout")
        lasting = np.zeros(1)
        for line in lines_of(draw, "recurring", "live"):
            if line.carried_by == "team":
                more = 1 + draw.values["first_year_surcharge"] if line.surcharge else 1.0
                lasting = lasting + hours_per_team(draw, line, group) * more
        for x in (np.zeros(len(build)), np.maximum(0.0, build - 12), build):
            over = np.maximum(0.0, np.minimum(x + 12, build) - x) / np.maximum(build, NO_TIME)
            hours = building * np.where(build < NO_TIME, x == 0, over)
            hours = hours + (learning + lasting) * np.maximum(0.0, x + 12 - np.maximum(x, build)) / 12
            hours = hours + starting * np.minimum(1.0, 12 / np.maximum(stretch, NO_TIME))
            load = hours / team_hours_year(draw)
            higher = load > peak
            peak, peak_month = np.where(higher, load, peak), np.where(higher, course.richten + x, peak_month)
    return np.where(np.isinf(peak), np.nan, peak), peak_month


def peak_service_load(draw: ArrayDraw, own: Array, months: Array) -> Array:
    peak = np.full(len(draw.tail), np.nan)
    for at, role in enumerate(draw.model.roles.values()):
        if role.kind == "service" and draw.figure(role.fte_figure) > 0:
            hours = draw.figure(role.fte_figure) * draw.values["productive_hours_fte"][:, None] * months / 12
            peak = np.fmax(peak, (own[:, :, at] / hours).max(axis=1))
    return peak


def over_capacity(draw: ArrayDraw, course: ArrayCourse, one_off: Array, months: Array, totals: Totals) -> Array:
    count = np.zeros(len(draw.tail))
    drivers = draw.drivers()
    for at, role in enumerate(draw.model.roles.values()):
        fte = draw.figure(role.fte_figure)
        if fte <= 0:
            count += totals.one_off_own[role.id] + totals.recurring_own[role.id] > 0
            continue
        if role.kind == "team":
            share = draw.level("change_time_share") * (1 - draw.values["team_other_developments_share"])
            share = share * factor(draw, "change_capacity") * drivers.scalar("teams_in_scope") / draw.figure("teams")
            room = fte * draw.values["productive_hours_fte"] * share
        else:
            room = capacity_hours(draw, role, 12.0)
        count += (one_off[:, :, at] > room[:, None] * months / 12).any(axis=1)
        count += totals.recurring_own[role.id] > fte * draw.values["productive_hours_fte"]
    on = drivers.scalar("programme_on") > 0
    count += on & (course.rollout_capacity > course.rollout_planned)
    count += on & (course.all_live > draw.setting.choice.horizon_months)
    return count + sum(without_teams(draw, group) for group in in_scope(draw))
