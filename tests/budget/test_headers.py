"""Headers: which rows they are, what they say about time and unit, and which columns are read."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from flexlib.budget.reading.grid import own_key
from flexlib.budget.reading.headers import blocks_of
from flexlib.budget.reading.layouts import grids_of, suggestions
from flexlib.budget.reading.periods import span_of
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.terms import factor_of
from flexlib.budget.reading.tie_out import totals_of
from flexlib.budget.records import Layout
from flexlib.budget.workbook import Sheet, Value
from flexlib.model.accounts import Category
from flexlib.model.bilingual import Text

ACCOUNTS = (
    Category("account:in", Text("Overige baten", "Other income"), "income", (), ("overige", "baten")),
    Category("account:out", Text("Overige lasten", "Other costs"), "cost", (), ("overige", "salarissen")),
)


def sheet(*rows: list[Any], name: str = "Blad1", **around: Any) -> Sheet:
    return Sheet(name, tuple(tuple(float(v) if type(v) is int else v for v in row) for row in rows), **around)


def layouts(*rows: list[Any], **around: Any) -> list[Layout]:
    return [grid.layout for grid in grids_of(sheet(*rows, **around))]


def periods(layout: Layout) -> list[tuple[int, str]]:
    return [(period.column, period.period) for period in layout.period_columns]


@pytest.mark.parametrize(
    ("header", "period"),
    [
        (2026.0, "2026"),
        ("2026", "2026"),
        ("'26", "2026"),
        ("’26", "2026"),
        ("2026/2027", "2026/2027"),
        ("2026-2027", "2026/2027"),
        ("2026/27", "2026/2027"),
        ("26/27", "2026/2027"),
        ("schooljaar 26/27", "2026/2027"),
        ("begroting 2026", "2026"),
        ("B2026", "2026"),
        ("Raming 2027", "2027"),
        ("2026 (x € 1.000)", "2026"),
        (datetime.datetime(2026, 1, 1), "2026"),
        ("31-12-2026", "2026"),
        ("2026-2030", ""),
        ("2026/2028", ""),
        ("Verschil 2026 t.o.v. 2025", ""),
        ("€ 2.026", ""),
        ("Omschrijving", ""),
        (1250.0, ""),
    ],
)
def test_the_year_in_a_header(header: Value, period: str) -> None:
    assert span_of(header).period == period


@pytest.mark.parametrize(
    ("note", "factor"),
    [
        ("Bedragen x € 1.000", 1000),
        ("x 1000", 1000),
        ("in k€", 1000),
        ("(in duizenden euro's)", 1000),
        ("€ 1.000", 1000),
        ("bedragen in mln", 1_000_000),
        ("x € 1.000.000", 1_000_000),
        ("bedragen in euro's", 1),
        ("Bedragen in €", 1),
        ("Toelichting", None),
        ("Uitgaven boven de 1.000 stuks", None),
    ],
)
def test_the_unit_in_a_note(note: str, factor: int | None) -> None:
    assert factor_of(note) == factor


def test_realised_is_recognised_and_left_out() -> None:
    (layout,) = layouts(
        ["Post", "Realisatie 2024", "Begroting 2025", "Begroting 2026", "Verschil"], ["Salarissen", 10, 11, 12, 1]
    )
    assert periods(layout) == [(3, "2025"), (4, "2026")]


def test_realised_counts_when_there_is_nothing_else() -> None:
    (layout,) = layouts(["Post", "Realisatie 2024", "Realisatie 2025"], ["Salarissen", 10, 11])
    assert periods(layout) == [(2, "2024"), (3, "2025")]


def test_budget_goes_before_a_forecast_of_the_same_year() -> None:
    (layout,) = layouts(["Post", "Prognose 2026", "Begroting 2026", "2027"], ["Salarissen", 10, 11, 12])
    assert periods(layout) == [(3, "2026"), (4, "2027")]


def test_two_header_rows_with_the_years_on_top() -> None:
    (layout,) = layouts(
        ["", "", 2026, None, 2027, None],
        ["Nr", "Post", "Begroting", "Realisatie", "Begroting", "Realisatie"],
        [4010, "Salarissen", 10, 9, 11, 9],
        [4020, "Inhuur", 10, 9, 11, 9],
    )
    assert layout.header_rows == (1, 2)
    assert periods(layout) == [(3, "2026"), (5, "2027")]
    assert layout.account_column == 1
    assert layout.label_columns == (2,)


def test_a_unit_row_under_the_years_is_header() -> None:
    (layout,) = layouts(["Post", 2026, 2027], [None, "x € 1.000", "x € 1.000"], ["Salarissen", 10, 11])
    assert (layout.header_rows, layout.factor, layout.first_row) == ((1, 2), 1000, 3)


def test_months_of_a_year_are_read_together() -> None:
    (layout,) = layouts(["Post", "jan 2026", "feb 2026", "mrt 2026"], ["Salarissen", 10, 11, 12])
    assert periods(layout) == [(2, "2026"), (3, "2026"), (4, "2026")]


def test_several_quantities_in_one_block() -> None:
    found = layouts(
        ["Rol", "Uren 2026", "Uren 2027", "Tarief", "Bedrag 2026", "Bedrag 2027"],
        ["Docent", 100, 120, 65, 6500, 7800],
        ["Coach", 50, 60, 60, 3000, 3600],
    )
    assert {layout.quantity: len(layout.period_columns) for layout in found} == {"hours": 2, "rate": 1, "eur": 2}


def test_a_header_without_years() -> None:
    (layout,) = layouts(["Profiel"], [], ["Kengetal", "Waarde", "Eenheid"], ["Studenten bol", 8000, "aantal"])
    assert periods(layout) == [(2, "")]
    assert layout.label_columns == (1,)


def test_two_blocks_with_their_own_unit() -> None:
    first, second = layouts(
        ["Bedragen x € 1.000"],
        ["Baten", 2026, 2027],
        ["Rijksbijdrage", 80000, 81000],
        [],
        ["Formatie in fte"],
        ["Functie", 2026, 2027],
        ["Docent", 120.5, 121.5],
    )
    assert (first.quantity, first.factor, first.last_row) == ("eur", 1000, 3)
    assert (second.quantity, second.factor, second.first_row) == ("fte", 1, 7)


def test_amounts_that_look_like_years_are_no_header() -> None:
    (layout,) = layouts(["Post", 2026, 2027], ["Licenties", 2000, 2050], ["Advies", 2010, 2030])
    assert (layout.first_row, layout.last_row) == (2, 3)


def test_titles_with_years_are_no_header() -> None:
    blocks = blocks_of(
        sheet(["Begroting 2026"], ["Vastgesteld op 12-12-2025"], ["Post", "2026"], ["Salarissen", 10], ["Inhuur", 5])
    )
    assert [block.header_rows for block in blocks] == [(3,)]


def test_notes_with_years_above_the_header_stay_notes() -> None:
    (layout,) = layouts(
        [None, "Meerjarenbegroting ROC Voorbeeld", "Vastgesteld in december 2025"],
        [None, "Vastgesteld op 12-12-2025"],
        [None, "Bedragen x € 1.000"],
        [None, "Rekening", "Omschrijving", 2026, 2027],
        [None, 4010, "Salarissen", 1000, 1000],
        [None, 4020, "Inhuur", 500, 500],
    )
    assert (layout.header_rows, layout.account_column, layout.factor) == ((4,), 2, 1000)


def test_a_sheet_of_prose_has_no_block() -> None:
    assert blocks_of(sheet(["Uitleg"], ["Vul per jaar de bedragen in"], ["Versie 2026", "3 maart"])) == ()


@pytest.mark.parametrize("label", ["Totaal lasten", "Subtotaal", "Eindtotaal", "Resultaat", "Exploitatieresultaat"])
def test_total_rows_by_their_words(label: str) -> None:
    (layout,) = layouts(["Post", 2026], ["Salarissen", 10], ["Inhuur", 5], [label, 99])
    assert layout.total_rows == (4,)


def test_total_rows_by_formula_and_by_adding_up() -> None:
    rows = [["Post", 2026, 2027], ["Salarissen", 1000, 1100], ["Inhuur", 500, 600], ["Personeel", 1500, 1700]]
    (by_sum,) = layouts(*rows)
    assert by_sum.total_rows == (4,)
    rows[3] = ["Personeel", 1, 2]
    (by_formula,) = layouts(*rows, formulas={(4, 2): "SUM(B2:B3)"})
    assert by_formula.total_rows == (4,)


def test_small_numbers_that_happen_to_add_up_are_lines() -> None:
    (layout,) = layouts(["Functie", 2026, 2027], ["Docent", 1, 1], ["Coach", 1, 1], ["Planner", 2, 2])
    assert layout.total_rows == ()


def test_a_line_named_saldo_stays_a_line() -> None:
    (layout,) = layouts(["Post", 2026], ["Saldo financiële baten en lasten", -5], ["Overige lasten", 10])
    assert layout.total_rows == ()


def test_totals_that_were_typed_are_found_with_their_parts() -> None:
    """No formulas: a line outside the subtotal above it, a balance, a result below it."""
    rows = [
        ["Post", 2026, 2027],
        ["Baten"],
        ["Rijksbijdrage", 80_000, 81_000],
        ["Verhuur", 1_000, 1_100],
        ["Kantine", 500, 600],
        ["Subtotaal overig", 1_500, 1_700],
        ["Totaal baten", 81_500, 82_700],
        ["Lasten"],
        ["Salarissen", 60_000, 61_000],
        ["Inhuur", 4_000, 4_100],
        ["Subtotaal personele lasten", 64_000, 65_100],
        ["Huur", 9_000, 9_100],
        ["Totaal lasten", 73_000, 74_200],
        ["Saldo van baten en lasten", 8_500, 8_500],
        ["Rente", -300, -310],
        ["Resultaat", 8_200, 8_190],
    ]
    (grid,) = grids_of(sheet(*rows))
    assert grid.layout.total_rows == (6, 7, 11, 13, 14, 16)
    sides = {3: "income", 4: "income", 5: "income", 9: "cost", 10: "cost", 12: "cost", 15: "both"}
    totals = totals_of(grid, sides)
    assert [list(total.differences()) for total in totals] == [[]] * 6
    assert [tuple(row for row, _ in total.parts) for total in totals[:4]] == [
        (4, 5),
        (3, 4, 5),
        (9, 10),
        (9, 10, 12),
    ]


def test_rows_of_one_name_under_two_headings() -> None:
    """Income and cost may both have a line "Overige"."""
    (grid,) = grids_of(sheet(["Post", 2026], ["Baten"], ["Overige", 5], ["Lasten"], ["Overige", 7], ["Salarissen", 70]))
    found = suggestions(grid, Suggester(ACCOUNTS, "budget"))
    assert found == {"Overige": "account:in", "Lasten › Overige": "account:out", "Salarissen": "account:out"}
    assert [own_key(line, "eur", found) for line in grid.rows] == ["Overige", "Lasten › Overige", "Salarissen"]
