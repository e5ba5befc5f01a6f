"""Why a row got its category, what else it may get, and a kind of workbook that a person named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.suggested import reason_of, suited
from flexlib.budget.records import LEFT_OUT, Layout, WorkbookMapping
from flexlib.budget.workbook import Sheet
from flexlib.ui.budget.layout_form import pointed_at
from tests.budget.workbooks import Page, multi_year, programme, staffing


def line(label: str, account: str = "", section: str = "") -> BudgetLine:
    return BudgetLine("Begroting", 9, label, account, account or label, "", "eur", (), section)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line("Energie en water", "4320"), "word"),
        (line("Qwerty", "4320"), "account"),
        (line("Qwerty", "", "Huisvestingslasten"), "heading"),
        (line("Qwerty"), "other"),
    ],
)
def test_a_suggestion_says_what_it_rests_on(row: BudgetLine, reason: str, categories: Callable) -> None:
    suggester = Suggester(categories("budget"), "budget")
    assert reason_of(row, "account:huisvestingslasten", suggester) == reason
    assert reason_of(row, "", suggester) == "none"


def test_fte_go_to_figures_in_fte_or_to_hire(hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(staffing()), None, categories("staffing"))
    options = suited(categories("staffing"), "staffing", reading.lines.column("quantity"))["fte"]
    assert {"figure:fte_docent", "figure:fte_other", "hire:fte", LEFT_OUT} <= set(options)
    assert not {"figure:teams", "figure:sites"} & set(options)


def test_hours_of_a_programme_go_to_roles_and_euros_do_not(hand_in: Callable, categories: Callable) -> None:
    reading = read_budget(hand_in(programme()), None, categories("programme"))
    options = suited(categories("programme"), "programme", reading.lines.column("quantity"))
    assert {id_.partition(":")[0] for id_ in options["hours"]} == {"role", LEFT_OUT}
    assert {id_.partition(":")[0] for id_ in options["eur"]} == {"cost_class", "income", LEFT_OUT}


def test_a_kind_that_a_person_named_is_not_guessed(hand_in: Callable, categories: Callable) -> None:
    named = WorkbookMapping("", "programme", (), {"4320": "cost_class:execution"})
    reading = read_budget(hand_in(multi_year()), named, categories("programme"))
    assert reading.mapping.kind == "programme"
    assert next(one for one in reading.lines if one.account == "4320").category == "cost_class:execution"


def test_after_a_correction_rows_that_nobody_chose_get_a_suggestion(hand_in: Callable, categories: Callable) -> None:
    """Labels that were not seen are pointed at; what was chosen before stands, also that a row has no category."""
    page = Page("Blad")
    page.put(1, ["Bedragen in euro's"])
    page.put(3, ["Kostenpost", 2026, 2027])
    for row, label in enumerate(["Lonen en salarissen", "Energie en water", "Huur", "Afschrijvingen"], 4):
        page.put(row, [label, 1_000_000.0 + row, 1_100_000.0 + row])
    workbook = hand_in([page])
    proposed = read_budget(workbook, None, categories("budget")).mapping
    unseen = replace(proposed, layouts=(replace(proposed.layouts[0], label_columns=()),), categories={})
    before = read_budget(workbook, unseen, categories("budget"))
    assert before.unplaced
    chosen = {"Huur": "account:overige_lasten", "Energie en water": ""}
    corrected = replace(before.mapping, layouts=proposed.layouts, categories={**before.mapping.categories, **chosen})
    after = read_budget(workbook, corrected, categories("budget"))
    assert {line.label: line.category for line in after.lines} == {
        "Lonen en salarissen": "account:personele_lasten",
        "Energie en water": "",
        "Huur": "account:overige_lasten",
        "Afschrijvingen": "account:afschrijvingen",
    }
    again = read_budget(
        hand_in([page], "volgend.xlsx"), replace(after.mapping, fitted_to="other"), categories("budget")
    )
    assert again.mapping.categories["Energie en water"] == "account:huisvestingslasten"


def test_a_block_pointed_at_by_hand_begins_with_the_unit_of_its_sheet() -> None:
    sheet = Sheet("Exploitatie", rows=[("Begroting",), ("x € 1.000",), (None, 2026.0)])
    assert pointed_at(sheet, ()).factor == 1_000
    beside = Layout("Exploitatie", "eur", (3,), 4, 9, (1,), (), factor=1_000_000, cost_sign=-1)
    assert (pointed_at(sheet, (beside,)).factor, pointed_at(sheet, (beside,)).cost_sign) == (1_000_000, -1)
