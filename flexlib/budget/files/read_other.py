"""Reads .xls and .ods: values only. What stands around the values cannot be seen and is named as not checked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from flexlib.budget.files.limits import Limits
from flexlib.budget.files.look_xls import Extent, extents_of_xls
from flexlib.budget.files.markup import LocalNames, read_part
from flexlib.budget.files.refused import FileRefused, refuse
from flexlib.budget.workbook import Area, CellError, Place, Sheet, Value, cell_name

NOT_CHECKED = {"xls": ("hidden", "formulas", "errors"), "ods": ("hidden", "formulas", "merged")}
DAY = datetime.timedelta(days=1)


def read_other(
    path: Path, kind: str, limits: Limits, on_share: Callable[[float], None] | None = None
) -> tuple[Sheet, ...]:
    """The sheets of an .xls or .ods; raises FileRefused."""
    if kind == "ods":
        errors = _look_through_ods(path, limits)
    else:
        errors = {}
        check_area(extents_of_xls(path.read_bytes()), limits)
    try:
        return _sheets(path, limits, errors, on_share)
    except PasswordError:
        raise refuse("password") from None
    except (CalamineError, OSError, ValueError):
        raise refuse("unreadable_workbook", kind=kind) from None


def check_area(extents: Mapping[str, Extent], limits: Limits) -> None:
    """Raises FileRefused when the sheets, unfolded, hold too many cells: naming the sheet that is the largest."""
    if sum(extent.area for extent in extents.values()) <= limits.area:
        return
    sheet, extent = max(extents.items(), key=lambda pair: pair[1].area)
    (row, _), (_, column) = extent.lowest, extent.rightmost
    raise refuse(
        "far_cell" if extent.lowest == extent.rightmost else "wide_apart",
        sheet,
        cell_name(*extent.lowest),
        reach=f"A1:{cell_name(row, column)}",
        area=extent.area,
        right=cell_name(*extent.rightmost),
        most=limits.area,
    )


def _sheets(
    path: Path, limits: Limits, errors: Mapping[str, Mapping[Place, str]], on_share: Callable[[float], None] | None
) -> tuple[Sheet, ...]:
    found = []
    cells = 0
    with CalamineWorkbook.from_path(path) as workbook:
        listed = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if not listed:
            raise refuse("no_sheets")
        if len(listed) > limits.sheets:
            raise refuse("many_sheets", count=len(listed), most=limits.sheets)
        for number, metadata in enumerate(listed, start=1):
            sheet = workbook.get_sheet_by_name(metadata.name)
            end = sheet.end or (0, 0)
            if end[0] >= limits.rows or end[1] >= limits.columns:
                place = cell_name(end[0] + 1, end[1] + 1)
                raise refuse("cell_too_far", metadata.name, place, rows=limits.rows, columns=limits.columns)
            rows = _rows(sheet, errors.get(metadata.name, {}))
            cells += sum(value is not None for row in rows for value in row)
            if cells > limits.cells:
                raise refuse("many_cells", metadata.name, cell_name(end[0] + 1, end[1] + 1), most=limits.cells)
            is_hidden = metadata.visible != SheetVisibleEnum.Visible
            found.append(Sheet(metadata.name, rows, is_hidden, merged=_merged(sheet)))
            if on_share is not None:
                on_share(number / len(listed))
    return tuple(found)


def _rows(sheet: CalamineSheet, errors: Mapping[Place, str]) -> tuple[tuple[Value, ...], ...]:
    rows: list[tuple[Value, ...]] = []
    with_errors = {row for row, _ in errors}
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        row = [_value(cell) for cell in cells]
        if number in with_errors:
            row = [CellError(errors[at]) if (at := (number, c)) in errors else value for c, value in enumerate(row, 1)]
        while row and row[-1] is None:
            row.pop()
        rows.append(tuple(row))
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _value(cell: object) -> Value:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, (int, float)):
        return float(cell)
    if isinstance(cell, datetime.timedelta):
        return cell / DAY
    if isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime):
        return datetime.datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, (datetime.datetime, datetime.time)):
        return cell
    return None


def _merged(sheet: CalamineSheet) -> tuple[Area, ...]:
    return tuple(
        Area(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in sheet.merged_cell_ranges or ()
    )


def _look_through_ods(path: Path, limits: Limits) -> Mapping[str, Mapping[Place, str]]:
    """The error cells of each sheet, which look empty otherwise; raises FileRefused for a sheet whose filled cells
    reach too far, as a few signs can repeat a cell a million times."""
    try:
        with ZipFile(path) as archive:
            reach = _Reach(limits)
            read_part(archive, archive.getinfo("content.xml"), reach.start, reach.end, reach.parts.append)
    except (BadZipFile, KeyError):
        raise refuse("zip_damaged", part="content.xml") from None
    check_area(reach.extents, limits)
    return reach.errors


class _Reach:
    """Follows how far the filled cells of each table reach."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.local = LocalNames()
        self.sheet = ""
        self.parts: list[str] = []
        self.errors: dict[str, dict[Place, str]] = {}
        self.extents: dict[str, Extent] = {}
        self.is_error = False
        self.sheets = self.row = self.column = self.repeat = self.cells = self.filled = self.last = 0

    def start(self, element: str, values: dict[str, str]) -> None:
        name = self.local[element]
        if name in ("table-cell", "covered-table-cell"):
            repeat = _times(values.get("table:number-columns-repeated", "1"))
            self.column += repeat
            self.is_error = values.get("calcext:value-type") == "error"
            self.parts.clear()
            if "office:value-type" in values or "table:formula" in values:
                self.filled, self.last = self.filled + repeat, self.column
                if self.column > self.limits.columns:
                    raise self._too_far()
        elif name == "table-row":
            self.repeat = _times(values.get("table:number-rows-repeated", "1"))
            self.column = self.filled = self.last = 0
        elif name == "table":
            self.sheet, self.row = values.get("table:name", ""), 0
            self.sheets += 1
            if self.sheets > self.limits.sheets:
                raise refuse("many_sheets", count=self.sheets, most=self.limits.sheets)

    def end(self, element: str) -> None:
        name = self.local[element]
        if name == "table-cell" and self.is_error:
            place = (self.row + 1, self.column)
            self.errors.setdefault(self.sheet, {})[place] = "".join(self.parts).strip()[:20]
            self.is_error = False
        if name != "table-row":
            return
        self.row += self.repeat
        self.cells += self.filled * self.repeat
        if self.filled and self.row > self.limits.rows:
            raise self._too_far()
        if self.filled:
            self.extents.setdefault(self.sheet, Extent()).add(self.row, self.last)
        if self.cells > self.limits.cells:
            raise refuse("many_cells", self.sheet, cell_name(self.row, max(self.last, 1)), most=self.limits.cells)

    def _too_far(self) -> FileRefused:
        place = cell_name(self.row + self.repeat, max(self.column, 1))
        if self.row > self.limits.rows:
            place = cell_name(self.row, max(self.last, 1))
        return refuse("cell_too_far", self.sheet, place, rows=self.limits.rows, columns=self.limits.columns)


def _times(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 9 else 1
