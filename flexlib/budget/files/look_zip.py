"""Looks at the list of members of a zip: sizes, names and places, before anything is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from struct import error as StructError
from struct import unpack_from
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from flexlib.budget.files.limits import MB, Limits
from flexlib.budget.files.refused import FileRefused, refuse, wrong
from flexlib.budget.records import Finding

ZIP_MARK = b"PK\x03\x04"
END_MARK = b"PK\x05\x06"
LOCATOR_MARK = b"PK\x06\x07"
WIDE_END_MARK = b"PK\x06\x06"
END_SIZE = 22
LONGEST_COMMENT = 65_535
WIDE_END_SIZE = 56
LOCAL_HEADER = 30
CONTENT_TYPES = "[content_types].xml"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_FINDINGS = 50  # told of one file
MOST_TYPES = 2 * MB  # bytes of the list of content types
KINDS = {  # what the list of content types says the main part is
    b"ms-excel.sheet.binary": "xlsb",
    b"ms-excel.sheet.macroenabled": "xlsm",
    b"ms-excel.template.macroenabled": "xlsm",
    b"spreadsheetml.sheet.main": "xlsx",
    b"spreadsheetml.template.main": "xlsx",
    b"wordprocessingml": "Word",
    b"presentationml": "PowerPoint",
}


def look_into_zip(path: Path, limits: Limits) -> str:
    """`xlsx`, `xlsm` or `ods`; raises FileRefused with everything that is wrong with the members."""
    with path.open("rb") as stream:
        size = path.stat().st_size
        directory = _directory_size(stream, size)
        if directory > limits.directory_bytes:
            raise refuse("zip_members", most=limits.members)
        try:
            with ZipFile(stream) as archive:
                members = archive.infolist()
                if len(members) > limits.members:
                    raise _many_members(members, limits)
                findings = list(islice(_wrong_members(members, archive.start_dir, limits), MOST_FINDINGS))
                if findings:
                    raise FileRefused(findings)
                return _kind(archive, {member.filename.lower(): member for member in members})
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, StructError):
            raise refuse("file_cut_off") from None


def _directory_size(stream: BinaryIO, size: int) -> int:
    """Bytes that the list of members says it takes; a hostile list would fill the memory of whoever reads it."""
    tail_size = min(size, LONGEST_COMMENT + END_SIZE + 20 + WIDE_END_SIZE)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    end = tail.rfind(END_MARK)
    if end < 0 or end + END_SIZE > len(tail):
        raise refuse("file_cut_off")
    stated = int(unpack_from("<I", tail, end + 12)[0])
    wide = end - 20 - WIDE_END_SIZE
    if wide >= 0 and tail[end - 20 : end - 16] == LOCATOR_MARK and tail[wide : wide + 4] == WIDE_END_MARK:
        stated = int(unpack_from("<Q", tail, wide + 40)[0])
    return stated


def _many_members(members: list[ZipInfo], limits: Limits) -> FileRefused:
    sheets = sum(_is_sheet(member.filename) for member in members)
    if sheets > limits.sheets:
        return refuse("many_sheets", count=sheets, most=limits.sheets)
    return refuse("zip_members", most=limits.members)


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _wrong_members(members: list[ZipInfo], directory_start: int, limits: Limits) -> Iterator[Finding]:
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        largest = max(members, key=lambda member: member.file_size)
        unpacked, most = round(total / MB), round(limits.unpacked_bytes / MB)
        yield wrong("zip_bomb", part=_shown(largest), unpacked=unpacked, most=most)
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if _escapes(member.orig_filename):
            yield wrong("escaping_name", part=_shown(member))
        if name.lower() in seen:
            yield wrong("double_name", part=_shown(member))
        seen.add(name.lower())
        if member.flag_bits & 1:
            yield wrong("password")
            return
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            yield wrong("unknown_packing", part=_shown(member))
        if _is_swollen(member, limits):
            unpacked, times = round(member.file_size / MB), round(member.file_size / max(member.compress_size, 1))
            yield wrong("swollen_part", part=_shown(member), unpacked=unpacked, times=times)
        if name.lower().endswith((".zip", ".7z", ".rar", ".gz")):
            yield wrong("zip_in_zip", part=_shown(member))
    in_order = sorted(members, key=lambda member: member.header_offset)
    ends = [member.header_offset for member in in_order[1:]] + [directory_start]
    for member, end in zip(in_order, ends, strict=True):
        if member.header_offset + LOCAL_HEADER + member.compress_size > end:
            yield wrong("overlapping_parts", part=_shown(member))
            return
    sheets = sum(_is_sheet(member.filename) for member in members)
    if sheets > limits.sheets:
        yield wrong("many_sheets", count=sheets, most=limits.sheets)


def _is_swollen(member: ZipInfo, limits: Limits) -> bool:
    """Whether a part that would be read grows beyond what figures and words do; pictures are never unpacked."""
    is_large = member.file_size > limits.ratio_from and member.file_size > limits.ratio * max(member.compress_size, 1)
    return is_large and member.filename.lower().endswith((".xml", ".rels"))


def _escapes(name: str) -> bool:
    flat = name.replace("\\", "/")
    return flat.startswith("/") or flat[1:2] == ":" or ".." in flat.split("/") or "\0" in flat


def _shown(member: ZipInfo) -> str:
    """A member's name as a finding may show it: short and printable."""
    name = member.orig_filename
    return "".join(sign if sign.isprintable() else "·" for sign in name[:80]) + ("…" if len(name) > 80 else "")


def _kind(archive: ZipFile, members: dict[str, ZipInfo]) -> str:
    if "mimetype" in members and "content.xml" in members:
        if archive.read(members["mimetype"])[:200].strip().startswith(ODS_TYPE):
            manifest = members.get("meta-inf/manifest.xml")
            if (
                manifest is not None
                and manifest.file_size < MOST_TYPES
                and b"encryption-data" in archive.read(manifest)
            ):
                raise refuse("password")
            return "ods"
        raise refuse("other_kind", real="OpenDocument")
    types = members.get(CONTENT_TYPES)
    if types is None:
        inner = next(
            (member for name, member in members.items() if name.endswith((".xlsx", ".xls", ".csv", ".ods"))), None
        )
        if inner is not None:
            raise refuse("zip_of_files", part=_shown(inner))
        raise refuse("not_a_workbook", part="[Content_Types].xml")
    if types.file_size > MOST_TYPES:
        raise refuse("zip_bomb", part=types.filename, unpacked=round(types.file_size / MB), most=MOST_TYPES // MB)
    stated = archive.read(types).replace(b"\0", b"").lower()
    kind = next((kind for mark, kind in KINDS.items() if mark in stated), "")
    if kind == "xlsb":
        raise refuse("binary_workbook")
    if kind in ("Word", "PowerPoint"):
        raise refuse("other_kind", real=kind)
    if "xl/workbook.xml" not in members and not kind:
        raise refuse("not_a_workbook", part="xl/workbook.xml")
    return kind or "xlsx"
