"""Which columns of a block hold labels, and which the account numbers."""

from __future__ import annotations

from collections.abc import Sequence

from flexlib.budget.reading.headers import Block, is_blank
from flexlib.budget.reading.numbers import understand
from flexlib.budget.reading.terms import is_account_header, is_label_header, is_note_header
from flexlib.budget.workbook import Sheet, Value

SAMPLE = 400  # rows looked at
_ACCOUNT_DIGITS = range(3, 10)


def account_column(sheet: Sheet, block: Block, values: Sequence[int], other: set[int]) -> int | None:
    """The column of account numbers: left of the figures, whole numbers of three to nine digits, or so named.
    `other` are columns whose header names figures."""
    headers = {column.column: column.text for column in block.columns}
    for column in range(block.first_column, min(values)):
        if column in other and not is_account_header(headers.get(column, "")):
            continue
        cells = filled(sheet, block, column)
        numbered = sum(_is_account(cell) for cell in cells)
        if not cells or numbered * 2 < len(cells):
            continue
        header = headers.get(column, "")
        if is_account_header(header):
            return column
        is_free = not is_label_header(header) and not is_note_header(header)
        if is_free and len({str(cell) for cell in cells}) * 3 > len(cells) * 2 and numbered * 5 >= len(cells) * 4:
            return column
    return None


def label_columns(sheet: Sheet, block: Block, values: Sequence[int], account: int | None) -> tuple[int, ...]:
    """The columns with words left of the figures, whatever their header says; the nearest one to the right when there
    are none."""
    headers = {column.column: column.text for column in block.columns}
    width = max((len(cells) for cells in sheet.rows[block.first_row - 1 : block.last_row]), default=0)
    named = [
        column
        for column in range(block.first_column, (block.last_column or width) + 1)
        if column not in values
        and column != account
        and not is_note_header(headers.get(column, ""))
        and _is_label(sheet, block, column, headers.get(column, ""))
    ]
    left = [column for column in named if column < min(values)]
    return tuple(left or named[:1])


def is_words(sheet: Sheet, block: Block, column: int) -> bool:
    """Whether most cells of a column hold words."""
    cells = filled(sheet, block, column)
    return sum(isinstance(cell, str) and understand(cell).how == "text" for cell in cells) * 2 > len(cells)


def _is_label(sheet: Sheet, block: Block, column: int, header: str) -> bool:
    is_named = is_label_header(header) and not is_account_header(header)
    return is_words(sheet, block, column) or (is_named and bool(filled(sheet, block, column)))


def filled(sheet: Sheet, block: Block, column: int) -> list[Value]:
    """The cells of a column in the first rows of a block that are not blank."""
    rows = range(block.first_row, min(block.last_row, block.first_row + SAMPLE) + 1)
    return [value for row in rows if not is_blank(value := sheet.at(row, column))]


def _is_account(value: Value) -> bool:
    if isinstance(value, float):
        return value == int(value) and len(str(int(abs(value)))) in _ACCOUNT_DIGITS if abs(value) < 1e10 else False
    if not isinstance(value, str):
        return False
    digits = value.strip().replace(".", "").replace("-", "").replace(" ", "")
    letters = sum(mark.isalpha() for mark in digits)
    return letters <= 3 and sum(mark.isdigit() for mark in digits) in _ACCOUNT_DIGITS and digits.isalnum()
