"""A file in another unit than what was last saved of the same institution is told at the cell with its unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.checks_before import amounts_before
from flexlib.budget.reading.parts import AmountBefore, ReadOptions
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.reading.tie_out import category_sums
from flexlib.budget.records import Finding, Reading
from tests.budget.test_findings import alarms, words_of
from tests.budget.workbooks import Page, multi_year, programme


def times(lines: tuple[BudgetLine, ...], factor: str) -> tuple[BudgetLine, ...]:
    """The lines with every amount multiplied."""
    return tuple(
        replace(line, amounts=tuple((period, amount * Decimal(factor)) for period, amount in line.amounts))
        for line in lines
    )


def saved_as(lines: tuple[BudgetLine, ...]) -> tuple[AmountBefore, ...]:
    return amounts_before(category_sums(lines))


def told(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code.startswith("unit_before")]


@pytest.mark.parametrize(("factor", "first_year"), [("1000", 2026), ("0.001", 2026), ("1000", 2027), ("0.001", 2031)])
def test_a_file_a_thousand_times_off_what_was_saved_is_told_at_its_unit(
    factor: str, first_year: int, hand_in: Callable, categories: Callable
) -> None:
    """Also when the new file only begins in the year after the last one saved."""
    saved = read_budget(hand_in(multi_year()), None, categories("budget"))
    before = saved_as(times(saved.lines, factor))
    reading = read_budget(hand_in(multi_year(first_year)), None, categories("budget"), ReadOptions(before=before))
    (finding,) = told(reading)
    assert (finding.severity, finding.sheet, finding.cell) == ("doubtful", "Begroting", "A3")
    assert alarms(reading) == [f"{finding.code} Begroting!A3"]
    assert ("duizend keer zo klein" if factor == "1000" else "duizend keer zo groot") in words_of(finding)


def test_what_is_as_large_as_before_is_not_told(hand_in: Callable, categories: Callable) -> None:
    saved = read_budget(hand_in(multi_year()), None, categories("budget"))
    reading = read_budget(
        hand_in(multi_year(2028)), None, categories("budget"), ReadOptions(before=saved_as(saved.lines))
    )
    assert told(reading) == []


def test_years_far_apart_and_other_categories_are_not_compared(hand_in: Callable, categories: Callable) -> None:
    saved = read_budget(hand_in(multi_year(2027)), None, categories("budget"))
    before = saved_as(times(saved.lines, "1000"))
    later = read_budget(hand_in(multi_year(2036)), None, categories("budget"), ReadOptions(before=before))
    other = read_budget(hand_in(programme()), None, categories("programme"), ReadOptions(before=before))
    assert told(later) == told(other) == []


def test_one_category_that_grew_a_thousandfold_is_no_unit_of_the_sheet(hand_in: Callable, categories: Callable) -> None:
    saved = read_budget(hand_in(multi_year()), None, categories("budget"))
    before = tuple(
        (category, period, amount / 1000 if category == "account:afschrijvingen" else amount)
        for category, period, amount in saved_as(saved.lines)
    )
    reading = read_budget(hand_in(multi_year()), None, categories("budget"), ReadOptions(before=before))
    assert told(reading) == []


def test_a_file_without_a_unit_is_told_at_its_header_and_only_once(hand_in: Callable, categories: Callable) -> None:
    """That a sheet does not suit a college is the same mistake, seen without what was saved."""
    saved = read_budget(hand_in(multi_year()), None, categories("budget"))
    pages: list[Page] = multi_year()
    pages[0].cells.pop((3, 1))
    reading = read_budget(hand_in(pages), None, categories("budget"), ReadOptions(before=saved_as(saved.lines)))
    assert alarms(reading) == ["unit_before_less Begroting!D6"]


def test_two_blocks_of_one_sheet_are_both_told(hand_in: Callable, categories: Callable) -> None:
    """Each with a header of its own and no unit above it: who mends one must know of the other."""
    pages = multi_year()
    pages[0].cells.pop((3, 1))
    book, known = hand_in(pages), categories("budget")
    seen = read_budget(book, None, known)
    (block,) = seen.mapping.layouts
    cost = pages[0].row_of("Lasten")
    above, below = (tuple(row for row in block.total_rows if (row > cost) == is_cost) for is_cost in (False, True))
    halves = (
        replace(block, last_row=cost - 1, total_rows=above),
        replace(block, header_rows=(cost,), first_row=cost + 1, total_rows=below),
    )
    before = saved_as(times(seen.lines, "1000"))
    reading = read_budget(book, replace(seen.mapping, layouts=halves), known, ReadOptions(before=before))
    assert [finding.cell for finding in told(reading)] == ["D6", f"D{cost}"]
