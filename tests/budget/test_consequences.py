"""What follows from a mistake is told as following from it, and an error of a total's own stays one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flexlib.budget.reading.reading import read_budget
from flexlib.budget.records import Finding, Reading
from tests.budget.mistakes import cell, in_euros
from tests.budget.test_findings import alarms, words_of
from tests.budget.workbooks import Page, multi_year, programme

HEAT, SUBTOTAL, COST = "Energie", "Subtotaal huisvestingslasten", "Totaal lasten"
ENORMOUS = 9e15


def read(hand_in: Callable, categories: Callable, *changes: Callable[[list[Page]], None]) -> Reading:
    pages = multi_year()
    for change in changes:
        change(pages)
    return read_budget(hand_in(pages), None, categories("budget"))


def more(label: str, column: int, by: float) -> Callable[[list[Page]], None]:
    """A figure typed over a formula, off by so much."""
    return lambda pages: cell(label, column, pages[0].value(pages[0].row_of(label), column) + by)(pages)


def at(reading: Reading, place: str) -> Finding:
    (finding,) = (
        found for found in reading.findings if found.cell == place and found.code.startswith(("total", "row"))
    )
    return finding


@pytest.mark.parametrize(("value", "code"), [(ENORMOUS, "number_too_large"), ("zie bijlage", "text_for_number")])
def test_totals_over_a_cell_that_cannot_be_read_only_tell_that_they_follow(
    value: object, code: str, hand_in: Callable, categories: Callable
) -> None:
    reading = read(hand_in, categories, cell(HEAT, 6, value))
    assert alarms(reading) == [f"{code} Begroting!F29"]
    for place in ("F31", "F36"):
        assert (at(reading, place).code, at(reading, place).severity) == ("total_follows", "note")
        assert "F29" in words_of(at(reading, place))


def test_a_total_over_another_cell_stays_an_error(hand_in: Callable, categories: Callable) -> None:
    reading = read(hand_in, categories, cell(HEAT, 6, ENORMOUS), more(SUBTOTAL, 5, 25))
    assert alarms(reading) == ["number_too_large Begroting!F29", "total_differs Begroting!E31"]


def test_what_rests_on_a_total_that_is_off_is_told_with_it(hand_in: Callable, categories: Callable) -> None:
    """A typed subtotal that is off, with the totals over it as the sheet adds them up: one mistake."""
    reading = read(hand_in, categories, *(more(label, 5, 25) for label in (SUBTOTAL, COST)))
    assert alarms(reading) == ["total_differs Begroting!E31"]
    assert at(reading, "E36").code == "total_same" and "E31" in words_of(at(reading, "E36"))


def test_two_totals_that_are_off_by_different_amounts_are_two_mistakes(hand_in: Callable, categories: Callable) -> None:
    reading = read(hand_in, categories, more(SUBTOTAL, 5, 25), more(COST, 5, 60))
    assert alarms(reading) == ["total_differs Begroting!E31", "total_differs Begroting!E36"]


def test_a_doubtful_cell_that_explains_a_total_is_named_there_and_the_total_stays_in_doubt(
    hand_in: Callable, categories: Callable
) -> None:
    """Whoever accepts the jump must see that the total says otherwise."""
    reading = read(hand_in, categories, cell(HEAT, 6, 3_900))
    assert alarms(reading) == ["jump Begroting!F29", "total_with_cause Begroting!F31"]
    assert "F29" in words_of(at(reading, "F31")) and "2.470" in words_of(at(reading, "F31"))


def test_a_doubtful_cell_that_does_not_explain_a_total_leaves_it_an_error(
    hand_in: Callable, categories: Callable
) -> None:
    reading = read(hand_in, categories, cell(HEAT, 6, 3_900), more(SUBTOTAL, 6, 1_000))
    assert at(reading, "F31").code == "total_differs"


def test_a_row_in_another_unit_is_one_mistake_with_its_totals_named(hand_in: Callable, categories: Callable) -> None:
    reading = read(hand_in, categories, in_euros("Schoonmaak"))
    assert [place for place in alarms(reading) if not place.startswith("total_with_cause")] == [
        "unit_row Begroting!D30"
    ]
    assert at(reading, "H31").code == "total_with_cause" and "H30" in words_of(at(reading, "H31"))


def test_a_row_total_follows_from_its_row(hand_in: Callable, categories: Callable) -> None:
    pages = programme()
    cell("Scholing van teams", 4, ENORMOUS)(pages)
    reading = read_budget(hand_in(pages), None, categories("programme"))
    assert alarms(reading) == ["number_too_large Programma!D10"]
    assert at(reading, "G10").code == "total_follows" and "D10" in words_of(at(reading, "G10"))


def test_a_year_that_is_off_is_one_jump_and_not_another_one_back(hand_in: Callable, categories: Callable) -> None:
    for value, code in ((3_900, "jump"), (2_470_000, "unit_jump")):
        reading = read(hand_in, categories, cell(HEAT, 6, value))
        assert [found.cell for found in reading.findings if found.code == code] == ["F29"]
