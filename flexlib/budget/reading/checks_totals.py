"""Checks of totals: whether they equal their parts, count something twice, or leave rows out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from flexlib.budget.reading.causes import Cause, Causes
from flexlib.budget.reading.checks_cells import shown
from flexlib.budget.reading.headers import columns_of
from flexlib.budget.reading.numbers import rounded
from flexlib.budget.reading.parts import Part
from flexlib.budget.reading.terms import is_part_label, is_total_label
from flexlib.budget.reading.tie_out import Total, rounding_unit
from flexlib.budget.reading.totals import looks_of
from flexlib.budget.records import LEFT_OUT, Finding
from flexlib.budget.workbook import Place

FACTORS = (1_000, 1_000_000)
NEAR = Decimal("0.001")  # how close a ratio is to a thousand to be called one
_MOST_ROWS = 8  # rows that a message names


def total_findings(part: Part, found: Iterable[Finding] = (), share: float = 0.25) -> Iterator[Finding]:
    """Every total of a block that does not equal what was read, and every row total that does not.

    `found` is what was found in the figures: a total that is off because of it tells that it follows from it. `share`
    is how much a figure may differ from the year beside it.
    """
    unit, causes = _unit(part), Causes(part, found, share)
    for total in part.totals:
        yield from _formula_reach(part, total)
        for position, difference in total.differences():
            yield _differing(part, total, position, difference, unit, causes)
    yield from _row_totals(part, unit, causes)
    yield from _by_sum(part)
    yield from _like_totals(part)
    yield from _of_the_row_above(part)


def _unit(part: Part) -> Decimal:
    if part.layout.quantity != "eur":
        return Decimal("0.0001")
    return rounding_unit([value for line in part.lines for value in line.values], part.layout.factor)


def _differing(part: Part, total: Total, position: int, difference: Decimal, unit: Decimal, causes: Causes) -> Finding:
    layout = part.layout
    period = layout.period_columns[position]
    stated, read = total.line.values[position] or Decimal(0), total.sums[position]
    values: dict[str, object] = {
        "label": shown(total.line.label),
        "period": period.period,
        "stated": _scaled(part, stated),
        "read": _scaled(part, read),
        "difference": _scaled(part, difference),
    }
    place = (total.line.row, period.column)
    if abs(difference) <= unit * len(total.parts) / 2:
        return part.found("total_rounded", "note", *place, **values)
    if cause := causes.of_total(total.parts, difference, place):
        return _following(part, place, cause, values)
    if factor := _thousand(stated, read):
        return part.found("unit_total", "doubtful", *place, factor=factor, **values)
    return part.found("total_differs", "doubtful", *place, **values)


def _following(part: Part, place: Place, cause: Cause, values: Mapping[str, object]) -> Finding:
    """A total that is off because of something else. It stays doubtful when that can be accepted, as the total then
    says otherwise."""
    if cause.kind == "with_cause":
        implied = _scaled(part, cause.implied)
        return part.found("total_with_cause", "doubtful", *place, cause=cause.cell, implied=implied, **values)
    return part.found(f"total_{cause.kind}", "note", *place, cause=cause.cell, **values)


def _thousand(first: Decimal, second: Decimal) -> int:
    """1000 or 1000000 when one amount is that many times the other, else 0."""
    low, high = sorted((abs(first), abs(second)))
    return next((factor for factor in FACTORS if low and abs(high / low / factor - 1) < NEAR), 0)


def _scaled(part: Part, value: Decimal) -> float:
    return float(rounded(value * part.layout.factor, part.layout.quantity))


def _formula_reach(part: Part, total: Total) -> Iterator[Finding]:
    column = part.layout.period_columns[0].column
    for code, rows in (("total_counts_twice", total.twice), ("total_misses_rows", total.missed)):
        if rows:
            named = ", ".join(map(str, rows[:_MOST_ROWS])) + (", …" if len(rows) > _MOST_ROWS else "")
            yield part.found(code, "doubtful", total.line.row, column, label=shown(total.line.label), rows=named)


def _row_totals(part: Part, unit: Decimal, causes: Causes) -> Iterator[Finding]:
    """A column that totals the periods, against what was read in the row."""
    layout = part.layout
    if any(period.factor for period in layout.period_columns):  # in which unit its total is, nothing says
        return
    columns = columns_of(part.sheet, layout.header_rows)
    own = {column.column: column for column in columns}
    periods = [period for period in layout.period_columns if period.period]
    if len(periods) < 2 or len({period.period for period in periods}) < len(periods):
        return
    for column in columns:
        quantity = column.quantity or layout.quantity
        is_total = column.span.role == "total" and not column.span.period and not column.span.stream
        if not is_total or quantity != layout.quantity or column.column < max(period.column for period in periods):
            continue
        if any(own[period.column].quantity not in {"", layout.quantity} for period in periods if period.column in own):
            continue
        yield from _row_total(part, column.column, unit, causes)


def _row_total(part: Part, column: int, unit: Decimal, causes: Causes) -> Iterator[Finding]:
    for line in part.grid.rows:
        stated = part.sheet.at(line.row, column)
        if not isinstance(stated, float) or not line.has_figures:
            continue
        read = sum((value for value in line.values if value is not None), Decimal(0))
        total = Decimal(repr(stated)) * part.grid.times.get(line.row, 1)
        difference = total - read
        tolerance = max(unit * len(line.values) / 2, Decimal("0.005") / part.layout.factor)
        if abs(difference) > tolerance:
            values: dict[str, object] = {
                "label": shown(line.label),
                "stated": _scaled(part, total),
                "read": _scaled(part, read),
                "difference": _scaled(part, difference),
            }
            if cause := causes.of_row(line, difference):
                yield _following(part, (line.row, column), cause, values)
            else:
                yield part.found("row_total_differs", "doubtful", line.row, column, **values)


def _by_sum(part: Part) -> Iterator[Finding]:
    """Rows that were taken for a total without saying so in words or by formula."""
    columns = [period.column for period in part.layout.period_columns]
    for total in part.totals:
        has_formula = any((total.line.row, column) in part.sheet.formulas for column in columns)
        if not has_formula and not is_total_label(total.line.label):
            place = (total.line.row, columns[0])
            if total.is_above:
                first, last = total.parts[0][0], total.parts[-1][0]
                yield part.found("total_above", "note", *place, label=shown(total.line.label), first=first, last=last)
            else:
                yield part.found("total_by_sum", "note", *place, label=shown(total.line.label))


def _like_totals(part: Part) -> Iterator[Finding]:
    """Rows that are read as a line and look like a total: they would count twice."""
    looks = looks_of(part.grid)
    for line in part.lines:
        is_like = line.row in looks.totals or line.row in looks.above
        if not is_like or not line.has_figures or part.categories.get(line.row) == LEFT_OUT:
            continue
        at = next((place for place, value in enumerate(line.values) if value), 0)
        place, label = (line.row, part.layout.period_columns[at].column), shown(line.label)
        found = looks.above.get(line.row)
        if found is None or (found.why == "number" and found.is_sure):
            yield part.found("line_like_total", "doubtful", *place, label=label)
            continue
        code = "line_over_others" if found.why == "number" else "line_over_details"
        yield part.found(code, "doubtful", *place, label=label, first=found.parts[0], last=found.parts[-1])


def _of_the_row_above(part: Part) -> Iterator[Finding]:
    """Rows that tell a part of the row above them: left out, or else counted twice."""
    column = part.layout.period_columns[0].column
    for line in part.lines:
        if is_part_label(line.label) and line.has_figures:
            is_out = part.categories.get(line.row) == LEFT_OUT
            code, severity = ("row_is_part", "note") if is_out else ("row_is_part_counted", "doubtful")
            yield part.found(code, severity, line.row, column, label=shown(line.label))
