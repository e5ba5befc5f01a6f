"""The unit of figures: stated above, in the header of the labels, below the table, per column or per row; and what is
no amount at all is not added up with amounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from flexlib.budget.reading.reading import read_budget
from flexlib.budget.reading.terms import factor_of
from flexlib.budget.records import LEFT_OUT, Finding, Reading
from flexlib.budget.serialise import mapping_from_json, mapping_to_json
from flexlib.model.accounts import all_categories
from flexlib.model.records import CostModel
from flexlib.text import LANGUAGES
from tests.budget.test_findings import alarms, words_of
from tests.budget.workbooks import Page

LINES: list[tuple[str, float]] = [
    ("Rijksbijdrage OCW", 72_000),
    ("Cursusgelden", 845),
    ("Contractactiviteiten", 3_960),
    ("Lonen en salarissen", 46_800),
    ("Afschrijvingen gebouwen", 4_900),
    ("Huisvestingslasten", 5_380),
]
PROGRAMME: list[tuple[str, float]] = [
    ("Examens in delen", 45),
    ("SIS en koppelingen", 520),
    ("Programmamanager", 240),
    ("Scholing teams", 85),
]


@pytest.fixture
def read(model: CostModel, hand_in: Callable) -> Callable[..., Reading]:
    """Rows as one sheet of a workbook, read without a mapping."""

    def made(*rows: Sequence[Any], name: str = "Blad1", file: str = "begroting.xlsx") -> Reading:
        page = Page(name)
        for row, cells in enumerate(rows, 1):
            page.put(row, cells)
        return read_budget(hand_in([page], file), None, all_categories(model))

    return made


def table(head: Sequence[Any], times: float = 1, lines: Sequence[tuple[str, float]] = LINES) -> list[list[Any]]:
    return [[*head], *([label, amount * times, amount * times] for label, amount in lines)]


def amounts(reading: Reading) -> dict[str, list[Decimal]]:
    return {line.label: [amount for _, amount in line.amounts] for line in reading.lines}


def told(reading: Reading, *codes: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code in codes]


def in_words(finding: Finding) -> str:
    assert all(words_of(finding, language) for language in LANGUAGES)
    return words_of(finding)


@pytest.mark.parametrize(
    "head",
    ["Lasten", "Baten", "Kosten", "Begroting", "Budget", "Baten en lasten", "In euro's", "Begroting 2026-2027", "Post"],
)
def test_labels_are_read_whatever_stands_above_them(head: str, read: Callable) -> None:
    reading = read(*table([head, 2026, 2027], 1000))
    assert [line.label for line in reading.lines] == [label for label, _ in LINES]
    assert reading.unplaced == ()
    assert amounts(reading)["Cursusgelden"] == [845_000, 845_000]
    assert alarms(reading) == []


def test_labels_under_a_word_for_money_are_no_figures(read: Callable) -> None:
    """Also when it is the second column, and the figures have no year above them."""
    reading = read(["Nr", "Lasten", "Bedrag"], *([f"L{i}", *line] for i, line in enumerate(LINES)))
    assert amounts(reading)["L1 · Cursusgelden"] == [845]
    assert not told(reading, "text_for_number")


def test_the_unit_above_the_labels_counts(read: Callable) -> None:
    reading = read(*table(["Kostenpost (x € 1.000)", 2026, 2027]))
    assert amounts(reading)["Cursusgelden"] == [845_000, 845_000]
    assert alarms(reading) == []


@pytest.mark.parametrize(("head", "quantity"), [("Formatie", "fte"), ("Uren", "hours"), ("Lasten", "eur")])
def test_what_is_counted_may_stand_above_the_labels(head: str, quantity: str, read: Callable) -> None:
    reading = read([head, 2026, 2027], ["Docent", 42.5, 43.5], ["Roosteraar", 6, 6])
    assert {line.quantity for line in reading.lines} == {quantity}


@pytest.mark.parametrize(
    ("note", "factor"),
    [
        ("Bedragen in k€; prijspeil 2026", 1_000),
        ("* Alle bedragen in duizenden euro's", 1_000),
        ("(x € 1.000)", 1_000),
        ("Bedragen in euro's", 1),
    ],
)
def test_a_unit_below_the_table_counts(note: str, factor: int, read: Callable) -> None:
    reading = read(*table(["Post", 2026, 2027], 1000 / factor), [], [note])
    assert amounts(reading)["Cursusgelden"] == [845_000, 845_000]
    assert alarms(reading) == []
    (finding,) = told(reading, "unit_elsewhere")
    assert (finding.severity, finding.cell) == ("note", "A9")
    assert note[:30] in in_words(finding)


def test_a_unit_beside_the_table_counts(read: Callable) -> None:
    rows = table(["Post", 2026, 2027])
    rows[1] += [None, "Bedragen x € 1.000"]
    reading = read(*rows)
    assert amounts(reading)["Cursusgelden"] == [845_000, 845_000]
    assert [finding.cell for finding in told(reading, "unit_elsewhere")] == ["E2"]


def test_remarks_below_with_an_amount_in_them_are_no_unit(read: Callable) -> None:
    remarks = ["De subsidie van 2 mln is niet meegenomen", "Bedragen zijn afgerond op duizenden euro's"]
    reading = read(*table(["Post", 2026, 2027], 1000), [], *([remark] for remark in remarks))
    assert amounts(reading)["Cursusgelden"] == [845_000, 845_000]
    assert not told(reading, "unit_elsewhere")


@pytest.mark.parametrize(
    ("note", "factor"),
    [
        ("Bedragen in euro's, afgerond op duizenden", 1),
        ("Afgerond op hele euro's", None),
        ("Bedragen in dzd", 1_000),
        ("x € 1.000, afgerond op € 1.000", 1_000),
    ],
)
def test_rounding_is_no_unit(note: str, factor: int | None) -> None:
    assert factor_of(note) == factor


@pytest.mark.parametrize(("times", "is_told"), [(1, True), (1_000, False), (1_000_000, True)])
def test_a_programme_that_is_too_small_or_too_large_is_told(times: int, is_told: bool, read: Callable) -> None:
    """The first time too, when there is nothing saved to hold it against."""
    reading = read(*table(["Post", 2026, 2027], times, PROGRAMME), name="Flexprogramma", file="programma.xlsx")
    assert reading.mapping.kind == "programme"
    found = told(reading, "unit_programme")
    assert bool(found) == is_told
    assert all(finding.severity == "doubtful" and "eenheid" in in_words(finding) for finding in found)


def test_every_column_has_the_unit_of_its_header(read: Callable) -> None:
    rows = [["Post", "2026 (x € 1.000)", "2027 (in €)"], *([label, v, v * 1000] for label, v in LINES)]
    reading = read(*rows)
    assert amounts(reading)["Cursusgelden"] == [845_000, 845_000]
    assert alarms(reading) == []
    (finding,) = told(reading, "unit_of_columns")
    assert "2026" in in_words(finding) and "2027" in in_words(finding)
    again = mapping_from_json(mapping_to_json(reading.mapping))
    assert again == reading.mapping


def test_a_column_in_another_unit_does_not_break_totals(read: Callable) -> None:
    rows = [["Post", "2026 (x € 1.000)", "2027 (in €)"], *([label, v, v * 1000] for label, v in LINES[3:])]
    reading = read(*rows, ["Totaal lasten", 57_080, 57_080_000])
    (total,) = reading.totals
    assert total.stated == total.read == (("2026", Decimal("57080000.00")), ("2027", Decimal("57080000.00")))


PER_ROW: list[list[Any]] = [
    ["Onderdeel", "Eenheid", 2026, 2027],
    ["Personele lasten", "x € 1.000", 46_800, 47_000],
    ["Formatie OP", "fte", 512.4, 508.1],
    ["Ontwikkeluren modules", "uren", 3_100, 3_600],
    ["Licenties ICT", "€", 372_000, 380_000],
    ["Aantal studenten", "aantal", 9_500, 9_400],
    ["Rijksbijdrage", "x € 1.000", 72_000, 73_000],
    ["Huisvestingslasten", "(x 1.000)", 5_380, 5_400],
    ["Loonkosten van baten", "%", 0.72, 0.71],
]


@pytest.mark.parametrize("head", ["Eenheid", "", "Soort", "In"])
def test_every_row_has_its_own_unit(head: str, read: Callable) -> None:
    reading = read([PER_ROW[0][0], head or None, *PER_ROW[0][2:]], *PER_ROW[1:])
    assert reading.mapping.kind == "budget"
    found = {line.label: (line.quantity, line.amounts[0][1]) for line in reading.lines}
    assert found == {
        "Personele lasten": ("eur", Decimal(46_800_000)),
        "Licenties ICT": ("eur", Decimal(372_000)),
        "Rijksbijdrage": ("eur", Decimal(72_000_000)),
        "Huisvestingslasten": ("eur", Decimal(5_380_000)),
        "Formatie OP": ("fte", Decimal("512.4")),
        "Ontwikkeluren modules": ("hours", Decimal(3_100)),
        "Aantal studenten": ("count", Decimal(9_500)),
    }
    assert alarms(reading) == []
    assert all(line.category == LEFT_OUT for line in reading.lines if line.quantity != "eur")
    (finding,) = told(reading, "row_is_ratio")
    assert finding.cell == "B9" and "Loonkosten van baten" in in_words(finding)


def test_a_row_without_a_unit_or_with_an_unknown_one_is_told(read: Callable) -> None:
    reading = read(*PER_ROW, ["Schoonmaak", None, 120_000, 121_000], ["Vloeroppervlak", "m2", 40_000, 40_000])
    (blank,), (unknown,) = told(reading, "row_without_unit"), told(reading, "row_unit_unknown")
    assert (blank.severity, blank.cell) == ("doubtful", "B10")
    assert (unknown.severity, unknown.cell) == ("doubtful", "B11")
    assert "m2" in in_words(unknown) and "Schoonmaak" in in_words(blank)
    assert "Vloeroppervlak" not in amounts(reading)


def test_totals_and_next_year_with_a_unit_per_row(read: Callable, hand_in: Callable, model: CostModel) -> None:
    first = read(*PER_ROW)
    page = Page("Blad1")
    page.put(2, ["Onderdeel", "Eenheid", 2027, 2028])
    for row, cells in enumerate(PER_ROW[1:], 3):
        page.put(row, cells)
    second = read_budget(hand_in([page], "volgend.xlsx"), first.mapping, all_categories(model))
    assert {line.label: line.amounts[0][1] for line in second.lines} == {
        line.label: line.amounts[0][1] for line in first.lines
    }
    again = read_budget(hand_in([page], "volgend.xlsx"), second.mapping, all_categories(model))
    assert again.lines == second.lines
    assert mapping_from_json(mapping_to_json(second.mapping)) == second.mapping


@pytest.mark.parametrize(
    "label",
    [
        "Loonkosten per fte",
        "Loonkosten % van baten",
        "Huisvestingslasten per m²",
        "Lasten per student",
        "Rentabiliteit (%)",
    ],
)
def test_a_ratio_among_amounts_is_not_added_up_and_that_is_told(label: str, read: Callable) -> None:
    reading = read(["x € 1.000"], *table(["Post", 2026, 2027]), [label, 94.7, 95.1])
    (line,) = (line for line in reading.lines if line.label == label)
    assert line.category == LEFT_OUT
    (finding,) = told(reading, "row_no_amount")
    assert (finding.severity, finding.cell) == ("note", "A9")
    assert label in in_words(finding)
    assert alarms(reading) == []


def test_a_price_as_large_as_an_amount_is_doubtful(read: Callable) -> None:
    """In a programme "per team" may well say what the whole amount is for."""
    rows = table(["Post", 2026, 2027], 1000, [*PROGRAMME, ("Coaching per team", 60)])
    reading = read(*rows, name="Flexprogramma", file="programma.xlsx")
    (finding,) = told(reading, "row_may_be_amount")
    assert (finding.severity, finding.cell) == ("doubtful", "A6")
    assert "Coaching per team" in in_words(finding)


def test_a_share_in_the_name_of_an_amount_leaves_it_an_amount(read: Callable) -> None:
    reading = read(["x € 1.000"], *table(["Post", 2026, 2027]), ["Onvoorzien 10%", 500, 500])
    assert amounts(reading)["Onvoorzien 10%"] == [500_000, 500_000]
    assert reading.lines[-1].category == "account:overige_lasten"


def test_a_ratio_that_the_sheet_adds_up_itself_is_doubtful(read: Callable) -> None:
    rows = [
        ["Lasten", 2026, 2027],
        ["Lonen en salarissen", 5_000_000, 5_100_000],
        ["Bijdrage per student", 70_000, 71_000],
    ]
    reading = read(*rows, ["Totaal lasten", 5_070_000, 5_171_000])
    (finding,) = told(reading, "row_no_amount_in_total")
    assert (finding.severity, finding.cell) == ("doubtful", "A3")
    assert "Totaal lasten" in in_words(finding)


@pytest.mark.parametrize(
    "label", ["Resultaat voor belastingen", "Resultaat na belasting", "Nettoresultaat", "Bedrijfsresultaat"]
)
def test_a_result_is_no_line(label: str, read: Callable) -> None:
    reading = read(
        ["x € 1.000"],
        ["Post", 2026, 2027],
        ["Baten"],
        ["Rijksbijdragen", 72_000, 73_000],
        ["Totaal baten", 72_000, 73_000],
        ["Lasten"],
        ["Personeelslasten", 58_000, 59_000],
        ["Totaal lasten", 58_000, 59_000],
        ["Saldo baten en lasten", 14_000, 14_000],
        ["Financiële baten en lasten", -310, -320],
        [label, 13_690, 13_680],
    )
    assert [line.label for line in reading.lines] == [
        "Rijksbijdragen",
        "Personeelslasten",
        "Financiële baten en lasten",
    ]
    assert all(total.stated == total.read for total in reading.totals)
    assert alarms(reading) == []


def test_the_end_of_a_compound_word_leads_to_its_category(read: Callable) -> None:
    rows = table(["Post", 2026, 2027], 1000, [*PROGRAMME, ("Moduleontwikkeling", 310)])
    reading = read(*rows, name="Flexprogramma", file="programma.xlsx")
    assert {line.label: line.category for line in reading.lines}["Moduleontwikkeling"] == "cost_class:development"


def test_a_mapping_with_units_that_was_saved_before_is_still_read(read: Callable) -> None:
    mapping = read(*table(["Post", 2026, 2027], 1000)).mapping
    old = mapping_to_json(mapping).replace('"unit_column": null', '"other": 1')
    assert mapping_from_json(old) == replace(mapping)
