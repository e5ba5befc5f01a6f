"""Outcomes of a chunk of choices from its sums, by the engine's own functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import cast

import numpy as np

from flexlib.engine.explore.needs import IN_SCOPE, MONTHS, SPENT_BY_YEAR, Needs
from flexlib.engine.explore.yearly import YearlyAxis, spent_by_year, student_years, within_horizon
from flexlib.engine.loads import TeamLoads, peak_team_load
from flexlib.engine.money import headline_totals
from flexlib.engine.outcomes import months, promises, reach
from flexlib.engine.pools import Course, Pool
from flexlib.engine.situation import Number, Situation
from flexlib.engine.timing import Timing
from flexlib.model.effect_records import Rule
from flexlib.model.records import GROUPS
from flexlib.model.rules import parse_condition


def outcomes_of(
    needs: Needs,
    situation: Situation,
    timing: Timing | None,
    loads: TeamLoads,
    pools: Mapping[Course, Pool],
    axis: YearlyAxis,
    trend: np.ndarray,
) -> dict[str, np.ndarray]:
    """Outcome → ndarray (n,), or (years, n) for amounts per calendar year; n counts the draws of all choices."""
    asked = set(needs.outcomes)
    found: dict[str, Number] = {}
    if any(part.startswith(("one_off", "recurring", "income")) for part in needs.parts):
        found |= _headline(situation, None if timing is None else timing.programme_end, pools, asked)
    if timing is not None:
        if asked & set(MONTHS):
            found.update(months(situation, timing))
        if "loads" in needs.parts:
            found["peak_team_load"], found["peak_team_load_month"] = peak_team_load(situation, timing, loads)
        if asked & {"student_years", "cost_per_student_year"}:
            found["student_years"] = student_years(situation, timing, axis, trend)
        if "cost_per_student_year" in asked:
            cost, years = within_horizon(situation, timing, pools, axis, trend), found["student_years"]
            with np.errstate(divide="ignore", invalid="ignore"):
                found["cost_per_student_year"] = np.where(years > 0, cost / years, np.nan)
        if asked & {"total_out_of_pocket", SPENT_BY_YEAR}:
            spent = spent_by_year(situation, timing, pools, axis, trend)
            found[SPENT_BY_YEAR] = spent
            found["total_out_of_pocket"] = spent.sum(axis=0)
    if asked & set(IN_SCOPE):
        found |= {name: value * np.ones(situation.n) for name, value in reach(situation).items()}
    return {name: np.asarray(found[name]) for name in needs.outcomes if name in found}


def _headline(
    situation: Situation, programme_end: np.ndarray | None, pools: Mapping[Course, Pool], asked: set[str]
) -> dict[str, Number]:
    """Amounts without the years; `programme_end` is None when no one-off amounts are asked for: only those need it."""
    if programme_end is None:
        pools = {course: pool for course, pool in pools.items() if course.timing != "one_off"}
    found: dict[str, Number] = {}
    found.update(headline_totals(situation, np.zeros(1) if programme_end is None else programme_end, pools))
    income = situation.figure("income_eur")
    students = sum(situation.figure(f"students_{group}") for group in GROUPS)
    for name, above, below in (
        ("one_off_income_share", "one_off_integral", income),
        ("recurring_income_share", "recurring_net", income),
        ("one_off_per_student", "one_off_integral", students),
        ("recurring_per_student", "recurring_integral", students),
    ):
        if name in asked:
            found[name] = found[above] / below
    return found


def promised(situation: Situation, levels: Mapping[str, np.ndarray], asked: set[str]) -> dict[str, np.ndarray]:
    """Outcomes that levels alone decide, ndarray (choices, 1).

    situation : of the chunk; levels : free lever → ndarray (choices, 1)
    """
    scenarios = [f"scenario_{group}" for group in GROUPS]
    others = {lever: level for lever, level in levels.items() if lever not in scenarios}
    base = {lever: level for lever, level in situation.levels.items() if lever not in others}
    found: dict[str, Number] = {}
    found.update(promises(replace(situation, levels=cast("Mapping[str, float]", {**base, **others})), ()))
    everything: dict[str, Number] = {**base, **levels}
    in_scope = [np.asarray(everything[scenarios[group]]) for group in situation.groups_in_scope]
    if in_scope:
        found["scenario_spread"] = reduce(np.maximum, in_scope) - reduce(np.minimum, in_scope)
    model = situation.model
    weights = model.settings.severity_weights
    found["rule_conflicts"] = sum(
        (weights[rule.severity] * holds(rule, everything) for rule in model.rules.values()), np.zeros((1, 1))
    )
    choices = max((len(level) for level in levels.values()), default=1)
    return {name: np.broadcast_to(np.asarray(found[name], dtype=float), (choices, 1)) for name in asked}


def holds(rule: Rule, levels: Mapping[str, Number]) -> np.ndarray:
    """Whether a consistency rule holds, for levels that are arrays of choices."""
    groups = (
        reduce(np.logical_and, [np.asarray(term.compares(levels[term.lever_id])) for term in group])
        for group in parse_condition(rule.condition)
    )
    return reduce(np.logical_or, groups)
