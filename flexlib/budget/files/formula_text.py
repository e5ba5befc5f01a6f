"""Shared formulas: the text of a formula in the other cells that use it."""

from __future__ import annotations

import re
from functools import lru_cache

from flexlib.budget.workbook import column_letters

_PIECE = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|(?<![A-Za-z0-9_.$])(?P<c>\$?)(?P<column>[A-Za-z]{1,3})(?P<r>\$?)(?P<row>\d{1,7})"""
    r"""(?![A-Za-z0-9_.(!])"""
)
_letters = lru_cache(maxsize=1_000)(column_letters)
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


class SharedFormula:
    """A formula that other cells repeat with its relative references moved along."""

    def __init__(self, row: int, column: int, words: str) -> None:
        self.row, self.column = row, column
        self.pieces: list[str | tuple[str, int, str, int]] = []  # words, or a reference: $ or "", column, $ or "", row
        end = 0
        for found in _PIECE.finditer(words):
            if found["text"] is None:
                self.pieces.append(words[end : found.start()])
                self.pieces.append((found["c"], column_number(found["column"]), found["r"], int(found["row"])))
                end = found.end()
        self.pieces.append(words[end:])

    def at(self, row: int, column: int) -> str:
        """The text in another cell; a reference that would leave the sheet is `#REF!`."""
        down, right = row - self.row, column - self.column
        words = []
        for piece in self.pieces:
            if isinstance(piece, str):
                words.append(piece)
                continue
            fixed_column, to_column, fixed_row, to_row = piece
            to_column += 0 if fixed_column else right
            to_row += 0 if fixed_row else down
            is_there = to_column > 0 and to_row > 0
            words.append(f"{fixed_column}{_letters(to_column)}{fixed_row}{to_row}" if is_there else "#REF!")
        return "".join(words)
