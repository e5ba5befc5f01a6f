"""Finds the blocks of a sheet: header rows, notes above them, and what each column's header says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flexlib.budget.reading.numbers import understand
from flexlib.budget.reading.periods import LONGEST, Span, span_of, span_of_text
from flexlib.budget.reading.terms import factor_of, is_note_header, quantity_of
from flexlib.budget.reading.titles import titled_period
from flexlib.budget.reading.years_down import years_below
from flexlib.budget.workbook import CellError, Sheet, Value

SAMPLE = 100  # rows looked at for words
SHORT_HEADER = 15  # characters; longer words with a year in them may be a note
BELOW = 12  # rows below a header in which the first figure must stand
FEWEST_PARTS = 3  # months or quarters that make a row a header
IN_YEARS = ("eur", "hours", "fte")  # what belongs to a year
_AMOUNT = re.compile(r"[-€( ]*\d[\d.,]*[-)% ]*", re.ASCII)  # a number as text, as in .csv
_BARE_YEAR = re.compile(r" *20\d\d *", re.ASCII)
_TWO_DIGITS = re.compile(r"\d\d")
_NUMBERS = (int, float)


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column with a header: its words, what they say about time, and what is counted ("" and None: not said)."""

    column: int
    text: str
    span: Span
    quantity: str
    factor: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A header and the rows under it, up to the next header. `notes` are the texts above the header. `year` is the one
    that the sheet's title or name gives where the header has none; with tables side by side each is a block, from
    `first_column` to `last_column`. `year_column` holds years below each other."""

    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: tuple[HeaderColumn, ...]
    notes: tuple[str, ...]
    first_column: int = 1
    last_column: int = 0  # 0: to the end
    year: str = ""
    year_column: int | None = None

    def dated(self, column: HeaderColumn) -> HeaderColumn:
        """A column of the block, with the year of the title when it counts something per year and has none itself."""
        if not self.year or column.span.period or column.quantity not in IN_YEARS:
            return column
        return replace(column, span=column.span._replace(period=self.year))


def blocks_of(sheet: Sheet) -> tuple[Block, ...]:
    """Every block of a sheet, from the top."""
    found: list[tuple[int, ...]] = []
    for row in range(1, len(sheet.rows) + 1):
        if found and row <= found[-1][-1]:
            continue
        lowest = found[-1][-1] + 1 if found else 1
        if header := _header_at(sheet, row, lowest):
            found.append(header)
    blocks: list[Block] = []
    for position, header in enumerate(found):
        end = found[position + 1][0] - 1 if position + 1 < len(found) else len(sheet.rows)
        previous = found[position - 1][-1] if position else 0
        columns = columns_of(sheet, header)
        notes = _notes(sheet, previous + 1, header[0] - 1, max((block.last_row for block in blocks), default=0))
        year, down = "", None
        if not any(column.span.period for column in columns):
            down = years_below(sheet, header[-1] + 1, end)
        if down is None and not any(column.span.period for column in columns):
            year = titled_period(sheet.name, notes, blocks[0].notes if blocks else ())
            columns = _in_parts_of(year, columns) if year else columns
        for first, last, own in _tables(sheet, header[-1] + 1, end, columns):
            last_row = _last_filled(sheet, header[-1] + 1, end, [column.column for column in own])
            blocks.append(Block(header, header[-1] + 1, last_row, own, notes, first, last, year, down))
    return tuple(blocks)


def _in_parts_of(year: str, columns: tuple[HeaderColumn, ...]) -> tuple[HeaderColumn, ...]:
    """Months or quarters, and the total beside them, in the year that the title names."""
    if sum(bool(column.span.part) for column in columns) < FEWEST_PARTS:
        return columns
    dated = {"none": "period", "total": "total"}
    return tuple(
        replace(column, span=column.span._replace(period=year, role=dated[column.span.role]))
        if column.span.role in dated and (column.span.part or column.span.role == "total")
        else column
        for column in columns
    )


def _tables(
    sheet: Sheet, first_row: int, last_row: int, columns: tuple[HeaderColumn, ...]
) -> list[tuple[int, int, tuple[HeaderColumn, ...]]]:
    """First and last column and the headers of every table under one header: another begins where years come back
    after a column of words, as with income beside costs."""
    starts = [1]
    seen: set[tuple[str, str, str]] = set()
    before = 0  # the last column with a year
    for column in columns:
        span = column.span
        if span.role != "period" or span.part:
            continue
        same = (span.period, column.quantity, span.stream)
        if same in seen and (start := _words_between(sheet, first_row, last_row, columns, before, column.column)):
            starts.append(start)
            seen = set()
        seen.add(same)
        before = column.column
    ends = [*(start - 1 for start in starts[1:]), 0]
    return [
        (first, last, tuple(column for column in columns if first <= column.column <= (last or column.column)))
        for first, last in zip(starts, ends, strict=True)
    ]


def _words_between(
    sheet: Sheet, first_row: int, last_row: int, columns: Sequence[HeaderColumn], left: int, right: int
) -> int:
    """Where the labels of a table begin that has its first year in column `right`; 0 when nothing labels it."""
    headers = {column.column: column for column in columns}
    rows = range(first_row, min(last_row, first_row + SAMPLE, len(sheet.rows)) + 1)
    start = 0
    for column in range(left + 1, right):
        header = headers.get(column)
        if header and (is_note_header(header.text) or header.span.role in {"difference", "total"}):
            continue
        cells = [value for row in rows if not is_blank(value := sheet.at(row, column))]
        words = sum(isinstance(value, str) and understand(value).how == "text" for value in cells)
        if words > 1 and words * 2 > len(cells):
            return start or column
        start = column if header and cells and not start else start
    return 0


def columns_of(sheet: Sheet, header_rows: Sequence[int]) -> tuple[HeaderColumn, ...]:
    """Every column that has words in the header rows; a heading over several columns counts for each of them."""
    width = max((len(sheet.rows[row - 1]) for row in header_rows if row <= len(sheet.rows)), default=0)
    above = [_spread(sheet, row, width, set(header_rows)) for row in header_rows]
    columns = []
    for column in range(1, width + 1):
        cells = [cells[column] for cells in above if column in cells]
        if not cells:
            continue
        text = " ".join(_words(cell) for cell in cells)
        columns.append(HeaderColumn(column, text, _joined(cells), quantity_of(text), factor_of(text)))
    return tuple(columns)


def _spread(sheet: Sheet, row: int, width: int, header_rows: set[int]) -> dict[int, Value]:
    """The header cells of a row; a heading over several columns stands in each column it covers."""
    cells: dict[int, Value] = {c: v for c in range(1, width + 1) if not is_blank(v := sheet.at(row, c))}
    ends: set[int] = set()  # columns right of a merged heading: it says how far it reaches
    for area in sheet.merged:
        if area.first_row <= row <= area.last_row and area.first_row in header_rows:
            value = sheet.at(area.first_row, area.first_column)
            covered = range(area.first_column, min(area.last_column, width) + 1)
            if not is_blank(value) and (row == area.first_row):
                cells.update(dict.fromkeys(covered, value))
                ends.add(area.last_column + 1)
    if row + 1 not in header_rows:
        return cells
    below = {c for c in range(1, width + 1) if not is_blank(sheet.at(row + 1, c))}
    running: Value = None
    for column in range(1, width + 1):
        if column in cells:
            running = cells[column] if quantity_of(str(cells[column])) or span_of(cells[column]) != Span() else None
        elif running is not None and column in below and column not in ends:
            cells[column] = running
        else:
            running = None
    return cells


def _joined(cells: Iterable[Value]) -> Span:
    """What the header cells of one column say about time together."""
    spans = [span_of(cell) for cell in cells]
    whole = span_of_text(" ".join(_words(cell) for cell in cells)) if len(spans) > 1 else spans[0]
    roles = {span.role for span in spans} | {whole.role}
    period = next((span.period for span in spans if span.period), whole.period)
    role = next((role for role in ("difference", "total", "period") if role in roles), "none")
    return Span(
        period,
        role,
        next((span.stream for span in spans if span.stream), whole.stream),
        next((span.part for span in spans if span.part), ""),
        any(span.is_date for span in spans),
    )


def is_blank(value: Value) -> bool:
    """Whether a cell is empty or holds only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def _words(value: Value) -> str:
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return " ".join(str(value).split())


