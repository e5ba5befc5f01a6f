"""Proposes how a workbook is to be read: the layout of each block, the kind of workbook, a category for each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from flexlib.budget.reading.columns import account_column, label_columns
from flexlib.budget.reading.grid import Grid, GridRow, key_of, own_key, read_grid, settle, under_heading
from flexlib.budget.reading.headers import Block, HeaderColumn, blocks_of
from flexlib.budget.reading.kinds import kind_of
from flexlib.budget.reading.periods import spans_years, without_years
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.terms import (
    factor_of,
    is_account_header,
    is_label_header,
    is_note_header,
    is_price_header,
    quantity_of,
)
from flexlib.budget.reading.totals import looks_of
from flexlib.budget.reading.units import (
    factors,
    per_quantity,
    remark_with_unit,
    stated_factor,
    without_word_columns,
)
from flexlib.budget.reading.years_down import is_year_header
from flexlib.budget.records import LEFT_OUT, Layout, WorkbookMapping
from flexlib.budget.workbook import Sheet, Workbook
from flexlib.model.accounts import Category

_STREAM_ORDER = {"budget": 0, "": 1, "forecast": 2, "realised": 3}


def propose(
    workbook: Workbook, categories: Sequence[Category], learned: Mapping[str, str] | None = None, name: str = ""
) -> WorkbookMapping:
    """How a workbook is best read, for a person to correct. `learned` holds categories of keys chosen before."""
    return proposed(workbook, categories, learned, name)[0]


def proposed(
    workbook: Workbook,
    categories: Sequence[Category],
    learned: Mapping[str, str] | None = None,
    name: str = "",
    kind: str = "",
) -> tuple[WorkbookMapping, list[Grid]]:
    """What `propose` gives, with the rows of each layout; a `kind` that a person named is not guessed."""
    grids = [grid for sheet in workbook.sheets if not sheet.is_hidden for grid in grids_of(sheet)]
    kind = kind or kind_of(workbook, [grid.layout for grid in grids])
    suggester = Suggester(categories, kind, learned)
    placed: dict[str, str] = {}
    for grid in grids:
        placed.update(suggestions(grid, suggester, placed))
        grid.layout = with_signs(grid.layout, grid, placed, suggester)
    layouts = tuple(grid.layout for grid in grids)
    return WorkbookMapping(name or workbook.file_name, kind, layouts, placed, workbook.sha256), grids


def grids_of(sheet: Sheet) -> Iterator[Grid]:
    """The blocks of a sheet as they are best read: one for each header and for each quantity counted under it."""
    outside = ""
    blocks = blocks_of(sheet)
    remark = remark_with_unit(sheet, blocks)
    for found in blocks:
        block, above_labels = without_word_columns(sheet, found)
        said = " ".join(note for note in block.notes if quantity_of(note) or factor_of(note))
        outside = outside or said
        notes = [said, *above_labels, outside, remark[1] if remark else "", sheet.name]
        default = next(filter(None, map(quantity_of, (said, *above_labels, sheet.name))), "")
        groups = list(chosen_columns(block, default))
        for quantity, chosen in groups:
            layout = _layout(sheet, block, quantity, chosen, notes)
            for one in per_quantity(sheet, block, layout, chosen) if len(groups) == 1 else (layout,):
                yield totalled(sheet, one)


def totalled(sheet: Sheet, layout: Layout) -> Grid:
    """The rows of a layout, with its totals found."""
    grid = read_grid(sheet, layout)
    settle(grid, replace(layout, total_rows=tuple(looks_of(grid).totals)))
    return grid


def chosen_columns(block: Block, default: str) -> Iterator[tuple[str, list[HeaderColumn]]]:
    """Per quantity the columns to read: one for each period, the budget rather than a forecast, and what was realised
    only when there is nothing else. A column without a year counts when its quantity has none with a year. Columns
    with the price of one fte are not read."""
    columns = [
        column
        for column in block.columns
        if column.column > block.first_column and not is_note_header(column.text) and not is_price_header(column.text)
    ]
    timed = [column for column in columns if column.span.period and column.span.role in {"period", "total"}]
    fallback = default or "eur"
    found: dict[str, list[HeaderColumn]] = {}
    for column in timed:
        if column.span.role == "period":
            found.setdefault(column.quantity or fallback, []).append(column)
    alone = next(iter(found)) if len(found) == 1 else fallback
    for column in timed:
        if column.span.role == "total":
            found.setdefault(column.quantity or alone, []).append(column)
    chosen = {quantity: _one_per_period(group) for quantity, group in found.items()}
    for column in columns:
        is_value = column.quantity and not column.span.period and column.span.role in {"none", "total"}
        if not is_value or is_account_header(column.text) or is_label_header(column.text):
            continue
        if column.span.role == "total" and timed:
            continue
        chosen.setdefault(column.quantity, [block.dated(column)])
    yield from ((quantity, group) for quantity, group in chosen.items() if group)


def suggestions(grid: Grid, suggester: Suggester, placed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Key -> category for every row of figures that something points to a category for. Where two rows of one name
    belong to different categories, the second is kept under its heading and name."""
    found: dict[str, str] = {}
    quantity = grid.layout.quantity
    for line in grid.rows:
        if line.is_total:
            continue
        key = key_of(line.label, line.account, quantity)
        category = suggester.category(line.label, line.account, line.section, quantity, key)
        if quantity == "eur" and grid.sheet.percent and _is_percentages(grid, line):
            category = LEFT_OUT
        known = found.get(key) or (placed or {}).get(key)
        if not category and grid.layout.unit_column and not suggester.suits(quantity):
            category = LEFT_OUT  # its own unit says that it is no amount
        if category and known is None:
            found[key] = category
        elif category and known != category and line.section:
            found[under_heading(key, line.section)] = category
    return found


