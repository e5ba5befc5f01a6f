"""Years where colleges put them: in a total, above quarters, in a title, in rows, in two tables side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from flexlib.budget.reading.periods import span_of
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.records import Layout, Reading
from tests.budget.workbooks import Page

LINES = [
    (8000, "Rijksbijdrage OCW", 72_000),
    (8300, "Contractactiviteiten", 3_960),
    (4000, "Lonen en salarissen", 46_800),
    (4300, "Huisvestingslasten", 5_380),
]


def page(*rows: Sequence[Any], name: str = "Begroting") -> Page:
    """A sheet with these rows from the top."""
    made = Page(name)
    for row, values in enumerate(rows, 1):
        made.put(row, values)
    return made


def by_period(reading: Reading, quantity: str = "eur") -> dict[str, Decimal]:
    """What all lines of a quantity come to, per period."""
    sums: dict[str, Decimal] = {}
    for line in reading.lines:
        for period, amount in line.amounts if line.quantity == quantity else ():
            sums[period] = sums.get(period, Decimal(0)) + amount
    return sums


def periods(layout: Layout) -> list[tuple[int, str]]:
    return [(period.column, period.period) for period in layout.period_columns]


def found(reading: Reading, code: str) -> list[tuple[str, str]]:
    return [(f.severity, f.cell) for f in reading.findings if f.code == code]


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("fte 26/27", "2026/2027"),
        ("loonkosten 27-28", "2027/2028"),
        ("jan-26", "2026"),
        ("Q3 '27", "2027"),
        ("maand 12", ""),
        ("Schaal 11/12", ""),
        ("week 26-27", ""),
        ("Docent 24/36", ""),
        ("Cumulatief 2028", ""),
        ("Totaal 2026", "2026"),
    ],
)
def test_a_year_beside_other_words(header: str, period: str) -> None:
    assert span_of(header).period == period


def test_a_total_of_a_year_is_read_where_no_other_column_gives_that_year(
    hand_in: Callable, categories: Callable
) -> None:
    rows = [[account, label, v / 4, v / 4, v / 4, v / 4, v, v, v] for account, label, v in LINES]
    head = ["Grootboek", "Omschrijving", "K1", "K2", "K3", "K4", "Totaal 2026", "2027", "2028"]
    reading = read_budget(hand_in([page(["x € 1.000"], head, *rows)]), None, categories("budget"))
    assert by_period(reading) == dict.fromkeys(("2026", "2027", "2028"), Decimal(128_140_000))


def test_columns_that_are_all_totals_of_a_year_are_read(hand_in: Callable, categories: Callable) -> None:
    rows = [[label, amount, amount, amount] for _, label, amount in LINES]
    made = page(["x € 1.000"], ["Post", "Totaal 2026", "Totaal 2027", "Totaal 2026-2027"], *rows)
    reading = read_budget(hand_in([made]), None, categories("budget"))
    assert by_period(reading) == dict.fromkeys(("2026", "2027"), Decimal(128_140_000))
    assert not any(f.code == "year_left_out" for f in reading.findings)


def test_two_years_together_are_not_a_school_year_beside_them(hand_in: Callable, categories: Callable) -> None:
    rows = [[label, amount, amount, 2 * amount] for _, label, amount in LINES]
    for last in ("2026-2027", "Totaal 2026/2027"):
        reading = read_budget(
            hand_in([page(["x € 1.000"], ["Post", 2026, 2027, last], *rows)]), None, categories("budget")
        )
        assert by_period(reading) == dict.fromkeys(("2026", "2027"), Decimal(128_140_000))


def test_fte_and_costs_per_short_school_year(hand_in: Callable, categories: Callable) -> None:
    head = ["Functie", "fte 26/27", "fte 27/28", "loonkosten 26/27", "loonkosten 27/28"]
    made = page(head, ["Docent", 120.5, 118.0, 10_242_500, 10_325_000], ["Roosteraar", 6, 6, 420_000, 432_600])
    reading = read_budget(hand_in([made]), None, categories("staffing"))
    assert by_period(reading, "fte") == {"2026/2027": Decimal("126.5"), "2027/2028": Decimal(124)}
    assert by_period(reading) == {"2026/2027": Decimal(10_662_500), "2027/2028": Decimal(10_757_600)}


@pytest.mark.parametrize("is_merged", [True, False])
def test_quarters_of_two_years_are_added_up_per_year(is_merged: bool, hand_in: Callable, categories: Callable) -> None:
    """The total at the end is of both years, and not of the last one."""
    made = page(
        ["Bestedingsplan flexibilisering (euro)"],
        [None, 2027, None, None, None, 2028],
        ["Post", *["Q1", "Q2", "Q3", "Q4"] * 2, "Totaal"],
        ["Projectleider", *[30_000] * 4, *[31_000] * 4, 244_000],
        ["Licentie", 0, 20_000, 20_000, 20_000, *[25_000] * 4, 160_000],
    )
    made.merged += [(2, 2, 2, 5), (2, 6, 2, 9)] if is_merged else []
    reading = read_budget(hand_in([made]), None, categories("programme"))
    assert by_period(reading) == {"2027": Decimal(180_000), "2028": Decimal(224_000)}
    headers = [dict(f.values)["found"] for f in reading.findings if f.code == "merged_header"]
    assert sorted(headers) == (["2027", "2028"] if is_merged else [])
    assert not reading.is_stopped


def single(name: str, *titles: str, header: str = "Bedrag", by: int = 0) -> Page:
    """A budget of one year in thousands, with no year in its header."""
    rows = [[account, label, amount + by] for account, label, amount in LINES]
    return page(*([title] for title in titles), ["x € 1.000"], ["Rekening", "Omschrijving", header], *rows, name=name)


def test_a_sheet_for_each_year_is_read_in_the_year_of_its_name(hand_in: Callable, categories: Callable) -> None:
    book = hand_in([single(str(year), f"Begroting {year}", by=10 * (year - 2026)) for year in (2026, 2027, 2028)])
    reading = read_budget(book, None, categories("budget"))
    assert by_period(reading) == {"2026": 128_140_000, "2027": 128_180_000, "2028": 128_220_000}
    assert not reading.is_stopped
    assert found(reading, "year_from_title") == [("note", "C3")] * 3
    later = hand_in([single(str(year), f"Begroting {year}") for year in (2027, 2028, 2029)])
    again = read_budget(later, reading.mapping, categories("budget"))
    assert by_period(again) == dict.fromkeys(("2027", "2028", "2029"), Decimal(128_140_000))


@pytest.mark.parametrize(
    ("name", "title", "period"),
    [
        ("Blad1", "Begroting 2027", "2027"),
        ("Begroting 2027", "ROC Voorbeeld", "2027"),
        ("Blad1", "Programmabegroting schooljaar 26/27", "2026/2027"),
        ("Blad1", "Vastgesteld in december 2026", ""),
        ("Blad1", "Begroting vanaf 2026", ""),
        ("Blad1", "Begroting 2026-2029", ""),
        ("2026", "Begroting 2027", ""),
        ("Blad1", "Begroting", ""),
    ],
)
def test_the_year_of_a_title_is_shown_and_without_one_the_reading_stops(
    name: str, title: str, period: str, hand_in: Callable, categories: Callable
) -> None:
    reading = read_budget(hand_in([single(name, title)]), None, categories("budget"))
    assert list(by_period(reading)) == [period]
    assert found(reading, "year_from_title") == ([("note", "C3")] if period else [])
    assert found(reading, "year_unknown") == ([] if period else [("wrong", "C3")])


def test_hours_without_a_year_beside_amounts_with_one_are_wrong(hand_in: Callable, categories: Callable) -> None:
    amounts = page(["Post", "2027", "2028"], ["Moduleontwikkeling", 310_000, 320_000], name="Kosten")
    hours = page(["Rol", "Uren"], ["Docent", 8_200], ["Roosteraar", 900], name="Uren")
    reading = read_budget(hand_in([amounts, hours], "programma.xlsx"), None, categories("programme"))
    assert [(f.sheet, f.cell) for f in reading.findings if f.code == "year_unknown"] == [("Uren", "B1")]


def test_months_and_quarters_take_the_year_of_the_title(hand_in: Callable, categories: Callable) -> None:
    rows = [[account, label, *[amount * 250] * 4] for account, label, amount in LINES]
    head = ["Rekening", "Omschrijving", "K1", "K2", "K3", "K4"]
    reading = read_budget(hand_in([page(["Begroting 2026"], head, *rows)]), None, categories("budget"))
    assert by_period(reading) == {"2026": Decimal(128_140_000)}
    totals = [[*row, sum(row[2:])] for row in rows]
    beside = hand_in([page(["Begroting 2026"], [*head, "Totaal"], *totals)])
    assert by_period(read_budget(beside, None, categories("budget"))) == {"2026": Decimal(128_140_000)}


def test_what_is_left_out_with_a_year_or_without_is_told(hand_in: Callable, categories: Callable) -> None:
    quarters = [[label, *[amount / 5] * 4, amount, amount] for _, label, amount in LINES]
    made = page(["x € 1.000"], ["Post", "K1", "K2", "K3", "K4", "2027", "2028"], *quarters)
    book = hand_in([made])
    reading = read_budget(book, None, categories("budget"))
    assert by_period(reading) == dict.fromkeys(("2027", "2028"), Decimal(128_140_000))
    assert found(reading, "parts_left_out") == [("doubtful", "B2")]
    costs = [[label, 1_000, 2_000] for _, label, _ in LINES]
    two = hand_in([page(["Begroting 2027"], ["Post", "Kosten intern", "Kosten extern"], *costs)])
    assert found(read_budget(two, None, categories("programme")), "alike_left_out") == [("doubtful", "C2")]
    (layout,) = reading.mapping.layouts
    fewer = replace(reading.mapping, layouts=(replace(layout, period_columns=layout.period_columns[:1]),))
    told = read_budget(book, fewer, categories("budget"))
    assert found(told, "year_left_out") == [("doubtful", "G2")]


def long_form(years: Sequence[int]) -> Page:
    rows = [[y, "1200", account, label, amount * 1000] for y in years for account, label, amount in LINES]
    return page(["Jaar", "Kostenplaats", "Grootboekrekening", "Omschrijving", "Bedrag"], *rows, name="Export")


def test_a_column_with_years_gives_each_row_its_year(hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in([long_form((2026, 2027))]), None, categories("budget"))
    assert by_period(reading) == dict.fromkeys(("2026", "2027"), Decimal(128_140_000))
    assert found(reading, "years_in_column") == [("note", "A1")]
    assert not any(f.severity != "note" for f in reading.findings)
    again = read_budget(hand_in([long_form((2027, 2028))]), reading.mapping, categories("budget"))
    assert by_period(again) == dict.fromkeys(("2027", "2028"), Decimal(128_140_000))
    broken = long_form((2026, 2027))
    broken.cells[(4, 1)] = "onbekend"
    assert found(read_budget(hand_in([broken]), None, categories("budget")), "row_without_year") == [("wrong", "A4")]


def test_the_year_in_which_something_begins_is_not_the_year_of_its_amount(
    hand_in: Callable, categories: Callable
) -> None:
    made = page(["Startjaar", "Project", "Bedrag"], [2026, "Modules", 310_000], [2027, "Examens", 45_000])
    reading = read_budget(hand_in([made]), None, categories("budget"))
    assert found(reading, "year_unknown") == [("wrong", "C1")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Jaar", "Rijksbijdragen", "Overige baten", "Overige lasten"], [2026, 72, 4, 10], [2027, 73, 4, 10]],
        [
            ["Schooljaar", "Docent", "Totaal uren"],
            ["2026/2027", 8200, 9100],
            ["2027/2028", 9400, 10550],
            ["Totaal", 1, 2],
        ],
    ],
)
def test_years_below_each_other_with_posts_beside_each_other_stop(
    rows: list[list[Any]], hand_in: Callable, categories: Callable
) -> None:
    reading = read_budget(hand_in([page(*rows)]), None, categories("budget"))
    assert [(f.code, f.cell) for f in reading.findings if f.severity == "wrong"] == [("years_in_rows", "A2")]


def beside(first: int) -> Page:
    """Costs with income beside them, as in an account with two sides."""
    costs, income = LINES[2:], LINES[:2]
    rows = [
        [cost[1], cost[2], cost[2] + 1, None, earned[1], earned[2], earned[2] + 2]
        for cost, earned in zip(costs, income, strict=True)
    ]
    years = [first, first + 1]
    sums = ["Totaal lasten", 52_180, 52_182, None, "Totaal baten", 75_960, 75_964]
    return page(["Begroting (x € 1.000)"], ["Lasten", *years, None, "Baten", *years], *rows, sums)


def test_two_tables_side_by_side_are_two_blocks(hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in([beside(2026)]), None, categories("budget"))
    assert [(one.label_columns, periods(one)) for one in reading.mapping.layouts] == [
        ((1,), [(2, "2026"), (3, "2027")]),
        ((5,), [(6, "2026"), (7, "2027")]),
    ]
    assert not any(f.severity != "note" for f in reading.findings)
    assert [total.label for total in reading.totals if total.stated == total.read] == ["Totaal lasten", "Totaal baten"]
    assert {line.label: line.category for line in reading.lines}["Contractactiviteiten"].startswith("account:")
    again = read_budget(hand_in([beside(2027)]), reading.mapping, categories("budget"))
    assert by_period(again) == {"2027": Decimal(128_140_000), "2028": Decimal(128_146_000)}


def test_years_that_come_back_without_labels_stay_one_block_and_stop(hand_in: Callable, categories: Callable) -> None:
    rows = [[label, amount, amount, amount, amount] for _, label, amount in LINES]
    made = page(["x € 1.000"], ["Post", 2026, 2027, 2026, 2027], *rows)
    assert found(read_budget(hand_in([made]), None, categories("budget")), "year_double")
