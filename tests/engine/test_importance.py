"""Importance: known shares, closed form against sampling and against SALib, and what adds up."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np
import pytest
from SALib.analyze import sobol
from SALib.sample import sobol as sobol_sample

from flexlib.engine.distributions import Range, quantile
from flexlib.engine.evaluate import evaluate
from flexlib.engine.explore.needs import Needs
from flexlib.engine.sampling import Draws, overrides_of, sample
from flexlib.engine.sensitivity.given_data import basis
from flexlib.engine.sensitivity.importance import CAN, Importance, importance
from flexlib.engine.sensitivity.inputs import Input, inputs_of
from flexlib.engine.sensitivity.line_products import space_of, sums_in_symbols
from flexlib.engine.sensitivity.moves import Moves
from flexlib.engine.sensitivity.product_variance import ProductVariance
from flexlib.engine.sensitivity.products import Number, Space, Terms, least
from flexlib.engine.sensitivity.sampled_shares import Anew, fitted
from flexlib.errors import InputError
from flexlib.model.records import Choice, Contest, CostModel, Institution
from tests.plain.random_choices import CORNERS, random_choice
from tests.rounds import rounds

ROC = Institution("average_roc", "", "average_roc")
ENRICH = Choice(ROC, "verrijken_kaders", draws=4_000)
CONFIGURE = Choice(ROC, "koploper_configureren", draws=4_000)
SPLIT = ("one_off_integral", "recurring_integral", "one_off_out_of_pocket", "recurring_own_hours", "lasting_fte")


def uniform(name: str) -> Callable[[np.ndarray], np.ndarray]:
    """A uniform input on (-1, 1), whatever its name."""
    return lambda percentiles: 2 * percentiles - 1


def shares_of(total: Number, names: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    exact = ProductVariance(total)
    totals = exact.totals()
    first = {name: exact.closed(frozenset([name])) / exact.variance for name in names}
    return first, {name: totals[name] / exact.variance for name in names}


def with_from(draws: Draws, others: Draws, moved: Collection[Input]) -> Draws:
    """The draws with some inputs taken from other draws."""
    parameters, strengths, tail = dict(draws.parameters), dict(draws.strengths), draws.tail
    for of in moved:
        if of.kind == "outlier":
            tail = others.tail
            parameters["ict_tail_probability"] = others.parameters["ict_tail_probability"]
        for key, _ in of.ranges:
            into, source = (parameters, others.parameters) if of.kind == "parameter" else (strengths, others.strengths)
            into[key] = source[key]
    return Draws(parameters, strengths, tail)


def test_linear_sum_shares_its_variance_by_squared_slope() -> None:
    """y = 3a + 2b + c on equal uniforms: shares 9/14, 4/14, 1/14, and no interactions."""
    space = Space({name: uniform(name) for name in "abc"})
    total = space.input("a") * 3 + space.input("b") * 2 + space.input("c") + 5
    first, totals = shares_of(total, list("abc"))
    assert first == pytest.approx({"a": 9 / 14, "b": 4 / 14, "c": 1 / 14}, rel=1e-6)
    assert totals == pytest.approx(first, rel=1e-6)


def test_product_of_centred_inputs_is_interaction_only() -> None:
    """y = ab + c, variance 1/9 + 1/3: a and b have no first order and share one total of 1/4."""
    space = Space({name: uniform(name) for name in "abc"})
    first, totals = shares_of(space.input("a") * space.input("b") + space.input("c"), list("abc"))
    assert first == pytest.approx({"a": 0, "b": 0, "c": 0.75}, abs=1e-6)
    assert totals == pytest.approx({"a": 0.25, "b": 0.25, "c": 0.75}, abs=1e-6)


def test_g_function_of_sobol_has_its_known_shares() -> None:
    """Product of (|4u-2| + a) / (1 + a): V_i = 1 / (3 (1 + a)²), total V_i times the others' 1 + V_j."""
    sizes = [0.0, 1.0, 4.5]
    space = Space({f"g{at}": (lambda u, a=a: (np.abs(4 * u - 2) + a) / (1 + a)) for at, a in enumerate(sizes)})
    product: Number = 1.0
    for at in range(3):
        product = product * space.input(f"g{at}")
    exact = ProductVariance(product)
    parts = [1 / (3 * (1 + a) ** 2) for a in sizes]
    whole = np.prod([1 + part for part in parts]) - 1
    assert exact.variance == pytest.approx(whole, rel=1e-5)
    for at, part in enumerate(parts):
        assert exact.closed(frozenset([f"g{at}"])) == pytest.approx(part, rel=1e-5)
        others = np.prod([1 + other for index, other in enumerate(parts) if index != at])
        assert exact.totals()[f"g{at}"] == pytest.approx(part * others, rel=1e-5)


