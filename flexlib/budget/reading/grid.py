"""The rows of one block as its layout says: label, account number, heading above, and exact figures as the sheet
writes them, in the sheet's own unit and with its own signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from flexlib.budget.reading.headers import is_blank
from flexlib.budget.reading.numbers import EMPTY, Number, exact, notation_of, understand
from flexlib.budget.reading.terms import is_section_total
from flexlib.budget.reading.units import rows_in_unit
from flexlib.budget.records import Layout
from flexlib.budget.workbook import Sheet, Value

LONGEST_LABEL = 200
HEADING_ENDS = " › "


@dataclass(slots=True)
class GridRow:
    """One row with something in a column of figures. `values` follow the layout's period columns; None: no figure."""

    row: int
    label: str
    account: str
    section: str
    values: list[Decimal | None]
    has_figures: bool
    is_total: bool = False


@dataclass(slots=True)
class OddCell:
    """A cell of figures that is not simply a number, with what it was taken to mean."""

    row: int
    column: int
    raw: Value
    number: Number
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Above:
    """The rows that a row is the total of. `why` is number or sum; when it is not sure, the row is read as a line and
    a person is asked."""

    parts: tuple[int, ...]
    why: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """What rows look like, whatever the layout says: totals with why, and totals of the rows below them."""

    totals: dict[int, str]
    above: dict[int, Above]


@dataclass(slots=True)
class Grid:
    """One block as read. `headings` are (row, text) of rows with only a label; `times` is what the figures of a row
    with its own unit were multiplied by, to be in the unit of the layout."""

    sheet: Sheet
    layout: Layout
    rows: list[GridRow] = field(default_factory=list)
    odd: list[OddCell] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    looks: Looks | None = None  # filled in when asked for
    times: Mapping[int, Decimal] = field(default_factory=dict)


def read_grid(sheet: Sheet, layout: Layout) -> Grid:
    """Every row of a block that holds figures, or text where figures belong."""
    grid = Grid(sheet, layout)
    columns = [period.column for period in layout.period_columns]
    last = min(layout.last_row, len(sheet.rows))
    notations = _notations(sheet.rows[layout.first_row - 1 : last], columns)
    places = list(zip(columns, notations, strict=True))
    fills = _vertical_merges(sheet, layout.label_columns)
    own = [Decimal(period.factor or layout.factor) / layout.factor for period in layout.period_columns]
    has_own = layout.quantity == "eur" and any(period.factor for period in layout.period_columns)
    grid.times, elsewhere = rows_in_unit(sheet, layout) if layout.unit_column else ({}, frozenset())
    for row in range(layout.first_row, last + 1):
        if row in elsewhere:
            continue
        cells = sheet.rows[row - 1]
        width = len(cells)
        values: list[Decimal | None] = []
        is_filled = has_figures = False
        for column, notation in places:
            raw = cells[column - 1] if column <= width else None
            if type(raw) is float and -1e13 < raw < 1e13:
                values.append(exact(raw))
                has_figures = True
                continue
            number = EMPTY if raw is None else understand(raw, notation)
            values.append(number.value)
            if number.how != "empty":
                is_filled = True
                has_figures = has_figures or number.value is not None
                if number.how != "number":
                    grid.odd.append(OddCell(row, column, raw, number))
            elif (row, column) in sheet.without_value:
                is_filled = True
        label, account = _label(cells, layout, fills.get(row) if fills else None)
        if has_own or row in grid.times:
            values = _in_one_unit(values, own, grid.times.get(row))
        if is_filled or has_figures:
            grid.rows.append(GridRow(row, label, account, "", values, has_figures))
        elif (label or account) and _is_bare(cells, columns):
            grid.headings.append((row, label or account))
    settle(grid, layout)
    return grid


def settle(grid: Grid, layout: Layout) -> None:
    """Mark the totals that a layout names, and give each row the heading it stands under: the last one above it, until
    a total that carries its name."""
    grid.layout = layout
    totals = frozenset(layout.total_rows)
    headings = iter([*grid.headings, (len(grid.sheet.rows) + 1, "")])
    next_row, next_text = next(headings)
    section = ""
    for line in grid.rows:
        while next_row < line.row:
            section = next_text
            next_row, next_text = next(headings)
        line.section = section
        line.is_total = line.row in totals
        if line.is_total and section and is_section_total(line.label, section):
            section = ""
    for odd in grid.odd:
        odd.is_total = odd.row in totals


def key_of(label: str, account: str, quantity: str) -> str:
    """What the category of a row is kept under: its account number, else its label; not euros are marked as such."""
    key = account or " ".join(label.split())
    return key if quantity in {"eur", "count"} else f"{key} [{quantity}]"


def own_key(line: GridRow, quantity: str, categories: Mapping[str, str]) -> str:
    """The key of a row, with the heading before it where a mapping tells rows of one name apart by their heading."""
    key = key_of(line.label, line.account, quantity)
    under = under_heading(key, line.section)
    return under if line.section and under in categories else key


def under_heading(key: str, section: str) -> str:
    """The key of a row that shares its name with a row under another heading."""
    return f"{section}{HEADING_ENDS}{key}"


def _in_one_unit(
    values: Sequence[Decimal | None], own: Sequence[Decimal], times: Decimal | None
) -> list[Decimal | None]:
    """The figures of a row in the unit of the layout; the unit of the row goes before that of a column."""
    pairs = zip(values, own, strict=True)
    return [None if value is None else value * (of_column if times is None else times) for value, of_column in pairs]


def _label(cells: Sequence[Value], layout: Layout, fills: dict[int, Value] | None) -> tuple[str, str]:
    words = []
    width = len(cells)
    for column in layout.label_columns:
        value = cells[column - 1] if column <= width else None
        if value is None and fills:
            value = fills.get(column)
        if value is not None and (word := _as_label(value)):
            words.append(word)
    label = words[0] if len(words) == 1 else " · ".join(words)
    column = layout.account_column or 0
    account = _as_label(cells[column - 1]) if column and column <= width else ""
    if account and not any(mark.isdigit() for mark in account):
        label, account = " · ".join([account, *words]), ""  # "Totaal" in the column of account numbers
    return label[:LONGEST_LABEL], account[:LONGEST_LABEL]


def _as_label(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, float) and value == value // 1:
        return str(int(value))
    return str(value)


def _notations(rows: Sequence[Sequence[Value]], columns: Sequence[int]) -> list[str]:
    """Per column of figures the notation of its text numbers; where it is silent, that of the whole block."""
    texts: dict[int, list[str]] = {column: [] for column in columns}
    for cells in rows:
        for column in columns:
            if column <= len(cells) and type(value := cells[column - 1]) is str:
                texts[column].append(value)
    whole = notation_of(value for values in texts.values() for value in values)
    return [notation_of(texts[column]) or whole for column in columns]


def _is_bare(cells: Sequence[Value], columns: Sequence[int]) -> bool:
    """Whether nothing stands in or to the right of the columns of figures, apart from remarks."""
    return not any(isinstance(value, (int, float)) for value in cells[min(columns) - 1 :])


def _vertical_merges(sheet: Sheet, columns: Sequence[int]) -> dict[int, dict[int, Value]]:
    """For rows inside a label that is merged downwards: column -> that label."""
    fills: dict[int, dict[int, Value]] = {}
    for area in sheet.merged:
        if area.last_row > area.first_row and area.first_column in columns:
            value = sheet.at(area.first_row, area.first_column)
            if not is_blank(value):
                for row in range(area.first_row, min(area.last_row, area.first_row + 1000) + 1):
                    fills.setdefault(row, {})[area.first_column] = value
    return fills
