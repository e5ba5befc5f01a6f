"""One sheet of an Excel workbook, read in one pass: values and what stands around them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from zipfile import ZipFile, ZipInfo

from flexlib.budget.files.formula_text import SharedFormula, column_number, place_of
from flexlib.budget.files.limits import Limits
from flexlib.budget.files.markup import LocalNames, read_part
from flexlib.budget.files.refused import FileRefused, refuse
from flexlib.budget.files.xlsx_styles import DATE, PERCENT, TIME, date_of, time_of
from flexlib.budget.workbook import Area, CellError, Place, Sheet, Value, cell_name

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = ("1", "true", "on")
KEPT_TEXT = ("v", "t", "f")


@dataclass(slots=True)
class Shared:
    """What the sheets of one workbook have in common; `cells` counts the filled cells read so far."""

    texts: Sequence[str]
    formats: Sequence[int]
    is_1904: bool
    limits: Limits
    cells: int = 0
    text_total: int = 0
    formula_total: int = 0


def unescaped(words: str) -> str:
    """Excel writes signs that XML cannot carry as `_x000D_`."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), words) if "_x" in words else words


def read_sheet(
    archive: ZipFile,
    member: ZipInfo,
    name: str,
    is_hidden: bool,
    shared: Shared,
    on_bytes: Callable[[int], None] | None = None,
) -> Sheet:
    """Read one sheet; raises FileRefused with sheet and cell where it goes beyond the limits or is broken."""
    scan = _Scan(name, shared)
    read_part(archive, member, scan.start, scan.end, scan.parts.append, on_bytes)
    return scan.sheet(is_hidden)


