"""Every variant in every future: regret by its definition, flips where the lines cross, futures that are equal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flexlib.engine.compare.across import Across
from flexlib.engine.compare.flips import flip_points
from flexlib.engine.compare.futures import OWN, Bound, in_futures, side_by_side, weighed
from flexlib.engine.compare.outside import settings_at_point, without_outside
from flexlib.engine.compare.weights import score
from flexlib.engine.compare.worth import worth_of_outcome, worth_of_weights
from flexlib.engine.evaluate import estimate, evaluate
from flexlib.engine.sampling import sample
from flexlib.errors import InputError
from flexlib.model.effect_records import Future, FutureEffect
from flexlib.model.records import Choice, CostModel, Institution, frozen
from tests.engine.future_grid import future_grid

ROC = Institution("average_roc", "", "average_roc")
CHOICES = [Choice(ROC, variant, draws=300) for variant in ("nulvariant", "stap_voor_stap", "verrijken_kaders")]
ASKED = ("one_off_integral", "student_years")


def test_the_grid_is_that_of_each_choice_in_each_future_by_itself(model: CostModel) -> None:
    own = [replace(choice, circumstances=(("delay_all", 1.2), ("rate_backfill", 1.3))) for choice in CHOICES]
    found = future_grid(model, own, ASKED)
    assert found.futures == (*model.futures, OWN)
    for row, future in enumerate(found.futures):
        for position, choice in enumerate(own):
            there = choice if future == OWN else replace(choice, future=future, circumstances=())
            alone = estimate(model, there)
            for at, outcome in enumerate(ASKED):
                expected = alone.result.quantiles(outcome)[1]
                assert found.p50[row, position, at] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("variant", ["nulvariant", "verrijken_kaders"])
def test_what_no_future_touches_is_worked_out_once_and_nothing_changes_by_it(model: CostModel, variant: str) -> None:
    """Few outcomes and all of them, in futures that move drivers, lines, the pace, or every line at once."""
    choice = replace(CHOICES[0], variant=variant, price_basis="nominal")
    futures = [(future, {}) for future in model.futures]
    futures += [("krappe_scholen", {"delay_all": 1.1, "student_trend": -0.01}), ("verwacht", {})]
    draws = sample(model, 200, 1)
    few = ("cost_per_student_year", "peak_team_load", "recurring_net", "total_out_of_pocket")
    in_all = Across(model, choice, draws, futures, model.outcomes)
    in_few = Across(model, choice, draws, futures, few)
    for at, (future, moved) in enumerate(futures):
        there = replace(choice, future=future, circumstances=tuple(moved.items()))
        expected, found = evaluate(model, there, draws).values, in_all.outcomes(at)
        assert expected.keys() == found.keys()
        for outcome, values in expected.items():
            np.testing.assert_allclose(found[outcome], values, rtol=1e-9, atol=1e-6, err_msg=f"{future} {outcome}")
        for outcome in few:
            np.testing.assert_allclose(in_few.outcomes(at)[outcome], expected[outcome], rtol=1e-9, atol=1e-6)


def test_regret_is_the_distance_to_the_best_of_the_candidates(model: CostModel) -> None:
    found = future_grid(model, CHOICES, ASKED, candidates=(1, 2))
    cost, years = found.p50[:, :, 0], found.p50[:, :, 1]
    assert found.regret[:, :, 0] == pytest.approx(cost - cost[:, 1:].min(axis=1, keepdims=True))
    assert found.regret[:, :, 1] == pytest.approx(years[:, 1:].max(axis=1, keepdims=True) - years)
    assert (found.regret[:, 0, 0] < 0).all(), "the baseline is reference, not candidate"
    assert found.max_regret == pytest.approx(found.regret.max(axis=0))
    assert set(found.best("student_years")) == {2}
    assert set(found.best("one_off_integral")) == {1}, "the baseline is cheapest, but nobody can choose it"
    assert set(found.ties("one_off_integral")) == {(1,)}
    assert (found.regret[:, 1:] >= 0).all()


def test_one_variant_by_itself_is_its_column_of_the_grid(model: CostModel) -> None:
    told: list[float] = []
    limits = (Bound("one_off_integral", 4e6),)
    rows = [in_futures(model, choice, ASKED, limits, progress=told.append) for choice in CHOICES]
    assert told == [(at + 1) / len(model.futures) for at in range(len(model.futures))] * len(CHOICES)
    found = side_by_side(model, CHOICES[0], rows, ASKED, (1, 2))
    whole = future_grid(model, CHOICES, ASKED, limits, candidates=(1, 2))
    for name in ("p50", "regret", "within", "minimise"):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name))
    assert (found.futures, found.outcomes, found.twins) == (whole.futures, whole.outcomes, whole.twins)


def test_acceptable_everywhere_is_within_all_limits_in_every_future(model: CostModel) -> None:
    limits = (Bound("one_off_integral", 4e6), Bound("student_years", 1000, is_most=False))
    found = future_grid(model, CHOICES, ASKED, limits)
    assert found.acceptable() == (1,)
    assert found.within[:, 0] == pytest.approx(0), "the baseline delivers nothing"
    assert np.isnan(future_grid(model, CHOICES, ASKED).within).all()


def test_a_future_that_equals_another_is_reported(model: CostModel) -> None:
    first = model.futures["krappe_scholen"]
    twin = Future("tweeling", first.label, first.story, first.effects)
    double = replace(model, futures=frozen({**model.futures, "tweeling": twin}), derived={})
    found = future_grid(double, CHOICES[1:], ["one_off_integral"])
    assert found.twins == {list(double.futures).index("tweeling"): list(double.futures).index("krappe_scholen")}
    as_made = tuple(sorted((effect.target, effect.value) for effect in model.futures["geld_op"].effects))
    own = [replace(choice, circumstances=as_made) for choice in CHOICES[1:]]
    assert future_grid(model, own, ["one_off_integral"]).twins == {7 - 1: list(model.futures).index("geld_op")}


def test_settings_in_one_evaluation_are_those_one_by_one(model: CostModel) -> None:
    choice = replace(CHOICES[2], future="krappe_scholen")
    settings = [("krappe_scholen", {"delay_all": 1.2}), ("geld_op", {}), ("verwacht", {"underfill_share": 1.8})]
    found = evaluate(model, without_outside(model, choice), settings_at_point(model, choice, settings)).values
    for at, (future, moved) in enumerate(settings):
        alone = estimate(model, replace(choice, future=future, circumstances=tuple(moved.items()), draws=1)).point
        for outcome in ("one_off_integral", "months_all_live", "recurring_net"):
            assert found[outcome][at] == pytest.approx(alone.values[outcome][0], rel=1e-12)


def test_the_winner_changes_at_the_flip_point_and_not_before(model: CostModel) -> None:
    """Pressed by the weights until something flips: just inside the value the first still wins, at it the other."""
    pair = CHOICES[1:]
    point = [estimate(model, choice).point.values for choice in pair]
    net = [float(values["recurring_net"][0]) for values in point]
    years = [float(values["student_years"][0]) for values in point]
    slope = (net[1] - net[0]) / (
        years[1] - years[0]
    )  # EUR a year for one student-year more: then both are worth the same
    scales = {"recurring_net": (5e6, 0.0), "student_years": (0.0, 30_000.0)}
    weights = {"recurring_net": 1.0, "student_years": 1.02 * slope * 30_000 / 5e6}
    worth = worth_of_weights(scales, weights)
    found = flip_points(model, pair, worth)
    turns = [(flip, turn) for flip in found.flips for turn in (flip.below, flip.above) if turn is not None]
    assert turns, "nothing flips: choose other weights"
    for flip, (value, taker) in turns:
        inside = value + (flip.stands - value) * 1e-3
        settings = [("verwacht", {flip.target: inside}), ("verwacht", {flip.target: value})]
        worths = [
            worth(evaluate(model, without_outside(model, choice), settings_at_point(model, choice, settings)).values)
            for choice in pair
        ]
        assert np.argmax(worths, axis=0).tolist() == [found.preferred, taker]


def test_a_preference_that_holds_over_all_room_says_so(model: CostModel) -> None:
    found = flip_points(model, CHOICES[1:], worth_of_outcome(model, "one_off_integral"))
    assert (found.preferred, found.tied) == (0, (0,))
    assert all(flip.holds for flip in found.flips)
    assert {flip.target for flip in found.flips} >= {"delay_all", "student_trend"}


def test_what_cannot_be_answered_is_refused(model: CostModel) -> None:
    with pytest.raises(InputError, match=r"unsure\.no_direction"):
        future_grid(model, CHOICES, ["students_in_scope"])
    with pytest.raises(InputError, match=r"unsure\.nothing_to_choose"):
        flip_points(model, CHOICES[:1], worth_of_outcome(model, "one_off_integral"))
    moving = FutureEffect("timing", "delay_all", "multiply", 1.1, "", "D", ())
    restless = {key: replace(future, effects=(*future.effects, moving)) for key, future in model.futures.items()}
    with pytest.raises(InputError, match=r"unsure\.no_calm_future"):
        future_grid(replace(model, futures=frozen(restless), derived={}), CHOICES, ["one_off_integral"])
    with pytest.raises(InputError, match=r"unsure\.no_circumstances"):
        still = {key: replace(future, effects=()) for key, future in model.futures.items()}
        calm = replace(model, futures=frozen(still), derived={})
        flip_points(calm, CHOICES, worth_of_outcome(calm, "one_off_integral"))
    with pytest.raises(InputError, match=r"unsure\.many_draws"):
        future_grid(model, [replace(choice, draws=1_000_000) for choice in CHOICES], ["one_off_integral"])


def test_identical_variants_tie(model: CostModel) -> None:
    twice = [CHOICES[2], CHOICES[2]]
    found = future_grid(model, twice, ["one_off_integral"])
    assert set(found.ties("one_off_integral")) == {(0, 1)}
    assert (found.regret == 0).all()
    flips = flip_points(model, twice, worth_of_outcome(model, "one_off_integral"))
    assert flips.tied == (0, 1)
    assert all(flip.holds for flip in flips.flips)


def test_on_weights_the_grid_has_the_points_of_the_scales_and_the_regret_in_points(model: CostModel) -> None:
    scales = {name: (scale.at_0, scale.at_100) for name, scale in model.scales.items()}
    weights = {name: float(at % 3) for at, name in enumerate(scales)}
    variants = [in_futures(model, choice, tuple(scales)) for choice in CHOICES]
    found = weighed(model, CHOICES[0], variants, scales, weights, "points", (1, 2))
    shares = np.array(list(weights.values())) / sum(weights.values())
    ends = np.array(list(scales.values())).T
    for row in range(len(model.futures)):
        points = [float(score(variants[at].p50[row][None, :], *ends)[0] @ shares) for at in (1, 2)]
        assert found.p50[row, 1:, 0] == pytest.approx(points)
        assert found.regret[row, 1:, 0] == pytest.approx([max(points) - one for one in points])
        assert found.best("points")[row] == 1 + int(np.argmax(points))
    assert np.isnan(found.p50[:, 0]).all()
    with pytest.raises(InputError):
        weighed(model, CHOICES[0], variants, scales, dict.fromkeys(scales, 0.0), "points")
