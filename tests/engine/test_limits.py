"""What a limit keeps out and what to relax, against the plain definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.engine.explore.limits import (
    MOST_OPTIONS,
    WORTH_MORE_LIMITS,
    by_pattern,
    dropped,
    excess,
    relative,
    relaxations,
)
from flexlib.engine.explore.question import Limit

LIMITS = (
    Limit("one_off_integral", True, 4.0),
    Limit("months_all_live", True, 10.0),
    Limit("student_years", False, 20.0),
)
CHOICES = st.lists(
    st.tuples(st.integers(2, 9), st.integers(8, 30), st.integers(5, 24)).map(lambda one: tuple(map(float, one))),
    min_size=1,
    max_size=30,
).map(np.array)


def share_over(limit: Limit, value: float) -> float:
    return max(0.0, (value - limit.value) if limit.is_most else (limit.value - value)) / abs(limit.value)


@given(CHOICES)
def test_the_least_relaxation_is_that_of_plain_loops(values: np.ndarray) -> None:
    over = excess(LIMITS, values)
    if not over.any(axis=1).all():
        return  # something fits: nothing to relax
    found = relaxations(LIMITS, values, over, np.ones(len(values), dtype=bool))
    by_set: dict[frozenset[Limit], float] = {}
    for row in values:
        shares = {limit: share_over(limit, value) for limit, value in zip(LIMITS, row, strict=True)}
        which = frozenset(limit for limit, share in shares.items() if share > 0)
        by_set[which] = min(by_set.get(which, np.inf), sum(shares.values()))
    fewest = min(len(which) for which in by_set)
    told = [frozenset(limit for limit, _ in one.changes) for one in found]
    costs = [sum(share_over(limit, value) for limit, value in one.changes) for one in found]
    assert len(told) == len(set(told)) <= MOST_OPTIONS
    assert costs == pytest.approx([by_set[which] for which in told])
    assert len(told[0]) == fewest
    assert costs[0] == pytest.approx(min(cost for which, cost in by_set.items() if len(which) == fewest))
    if min(by_set.values()) <= WORTH_MORE_LIMITS * costs[0] * (1 - 1e-9):
        assert min(costs) == pytest.approx(min(by_set.values()))
    for one in found:
        assert [over[one.row, at] > 0 for at in range(3)] == [limit in dict(one.changes) for limit in LIMITS]


@given(CHOICES)
def test_the_nearest_of_every_set_of_broken_limits_comes_first(values: np.ndarray) -> None:
    over = excess(LIMITS, values)
    far = relative(LIMITS, values, over).sum(axis=1)
    patterns = [tuple(row) for row in (over > 0).tolist()]
    order = by_pattern(LIMITS, values, over).tolist()
    assert sorted(order) == list(range(len(values)))
    leading = order[: len(set(patterns))]
    assert {patterns[at] for at in leading} == set(patterns)
    for at in leading:
        assert far[at] == min(far[other] for other in order if patterns[other] == patterns[at])


def test_a_choice_that_fits_but_whose_outcome_is_unknown_is_no_way_out() -> None:
    values = np.array([[3.0, 9.0, 21.0], [5.0, 9.0, 21.0]])
    found = relaxations(LIMITS, values, excess(LIMITS, values), np.array([False, True]))
    assert [one.changes for one in found] == [((LIMITS[0], 5.0),)]


def test_what_breaks_a_limit_beyond_measure_is_counted_and_never_a_way_out() -> None:
    values = np.array([[5.0, np.nan, 21.0]])
    over = excess(LIMITS, values)
    assert relaxations(LIMITS, values, over, np.array([True])) == ()
    assert [one.count for one in dropped(LIMITS, values, over)] == [1, 1, 0]


def test_changing_two_limits_a_little_is_told_beside_changing_one_a_lot() -> None:
    values = np.array([[12.0, 10.0, 20.0], [4.1, 10.1, 20.0], [4.2, 10.0, 19.0]])
    found = relaxations(LIMITS, values, excess(LIMITS, values), np.ones(3, dtype=bool))
    assert [{limit.subject for limit, _ in one.changes} for one in found] == [
        {"one_off_integral"},
        {"one_off_integral", "months_all_live"},
    ]
