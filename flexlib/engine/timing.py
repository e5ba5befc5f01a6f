"""Timing in closed form: delay, richten, build time of a team, rollout, and how amounts fall in time.

Teams start evenly over [T_r, T_r + R], build during b and are live after that. Every spread has a cumulative share or
integral that is evaluated at the boundaries of the time axis, so no monthly grid is needed. Durations below
`INSTANT` months count as zero; an amount at one moment x then falls in the bucket with t_k <= x < t_{k+1}.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexlib.engine.effects import added_terms, timing_factor
from flexlib.engine.flows import Work
from flexlib.engine.situation import Number, Situation
from flexlib.model.records import GROUPS

INSTANT = 1e-9
LEAST_SHARE = (
    0.01  # of the time for change that always remains: other work never takes all of it, so months stay finite
)


@dataclass(frozen=True, eq=False)
class Timing:
    """Moments and durations in months since the start date, each ndarray (n,).

    `service_capacity` and `change_capacity` are the factors of levers on what services and teams can spare.
    """

    delay: np.ndarray
    richten: np.ndarray
    build: np.ndarray
    planned: np.ndarray
    capacity: np.ndarray
    rollout: np.ndarray
    first_live: np.ndarray
    all_live: np.ndarray
    programme_end: np.ndarray
    service_capacity: Number
    change_capacity: Number
    roles_without_fte: tuple[str, ...]
    groups_without_teams: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Pace:
    """What levers do to timing: factors on delay, richten, build time and capacities, and months added to richten."""

    delay: Number
    richten: Number
    richten_added: Number
    build: Number
    service_capacity: Number
    change_capacity: Number


def pace_of(situation: Situation) -> Pace:
    """The effects of a choice's levers on timing."""
    return Pace(
        delay=timing_factor(situation, "delay_all"),
        richten=timing_factor(situation, "richten_months"),
        richten_added=added_terms(situation, situation.plan.timing.get("richten_months", ())),
        build=timing_factor(situation, "build_effort"),
        service_capacity=timing_factor(situation, "service_capacity"),
        change_capacity=timing_factor(situation, "change_capacity"),
    )


def timing_of(situation: Situation, work: Work, pace: Pace | None = None) -> Timing:
    """Months of a choice, from the work that teams and services have to do; `pace` when it is known already."""
    p, levels = situation.parameters, situation.levels
    ones = np.ones(situation.n)
    pace = pace or pace_of(situation)
    delay = pace.delay * p["systemic_delay"] * situation.delay_of_future * ones
    richten = (p["richten_months"] * pace.richten + pace.richten_added) * delay
    service_capacity, change_capacity = pace.service_capacity, pace.change_capacity

    heaviest, without_teams = heaviest_team_work(situation, work)
    hours_a_month = team_hours_a_year(situation) / 12
    for_change = levels["change_time_share"] * left_for_change(situation) * change_capacity
    build = heaviest * pace.build / (hours_a_month * for_change) * delay * ones

    slowest: Number = 0.0
    without_fte = []
    for role, hours in work.service.items():
        if situation.fte(role) > 0:
            slowest = np.maximum(slowest, hours / (change_hours_a_year(situation, role, service_capacity) / 12))
        elif np.any(hours > 0):
            without_fte.append(role)
    planned = levels["rollout_months"] * np.maximum(1.0, delay)
    capacity = slowest * delay
    rollout = np.maximum(planned, capacity)
    first_live = richten + build
    all_live = first_live + rollout
    return Timing(
        delay=delay,
        richten=richten,
        build=build,
        planned=planned,
        capacity=capacity,
        rollout=rollout,
        first_live=first_live,
        all_live=all_live,
        programme_end=all_live + p["securing_months"],
        service_capacity=service_capacity,
        change_capacity=change_capacity,
        roles_without_fte=tuple(without_fte),
        groups_without_teams=without_teams,
    )