def _header_at(sheet: Sheet, row: int, lowest: int) -> tuple[int, ...]:
    """The header rows when `row` is the row of a header that holds the years, or the only one; else nothing."""
    cells = sheet.rows[row - 1]
    for value in cells:
        if isinstance(value, float) and not 2000 <= value < 2080:
            return ()
        if isinstance(value, str) and _AMOUNT.fullmatch(value) and not _BARE_YEAR.fullmatch(value):
            return ()
    named = [(column, value) for column, value in enumerate(cells, 1) if not is_blank(value)]
    if not named or any(isinstance(value, (bool, CellError)) for _, value in named):
        return ()
    spans = {column: _quick_span(value) for column, value in named}
    periods = {column: span for column, span in spans.items() if span.period}
    is_later = lowest > 1
    if periods:
        is_header = _is_period_row(sheet, row, named, periods, is_later)
    else:
        is_header = _is_value_row(sheet, row, named, is_later)
    if not is_header:
        return ()
    used = sorted(periods) or [column for column, _ in named[1:]]
    return (*_rows_above(sheet, row, used, lowest), row, *_rows_below(sheet, row, used))


def _quick_span(value: Value) -> Span:
    if isinstance(value, str) and (len(value) > LONGEST or not _TWO_DIGITS.search(value)):
        return Span()
    return span_of(value)


