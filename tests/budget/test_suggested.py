"""Why a row got its category, what else it may get, and a kind of workbook that a person named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.suggested import reason_of, suited
from flexlib.budget.records import LEFT_OUT, WorkbookMapping
from tests.budget.workbooks import multi_year, programme, staffing


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
