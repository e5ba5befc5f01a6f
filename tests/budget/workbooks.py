"""Makes workbooks that look like what colleges have: a multi-year budget in thousands, a programme budget, a staffing
plan by school year. `python -m tests.budget.mistakes FOLDER` writes them, each clean and with one mistake a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from flexlib.budget.workbook import column_letters


@dataclass(frozen=True)
class Formula:
    """A formula without "=" and the value that the file stores for it; None writes no usable outcome."""

    text: str
    value: float | str | None


@dataclass
class Page:
    """One sheet to write: (row, column) -> value or formula, counted from 1, and what surrounds the cells."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    is_hidden: bool = False

    def row_of(self, label: str) -> int:
        """The row in which a label stands."""
        return next(row for (row, _), value in self.cells.items() if value == label)

    def put(self, row: int, values: Sequence[Any], column: int = 1) -> None:
        """Write values side by side; None leaves a cell empty."""
        self.cells.update({(row, column + i): value for i, value in enumerate(values) if value is not None})

    def value(self, row: int, column: int) -> float:
        cell = self.cells.get((row, column), 0)
        cell = cell.value if isinstance(cell, Formula) else cell
        return cell if isinstance(cell, (int, float)) else 0

    def sum_row(self, row: int, label: str, columns: Iterable[int], parts: Sequence[tuple[int, int]], at: int) -> None:
        """A total row with formulas over `parts`, which are (first, last) rows; its label stands in column `at`."""
        self.cells[(row, at)] = label
        for column in columns:
            name = column_letters(column)
            pieces = [f"{name}{a}:{name}{b}" if a != b else f"{name}{a}" for a, b in parts]
            value = sum(self.value(r, column) for a, b in parts for r in range(a, b + 1))
            self.cells[(row, column)] = Formula(f"SUM({','.join(pieces)})", round(value, 4))


def write(path: Path, pages: Sequence[Page]) -> Path:
    """The pages as an .xlsx file, with stored values."""
    with xlsxwriter.Workbook(str(path)) as book:
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for first_row, first_column, last_row, last_column in page.merged:
                sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "")
            for (row, column), value in page.cells.items():
                kind = page.formats.get((row, column))
                style = book.add_format({"num_format": kind}) if kind else None
                if isinstance(value, Formula):
                    sheet.write_formula(row - 1, column - 1, f"={value.text}", style, value.value)
                elif isinstance(value, str):
                    sheet.write_string(row - 1, column - 1, value, style)
                else:
                    sheet.write(row - 1, column - 1, value, style)
            for row in page.hidden_rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for column in page.hidden_columns:
                sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
            if page.is_hidden:
                sheet.hide()
    return path


def grown(first: float, years: int, share: float = 0.03) -> list[float]:
    """A figure that grows a little every year, in whole units."""
    return [round(first * (1 + share) ** year) for year in range(years)]


