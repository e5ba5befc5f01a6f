"""The bridge adds up, treats like levers alike, and gives the Shapley values of small games worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from flexlib.engine.compare.bridge import bridge


def game(worth):
    def values(sets: Sequence[frozenset[str]]) -> np.ndarray:
        return np.array([worth(changed) for changed in sets], dtype=float)

    return values


def test_the_glove_game_gives_its_published_values() -> None:
    """One left glove and two right ones; a pair is worth 1: the left glove gets 2/3, each right one 1/6."""

    def worth(changed: frozenset[str]) -> list[float]:
        return [min("left" in changed, len(changed & {"right 1", "right 2"}))]

    found = bridge({"a": ["left"], "b": ["right 1"], "c": ["right 2"]}, game(worth))
    parts = {name: part.amount[0] for name, part in found.groups.items()}
    assert parts == pytest.approx({"a": 2 / 3, "b": 1 / 6, "c": 1 / 6})


def test_a_product_of_two_factors_splits_by_hand() -> None:
    """100 x 1.2 x 1.5 = 180. First the 1.2: +20, then the 1.5: +60. The other way: +50, then +30.
    Means: (20 + 30) / 2 = 25 and (60 + 50) / 2 = 55; together 80 = 180 - 100."""

    def worth(changed: frozenset[str]) -> list[float]:
        return [100 * (1.2 if "x" in changed else 1) * (1.5 if "y" in changed else 1)]

    found = bridge({"A": ["x"], "B": ["y"]}, game(worth))
    assert found.groups["A"].amount[0] == pytest.approx(25)
    assert found.groups["B"].amount[0] == pytest.approx(55)
    assert (found.groups["A"].smallest[0], found.groups["A"].largest[0]) == pytest.approx((20, 30))
    assert found.levers["x"].amount[0] == pytest.approx(25)


def test_like_levers_get_like_parts_and_an_idle_one_gets_nothing() -> None:
    def worth(changed: frozenset[str]) -> list[float]:
        return [len(changed & {"x", "y"}) ** 2]

    found = bridge({"A": ["x", "y", "idle"]}, game(worth))
    assert found.levers["x"].amount == pytest.approx(found.levers["y"].amount)
    assert found.levers["idle"].amount[0] == 0


@given(some.lists(some.integers(1, 7), min_size=1, max_size=4), some.integers(0, 2**32 - 1))
def test_groups_and_levers_add_up_to_the_difference(sizes: list[int], seed: int) -> None:
    groups = {f"g{at}": [f"g{at}l{lever}" for lever in range(size)] for at, size in enumerate(sizes)}
    worths: dict[frozenset[str], np.ndarray] = {}
    source = np.random.default_rng(seed)

    def worth(changed: frozenset[str]) -> np.ndarray:
        return worths.setdefault(changed, source.normal(size=3))

    found = bridge(groups, game(worth))
    for parts in (found.groups, found.levers):
        total = np.sum([part.amount for part in parts.values()], axis=0)
        assert total == pytest.approx(found.end - found.start, abs=1e-9)
    for name, levers in groups.items():
        total = np.sum([found.levers[lever].amount for lever in levers], axis=0)
        assert total == pytest.approx(found.groups[name].amount, abs=1e-9)
    for part in found.levers.values():
        assert (part.smallest - 1e-9 <= part.amount).all() and (part.amount <= part.largest + 1e-9).all()


def test_two_equal_variants_have_an_empty_bridge() -> None:
    found = bridge({}, game(lambda changed: [5.0]))
    assert found.start == found.end == 5.0
    assert not found.groups
