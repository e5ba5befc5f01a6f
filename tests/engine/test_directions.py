"""Direction: what more of something may never do to time and money, over random choices and paired draws."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.engine.evaluate import evaluate
from flexlib.engine.lines import line_table
from flexlib.engine.result import Result
from flexlib.engine.sampling import Draws, overrides_of, point, sample
from flexlib.model.records import GROUPS, Choice, CostModel, Institution
from tests.plain.random_choices import CORNERS, random_choice

N = 200
ROUNDING = 1e-9
COSTS = ("one_off_integral", "recurring_integral")

numbers = st.integers(0, 20_000).map(lambda number: number + len(CORNERS))  # of a random choice, corners left out
groups = st.sampled_from(GROUPS)
pytestmark = pytest.mark.soak


def drawn(model: CostModel, choice: Choice) -> Draws:
    return sample(model, N, choice.seed, overrides_of(choice))


def with_level(choice: Choice, lever_id: str, level: float) -> Choice:
    return replace(choice, levers=tuple(sorted({**dict(choice.levers), lever_id: level}.items())))


def with_figure(choice: Choice, figure_id: str, value: float) -> Choice:
    figures = tuple(sorted({**dict(choice.institution.figures), figure_id: value}.items()))
    return replace(choice, institution=replace(choice.institution, id="own", figures=figures))


def least_change(less: Result, more: Result, outcome: str) -> float:
    """The smallest relative change over the draws from less to more; 0 where there is nothing to compare."""
    before, after = less.values[outcome], more.values[outcome]
    change = (after - before) / np.maximum(np.abs(before), 1e-9)
    return float(np.min(change[~np.isnan(change)], initial=0.0))


def assert_never_less(less: Result, more: Result, *outcomes: str) -> None:
    for outcome in outcomes:
        assert least_change(less, more, outcome) >= -ROUNDING, outcome


@given(number=numbers, group=groups, growth=st.floats(1.01, 3))
def test_more_students_never_cost_less(model: CostModel, number: int, group: str, growth: float) -> None:
    choice = random_choice(model, number)
    draws = drawn(model, choice)
    now = evaluate(model, choice, draws)
    students = now.figures[f"students_{group}"]
    assert students is not None
    more = evaluate(model, with_figure(choice, f"students_{group}", students * growth + 1), draws)
    assert_never_less(now, more, *COSTS)


@given(number=numbers, group=groups, share=st.floats(0.01, 1))
def test_more_scope_never_costs_less_and_is_never_earlier(
    model: CostModel, number: int, group: str, share: float
) -> None:
    choice = random_choice(model, number)
    draws = drawn(model, choice)
    now = evaluate(model, choice, draws)
    scope = now.levels[f"scope_{group}"]
    more = evaluate(model, with_level(choice, f"scope_{group}", scope + share * (1 - scope)), draws)
    assert_never_less(now, more, *COSTS, "months_all_live")


@given(number=numbers, group=groups, scenario=st.integers(0, 3), steps=st.integers(1, 4))
def test_a_heavier_scenario_at_equal_levers_never_costs_less(
    model: CostModel, number: int, group: str, scenario: int, steps: int
) -> None:
    choice = random_choice(model, number)
    draws = drawn(model, choice)
    lever = f"scenario_{group}"
    light = evaluate(model, with_level(choice, lever, float(scenario)), draws)
    heavy = evaluate(model, with_level(choice, lever, float(min(4, scenario + steps))), draws)
    assert_never_less(light, heavy, *COSTS)


@given(number=numbers, months=st.floats(0, 60), more=st.floats(0, 60))
def test_more_planned_months_are_never_earlier(model: CostModel, number: int, months: float, more: float) -> None:
    choice = random_choice(model, number)
    draws = drawn(model, choice)
    short = evaluate(model, with_level(choice, "rollout_months", months), draws)
    long = evaluate(model, with_level(choice, "rollout_months", min(60.0, months + more)), draws)
    assert_never_less(short, long, "months_all_live")


@given(number=numbers, lever_id=st.sampled_from(["change_time_share", "ready_capacity", "ready_focus"]))
def test_less_change_capacity_is_never_earlier(model: CostModel, number: int, lever_id: str) -> None:
    choice = random_choice(model, number)
    draws = drawn(model, choice)
    lever = model.levers[lever_id]
    levels = np.linspace(lever.minimum, lever.maximum, 5)
    results = [evaluate(model, with_level(choice, lever_id, float(level)), draws) for level in levels]
    for less, more in pairwise(results):
        assert_never_less(more, less, "months_all_live")


@given(number=numbers, part=st.floats(0.5, 1))
def test_less_time_for_change_is_never_earlier(model: CostModel, number: int, part: float) -> None:
    """Less of the time of services, and more of the time of teams taken by other developments."""
    choice = random_choice(model, number)
    draws = drawn(model, choice)
    parameters = dict(draws.parameters)
    parameters["service_change_share"] = parameters["service_change_share"] * part
    other = parameters["team_other_developments_share"]
    parameters["team_other_developments_share"] = 1 - (1 - other) * part
    now = evaluate(model, choice, draws)
    assert_never_less(now, evaluate(model, choice, replace(draws, parameters=parameters)), "months_all_live")


@given(number=numbers)
def test_income_is_never_negative(model: CostModel, number: int) -> None:
    choice = random_choice(model, number)
    values = evaluate(model, choice, drawn(model, choice)).values
    for outcome in ("income_year", "subsidy_total", "hours_released_year", "total_income", "income_calendar_year"):
        assert values[outcome].min() >= 0, outcome


@given(number=numbers)
def test_without_scope_everything_costs_nothing(model: CostModel, number: int) -> None:
    """The baseline is 0 whatever the institution and the other levers: its drivers are."""
    choice = random_choice(model, number)
    for group in GROUPS:
        choice = with_level(choice, f"scope_{group}", 0.0)
    values = evaluate(model, choice, drawn(model, choice)).values
    for outcome in (*COSTS, "income_year", "subsidy_total", "total_integral", "npv", "student_years", "own_hours"):
        assert not values[outcome].any(), outcome
    for outcome in ("months_all_live", "cost_per_student_year", "peak_team_load"):
        assert np.isnan(values[outcome]).all(), outcome


@pytest.mark.parametrize("institution", ["average_roc", "small_vakcollege"])
def test_the_baseline_is_nothing(model: CostModel, institution: str) -> None:
    choice = Choice(Institution(institution, "", institution), "nulvariant")
    values = evaluate(model, choice, sample(model, N, 1)).values
    for outcome, shape in ((one.id, one.shape) for one in model.outcomes.values()):
        if shape != "total" or outcome in (*COSTS, "income_year", "npv", "net_total"):
            assert not np.nan_to_num(values[outcome]).any(), outcome


@given(number=numbers)
def test_the_sum_of_lines_is_the_total(model: CostModel, number: int) -> None:
    choice = random_choice(model, number)
    table = line_table(model, choice)
    total = evaluate(model, choice, point(model, overrides_of(choice))).values
    for timing, outcomes in {
        "one_off": ("one_off_integral", "one_off_out_of_pocket", "one_off_own_time", "one_off_own_hours"),
        "recurring": ("recurring_integral", "recurring_out_of_pocket", "recurring_own_time", "recurring_own_hours"),
    }.items():
        for outcome, amount in zip(outcomes, ("integral", "out_of_pocket", "own_time", "hours"), strict=True):
            assert table.total(timing, amount) == pytest.approx(total[outcome][0], rel=1e-12, abs=1e-6), outcome
    income = total["income_year"][0] + total["subsidy_total"][0]
    assert table.total("income", "income") == pytest.approx(income, rel=1e-12, abs=1e-6)
    by_year = sum(row.integral_year for row in table.rows)
    assert by_year == pytest.approx(total["integral_year"][0], rel=1e-12, abs=1e-6)
    income_by_year = sum(row.income_year for row in table.rows)
    assert income_by_year == pytest.approx(total["income_calendar_year"][0], rel=1e-12, abs=1e-6)
