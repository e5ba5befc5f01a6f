"""A figure counts once: totals above their details, totals with an account number, a summary beside its details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from flexlib.budget.reading.reading import read_budget
from flexlib.budget.reading.tie_out import category_sums
from flexlib.budget.records import Finding, Reading
from flexlib.budget.workbook import column_letters
from tests.budget.workbooks import CLEAN, Formula, Page

DETAILS: dict[tuple[str, str], list[tuple[str, int]]] = {
    ("4.1", "Personele lasten"): [("Lonen en salarissen", 40_120), ("Sociale lasten", 9_233), ("Inhuur derden", 3_471)],
    ("4.2", "Afschrijvingen"): [("Afschrijving gebouwen", 3_017), ("Afschrijving inventaris", 1_904)],
    ("4.3", "Huisvestingslasten"): [("Huur", 2_043), ("Energie en water", 2_119), ("Schoonmaakkosten", 1_284)],
}
RISE = (0, 317)  # what every detail is more in the second year
ROWS = (4, 8, 11, 15)  # the totals
PARTS = ((5, 6, 7), (9, 10), (12, 13, 14))  # the rows of the first three


def above(has_numbers: bool = True, has_formulas: bool = False, grand: str = "Totaal lasten") -> Page:
    """Every total right above its details, and the grand total at the end."""
    page = Page("Lasten")
    page.put(1, ["Begroting lasten (x € 1.000)"])
    page.put(3, ["Nr", "Omschrijving", 2026, 2027])
    row, heads = 4, []
    for (number, name), details in DETAILS.items():
        head, first = row, row + 1
        heads.append(head)
        for place, (label, amount) in enumerate(details, 1):
            row += 1
            page.put(row, [f"{number}.{place}" if has_numbers else None, label, *(amount + rise for rise in RISE)])
        page.put(head, [number if has_numbers else None, name])
        for column in (3, 4):
            value = sum(page.value(detail, column) for detail in range(first, row + 1))
            letter = column_letters(column)
            page.cells[(head, column)] = (
                Formula(f"SUM({letter}{first}:{letter}{row})", value) if has_formulas else value
            )
        row += 1
    if grand:
        page.put(row, ["4" if has_numbers else None, grand])
        for column in (3, 4):
            value = sum(page.value(head, column) for head in heads)
            text = "+".join(f"{column_letters(column)}{head}" for head in heads)
            page.cells[(row, column)] = Formula(text, value) if has_formulas else value
    return page


def read_eur(reading: Reading) -> Decimal:
    """Everything that counts in 2026."""
    return sum((amount for (_, _, of), amount in category_sums(reading.lines).items() if of == "2026"), Decimal(0))


def found(reading: Reading, code: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == code]


def alarms(reading: Reading) -> list[str]:
    return [f"{f.code} {f.sheet}!{f.cell}" for f in reading.findings if f.severity != "note"]


@pytest.mark.parametrize("has_formulas", [False, True])
@pytest.mark.parametrize("has_numbers", [False, True])
def test_totals_above_their_details_count_once(
    has_numbers: bool, has_formulas: bool, hand_in: Callable, categories: Callable
) -> None:
    reading = read_budget(hand_in([above(has_numbers, has_formulas)]), None, categories("budget"))
    assert reading.mapping.layouts[0].total_rows == ROWS
    assert read_eur(reading) == 63_191_000
    assert alarms(reading) == []
    assert [total.parts for total in reading.totals] == [
        *PARTS,
        (5, 6, 7, 9, 10, 12, 13, 14),
    ]
    assert all(total.stated == total.read for total in reading.totals)
    assert len(found(reading, "total_above")) == (0 if has_formulas else 3)


def test_a_numbered_total_above_that_is_off_says_so(hand_in: Callable, categories: Callable) -> None:
    page = above(grand="")
    page.cells[(4, 3)] = page.value(4, 3) + 10
    reading = read_budget(hand_in([page]), None, categories("budget"))
    assert alarms(reading) == ["total_differs Lasten!C4"]
    assert read_eur(reading) == 63_191_000


def test_a_row_whose_number_covers_others_without_being_their_sum_is_asked_about(
    hand_in: Callable, categories: Callable
) -> None:
    page = above(grand="")
    page.put(4, ["4.1", "Personele lasten algemeen", 1_200, 1_250])
    reading = read_budget(hand_in([page]), None, categories("budget"))
    assert alarms(reading) == ["line_over_others Lasten!C4"]
    assert read_eur(reading) == 63_191_000 + 1_200_000


def rows(*lines: Sequence[Any], years: Sequence[int] = (2026, 2027)) -> Page:
    page = Page("Begroting")
    page.put(1, ["Bedragen in euro's"])
    page.put(3, ["Omschrijving", *years])
    for place, line in enumerate(lines, 4):
        page.put(place, line)
    return page


def test_round_amounts_that_may_add_up_by_chance_are_asked_about(hand_in: Callable, categories: Callable) -> None:
    page = rows(["Personele lasten", 580_000], ["Lonen", 400_000], ["Sociale lasten", 180_000], years=(2026,))
    reading = read_budget(hand_in([page]), None, categories("budget"))
    assert alarms(reading) == ["line_over_details Begroting!B4"]
    total = [*page.cells.items(), ((7, 1), "Totaal lasten")]
    page.cells = dict(total)
    page.cells[(7, 2)] = 580_000
    assert read_budget(hand_in([page]), None, categories("budget")).mapping.layouts[0].total_rows == (4, 7)
    page.cells[(7, 2)] = 1_160_000
    assert read_budget(hand_in([page]), None, categories("budget")).mapping.layouts[0].total_rows == (7,)


def test_rows_that_tell_a_part_of_the_row_above_do_not_make_it_a_total(hand_in: Callable, categories: Callable) -> None:
    page = rows(
        ["Personele lasten", 58_000_123, 58_100_456],
        ["  waarvan inhuur", 18_000_120, 18_100_400],
        ["  waarvan vast", 40_000_003, 40_000_056],
        ["Afschrijvingen", 4_900_000, 4_950_000],
    )
    page.put(8, ["Totaal lasten", 62_900_123, 63_050_456])
    workbook = hand_in([page])
    reading = read_budget(workbook, None, categories("budget"))
    assert reading.mapping.layouts[0].total_rows == (8,)
    assert read_eur(reading) == 62_900_123
    assert alarms(reading) == []
    assert [finding.cell for finding in found(reading, "row_is_part")] == ["B5", "B6"]
    counted = {**reading.mapping.categories, "waarvan inhuur": "account:personele_lasten"}
    again = read_budget(workbook, replace(reading.mapping, categories=counted), categories("budget"))
    assert alarms(again) == ["row_is_part_counted Begroting!B5"]


def test_what_pays_for_the_rest_is_no_total_of_it(hand_in: Callable, categories: Callable) -> None:
    page = rows(
        ["Kwaliteitsafspraken en subsidie", 612_345, 698_765],
        ["Licenties", 212_300, 248_760],
        ["Inhuur derden", 400_045, 450_005],
    )
    reading = read_budget(hand_in([page]), None, categories("budget"))
    assert reading.mapping.layouts[0].total_rows == ()
    assert alarms(reading) == ["line_over_details Begroting!B4"]


def test_total_rows_named_by_hand_get_the_rows_below(hand_in: Callable, categories: Callable) -> None:
    """Not one is the sum of its details, as a detail was forgotten; still each is held against the right rows."""
    page = above(has_numbers=False, grand="")
    page.cells[(4, 3)], page.cells[(4, 4)] = 61_000, 62_000
    workbook = hand_in([page])
    proposed = read_budget(workbook, None, categories("budget")).mapping
    layout = replace(proposed.layouts[0], total_rows=(4, 8, 11))
    reading = read_budget(workbook, replace(proposed, layouts=(layout,)), categories("budget"))
    assert [total.parts for total in reading.totals] == list(PARTS)
    assert alarms(reading) == ["total_differs Lasten!C4", "total_differs Lasten!D4"]


def test_a_total_taken_out_by_hand_is_told(hand_in: Callable, categories: Callable) -> None:
    workbook = hand_in([above()])
    proposed = read_budget(workbook, None, categories("budget")).mapping
    layout = replace(proposed.layouts[0], total_rows=())
    reading = read_budget(workbook, replace(proposed, layouts=(layout,)), categories("budget"))
    told = [f.cell for f in reading.findings if f.code in ("line_over_details", "line_like_total")]
    assert told == ["C4", "C8", "C11", "C15"]


def summary_and_details(factor: float = 1.0) -> list[Page]:
    summary, details = Page("Samenvatting"), Page("Detail")
    for page in (summary, details):
        page.put(1, ["Bedragen x € 1.000"])
        page.put(3, ["Rekening", "Omschrijving", 2026, 2027])
    for row, (label, *amounts) in enumerate(
        [("Personele lasten", 58_000, 58_100), ("Afschrijvingen", 4_900, 4_910), ("Rijksbijdragen", 72_000, 72_100)], 4
    ):
        summary.put(row, [None, label, *(amount * factor for amount in amounts)])
    for row, line in enumerate(
        [
            (4000, "Lonen", 46_800, 46_900),
            (4100, "Sociale lasten", 11_200, 11_200),
            (4200, "Afschrijving gebouwen", 4_900, 4_910),
            (8000, "Lumpsum", 72_000, 72_100),
        ],
        4,
    ):
        details.put(row, line)
    return [summary, details]


def test_a_summary_beside_its_details_stops(hand_in: Callable, categories: Callable) -> None:
    workbook = hand_in(summary_and_details())
    reading = read_budget(workbook, None, categories("budget"))
    (finding,) = found(reading, "block_twice")
    assert (finding.severity, finding.sheet, finding.cell) == ("wrong", "Samenvatting", "C4")
    values = dict(finding.values)
    assert (values["other"], values["count"]) == ("Detail C4:D7", 3)
    assert (values["here"], values["there"]) == (72_000_000, 72_000_000)
    left = replace(reading.mapping, layouts=reading.mapping.layouts[1:])
    assert not read_budget(workbook, left, categories("budget")).is_stopped


def test_two_versions_of_one_budget_are_asked_about(hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(summary_and_details(1.004)), None, categories("budget"))
    assert [finding.sheet for finding in found(reading, "block_alike")] == ["Samenvatting"]
    assert alarms(reading) == ["block_alike Samenvatting!C4"]


def test_a_summary_of_several_sheets_together_stops(hand_in: Callable, categories: Callable) -> None:
    summary, details = summary_and_details()
    other = Page("Techniek")
    other.put(1, ["Bedragen x € 1.000"])
    other.put(3, ["Rekening", "Omschrijving", 2026, 2027])
    other.put(4, [4000, "Lonen", 9_120, 9_240])
    other.put(5, [8000, "Lumpsum", 11_330, 11_450])
    for label, place in (("Personele lasten", 4), ("Rijksbijdragen", 5)):
        row = summary.row_of(label)
        for column in (3, 4):
            summary.cells[(row, column)] += other.value(place, column)
    reading = read_budget(hand_in([summary, details, other]), None, categories("budget"))
    (finding,) = found(reading, "block_twice")
    assert (finding.sheet, dict(finding.values)["other"]) == ("Samenvatting", "Detail C4:D7, Techniek C4:D5")


def test_sheets_that_share_no_amounts_are_added_up(hand_in: Callable, categories: Callable) -> None:
    assert not found(read_budget(hand_in(summary_and_details(0.4)), None, categories("budget")), "block_alike")


@pytest.mark.parametrize("kind", CLEAN)
def test_reading_again_as_proposed_finds_nothing_more(kind: str, hand_in: Callable, categories: Callable) -> None:
    workbook = hand_in(CLEAN[kind]())
    first = read_budget(workbook, None, categories(kind))
    again = read_budget(workbook, first.mapping, categories(kind))
    assert (again.findings, again.totals) == (first.findings, first.totals)
