"""Checks of sheets and headers: what is hidden, merged headers, sheets that are not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flexlib.budget.reading.checks_cells import shown
from flexlib.budget.reading.checks_years import year_findings
from flexlib.budget.reading.headers import HeaderColumn, columns_of
from flexlib.budget.reading.parts import Part
from flexlib.budget.records import Finding
from flexlib.budget.workbook import Area, Sheet, Workbook, cell_name, column_letters

FEW = 3  # numbers; a sheet with fewer is explanation


def workbook_findings(workbook: Workbook, parts: Sequence[Part]) -> Iterator[Finding]:
    """Sheets with figures that are not read, and a workbook without any that are."""
    read = {part.sheet.name for part in parts}
    for sheet in workbook.sheets:
        if sheet.name in read and not sheet.is_hidden:
            continue
        count, first = _numbers(sheet)
        if sheet.is_hidden and count:
            yield Finding("hidden_sheet", "doubtful", sheet.name, first, (("count", count),))
        elif count > FEW:
            yield Finding("sheet_not_read", "note", sheet.name, first, (("count", count),))
    if not parts:
        yield Finding("no_figures_found", "wrong")


def sheet_findings(part: Part, used: frozenset[int], kind: str) -> Iterator[Finding]:
    """What is hidden or merged in a block, and what its headers say; `used` are the columns read by any layout of its
    rows, `kind` is that of the workbook."""
    columns = columns_of(part.sheet, part.layout.header_rows)
    yield from _hidden(part, columns, used)
    yield from _merged(part)
    yield from year_findings(part, columns, used, kind)


def _hidden(part: Part, columns: Sequence[HeaderColumn], used: frozenset[int]) -> Iterator[Finding]:
    layout, sheet = part.layout, part.sheet
    figures = [period.column for period in layout.period_columns]
    for line in part.grid.rows:
        if line.row in sheet.hidden_rows and any(line.values):
            severity = "note" if line.is_total else "doubtful"
            first = next(column for column, value in zip(figures, line.values, strict=True) if value)
            yield part.found("hidden_row", severity, line.row, first, row=line.row, label=shown(line.label))
    headers = {column.column: column.text for column in columns}
    for column in sorted(sheet.hidden_columns):
        words = shown(headers.get(column, "")) or column_letters(column)
        if column in figures:
            yield part.found("hidden_column", "doubtful", layout.header_rows[-1], column, header=words)
        elif (
            column not in used
            and _has_numbers(part, column)
            and column not in layout.label_columns
            and column != layout.account_column
        ):
            yield part.found("hidden_column_not_read", "note", layout.header_rows[-1], column, header=words)


def _has_numbers(part: Part, column: int) -> bool:
    rows = part.sheet.rows[part.layout.first_row - 1 : part.layout.last_row]
    return any(len(cells) >= column and isinstance(cells[column - 1], float) for cells in rows)


def _merged(part: Part) -> Iterator[Finding]:
    layout = part.layout
    figures = {period.column: period.period for period in layout.period_columns}
    for area in part.sheet.merged:
        covered = [column for column in figures if area.first_column <= column <= area.last_column]
        if not covered:
            continue
        words = shown(part.sheet.at(area.first_row, area.first_column) or "")
        if area.first_row in layout.header_rows and (area.last_column > area.first_column):
            yield part.found("merged_header", "note", area.first_row, area.first_column, area=_name(area), found=words)
            continue
        is_inside = layout.first_row <= area.first_row <= layout.last_row
        covers_more = len(covered) > 1 or area.last_row > area.first_row
        if is_inside and covers_more and isinstance(part.sheet.at(area.first_row, area.first_column), float):
            place = (area.first_row, area.first_column)
            yield part.found("merged_figures", "doubtful", *place, area=_name(area), found=words)


def _name(area: Area) -> str:
    first, last = cell_name(area.first_row, area.first_column), cell_name(area.last_row, area.last_column)
    return f"{first}:{last}"


def _numbers(sheet: Sheet) -> tuple[int, str]:
    """How many numbers a sheet holds, and where the first one stands."""
    count, first = 0, ""
    for row, cells in enumerate(sheet.rows, 1):
        for column, value in enumerate(cells, 1):
            if isinstance(value, float):
                count += 1
                first = first or cell_name(row, column)
    return count, first
