"""Finds the rows of a block that are totals: by words, by formula, by account number, or because rows add up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from flexlib.budget.reading.above import NEAR, differs_by, totals_above
from flexlib.budget.reading.grid import Above, Grid, GridRow, Looks, settle
from flexlib.budget.reading.terms import is_result_label, is_total_label
from flexlib.budget.workbook import Place, column_letters

ZERO = Decimal(0)
SURE_AMOUNT = 1_000  # below this, that rows add up to the next one may well be chance
NEAREST = 8  # earlier totals that a balance is tried as the difference of
_REFERENCE = r"\$?([A-Z]{1,3})\$?(\d{1,7})"
_RANGE = re.compile(rf"{_REFERENCE}(?::{_REFERENCE})?")
_TERM = re.compile(r"([+-]?)(?:(?:SUM|SUBTOTAL)\(([^()]*)\)|(\$?[A-Z]{1,3}\$?\d{1,7}))")


@dataclass(frozen=True, slots=True)
class Span:
    """Rows that a formula adds (sign 1) or takes off (sign -1), ends included."""

    sign: int
    first: int
    last: int


@dataclass(slots=True)
class _Block:
    """The rows since the last total: how many, and their sum in every period."""

    sums: list[Decimal]
    count: int = 0

    def add(self, line: GridRow) -> None:
        self.count += 1
        for place, value in enumerate(line.values):
            if value:
                self.sums[place] += value


def looks_of(grid: Grid) -> Looks:
    """What the rows of a block look like, each under its heading as if there were no totals; worked out once."""
    if grid.looks is None:
        bare = Grid(grid.sheet, grid.layout, [replace(line) for line in grid.rows], headings=grid.headings)
        settle(bare, replace(grid.layout, total_rows=()))
        above = _above(bare)
        grid.looks = Looks(_totals(bare, above), above)
    return grid.looks


def _totals(grid: Grid, found: Mapping[int, Above]) -> dict[int, str]:
    """Row -> why it is a total: words, formula, number (of its account) or sum."""
    formulas = grid.sheet.formulas
    columns = [period.column for period in grid.layout.period_columns]
    above = {row: total for row, total in found.items() if total.is_sure}
    totals: dict[int, str] = {}
    block = _Block([ZERO] * len(columns))
    sums: list[GridRow] = []  # totals so far
    section = ""
    for line in grid.rows:
        if line.section != section:
            block, section = _Block([ZERO] * len(columns)), line.section
        why = ""
        if is_total_label(line.label) and (not line.account or _is_nearly(line, block)):
            why = "words"
        elif _adds_rows(formulas, line.row, columns, totals):
            why = "formula"
        elif line.row in above:
            totals[line.row] = above[line.row].why
            if min(above[line.row].parts) > line.row:  # its rows are still to come, and may make up more
                continue
            why = totals[line.row]
        elif not line.account and (
            _is_sum(line, block, is_result_label(line.label))
            or (is_result_label(line.label) and _is_balance(line, sums))
        ):
            why = "sum"
        if why:
            totals[line.row] = why
            sums.append(line)
            block = _Block([ZERO] * len(columns))
        elif line.has_figures:
            block.add(line)
    return totals


def _above(grid: Grid) -> dict[int, Above]:
    """Row -> the rows it is the total of, sure or not, for rows that are no total by their words or formula."""
    formulas = grid.sheet.formulas
    columns = [period.column for period in grid.layout.period_columns]
    stated: dict[int, str] = {}
    for line in grid.rows:
        if is_total_label(line.label) and not line.account:
            stated[line.row] = "words"
        elif _adds_rows(formulas, line.row, columns, stated):
            stated[line.row] = "formula"
    return totals_above(grid, stated)


def _is_nearly(line: GridRow, block: _Block) -> bool:
    off = differs_by(line, block.sums)
    return block.count > 1 and off is not None and off <= NEAR


def spans_in(formula: str, column: int) -> tuple[Span, ...]:
    """The rows that a formula adds up within its own column; empty when it does anything else."""
    text = formula.replace(" ", "").upper().lstrip("=").lstrip("+")
    spans: list[Span] = []
    position = 0
    letters = column_letters(column)
    while position < len(text):
        term = _TERM.match(text, position)
        if not term or (position and not term[1]):
            return ()
        sign = -1 if term[1] == "-" else 1
        pieces = re.split(r"[,;]", term[2]) if term[2] is not None else [term[3]]
        for piece in pieces:
            if piece.isdigit() and "SUBTOTAL" in term[0]:
                continue
            found = _RANGE.fullmatch(piece)
            if not found or found[1] != letters or (found[3] or letters) != letters:
                return ()
            spans.append(Span(sign, int(found[2]), int(found[4] or found[2])))
        position = term.end()
    return tuple(spans)


def _adds_rows(formulas: Mapping[Place, str], row: int, columns: list[int], totals: Mapping[int, str]) -> bool:
    for column in columns:
        formula = formulas.get((row, column))
        if formula is None:
            continue
        spans = spans_in(formula, column)
        rows = sum(span.last - span.first + 1 for span in spans)
        return rows > 1 or (rows == 1 and spans[0].first in totals)
    return False


def _is_balance(line: GridRow, sums: list[GridRow]) -> bool:
    """Whether a row is the difference, or with signs the sum, of two totals above it."""
    for first, second in combinations(sums[-NEAREST:], 2):
        for sign in (-1, 1):
            pairs = zip(line.values, first.values, second.values, strict=True)
            if line.has_figures and all((a or ZERO) == (b or ZERO) + sign * (c or ZERO) for a, b, c in pairs):
                return True
    return False


def _is_sum(line: GridRow, block: _Block, has_result_word: bool) -> bool:
    """Whether a row equals the sum of the rows above it in every period, and hardly by chance."""
    if block.count < 2:
        return False
    values = [value for value in line.values if value]
    is_named = bool(line.label) and not has_result_word
    if not values or (is_named and (len(set(values)) < 2 or max(map(abs, values)) < SURE_AMOUNT)):
        return False
    return all(value in (None, total) for value, total in zip(line.values, block.sums, strict=True))
