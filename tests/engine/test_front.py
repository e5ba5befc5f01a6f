"""The front, its volume and the handful taken from it, against the plain definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.engine.explore.front import LEVERS_APART, beaten, comparable, front_of, handful, hypervolume

SCORES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.tuples(*[st.integers(-3, 6)] * width), min_size=1, max_size=40)
)


def plain_front(scores: list[tuple[int, ...]]) -> list[int]:
    """Every choice against every other, one by one."""

    def beats(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        return all(a <= b for a, b in zip(one, other, strict=True)) and one != other

    return [
        at
        for at, mine in enumerate(scores)
        if not any(beats(other, mine) for other in scores) and mine not in scores[:at]
    ]


@given(SCORES)
def test_the_front_is_what_nothing_beats(scores: list[tuple[int, ...]]) -> None:
    assert front_of(np.array(scores, dtype=float)).tolist() == plain_front(scores)


@given(SCORES)
def test_everything_outside_the_front_is_beaten_by_it(scores: list[tuple[int, ...]]) -> None:
    array = np.array(scores, dtype=float)
    assert beaten(array, array[front_of(array)]).all()


@given(SCORES)
def test_volume_is_the_count_of_unit_boxes_below_the_corner(scores: list[tuple[int, ...]]) -> None:
    width = len(scores[0])
    boxes = np.stack(np.meshgrid(*[np.arange(-3, 7)] * width, indexing="ij"), axis=-1).reshape(-1, width)
    covered = beaten(boxes.astype(float), np.array(scores, dtype=float)).sum()
    found = hypervolume(np.array(scores, dtype=float), np.full(width, 7.0))
    assert found == pytest.approx(float(covered))


def test_rounding_is_no_advantage() -> None:
    scores = comparable(np.array([[0.1 + 0.2, 2.0], [0.3, 2.0], [0.0, -3e9], [np.nan, np.inf]]))
    assert scores[0].tolist() == scores[1].tolist()
    assert scores[2].tolist() == [0.0, -3e9]
    assert np.isnan(scores[3, 0])


def test_the_handful_holds_the_best_on_each_and_nothing_twice() -> None:
    random = np.random.default_rng(2)
    angles = np.sort(random.uniform(0, np.pi / 2, 50))
    scores = np.stack([1 - np.sin(angles), 1 - np.cos(angles)], axis=1)
    levels = random.random((50, 4))
    picked = handful(scores, levels, np.zeros(2), 6)
    places = [at for at, _, _ in picked]
    assert len(places) == len(set(places)) == 6
    assert [(reason, outcome) for _, reason, outcome in picked[:2]] == [("best", 0), ("best", 1)]
    assert places[0] == int(np.argmin(scores[:, 0]))
    assert [reason for _, reason, _ in picked[2:]] == ["balanced", "different", "different", "different"]


def test_one_choice_is_a_handful_of_one() -> None:
    assert handful(np.array([[1.0, 2.0]]), np.zeros((1, 2)), np.zeros(2), 6) == [(0, "best", 0)]


def test_every_two_of_the_handful_differ_in_an_outcome_or_in_many_levers() -> None:
    random = np.random.default_rng(5)
    scores = np.stack([random.uniform(4.2, 4.9, 200), random.uniform(22, 26, 200)], axis=1)
    levels = random.integers(0, 2, (200, 4)).astype(float)
    front, grain = front_of(scores), np.array([0.3, 1.5])
    picked = [at for at, _, _ in handful(scores[front], levels[front], grain, 6)]
    for one in range(len(picked)):
        for other in range(one):
            apart = np.abs(scores[front][picked[one]] - scores[front][picked[other]]) >= grain
            assert apart.any() or (levels[front][picked[one]] != levels[front][picked[other]]).sum() >= LEVERS_APART


def test_the_best_on_another_outcome_is_left_out_when_it_is_the_same_in_all_but_a_crumb() -> None:
    scores, grain = np.array([[4.20, 22.1], [4.25, 22.0], [6.0, 15.0]]), np.array([0.3, 1.5])
    few, many = np.array([[0.0, 0, 0], [1, 0, 0], [0, 0, 0]]), np.array([[0.0, 0, 0], [1, 1, 1], [0, 0, 0]])
    assert handful(scores[:2], few[:2], grain, 6) == [(0, "best", 0)]
    assert handful(scores, few, grain, 6) == [(0, "best", 0), (2, "best", 1)]
    assert {at for at, _, _ in handful(scores, many, grain, 6)} == {0, 1, 2}
