"""Applies a saved mapping to another file: finds its blocks again where rows, columns or years have moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flexlib.budget.reading.checks_cells import shown
from flexlib.budget.reading.columns import account_column, label_columns
from flexlib.budget.reading.grid import HEADING_ENDS, Grid, own_key
from flexlib.budget.reading.headers import Block, HeaderColumn, blocks_of
from flexlib.budget.reading.layouts import headers_used, proposed, suggestions, totalled
from flexlib.budget.reading.periods import without_years
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.terms import plain_label
from flexlib.budget.reading.units import factors, remark_with_unit, stated_factor, unit_column, without_word_columns
from flexlib.budget.records import Finding, Layout, PeriodColumn, WorkbookMapping
from flexlib.budget.workbook import Sheet, Workbook, cell_name
from flexlib.model.accounts import Category

NOT_FITTING = "mapping_not_fitting"  # the finding that a saved mapping belongs to another workbook
ENOUGH = 0.5  # share of a layout's headers that a block must have


@dataclass(slots=True)
class _Place:
    """A block of the new file that a saved layout may belong to, with how well it suits."""

    sheet: Sheet
    block: Block
    score: float


def fit(
    workbook: Workbook, mapping: WorkbookMapping, categories: Sequence[Category]
) -> tuple[WorkbookMapping, list[Grid], tuple[Finding, ...]]:
    """The mapping with its layouts as they stand in this file, their rows, and what it could not place: blocks and
    columns that are gone, sheets with another name, another unit, rows that are new or gone. A file in which none of
    the layouts is found is another workbook: it is read as proposed, with the categories that were chosen before."""
    mapping = replace(mapping, categories={key: id_ for key, id_ in mapping.categories.items() if id_})
    blocks = [(sheet, block) for sheet in workbook.sheets if not sheet.is_hidden for block in blocks_of(sheet)]
    known = {plain_label(key.partition(" [")[0]) for key in mapping.categories}
    taken: set[tuple[str, tuple[int, ...], int, str]] = set()
    grids: list[Grid] = []
    findings: list[Finding] = []
    for saved in mapping.layouts:
        free = [(sheet, block) for sheet, block in blocks if _spot(sheet, block, saved) not in taken]
        place = _best_place(saved, free, known)
        if place is None:
            findings.append(Finding("block_not_found", "doubtful", saved.sheet, "", (("sheet", saved.sheet),)))
            continue
        taken.add(_spot(place.sheet, place.block, saved))
        grid, told = _moved(saved, place)
        grids.append(grid)
        findings += told
    if mapping.layouts and not grids:
        fresh, grids = proposed(workbook, categories, mapping.categories, mapping.name, mapping.kind)
        return fresh, grids, (Finding(NOT_FITTING, "note", "", "", (("name", mapping.name),)),)
    placed, told = _categories(mapping, grids, categories)
    layouts = tuple(grid.layout for grid in grids)
    fitted = replace(mapping, layouts=layouts, categories=placed, fitted_to=workbook.sha256)
    return fitted, grids, (*findings, *told)


def _spot(sheet: Sheet, block: Block, saved: Layout) -> tuple[str, tuple[int, ...], int, str]:
    return sheet.name, block.header_rows, block.first_column, saved.quantity


def with_suggestions(
    mapping: WorkbookMapping, grids: Sequence[Grid], categories: Sequence[Category]
) -> WorkbookMapping:
    """The mapping with a category for rows that it says nothing of; what a person chose stands, none too ("")."""
    suggester = Suggester(categories, mapping.kind, mapping.categories)
    placed = dict(mapping.categories)
    for grid in grids:
        for key, category in suggestions(grid, suggester, placed).items():
            if key not in placed and key.rpartition(HEADING_ENDS)[2] not in mapping.categories:
                placed[key] = category
    return replace(mapping, categories=placed)


def _best_place(saved: Layout, blocks: Sequence[tuple[Sheet, Block]], known: set[str]) -> _Place | None:
    wanted = [text for _, text in saved.headers]
    best: _Place | None = None
    for sheet, block in blocks:
        texts = {without_years(column.text) for column in block.columns}
        share = sum(text in texts for text in wanted) / len(wanted) if wanted else 0.0
        same_name = without_years(sheet.name) == without_years(saved.sheet)
        if share < ENOUGH or not _periods(saved, block):
            continue
        nearness = 1 / (2 + abs(block.header_rows[0] - saved.header_rows[0]))
        place = _Place(sheet, block, 2 * share + same_name + _known_share(sheet, block, known) + nearness)
        if best is None or place.score > best.score:
            best = place
    return best


def _known_share(sheet: Sheet, block: Block, known: set[str]) -> float:
    """The share of rows with a label that the mapping knows."""
    rows = sheet.rows[block.first_row - 1 : min(block.last_row, block.first_row + 200)]
    words = [
        {plain_label(str(cell)) for cell in cells[: block.columns[-1].column] if cell is not None} for cells in rows
    ]
    return sum(bool(cells & known) for cells in words) / max(len(rows), 1)


def _periods(saved: Layout, block: Block) -> list[HeaderColumn]:
    """The columns of a block with a header that the saved layout read as figures."""
    headers = dict(saved.headers)
    wanted = {headers.get(period.column, "") for period in saved.period_columns}
    has_years = any(period.period for period in saved.period_columns)
    return [
        column
        for column in map(block.dated, block.columns)
        if without_years(column.text) in wanted and bool(column.span.period) == has_years
    ]


def _moved(saved: Layout, place: _Place) -> tuple[Grid, list[Finding]]:
    sheet, block = place.sheet, place.block
    findings: list[Finding] = []
    chosen = _periods(saved, block)
    values = [column.column for column in chosen]
    headers = dict(saved.headers)
    at = {without_years(column.text): column.column for column in reversed(block.columns)}
    labels = tuple(sorted(at[headers[c]] for c in saved.label_columns if headers.get(c) in at))
    account = at.get(headers.get(saved.account_column or 0, ""))
    other = {
        column.column for column in block.columns if column.span.role == "period" or column.span.part or column.quantity
    }
    if saved.account_column is not None and account is None:
        account = account_column(sheet, block, values, other)
    if len(labels) < len(saved.label_columns):
        labels = label_columns(sheet, block, values, account)
    last_header = block.header_rows[-1]
    for column, text in saved.headers:
        if text not in at:
            cell = cell_name(last_header, column)
            findings.append(Finding("column_not_found", "doubtful", sheet.name, cell, (("header", text),)))
    if sheet.name != saved.sheet:
        findings.append(Finding("sheet_renamed", "note", sheet.name, "", (("saved", saved.sheet), ("now", sheet.name))))
    factor, columns = _factors(saved, block, chosen, sheet)
    if factor != saved.factor:
        cell = cell_name(last_header, values[0])
        findings.append(
            Finding("unit_changed", "doubtful", sheet.name, cell, (("saved", saved.factor), ("now", factor)))
        )
    used = {*values, *labels, account}
    layout = replace(
        saved,
        sheet=sheet.name,
        header_rows=block.header_rows,
        first_row=block.first_row,
        last_row=block.last_row,
        label_columns=labels,
        account_column=account,
        period_columns=columns,
        factor=factor,
        total_rows=(),
        year_column=block.year_column if saved.year_column else None,
        headers=headers_used(column for column in block.columns if column.column in used),
    )
    if saved.unit_column is not None:
        in_units = unit_column(sheet, block, layout)
        labels = tuple(column for column in labels if column != in_units)
        layout = replace(layout, unit_column=in_units, label_columns=labels)
    return totalled(sheet, layout), findings


def _factors(
    saved: Layout, block: Block, chosen: Sequence[HeaderColumn], sheet: Sheet
) -> tuple[int, tuple[PeriodColumn, ...]]:
    """The unit that the new file states, else the one that was saved; and the columns with their own."""
    _, above_labels = without_word_columns(sheet, block)
    remark = remark_with_unit(sheet, blocks_of(sheet))
    stated = stated_factor([*block.notes, *above_labels, remark[1] if remark else "", sheet.name])
    return factors(saved.quantity, chosen, stated or saved.factor)


def _categories(
    mapping: WorkbookMapping, grids: Sequence[Grid], categories: Sequence[Category]
) -> tuple[dict[str, str], list[Finding]]:
    """The saved categories with suggestions for new rows, and which rows are new or gone."""
    suggester = Suggester(categories, mapping.kind, mapping.categories)
    placed = dict(mapping.categories)
    names = {category.id: category.label for category in categories}
    present: set[str] = set()
    findings: list[Finding] = []
    for grid in grids:
        layout = grid.layout
        suggested = suggestions(grid, suggester, mapping.categories)
        known = {**suggested, **mapping.categories}
        for line in grid.rows:
            key = own_key(line, layout.quantity, known)
            if line.is_total or not line.has_figures or key in present:
                continue
            present.add(key)
            if key not in mapping.categories and key in suggested:
                placed[key] = suggested[key]
                column = (layout.label_columns or (layout.period_columns[0].column,))[0]
                values = (("label", shown(line.label or key)), ("category", names.get(suggested[key], "")))
                findings.append(Finding("row_new", "note", layout.sheet, cell_name(line.row, column), values))
    findings += _vanished(mapping, present)
    return placed, findings


def _vanished(mapping: WorkbookMapping, present: set[str]) -> Iterator[Finding]:
    for key in mapping.categories:
        if key not in present:
            yield Finding("row_vanished", "note", "", shown(key), (("label", shown(key)),))
