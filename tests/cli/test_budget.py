"""`budget check` and `budget export`: the same findings and the same workbook as on the screen."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flexlib.__main__ import DONE, WRONG_INPUT, main
from flexlib.budget.files.read_file import read_workbook
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.reading.tie_out import category_sums
from flexlib.command.budget import CLEAN, FOUND, REFUSED
from flexlib.engine.evaluate import estimate
from flexlib.model.accounts import categories_for
from flexlib.model.records import CostModel
from flexlib.share import decode_choice
from flexlib.text import LANGUAGES
from tests.budget.workbooks import CLEAN as WORKBOOKS
from tests.budget.workbooks import programme, write

LINK = "v=verrijken_kaders&i=average_roc&n=200"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_a_clean_workbook_ends_with_0_and_its_totals_are_those_of_the_reading(
    kind: str, model: CostModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / f"{kind}.xlsx", WORKBOOKS[kind]())
    code, out, err = run(capsys, "budget", "check", str(path))
    printed = json.loads(out)
    assert (code, err) == (CLEAN, "")
    assert (printed["kind"], printed["file_name"]) == (kind, path.name)
    expected = read_budget(read_workbook(path, path.name), None, categories_for(model, kind))
    totals = {(one["quantity"], one["category"], one["period"]): Decimal(one["amount"]) for one in printed["totals"]}
    assert totals == category_sums(expected.lines)
    assert {one["label"] for one in printed["own_totals"]} == {total.label for total in expected.totals}


def with_a_wrong_total(path: Path) -> Path:
    pages = programme()
    row = pages[0].row_of("Totaal kosten")
    pages[0].cells[(row, 3)] = 1_234_567
    return write(path, pages)


def test_a_workbook_with_findings_ends_with_1_and_says_sheet_cell_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_a_wrong_total(tmp_path / "programma.xlsx")
    for language in LANGUAGES:
        code, out, _ = run(capsys, "budget", "check", str(path), "--language", language)
        findings = json.loads(out)["findings"]
        assert code == FOUND
        assert any(one["sheet"] == "Programma" and one["cell"].startswith("C") for one in findings)
        assert all(one["what"] and one["why"] and one["do"] for one in findings)


def test_csv_holds_the_same_findings_and_totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_a_wrong_total(tmp_path / "programma.xlsx")
    as_json = json.loads(run(capsys, "budget", "check", str(path))[1])
    code, out, _ = run(capsys, "budget", "check", str(path), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == FOUND
    assert sum(row["section"] == "finding" for row in rows) == len(as_json["findings"])
    assert sum(row["section"] == "total" for row in rows) == len(as_json["totals"])
    own = [row for row in rows if row["section"] == "own_total"]
    assert any(row["stated"] != row["amount"] for row in own)


def test_what_was_printed_serves_as_a_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "programma.xlsx", programme())
    printed = json.loads(run(capsys, "budget", "check", str(path))[1])
    label = "Scholing van teams"
    printed["mapping"]["categories"][label.lower()] = "left_out"
    key = next(key for key in printed["mapping"]["categories"] if key == label.lower())
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(printed), encoding="utf-8")
    again = json.loads(run(capsys, "budget", "check", str(path), "--mapping", str(mapping))[1])
    assert again["mapping"]["categories"][key] == "left_out"
    next_year = write(tmp_path / "volgend jaar.xlsx", programme(2027))
    code, out, _ = run(capsys, "budget", "check", str(next_year), "--mapping", str(mapping))
    assert code == CLEAN
    assert {one["period"] for one in json.loads(out)["totals"]} == {"2027", "2028", "2029", "2030"}


@pytest.mark.parametrize("content", [b"", b"no workbook at all"])
def test_a_refused_file_ends_with_2_and_says_why(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kapot.xlsx"
    path.write_bytes(content)
    code, out, _ = run(capsys, "budget", "check", str(path))
    assert code == REFUSED
    printed = json.loads(out)
    assert printed["refused"]
    assert printed["findings"][0]["what"]


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "budget", "check", str(tmp_path / "nergens.xlsx"))
    assert (code, out) == (REFUSED, "")
    assert "nergens.xlsx" in err


def test_a_mapping_that_is_none_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, mapping = write(tmp_path / "programma.xlsx", programme()), tmp_path / "mapping.json"
    mapping.write_text("[1, 2]", encoding="utf-8")
    code, _, err = run(capsys, "budget", "check", str(path), "--mapping", str(mapping))
    assert code == REFUSED
    assert "mapping.json" in err


def test_export_writes_the_workbook_of_the_choice(
    model: CostModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, address = tmp_path / "raming.xlsx", f"https://flexlib.example/impact?{LINK}"
    code, _, err = run(capsys, "budget", "export", address, str(target))
    assert (code, err) == (DONE, "")
    book = load_workbook(target, data_only=True)
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert address in cells
    expected = estimate(model, decode_choice(LINK, model).choice).point.values["one_off_integral"][0]
    assert any(isinstance(value, (int, float)) and abs(value - expected) < 0.005 for value in cells)


def test_export_to_a_folder_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "budget", "export", LINK, str(tmp_path / "nergens" / "raming.xlsx"))
    assert code == WRONG_INPUT
    assert "nergens" in err
