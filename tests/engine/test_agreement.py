"""The engine and the plain implementation give the same figures on the same draws: every outcome, every bucket."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from plain import estimate_plain
from plain.random_choices import CORNERS, name_of, random_choice

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, overrides_of, point, sample
from flexlib.model.records import Choice, CostModel

CHOICES = 200 if os.environ.get("FLEXLIB_SOAK") == "1" else 24
DRAWS = 200
RELATIVE = 1e-9
ROUNDING = 1e-12  # of the larger figure, where an outcome is the difference of two that nearly cancel

# An outcome that is a difference, and the one whose size says what rounding is.
DIFFERENCES = {
    "net_total": "total_integral",
    "npv": "total_integral",
    "recurring_net": "recurring_integral",
    "one_off_beyond_horizon": "one_off_integral",
}


def with_limits(draws: Draws) -> Draws:
    """The same draws, but the first few at a limit: no time for richten, no securing, no strength."""
    parameters = {name: values.copy() for name, values in draws.parameters.items()}
    strengths = {key: values.copy() for key, values in draws.strengths.items()}
    parameters["richten_months"][0] = 0.0
    parameters["securing_months"][1] = 0.0
    parameters["student_trend"][2] = 0.0
    parameters["funding_lag_years"][3] = 0.0
    for values in strengths.values():
        values[4] = 0.0
    parameters["productive_hours_fte"][5] = 1e30  # hours without end: building and rollout take no time
    return replace(draws, parameters=parameters, strengths=strengths)


def plain_values(model: CostModel, choice: Choice, draws: Draws) -> dict[str, np.ndarray]:
    one_by_one = [
        estimate_plain(
            model,
            choice,
            {name: float(values[s]) for name, values in draws.parameters.items()},
            {key: float(values[s]) for key, values in draws.strengths.items()},
            float(draws.tail[s]),
        )
        for s in range(draws.n)
    ]
    return {outcome: np.array([one[outcome] for one in one_by_one], dtype=float) for outcome in one_by_one[0]}


def disagreements(plain: dict[str, np.ndarray], engine: dict[str, np.ndarray]) -> list[str]:
    """Per outcome the first figure on which the two differ."""
    found = [f"{outcome} is only in one of the two" for outcome in set(plain) ^ set(engine)]
    for outcome in sorted(set(plain) & set(engine)):
        ours, theirs = plain[outcome], np.asarray(engine[outcome], dtype=float)
        if ours.shape != theirs.shape:
            found.append(f"{outcome}: shapes {ours.shape} and {theirs.shape}")
            continue
        rounding = ROUNDING * np.nanmax(np.abs(plain[DIFFERENCES.get(outcome, outcome)]), initial=0.0)
        near = np.abs(ours - theirs) <= RELATIVE * np.maximum(np.abs(ours), np.abs(theirs)) + rounding
        wrong = ~(near | (np.isnan(ours) & np.isnan(theirs)))
        if wrong.any():
            at = tuple(int(i) for i in np.argwhere(wrong)[0])
            found.append(f"{outcome}{list(at)}: plain {ours[at]!r}, engine {theirs[at]!r}; {wrong.sum()} differ")
    return found


@pytest.mark.parametrize("index", range(CHOICES), ids=name_of)
def test_engine_and_plain_implementation_agree(model: CostModel, index: int) -> None:
    choice = random_choice(model, index)
    draws = with_limits(sample(model, DRAWS, choice.seed, overrides_of(choice)))
    result = evaluate(model, choice, draws)
    assert disagreements(plain_values(model, choice, draws), dict(result.values)) == []


@pytest.mark.parametrize("index", range(len(CORNERS)), ids=name_of)
def test_they_agree_at_the_rekenwaarde(model: CostModel, index: int) -> None:
    choice = random_choice(model, index)
    draws = point(model, overrides_of(choice))
    result = evaluate(model, choice, draws)
    assert disagreements(plain_values(model, choice, draws), dict(result.values)) == []


def test_every_outcome_of_the_model_is_in_the_plain_implementation(model: CostModel) -> None:
    choice = random_choice(model, len(CORNERS))
    outcomes = plain_values(model, choice, point(model))
    assert set(model.outcomes) - set(outcomes) <= {"grade_d_band_share"}
