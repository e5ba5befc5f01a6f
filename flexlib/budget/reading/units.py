"""In which unit figures are: stated above a table, in its headers, below it, or for each row in a column of units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from flexlib.budget.reading.columns import filled, is_words
from flexlib.budget.reading.headers import Block, HeaderColumn, columns_of, is_blank
from flexlib.budget.reading.terms import factor_of, factor_of_note, unit_of
from flexlib.budget.records import Layout, PeriodColumn
from flexlib.budget.workbook import Place, Sheet

BESIDE = 60  # rows of a block beside which a remark is looked for
MOST_BELOW = 40  # rows below the last block
FEWEST_UNITS = 2  # cells in a column of units without a header that says so


@dataclass(frozen=True, slots=True)
class RowUnit:
    """A row with figures in a block with a column of units: its cell, and what it says ("" and None: no amount)."""

    row: int
    text: str
    quantity: str
    factor: int | None
    is_known: bool


def without_word_columns(sheet: Sheet, block: Block) -> tuple[Block, tuple[str, ...]]:
    """A block whose columns of words count nothing, and the headers of these: "Kostenpost (x € 1.000)" is about the
    figures to the right of it."""
    said = [column for column in block.columns if column.span.period or column.quantity]
    words = {column.column for column in said if not column.span.period and is_words(sheet, block, column.column)}
    last = max((column.column for column in said if column.column not in words), default=0)
    words = {column for column in words if column < last}
    kept = tuple(
        replace(column, quantity="", factor=None) if column.column in words else column for column in block.columns
    )
    return replace(block, columns=kept), tuple(column.text for column in said if column.column in words)


def remark_with_unit(sheet: Sheet, blocks: Sequence[Block | Layout]) -> tuple[Place, str] | None:
    """The first remark below the last block, or beside the figures of one, that is about the unit; None without one."""
    for block in blocks:
        width = max((column.column for column in columns_of(sheet, block.header_rows)), default=0)
        for row in range(block.first_row, min(block.last_row, block.first_row + BESIDE) + 1):
            cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
            for column, value in enumerate(cells[width:], width + 1):
                if isinstance(value, str) and factor_of_note(value) is not None:
                    return (row, column), value
    below = max((block.last_row for block in blocks), default=len(sheet.rows))
    for row, cells in enumerate(sheet.rows[below : below + MOST_BELOW], below + 1):
        for column, value in enumerate(cells, 1):
            if isinstance(value, str) and factor_of_note(value) is not None:
                return (row, column), value
    return None


def factors(quantity: str, chosen: Sequence[HeaderColumn], stated: int | None) -> tuple[int, tuple[PeriodColumn, ...]]:
    """The factor of a block, and its columns with their own factor where headers state different ones.

    `stated` is what its notes say. A bare "€" in every header only says that it is money.
    """
    said = [column.factor for column in chosen if column.factor] if quantity == "eur" else []
    stated = stated if quantity == "eur" else 1
    whole = next((factor for factor in said if factor > 1), stated or 1)
    is_mixed = len(set(said)) > 1
    columns = tuple(
        PeriodColumn(
            column.column,
            column.span.period,
            column.factor if is_mixed and column.factor and column.factor != whole else None,
        )
        for column in chosen
    )
    return whole, columns


def per_quantity(sheet: Sheet, block: Block, layout: Layout, chosen: Sequence[HeaderColumn]) -> Iterator[Layout]:
    """The layout itself; where a column says per row what is counted, one for each quantity."""
    is_free = all(column.span.period and column.quantity in {"", "eur"} for column in chosen)
    column = unit_column(sheet, block, layout) if is_free else None
    if column is None:
        yield layout
        return
    labels = tuple(label for label in layout.label_columns if label != column)
    layout = replace(layout, unit_column=column, label_columns=labels)
    present = Counter(unit.quantity for unit in row_units(sheet, layout) if unit.quantity)
    for quantity, _ in present.most_common() or ((layout.quantity, 0),):
        yield replace(layout, quantity=quantity, factor=layout.factor if quantity == "eur" else 1)


def unit_column(sheet: Sheet, block: Block, layout: Layout) -> int | None:
    """The column that says per row in which unit its figures are, beside other columns of labels."""
    values = [period.column for period in layout.period_columns]
    labels = {*layout.label_columns, *([layout.account_column] if layout.account_column else [])}
    headers = {column.column: column.text for column in block.columns}
    width = max((len(cells) for cells in sheet.rows[block.first_row - 1 : block.first_row + BESIDE]), default=0)
    for column in range(block.first_column, (block.last_column or width) + 1):
        if column in values or not labels - {column}:
            continue
        cells = filled(sheet, block, column)
        units = sum(isinstance(cell, str) and unit_of(cell) is not None for cell in cells)
        fewest = 1 if _announces_units(headers.get(column, "")) else FEWEST_UNITS
        if units >= fewest and units * 2 > len(cells):
            return column
    return None


def _announces_units(text: str) -> bool:
    """Whether a header announces units."""
    return text.strip().lower().rstrip(".:") in {"eenheid", "eenh", "unit", "units", "eenheden"}


def row_units(sheet: Sheet, layout: Layout) -> Iterator[RowUnit]:
    """Every row with something among the figures of a layout that has a column of units."""
    columns = [period.column for period in layout.period_columns]
    for row in range(layout.first_row, min(layout.last_row, len(sheet.rows)) + 1):
        if all(is_blank(sheet.at(row, column)) for column in columns):
            continue
        value = sheet.at(row, layout.unit_column or 0)
        text = "" if is_blank(value) else str(value).strip()
        unit = unit_of(text)
        yield RowUnit(row, text, *(unit or ("", None)), is_known=unit is not None)


def rows_in_unit(sheet: Sheet, layout: Layout) -> tuple[dict[int, Decimal], frozenset[int]]:
    """For a layout with a column of units: row -> what its figures are multiplied by to be in the unit of the layout,
    and the rows that are not of its quantity. A row without a unit is read in euros, or in what most rows count."""
    units = list(row_units(sheet, layout))
    present = Counter(unit.quantity for unit in units if unit.quantity)
    default = "eur" if "eur" in present or not present else present.most_common(1)[0][0]
    stated = {unit.factor for unit in units if unit.factor}
    times: dict[int, Decimal] = {}
    elsewhere: set[int] = set()
    for unit in units:
        quantity = unit.quantity if unit.text else default
        if quantity != layout.quantity:
            elsewhere.add(unit.row)
        elif (
            unit.factor and unit.factor != layout.factor and stated != {1}
        ):  # only "€": it is money, in the stated unit
            times[unit.row] = Decimal(unit.factor) / layout.factor
    return times, frozenset(elsewhere)


def stated_factor(notes: Sequence[str]) -> int | None:
    """The factor in the first note that states one."""
    return next((factor for note in notes if (factor := factor_of(note))), None)