class _Scan:
    """Follows the elements of one sheet. Rows and columns must ascend, as in every file that programs write."""

    def __init__(self, name: str, shared: Shared) -> None:
        self.name, self.shared, self.limits = name, shared, shared.limits
        self.local = LocalNames()
        self.parts: list[str] = []  # pieces of the text that is being read
        self.rows: list[tuple[Value, ...]] = []
        self.cells: list[Value] = []
        self.row = self.column = 0
        self.row_name = ""
        self.letters: dict[str, int] = {}
        self.kind = self.format = ""
        self.value: str | None = None
        self.text: list[str] | None = None  # pieces of a text inside the cell
        self.is_phonetic = False
        self.formula: dict[str, str] | None = None
        self.formula_text = ""
        self.masters: dict[str, SharedFormula] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[Area] = []
        self.formulas: dict[Place, str] = {}
        self.without_value: set[Place] = set()
        self.percent: set[Place] = set()

    def start(self, element: str, values: dict[str, str]) -> None:
        name = self.local[element]
        if name == "c":
            self._start_cell(values)
        elif name in KEPT_TEXT:
            self.parts.clear()
            if name == "f":
                self.formula = values
        elif name == "row":
            self.parts.clear()
            self._start_row(values)
        elif name == "is":
            self.text = []
        elif name == "rPh":
            self.is_phonetic = True
        elif name == "col":
            self._column(values)
        elif name == "mergeCell":
            self._merge(values.get("ref", ""))

    def end(self, element: str) -> None:
        name = self.local[element]
        if name == "c":
            self._end_cell()
        elif name == "v":
            self.value = "".join(self.parts)
        elif name == "f":
            self.formula_text = "".join(self.parts)
        elif name == "t":
            if self.text is not None and not self.is_phonetic:
                self.text.append("".join(self.parts))
        elif name == "row":
            self.rows.append(tuple(self.cells))
        elif name == "rPh":
            self.is_phonetic = False

    def sheet(self, is_hidden: bool) -> Sheet:
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        return Sheet(
            name=self.name,
            rows=tuple(self.rows),
            is_hidden=is_hidden,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
            formulas=self.formulas,
            without_value=frozenset(self.without_value),
            percent=frozenset(self.percent),
        )

    def _start_row(self, values: dict[str, str]) -> None:
        stated = values.get("r")
        row = self.row + 1 if stated is None else int(stated) if stated.isdecimal() and len(stated) < 9 else 0
        if row <= self.row:
            raise self._broken(self.row + 1, 1)
        self.row, self.column, self.row_name, self.cells = row, 0, str(row), []
        if row <= self.limits.rows:
            self.rows.extend(() for _ in range(len(self.rows), row - 1))
            if values.get("hidden") in TRUE or (values.get("ht") == "0" and values.get("customHeight") in TRUE):
                self.hidden_rows.add(row)

    def _start_cell(self, values: dict[str, str]) -> None:
        reference = values.get("r")
        if reference is None:
            column = self.column + 1
        else:
            letters = reference.removesuffix(self.row_name)
            found = self.letters.get(letters)
            if found is None:
                if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
                    raise self._broken(self.row, self.column + 1)
                found = self.letters[letters] = column_number(letters)
            column = found
        if column <= self.column or not self.row:
            raise self._broken(self.row, self.column + 1)
        self.column = column
        self.kind, self.format = values.get("t", "n"), values.get("s", "")
        self.value, self.text, self.formula, self.formula_text = None, None, None, ""

    def _end_cell(self) -> None:
        if self.value is None and self.text is None and self.formula is None:
            return
        value = self._content()
        if self.formula is not None:
            self._keep_formula()
        elif value is None:
            return
        if self.row > self.limits.rows or self.column > self.limits.columns:
            raise self._refused("cell_too_far", rows=self.limits.rows, columns=self.limits.columns)
        self.shared.cells += 1
        if self.shared.cells > self.limits.cells:
            raise self._refused("many_cells", most=self.limits.cells)
        if value is not None:
            cells = self.cells
            if len(cells) < self.column - 1:
                cells.extend([None] * (self.column - 1 - len(cells)))
            cells.append(value)

    def _content(self) -> Value:
        kind, value = self.kind, self.value
        if kind == "inlineStr" or (value is None and self.text is not None):
            return self._kept("".join(self.text or ()))
        if not value:
            return None
        if kind == "n":
            return self._number(value)
        if kind == "s":
            number = int(value) if value.isdecimal() and len(value) < 9 else len(self.shared.texts)
            if number >= len(self.shared.texts):
                raise self._broken(self.row, self.column)
            return self.shared.texts[number] or None
        if kind == "b":
            return value in TRUE
        if kind == "e":
            return CellError(value[:20])
        if kind == "d":
            return self._moment(value)
        return self._kept(value)

    def _kept(self, words: str) -> str | None:
        if len(words) > self.limits.text_length:
            raise self._refused("long_text", most=self.limits.text_length)
        self.shared.text_total += len(words)
        if self.shared.text_total > self.limits.text_total:
            raise self._refused("many_texts", most=self.limits.text_total)
        return unescaped(words) or None

    def _number(self, words: str) -> Value:
        try:
            number = float(words)
        except ValueError:
            return self._kept(words)
        if not isfinite(number) or "_" in words:
            return self._kept(words)
        if self.format:
            format_id = int(self.format) if self.format.isdecimal() and len(self.format) < 9 else -1
            kind = self.shared.formats[format_id] if 0 <= format_id < len(self.shared.formats) else 0
            if kind == PERCENT:
                self.percent.add((self.row, self.column))
            elif kind == DATE:
                moment = date_of(number, self.shared.is_1904)
                return number if moment is None else moment
            elif kind == TIME:
                time = time_of(number)
                return number if time is None else time
        return number

    def _moment(self, words: str) -> Value:
        try:
            return datetime.datetime.fromisoformat(words.strip()).replace(tzinfo=None)
        except ValueError:
            return self._kept(words)

    def _keep_formula(self) -> None:
        values, words = self.formula or {}, self.formula_text
        if len(words) > self.limits.formula_length:
            raise self._refused("long_formula", most=self.limits.formula_length)
        if values.get("t") == "shared":
            group = values.get("si", "")
            if words:
                self.masters[group] = SharedFormula(self.row, self.column, words)
            elif group in self.masters:
                words = self.masters[group].at(self.row, self.column)
        self.shared.formula_total += len(words)
        if self.shared.formula_total > self.limits.formula_total:
            raise self._refused("many_texts", most=self.limits.formula_total)
        place = (self.row, self.column)
        self.formulas[place] = words
        if not self.value and self.text is None and not (self.kind == "str" and self.value is not None):
            self.without_value.add(place)

    def _column(self, values: dict[str, str]) -> None:
        if values.get("hidden") not in TRUE and values.get("width") not in ("0", "0.0"):
            return
        first, last = values.get("min", ""), values.get("max", "")
        if first.isdecimal() and last.isdecimal() and len(first) < 9 and len(last) < 9:
            self.hidden_columns.update(range(max(int(first), 1), min(int(last), self.limits.columns) + 1))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, stop = place_of(first), place_of(last or first)
        if start is None or stop is None or start[0] > stop[0] or start[1] > stop[1]:
            return
        if len(self.merged) >= self.limits.merged:
            raise refuse("many_merged", self.name, most=self.limits.merged)
        if start[0] <= self.limits.rows and start[1] <= self.limits.columns:
            self.merged.append(Area(*start, *stop))

    def _broken(self, row: int, column: int) -> FileRefused:
        return refuse("broken_cell", self.name, cell_name(max(row, 1), max(column, 1)))

    def _refused(self, code: str, **values: object) -> FileRefused:
        return refuse(code, self.name, cell_name(self.row, self.column), **values)
