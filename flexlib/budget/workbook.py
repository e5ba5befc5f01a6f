"""A workbook as it was handed in: cells with their place and what a reader saw around them, not interpreted."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that holds an error, such as `#REF!`."""

    code: str


Value = str | float | bool | datetime.datetime | datetime.date | datetime.time | CellError | None
Place = tuple[int, int]  # row and column, both from 1
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells, edges included, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[r - 1][c - 1]` is the cell in row r and column c; rows may differ in length."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    formulas: Mapping[Place, str] = field(default_factory=dict)  # text of each formula, without "="
    without_value: frozenset[Place] = frozenset()  # formulas for which the file stores no outcome
    percent: frozenset[Place] = frozenset()  # numbers shown as a percentage

    def at(self, row: int, column: int) -> Value:
        """The value of a cell; None when it is empty or outside what was read."""
        if not 0 < row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 0 < column <= len(cells) else None


@dataclass(frozen=True, slots=True)
class Workbook:
    """What came out of one file. `not_checked` names checks that this kind of file cannot carry, `ignored` what was
    in the file and left unread (macros, links to other files, pictures)."""

    file_name: str
    kind: str  # xlsx, xlsm, xls, ods or csv
    size: int  # bytes
    sha256: str
    sheets: tuple[Sheet, ...]
    names: Mapping[str, tuple[str, Area]] = field(default_factory=dict)  # defined name -> sheet and cells
    not_checked: tuple[str, ...] = ()  # hidden, merged, formulas, errors
    ignored: tuple[str, ...] = ()  # macros, external_links, drawings, embedded


def column_letters(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Row 12, column 3 is `C12`."""
    return f"{column_letters(column)}{row}"


def place_of(cell: str) -> Place:
    """`C12` is row 12, column 3; (0, 0) for what names no cell."""
    found = _CELL.fullmatch(cell)
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column
