"""One mistake for each check: what is changed in a clean workbook, and what must be found where."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.budget.workbooks import CLEAN, Formula, Page, write

Change = Callable[[list[Page]], None]


@dataclass(frozen=True)
class Mistake:
    """`code` must be found with `severity` in `cell` of `sheet`, with `words` in its Dutch text."""

    name: str
    kind: str
    change: Change
    code: str
    severity: str
    sheet: str
    cell: str
    words: str

    def pages(self) -> list[Page]:
        """The clean workbook with this mistake in it."""
        pages = CLEAN[self.kind]()
        self.change(pages)
        return pages


def cell(label: str, column: int, value: object, page: int = 0) -> Change:
    """Put a value in the row of a label."""
    return lambda pages: pages[page].cells.update({(pages[page].row_of(label), column): value})


def header(row: int, column: int, value: object) -> Change:
    return lambda pages: pages[0].cells.update({(row, column): value})


def hide_row(pages: list[Page]) -> None:
    pages[0].hidden_rows.add(pages[0].row_of("Energie"))


def hide_column(pages: list[Page]) -> None:
    pages[0].hidden_columns.add(6)


def hide_sheet(pages: list[Page]) -> None:
    page = Page("Concept", is_hidden=True)
    page.put(1, ["Post", "2026", "2027"])
    page.put(2, ["Extra", 120.0, 130.0])
    pages.append(page)


def missing_year(pages: list[Page]) -> None:
    for column, year in ((5, 2028), (6, 2029), (7, 2030), (8, 2031)):
        pages[0].cells[(6, column)] = year


def duplicate(pages: list[Page]) -> None:
    """ "Schoonmaak" is entered over "Energie" again, with the totals left as they follow from it."""
    page = pages[0]
    source, target = page.row_of("Huurlasten"), page.row_of("Energie")
    for column in range(1, 9):
        old, new = page.value(target, column), page.cells[(source, column)]
        page.cells[(target, column)] = new
        if column > 2:
            shift_totals(
                page, column, ["Subtotaal huisvestingslasten", "Totaal lasten"], page.value(target, column) - old
            )
            shift_totals(page, column, ["Saldo baten en lasten", "Resultaat"], old - page.value(target, column))


def shift_totals(page: Page, column: int, labels: list[str], by: float) -> None:
    for label in labels:
        place = (page.row_of(label), column)
        total = page.cells[place]
        assert isinstance(total, Formula) and isinstance(total.value, (int, float))
        page.cells[place] = Formula(total.text, total.value + by)


def in_euros(label: str) -> Change:
    """A row typed in euros on a sheet in thousands, with totals that were typed before."""

    def change(pages: list[Page]) -> None:
        row = pages[0].row_of(label)
        for column in range(4, 9):
            pages[0].cells[(row, column)] = pages[0].value(row, column) * 1000

    return change


def column_in_euros(pages: list[Page]) -> None:
    for (row, column), value in list(pages[0].cells.items()):
        if column == 6 and row > 6:
            new = Formula(value.text, value.value * 1000) if isinstance(value, Formula) else value * 1000
            pages[0].cells[(row, column)] = new


def total_in_euros(pages: list[Page]) -> None:
    row = pages[0].row_of("Totaal lasten")
    pages[0].cells[(row, 5)] = pages[0].value(row, 5) * 1000


def misses_row(pages: list[Page]) -> None:
    """A line was added under the last one, and the sum was not made longer."""
    page = pages[0]
    row = page.row_of("Schoonmaak")
    for column in range(4, 9):
        total = page.cells[(row + 1, column)]
        amount = page.value(row, column)
        page.cells[(row + 1, column)] = Formula(total.text.replace(str(row), str(row - 1)), total.value - amount)
        shift_totals(page, column, ["Totaal lasten"], -amount)
        shift_totals(page, column, ["Saldo baten en lasten", "Resultaat"], amount)


def counts_twice(pages: list[Page]) -> None:
    page = pages[0]
    first, last = page.row_of("Salarissen onderwijsgevend personeel"), page.row_of("Totaal lasten") - 1
    for column in range(4, 9):
        value = sum(page.value(row, column) for row in range(first, last + 1))
        letter = "ABCDEFGH"[column - 1]
        page.cells[(last + 1, column)] = Formula(f"SUM({letter}{first}:{letter}{last})", value)


def merged_header(pages: list[Page]) -> None:
    """Two columns of figures under one merged year."""
    page = pages[1]
    page.cells.pop((3, 3))
    page.merged.append((3, 2, 3, 3))


def percentage(pages: list[Page]) -> None:
    page = pages[0]
    place = (page.row_of("Energie"), 5)
    page.cells[place] = 0.035
    page.formats[place] = "0.0%"


def rate_column(pages: list[Page]) -> None:
    page = pages[1]
    page.put(3, ["Uurtarief"], 6)
    for offset, rate in enumerate([62.5, 71.0, 7_100.0, 68.0]):
        page.put(4 + offset, [rate], 6)


B, P, S = "budget", "programme", "staffing"
W, D, N = "wrong", "doubtful", "note"
SHEET = "Begroting"
MISTAKES = [
    Mistake("text", B, cell("Energie", 5, "zie bijlage"), "text_for_number", W, SHEET, "E29", "zie bijlage"),
    Mistake("dutch", B, cell("Energie", 5, "2.398,00"), "number_as_text", N, SHEET, "E29", "2398"),
    Mistake("euro", B, cell("Energie", 5, "€ 2.398"), "number_as_text", N, SHEET, "E29", "2398"),
    Mistake("brackets", B, cell("Energie", 5, "(2.398,00)"), "sign_differs", D, SHEET, "E29", "ander teken"),
    Mistake("ambiguous", B, cell("Energie", 5, "2.398"), "ambiguous_number", D, SHEET, "E29", "2398 zijn of 2,398"),
    Mistake("nothing", B, cell("Energie", 5, "n.v.t."), "nothing_filled_in", N, SHEET, "E29", "n.v.t."),
    Mistake("dash", B, cell("Energie", 5, "-"), "nothing_filled_in", N, SHEET, "E29", "'-'"),
    Mistake("unknown", B, cell("Energie", 5, "p.m."), "amount_unknown", D, SHEET, "E29", "nog niet bekend"),
    Mistake("percent-text", B, cell("Energie", 5, "12,5 %"), "percent_in_amounts", D, SHEET, "E29", "12,5 %"),
    Mistake("percent", B, percentage, "percent_in_amounts", D, SHEET, "E29", "3,5 %"),
    Mistake("error", B, cell("Energie", 5, Formula("1/0", "#DIV/0!")), "error_cell", W, SHEET, "E29", "#DIV/0!"),
    Mistake("date", B, cell("Energie", 5, "1-2-2026"), "date_for_number", W, SHEET, "E29", "1-2-2026"),
    Mistake("hidden-row", B, hide_row, "hidden_row", D, SHEET, "D29", "Energie"),
    Mistake("hidden-column", B, hide_column, "hidden_column", D, SHEET, "F6", "Meerjarenraming 2028"),
    Mistake("hidden-sheet", B, hide_sheet, "hidden_sheet", D, "Concept", "B2", "aantal: 2"),
    Mistake("double-year", B, header(6, 6, 2027), "year_double", W, SHEET, "F6", "2027 staat twee keer"),
    Mistake("missing-year", B, missing_year, "year_missing", D, SHEET, "E6", "ontbreekt 2027"),
    Mistake("year-as-text-date", B, header(6, 5, "01-01-2027"), "year_as_date", N, SHEET, "E6", "het jaar 2027"),
    Mistake("duplicate", B, duplicate, "duplicate_line", D, SHEET, "B29", "B28"),
    Mistake("jump", B, cell("Energie", 6, 3_900), "jump", D, SHEET, "F29", "63 %"),
    Mistake("total", B, cell("Energie", 6, 2_571), "total_differs", D, SHEET, "F31", "Verschil"),
    Mistake("unit-row", B, in_euros("Schoonmaak"), "unit_row", D, SHEET, "D30", "factor duizend"),
    Mistake("unit-cell", B, cell("Energie", 6, 2_470_000), "unit_jump", D, SHEET, "F29", "factor duizend"),
    Mistake("unit-column", B, column_in_euros, "unit_column", D, SHEET, "F6", "2028"),
    Mistake("unit-total", B, total_in_euros, "unit_total", D, SHEET, "E36", "factor 1000"),
    Mistake("unit-not-stated", B, header(3, 1, "Bedragen in euro's"), "unit_sheet", D, SHEET, "D6", "maal 1."),
    Mistake("sign", B, cell("Energie", 6, -2_470), "sign_differs", D, SHEET, "F29", "Energie"),
    Mistake("misses-row", B, misses_row, "total_misses_rows", D, SHEET, "D31", "rij 30"),
    Mistake("counts-twice", B, counts_twice, "total_counts_twice", D, SHEET, "D36", "dubbel"),
    Mistake("total-off", P, cell("Totaal kosten", 4, 1_230_100.75), "total_differs", D, "Programma", "D11", "100,25"),
    Mistake(
        "row-total", P, cell("Scholing van teams", 7, 400_000), "row_total_differs", D, "Programma", "G10", "5.000|"
    ),
    Mistake("rate", P, rate_column, "rate_implausible", D, "Uren per rol", "F6", "7100"),
    Mistake("hours", S, cell("Inhuur docenten", 6, 1_040, 1), "hours_not_fte", D, "Inhuur", "F4", "160 uur per fte"),
    Mistake("date-text", S, cell("Inhuur docenten", 8, "1-8-2026", 1), "date_as_text", N, "Inhuur", "H4", "1-8-2026"),
]


def main(folder: Path) -> None:
    """Write every workbook into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in CLEAN.items():
        write(folder / f"{name}.xlsx", make())
    for mistake in MISTAKES:
        write(folder / f"{mistake.kind}-{mistake.name}.xlsx", mistake.pages())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
