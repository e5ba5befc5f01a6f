"""The exported workbook comes back: what was changed in it is found, and what cannot be taken over is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flexlib.budget.export.export import export_estimate
from flexlib.budget.export.returned import ROWS_TO_READ, Returned, changed_assumptions, is_our_export
from flexlib.budget.files.hand_in import preview_in_child
from flexlib.budget.files.read_file import read_workbook
from flexlib.engine.evaluate import estimate
from flexlib.model.choices import reference_institution
from flexlib.model.records import Choice, CostModel
from flexlib.share import decode_choice, encode_choice
from flexlib.text import LANGUAGES, render
from tests.budget.recalculated import recalculate

ADDRESS = "https://flexlib.example/kiezen?"


@pytest.fixture(scope="module")
def choice(model: CostModel) -> Choice:
    institution = reference_institution(model, "average_roc")
    return Choice(institution, "verrijken_kaders", future="krappe_scholen", draws=200, model_version=model.version)


@pytest.fixture(scope="module")
def content(model: CostModel, choice: Choice) -> bytes:
    return export_estimate(model, choice, estimate(model, choice), ADDRESS + encode_choice(choice), "nl")


Edit = Callable[[Book], None]


def handed_in(model: CostModel, content: bytes, folder: Path, edit: Edit | None = None) -> Returned:
    path = folder / "terug.xlsx"
    if edit is None:
        path.write_bytes(content)
    else:
        book = load_workbook(io.BytesIO(content))
        edit(book)
        book.save(path)
    return changed_assumptions(model, read_workbook(path, path.name))


def test_read_in_a_process_of_its_own_it_gives_the_same(model: CostModel, content: bytes, tmp_path: Path) -> None:
    at_once = handed_in(model, content, tmp_path, typed("rate_docent", 95))
    apart = changed_assumptions(model, preview_in_child(tmp_path / "terug.xlsx", "terug.xlsx", ROWS_TO_READ))
    assert apart == at_once
    assert len(apart.changed) == 1


def row_of(sheet: Worksheet, parameter: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == parameter)


def typed(parameter: str, value: object, column: int = 4) -> Edit:
    def edit(book: Book) -> None:
        sheet = book["Parameters"]
        sheet.cell(row_of(sheet, parameter), column).value = value

    return edit


def codes(returned: Returned) -> list[str]:
    return [finding.code for finding in returned.findings]


def test_an_untouched_workbook_changes_nothing(model: CostModel, content: bytes, tmp_path: Path) -> None:
    returned = handed_in(model, content, tmp_path)
    assert returned.changed == ()
    assert returned.findings == ()


def test_its_link_leads_back_to_the_choice(model: CostModel, choice: Choice, content: bytes, tmp_path: Path) -> None:
    returned = handed_in(model, content, tmp_path)
    assert decode_choice(returned.choice_query, model).choice == choice


def test_changes_are_taken_over_as_contested_values(model: CostModel, content: bytes, tmp_path: Path) -> None:
    def edit(book: Book) -> None:
        typed("wage_growth", 0.05)(book)
        typed("rate_docent", 95)(book)

    returned = handed_in(model, content, tmp_path, edit)
    assert [(one.id, one.after) for one in returned.changed] == [("rate_docent", 95), ("wage_growth", 0.05)]
    assert returned.changed[0].before == pytest.approx(70.2083333333)
    assert [key for key, _ in returned.contested] == ["rate_docent", "wage_growth"]
    assert {contest.low == contest.mode == contest.high for _, contest in returned.contested} == {True}
    assert returned.findings == ()


@pytest.mark.parametrize(("text", "value"), [("4 %", 0.04), ("2,5%", 0.025), ("2.5 %", 0.025)])
def test_a_percentage_with_its_sign_may_be_text(
    model: CostModel, content: bytes, tmp_path: Path, text: str, value: float
) -> None:
    returned = handed_in(model, content, tmp_path, typed("wage_growth", text))
    assert [(one.id, one.after) for one in returned.changed] == [("wage_growth", pytest.approx(value))]
    assert returned.findings == ()


@pytest.mark.office
def test_saved_by_another_program_it_is_still_recognised(model: CostModel, content: bytes, tmp_path: Path) -> None:
    recalculate(content, tmp_path)
    returned = handed_in(model, (tmp_path / "out" / "given.xlsx").read_bytes(), tmp_path)
    assert returned.changed == ()
    assert returned.findings == ()


def renamed(book: Book) -> None:
    book["Parameters"].cell(row_of(book["Parameters"], "rate_docent"), 1).value = "rate_leraar"


def copied(book: Book) -> None:
    sheet = book["Parameters"]
    sheet.cell(row_of(sheet, "rate_docent"), 1).value = "rate_hr"


def other_model(book: Book) -> None:
    _named(book, "flexlib_hash", "0" * 64)
    _named(book, "flexlib_model", "2019.1")


def without_link(book: Book) -> None:
    _named(book, "flexlib_address", None)


def other_lever(book: Book) -> None:
    _named(book, "l_rollout_months", 60)


def other_figure(book: Book) -> None:
    _named(book, "f_students_bbl", 9000)


def without_marks(book: Book) -> None:
    del book.defined_names["flexlib_export"]


def _named(book: Book, name: str, value: object) -> None:
    title, cell = book.defined_names[name].attr_text.split("!")
    book[title][cell.replace("$", "")].value = value


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(typed("rate_docent", "95 euro"), ["returned_no_number"], id="text in the cell"),
        pytest.param(typed("rate_docent", "95 %"), ["returned_no_number"], id="a percentage of euros"),
        pytest.param(typed("vat_rate", "210 %"), ["returned_out_of_bounds"], id="a percentage outside its bounds"),
        pytest.param(typed("rate_docent", None), ["returned_no_number"], id="empty cell"),
        pytest.param(typed("rate_docent", True), ["returned_no_number"], id="true for a number"),
        pytest.param(typed("rate_docent", -5), ["returned_out_of_bounds"], id="below the bounds"),
        pytest.param(typed("vat_rate", 21), ["returned_out_of_bounds"], id="a percentage without its sign"),
        pytest.param(typed("rate_docent", 50.0, column=7), ["returned_written_over"], id="as exported written over"),
        pytest.param(
            typed("rate_docent", None, column=7), ["returned_no_exported", "returned_written_over"], id="gone"
        ),
        pytest.param(renamed, ["returned_unknown", "returned_missing"], id="unknown id"),
        pytest.param(copied, ["returned_double", "returned_missing"], id="twice the same"),
        pytest.param(other_model, ["returned_other_model"], id="other model"),
        pytest.param(without_link, ["returned_no_address"], id="no link"),
        pytest.param(other_lever, ["returned_choices_changed"], id="a lever was moved"),
        pytest.param(other_figure, ["returned_choices_changed"], id="a figure was changed"),
        pytest.param(without_marks, ["returned_not_ours"], id="marks gone"),
    ],
)
def test_what_cannot_be_taken_over_is_said(
    model: CostModel, content: bytes, tmp_path: Path, edit: Edit, expected: list[str]
) -> None:
    returned = handed_in(model, content, tmp_path, edit)
    assert codes(returned) == expected
    for finding in returned.findings:
        for language in LANGUAGES:
            for part in ("what", "why", "do"):
                assert render(finding.words(part), language)


def test_a_workbook_of_somebody_else_is_told_apart(model: CostModel, tmp_path: Path) -> None:
    path = tmp_path / "begroting.xlsx"
    book = Book()
    book.active["A1"] = "Begroting"
    book.save(path)
    workbook = read_workbook(path, path.name)
    assert not is_our_export(workbook)
    assert codes(changed_assumptions(model, workbook)) == ["returned_not_ours"]


def test_a_finding_names_its_cell(model: CostModel, content: bytes, tmp_path: Path) -> None:
    returned = handed_in(model, content, tmp_path, typed("rate_docent", "veel"))
    assert [(finding.sheet, finding.cell) for finding in returned.findings] == [("Parameters", "D5")]
    assert returned.is_stopped
    assert replace(returned, findings=()).is_stopped is False
