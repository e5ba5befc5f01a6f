"""How far the filled cells of each sheet of an .xls reach, from its records alone: before it is unfolded in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import unpack_from

from flexlib.budget.files.look_ole import LAST_SECTOR, streams_in
from flexlib.budget.workbook import Place

BEGIN, END, SHEET, SEVERAL = 0x0809, 0x000A, 0x0085, 0x00BD
CELLS = {0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, SEVERAL}  # records that begin with row and column
IN_HEADER = 109  # sectors of the allocation table that the header itself lists
SMALL_SECTOR = 64  # bytes


@dataclass(slots=True)
class Extent:
    """The filled cells of a sheet: one in the lowest filled row and one in the rightmost filled column."""

    lowest: Place = (0, 0)
    rightmost: Place = (0, 0)

    def add(self, row: int, column: int) -> None:
        """Count a filled cell; row and column from 1."""
        if row > self.lowest[0] or (row == self.lowest[0] and column > self.lowest[1]):
            self.lowest = (row, column)
        if column > self.rightmost[1]:
            self.rightmost = (row, column)

    @property
    def area(self) -> int:
        """Cells between A1 and the last row and column, filled or not."""
        return self.lowest[0] * self.rightmost[1]


def extents_of_xls(content: bytes) -> dict[str, Extent]:
    """Sheet -> its extent, for sheets with cells, as far as container and records can be followed."""
    stream = _workbook(content)
    names = dict(_sheets(stream))
    found: dict[str, Extent] = {}
    for start, name in names.items():
        extent = Extent()
        for row, column in _cells(stream, start):
            extent.add(row, column)
        if extent.area:
            found[name] = extent
    return found


def _workbook(content: bytes) -> bytes:
    """The stream with the workbook, put together from its sectors; b"" when it cannot be found."""
    streams = streams_in(content)
    workbook, root = streams.get("Workbook"), streams.get("Root Entry")
    if workbook is None or root is None:
        return b""
    size = 1 << unpack_from("<H", content, 30)[0]
    smallest, first_small = unpack_from("<II", content, 56)
    table = _numbers(b"".join(_sector(content, number, size) for number in _table_sectors(content, size)))
    if workbook.length >= smallest:
        return _chained(content, table, workbook.sector, size, size)[: workbook.length]
    within = _chained(content, table, root.sector, size, size)
    small = _numbers(_chained(content, table, first_small, size, size))
    return _chained(within, small, workbook.sector, SMALL_SECTOR, 0)[: workbook.length]


def _table_sectors(content: bytes, size: int) -> Iterator[int]:
    """The sectors of the allocation table: those in the header, then those in a chain of lists."""
    yield from unpack_from(f"<{IN_HEADER}I", content, 76)
    following, seen = unpack_from("<I", content, 68)[0], set[int]()
    while following < LAST_SECTOR and following not in seen:
        seen.add(following)
        listed = _numbers(_sector(content, following, size))
        if not listed:
            return
        yield from listed[:-1]
        following = listed[-1]


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size] if number < LAST_SECTOR else b""


def _chained(content: bytes, table: Sequence[int], first: int, size: int, before: int) -> bytes:
    """The sectors of one stream after each other; `before` are the bytes ahead of sector 0."""
    pieces = []
    number, seen = first, set[int]()
    while number < len(table) and number not in seen:
        seen.add(number)
        pieces.append(content[before + number * size : before + (number + 1) * size])
        number = table[number]
    return b"".join(pieces)


def _numbers(content: bytes) -> Sequence[int]:
    return unpack_from(f"<{len(content) // 4}I", content)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind of each record from a place, where its content begins, and its length."""
    while place + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, place)
        yield kind, place + 4, length
        place += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    """Where each sheet begins in the stream, and its name."""
    for kind, place, length in _records(stream, 0):
        if kind == END:
            return
        if kind == SHEET and length > 8 and place + length <= len(stream):
            start, _, _, letters, is_wide = unpack_from("<IBBBB", stream, place)
            name = stream[place + 8 : place + 8 + letters * (1 + is_wide % 2)]
            yield start, name.decode("utf-16-le" if is_wide % 2 else "latin-1", "replace")


def _cells(stream: bytes, start: int) -> Iterator[Place]:
    """The filled cells of a sheet, in the order of the file; not those that a chart on it keeps."""
    depth = 0
    for kind, place, length in _records(stream, start):
        if kind == BEGIN:
            depth += 1
        elif kind == END:
            depth -= 1
            if depth <= 0:
                return
        elif kind in CELLS and depth == 1 and length >= 6 and place + length <= len(stream):
            row, column = unpack_from("<HH", stream, place)
            if kind == SEVERAL:
                column = unpack_from("<H", stream, place + length - 2)[0]
            yield row + 1, column + 1