def _is_period_row(
    sheet: Sheet, row: int, named: list[tuple[int, Value]], periods: dict[int, Span], is_later: bool
) -> bool:
    texts = [value for column, value in named if column not in periods]
    if any(isinstance(value, _NUMBERS) or understand(value).value is not None for value in texts):
        return False
    numeric = [
        periods[column].period
        for column, value in named
        if column in periods and (isinstance(value, float) or _BARE_YEAR.fullmatch(str(value)))
    ]
    distinct = list(dict.fromkeys(numeric))
    gaps = [abs(int(second[:4]) - int(first[:4])) for first, second in pairwise(distinct)]
    if any(gap > (1 if is_later else 3) for gap in gaps):
        return False
    if len(numeric) > 1 and len(distinct) == 1 and not _has_text_at(sheet, row - 1, periods) and texts:
        return False
    if len(periods) == 1:
        (column,) = periods
        is_under_header = row > 1 and sum(not is_blank(value) for value in sheet.rows[row - 2]) > 1
        beside = bool(texts) or (column > 1 and is_under_header and _has_text_at(sheet, row - 1, periods))
        if not beside or column == named[0][0] == 1:
            return False
    is_prose = all(isinstance(value, str) and len(value) > SHORT_HEADER for column, value in named if column in periods)
    if is_prose and any(_count_years(sheet, below) >= len(periods) for below in range(row + 1, row + 6)):
        return False
    return _figures_below(sheet, row, periods, BELOW)


