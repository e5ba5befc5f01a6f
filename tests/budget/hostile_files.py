"""One file per way to harm whoever reads it, or to be broken; each maker writes its file and gives its path."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

from tests.budget.raw_workbooks import HEAD, MAIN, pack, parts, sheet_xml

Maker = Callable[[Path], Path]
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def zip_bomb(folder: Path) -> Path:
    """300 MB of spaces in a sheet."""
    content = parts() | {"xl/worksheets/sheet1.xml": b" " * 300_000_000}
    return pack(folder / "bom.xlsx", content)


def swollen_part(folder: Path) -> Path:
    """Within the total, but one part grows a thousandfold."""
    return pack(folder / "zwelling.xlsx", parts() | {"xl/worksheets/sheet1.xml": b" " * 30_000_000})


def nested_bomb(folder: Path) -> Path:
    """A zip inside a zip inside a workbook."""
    inner = io.BytesIO()
    with ZipFile(inner, "w", ZIP_DEFLATED) as archive:
        archive.writestr("0.bin", b"\0" * 4_000_000)
    middle = io.BytesIO()
    with ZipFile(middle, "w", ZIP_DEFLATED) as archive:
        for number in range(50):
            archive.writestr(f"{number}.zip", inner.getvalue())
    return pack(folder / "nest.xlsx", parts() | {"xl/media/lagen.zip": middle.getvalue()})


def lying_size(folder: Path) -> Path:
    """The list of parts says 1 kB where 40 MB comes out."""
    path = pack(
        folder / "leugen.xlsx",
        parts() | {"xl/worksheets/sheet1.xml": sheet_xml(ONE + "<!-- 0123456789 -->" * 2_200_000)},
    )
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            if struct.unpack_from("<I", content, start + place)[0] > 40_000_000:
                struct.pack_into("<I", content, start + place, 1_000)
    path.write_bytes(content)
    return path


def entity_expansion(folder: Path) -> Path:
    """A billion laughs in the texts."""
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    words = f'{HEAD}<!DOCTYPE sst [<!ENTITY a0 "lol">{lines}]><sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>'
    return pack(folder / "entiteiten.xlsx", parts() | {"xl/sharedStrings.xml": words})


def external_entity(folder: Path) -> Path:
    """A sheet that asks for a file of the server."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    words = sheet_xml(rows).replace(HEAD, f'{HEAD}<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    return pack(folder / "extern.xlsx", parts({"Blad1": words}))


def ods_entity(folder: Path) -> Path:
    """The same in an .ods."""
    words = f'{HEAD}<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document-content>&x;</document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack(folder / "extern.ods", {"mimetype": kind, "content.xml": words})


def last_cell(folder: Path) -> Path:
    """A cell at XFD1048576."""
    rows = ONE + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return pack(folder / "hoek.xlsx", parts({"Begroting": sheet_xml(rows)}))


def last_cell_ods(folder: Path) -> Path:
    """A million rows of a thousand cells in a few signs."""
    words = (
        f'{HEAD}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Begroting"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="400" office:value-type="float" office:value="1"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack(folder / "hoek.ods", {"mimetype": kind, "content.xml": words})


def cells_far_apart_ods(folder: Path) -> Path:
    """A1 and IV65536 filled, nothing in between: few signs, sixteen million cells."""
    filled = 'office:value-type="float" office:value="1"'
    words = (
        f'{HEAD}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Begroting"><table:table-row><table:table-cell {filled}/></table:table-row>'
        '<table:table-row table:number-rows-repeated="65534"><table:table-cell/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="255"/><table:table-cell {filled}/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack(folder / "ver.ods", {"mimetype": kind, "content.xml": words})


def million_rows(folder: Path) -> Path:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_048_577))
    return pack(folder / "miljoen.xlsx", parts({"Mutaties": sheet_xml(rows)}))


def million_cells(folder: Path) -> Path:
    """No row or column too far, but too many cells."""
    numbers = Random(1)
    rows = "".join(
        "<row>" + "".join(f"<c><v>{numbers.random():.3f}</v></c>" for _ in range(499)) + "</row>" for _ in range(2_100)
    )
    return pack(folder / "cellen.xlsx", parts({"Mutaties": sheet_xml(rows)}))


def thousands_of_sheets(folder: Path) -> Path:
    return pack(folder / "bladen.xlsx", parts({f"Blad{n}": sheet_xml(ONE) for n in range(1, 3_001)}))


def thousands_of_sheets_listed(folder: Path) -> Path:
    """3,000 sheets in the list, all the same part."""
    content = parts()
    listed = "".join(f'<sheet name="B{n}" sheetId="{n}" r:id="rId1"/>' for n in range(2, 3_001))
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace("</sheets>", f"{listed}</sheets>")
    return pack(folder / "bladenlijst.xlsx", content)


def thousands_of_styles(folder: Path) -> Path:
    formats = '<xf numFmtId="0" fontId="0"/>' * 70_000
    return pack(folder / "opmaken.xlsx", parts(styles=f"<cellXfs>{formats}</cellXfs>"))


def long_text(folder: Path) -> Path:
    return pack(folder / "lang.xlsx", parts(texts=["a" * 2_000_000]))


