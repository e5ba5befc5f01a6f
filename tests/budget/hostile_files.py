"""One file per way to harm whoever reads it; each maker writes its file and gives its path."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

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


def wide_csv(folder: Path) -> Path:
    path = folder / "breed.csv"
    path.write_text("a;b\n" + ";".join("1" * 600) + "\n", encoding="utf-8")
    return path


HARMFUL: dict[Maker, tuple[str, str]] = {  # maker -> code of the finding, and words that its Dutch text must hold
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
    escaping_name: ("escaping_name", "wijst naar een andere map: ../../etc/cron.d/x"),
    absolute_name: ("escaping_name", "wijst naar een andere map: C:"),
    double_name: ("double_name", "xl/worksheets/sheet1.xml komt twee keer voor"),
    overlapping_parts: ("overlapping_parts", "liggen over elkaar heen"),
    unknown_packing: ("unknown_packing", "ingepakt op een manier die Excel niet gebruikt"),
    many_members: ("zip_members", "meer dan 5000 onderdelen"),
    fifty_megabytes: ("file_too_big", "Het bestand is 50 MB; hoogstens 20 MB"),
    wide_csv: ("cell_too_far", "in cel WB2"),
}