def _is_value_row(sheet: Sheet, row: int, named: list[tuple[int, Value]], is_later: bool) -> bool:
    """Whether a row names columns without years: "Rol", "Uren", "Tarief"; or months or quarters."""
    if len(named) < 2 or any(not isinstance(value, str) or len(value) > LONGEST for _, value in named):
        return False
    columns = [column for column, value in named[1:] if len(str(value)) <= 30 and quantity_of(str(value))]
    parts = [column for column, value in named if span_of_text(str(value)).part]
    columns += parts if len(parts) >= FEWEST_PARTS else []
    if not columns or any(understand(value).value is not None for _, value in named):
        return False
    if any(_count_years(sheet, below) for below in (row + 1, row + 2)):
        return False
    if is_later and row > 1 and sum(not is_blank(value) for value in sheet.rows[row - 2]) > 1:
        return False
    return _figures_below(sheet, row, columns, 3)


def _count_years(sheet: Sheet, row: int) -> int:
    """How many columns of a row name a year, when the row may be a header; else 0."""
    cells = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()
    filled = [value for value in cells if not is_blank(value)]
    spans = [_quick_span(value) for value in filled]
    is_header = all(span.period or not isinstance(value, float) for span, value in zip(spans, filled, strict=True))
    return sum(span.role == "period" for span in spans) if is_header else 0


def _rows_above(sheet: Sheet, row: int, used: list[int], lowest: int) -> list[int]:
    rows: list[int] = []
    for above in range(row - 1, max(row - 3, lowest - 1), -1):
        values = [value for value in sheet.rows[above - 1] if not is_blank(value)]
        inside = [sheet.at(above, column) for column in used if not is_blank(sheet.at(above, column))]
        is_year = all(not isinstance(value, float) or span_of(value).period for value in values)
        if not inside or not is_year or any(isinstance(value, CellError) for value in values):
            break
        if any(
            isinstance(value, str) and (len(value) > LONGEST or understand(value).value is not None) for value in inside
        ):
            break
        rows.insert(0, above)
    return rows


def _rows_below(sheet: Sheet, row: int, used: list[int]) -> list[int]:
    rows: list[int] = []
    for below in range(row + 1, min(row + 3, len(sheet.rows) + 1)):
        values = [value for value in sheet.rows[below - 1] if not is_blank(value)]
        inside = [sheet.at(below, column) for column in used if not is_blank(sheet.at(below, column))]
        if not inside or not all(isinstance(value, str) for value in values):
            break
        words = [str(value) for value in inside]
        if not all(_is_header_word(word) for word in words):
            break
        if any(understand(word).value is not None and not factor_of(word) for word in words):
            break
        rows.append(below)
    return rows


def _is_header_word(word: str) -> bool:
    """Whether a word under a year says which part of it, how it was counted or in which unit."""
    span = span_of_text(word)
    return bool(factor_of(word) or span.stream or span.part or quantity_of(word))


def _figures_below(sheet: Sheet, row: int, columns: Iterable[int], rows: int) -> bool:
    wanted = list(columns)
    return any(
        understand(sheet.at(below, column)).how not in {"empty", "text", "date", "date_text"}
        for below in range(row + 1, min(row + rows, len(sheet.rows)) + 1)
        for column in wanted
    )


def _has_text_at(sheet: Sheet, row: int, columns: Iterable[int]) -> bool:
    return any(isinstance(value := sheet.at(row, column), str) and not is_blank(value) for column in columns)


def _last_filled(sheet: Sheet, first: int, last: int, columns: list[int]) -> int:
    """The last row with something in a column that has a header, apart from the leftmost one."""
    wanted = columns[1:] or columns
    for row in range(min(last, len(sheet.rows)), first - 1, -1):
        if any(understand(sheet.at(row, column)).how not in {"empty", "text", "date_text"} for column in wanted):
            return row
    return first


def _notes(sheet: Sheet, first: int, last: int, filled: int) -> tuple[str, ...]:
    return tuple(_texts(sheet, max(first, filled + 1), last))


def _texts(sheet: Sheet, first: int, last: int) -> Iterator[str]:
    for row in range(first, min(last, len(sheet.rows)) + 1):
        yield from (value for value in sheet.rows[row - 1] if isinstance(value, str) and value.strip())
