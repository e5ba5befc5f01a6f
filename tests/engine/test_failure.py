"""Failure conditions: a box that was put in comes out, and what has no pattern is answered plainly."""

from __future__ import annotations

import numpy as np
import pandas as pd
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


def test_the_condition_that_matters_most_stands_in_front() -> None:
    draws, inputs = uniforms(9)
    inside = (draws.parameters["x3"] > 0.2) & (draws.parameters["x7"] > 0.8)
    first = failure([inside.astype(float)], LIMIT, draws, inputs).boxes[0]
    assert [one.input.id for one in first.conditions] == ["x7", "x3"]


def test_an_outlier_that_happens_is_a_condition() -> None:
    draws, inputs = uniforms()
    found = failure([draws.tail * (draws.parameters["x1"] > 0.5)], LIMIT, draws, inputs)
    conditions = {(one.input.id, one.above) for one in found.boxes[0].conditions}
    assert conditions == {("ict_tail", True), ("x1", True)}


def test_three_conditions_are_found_where_all_three_matter() -> None:
    draws, inputs = uniforms(2)
    inside = (draws.parameters["x0"] > 0.3) & (draws.parameters["x5"] < 0.6) & (draws.parameters["x9"] > 0.4)
    chance = np.where(inside, 0.9, 0.05)
    fails = np.random.default_rng(5).random(N) < chance
    found = failure([fails.astype(float)], LIMIT, draws, inputs)
    first = found.boxes[0]
    values = {(one.input.id, one.above): one.value for one in first.conditions}
    assert values == pytest.approx({("x0", True): 0.3, ("x5", False): 0.6, ("x9", True): 0.4}, abs=0.02)
    assert first.coverage == pytest.approx(inside[fails].mean(), abs=0.03)
    assert first.density == pytest.approx(0.9, abs=0.03)
    certain = [box.coverage * (box.density - found.share) for box in found.by_count]
    assert [len(box.conditions) for box in found.by_count] == [1, 2, 3] and certain == sorted(certain)


def test_an_input_between_two_values_is_a_box_too() -> None:
    draws, inputs = uniforms(4)
    inside = (draws.parameters["x2"] > 0.4) & (draws.parameters["x2"] < 0.65) & (draws.parameters["x6"] < 0.5)
    first = failure([inside.astype(float)], LIMIT, draws, inputs).boxes[0]
    values = {(one.input.id, one.above): one.value for one in first.conditions}
    assert values == pytest.approx({("x2", True): 0.4, ("x2", False): 0.65, ("x6", False): 0.5}, abs=0.01)


def test_one_condition_is_enough_when_a_second_adds_nothing() -> None:
    draws, inputs = uniforms(6)
    noise = np.random.default_rng(6).normal(0, 0.05, N)
    found = failure([draws.parameters["x3"] + noise], (Bound("y", 0.7),), draws, inputs)
    assert [(one.input.id, one.above) for one in found.boxes[0].conditions] == [("x3", True)]
    assert found.by_count == (found.boxes[0],)


def test_a_second_condition_that_hardly_sharpens_is_known_but_not_told() -> None:
    draws, inputs = uniforms(7)
    found = failure([draws.parameters["x3"] + 0.3 * draws.parameters["x8"]], (Bound("y", 0.85),), draws, inputs)
    assert len(found.boxes[0].conditions) == 1
    assert {one.input.id for one in found.by_count[1].conditions} == {"x3", "x8"}


def test_what_one_box_leaves_over_has_a_box_of_its_own() -> None:
    draws, inputs = uniforms(8)
    one = (draws.parameters["x1"] > 0.75) & (draws.parameters["x2"] > 0.3)
    other = (draws.parameters["x4"] < 0.2) & (draws.parameters["x5"] < 0.5)
    found = failure([(one | other).astype(float)], LIMIT, draws, inputs)
    assert [{condition.input.id for condition in box.conditions} for box in found.boxes] == [{"x1", "x2"}, {"x4", "x5"}]
    assert sum(box.coverage for box in found.boxes) == pytest.approx(1, abs=0.02)


def test_coverage_and_density_are_shares_that_can_be_counted_again() -> None:
    draws, inputs = uniforms(3)
    values = draws.parameters["x1"] + draws.parameters["x2"] + 0.3 * draws.parameters["x4"]
    limits = (Bound("y", 1.5),)
    found = failure([values], limits, draws, inputs)
    fails, left = values > 1.5, np.ones(N, dtype=bool)
    assert found.boxes[0] in found.by_count
    for box in found.boxes:
        inside = left.copy()
        for one in box.conditions:
            drawn = draws.parameters[one.input.id]
            inside &= drawn > one.value if one.above else drawn <= one.value
        assert len(box.conditions) <= 3
        assert box.coverage == pytest.approx(inside[fails].mean(), abs=0.001)
        assert box.density == pytest.approx(fails[inside].mean(), abs=0.001)
        left &= ~inside


@pytest.mark.filterwarnings("ignore")
def test_no_box_of_prim_with_as_many_conditions_is_worth_more() -> None:
    """Against the PRIM of ema_workbench, every box on its path from loose to tight."""
    from ema_workbench.analysis import prim

    draws, inputs = uniforms(3, 1500)
    values = draws.parameters["x1"] + draws.parameters["x2"] + 0.3 * draws.parameters["x4"] + 0.4 * draws.tail
    found = failure([values], (Bound("y", 1.5),), draws, inputs)
    columns = {name: draws.parameters[name] for name in ("x1", "x2", "x4", "x5")} | {"ict_tail": draws.tail}
    path = prim.Prim(pd.DataFrame(columns), values > 1.5, threshold=0.5).find_box()
    for row in path.peeling_trajectory.itertuples():
        if 1 <= row.res_dim <= len(found.by_count):
            worth = row.coverage * (row.density - found.share)
            ours = max(box.coverage * (box.density - found.share) for box in found.by_count[: row.res_dim])
            assert ours > 0.995 * worth


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_chance_alone_is_no_pattern(seed: int, share: float) -> None:
    draws, inputs = uniforms(seed, 1000)
    fails = np.random.default_rng(seed + 100).random(1000) < share
    assert failure([fails.astype(float)], LIMIT, draws, inputs).kind == "no_pattern"


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
