"""Loads on teams and services, and what cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from flexlib.engine.calendar import Axis
from flexlib.engine.flows import Flow, TeamWork
from flexlib.engine.result import Finding
from flexlib.engine.situation import Number, Situation
from flexlib.engine.timing import (
    INSTANT,
    LEAST_SHARE,
    Timing,
    change_hours_a_year,
    left_for_change,
    team_hours_a_year,
)
from flexlib.model.records import Role


@dataclass
class TeamLoads:
    """Own hours on lines carried by teams, by when a team gives them: a total, or a rate per year for `live`."""

    build: TeamWork = field(default_factory=TeamWork)
    rollout: TeamWork = field(default_factory=TeamWork)
    first_year: TeamWork = field(default_factory=TeamWork)
    live: TeamWork = field(default_factory=TeamWork)

    def add(self, situation: Situation, flow: Flow) -> None:
        line = flow.line
        if line.carried_by != "team" or line.timing == "income":
            return
        if line.spread == "live":
            surcharge = situation.parameters["first_year_surcharge"] if line.surcharge else 0.0
            self.live.add(flow, 1 + surcharge)
        elif line.spread in ("build", "rollout", "first_year"):
            getattr(self, line.spread).add(flow)


def peak_team_load(situation: Situation, timing: Timing, loads: TeamLoads) -> tuple[np.ndarray, np.ndarray]:
    """Hours one team gives in its heaviest twelve months ÷ its hours, and the month in which those begin.

    Returns two ndarrays (n,), nan without scope.
    """
    highest, month = np.full(situation.n, np.nan), np.full(situation.n, np.nan)
    for group in situation.groups_in_scope:
        peak = _peak_of_group(situation, timing, loads, group)
        if peak is not None:
            higher = ~(peak[0] <= highest)
            highest = np.where(higher, peak[0], highest)
            month = np.where(higher, peak[1], month)
    return highest, month


def _peak_of_group(
    situation: Situation, timing: Timing, loads: TeamLoads, group: int
) -> tuple[np.ndarray, np.ndarray] | None:
    """Load and month of one group's teams, None when it has work but no teams.

    Windows tried: from the team's start, the last twelve months of building, and the first twelve live; the load is
    linear in between. Work during richten (pilots) stays outside: few teams do it, before they start.
    """
    works = (loads.build, loads.rollout, loads.first_year, loads.live)
    per_team = [work.per_team(situation, group) for work in works]
    if any(hours is None for hours in per_team):
        return None
    building, rolling, first, live = (np.asarray(hours) for hours in per_team)
    build, span = timing.build, timing.rollout + timing.build
    steady = rolling * np.where(span < INSTANT, 1.0, np.minimum(1.0, 12 / np.maximum(span, INSTANT)))
    highest, month = np.full(situation.n, np.nan), np.full(situation.n, np.nan)
    for begin in (np.zeros(situation.n), np.maximum(0.0, build - 12), build):
        inside = np.clip(build - begin, 0.0, 12.0) / np.maximum(build, INSTANT)
        inside = np.where(build < INSTANT, (begin == 0).astype(float), inside)
        after = np.clip(begin + 12 - np.maximum(begin, build), 0.0, 12.0) / 12
        load = (building * inside + (first + live) * after + steady) / team_hours_a_year(situation)
        higher = ~(load <= highest)
        highest = np.where(higher, load, highest)
        month = np.where(higher, timing.richten + begin, month)
    return highest, month


def heaviest_team(situation: Situation, timing: Timing, loads: TeamLoads) -> int | None:
    """Position in GROUPS of the group whose teams have the highest peak at the median draw; None without one."""
    peaks = {group: _peak_of_group(situation, timing, loads, group) for group in situation.groups_in_scope}
    medians = {group: float(np.median(peak[0])) for group, peak in peaks.items() if peak is not None}
    return max(medians, key=lambda group: medians[group]) if medians else None


def peak_service_load(situation: Situation, axis: Axis, own_hours: np.ndarray) -> np.ndarray:
    """Highest share of a service's deployable hours asked in any school year, ndarray (n,)."""
    highest = np.full(situation.n, np.nan)
    if not situation.has_programme:
        return highest
    months = np.array([period.months for period in axis.school_years])[:, None]
    for index, role in enumerate(situation.model.roles.values()):
        if role.kind == "service" and situation.fte(role.id) > 0:
            there = situation.fte(role.id) * situation.parameters["productive_hours_fte"] * months / 12
            highest = np.fmax(highest, (own_hours[:, index] / there).max(axis=0))
    return highest


def change_capacity_hours(situation: Situation, timing: Timing, role: Role) -> Number:
    """Hours a year that a role can give to one-off work: (n,) or the same in every draw."""
    if role.kind != "team":
        return change_hours_a_year(situation, role.id, timing.service_capacity)
    hours = situation.fte(role.id) * situation.parameters["productive_hours_fte"]
    share = situation.levels["change_time_share"] * timing.change_capacity * left_for_change(situation)
    return hours * share * situation.scalar("teams_in_scope") / situation.figure("teams")


def over_capacity(
    situation: Situation,
    timing: Timing,
    axis: Axis,
    hours: Mapping[str, np.ndarray],
    one_off_hours: Mapping[str, Number],
    recurring_hours: Mapping[str, Number],
) -> tuple[np.ndarray, tuple[Finding, ...]]:
    """How many things cannot be done, per draw (n,), and each of them as a finding."""
    count = np.zeros(situation.n)
    findings: list[Finding] = []
    if not situation.has_programme:
        return count, ()

    def note(kind: str, subject: str, when: np.ndarray | bool, **figures: Number) -> None:
        nonlocal count
        held = np.broadcast_to(np.asarray(when, dtype=float), (situation.n,))
        if held.any():
            count = count + held
            middle = {name: float(np.median(value)) for name, value in figures.items()}
            findings.append(Finding(kind, subject, float(held.mean()), middle))

    p = situation.parameters
    months = np.array([period.months for period in axis.school_years])[:, None]
    for index, role in enumerate(situation.model.roles.values()):
        one_off = hours["own_hours_one_off"][:, index]
        lasting = np.asarray(recurring_hours.get(role.id, 0.0)) * np.ones(situation.n)
        fte = situation.fte(role.id)
        if fte == 0:
            asked = one_off_hours.get(role.id, 0.0) + lasting
            note("role_without_fte", role.id, asked > 0, asked_hours=asked)
            continue
        available = np.broadcast_to(change_capacity_hours(situation, timing, role) * months / 12, one_off.shape)
        asked_share = np.divide(one_off, available, out=np.full_like(one_off, np.inf), where=available > 0)
        asked_share[(available == 0) & (one_off == 0)] = 0.0
        note("change_hours", role.id, (asked_share > 1).any(axis=0), peak_share=asked_share.max(axis=0))
        there = fte * p["productive_hours_fte"]
        note("lasting_hours", role.id, lasting > there, asked_hours=lasting, available_hours=there)
    note(
        "plan_too_short",
        "",
        timing.capacity > timing.planned,
        planned_months=timing.planned,
        capacity_months=timing.capacity,
    )
    note("no_team_time", "", 1 - p["team_other_developments_share"] < LEAST_SHARE)
    note("no_service_time", "", p["service_change_share"] < LEAST_SHARE)
    horizon = float(situation.choice.horizon_months)
    note("beyond_horizon", "", timing.all_live > horizon, all_live_months=timing.all_live, horizon_months=horizon)
    for group in timing.groups_without_teams:
        note("group_without_teams", group, True)
    return count, tuple(findings)
