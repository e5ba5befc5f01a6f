"""What rests on assumptions, and how precise the quantiles are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from flexlib.engine.evaluate import evaluate
from flexlib.engine.evidence import behind_quantile, grade_d_band_share, quantile_precision
from flexlib.engine.result import quantiles
from flexlib.engine.sampling import sample
from flexlib.model.records import Choice, CostModel, Institution, frozen

ENRICH = Choice(Institution("average_roc", "", "average_roc"), "verrijken_kaders", draws=500)


def test_without_grade_d_nothing_of_the_band_rests_on_it(model: CostModel) -> None:
    known = {key: replace(parameter, grade="C") for key, parameter in model.parameters.items()}
    curves = {key: replace(curve, grade="C") for key, curve in model.curves.items()}
    sure = replace(model, parameters=frozen(known), curves=frozen(curves), derived={})
    shares = grade_d_band_share(sure, ENRICH, sample(sure, 500, 1), ("one_off_integral",))
    assert shares["one_off_integral"] == pytest.approx(0.0)


def test_when_all_is_grade_d_the_whole_band_rests_on_it(model: CostModel) -> None:
    guessed = {key: replace(parameter, grade="D") for key, parameter in model.parameters.items()}
    curves = {key: replace(curve, grade="D") for key, curve in model.curves.items()}
    guess = replace(model, parameters=frozen(guessed), curves=frozen(curves), derived={})
    draws = sample(guess, 500, 1)
    still = replace(draws, tail=np.zeros(draws.n))
    shares = grade_d_band_share(guess, ENRICH, still, ("one_off_integral", "months_all_live"))
    assert shares == pytest.approx({"one_off_integral": 1.0, "months_all_live": 1.0})


def test_interval_of_a_quantile_holds_the_true_quantile_in_about_95_of_100() -> None:
    rng = np.random.default_rng(7)
    truth = stats.norm.ppf([0.1, 0.5, 0.9])
    held = np.zeros(3)
    for _ in range(400):
        interval = quantile_precision(rng.standard_normal(1_000))
        held += (interval[:, 0] <= truth) & (truth <= interval[:, 1])
    assert np.all(np.abs(held / 400 - 0.95) < 0.04)


def test_quantiles_are_those_of_numpy() -> None:
    values = np.random.default_rng(3).random((1_001, 4, 2))
    assert np.allclose(quantiles(values), np.quantile(values, [0.1, 0.5, 0.9], axis=0), rtol=0, atol=1e-15)


def test_a_draw_without_value_counts_as_beyond_every_other() -> None:
    values = np.array([2030.0, 2031.0, np.nan, 2032.0, np.nan])
    low, middle, high = quantiles(values)
    assert low == pytest.approx(2030.4) and middle == 2032.0 and np.isnan(high)


def test_high_cost_goes_together_with_what_makes_it_high(model: CostModel) -> None:
    draws = sample(model, 2_000, 1)
    costly = evaluate(model, ENRICH, draws).values["recurring_integral"]
    behind = {item.subject: item.near for item in behind_quantile(model, draws, costly, 0.9, most=8)}
    assert behind["systemic_execution"] > 0.6


def test_ict_out_of_hand_is_named_first_behind_a_high_one_off_cost(model: CostModel) -> None:
    """It is in 6 of 10 of the draws around P90 against 1 in 6 of all: nothing else lies so far from usual."""
    draws = sample(model, 4_000, 1)
    result = evaluate(model, ENRICH, draws)
    for outcome in ("one_off_integral", "one_off_out_of_pocket"):
        first = behind_quantile(model, draws, result.values[outcome], 0.9)[0]
        assert first.subject == "ict_tail" and first.is_event, outcome
        assert first.near > 0.5 and first.overall == pytest.approx(1 / 6, abs=0.02), outcome
        low = {item.subject: item.near for item in behind_quantile(model, draws, result.values[outcome], 0.1)}
        assert low["ict_tail"] < 0.02, outcome
    months = behind_quantile(model, draws, result.values["months_all_live"], 0.9)
    assert "ict_tail" not in {item.subject for item in months}


def test_with_one_draw_nothing_is_behind_a_figure(model: CostModel) -> None:
    assert behind_quantile(model, sample(model, 1, 1), np.array([1.0]), 0.9) == []


def test_what_has_no_part_in_a_figure_is_not_named_behind_it(model: CostModel) -> None:
    """A yearly price cannot lengthen the rollout: months are named after what makes months."""
    draws = sample(model, 2_000, 1)
    late = evaluate(model, ENRICH, draws).values["months_all_live"]
    named = [item.subject for item in behind_quantile(model, draws, late, 0.9)]
    assert "systemic_delay" in named
    prices = {key for key, parameter in model.parameters.items() if parameter.unit.startswith("EUR")}
    assert not prices & set(named)


def test_a_slimmed_result_gives_the_same_quantiles(model: CostModel) -> None:
    whole = evaluate(model, ENRICH, sample(model, 300, 1))
    expected = {name: quantiles(values) for name, values in whole.values.items()}
    slim = whole.slimmed()
    assert all(values.ndim == 1 and values.itemsize == 4 for values in slim.values.values())
    for name in slim.values:
        assert np.array_equal(slim.mean(name), whole.values[name].mean(), equal_nan=True), name
    for name, three in expected.items():
        assert np.array_equal(slim.quantiles(name), three, equal_nan=True), name
