"""The tornado: the same ends as one evaluation per input, strengths in it, and paired shifts of a known outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flexlib.engine.distributions import quantile
from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, point, sample
from flexlib.engine.sensitivity.inputs import Input, inputs_of
from flexlib.engine.sensitivity.tornado import ENDS, paired_shifts, tornado
from flexlib.errors import InputError
from flexlib.model.records import Choice, Contest, CostModel, Institution

ENRICH = Choice(Institution("average_roc", "", "average_roc"), "verrijken_kaders", draws=1000)
ASKED = ("one_off_integral", "months_all_live")


def with_one_at(rest: Draws, of: Input, end: float) -> Draws:
    parameters, strengths, tail = dict(rest.parameters), dict(rest.strengths), rest.tail
    for key, between in of.ranges:
        (parameters if of.kind == "parameter" else strengths)[key] = quantile(between, np.array([end]))
    return Draws(parameters, strengths, np.array([float(end > 0.5)]) if of.kind == "outlier" else tail)


def test_ends_are_those_of_one_evaluation_per_input(model: CostModel) -> None:
    found = tornado(model, ENRICH, ASKED)
    rest = point(model)
    for outcome in ASKED:
        for swing in found[outcome][:12]:
            low, high = (
                evaluate(model, ENRICH, with_one_at(rest, swing.input, end)).values[outcome][0] for end in ENDS
            )
            assert (swing.low, swing.high) == pytest.approx((low, high), rel=1e-12), swing.input.id
        assert {swing.middle for swing in found[outcome]} == {evaluate(model, ENRICH, rest).values[outcome][0]}


def test_widest_swing_comes_first_and_strengths_are_among_them(model: CostModel) -> None:
    months = tornado(model, ENRICH, ASKED)["months_all_live"]
    assert [swing.width for swing in months] == sorted((swing.width for swing in months), reverse=True)
    assert "strength" in {swing.input.kind for swing in months[:10]}


def test_an_input_that_is_typed_as_one_number_has_no_bar(model: CostModel) -> None:
    first = tornado(model, ENRICH, ASKED)["months_all_live"][0].input.id
    value = model.parameters[first].mode
    known = replace(ENRICH, contested=((first, Contest(value, value, value)),))
    assert first not in {swing.input.id for swing in tornado(model, known, ASKED)["months_all_live"]}


def test_an_outcome_that_does_not_exist_has_no_bars(model: CostModel) -> None:
    assert tornado(model, replace(ENRICH, variant="nulvariant"), ASKED) == dict.fromkeys(ASKED, ())


def test_paired_shift_of_a_straight_line_is_that_of_its_tenths(model: CostModel) -> None:
    """y = 10 u: the lowest and highest tenth lie 4.5 below and above the mean."""
    draws = sample(model, 10_000, 3)
    of = next(one for one in inputs_of(model) if one.id == "rate_docent")
    values = 10 * (np.argsort(np.argsort(draws.parameters["rate_docent"])) + 0.5) / draws.n
    (shift,) = paired_shifts(values, draws, [of])
    assert (shift.low, shift.high) == pytest.approx((-4.5, 4.5), abs=0.01)
    assert shift.error < 0.02


def test_the_outlier_shifts_by_draws_with_and_without_it(model: CostModel) -> None:
    draws = sample(model, 1000, 3)
    of = next(one for one in inputs_of(model) if one.kind == "outlier")
    (shift,) = paired_shifts(draws.tail * 6, draws, [of])
    assert (shift.low, shift.high) == pytest.approx((-6 * draws.tail.mean(), 6 - 6 * draws.tail.mean()))


def test_too_few_draws_and_amounts_per_year_are_refused(model: CostModel) -> None:
    with pytest.raises(InputError, match=r"unsure\.few_draws"):
        paired_shifts(np.zeros(1), sample(model, 1, 1), inputs_of(model))
    with pytest.raises(InputError, match=r"unsure\.unknown_outcome"):
        tornado(model, ENRICH, ["out_of_pocket_year"])
