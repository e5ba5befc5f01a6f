"""The download of the assumptions: a workbook one can compute with."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flexlib.model.records import Contest, CostModel
from flexlib.ui.sources.assumptions_file import assumptions_file


def sheet_of(model: CostModel, kind: str, found: list[str], contested: dict[str, Contest] | None = None) -> Worksheet:
    content = assumptions_file(model, kind, found, contested or {}, "Aannames", "nl")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return sheet


def test_every_number_stands_with_its_id_unit_grade_and_source(model: CostModel) -> None:
    sheet = sheet_of(model, "numbers", list(model.parameters))
    head = [cell.value for cell in sheet[3]]
    assert head[:6] == ["Id", "Wat", "Laag", "Midden", "Hoog", "Eenheid"] and {"Graad", "Bron"} <= set(head)
    for row, parameter in enumerate(model.parameters.values(), 4):
        assert sheet.cell(row, 1).value == parameter.id
        assert [sheet.cell(row, column).value for column in (3, 4, 5)] == [
            parameter.low,
            parameter.mode,
            parameter.high,
        ]
        assert all(sheet.cell(row, column).data_type == "n" for column in (3, 4, 5))


@pytest.mark.parametrize(("subject", "number_format"), [("rate_docent", "€"), ("vat_rate", "%")])
def test_numbers_are_shown_in_their_unit(model: CostModel, subject: str, number_format: str) -> None:
    assert number_format in sheet_of(model, "numbers", [subject])["D4"].number_format


def test_contested_numbers_have_columns_of_their_own(model: CostModel) -> None:
    sheet = sheet_of(model, "numbers", ["rate_docent", "vat_rate"], {"rate_docent": Contest(60.0, 65.0, 70.0)})
    columns = {str(cell.value): cell.column for cell in sheet[3]}
    own = [columns[f"Betwist: {name}"] for name in ("laag", "midden", "hoog")]
    assert [sheet.cell(4, column).value for column in own] == [60, 65, 70]
    assert [sheet.cell(5, column).value for column in own] == [None, None, None]


def test_effects_are_numbers_too(model: CostModel) -> None:
    sheet = sheet_of(model, "effects", list(model.curves))
    columns = {str(cell.value): cell.column for cell in sheet[3]}
    assert sheet.cell(4, columns["Kleinste"]).data_type == "n" and sheet.cell(4, columns["Laag"]).data_type == "n"
