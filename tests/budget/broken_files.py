"""One file per way to be broken, closed or no workbook at all; each maker writes its file and gives its path."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from tests.budget.hostile_files import ONE, Maker
from tests.budget.raw_workbooks import HEAD, pack, parts, sheet_xml


def password(folder: Path) -> Path:
    """A workbook encrypted as Excel does it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    path = folder / "geheim.xlsx"
    with pack(folder / "open.xlsx", parts()).open("rb") as plain, path.open("wb") as encrypted:
        OOXMLFile(plain).encrypt("geheim", encrypted)
    return path


def zip_password(folder: Path) -> Path:
    """The flag that the parts of a zip are encrypted."""
    path = pack(folder / "zipgeheim.xlsx", parts())
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            content[start + place] |= 1
    path.write_bytes(content)
    return path


def truncated(folder: Path) -> Path:
    path = pack(folder / "half.xlsx", parts())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def wrong_checksum(folder: Path) -> Path:
    """One figure changed without the zip knowing."""
    path = folder / "som.xlsx"
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, words in parts().items():
            archive.writestr(name, words)
    path.write_bytes(path.read_bytes().replace(b"<v>1</v>", b"<v>9</v>"))
    return path


def broken_xml(folder: Path) -> Path:
    return pack(folder / "scheef.xlsx", parts({"Blad1": sheet_xml('<row r="1"><c r="A1"><v>1</c></row>')}))


def cells_out_of_order(folder: Path) -> Path:
    rows = '<row r="3"><c r="B3"><v>1</v></c><c r="B3"><v>2</v></c></row>'
    return pack(folder / "volgorde.xlsx", parts({"Begroting": sheet_xml(rows)}))


def missing_text(folder: Path) -> Path:
    rows = '<row r="2"><c r="C2" t="s"><v>7</v></c></row>'
    return pack(folder / "zoek.xlsx", parts({"Begroting": sheet_xml(rows)}, texts=["een"]))


def csv_as_xlsx(folder: Path) -> Path:
    path = folder / "export.xlsx"
    path.write_text("rekening;bedrag\n4000;12,50\n", encoding="utf-8")
    return path


def html_as_xls(folder: Path) -> Path:
    path = folder / "export.xls"
    path.write_text("<html><table><tr><td>4000</td></tr></table></html>", encoding="utf-8")
    return path


def pdf_as_xlsx(folder: Path) -> Path:
    path = folder / "begroting.xlsx"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    return path


def old_xml(folder: Path) -> Path:
    path = folder / "oud.xls"
    path.write_text(f'{HEAD}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', encoding="utf-8")
    return path


def binary_workbook(folder: Path) -> Path:
    content = parts()
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "vnd.ms-excel.sheet.binary.macroEnabled.main"
    )
    return pack(folder / "binair.xlsb", content)


def word_document(folder: Path) -> Path:
    content = parts()
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace("spreadsheetml", "wordprocessingml")
    return pack(folder / "brief.xlsx", content)


def zipped_workbook(folder: Path) -> Path:
    inner = pack(folder / "begroting.xlsx", parts()).read_bytes()
    return pack(folder / "begroting.zip", {"begroting.xlsx": inner})


def no_workbook_part(folder: Path) -> Path:
    return pack(folder / "leegzip.xlsx", {"tekst.txt": "niets"})


def chart_sheets_only(folder: Path) -> Path:
    content = parts()
    relations = "xl/_rels/workbook.xml.rels"
    content[relations] = content[relations].replace("/worksheet", "/chartsheet")
    return pack(folder / "grafiek.xlsx", content)


def sheet_gone(folder: Path) -> Path:
    """Two sheets in the list, one in the file."""
    content = parts({"Baten": sheet_xml(ONE), "Lasten": sheet_xml(ONE)})
    del content["xl/worksheets/sheet2.xml"]
    return pack(folder / "weg.xlsx", content)


def empty(folder: Path) -> Path:
    path = folder / "leeg.xlsx"
    path.write_bytes(b"")
    return path


def only_zeros(folder: Path) -> Path:
    path = folder / "nullen.xlsx"
    path.write_bytes(b"\0" * 5_000)
    return path


def noise(folder: Path) -> Path:
    path = folder / "ruis.csv"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def open_quote(folder: Path) -> Path:
    path = folder / "quote.csv"
    path.write_text('a;b\n"nooit gesloten;1\n' + "x;2\n" * 50_000, encoding="utf-8")
    return path


BROKEN: dict[Maker, tuple[str, str]] = {  # maker -> code of the finding, and words that its Dutch text must hold
    password: ("password", "zit een wachtwoord"),
    zip_password: ("password", "zit een wachtwoord"),
    truncated: ("file_cut_off", "niet helemaal aangekomen"),
    wrong_checksum: ("zip_damaged", "xl/worksheets/sheet1.xml van het bestand is beschadigd"),
    broken_xml: ("broken_part", "xl/worksheets/sheet1.xml van het bestand is niet te lezen vanaf regel 1"),
    cells_out_of_order: ("broken_cell", "Op tabblad 'Begroting' klopt het bestand niet bij cel C3"),
    missing_text: ("broken_cell", "Op tabblad 'Begroting' klopt het bestand niet bij cel C2"),
    csv_as_xlsx: ("wrong_ending", "eindigt op .xlsx, maar de inhoud is csv"),
    html_as_xls: ("web_page", "webpagina"),
    pdf_as_xlsx: ("other_kind", "Dit is een PDF-bestand"),
    old_xml: ("xml_workbook", "oude XML-vorm"),
    binary_workbook: ("binary_workbook", ".xlsb"),
    word_document: ("other_kind", "Dit is een Word-bestand"),
    zipped_workbook: ("zip_of_files", "begroting.xlsx"),
    no_workbook_part: ("not_a_workbook", "[Content_Types].xml ontbreekt"),
    chart_sheets_only: ("no_sheets", "geen tabblad met cellen"),
    sheet_gone: ("missing_sheet", "Tabblad 'Lasten' staat in de lijst, maar niet in het bestand"),
    empty: ("file_empty", "Het bestand is leeg"),
    only_zeros: ("file_empty", "Het bestand is leeg"),
    noise: ("unknown_kind", "een werkmap is het niet"),
    open_quote: ("csv_quotes", "Op regel 2 begint een aanhalingsteken"),
}
