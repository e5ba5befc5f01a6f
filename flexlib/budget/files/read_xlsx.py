"""Reads .xlsx and .xlsm: the parts of the package, its sheets and its names. Macros, links and pictures stay shut."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from zipfile import ZipFile, ZipInfo

from flexlib.budget.files.formula_text import place_of
from flexlib.budget.files.limits import Limits
from flexlib.budget.files.markup import LocalNames, read_part
from flexlib.budget.files.refused import refuse
from flexlib.budget.files.xlsx_sheet import TRUE, Shared, read_sheet, unescaped
from flexlib.budget.files.xlsx_styles import read_styles
from flexlib.budget.workbook import Area, Sheet

IGNORED = {
    "macros": ("xl/vbaproject.bin", "xl/macrosheets/", "xl/activex/"),
    "external_links": ("xl/externallinks/", "xl/connections.xml", "xl/querytables/"),
    "drawings": ("xl/drawings/drawing", "xl/media/", "xl/charts/"),
    "embedded": ("xl/embeddings/",),
}
WITHOUT_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
_NAMED_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!:()*,+ ]+))!(\$?[A-Za-z]{1,3}\$?\d+)(?::(\$?[A-Za-z]{1,3}\$?\d+))?")
Progress = Callable[[float], None]


@dataclass(slots=True)
class _Listed:
    """What the main part says: sheets as (name, state, relation), defined names, and the calendar."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    is_1904: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """The sheets and names of a workbook, and what was left unread."""

    sheets: tuple[Sheet, ...]
    names: dict[str, tuple[str, Area]]
    ignored: tuple[str, ...]


def read_xlsx(archive: ZipFile, limits: Limits, on_share: Progress | None = None) -> Package:
    """Read every sheet; raises FileRefused. `on_share` is told which share of the bytes has been read."""
    members = {member.filename.lower().replace("\\", "/"): member for member in archive.infolist()}
    main = _main_part(archive, members)
    listed = _read_main(archive, members[main], limits)
    relations = _relations(archive, members, main)
    found = _sheets(listed, relations, members)
    texts_part = _part(relations, members, "sharedStrings", main)
    styles_part = _part(relations, members, "styles", main)
    count = _counter([member for *_, member in found] + ([texts_part] if texts_part else []), on_share)
    shared = Shared(
        texts=_read_texts(archive, texts_part, limits, count) if texts_part else (),
        formats=read_styles(archive, styles_part, limits) if styles_part else (),
        is_1904=listed.is_1904,
        limits=limits,
    )
    sheets = tuple(
        read_sheet(archive, member, name, state in ("hidden", "veryHidden"), shared, count)
        for name, state, member in found
    )
    return Package(sheets, _named_areas(listed.names, {sheet.name for sheet in sheets}), _ignored(members))


def _sheets(
    listed: _Listed, relations: dict[str, tuple[str, str]], members: dict[str, ZipInfo]
) -> list[tuple[str, str, ZipInfo]]:
    """Name, state and part of each sheet with cells; raises FileRefused for a sheet that is listed but not there."""
    found = []
    for name, state, relation in listed.sheets:
        kind, target = relations.get(relation, ("", ""))
        if kind in WITHOUT_CELLS:
            continue
        if kind != "worksheet" or target not in members:
            raise refuse("missing_sheet", name)
        found.append((name, state, members[target]))
    if not found:
        raise refuse("no_sheets")
    return found


def _main_part(archive: ZipFile, members: dict[str, ZipInfo]) -> str:
    for kind, target in _relations(archive, members, "").values():
        if kind == "officeDocument" and target in members:
            return target
    if "xl/workbook.xml" in members:
        return "xl/workbook.xml"
    raise refuse("not_a_workbook", part="xl/workbook.xml")


def _relations(archive: ZipFile, members: dict[str, ZipInfo], source: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (kind, name of the part); what points outside the file is left out."""
    folder, _, name = source.rpartition("/")
    member = members.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    names = LocalNames()

    def start(element: str, values: dict[str, str]) -> None:
        if names[element] == "Relationship" and values.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, values.get("Target", "").replace("\\", "/")))
            kind = values.get("Type", "").rpartition("/")[2]
            found[values.get("Id", "")] = (kind, target.lstrip("/").lower())

    if member is not None:
        read_part(archive, member, start)
    return found


