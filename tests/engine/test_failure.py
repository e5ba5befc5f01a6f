"""Failure conditions: a box that was put in comes out, and what has no pattern is answered plainly."""

from __future__ import annotations

import numpy as np
import pytest

from flexlib.engine.compare.futures import Bound
from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, sample
from flexlib.engine.sensitivity.failure import failure
from flexlib.engine.sensitivity.inputs import Input, inputs_of
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel, Institution

N = 4000
LIMIT = (Bound("y", 0.5),)


def uniforms(seed: int = 1, n: int = N) -> tuple[Draws, list[Input]]:
    source = np.random.default_rng(seed)
    names = [f"x{at}" for at in range(12)]
    draws = Draws({name: source.random(n) for name in names}, {}, (source.random(n) < 1 / 6).astype(float))
    inputs = [Input(name, "parameter", "C", "general", ((name, None),)) for name in names]  # type: ignore[arg-type]
    return draws, [*inputs, Input("ict_tail", "outlier", "B", "ict", ())]


def test_a_box_of_two_conditions_is_found_with_its_coverage_and_density() -> None:
    draws, inputs = uniforms()
    inside = (draws.parameters["x3"] > 0.7) & (draws.parameters["x7"] < 0.4)
    found = failure([inside.astype(float)], LIMIT, draws, inputs)
    assert (found.kind, found.share) == ("pattern", pytest.approx(inside.mean()))
    first = found.boxes[0]
    assert {(one.input.id, one.above) for one in first.conditions} == {("x3", True), ("x7", False)}
    assert {one.input.id: one.value for one in first.conditions} == pytest.approx({"x3": 0.7, "x7": 0.4}, abs=0.01)
    assert (first.coverage, first.density) == (pytest.approx(1, abs=0.01), pytest.approx(1, abs=0.01))


def test_an_outlier_that_happens_is_a_condition() -> None:
    draws, inputs = uniforms()
    found = failure([draws.tail * (draws.parameters["x1"] > 0.5)], LIMIT, draws, inputs)
    conditions = {(one.input.id, one.above) for one in found.boxes[0].conditions}
    assert conditions == {("ict_tail", True), ("x1", True)}


def test_coverage_and_density_are_shares_that_can_be_counted_again() -> None:
    draws, inputs = uniforms(3)
    values = draws.parameters["x1"] + draws.parameters["x2"] + 0.3 * draws.parameters["x4"]
    limits = (Bound("y", 1.5),)
    found = failure([values], limits, draws, inputs)
    fails = values > 1.5
    assert found.boxes
    for box in found.boxes:
        inside = np.ones(N, dtype=bool)
        for one in box.conditions:
            drawn = draws.parameters[one.input.id]
            inside &= drawn > one.value if one.above else drawn <= one.value
        assert len(box.conditions) <= 3
        assert box.coverage == pytest.approx(inside[fails].mean(), abs=0.01)
        assert box.density == pytest.approx(fails[inside].mean(), abs=0.01)


def test_never_always_hardly_and_without_pattern_are_said_as_such() -> None:
    draws, inputs = uniforms()
    kinds = {
        "never": np.zeros(N),
        "always": np.ones(N),
        "too_few": (np.arange(N) < 5).astype(float),
        "no_pattern": (np.random.default_rng(9).random(N) < 0.3).astype(float),
    }
    for kind, values in kinds.items():
        found = failure([values], LIMIT, draws, inputs)
        assert (found.kind, found.boxes) == (kind, ())
        assert found.share == pytest.approx(values.mean())


def test_an_outcome_that_does_not_exist_breaks_its_limit() -> None:
    draws, inputs = uniforms()
    assert failure([np.full(N, np.nan)], LIMIT, draws, inputs).kind == "always"


def test_any_limit_that_is_broken_is_a_failure(model: CostModel) -> None:
    choice = Choice(Institution("average_roc", "", "average_roc"), "verrijken_kaders", draws=N)
    draws = sample(model, N, 1)
    values = evaluate(model, choice, draws).values
    limits = (Bound("months_all_live", 55), Bound("student_years", 16_000, is_most=False))
    found = failure([values[limit.outcome] for limit in limits], limits, draws, inputs_of(model))
    assert found.by_limit == pytest.approx(
        ((values["months_all_live"] > 55).mean(), (values["student_years"] < 16_000).mean())
    )
    assert found.share == pytest.approx(((values["months_all_live"] > 55) | (values["student_years"] < 16_000)).mean())
    assert found.boxes[0].conditions[0].input.id == "systemic_delay"


def test_without_limits_or_draws_there_is_nothing_to_say() -> None:
    draws, inputs = uniforms()
    with pytest.raises(InputError, match=r"unsure\.no_limits"):
        failure([], (), draws, inputs)
    few, inputs = uniforms(1, 1)
    with pytest.raises(InputError, match=r"unsure\.few_draws"):
        failure([np.zeros(1)], LIMIT, few, inputs)
