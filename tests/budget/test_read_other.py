"""Workbooks of other kinds: what they can carry is read, what they cannot is named."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import xlsxwriter

from flexlib.budget.files.look_xls import extents_of_xls
from flexlib.budget.files.read_file import file_notes, read_workbook
from flexlib.budget.files.refused import FileRefused
from flexlib.budget.workbook import Area, CellError
from flexlib.text import render
from tests.budget.office import converted


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("soorten") / "begroting.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Begroting")
    sheet.write_row("A1", ["Post", "2027", "start"])
    sheet.write_row("A3", ["Huisvesting", 12.5])
    sheet.write_datetime("C3", datetime.datetime(2027, 8, 1), book.add_format({"num_format": "dd-mm-yyyy"}))
    sheet.write_formula("B4", "=B3*2", None, 25)
    sheet.write_formula("B5", "=1/0", None, "#DIV/0!")
    sheet.write_boolean("B6", True)
    sheet.merge_range("A8:B8", "Toelichting")
    hidden = book.add_worksheet("Weg")
    hidden.write("A1", 3)
    hidden.hide()
    book.close()
    return path


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_kinds_give_the_same_values(source: Path, kind: str) -> None:
    path = converted(source, kind)
    book = read_workbook(path, path.name)
    sheet, hidden = book.sheets
    assert book.kind == kind
    assert sheet.rows[0] == ("Post", "2027", "start")
    assert sheet.rows[1] == ()
    assert sheet.rows[2] == ("Huisvesting", 12.5, datetime.datetime(2027, 8, 1))
    assert sheet.at(4, 2) == 25.0
    assert sheet.at(5, 2) == (CellError("#DIV/0!") if kind == "ods" else None)  # told as not checked in an .xls
    assert sheet.at(6, 2) == 1  # LibreOffice writes truth as a number into an .ods
    assert sheet.at(8, 1) == "Toelichting"
    assert (sheet.is_hidden, hidden.is_hidden) == (False, True)
    assert sheet.merged == ((Area(8, 1, 8, 2),) if kind == "xls" else ())


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_checks_that_a_kind_cannot_carry_are_named(source: Path, kind: str) -> None:
    path = converted(source, kind)
    book = read_workbook(path, path.name)
    assert "hidden" in book.not_checked
    told = [render(note.words("what"), "nl") for note in file_notes(book)]
    assert ("errors" in book.not_checked) == (kind == "xls")
    assert f"Verborgen rijen en kolommen zijn in een .{kind} niet te zien; daar is niet op gecontroleerd." in told


@pytest.mark.office
def test_an_xls_with_a_password_is_told(source: Path, tmp_path: Path) -> None:
    content = bytearray(converted(source, "xls").read_bytes())
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # the first record of the workbook
    content[start + 20 : start + 22] = b"\x2f\x00"  # the second says that what follows is encrypted
    path = tmp_path / "geheim.xls"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        read_workbook(path, path.name)
    assert [finding.code for finding in refused.value.findings] == ["password"]


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_cut_off_file_is_refused(source: Path, tmp_path: Path, kind: str) -> None:
    content = converted(source, kind).read_bytes()
    path = tmp_path / f"half.{kind}"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(FileRefused):
        read_workbook(path, path.name)


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_cells_that_lie_far_apart_are_named(tmp_path: Path, kind: str) -> None:
    """Unfolded they would fill the memory; as .xlsx, where only filled cells are read, the same sheet is read."""
    path = tmp_path / "ver.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Begroting")
        for name in ("A1", "B65000", "IV3"):
            sheet.write(name, 1)
    assert read_workbook(path, path.name).sheets[0].at(65_000, 2) == 1.0
    other = converted(path, kind)
    with pytest.raises(FileRefused) as refused:
        read_workbook(other, other.name)
    (finding,) = refused.value.findings
    assert (finding.code, finding.sheet, finding.cell) == ("wide_apart", "Begroting", "B65000")
    words = render(finding.words("what"), "nl")
    assert "A1:IV65000" in words and "B65000" in words and "IV3" in words


@pytest.mark.office
def test_the_reach_of_an_xls_is_that_of_its_filled_cells(source: Path) -> None:
    found = extents_of_xls(converted(source, "xls").read_bytes())
    assert {name: (extent.lowest, extent.rightmost) for name, extent in found.items()} == {
        "Begroting": ((8, 1), (1, 3)),
        "Weg": ((1, 1), (1, 1)),
    }
