"""Plausibility of the default model: steering is best somewhere between its ends, ready-made variants are payable."""

from __future__ import annotations

import pytest

from flexlib.engine.evaluate import evaluate
from flexlib.engine.lines import line_table
from flexlib.engine.sampling import Draws, point, sample
from flexlib.model.records import Choice, CostModel, Institution

N = 500
OUTCOMES = ("delay_factor", "one_off_integral", "recurring_integral")
STEERING = (
    "steer_language",
    "steer_calendar",
    "steer_intake",
    "steer_modules",
    "steer_exams",
    "steer_timetable",
    "steer_coaching",
    "steer_systems",
    "steer_materials",
    "steer_hr",
    "steer_bpv",
    "steer_budget",
    "steer_style",
)
READY_MADE = (
    "stap_voor_stap",
    "verrijken_kaders",
    "teams_aan_zet",
    "koploper_configureren",
    "alles_tegelijk",
    "llo_eerst",
)
EXTREME = ("alles_tegelijk",)  # its story on the screen says so
INSTITUTIONS = ("average_roc", "large_roc", "small_vakcollege", "shrink_roc")
HIGHEST_ONE_OFF = {"small_vakcollege": 0.10}  # of a year's income; 0.06 for the others


@pytest.fixture(scope="module")
def draws(model: CostModel) -> Draws:
    return sample(model, N, 1)


def ready_made(institution: str, variant: str, **levels: float) -> Choice:
    return Choice(Institution(institution, "", institution), variant, tuple(sorted(levels.items())))


@pytest.mark.parametrize("lever_id", STEERING)
def test_steering_is_best_between_its_ends(model: CostModel, lever_id: str) -> None:
    at_mean = point(model)
    by_level = {
        level: evaluate(
            model, ready_made("average_roc", "verrijken_kaders", **{lever_id: float(level)}), at_mean
        ).values
        for level in range(1, 6)
    }
    for outcome in OUTCOMES:
        figures = {level: float(values[outcome][0]) for level, values in by_level.items()}
        assert min(figures[2], figures[3], figures[4]) < min(figures[1], figures[5]), (outcome, figures)


def test_the_lists_are_those_of_the_model(model: CostModel) -> None:
    assert set(STEERING) == {lever.id for lever in model.levers.values() if lever.group == "B"}
    assert set(READY_MADE) == set(model.variants) - {"nulvariant"}
    assert set(INSTITUTIONS) == set(model.institutions)
    for variant in READY_MADE:
        story = model.variants[variant].story
        assert ("uiterste" in story.nl and "extreme" in story.en) == (variant in EXTREME), variant


@pytest.mark.parametrize("variant", [variant for variant in READY_MADE if variant not in EXTREME])
@pytest.mark.parametrize("institution", INSTITUTIONS)
def test_ready_made_variants_stay_within_what_a_college_can_bear(
    model: CostModel, draws: Draws, institution: str, variant: str
) -> None:
    choice = ready_made(institution, variant)
    result = evaluate(model, choice, draws)
    income = result.figures["income_eur"]
    assert income is not None
    one_off = result.quantiles("one_off_integral")[1] / income
    assert 0.005 <= one_off <= HIGHEST_ONE_OFF.get(institution, 0.06)
    assert -0.005 <= result.quantiles("recurring_net")[1] / income <= 0.02
    assert result.quantiles("months_all_live")[2] <= choice.horizon_months


@pytest.mark.parametrize("variant", READY_MADE)
@pytest.mark.parametrize("institution", INSTITUTIONS)
def test_no_line_is_above_a_fifth_of_its_total(model: CostModel, institution: str, variant: str) -> None:
    table = line_table(model, ready_made(institution, variant))
    for timing in ("one_off", "recurring"):
        largest = max((row for row in table.rows if row.line.timing == timing), key=lambda row: row.integral)
        assert largest.integral <= 0.2 * table.total(timing, "integral"), largest.line.id


@pytest.mark.parametrize("institution", INSTITUTIONS)
def test_an_extreme_variant_asks_more_than_the_others(model: CostModel, draws: Draws, institution: str) -> None:
    def one_off(variant: str) -> float:
        return float(evaluate(model, ready_made(institution, variant), draws).quantiles("one_off_integral")[1])

    for variant in EXTREME:
        assert one_off(variant) > max(one_off(other) for other in READY_MADE if other not in EXTREME)