def heaviest_team_work(situation: Situation, work: Work) -> tuple[Number, tuple[str, ...]]:
    """Build hours of one team in the target group where that is most, and the groups with work but no teams."""
    heaviest: Number = 0.0
    without = []
    for group in situation.groups_in_scope:
        per_team = work.build.per_team(situation, group)
        if per_team is None:
            without.append(GROUPS[group])
        else:
            heaviest = np.maximum(heaviest, per_team)
    return heaviest, tuple(without)


def team_hours_a_year(situation: Situation) -> np.ndarray:
    """Deployable hours of an average team in a year, ndarray (n,)."""
    return situation.fte("docent") * situation.parameters["productive_hours_fte"] / situation.figure("teams")


def left_for_change(situation: Situation) -> np.ndarray:
    """Share of the teams' time for change that other developments leave, ndarray (n,)."""
    return np.maximum(LEAST_SHARE, 1 - situation.parameters["team_other_developments_share"])


def change_hours_a_year(situation: Situation, role: str, service_capacity: Number) -> np.ndarray:
    """Hours a year that a role outside the teams can spare for the programme; the programme team counts in full."""
    hours = situation.fte(role) * situation.parameters["productive_hours_fte"]
    if role == "programmateam":
        return hours
    return hours * np.maximum(LEAST_SHARE, situation.parameters["service_change_share"]) * service_capacity


def ramp_integral(x: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Integral from 0 to x of clip(y / length, 0, 1) dy, for x before 0 zero; a length of 0 is a step."""
    positive = np.maximum(x, 0.0)
    inside = np.minimum(positive, length)
    return inside * inside / (2 * np.maximum(length, INSTANT)) + (positive - inside)


def passed(t: np.ndarray, begin: np.ndarray | float, length: np.ndarray) -> np.ndarray:
    """Share of an even stretch that has passed at t: clip((t - begin) / length, 0, 1), a step when it has no length."""
    even = np.clip((t - begin) / np.maximum(length, INSTANT), 0.0, 1.0)
    return np.where(length < INSTANT, (t > begin).astype(float), even)


class Kernels:
    """How one unit of each spread falls over the buckets of the time axis.

    Each kernel is an ndarray (buckets, n): shares for totals, months × adoption for `live` and `lagged_income`,
    months for `programme`. Kernels are made when first asked for.
    """

    def __init__(self, situation: Situation, timing: Timing, boundaries: np.ndarray) -> None:
        self._situation, self._timing = situation, timing
        self._t = boundaries[:, None]
        self._made: dict[str, np.ndarray] = {}

    def __getitem__(self, spread: str) -> np.ndarray:
        if spread not in self._made:
            self._made[spread] = np.diff(self._cumulative(spread), axis=0)
        return self._made[spread]

    def _adoption(self, lag: np.ndarray | float = 0.0) -> np.ndarray:
        return ramp_integral(self._t - self._timing.first_live - lag, self._timing.rollout)

    def _cumulative(self, spread: str) -> np.ndarray:
        timing, t, p = self._timing, self._t, self._situation.parameters
        if spread == "richten":
            return passed(t, 0.0, timing.richten)
        if spread == "build":
            started = ramp_integral(t - timing.richten, timing.rollout)
            building = (started - self._adoption()) / np.maximum(timing.build, INSTANT)
            return np.where(timing.build < INSTANT, passed(t, timing.richten, timing.rollout), building)
        if spread == "rollout":
            return passed(t, timing.richten, timing.all_live - timing.richten)
        if spread == "programme_end":
            return passed(t, timing.all_live, p["securing_months"])
        if spread == "programme":
            return np.clip(t, 0.0, timing.programme_end)
        if spread == "live":
            return self._adoption()
        if spread == "live_first_year":
            return self._adoption() - self._adoption(12.0)
        if spread == "first_year":
            return (self._adoption() - self._adoption(12.0)) / 12
        if spread == "lagged_income":
            return self._adoption(12 * p["funding_lag_years"])
        raise KeyError(spread)
