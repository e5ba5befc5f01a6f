"""What knowing an input is worth: a case with a known answer, noise told as noise, and what cannot be answered."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, sample
from flexlib.engine.sensitivity.inputs import Input, inputs_of
from flexlib.engine.sensitivity.knowing import Knowing, Rule, by_cost, by_weights, knowing
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel, Institution

ROC = Institution("average_roc", "", "average_roc")
N = 10_000


def inputs(*names: str) -> list[Input]:
    return [Input(name, "parameter", "C", "general", ((name, None),)) for name in names]  # type: ignore[arg-type]


def normal(n: int = N, seed: int = 1) -> Draws:
    source = np.random.default_rng(seed)
    return Draws({name: source.standard_normal(n) for name in ("x", "y", "z")}, {}, np.zeros(n))


def expected_gain(mean: float, spread: float) -> float:
    """E[max(0, D)] - max(0, E[D]) for a normal difference D."""
    return mean * norm.cdf(mean / spread) + spread * norm.pdf(mean / spread) - max(0.0, mean)


def of(found: Knowing) -> dict[str, float]:
    return {gain.input.id: gain.value for gain in found.gains}


@pytest.mark.parametrize("mean", [0.0, -0.5, 0.8])
def test_two_variants_with_a_linear_difference_have_the_known_values(mean: float) -> None:
    """B scores mean + x + y/2 more than A; learning x leaves a normal with spread 1, y one with spread 1/2."""
    draws = normal()
    difference = mean + draws.parameters["x"] + 0.5 * draws.parameters["y"]
    found = knowing(Rule(np.column_stack([np.zeros(N), difference]), (0, 1), "points"), draws, inputs("x", "y", "z"))
    values = of(found)
    errors = {gain.input.id: gain.error for gain in found.gains}
    assert values["x"] == pytest.approx(expected_gain(mean, 1.0), abs=4 * errors["x"] + 0.01)
    assert values["y"] == pytest.approx(expected_gain(mean, 0.5), abs=4 * errors["y"] + 0.01)
    assert found.everything == pytest.approx(expected_gain(mean, math.sqrt(1.25)), abs=0.03)
    assert found.gains[0].input.id == "x"


def test_what_does_not_matter_is_told_as_noise() -> None:
    """Of forty inputs that have no part in the scores at most a few pass the floor that 95 of 100 stay below."""
    source = np.random.default_rng(8)
    draws = Draws({f"n{at}": source.standard_normal(2000) for at in range(40)}, {}, np.zeros(2000))
    scores = np.column_stack([np.zeros(2000), source.standard_normal(2000) * 3])
    found = knowing(Rule(scores, (0, 1), "points"), draws, inputs(*draws.parameters))
    assert sum(not gain.is_noise for gain in found.gains) <= 6


def test_when_one_variant_always_wins_nothing_is_worth_finding_out() -> None:
    draws = normal()
    scores = np.column_stack([draws.parameters["x"], draws.parameters["x"] + 1])
    found = knowing(Rule(scores, (0, 1), "points"), draws, inputs("x", "y"))
    assert (found.preferred, found.best_in, found.everything) == (1, (0.0, 1.0), 0.0)
    assert all(gain.is_noise and gain.value == 0 for gain in found.gains)


def test_gains_stay_below_that_of_knowing_everything(model: CostModel) -> None:
    draws = sample(model, 2000, 1)
    choices = [Choice(ROC, variant, draws=2000) for variant in ("stap_voor_stap", "verrijken_kaders", "teams_aan_zet")]
    results = [evaluate(model, choice, draws) for choice in choices]
    scales = {"one_off_integral": (8e6, 0.0), "student_years": (0.0, 20_000.0)}
    found = knowing(by_weights(results, scales, {"one_off_integral": 2, "student_years": 1}), draws, inputs_of(model))
    assert found.rule.unit == "points"
    assert all(gain.value <= found.everything + 2 * gain.error + 1e-9 for gain in found.gains)


def test_cost_per_student_year_counts_variants_that_deliver_enough(model: CostModel) -> None:
    draws = sample(model, 1000, 1)
    choices = [
        Choice(ROC, variant, draws=1000)
        for variant in ("nulvariant", "stap_voor_stap", "verrijken_kaders", "teams_aan_zet")
    ]
    results = [evaluate(model, choice, draws) for choice in choices]
    rule = by_cost(results, 10_000)
    assert (rule.candidates, rule.unit) == ((2, 3), "EUR")
    assert knowing(rule, draws, inputs_of(model)).preferred in rule.candidates
    with pytest.raises(InputError, match=r"unsure\.nothing_to_choose"):
        by_cost(results, 1e9)


def test_identical_variants_one_draw_and_weights_of_zero_are_refused(model: CostModel) -> None:
    draws = normal()
    same = np.column_stack([draws.parameters["x"], draws.parameters["x"]])
    with pytest.raises(InputError, match=r"unsure\.identical"):
        knowing(Rule(same, (0, 1), "points"), draws, inputs("x"))
    with pytest.raises(InputError, match=r"unsure\.few_draws"):
        knowing(Rule(same[:1], (0, 1), "points"), normal(1), inputs("x"))
    with pytest.raises(InputError, match=r"weights\.all_zero"):
        by_weights([], {}, {"one_off_integral": 0.0})