def multi_year(year: int = 2026) -> list[Page]:
    """A budget of five years in thousands: notes above, two header rows, account numbers, subtotals, last year."""
    page = Page("Begroting")
    page.put(1, [f"Meerjarenbegroting {year}-{year + 4} ROC Voorbeeld"])
    page.put(2, [f"Vastgesteld door de raad van toezicht op 12 december {year - 1}"])
    page.put(3, ["Bedragen x € 1.000"])
    page.put(5, [None, None, "Realisatie", "Begroting", "Meerjarenraming"])
    page.merged.append((5, 5, 5, 8))
    page.put(6, ["Rekening", "Omschrijving", year - 1, *range(year, year + 5)])
    figures = range(3, 9)
    row = 8
    subtotals: dict[str, list[int]] = {"baten": [], "lasten": []}
    for side, groups in BUDGET.items():
        page.put(row, [None, side.capitalize()])
        row += 1
        for name, lines in groups.items():
            first = row
            for account, label, amount in lines:
                page.put(row, [account, label, *grown(amount, 6)])
                row += 1
            if len(lines) > 1:
                page.sum_row(row, f"Subtotaal {name}", figures, [(first, row - 1)], 2)
                subtotals[side].append(row)
                row += 1
            else:
                subtotals[side].append(first)
        page.sum_row(row, f"Totaal {side}", figures, [(part, part) for part in subtotals[side]], 2)
        subtotals[side] = [row]
        row += 2
    cost, income = subtotals["lasten"][0], subtotals["baten"][0]
    page.put(row, [None, "Saldo baten en lasten"])
    for column in figures:
        name = column_letters(column)
        page.cells[(row, column)] = Formula(
            f"{name}{income}-{name}{cost}", page.value(income, column) - page.value(cost, column)
        )
    page.put(row + 1, [4990, "Financiële baten en lasten", *[-310, -300, -290, -285, -280, -275]])
    page.put(row + 2, [None, "Resultaat"])
    for column in figures:
        name = column_letters(column)
        total = page.value(row, column) + page.value(row + 1, column)
        page.cells[(row + 2, column)] = Formula(f"{name}{row}+{name}{row + 1}", total)
    page.put(row + 4, ["Bron: meerjarenraming, versie 3. Indexatie volgens de kaderbrief."])
    return [page]


BUDGET: dict[str, dict[str, list[tuple[int, str, float]]]] = {
    "baten": {
        "rijksbijdragen": [(8010, "Rijksbijdrage lumpsum", 81_250), (8020, "Kwaliteitsafspraken", 6_420)],
        "gemeente": [(8110, "Overige overheidsbijdragen gemeente", 2_310)],
        "cursusgelden": [(8210, "Cursusgelden", 845)],
        "overig": [(8310, "Contractonderwijs", 3_960), (8410, "Verhuur en kantine", 1_120)],
    },
    "lasten": {
        "personele lasten": [
            (4010, "Salarissen onderwijsgevend personeel", 46_800),
            (4020, "Salarissen ondersteunend personeel", 17_350),
            (4030, "Inhuur derden (PNIL)", 4_410),
            (4040, "Scholing en professionalisering", 980),
        ],
        "afschrijvingen": [(4210, "Afschrijvingen gebouwen", 4_900), (4220, "Afschrijvingen inventaris", 2_050)],
        "huisvestingslasten": [(4310, "Huurlasten", 1_940), (4320, "Energie", 2_260), (4330, "Schoonmaak", 1_180)],
        "overige lasten": [
            (4410, "Licenties en ICT", 3_720),
            (4420, "Leermiddelen", 1_460),
            (4430, "Overige kosten", 5_110),
        ],
    },
}


def programme(year: int = 2026) -> list[Page]:
    """A programme budget in euros: lines with a total per line, funding, and hours per role on a second sheet."""
    page = Page("Programma")
    page.put(1, [f"Programmabegroting flexibilisering {year}-{year + 3}"])
    page.put(2, ["Bedragen in euro's"])
    page.put(4, ["Regel", "Omschrijving", *[f"Begroting {y}" for y in range(year, year + 4)], "Totaal"])
    row = 5
    totals = []
    for name, lines in PROGRAMME.items():
        page.put(row, [None, name])
        first = row = row + 1
        for number, (label, amounts) in enumerate(lines, 1):
            page.put(row, [f"{name[0]}{number}", label, *amounts, Formula(f"SUM(C{row}:F{row})", sum(amounts))])
            row += 1
        page.sum_row(row, f"Totaal {name.lower()}", range(3, 8), [(first, row - 1)], 2)
        totals.append(row)
        row += 2
    page.put(row, [None, "Saldo"])
    for column in range(3, 8):
        name = column_letters(column)
        value = page.value(totals[1], column) - page.value(totals[0], column)
        page.cells[(row, column)] = Formula(f"{name}{totals[1]}-{name}{totals[0]}", round(value, 2))
    hours = Page("Uren per rol")
    hours.put(1, ["Inzet van eigen medewerkers in uren"])
    hours.put(3, ["Rol", *[f"Uren {y}" for y in range(year, year + 4)]])
    for offset, (role, amounts) in enumerate(HOURS.items()):
        hours.put(4 + offset, [role, *amounts])
    last = 3 + len(HOURS)
    hours.sum_row(last + 1, "Totaal uren", range(2, 6), [(4, last)], 1)
    return [page, hours]


