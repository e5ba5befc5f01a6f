"""Years where colleges put them: in a total, above quarters, in a title, in rows, in two tables side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
