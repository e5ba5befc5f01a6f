"""Weights: fixed scales, rankings, where the winner turns, and how much of all weights each variant wins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from flexlib.engine.compare.compare import dominated
from flexlib.engine.compare.weights import normalised, ranking, score, turns, winning_shares
from flexlib.errors import InputError


def test_scores_run_straight_between_fixed_ends() -> None:
    """At 0: 6 % of income, at 100: 0 %. 1.5 % scores 75, 9 % scores 0 and n.v.t. scores 0."""
    values = np.array([[0.015], [0.09], [np.nan]])
    assert score(values, np.array([0.06]), np.array([0.0]))[:, 0] == pytest.approx([75, 0, 0])


def test_adding_a_variant_never_changes_the_order_of_the_others() -> None:
    ends = np.array([10.0, 0.0]), np.array([0.0, 10.0])
    two = np.array([[2.0, 5.0], [4.0, 9.0]])
    three = np.vstack([two, [[9.0, 0.1]]])
    weights = [0.5, 0.5]
    few = ranking(score(two, *ends), weights)
    assert [at for at in ranking(score(three, *ends), weights) if at < 2] == few


def test_two_variants_with_two_criteria_split_the_weights_where_their_lines_cross() -> None:
    """Scores (80, 20) and (40, 60): equal when 80w + 20(1-w) = 40w + 60(1-w), so 80w = 40, w = 1/2."""
    scores = np.array([[80.0, 20.0], [40.0, 60.0]])
    assert winning_shares(scores) == pytest.approx([0.5, 0.5], abs=0.02)
    (turn,) = [turn for turn in turns(scores, ["cost", "time"], {"cost": 0.7, "time": 0.3}) if turn.criterion == "cost"]
    assert (turn.share, turn.winner) == (pytest.approx(0.5), 1)


def test_a_variant_that_is_best_in_everything_wins_with_any_weights() -> None:
    scores = np.array([[80.0, 90.0, 70.0], [40.0, 60.0, 70.0]])
    assert winning_shares(scores).tolist() == pytest.approx([1, 0], abs=1e-3)
    assert turns(scores, ["a", "b", "c"], {"a": 1, "b": 1, "c": 1}) == []


@given(some.integers(0, 2**32 - 1), some.integers(2, 6), some.integers(2, 5))
def test_the_winner_really_changes_at_every_turn(seed: int, variants: int, criteria: int) -> None:
    source = np.random.default_rng(seed)
    scores = source.uniform(0, 100, (variants, criteria))
    names = [f"c{at}" for at in range(criteria)]
    weights = dict(zip(names, source.dirichlet(np.ones(criteria)), strict=True))
    first = ranking(scores, list(weights.values()))[0]
    for turn in turns(scores, names, weights):
        step = 1e-6 if turn.share > weights[turn.criterion] else -1e-6
        moved = {name: weight for name, weight in weights.items() if name != turn.criterion}
        rest = sum(moved.values())
        share = turn.share + step
        if not 0 <= share <= 1:
            continue
        moved = {name: weight / rest * (1 - share) for name, weight in moved.items()} | {turn.criterion: share}
        assert ranking(scores, [moved[name] for name in names])[0] == turn.winner != first


@pytest.mark.parametrize("weights", [{"a": 0.0, "b": 0.0}, {"a": -1.0, "b": 2.0}])
def test_weights_that_say_nothing_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(InputError):
        normalised(weights)


@given(some.integers(0, 2**32 - 1))
def test_dominated_is_what_the_definition_says(seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 4, (8, 3)).astype(float)
    plain = [
        any(all(a <= b for a, b in zip(one, row, strict=True)) and any(a < b for a, b in zip(one, row, strict=True))
            for one in scores)
        for row in scores
    ]  # fmt: skip
    assert dominated(scores).tolist() == plain
