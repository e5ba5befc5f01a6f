"""Shared formulas: the text of a formula in the other cells that use it."""

from __future__ import annotations

import re

from flexlib.budget.workbook import column_letters

_PIECE = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|(?<![A-Za-z0-9_.$])(?P<c>\$?)(?P<column>[A-Za-z]{1,3})(?P<r>\$?)(?P<row>\d{1,7})"""
    r"""(?![A-Za-z0-9_.(!])"""
)
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column of `C12` or `$C$12`; None when it is no cell."""
    found = _CELL.fullmatch(reference)
    if found is None or not 0 < int(found[2]) <= 1_048_576:
        return None
    column = column_number(found[1])
    return (int(found[2]), column) if column <= 16_384 else None


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula with its relative references moved down and to the right; what would leave the sheet is `#REF!`."""

    def shift(found: re.Match[str]) -> str:
        if found["text"] is not None:
            return found[0]
        row = int(found["row"]) + (0 if found["r"] else rows)
        column = column_number(found["column"]) + (0 if found["c"] else columns)
        if row < 1 or column < 1:
            return "#REF!"
        return f"{found['c']}{column_letters(column)}{found['r']}{row}"

    return _PIECE.sub(shift, formula)
