"""A saved mapping on next year's file: found again where things moved, and what could not be placed is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from flexlib.budget.lines import Lines
from flexlib.budget.reading.layouts import propose
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.records import LEFT_OUT, Finding, Reading, WorkbookMapping
from flexlib.budget.serialise import (
    findings_from_json,
    findings_to_json,
    mapping_from_json,
    mapping_to_json,
    reading_from_json,
    reading_to_json,
)
from flexlib.errors import InputError
from tests.budget.mistakes import MISTAKES
from tests.budget.workbooks import CLEAN, Page, multi_year


def moved(pages: list[Page], rows: int, columns: int) -> list[Page]:
    """The same sheet with empty rows and columns before it; formulas become their values."""
    for page in pages:
        page.cells = {
            (row + rows, column + columns): getattr(value, "value", value)
            for (row, column), value in page.cells.items()
        }
        page.merged = [(a + rows, b + columns, c + rows, d + columns) for a, b, c, d in page.merged]
    return pages


def saved(hand_in: Callable, categories: Callable) -> WorkbookMapping:
    """This year's mapping, in which a person chose two categories by hand."""
    mapping = propose(hand_in(multi_year()), categories("budget"))
    chosen = {"4430": "account:huisvestingslasten", "4410": LEFT_OUT}
    return replace(mapping, name="Jaarbegroting", categories={**mapping.categories, **chosen})


def told(reading: Reading, code: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == code]


def categories_of(reading: Reading) -> dict[str, str]:
    return {line.account: line.category for line in reading.lines}


def test_next_year_in_another_place(hand_in: Callable, categories: Callable) -> None:
    mapping = saved(hand_in, categories)
    reading = read_budget(hand_in(moved(multi_year(2027), 3, 2)), mapping, categories("budget"))
    layout = reading.mapping.layouts[0]
    assert [period.period for period in layout.period_columns] == ["2027", "2028", "2029", "2030", "2031"]
    assert (layout.header_rows, layout.account_column, layout.label_columns) == ((8, 9), 3, (4,))
    assert layout.factor == 1000
    assert [finding.code for finding in reading.findings if finding.severity != "note"] == []
    assert categories_of(reading)["4430"] == "account:huisvestingslasten"
    assert categories_of(reading)["4410"] == LEFT_OUT
    assert reading.mapping.name == "Jaarbegroting"
    assert not told(reading, "row_new") and not told(reading, "row_vanished")


def test_a_sheet_with_another_name(hand_in: Callable, categories: Callable) -> None:
    pages = multi_year(2027)
    pages[0].name = "Meerjarenraming"
    reading = read_budget(hand_in(pages), saved(hand_in, categories), categories("budget"))
    assert dict(told(reading, "sheet_renamed")[0].values) == {"saved": "Begroting", "now": "Meerjarenraming"}
    assert len(reading.lines) == 19


def test_new_and_vanished_rows(hand_in: Callable, categories: Callable) -> None:
    pages = multi_year(2027)
    row = pages[0].row_of("Energie")
    pages[0].cells[(row, 1)] = 4325
    pages[0].cells[(row, 2)] = "Energie en water"
    reading = read_budget(hand_in(pages), saved(hand_in, categories), categories("budget"))
    (new,) = told(reading, "row_new")
    assert (new.cell, dict(new.values)["label"]) == (f"B{row}", "Energie en water")
    assert [dict(finding.values)["label"] for finding in told(reading, "row_vanished")] == ["4320"]


def test_a_row_that_nothing_places_is_reported(hand_in: Callable, categories: Callable) -> None:
    pages = multi_year()
    row = pages[0].row_of("Energie")
    pages[0].cells[(row, 1)] = 7777
    pages[0].cells[(row, 2)] = "Xyz"
    reading = read_budget(hand_in(pages), saved(hand_in, categories), categories("budget"))
    assert reading.unplaced == ("7777",)
    assert told(reading, "rows_unplaced")[0].cell == f"B{row}"


def test_another_unit_is_doubtful(hand_in: Callable, categories: Callable) -> None:
    pages = multi_year(2027)
    pages[0].cells[(3, 1)] = "Bedragen in euro's"
    reading = read_budget(hand_in(pages), saved(hand_in, categories), categories("budget"))
    assert told(reading, "unit_changed")[0].severity == "doubtful"
    assert reading.mapping.layouts[0].factor == 1


def test_a_block_that_is_gone(hand_in: Callable, categories: Callable) -> None:
    mapping = propose(hand_in(CLEAN["programme"]()), categories("programme"))
    reading = read_budget(hand_in(CLEAN["programme"]()[:1]), mapping, categories("programme"))
    assert [finding.sheet for finding in told(reading, "block_not_found")] == ["Uren per rol"]


def test_a_large_reading_travels_in_pieces(hand_in: Callable, categories: Callable) -> None:
    """No piece is so large that parsing it keeps other sessions waiting."""
    reading = read_budget(hand_in(multi_year()), None, categories("budget"))
    first = reading.lines[0]
    many = replace(reading, lines=Lines(replace(first, row=row) for row in range(5_000)))
    text = reading_to_json(many)
    assert max(map(len, text.split("\n"))) < 100_000
    assert reading_from_json(text) == many


def test_another_workbook_is_read_as_proposed(hand_in: Callable, categories: Callable) -> None:
    """A mapping of one workbook says nothing about a workbook with other sheets, headers and rows."""
    other = Page("Begroting flex")
    other.put(4, ["Nr", "Kostenpost", "'26", "'27", "Samen"])
    other.put(5, ["A1", "Modules ontwikkelen", 320_000.0, 380_000.0, 700_000.0])
    other.put(6, ["A2", "Studentsysteem en koppelingen", 90_000.0, 75_000.0, 165_000.0])
    mapping = propose(hand_in(CLEAN["programme"](), "programma.xlsx"), categories("programme"))
    reading = read_budget(hand_in([other]), mapping, categories("programme"))
    assert [line.label for line in reading.lines] == ["A1 · Modules ontwikkelen", "A2 · Studentsysteem en koppelingen"]
    assert [(finding.code, finding.severity) for finding in reading.findings] == [("mapping_not_fitting", "note")]


def test_what_was_learned_goes_before_suggestions(hand_in: Callable, categories: Callable) -> None:
    learned = {"4330": "account:overige_lasten"}
    mapping = propose(hand_in(multi_year()), categories("budget"), learned)
    assert mapping.categories["4330"] == "account:overige_lasten"


@pytest.mark.parametrize("mistake", MISTAKES[::5], ids=lambda mistake: mistake.name)
def test_json_gives_the_same_back(mistake: object, hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(mistake.pages()), None, categories(mistake.kind))  # type: ignore[attr-defined]
    assert reading_from_json(reading_to_json(reading)) == reading
    assert mapping_from_json(mapping_to_json(reading.mapping)) == reading.mapping
    assert findings_from_json(findings_to_json(reading.findings)) == reading.findings


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"name": 1}', '{"name":"a","kind":"b","layouts":[1],"categories":{}}']
)
def test_broken_json_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError):
        mapping_from_json(text)
    with pytest.raises(InputError):
        reading_from_json(text)
