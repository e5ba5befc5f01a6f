"""The bridge adds up, treats like levers alike, and gives the Shapley values of small games worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from flexlib.engine.compare import bridge as engine
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


def many_alike(levers: Sequence[str]):
    """A product of 30 % growths, one idle lever, and a lever that only counts beside all of the last three."""

    def worth(changed: frozenset[str]) -> list[float]:
        alike = sum(lever in changed for lever in levers[:8])
        return [100 * 1.3**alike, 50.0 * (set(levers[8:11]) <= changed) + (30 if "other" in changed else 0) * alike]

    return worth


def test_like_levers_get_like_parts_in_a_group_too_large_for_all_orders() -> None:
    levers = [f"lever {at:02}" for at in range(14)]
    found = bridge({"A": levers, "B": ["other"]}, game(many_alike(levers)))
    assert found.orders["A"] > 0 and found.orders["B"] == 0
    total = found.end - found.start
    alike = (100 * 1.3**8 - 100) / 8
    largest = max(abs(part.amount[0]) for part in found.levers.values())
    for lever in levers[:8]:
        part = found.levers[lever]
        assert part.error[0] <= engine.PRECISION * largest
        assert part.amount[0] == pytest.approx(alike, abs=4 * part.error[0])
        assert part.amount[1] == pytest.approx(15.0, abs=1e-9)  # half of 30, in every order of the groups
    for lever in levers[8:11]:
        assert found.levers[lever].amount[1] == pytest.approx(50 / 3, abs=4 * found.levers[lever].error[1] + 1e-9)
    for lever in levers[11:]:
        assert found.levers[lever].amount == pytest.approx(0, abs=1e-9)
    for parts in (found.groups, found.levers):
        assert np.sum([part.amount for part in parts.values()], axis=0) == pytest.approx(total, abs=1e-9)


def test_the_error_of_a_sampled_group_is_the_spread_of_its_estimates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over many seeds the parts lie around the exact ones as far as the standard error says."""
    levers = [f"lever {at:02}" for at in range(10)]
    weights = np.random.default_rng(3).normal(scale=0.3, size=10)

    def worth(changed: frozenset[str]) -> list[float]:
        return [np.exp(sum(weights[at] for at, lever in enumerate(levers) if lever in changed))]

    monkeypatch.setattr(engine, "ALL_ORDERS", 10)
    exact = bridge({"A": levers}, game(worth)).levers
    monkeypatch.setattr(engine, "ALL_ORDERS", 3)
    monkeypatch.setattr(engine, "PRECISION", 0.0)
    monkeypatch.setattr(engine, "MOST_PAIRS", 64)
    ratios = []
    for seed in range(30):
        monkeypatch.setattr(engine, "SEED", seed)
        found = bridge({"A": levers}, game(worth)).levers
        ratios += [(found[one].amount[0] - exact[one].amount[0]) / found[one].error[0] for one in levers]
    assert 0.7 < np.sqrt(np.mean(np.square(ratios))) < 1.5