def _part(relations: dict[str, tuple[str, str]], members: dict[str, ZipInfo], kind: str, main: str) -> ZipInfo | None:
    stated = next((target for found, target in relations.values() if found == kind), "")
    return members.get(stated) or members.get(posixpath.join(posixpath.dirname(main), f"{kind.lower()}.xml"))


def _read_main(archive: ZipFile, member: ZipInfo, limits: Limits) -> _Listed:
    listed = _Listed()
    names = LocalNames()
    parts: list[str] = []
    defined = ""

    def start(element: str, values: dict[str, str]) -> None:
        nonlocal defined
        local = names[element]
        if local == "sheet":
            relation = next((value for key, value in values.items() if key.rpartition(":")[2] == "id"), "")
            listed.sheets.append((unescaped(values.get("name", "")), values.get("state", "visible"), relation))
            if len(listed.sheets) > limits.sheets:
                raise refuse("many_sheets", count=len(listed.sheets), most=limits.sheets)
        elif local == "workbookPr":
            listed.is_1904 = values.get("date1904") in TRUE
        elif local == "definedName":
            defined = values.get("name", "")
            parts.clear()

    def end(element: str) -> None:
        if names[element] == "definedName" and not defined.startswith("_xlnm.") and len(listed.names) < limits.names:
            listed.names.append((defined, "".join(parts)[:300]))

    read_part(archive, member, start, end, parts.append)
    return listed


def _named_areas(defined: list[tuple[str, str]], sheets: set[str]) -> dict[str, tuple[str, Area]]:
    """Names that stand for one block of cells; names of formulas and of cells that are gone are left out."""
    areas = {}
    for name, refers in defined:
        found = _NAMED_AREA.fullmatch(refers.strip())
        if found is None:
            continue
        sheet = found[1].replace("''", "'") if found[1] else found[2]
        first, last = place_of(found[3]), place_of(found[4] or found[3])
        if sheet in sheets and first and last and first[0] <= last[0] and first[1] <= last[1]:
            areas[name] = (sheet, Area(*first, *last))
    return areas


def _read_texts(archive: ZipFile, member: ZipInfo, limits: Limits, on_bytes: Callable[[int], None]) -> list[str]:
    """The texts that cells refer to by number; runs of a rich text are joined, phonetic signs left out."""
    texts: list[str] = []
    whole: list[str] = []
    parts: list[str] = []
    names = LocalNames()
    total = 0
    is_phonetic = False

    def start(element: str, values: dict[str, str]) -> None:
        nonlocal is_phonetic
        local = names[element]
        if local == "si":
            whole.clear()
            parts.clear()
        elif local == "t":
            parts.clear()
        elif local == "rPh":
            is_phonetic = True

    def end(element: str) -> None:
        nonlocal is_phonetic, total
        local = names[element]
        if local == "t":
            if not is_phonetic:
                whole.append("".join(parts))
        elif local == "rPh":
            is_phonetic = False
        elif local == "si":
            words = "".join(whole)
            total += len(words)
            if len(words) > limits.text_length:
                raise refuse("long_shared_text", most=limits.text_length, start=words[:40])
            if len(texts) >= limits.texts or total > limits.text_total:
                raise refuse("many_texts", most=limits.text_total)
            texts.append(unescaped(words))

    read_part(archive, member, start, end, parts.append, on_bytes)
    return texts


def _counter(members: list[ZipInfo], on_share: Progress | None) -> Callable[[int], None]:
    total = max(sum(member.file_size for member in members), 1)
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        if on_share is not None:
            on_share(min(done / total, 1.0))

    return count


def _ignored(members: dict[str, ZipInfo]) -> tuple[str, ...]:
    return tuple(what for what, starts in IGNORED.items() if any(name.startswith(starts) for name in members))
