"""Checks of years: double, missing, from a title, in rows, or nowhere; and columns with figures that are not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from flexlib.budget.reading.checks_cells import shown
from flexlib.budget.reading.headers import IN_YEARS, HeaderColumn
from flexlib.budget.reading.numbers import exact
from flexlib.budget.reading.parts import Part
from flexlib.budget.reading.periods import spans_years, years_of
from flexlib.budget.reading.terms import is_account_header, is_label_header, is_note_header, is_price_header
from flexlib.budget.reading.years_down import years_below
from flexlib.budget.records import Finding
from flexlib.budget.workbook import cell_name, column_letters

IN_A_YEAR = {"budget": ("eur", "hours"), "programme": ("eur", "hours")}  # kind -> what is nothing without a year
SAMPLE = 400  # rows looked at


def year_findings(part: Part, columns: Sequence[HeaderColumn], used: frozenset[int], kind: str) -> Iterator[Finding]:
    """What the years of a block say; `used` are the columns read by any layout of its rows."""
    yield from _double_and_missing(part, columns)
    down = None if part.layout.label_columns else years_below(part.sheet, part.layout.first_row, part.layout.last_row)
    if down is not None and not any(period.period for period in part.layout.period_columns):
        yield part.found("years_in_rows", "wrong", part.layout.first_row, down, column=column_letters(down))
        return
    yield from _without_year(part, columns, kind)
    yield from _left_out(part, columns, used)
    yield from _left_out_without_year(part, columns, used)


def _double_and_missing(part: Part, columns: Sequence[HeaderColumn]) -> Iterator[Finding]:
    layout = part.layout
    spans = {column.column: column.span for column in columns}
    whole = [
        period
        for period in layout.period_columns
        if period.period and not (period.column in spans and spans[period.column].part)
    ]
    counted = Counter(period.period for period in whole)
    firsts: dict[str, int] = {}
    for period in whole:
        row = _header_row(part, period.column)
        if counted[period.period] > 1 and period.period in firsts:
            also = cell_name(row, firsts[period.period])
            yield part.found("year_double", "wrong", row, period.column, period=period.period, also=also)
        firsts.setdefault(period.period, period.column)
        if period.column in spans and spans[period.column].is_date:
            yield part.found("year_as_date", "note", row, period.column, period=period.period)
    ordered = sorted(counted)
    for first, second in pairwise(ordered):
        start, end = years_of(first)[0], years_of(second)[0]
        if len(first) == len(second) and end - start > 1:
            column = firsts[second]
            missing = ", ".join(str(year) for year in range(start + 1, end))
            yield part.found("year_missing", "doubtful", _header_row(part, column), column,
                             missing=missing, before=first, after=second)  # fmt: skip


def _without_year(part: Part, columns: Sequence[HeaderColumn], kind: str) -> Iterator[Finding]:
    """Figures whose header names no year: where it came from, or that there is none."""
    layout = part.layout
    headers = {column.column: column for column in columns}
    bare = [period for period in layout.period_columns if not period.period]
    if not bare:
        told = next((one for one in layout.period_columns if one.column in headers), None)
        if told and not any(headers[one.column].span.period for one in layout.period_columns if one.column in headers):
            header = shown(headers[told.column].text)
            place = (_header_row(part, told.column), told.column)
            yield part.found("year_from_title", "note", *place, header=header, period=told.period)
        return
    first = (_header_row(part, bare[0].column), bare[0].column)
    if layout.year_column:
        column = layout.year_column
        place = (_header_row(part, column), column)
        yield part.found("years_in_column", "note", *place, column=column_letters(column))
        for line in part.lines:
            if line.has_figures and not part.periods.get(line.row):
                found = shown(part.sheet.at(line.row, column) or "")
                yield part.found("row_without_year", "wrong", line.row, column, label=shown(line.label), found=found)
    elif layout.quantity in IN_A_YEAR.get(kind, ()):
        header = shown(headers[bare[0].column].text) if bare[0].column in headers else column_letters(bare[0].column)
        yield part.found("year_unknown", "wrong", *first, header=header)


def _left_out(part: Part, columns: Sequence[HeaderColumn], used: frozenset[int]) -> Iterator[Finding]:
    """Columns with a year that are not read: as realised, beside another of that year, or nothing else gives it."""
    read = {column.span.period for column in columns if column.column in used}
    for column in columns:
        span = column.span
        if not span.period or column.column in used or span.role not in {"period", "total"}:
            continue
        place = (_header_row(part, column.column), column.column)
        header = shown(column.text)
        if span.stream == "realised" and span.role == "period":
            yield part.found("realised_left_out", "note", *place, header=header)
        elif span.period not in read and not spans_years(span.period, read) and _figures(part, column.column):
            yield part.found("year_left_out", "doubtful", *place, header=header, period=span.period)
        elif span.role == "period":
            yield part.found("column_left_out", "note", *place, header=header)


def _left_out_without_year(part: Part, columns: Sequence[HeaderColumn], used: frozenset[int]) -> Iterator[Finding]:
    """Columns without a year that are not read: more of the same quantity, or parts of a year that are not in one."""
    layout = part.layout
    free = [
        column
        for column in columns
        if not column.span.period
        and column.column not in used
        and column.column not in (layout.account_column, layout.year_column, *layout.label_columns)
        and not (is_note_header(column.text) or is_price_header(column.text))
        and not (is_account_header(column.text) or is_label_header(column.text))
    ]
    parts = [column for column in free if column.span.part and column.span.role == "none"]
    figures = [found for one in parts if (found := _figures(part, one.column))]
    sums = [sum(values, Decimal(0)) for values in zip(*figures, strict=True)]
    if sums and not any(_is_same(_figures(part, column), sums) for column in used):
        first = parts[0]
        place = (_header_row(part, first.column), first.column)
        names = ", ".join(shown(column.text) for column in parts[:5]) + (", …" if len(parts) > 5 else "")
        yield part.found("parts_left_out", "doubtful", *place, headers=names)
    has_year = any(column.span.period for column in columns if column.column in used)
    if layout.quantity not in IN_YEARS or has_year:
        return
    for column in free:
        if column.quantity == layout.quantity and column.span.role == "none" and any(_figures(part, column.column)):
            place = (_header_row(part, column.column), column.column)
            read = shown(
                next((one.text for one in columns if one.column in used and one.quantity == column.quantity), "")
            )
            yield part.found("alike_left_out", "doubtful", *place, header=shown(column.text), read=read)


def _figures(part: Part, column: int) -> list[Decimal]:
    """The numbers of a column in the rows of a block, 0 where there is none; empty when there are none at all."""
    last = min(part.layout.last_row, part.layout.first_row + SAMPLE, len(part.sheet.rows))
    values = [part.sheet.at(row, column) for row in range(part.layout.first_row, last + 1)]
    found = [exact(value) if isinstance(value, float) and abs(value) < 1e13 else Decimal(0) for value in values]
    return found if any(found) else []


def _is_same(figures: Sequence[Decimal], sums: Sequence[Decimal]) -> bool:
    return len(figures) == len(sums) and all(abs(a - b) < 1 for a, b in zip(figures, sums, strict=True))


def _header_row(part: Part, column: int) -> int:
    """The header row in which a column has its own words, from below."""
    rows = [row for row in part.layout.header_rows if part.sheet.at(row, column) is not None]
    return rows[-1] if rows else (part.layout.header_rows or (max(1, part.layout.first_row - 1),))[-1]