def long_formula(folder: Path) -> Path:
    rows = f'<row r="1"><c r="B1"><f>{"1+" * 200_000}1</f><v>1</v></c></row>'
    return pack(folder / "formule.xlsx", parts({"Begroting": sheet_xml(rows)}))


def endless_shared_formula(folder: Path) -> Path:
    """One long formula that 30,000 cells repeat."""
    first = f'<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A30000">{"B1+" * 2_700}1</f><v>1</v></c></row>'
    rest = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(2, 30_001))
    return pack(folder / "gedeeld.xlsx", parts({"Begroting": sheet_xml(first + rest)}))


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


def escaping_name(folder: Path) -> Path:
    return pack(folder / "ontsnapt.xlsx", parts() | {"../../etc/cron.d/x": "* * * * *"})


def absolute_name(folder: Path) -> Path:
    return pack(folder / "absoluut.xlsx", parts() | {"C:\\Windows\\x.dll": "x"})


def double_name(folder: Path) -> Path:
    path = pack(folder / "dubbel.xlsx", parts())
    with warnings.catch_warnings(), ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml('<row r="1"><c r="A1"><v>999</v></c></row>'))
    return path


def overlapping_parts(folder: Path) -> Path:
    """Two entries of the list point to the same bytes."""
    path = pack(folder / "overlap.xlsx", parts() | {"xl/a.xml": "a" * 999, "xl/b.xml": "a" * 999})
    content = bytearray(path.read_bytes())
    entries = [place for place in range(len(content)) if content[place : place + 4] == b"PK\x01\x02"]
    content[entries[-1] + 42 : entries[-1] + 46] = content[entries[-2] + 42 : entries[-2] + 46]
    path.write_bytes(content)
    return path


def unknown_packing(folder: Path) -> Path:
    path = folder / "lzma.xlsx"
    with ZipFile(path, "w", ZIP_LZMA) as archive:
        for name, words in parts().items():
            archive.writestr(name, words)
    return path


def many_members(folder: Path) -> Path:
    return pack(folder / "onderdelen.xlsx", parts() | {f"xl/media/{n}.png": b"" for n in range(6_000)})


def fifty_megabytes(folder: Path) -> Path:
    path = folder / "groot.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(50_000_000)
    return path


def open_quote(folder: Path) -> Path:
    path = folder / "quote.csv"
    path.write_text('a;b\n"nooit gesloten;1\n' + "x;2\n" * 50_000, encoding="utf-8")
    return path


def wide_csv(folder: Path) -> Path:
    path = folder / "breed.csv"
    path.write_text("a;b\n" + ";".join("1" * 600) + "\n", encoding="utf-8")
    return path


MAKERS: dict[Maker, tuple[str, str]] = {  # maker -> code of the finding, and words that its Dutch text must hold
    zip_bomb: ("zip_bomb", "Uitgepakt is dit bestand 300 MB, vooral door xl/worksheets/sheet1.xml"),
    swollen_part: ("swollen_part", "xl/worksheets/sheet1.xml wordt bij het uitpakken"),
    nested_bomb: ("zip_in_zip", "xl/media/lagen.zip"),
    lying_size: ("zip_damaged", "xl/worksheets/sheet1.xml van het bestand is beschadigd"),
    entity_expansion: ("entities", "xl/sharedStrings.xml bevat verwijzingen"),
    external_entity: ("entities", "xl/worksheets/sheet1.xml bevat verwijzingen"),
    ods_entity: ("entities", "content.xml bevat verwijzingen"),
    last_cell: ("cell_too_far", "Op tabblad 'Begroting' staat iets in cel XFD1048576"),
    cells_far_apart_ods: ("far_cell", "Op tabblad 'Begroting' staat iets in cel IV65536"),
    last_cell_ods: ("cell_too_far", "Op tabblad 'Begroting' staat iets in cel OJ1048576"),
    million_rows: ("cell_too_far", "Op tabblad 'Mutaties' staat iets in cel A200001"),
    million_cells: ("many_cells", "meer dan 1.000.000 gevulde cellen; op tabblad 'Mutaties' bij cel"),
    thousands_of_sheets: ("many_sheets", "3000 tabbladen; hoogstens 100"),
    thousands_of_sheets_listed: ("many_sheets", "tabbladen; hoogstens 100"),
    thousands_of_styles: ("many_styles", "meer dan 65.490 celopmaken"),
    long_text: ("long_shared_text", "begint met 'aaaa"),
    long_formula: ("long_formula", "cel B1 op tabblad 'Begroting'"),
    endless_shared_formula: ("many_texts", "meer tekst dan flexlib leest"),
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
    escaping_name: ("escaping_name", "wijst naar een andere map: ../../etc/cron.d/x"),
    absolute_name: ("escaping_name", "wijst naar een andere map: C:"),
    double_name: ("double_name", "xl/worksheets/sheet1.xml komt twee keer voor"),
    overlapping_parts: ("overlapping_parts", "liggen over elkaar heen"),
    unknown_packing: ("unknown_packing", "ingepakt op een manier die Excel niet gebruikt"),
    many_members: ("zip_members", "meer dan 5000 onderdelen"),
    fifty_megabytes: ("file_too_big", "Het bestand is 50 MB; hoogstens 20 MB"),
    open_quote: ("csv_quotes", "Op regel 2 begint een aanhalingsteken"),
    wide_csv: ("cell_too_far", "in cel WB2"),
}
