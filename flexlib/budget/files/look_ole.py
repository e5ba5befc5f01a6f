"""Looks into the container of .xls files, which also wraps workbooks with a password."""

from __future__ import annotations

from pathlib import Path
from struct import unpack_from
from typing import NamedTuple

from flexlib.budget.files.refused import refuse

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
ENTRY = 128  # bytes of one entry in the list of streams
LAST_SECTOR = 0xFFFFFFFA
ENTRIES = 4_096  # at most looked at
PASSWORD_RECORD = 0x2F
OTHER_STREAMS = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint", "VisioDocument": "Visio"}


class Stream(NamedTuple):
    """A stream in the container: its first sector and where that begins in the file, and its length in bytes."""

    sector: int
    place: int
    length: int


def kind_of_ole(path: Path) -> str:
    """`xls`; raises FileRefused for a password, another program's document, or a broken container."""
    content = path.read_bytes()
    streams = streams_in(content)
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise refuse("password")
    for stream, program in OTHER_STREAMS.items():
        if stream in streams:
            raise refuse("other_kind", real=program)
    if "Workbook" not in streams and "Book" not in streams:
        raise refuse("unknown_kind" if streams else "file_cut_off")
    if "Workbook" not in streams:
        raise refuse("old_workbook")
    if _asks_password(content, streams["Workbook"].place):
        raise refuse("password")
    return "xls"


def streams_in(content: bytes) -> dict[str, Stream]:
    """Every stream by its name; empty when the list cannot be followed."""
    if len(content) < HEADER:
        return {}
    shift = unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        return {}
    sector_size = 1 << shift
    found: dict[str, Stream] = {}
    sector = unpack_from("<I", content, 48)[0]
    seen: set[int] = set()
    while sector < LAST_SECTOR and sector not in seen and len(seen) * sector_size < ENTRIES * ENTRY:
        seen.add(sector)
        place = (sector + 1) * sector_size
        for entry in range(place, min(place + sector_size, len(content) - ENTRY + 1), ENTRY):
            length = unpack_from("<H", content, entry + 64)[0]
            if 2 <= length <= 64:
                name = content[entry : entry + length - 2].decode("utf-16-le", "replace")
                first, size = unpack_from("<II", content, entry + 116)
                found[name] = Stream(first, (first + 1) * sector_size, size)
        sector = _next_sector(content, sector, sector_size)
    return found


def _next_sector(content: bytes, sector: int, sector_size: int) -> int:
    """What follows a sector, from the part of the allocation table that the header lists."""
    table, entry = divmod(sector, sector_size // 4)
    if table >= 109:
        return LAST_SECTOR
    place = (unpack_from("<I", content, 76 + 4 * table)[0] + 1) * sector_size + 4 * entry
    return unpack_from("<I", content, place)[0] if place + 4 <= len(content) else LAST_SECTOR


def _asks_password(content: bytes, place: int) -> bool:
    """Whether the first records of the workbook stream hold one that says the rest is encrypted."""
    for _ in range(20):
        if place + 4 > len(content):
            return False
        record, length = unpack_from("<HH", content, place)
        if record == PASSWORD_RECORD:
            return True
        place += 4 + length
    return False
