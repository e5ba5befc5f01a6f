"""Workbooks with random damage end in a finding or in a reading, never in a process that breaks."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from flexlib.budget.files.hand_in import read_in_child
from flexlib.budget.files.limits import Limits
from flexlib.budget.files.refused import FileRefused
from flexlib.budget.records import Reading
from flexlib.model.accounts import categories_for
from flexlib.model.records import CostModel
from flexlib.text import render
from tests.budget.raw_workbooks import pack, parts, sheet_xml
from tests.rounds import rounds

BATCH = 25  # files of one test
ODD_WORDS = (
    b"-1", b"99999999999999999999", b"1e400", b"NaN", b"", b"XFE1", b"A0", b"\xff\xfe", b"&amp;", b"&#0;", b"&x;",
    b"<c/>", b"</row>", b"<row r='5'>", b'"', b"shared", b"inlineStr", b"4294967296", b"_x0000_", b"../../x", b"#REF!",
)  # fmt: skip
Content = dict[str, bytes]


def base() -> Content:
    """A budget with everything in it that the reader looks at."""
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2027</v></c><c r="C1" t="str"><v>2028</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>Personele lasten</t></is></c><c r="B2" s="1">'
        '<v>1200.5</v></c><c r="C2"><f t="shared" si="0" ref="C2:C4">B2*1.02</f><v>1224.51</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="2"><v>46235</v></c><c r="C3"><f t="shared" si="0"/>'
        "<v>3</v></c></row>"
        '<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="e"><v>#REF!</v></c><c r="C4"><f>SUM(C2:C3)</f></c></row>'
    )
    columns = '<cols><col min="3" max="3" hidden="1"/></cols>'
    merged = '<mergeCells count="1"><mergeCell ref="A6:C6"/></mergeCells>'
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0,0%"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>'
    )
    sheets = {"Begroting": sheet_xml(rows, before=columns, after=merged), "Leeg": sheet_xml("")}
    content = parts(sheets, styles, ["Post", "Huisvestingslasten", "Totaal lasten"])
    names = "</sheets><definedNames><definedName name='T'>Begroting!$B$2:$C$4</definedName></definedNames>"
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace("</sheets>", names)
    return {name: words.encode() for name, words in content.items()}


def with_odd_words(chance: random.Random, content: Content) -> None:
    """A value between quotes or brackets becomes another."""
    name = chance.choice(list(content))
    found = list(re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', content[name]))
    if found:
        place = chance.choice(found)
        content[name] = content[name][: place.start()] + chance.choice(ODD_WORDS) + content[name][place.end() :]


def with_a_piece_moved(chance: random.Random, content: Content) -> None:
    """A piece of XML is taken out, or stands there twice."""
    name = chance.choice(list(content))
    words = content[name]
    first, last = sorted(chance.choices(range(len(words) + 1), k=2))
    content[name] = words[:first] + words[last:] if chance.random() < 0.5 else words[:last] + words[first:]


def with_elements_moved(chance: random.Random, content: Content) -> None:
    """Whole elements change places, so that the XML stays well-formed."""
    name = chance.choice([name for name in content if "sheet" in name])
    pieces = re.split(rb"(?=<c )|(?=<row)|(?<=</row>)", content[name])
    first, second = chance.choices(range(len(pieces)), k=2)
    pieces[first], pieces[second] = pieces[second], pieces[first]
    content[name] = b"".join(pieces)


def with_parts_swapped(chance: random.Random, content: Content) -> None:
    first, second = chance.sample(list(content), 2)
    content[first], content[second] = content[second], content[first]


def without_a_part(chance: random.Random, content: Content) -> None:
    del content[chance.choice(list(content))]


CHANGES: tuple[Callable[[random.Random, Content], None], ...] = (
    with_odd_words, with_odd_words, with_a_piece_moved, with_elements_moved, with_parts_swapped, without_a_part,
)  # fmt: skip


def damaged(chance: random.Random, path: Path) -> Path:
    """A workbook with one to three changes inside, or with bytes changed from outside."""
    content = base()
    for _ in range(chance.randint(0, 3)):
        chance.choice(CHANGES)(chance, content)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, words in content.items():
            archive.writestr(name, words)
    if chance.random() < 0.3:
        whole = bytearray(path.read_bytes())
        for _ in range(chance.choice((1, 3, 30))):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
        path.write_bytes(whole[: len(whole) if chance.random() < 0.7 else chance.randrange(1, len(whole))])
    return path


def outcome(path: Path, name: str, model: CostModel) -> Reading | list[str]:
    """A reading, or the words of the refusal."""
    try:
        return read_in_child(path, name, None, categories_for(model, "budget"), limits=Limits(wall_seconds=30))
    except FileRefused as refused:
        assert "reader_failed" not in {finding.code for finding in refused.findings}, path
        return [
            render(finding.words(part), language)
            for finding in refused.findings
            for part in ("what", "why", "do")
            for language in ("nl", "en")
        ]


def test_the_workbook_that_is_damaged_reads_when_whole(tmp_path: Path, model: CostModel) -> None:
    path = pack(tmp_path / "heel.xlsx", base())
    read = outcome(path, path.name, model)
    assert isinstance(read, Reading)
    assert [line.label for line in read.lines][:1] == ["Personele lasten"]


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(rounds(20)))
def test_a_damaged_workbook_ends_in_words_or_in_a_reading(batch: int, tmp_path: Path, model: CostModel) -> None:
    readings = 0
    for number in range(BATCH):
        path = damaged(random.Random(f"{batch}/{number}"), tmp_path / f"{batch}-{number}.xlsx")
        readings += isinstance(outcome(path, path.name, model), Reading)
    assert 0 < readings < BATCH


@pytest.mark.soak
@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_damaged_bytes_of_another_kind_end_in_words_or_in_a_reading(
    kind: str, tmp_path: Path, model: CostModel
) -> None:
    from tests.budget.office import converted

    whole = converted(pack(tmp_path / "heel.xlsx", base()), kind).read_bytes()
    for number in range(rounds(100)):
        chance = random.Random(f"{kind}/{number}")
        content = bytearray(whole)
        for _ in range(chance.choice((1, 10, 100))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(content)
        read = outcome(path, path.name, model)
        assert isinstance(read, Reading) or all(read)