PROGRAMME: dict[str, list[tuple[str, list[float]]]] = {
    "Kosten": [
        ("Ontwikkeling van modules en leermateriaal", [310_000, 405_000.5, 380_000, 210_000]),
        ("Examinering in onderdelen", [45_000, 60_000, 60_000, 30_000]),
        ("Studentsysteem en koppelingen", [520_000, 390_000, 120_000, 95_000]),
        ("Projectleiding en programmabureau", [240_000, 245_000, 250_000, 125_000]),
        ("Scholing van teams", [85_000, 130_000, 130_000, 60_000.25]),
    ],
    "Dekking": [
        ("Subsidie Npuls", [400_000, 400_000, 300_000, 150_000]),
        ("Kwaliteitsafspraken", [500_000, 530_000, 440_000, 270_000]),
        ("Eigen middelen en reserve", [300_000, 300_000.5, 200_000, 100_000.25]),
    ],
}
HOURS: dict[str, list[float]] = {
    "Docent": [8_200, 9_400, 8_900, 5_100],
    "Onderwijsontwikkelaar": [3_100, 3_600, 3_300, 1_800],
    "Roosteraar": [900, 1_150, 1_200, 800],
    "ICT-medewerker": [1_400, 1_250, 700, 500],
}


def staffing(year: int = 2026) -> list[Page]:
    """A staffing plan by school year: fte per team, function and scale with subtotals, and hire in fte and hours."""
    page, figures = Page("Formatie"), range(4, 7)
    years = [f"{y}/{y + 1}" for y in range(year, year + 3)]
    page.put(1, [f"Formatieplan {years[0]} tot en met {years[-1]}"])
    page.put(3, [None, None, None, "fte"])
    page.merged.append((3, 4, 3, 6))
    page.put(4, ["Team", "Functie", "Schaal", *years])
    row, subtotals = 5, []
    for team, functions in STAFFING.items():
        first = row
        for function, scale, fte in functions:
            page.put(row, [team, function, scale, fte, round(fte * 1.02, 2), round(fte * 1.04, 2)])
            row += 1
        page.sum_row(row, f"Subtotaal {team}", figures, [(first, row - 1)], 1)
        subtotals.append(row)
        row += 1
    page.sum_row(row, "Totaal formatie", figures, [(part, part) for part in subtotals], 1)
    hire = Page("Inhuur")
    hire.put(1, ["Inhuur per schooljaar"])
    hire.put(3, ["Functie", *[f"fte {y}" for y in years], *[f"uren {y}" for y in years]])
    for offset, (function, fte) in enumerate([("Inhuur docenten", 6.0), ("Inhuur projectleiders", 2.5)]):
        hire.put(4 + offset, [function, fte, fte + 0.5, fte + 0.5, *[f * 1600 for f in (fte, fte + 0.5, fte + 0.5)]])
    return [page, hire]


STAFFING: dict[str, list[tuple[str, str, float]]] = {
    "Zorg en welzijn": [
        ("Docent", "LB", 42.6),
        ("Docent", "LC", 18.2),
        ("Instructeur", "8", 7.5),
        ("Teamleider", "12", 2.0),
    ],
    "Techniek": [("Docent", "LB", 38.4), ("Docent", "LC", 15.1), ("Teamleider", "12", 2.0)],
    "Ondersteuning": [
        ("Roosteraar", "9", 6.0),
        ("Medewerker studentadministratie", "7", 11.3),
        ("Functioneel beheer ICT", "10", 8.2),
        ("Loopbaanbegeleider", "10", 9.4),
    ],
}
CLEAN: dict[str, Callable[[], list[Page]]] = {"budget": multi_year, "programme": programme, "staffing": staffing}
