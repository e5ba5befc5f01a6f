"""From months since the start to calendar years and school years."""

from __future__ import annotations

from datetime import date

import pytest

from flexlib.engine.calendar import add_months, axis_of, date_after, months_between


def test_buckets_split_at_1_january_and_1_august() -> None:
    axis = axis_of(date(2027, 1, 1), 24)
    assert axis.boundaries.tolist() == [0, 7, 12, 19, 24]
    assert [period.label for period in axis.calendar_years] == ["2027", "2028"]
    assert [period.label for period in axis.school_years] == ["2026/2027", "2027/2028", "2028/2029"]
    assert [period.months for period in axis.school_years] == [7, 12, 5]
    assert [period.partial for period in axis.school_years] == [True, False, True]
    assert not any(period.partial for period in axis.calendar_years)


def test_a_start_within_a_month_counts_the_days_that_passed() -> None:
    axis = axis_of(date(2027, 4, 16), 12)
    # 16 April is 15/30 of a month after 1 April: 3.5 months to 1 August, 8.5 to 1 January, 12 in all
    assert axis.boundaries.tolist() == pytest.approx([0, 3.5, 8.5, 12])
    assert all(period.partial for period in axis.calendar_years)


def test_months_and_dates_are_each_others_inverse() -> None:
    start = date(2027, 2, 10)
    for months in (0, 1, 11, 37, 96):
        assert date_after(start, months_between(start, add_months(start, months))) == add_months(start, months)


def test_a_short_month_takes_its_last_day() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)


def test_a_horizon_of_one_month_has_one_bucket() -> None:
    axis = axis_of(date(2027, 3, 1), 1)
    assert axis.boundaries.tolist() == [0, 1] and len(axis.calendar_years) == len(axis.school_years) == 1
