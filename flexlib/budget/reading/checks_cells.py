"""Checks of single cells: text where a number belongs, notations, errors, formulas without an outcome, percentages."""

from __future__ import annotations

from collections.abc import Iterator

from flexlib.budget.reading.grid import OddCell
from flexlib.budget.reading.numbers import is_date_text
from flexlib.budget.reading.parts import Part
from flexlib.budget.records import LEFT_OUT, Finding
from flexlib.budget.workbook import CellError, Value

SHOWN = 40  # characters of a cell that a message repeats
_TEXT_NUMBERS = frozenset({"digits", "dutch", "english"})


def cell_findings(part: Part) -> Iterator[Finding]:
    """What is odd in the figures of a block, cell by cell."""
    for odd in part.grid.odd:
        yield from _odd(part, odd)
    yield from _without_value(part)
    yield from _percentages(part)
    yield from _date_texts(part)


def shown(value: Value) -> str:
    """The words of a cell as a message repeats them."""
    if isinstance(value, CellError):
        return value.code
    whole = isinstance(value, float) and value.is_integer()
    words = str(int(value)) if whole and isinstance(value, float) else " ".join(str(value).split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


def _odd(part: Part, odd: OddCell) -> Iterator[Finding]:
    number, found = odd.number, shown(odd.raw)
    place = (odd.row, odd.column)
    grave = "doubtful" if odd.is_total else "wrong"  # totals are not taken over
    if number.how in _TEXT_NUMBERS and number.value is not None:
        if number.is_percent and part.layout.quantity in {"eur", "hours", "fte"}:
            yield part.found("percent_in_amounts", "doubtful", *place, percent=float(number.value * 100))
        else:
            yield part.found("number_as_text", "note", *place, found=found, read=float(number.value))
    elif number.how == "ambiguous" and number.value is not None and number.other is not None:
        readings = {"read": float(number.value), "other": float(number.other)}
        yield part.found("ambiguous_number", "doubtful", *place, found=found, **readings)
    elif number.how == "nothing":
        yield part.found("nothing_filled_in", "note", *place, found=found)
    elif number.how == "unknown":
        yield part.found("amount_unknown", "doubtful", *place, found=found)
    elif number.how == "error":
        yield part.found("error_cell", grave, *place, found=found)
    elif number.how in {"date", "date_text"}:
        yield part.found("date_for_number", grave, *place, found=found)
    elif number.how == "too_large":
        yield part.found("number_too_large", grave, *place, found=found)
    elif number.how == "text":
        yield part.found("text_for_number", grave, *place, found=found)


def _without_value(part: Part) -> Iterator[Finding]:
    columns = {period.column for period in part.layout.period_columns}
    totals = {line.row for line in part.grid.rows if line.is_total}
    if not part.sheet.without_value:
        return
    for row, column in sorted(part.sheet.without_value):
        if column in columns and part.layout.first_row <= row <= part.layout.last_row:
            severity = "doubtful" if row in totals else "wrong"
            yield part.found("formula_without_value", severity, row, column, formula=_formula(part, row, column))


def _formula(part: Part, row: int, column: int) -> str:
    return shown("=" + part.sheet.formulas.get((row, column), ""))


def _percentages(part: Part) -> Iterator[Finding]:
    """Numbers shown as a percentage among amounts; a row of nothing but percentages is left out by its category."""
    if part.layout.quantity not in {"eur", "hours", "fte"} or not part.sheet.percent:
        return
    columns = [period.column for period in part.layout.period_columns]
    for line in part.lines:
        if part.categories.get(line.row) == LEFT_OUT:
            continue
        for column, value in zip(columns, line.values, strict=True):
            if value is not None and (line.row, column) in part.sheet.percent:
                yield part.found("percent_in_amounts", "doubtful", line.row, column, percent=float(value * 100))


def _date_texts(part: Part) -> Iterator[Finding]:
    """Dates written as text outside the columns of figures."""
    layout = part.layout
    skipped = {period.column for period in layout.period_columns}
    for row in range(layout.first_row, min(layout.last_row, len(part.sheet.rows)) + 1):
        for column, value in enumerate(part.sheet.rows[row - 1], 1):
            if type(value) is str and 6 <= len(value) <= 12 and column not in skipped and is_date_text(value):
                yield part.found("date_as_text", "note", row, column, found=value.strip())
