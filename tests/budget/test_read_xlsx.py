"""Real workbooks of two writers, and forms that other programs write, come out as they were meant."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.workbook.defined_name import DefinedName

from flexlib.budget.files.formula_text import SharedFormula
from flexlib.budget.files.read_file import file_notes, read_workbook
from flexlib.budget.files.workbook_json import workbook_from_json, workbook_to_json
from flexlib.budget.files.xlsx_styles import DATE, PERCENT, PLAIN, TIME, date_of, kind_of_format, time_of
from flexlib.budget.workbook import Area, CellError, Workbook
from flexlib.text import render
from tests.budget.raw_workbooks import MAIN, RELATIONS, pack, parts, sheet_xml

DAY = datetime.datetime(2027, 8, 1)


def by_xlsxwriter(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("A&B's Meerjaren")
    sheet.merge_range("B1:C1", "Bedragen x € 1.000")
    sheet.write_row("A2", ["Post", "2027", "2028"])
    sheet.write_row("A3", ["Personele lasten", 1250.5, 1300])
    sheet.write("A4", "Ingangsdatum")
    sheet.write_datetime("B4", DAY, book.add_format({"num_format": "dd-mm-yyyy"}))
    sheet.write_datetime("C4", datetime.time(13, 30), book.add_format({"num_format": "hh:mm"}))
    sheet.write("B5", 0.125, book.add_format({"num_format": "0,0%"}))
    sheet.write_formula("B6", "=SUM(B3:B3)", None, 1250.5)
    sheet.write_formula("C6", "=1/0", None, "#DIV/0!")
    sheet.write_boolean("B7", True)
    sheet.write_rich_string("A8", "Totaal ", book.add_format({"bold": True}), "lasten")
    sheet.write("A9", "regel 1\nregel 2")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column("E:F", None, None, {"hidden": True})
    sheet.write("E12", 7)
    hidden = book.add_worksheet("Verborgen")
    hidden.write("A1", 5)
    hidden.hide()
    book.define_name("Totaal", "='A&B''s Meerjaren'!$B$6:$C$6")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Verborgen!$A$1:$A$1"})
    sheet.insert_chart("H1", chart)
    book.close()
    return path


def test_a_workbook_of_xlsxwriter_comes_out_whole(tmp_path: Path) -> None:
    book = read_workbook(by_xlsxwriter(tmp_path / "a.xlsx"), "a.xlsx")
    sheet, hidden = book.sheets
    assert (book.kind, book.size, len(book.sha256)) == ("xlsx", (tmp_path / "a.xlsx").stat().st_size, 64)
    assert sheet.name == "A&B's Meerjaren"
    assert sheet.rows[2] == ("Personele lasten", 1250.5, 1300.0)
    assert sheet.at(4, 2) == DAY
    assert sheet.at(4, 3) == datetime.time(13, 30)
    assert sheet.at(5, 2) == 0.125
    assert sheet.percent == {(5, 2)}
    assert sheet.formulas == {(6, 2): "SUM(B3:B3)", (6, 3): "1/0"}
    assert sheet.at(6, 3) == CellError("#DIV/0!")
    assert sheet.without_value == frozenset()
    assert sheet.at(7, 2) is True
    assert sheet.at(8, 1) == "Totaal lasten"
    assert sheet.at(9, 1) == "regel 1\nregel 2"
    assert sheet.at(12, 5) == 7.0
    assert sheet.rows[9] == ()
    assert sheet.merged == (Area(1, 2, 1, 3),)
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {5, 6}
    assert not sheet.is_hidden
    assert hidden.is_hidden
    assert book.names == {"Totaal": ("A&B's Meerjaren", Area(6, 2, 6, 3))}
    assert book.ignored == ("drawings",)
    assert "grafieken" in render(file_notes(book)[0].words("what"), "nl")


def test_a_workbook_of_openpyxl_comes_out_whole(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Staf"
    sheet.append(["Team", "fte", "start"])
    sheet.append(["Zorg", 12.4, datetime.date(2027, 8, 1)])
    sheet["B3"] = "=SUM(B2:B2)"
    sheet["A4"] = CellRichText("vet ", TextBlock(InlineFont(b=True), "woord"))
    sheet["B5"] = 0.5
    sheet["B5"].number_format = "0%"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("A6:C6")
    sheet["A6"] = "Toelichting"
    book.defined_names["Fte"] = DefinedName("Fte", attr_text="Staf!$B$2")
    book.save(tmp_path / "o.xlsx")
    read = read_workbook(tmp_path / "o.xlsx", "o.xlsx")
    found = read.sheets[0]
    assert found.rows[1] == ("Zorg", 12.4, datetime.datetime(2027, 8, 1))
    assert found.formulas == {(3, 2): "SUM(B2:B2)"}
    assert found.without_value == {(3, 2)}
    assert found.at(3, 2) is None
    assert found.at(4, 1) == "vet woord"
    assert found.percent == {(5, 2)}
    assert (found.hidden_rows, found.hidden_columns) == ({2}, {3})
    assert found.merged == (Area(6, 1, 6, 3),)
    assert read.names == {"Fte": ("Staf", Area(2, 2, 2, 2))}


def raw(tmp_path: Path, rows: str, **given: object) -> Workbook:
    content = parts({"Blad": sheet_xml(rows, **given)}, texts=["een", "_x0041_ en B"])  # type: ignore[arg-type]
    return read_workbook(pack(tmp_path / "r.xlsx", content), "r.xlsx")


def test_shared_formulas_inline_texts_and_cells_without_a_place(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2"><f t="shared" si="0" ref="B2:B3">A2*$C$1+"A2"</f><v>1</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c>'
        '<c t="str"><f>""</f><v></v></c><c t="d"><v>2027-08-01</v></c><c t="b"><v>0</v></c></row>'
    )
    sheet = raw(tmp_path, rows).sheets[0]
    assert sheet.formulas == {(2, 2): 'A2*$C$1+"A2"', (3, 2): 'A3*$C$1+"A2"', (4, 3): '""'}
    assert sheet.rows[3] == ("A en B", "inline", None, DAY, False)
    assert sheet.without_value == frozenset()


def test_empty_cells_far_away_do_not_count(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="3"/></row>'
    assert raw(tmp_path, rows).sheets[0].rows == ((1.0,),)


def test_prefixes_absolute_targets_and_utf_16_are_read(tmp_path: Path) -> None:
    content: dict[str, str | bytes] = dict(parts())
    content["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="str"><x:v>één</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    ).encode("utf-16")
    relations = str(content["xl/_rels/workbook.xml.rels"])
    content["xl/_rels/workbook.xml.rels"] = relations.replace('"worksheets/', '"/xl/worksheets/')
    assert read_workbook(pack(tmp_path / "p.xlsx", content), "p.xlsx").sheets[0].rows == (("één",),)


def test_macros_links_and_documents_stay_shut_and_are_told(tmp_path: Path) -> None:
    content: dict[str, str | bytes] = dict(parts())
    types = str(content["[Content_Types].xml"])
    content["[Content_Types].xml"] = types.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    extra = {"xl/vbaProject.bin": b"\xd0\xcf", "xl/externalLinks/externalLink1.xml": "<x/>", "xl/embeddings/a.bin": "x"}
    book = read_workbook(pack(tmp_path / "m.xlsm", content | extra), "m.xlsm")
    assert (book.kind, book.ignored) == ("xlsm", ("macros", "external_links", "embedded"))
    told = [render(note.words("what"), "nl") for note in file_notes(book)]
    assert "macro's" in told[0]
    assert {note.severity for note in file_notes(book)} == {"note"}


def test_chart_sheets_are_skipped_and_the_1904_calendar_is_followed(tmp_path: Path) -> None:
    content = parts(
        {"Cijfers": sheet_xml('<row r="1"><c r="A1" s="1"><v>0</v></c></row>'), "Grafiek": "<chartsheet/>"},
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    )
    relations = content["xl/_rels/workbook.xml.rels"]
    second = f'Id="rId2" Type="{RELATIONS}/'
    content["xl/_rels/workbook.xml.rels"] = relations.replace(f"{second}worksheet", f"{second}chartsheet")
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    book = read_workbook(pack(tmp_path / "g.xlsx", content), "g.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["Cijfers"]
    assert book.sheets[0].at(1, 1) == datetime.datetime(1904, 1, 1)


def test_a_workbook_travels_as_json_without_change(tmp_path: Path) -> None:
    book = read_workbook(by_xlsxwriter(tmp_path / "a.xlsx"), "a.xlsx")
    assert workbook_from_json(workbook_to_json(book)) == book
    assert len(workbook_from_json(workbook_to_json(book, 3)).sheets[0].rows) == 3


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", PLAIN), ("#,##0.00", PLAIN), ('"dag" 0', PLAIN), ("[h]:mm", PLAIN), ("[Red]-0.00", PLAIN),
        ("0.0%", PERCENT), ('0" %"', PLAIN), ("dd-mm-yyyy", DATE), ("[$-413]d mmmm yyyy;@", DATE), ("mmm-yy", DATE),
        ("dd-mm-jjjj", DATE), ("hh:mm", TIME), ("\\d0", PLAIN), ("_-€ * #,##0_-;-", PLAIN),
    ],
)  # fmt: skip
def test_formats_are_told_apart(code: str, expected: int) -> None:
    assert kind_of_format(code) == expected


def test_serial_numbers_become_dates() -> None:
    assert date_of(46235, False) == datetime.datetime(2026, 8, 1)
    assert date_of(1, False) == datetime.datetime(1900, 1, 1)
    assert date_of(46235.5, False) == datetime.datetime(2026, 8, 1, 12)
    assert date_of(-1, False) is None
    assert date_of(3e9, False) is None
    assert time_of(0.75) == datetime.time(18)
    assert time_of(2) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A1+$B$2+C$3+$D4", "B3+$B$2+D$3+$D6"),
        ("SUM('Blad 1'!A1:A9)", "SUM('Blad 1'!B3:B11)"),
        ('IF(A1="A1",LOG10(A1),B1_x)', 'IF(B3="A1",LOG10(B3),B1_x)'),
    ],
)
def test_a_shared_formula_moves_its_relative_references(words: str, expected: str) -> None:
    assert SharedFormula(5, 5, words).at(7, 6) == expected


def test_a_reference_that_leaves_the_sheet_is_an_error() -> None:
    assert SharedFormula(5, 5, "A1+B5").at(4, 5) == "#REF!+B4"
