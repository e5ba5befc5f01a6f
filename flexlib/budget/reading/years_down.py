"""Years that stand below each other in a column, instead of beside each other in the header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flexlib.budget.reading.numbers import is_date_text
from flexlib.budget.reading.periods import FIRST_YEAR, LAST_YEAR, span_of
from flexlib.budget.reading.terms import is_total_label
from flexlib.budget.records import Layout
from flexlib.budget.workbook import Sheet, Value

SAMPLE = 400  # rows looked at
MOST = 0.8  # share of the filled cells that must be a year
APART = 15  # years from first to last; numbers further apart are something else
_LONGEST = 24  # characters of "schooljaar 2026/2027"
_YEAR_HEADER = re.compile(
    r"(?:school|boek|begrotings|kalender|plan|studie|cursus)?jaar|jaren"
    r"|(?:(?:school|calendar|fiscal) )?years?|periode|period",
    re.I,
)


def period_in(value: Value) -> str:
    """The year or school year that a cell in a column of years holds; "" for anything else."""
    if isinstance(value, str) and (len(value) > _LONGEST or is_date_text(value)):
        return ""
    if isinstance(value, (str, int, float)):
        span = span_of(value)
        return span.period if span.role == "period" and not span.part else ""
    return ""


def years_below(sheet: Sheet, first_row: int, last_row: int) -> int | None:
    """The column in these rows that holds years, at least two."""
    last = min(last_row, first_row + SAMPLE, len(sheet.rows))
    width = max((len(cells) for cells in sheet.rows[first_row - 1 : last]), default=0)
    for column in range(1, width + 1):
        if not _begins_with_year(sheet, first_row, last, column):
            continue
        cells = [value for value in _filled(sheet, first_row, last, column) if not is_total_label(str(value))]
        years = [period for value in cells if (period := period_in(value))]
        firsts = [int(year[:4]) for year in years]
        if len(set(years)) > 1 and len(years) >= MOST * len(cells) and max(firsts) - min(firsts) <= APART:
            return column
    return None


def is_year_header(text: str) -> bool:
    """Whether a header names a column with the year of each row, and not for example the year something begins."""
    return bool(_YEAR_HEADER.fullmatch(text.strip()))


def periods_by_row(sheet: Sheet, layout: Layout) -> Mapping[int, str]:
    """Row -> the year its figures belong to, for a layout with a column of years; empty for any other."""
    return dict(_periods(sheet, layout)) if layout.year_column else {}


def _periods(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, str]]:
    known: dict[Value, str] = {}
    for row in range(layout.first_row, min(layout.last_row, len(sheet.rows)) + 1):
        value = sheet.at(row, layout.year_column or 0)
        if value not in known:
            known[value] = period_in(value)
        yield row, known[value]


def _begins_with_year(sheet: Sheet, first: int, last: int, column: int) -> bool:
    """Whether one of the first cells of a column may be a year: most columns are done with after a glance."""
    filled = _filled(sheet, first, min(first + 5, last), column)
    return any(FIRST_YEAR <= value <= LAST_YEAR if isinstance(value, float) else period_in(value) for value in filled)


def _filled(sheet: Sheet, first: int, last: int, column: int) -> list[Value]:
    values = (sheet.at(row, column) for row in range(first, last + 1))
    return [value for value in values if value is not None and str(value).strip()]
