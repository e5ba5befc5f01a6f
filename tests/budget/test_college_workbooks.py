"""Workbooks as colleges put them together raise no alarm and are read to the last figure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from flexlib.budget.reading.reading import read_budget
from flexlib.budget.records import LEFT_OUT, Reading
from tests.budget.college_workbooks import in_thousands, staffing_with_prices


def alarms(reading: Reading) -> list[str]:
    return [f"{f.code} {f.sheet}!{f.cell}" for f in reading.findings if f.severity != "note"]


@pytest.mark.parametrize("header", ["GPL", "Prijs per fte", "GPL (€)"])
def test_prices_beside_the_fte_are_not_counted_as_fte(header: str, hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(staffing_with_prices(header)), None, categories("staffing"))
    assert reading.mapping.kind == "staffing"
    assert alarms(reading) == []
    fte = [line for line in reading.lines if line.quantity == "fte" and line.category == "figure:fte_docent"]
    assert sum(dict(line.amounts)["2026/2027"] for line in fte) == Decimal("95.3")
    assert all(total.stated == total.read for total in reading.totals)
    told = {f.cell for f in reading.findings if f.code == "column_left_out"}
    assert told == {"E5", "G5"}


def test_a_budget_in_thousands_with_students_below_raises_no_alarm(hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(in_thousands()), None, categories("budget"))
    assert alarms(reading) == []
    assert [period.column for layout in reading.mapping.layouts for period in layout.period_columns] == [3, 5, 6]
    assert reading.mapping.categories["Studenten per 1 oktober"] == LEFT_OUT
    assert all(total.stated == total.read for total in reading.totals)


def test_one_cell_in_euros_is_told_once_and_at_its_cell(hand_in: Callable, categories: Callable) -> None:
    pages = in_thousands()
    pages[0].cells[(pages[0].row_of("4.2 Afschrijvingen"), 6)] = 6_437_500
    reading = read_budget(hand_in(pages), None, categories("budget"))
    units = [f"{f.code} {f.cell}" for f in reading.findings if f.code.startswith("unit")]
    assert units == [f"unit_jump F{pages[0].row_of('4.2 Afschrijvingen')}"]
