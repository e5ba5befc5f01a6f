"""Whatever the layout, the lines that are read add up to what was put in, to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from flexlib.budget.reading.reading import read_budget
from flexlib.budget.reading.tie_out import category_sums
from flexlib.budget.workbook import Sheet, Value, Workbook

NOTES = ["Meerjarenbegroting ROC Voorbeeld", "Vastgesteld op 12-12-2025", "Versie 3 van 2026"]
UNITS = {1: "Bedragen in euro's", 1000: "Bedragen x € 1.000", 1_000_000: "Bedragen in mln"}
YEARS = [
    lambda year: float(year),
    lambda year: str(year),
    lambda year: f"'{year % 100}",
    lambda year: f"Begroting {year}",
    lambda year: f"{year}/{year + 1}",
]
INCOME = ["Rijksbijdrage lumpsum", "Cursusgelden", "Contractonderwijs", "Verhuur"]
COST = ["Salarissen docenten", "Afschrijvingen", "Huurlasten", "Leermiddelen", "Overige lasten", "Scholing"]
SIGNS = [(1, 1), (-1, 1), (1, -1), (-1, -1)]


@dataclass
class Drawn:
    """A sheet with what was put in: period -> cents, for income and for cost, both positive."""

    sheet: Sheet
    income: dict[str, int]
    cost: dict[str, int]


def shown(cents: int, factor: int, notation: int) -> Value:
    amount = Decimal(cents) / 100 / factor
    if notation == 1 and factor == 1:
        return f"€ {amount:,.2f}".translate(str.maketrans(",.", ".,"))
    return float(amount)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Rows shifted, notes above, empty rows and columns, subtotals or none, a unit, a sign, a way to write years."""
    factor, (income_sign, cost_sign) = draw(st.sampled_from(list(UNITS))), draw(st.sampled_from(SIGNS))
    first_column, count = draw(st.integers(0, 2)), draw(st.integers(2, 5))
    years, written = list(range(2026, 2026 + count)), draw(st.sampled_from(YEARS))
    has_accounts, has_totals, notation = draw(st.booleans()), draw(st.booleans()), draw(st.integers(0, 1))
    rows: list[list[Value]] = [[note] for note in draw(st.lists(st.sampled_from(NOTES), max_size=3))]
    rows += [[UNITS[factor]]] + [[] for _ in range(draw(st.integers(0, 3)))]
    rows.append([*(["Rekening"] if has_accounts else []), "Omschrijving", *map(written, years)])
    rows += [[] for _ in range(draw(st.integers(0, 1)))]
    sums: dict[str, dict[str, int]] = {"Baten": defaultdict(int), "Lasten": defaultdict(int)}
    for side, labels, sign, account in (("Baten", INCOME, income_sign, 8000), ("Lasten", COST, cost_sign, 4000)):
        rows.append([*([None] if has_accounts else []), side])
        total = [0] * count
        for number, label in enumerate(draw(st.permutations(labels))):
            start = draw(st.integers(10**8, 4 * 10**9))
            amounts = [start + draw(st.integers(-10_000, 10_000)) for _ in years]
            for position, year in enumerate(years):
                sums[side][str(year)] += amounts[position]
                total[position] += amounts[position]
            cells = [shown(sign * cents, factor, notation) for cents in amounts]
            rows.append([*([float(account + 10 * number)] if has_accounts else []), label, *cells])
        if has_totals:
            cells = [shown(sign * cents, factor, 0) for cents in total]
            rows.append([*([None] if has_accounts else []), f"Totaal {side.lower()}", *cells])
        rows += [[] for _ in range(draw(st.integers(0, 2)))]
    moved = tuple((None,) * first_column + tuple(row) for row in rows)
    return Drawn(Sheet("Begroting", moved), sums["Baten"], sums["Lasten"])


@given(made=drawn())
def test_sums_equal_what_was_put_in(made: Drawn, categories: Callable) -> None:
    known = {category.id: category.side for category in categories("budget")}
    reading = read_budget(Workbook("b.xlsx", "xlsx", 1, "x", (made.sheet,)), None, categories("budget"))
    assert reading.unplaced == ()
    found: dict[str, dict[str, Decimal]] = {"income": defaultdict(Decimal), "cost": defaultdict(Decimal)}
    for (_, category, period), amount in category_sums(reading.lines).items():
        found[known[category]][period[:4]] += amount
    for side, wanted in (("income", made.income), ("cost", made.cost)):
        assert found[side] == {year: Decimal(cents) / 100 for year, cents in wanted.items()}
    assert all(total.stated == total.read for total in reading.totals)
    assert [f for f in reading.findings if f.severity != "note"] == []