def _is_percentages(grid: Grid, line: GridRow) -> bool:
    pairs = zip(grid.layout.period_columns, line.values, strict=True)
    return all(value is None or (line.row, period.column) in grid.sheet.percent for period, value in pairs) and any(
        line.values
    )


def with_signs(layout: Layout, grid: Grid, placed: Mapping[str, str], suggester: Suggester) -> Layout:
    """The layout with the signs that most of its income rows and most of its cost rows have."""
    balance = {"income": 0, "cost": 0}
    for line in grid.rows:
        if line.is_total:
            continue
        category = placed.get(own_key(line, layout.quantity, placed), "")
        side = suggester.side(category, line.label, line.section)
        if side in balance:
            balance[side] += sum((value > 0) - (value < 0) for value in line.values if value)
    return replace(layout, income_sign=-1 if balance["income"] < 0 else 1, cost_sign=-1 if balance["cost"] < 0 else 1)


def headers_used(columns: Iterable[HeaderColumn]) -> tuple[tuple[int, str], ...]:
    """Column -> its header without years, as a layout keeps it."""
    return tuple((column.column, without_years(column.text)) for column in columns)


def _one_per_period(group: list[HeaderColumn]) -> list[HeaderColumn]:
    group = [column for column in group if not spans_years(column.span.period, {c.span.period for c in group})]
    plain = [column for column in group if column.span.role == "period"]
    totals = [column for column in group if column.span.role == "total" and not column.span.part]
    if any(column.span.stream != "realised" for column in plain):
        plain = [column for column in plain if column.span.stream != "realised"]
    kept: list[HeaderColumn] = []
    several: list[tuple[list[HeaderColumn], list[HeaderColumn]]] = []  # columns of a year, and those with its total
    for period, same in groupby(sorted(plain, key=lambda c: c.span.period), key=lambda c: c.span.period):
        columns = list(same)
        best = min(_STREAM_ORDER[column.span.stream] for column in columns)
        columns = [column for column in columns if _STREAM_ORDER[column.span.stream] == best]
        columns = [column for column in columns if column.quantity] or columns
        columns = [column for column in columns if not column.span.part] or columns
        if len(columns) > 1:
            several.append((columns, [column for column in totals if column.span.period == period]))
        else:
            kept += columns
    has_totals = all(len(total) == 1 for _, total in several)  # else the only one may be of all years together
    for columns, total in several:
        kept += total if has_totals else columns
    told = {column.span.period for column in plain}
    for period, same in groupby(sorted(totals, key=lambda c: c.span.period), key=lambda c: c.span.period):
        columns = [column for column in same if column.span.stream != "realised" or not plain]
        is_alike = not told or any(len(period) == len(other) for other in told)  # a school year among school years
        if period not in told and len(columns) == 1 and is_alike:
            kept += columns
    return sorted(kept, key=lambda column: column.column)


def _layout(sheet: Sheet, block: Block, quantity: str, chosen: list[HeaderColumn], notes: Sequence[str]) -> Layout:
    values = [column.column for column in chosen]
    other = {
        column.column for column in block.columns if column.span.role == "period" or column.span.part or column.quantity
    }
    account = account_column(sheet, block, values, other | {block.year_column or 0})
    labels = tuple(c for c in label_columns(sheet, block, values, account) if c != block.year_column)
    headers = {column.column: column.text for column in block.columns}
    by_row = block.year_column if labels and is_year_header(headers.get(block.year_column or 0, "")) else None
    factor, columns = factors(quantity, chosen, stated_factor(notes))
    used = {*values, *labels, account}
    return Layout(
        sheet=sheet.name,
        quantity=quantity,
        header_rows=block.header_rows,
        first_row=block.first_row,
        last_row=block.last_row,
        label_columns=labels,
        period_columns=columns,
        account_column=account if labels or not block.year_column else None,
        factor=factor,
        headers=headers_used(column for column in block.columns if column.column in used),
        year_column=by_row,
    )
