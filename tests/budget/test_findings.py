"""Every planted mistake is found at its cell, in words, and a clean workbook raises no alarm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from flexlib.budget.files.read_file import read_workbook
from flexlib.budget.reading.parts import ReadOptions
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.records import Finding, Reading
from flexlib.text import LANGUAGES, text
from tests.budget.mistakes import MISTAKES, Mistake
from tests.budget.workbooks import CLEAN, Page, multi_year, programme, write

PIECES = ("what", "why", "do")


def words_of(finding: Finding, language: str = "nl") -> str:
    values = dict(finding.values)
    return " ".join(text(f"budget_found.{finding.code}.{piece}", language, **values) for piece in PIECES)


def alarms(reading: Reading) -> list[str]:
    return [f"{f.code} {f.sheet}!{f.cell}" for f in reading.findings if f.severity != "note"]


@pytest.mark.parametrize("kind", CLEAN)
def test_a_clean_workbook_raises_no_alarm(kind: str, hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(CLEAN[kind]()), None, categories(kind))
    assert reading.mapping.kind == kind
    assert alarms(reading) == []
    assert reading.unplaced == ()
    assert reading.totals
    assert all(total.stated == total.read for total in reading.totals)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_found_at_its_cell(mistake: Mistake, hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(mistake.pages()), None, categories(mistake.kind))
    there = [f for f in reading.findings if (f.code, f.sheet, f.cell) == (mistake.code, mistake.sheet, mistake.cell)]
    assert there, [f"{f.severity} {f.code} {f.sheet}!{f.cell}" for f in reading.findings]
    assert there[0].severity == mistake.severity
    assert mistake.words.removesuffix("|") in words_of(there[0])
    for finding in reading.findings:
        for language in LANGUAGES:
            assert words_of(finding, language)


def test_only_what_the_mistake_touches_raises_an_alarm(hand_in: Callable, categories: Callable) -> None:
    """A total that is off gives its own finding; that the total beside it follows from it is only told."""
    planted = next(mistake for mistake in MISTAKES if mistake.name == "total-off")
    reading = read_budget(hand_in(planted.pages()), None, categories("programme"))
    assert alarms(reading) == ["total_differs Programma!D11"]
    assert [finding.cell for finding in reading.findings if finding.code == "total_same"] == ["G11"]
    finding = next(f for f in reading.findings if f.severity == "doubtful")
    values = dict(finding.values)
    assert (values["stated"], values["read"], values["difference"]) == (1_230_100.75, 1_230_000.5, 100.25)


def test_formulas_without_outcome_are_wrong(tmp_path: Path, categories: Callable) -> None:
    path = write(tmp_path / "begroting.xlsx", multi_year())
    book = openpyxl.load_workbook(path)
    book.active["E29"] = "=D29*1.03"
    book.save(path)  # stores no outcome of any formula
    reading = read_budget(read_workbook(path, path.name), None, categories("budget"))
    without = {f.cell: f.severity for f in reading.findings if f.code == "formula_without_value"}
    assert without["E29"] == "wrong"
    assert without["E31"] == "doubtful"
    assert {cell for cell, severity in without.items() if severity == "wrong"} == {"E29"}


def test_a_rounding_difference_in_thousands_only_tells(hand_in: Callable, categories: Callable) -> None:
    pages = multi_year()
    row = pages[0].row_of("Subtotaal huisvestingslasten")
    pages[0].cells[(row, 5)] = pages[0].value(row, 5) + 1
    reading = read_budget(hand_in(pages), None, categories("budget"))
    assert [f.cell for f in reading.findings if f.code == "total_rounded"] == [f"E{row}"]
    assert alarms(reading) == []


def test_a_cent_off_in_euros_is_told(hand_in: Callable, categories: Callable) -> None:
    pages = programme()
    row = pages[0].row_of("Totaal dekking")
    pages[0].cells[(row, 3)] = pages[0].value(row, 3) + 0.01
    reading = read_budget(hand_in(pages), None, categories("programme"))
    (finding,) = (f for f in reading.findings if f.code == "total_differs")
    assert (finding.cell, dict(finding.values)["difference"]) == (f"C{row}", 0.01)


def test_the_allowed_jump_can_be_set(hand_in: Callable, categories: Callable) -> None:
    workbook = hand_in(multi_year())
    strict = read_budget(workbook, None, categories("budget"), ReadOptions(jump_share=0.02))
    assert sum(f.code == "jump" for f in strict.findings) > 20
    assert not any(f.code == "jump" for f in read_budget(workbook, None, categories("budget")).findings)


def test_many_of_the_same_are_counted(hand_in: Callable, categories: Callable) -> None:
    page = Page("Begroting")
    page.put(1, ["Omschrijving", "2026", "2027"])
    for row in range(2, 62):
        page.put(row, [f"Post {row}", "abc", 5.0 * row])
    reading = read_budget(hand_in([page]), None, categories("budget"), ReadOptions(most_alike=10))
    assert sum(f.code == "text_for_number" for f in reading.findings) == 10
    (rest,) = (f for f in reading.findings if f.code == "more_alike" and f.severity == "wrong")
    assert dict(rest.values)["count"] == 50


def test_a_wrong_finding_stops_and_a_doubtful_one_does_not(hand_in: Callable, categories: Callable) -> None:
    by_name = {mistake.name: mistake for mistake in MISTAKES}
    assert read_budget(hand_in(by_name["text"].pages()), None, categories("budget")).is_stopped
    assert not read_budget(hand_in(by_name["jump"].pages()), None, categories("budget")).is_stopped


def test_a_mapping_of_this_file_is_followed_to_the_letter(hand_in: Callable, categories: Callable) -> None:
    workbook = hand_in(multi_year())
    proposed = read_budget(workbook, None, categories("budget")).mapping
    layout = replace(proposed.layouts[0], period_columns=proposed.layouts[0].period_columns[:2], factor=1)
    reading = read_budget(workbook, replace(proposed, layouts=(layout,)), categories("budget"))
    assert {period for line in reading.lines for period, _ in line.amounts} == {"2026", "2027"}
    assert sum(amount for line in reading.lines for _, amount in line.amounts) < 1_000_000


def test_a_csv_with_dutch_separators_reads_the_same(tmp_path: Path, hand_in: Callable, categories: Callable) -> None:
    """Everything in a .csv is text; that alone is nothing to tell."""
    page = multi_year()[0]
    last = max(row for row, _ in page.cells)
    lines = []
    for row in range(1, last + 1):
        cells = [page.cells.get((row, column), "") for column in range(1, 9)]
        amounts = [getattr(cell, "value", cell) for cell in cells]
        dotted = [
            f"{cell:,.0f}".replace(",", ".") if isinstance(cell, (int, float)) and row > 6 and column > 1 else str(cell)
            for column, cell in enumerate(amounts)
        ]
        lines.append(";".join(dotted))
    path = tmp_path / "begroting.csv"
    path.write_text("\n".join(lines), encoding="cp1252")
    from_csv = read_budget(read_workbook(path, path.name), None, categories("budget"))
    from_xlsx = read_budget(hand_in(multi_year()), None, categories("budget"))
    assert alarms(from_csv) == []
    assert "number_as_text" not in {finding.code for finding in from_csv.findings}
    assert [(line.key, line.category, line.amounts) for line in from_csv.lines] == [
        (line.key, line.category, line.amounts) for line in from_xlsx.lines
    ]


def test_costs_of_a_programme_that_start_and_stop_are_one_note(hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(programme()), None, categories("programme"))
    assert [(f.code, f.severity, f.sheet) for f in reading.findings] == [
        ("programme_jump", "note", "Programma"),
        ("programme_jump", "note", "Uren per rol"),
    ]
    told = dict(reading.findings[0].values)
    assert (told["label"], told["count"]) == ("K3 · Studentsysteem en koppelingen", 8)


def test_totals_without_a_stored_outcome_are_totals_all_the_same(tmp_path: Path, categories: Callable) -> None:
    path = write(tmp_path / "begroting.xlsx", multi_year())
    openpyxl.load_workbook(path).save(path)  # stores no outcome of any formula
    reading = read_budget(read_workbook(path, path.name), None, categories("budget"))
    assert len(reading.totals) > 5
    assert {total.stated for total in reading.totals} == {()}
    assert all(dict(total.read)["2026"] for total in reading.totals)
