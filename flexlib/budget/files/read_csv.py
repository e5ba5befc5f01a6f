"""Reads .csv as Dutch programs write it: semicolons, tabs or commas, and one of three ways to write letters."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from flexlib.budget.files.limits import Limits
from flexlib.budget.files.refused import refuse
from flexlib.budget.workbook import Sheet, cell_name

SHEET = "csv"  # what the only sheet is called, whatever the file is called
SEPARATORS = (";", "\t", ",", "|")
LOOKED_AT = 100  # lines by which the separator is found
REPORT_EVERY = 2_000  # rows


def read_csv(path: Path, limits: Limits, on_share: Callable[[float], None] | None = None) -> Sheet:
    """Read a text file; every value stays text as it stands. Raises FileRefused."""
    words = _decoded(path.read_bytes())
    separator, skipped = _separator(words)
    csv.field_size_limit(limits.text_length)
    lines = words.splitlines(keepends=True)[skipped:]
    del words
    try:
        rows = _rows(lines, separator, limits, on_share, is_strict=True)
    except csv.Error:
        rows = _loosely(lines, separator, limits, on_share)
    rows = [()] * skipped + rows
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(SHEET, tuple(rows))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separator(words: str) -> tuple[str, int]:
    """The separator and how many lines name it (`sep=;` on the first line)."""
    lines = [line for line in words[:200_000].splitlines()[:LOOKED_AT] if line.strip()]
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5:
        return first[4], 1
    if first == "sep=":
        return "\t", 1
    return max(SEPARATORS, key=lambda separator: _regularity(lines, separator)), 0


def _regularity(lines: list[str], separator: str) -> int:
    """How many lines have the usual number of separators, outside quotes."""
    counts = Counter(sum(piece.count(separator) for piece in line.split('"')[::2]) for line in lines)
    del counts[0]
    return max(counts.values(), default=0)


def _loosely(
    lines: list[str], separator: str, limits: Limits, on_share: Callable[[float], None] | None
) -> list[tuple[str | None, ...]]:
    """Quotes in the middle of a text are taken as they stand; a quote that is never closed is told."""
    try:
        return _rows(lines, separator, limits, on_share, is_strict=False)
    except csv.Error:
        raise refuse("csv_quotes", line=_open_quote(lines)) from None


def _open_quote(lines: list[str]) -> int:
    """The line after which a quote stays open."""
    opened = 0
    for number, line in enumerate(lines, start=1):
        if line.count('"') % 2:
            opened = 0 if opened else number
    return opened or 1


def _rows(
    lines: list[str], separator: str, limits: Limits, on_share: Callable[[float], None] | None, *, is_strict: bool
) -> list[tuple[str | None, ...]]:
    rows: list[tuple[str | None, ...]] = []
    cells = 0
    reader = csv.reader(lines, delimiter=separator, strict=is_strict)
    for row in reader:
        while row and not row[-1].strip():
            row.pop()
        cells += len(row)
        if len(rows) >= limits.rows or len(row) > limits.columns:
            place = cell_name(len(rows) + 1, max(len(row), 1))
            raise refuse("cell_too_far", SHEET, place, rows=limits.rows, columns=limits.columns)
        if cells > limits.cells:
            raise refuse("many_cells", SHEET, cell_name(len(rows) + 1, max(len(row), 1)), most=limits.cells)
        rows.append(tuple(value or None for value in row))
        if on_share is not None and len(rows) % REPORT_EVERY == 0:
            on_share(min(reader.line_num / len(lines), 1.0))
    return rows
