"""Checks of units: stated elsewhere than above the table, per column or per row, implausible, or no amount at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flexlib.budget.reading.checks_cells import shown
from flexlib.budget.reading.parts import Part
from flexlib.budget.reading.terms import factor_of, factor_of_note, is_other_quantity, is_price, is_ratio
from flexlib.budget.reading.units import remark_with_unit, row_units
from flexlib.budget.records import LEFT_OUT, Finding, Layout
from flexlib.budget.workbook import Place

ABOVE = 60  # rows above a header in which a unit may be stated
PROGRAMME = (10_000.0, 100_000_000.0)  # euros: the largest year of a programme of one institution lies between these
PEOPLE = {"fte": 500_000.0, "hours": 20_000_000.0}  # far more than any institution has: amounts of money
FEWEST_LINES = 2
LARGE_SHARE = 0.005  # of the largest year; a price per student is far less


def unit_findings(parts: Sequence[Part], kind: str, told: Collection[str]) -> Iterator[Finding]:
    """What is to be said about the units of all blocks; `told` are sheets of which the unit is doubted already."""
    remarks = _remarks(parts)
    for part in parts:
        if part.layout.quantity == "eur":
            yield from _elsewhere(part, remarks.get(part.sheet.name))
            yield from _of_columns(part)
            if kind == "programme" and part.sheet.name not in told:
                yield from _of_programme(part)
            if kind in {"budget", "programme"}:
                yield from _no_amounts(part)
        elif part.layout.quantity in PEOPLE:
            yield from _of_people(part)
        if part.layout.unit_column:
            yield from _of_rows(part, parts)


def _remarks(parts: Sequence[Part]) -> dict[str, tuple[Place, str]]:
    """Sheet → the remark about its unit, below or beside its tables."""
    layouts: dict[str, list[Layout]] = {}
    for part in parts:
        layouts.setdefault(part.sheet.name, []).append(part.layout)
    sheets = {part.sheet.name: part.sheet for part in parts}
    found = {name: remark_with_unit(sheet, layouts[name]) for name, sheet in sheets.items()}
    return {name: remark for name, remark in found.items() if remark}


def _elsewhere(part: Part, remark: tuple[Place, str] | None) -> Iterator[Finding]:
    """The unit was found below or beside the table."""
    if not remark or factor_of_note(remark[1]) != part.layout.factor:
        return
    layout, sheet = part.layout, part.sheet
    above = sheet.rows[max(layout.header_rows[0] - 1 - ABOVE, 0) : layout.first_row - 1]
    if any(isinstance(value, str) and factor_of(value) is not None for cells in above for value in cells):
        return
    place, text = remark
    yield part.found("unit_elsewhere", "note", *place, found=shown(text), factor=layout.factor)


def _of_columns(part: Part) -> Iterator[Finding]:
    layout = part.layout
    own = next((period.column for period in layout.period_columns if period.factor), None)
    if own is not None:
        units = ", ".join(f"{period.period} × {period.factor or layout.factor}" for period in layout.period_columns)
        yield part.found("unit_of_columns", "note", layout.header_rows[-1], own, units=units)


def _of_programme(part: Part) -> Iterator[Finding]:
    largest = _largest_year(part) * part.layout.factor
    if largest and not PROGRAMME[0] <= largest <= PROGRAMME[1]:
        yield _doubt(part, "unit_programme", total=round(largest), factor=part.layout.factor)


def _of_people(part: Part) -> Iterator[Finding]:
    largest = _largest_year(part)
    if largest > PEOPLE[part.layout.quantity]:
        yield _doubt(part, "not_in_people", total=round(largest))


def _doubt(part: Part, code: str, **values: object) -> Finding:
    return part.found(code, "doubtful", part.layout.header_rows[-1], part.layout.period_columns[0].column, **values)


def _largest_year(part: Part) -> float:
    """What the lines come to in the largest year, without signs and in the unit of the sheet; 0 for hardly any."""
    lines = [line for line in part.lines if any(line.values) and part.categories.get(line.row) != LEFT_OUT]
    if len(lines) < FEWEST_LINES:
        return 0.0
    places = range(len(part.layout.period_columns))
    return max(sum(abs(float(line.values[place] or 0)) for line in lines) for place in places)


def _no_amounts(part: Part) -> Iterator[Finding]:
    """Rows that are left out because of their name; doubtful where the sheet itself adds them up, and where a price
    is as large as an amount."""
    large = _largest_year(part) * LARGE_SHARE
    counted = {row: total.line.label for total in part.totals if not any(total.differences()) for row, _ in total.parts}
    for line in part.lines:
        if part.categories.get(line.row) != LEFT_OUT or not any(line.values):
            continue
        if not (is_ratio(line.label) or is_other_quantity(line.label)):
            continue
        place = (line.row, _first_column(part))
        if line.row in counted:
            total = shown(counted[line.row])
            yield part.found("row_no_amount_in_total", "doubtful", *place, label=shown(line.label), total=total)
        elif is_price(line.label) and max(abs(float(value or 0)) for value in line.values) > large:
            yield part.found("row_may_be_amount", "doubtful", *place, label=shown(line.label))
        else:
            yield part.found("row_no_amount", "note", *place, label=shown(line.label))


def _of_rows(part: Part, parts: Sequence[Part]) -> Iterator[Finding]:
    """Rows that no quantity is read from, and rows without a unit among others that differ."""
    layout, sheet = part.layout, part.sheet
    units = list(row_units(sheet, layout))
    differ = len({(unit.quantity, unit.factor) for unit in units if unit.quantity}) > 1
    read = {line.row for line in part.grid.rows}
    beside = [one for one in parts if one.sheet is sheet and one.layout.header_rows == layout.header_rows]
    totals = {line.row for one in beside for line in one.grid.rows if line.is_total}
    for unit in units:
        words = (sheet.at(unit.row, column) for column in layout.label_columns)
        values = {"label": shown(" · ".join(str(word) for word in words if word)), "unit": shown(unit.text)}
        place = (unit.row, layout.unit_column or 0)
        if unit.is_known and not unit.quantity:
            yield part.found("row_is_ratio", "note", *place, **values)
        elif unit.text and not unit.is_known:
            yield part.found("row_unit_unknown", "doubtful", *place, **values)
        elif not unit.text and differ and unit.row in read - totals:
            yield part.found("row_without_unit", "doubtful", *place, label=values["label"], factor=layout.factor)


def _first_column(part: Part) -> int:
    return (part.layout.label_columns or (part.layout.period_columns[0].column,))[0]
