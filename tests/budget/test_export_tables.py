"""Tables as workbooks: text stays text, numbers stay numbers, and variants stand side by side."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from flexlib.budget.export.export_tables import export_comparison, export_findings, table_workbook
from flexlib.budget.records import Finding
from flexlib.engine.evaluate import estimate
from flexlib.model.choices import reference_institution
from flexlib.model.records import Choice, CostModel


@pytest.mark.parametrize("typed", ["=1+1", "+31", "-x", "@A1", "\tx"])
def test_text_stays_text(typed: str) -> None:
    sheet = load_workbook(io.BytesIO(table_workbook(typed, [typed], [[typed]], [typed]))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [(cell.value, cell.data_type) for cell in cells] == [(typed, "s")] * 4


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    rows = [["a", 0.5, 3, True], ["b", float("nan"), None, False]]
    sheet = load_workbook(io.BytesIO(table_workbook("t", ["k", "x", "n", "y"], rows, formats=["0.0%", "0"]))).active
    assert [cell.value for cell in sheet[4]] == ["a", 0.5, 3, True]
    assert [cell.value for cell in sheet[5]] == ["b", None, None, False]
    assert sheet["B4"].number_format == "0.0%"
    assert sheet.freeze_panes == "A4"


def test_a_table_without_rows_has_its_header() -> None:
    sheet = load_workbook(io.BytesIO(table_workbook("t", ["k", "x"], []))).active
    assert [cell.value for cell in sheet[3]] == ["k", "x"]


def test_findings_leave_with_their_place_and_words() -> None:
    findings = [
        Finding(
            "returned_no_number", "wrong", "Parameters", "D5", (("name", "a"), ("label", "Uurkosten"), ("shown", "=1"))
        ),
        Finding("returned_choices_changed", "doubtful", "=Keuzes"),
    ]
    sheet = load_workbook(io.BytesIO(export_findings(findings, "nl"))).active
    assert [cell.value for cell in sheet[4]][:4] == [
        "fout",
        "Parameters",
        "D5",
        "Bij Uurkosten staat geen getal maar '=1'.",
    ]
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=Keuzes", "s")
    assert all(cell.value for cell in sheet[4])
    accepted = {findings[1].key: "=dat klopt"}
    sheet = load_workbook(io.BytesIO(export_findings(findings, "nl", accepted))).active
    assert [cell.value for cell in sheet["G"][2:5]] == ["Reden om te accepteren", "", "=dat klopt"]


def test_variants_stand_side_by_side(model: CostModel) -> None:
    institution = reference_institution(model, "average_roc")
    found = {
        name: estimate(model, Choice(institution, name, draws=200, model_version=model.version))
        for name in ("verrijken_kaders", "nulvariant")
    }
    sheet = load_workbook(io.BytesIO(export_comparison(model, list(found.items()), "nl"))).active
    assert [sheet.cell(3, column).value for column in (3, 6)] == list(found)
    label = model.outcomes["one_off_integral"].label.nl
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)
    for column, of in zip((3, 6), found.values(), strict=True):
        expected = of.result.quantiles("one_off_integral").tolist()
        assert [sheet.cell(row, column + at).value for at in range(3)] == pytest.approx(expected)
    months = model.outcomes["months_all_live"].label.nl
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == months)
    assert sheet.cell(row, 6).value == "n.v.t."
