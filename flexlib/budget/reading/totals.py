"""Finds the rows of a block that are totals: by their words, by their formula, or because they add up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from flexlib.budget.reading.grid import Grid, GridRow
from flexlib.budget.reading.terms import is_result_label, is_total_label
from flexlib.budget.workbook import Place, column_letters

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


def find_totals(grid: Grid) -> dict[int, str]:
    """Row -> why it is a total: words, formula or sum."""
    formulas = grid.sheet.formulas
    columns = [period.column for period in grid.layout.period_columns]
    totals: dict[int, str] = {}
    block: list[GridRow] = []
    sums: list[GridRow] = []  # totals so far
    section = ""
    for line in grid.rows:
        if line.section != section:
            block, section = [], line.section
        why = ""
        if is_total_label(line.label) and not line.account:
            why = "words"
        elif _adds_rows(formulas, line.row, columns, totals):
            why = "formula"
        elif not line.account and (
            _is_sum(line, block, is_result_label(line.label))
            or (is_result_label(line.label) and _is_balance(line, sums))
        ):
            why = "sum"
        if why:
            totals[line.row] = why
            sums.append(line)
            block = []
        elif line.has_figures:
            block.append(line)
    return totals


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
    zero = Decimal(0)
    for first, second in combinations(sums[-NEAREST:], 2):
        for sign in (-1, 1):
            pairs = zip(line.values, first.values, second.values, strict=True)
            if line.has_figures and all((a or zero) == (b or zero) + sign * (c or zero) for a, b, c in pairs):
                return True
    return False


def _is_sum(line: GridRow, block: list[GridRow], has_result_word: bool) -> bool:
    """Whether a row equals the sum of the rows above it in every period, and hardly by chance."""
    if len(block) < 2:
        return False
    values = [value for value in line.values if value]
    is_named = bool(line.label) and not has_result_word
    if not values or (is_named and (len(set(values)) < 2 or max(map(abs, values)) < SURE_AMOUNT)):
        return False
    zero = Decimal(0)
    for position, value in enumerate(line.values):
        if value is not None and sum((row.values[position] or zero for row in block), zero) != value:
            return False
    return True