def test_minimum_of_several_inputs_is_shared_as_sampling_shares_it() -> None:
    """min(1, a + b + c) times d cannot be pulled apart: its inputs are taken together on a joint set of points."""
    space = Space.of_ranges({name: Range("pert", 0.0, 0.3, 0.9) for name in "abc"} | {"d": Range("pert", 1, 2, 4)})
    total = least(1.0, space.input("a") + space.input("b") * 2 + space.input("c")) * space.input("d")
    exact = ProductVariance(total)
    assert isinstance(total, Terms)
    source = np.random.default_rng(5)
    ranges = {name: space.values_at[name] for name in "abcd"}
    one, two = ({name: at(source.random(100_000)) for name, at in ranges.items()} for _ in range(2))
    before = total.evaluate(one)
    assert exact.variance == pytest.approx(before.var(), rel=0.02)
    for name in "abcd":
        halves = (total.evaluate({**one, name: two[name]}) - before) ** 2 / 2
        assert exact.totals()[name] == pytest.approx(halves.mean(), abs=5 * halves.std() / 316 + 0.002 * exact.variance)
        kept = total.evaluate({**two, name: one[name]})
        assert exact.closed(frozenset([name])) == pytest.approx(np.cov(before, kept)[0, 1], abs=0.02 * exact.variance)


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sampled_shares_of_ishigami_lie_within_their_own_precision() -> None:
    """Known: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437 (Ishigami & Homma 1990)."""
    source = np.random.default_rng(2)
    one, two = source.uniform(-np.pi, np.pi, (2, 10_000, 3))
    before = ishigami(one)
    functions = [basis(one[:, at]) for at in range(3)]
    fit = fitted(before, lambda at: functions[at], 3)
    assert fit.variance.value == pytest.approx(13.8446, abs=4 * fit.variance.error + 0.05)
    for at, (first, total) in enumerate(zip((0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=True)):
        found = fit.first_order(at).share_of(fit.variance)
        assert found.value == pytest.approx(first, abs=4 * found.error + 0.003)
        moved = one.copy()
        moved[:, at] = two[:, at]
        change = (functions[at].at(two[:, at]) - functions[at].at_draws) @ fit.coarse[at]
        left = Anew(ishigami(moved) - before, change).left.value + float((fit.coarse[at] ** 2).sum())
        error = Anew(ishigami(moved) - before, change).left.error
        assert left / 13.8446 == pytest.approx(total, abs=4 * error / 13.8446 + 0.005)


@pytest.mark.soak
@pytest.mark.parametrize("index", range(len(CORNERS) + rounds(240)))
def test_sums_in_symbols_are_the_engine_s_own_outcomes(model: CostModel, index: int) -> None:
    """Random choices and the corners: own figures, rates, futures, circumstances, contested values, nominal prices."""
    choice = random_choice(model, index)
    draws = sample(model, 30, 4, overrides_of(choice))
    found = Moves(model, choice, draws, draws, Needs.of(CAN, choice.price_basis == "nominal")).outcomes
    expected = evaluate(model, choice, draws).values
    assert set(found) == set(CAN)
    for outcome in CAN:
        size = expected["recurring_integral"].max() if outcome == "recurring_net" else 1e-3  # a difference may be 0
        assert np.allclose(found[outcome], expected[outcome], rtol=1e-9, atol=1e-9 * size, equal_nan=True), outcome


def test_moving_inputs_gives_what_a_whole_evaluation_gives(model: CostModel) -> None:
    """Only touched products are worked out again; with an input from other draws the outcome is the engine's own."""
    draws, others = sample(model, 100, 4), sample(model, 100, 5)
    asked = ("one_off_integral", "months_all_live", "cost_per_student_year", "peak_team_load")
    moves = Moves(model, ENRICH, draws, others, Needs.of(asked, False))
    by_id = {of.id: of for of in inputs_of(model)}
    sets = [
        [by_id["team_spread_factor"]],
        [by_id["ict_tail"]],
        [by_id["systemic_delay"]],
        [by_id["student_trend"], by_id["module_share_step_1"]],
        [of for of in by_id.values() if of.kind == "strength"],
    ]
    for moved, found in zip(sets, moves.moved(sets), strict=True):
        expected = evaluate(model, ENRICH, with_from(draws, others, moved)).values
        for outcome in asked:
            assert np.allclose(found[outcome], expected[outcome], rtol=1e-9), ([of.id for of in moved], outcome)


def top(found: Importance, count: int) -> list[Input]:
    return [share.input for share in found.shares[:count]]


@pytest.mark.parametrize("choice", [ENRICH, CONFIGURE], ids=["all products", "a minimum of several inputs"])
def test_closed_form_and_sampling_agree_with_salib_within_its_interval(model: CostModel, choice: Choice) -> None:
    """SALib's Sobol on the same model: the most important inputs one by one, the others as one group."""
    asked = ("one_off_integral", "recurring_integral", "months_all_live")
    ours = importance(model, choice, asked)
    assert [ours[outcome].method for outcome in asked] == ["partly", "closed", "sampled"]
    leaders = list({of.id: of for outcome in asked for of in top(ours[outcome], 4)}.values())
    rest = [of for of in inputs_of(model) if of.id not in {lead.id for lead in leaders}]
    draw = sample(model, 16_384, 77)
    problem = {
        "num_vars": len(leaders) + 1,
        "names": [*[of.id for of in leaders], "rest"],
        "bounds": [[0, 1]] * (len(leaders) + 1),
    }
    percentiles = sobol_sample.sample(problem, 1024, calc_second_order=False, seed=3)
    parameters, strengths = dict(draw.parameters), dict(draw.strengths)
    size = len(percentiles)
    row = (percentiles[:, -1] * draw.n).astype(int)  # the rest moves as one: a whole draw of it by its number
    parameters = {key: values[row] for key, values in parameters.items()}
    strengths = {key: values[row] for key, values in strengths.items()}
    tail = draw.tail[row]
    for at, of in enumerate(leaders):
        if of.kind == "outlier":
            tail = (percentiles[:, at] >= 1 - model.parameters["ict_tail_probability"].mode).astype(float)
        for key, between in of.ranges:
            (parameters if of.kind == "parameter" else strengths)[key] = quantile(between, percentiles[:, at])
    assert len(tail) == size
    moves = Moves(
        model, choice, Draws(parameters, strengths, tail), Draws(parameters, strengths, tail), Needs.of(asked, False)
    )
    for outcome in asked:
        theirs = sobol.analyze(problem, moves.outcomes[outcome], calc_second_order=False, seed=3)
        known = {share.input.id: share for share in ours[outcome].shares}
        for at, of in enumerate(leaders):
            share = known.get(of.id)
            first, total = (0.0, 0.0) if share is None else (share.first, share.total)
            errors = (0.0, 0.0) if share is None else (share.first_error, share.total_error)
            assert first == pytest.approx(theirs["S1"][at], abs=1.5 * theirs["S1_conf"][at] + 3 * errors[0] + 0.003), of
            assert total == pytest.approx(theirs["ST"][at], abs=1.5 * theirs["ST_conf"][at] + 3 * errors[1] + 0.003), of
    assert len(rest) > 300


@pytest.mark.parametrize("outcome", ["recurring_integral", "one_off_integral", "student_years"])
def test_first_orders_groups_and_interactions_add_up(model: CostModel, outcome: str) -> None:
    found = importance(model, ENRICH, [outcome])[outcome]
    for groups in (found.by_class, found.by_grade):
        assert sum(group.alone for group in groups) + found.interactions == pytest.approx(1.0, abs=0.01)
        for group in groups:
            sure = 4 * (group.together_error + group.total_error) + 0.003
            assert group.alone <= group.together + sure
            assert group.together <= group.total + sure
            assert -sure <= group.total <= 1 + sure


def test_strengths_of_effect_curves_count_as_inputs(model: CostModel) -> None:
    found = importance(model, ENRICH, ["months_all_live"])["months_all_live"]
    assert any(share.input.kind == "strength" and share.total > 0.01 for share in found.shares)
    assert next(group for group in found.by_class if group.group == "effects").total > 0.05


def test_a_contested_value_typed_as_one_number_is_no_longer_important(model: CostModel) -> None:
    first = importance(model, ENRICH, ["recurring_integral"])["recurring_integral"].shares[0].input.id
    value = model.parameters[first].mode
    typed = replace(ENRICH, contested=((first, Contest(value, value, value)),))
    shares = importance(model, typed, ["recurring_integral"])["recurring_integral"].shares
    assert first not in {share.input.id for share in shares}


def test_the_outlier_s_own_chance_is_part_of_the_outlier(model: CostModel) -> None:
    unsure = replace(ENRICH, contested=(("ict_tail_probability", Contest(0.05, 0.2, 0.5)),))
    found = importance(model, unsure, ["one_off_integral"])["one_off_integral"]
    ids = {share.input.id for share in found.shares}
    assert "ict_tail" in ids and "ict_tail_probability" not in ids


def test_shares_of_a_variance_made_by_a_few_draws_are_told_as_loose(model: CostModel) -> None:
    """All live near the horizon: student-years come near 0 in some draws and the cost of one without bound."""
    late = replace(ENRICH, horizon_months=38, draws=1_000)
    years = evaluate(model, late, sample(model, 1_000, 1)).values["student_years"]
    assert 0 < years.min() < years.mean() / 10
    found = importance(model, late, ["cost_per_student_year", "recurring_integral"], picks=400)
    assert found["cost_per_student_year"].is_loose
    assert not found["recurring_integral"].is_loose


def test_what_does_not_vary_or_exist_is_said_as_such(model: CostModel) -> None:
    baseline = Choice(ROC, "nulvariant", draws=500)
    found = importance(model, baseline, ["recurring_integral", "months_all_live"])
    assert (found["recurring_integral"].variance, found["recurring_integral"].shares) == (0.0, ())
    assert np.isnan(found["months_all_live"].variance)


@pytest.mark.parametrize(
    ("draws", "outcome", "key"),
    [
        (1, "months_all_live", "unsure.few_draws"),
        (1_000_000, "months_all_live", "unsure.many_draws"),
        (500, "readiness_score", "unsure.unknown_outcome"),
        (500, "nonsense", "unsure.unknown_outcome"),
    ],
)
def test_what_cannot_be_answered_is_refused(model: CostModel, draws: int, outcome: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        importance(model, Choice(ROC, "verrijken_kaders", draws=draws), [outcome])
    assert refused.value.key == key


def test_constants_are_no_inputs_and_every_symbol_is_one(model: CostModel) -> None:
    space, parameters, strengths = space_of(model, ENRICH)
    ids = {of.id for of in inputs_of(model)}
    names = {
        name for one in (*parameters.values(), *strengths.values()) if isinstance(one, Terms) for name in one.inputs
    }
    assert {name.rstrip("+-") for name in names} <= ids
    assert set(space.values_at) - {"ict_tail"} == names
    assert len(sums_in_symbols(model, ENRICH, Needs.of(SPLIT, False))[1]) > 10
