"""Reads a workbook under a mapping: its lines, its own totals beside what was read, and everything found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from flexlib.budget.lines import BudgetLine, Lines
from flexlib.budget.reading.checks_before import before_findings
from flexlib.budget.reading.checks_cells import cell_findings
from flexlib.budget.reading.checks_figures import figure_findings, hours_findings
from flexlib.budget.reading.checks_sheet import sheet_findings, workbook_findings
from flexlib.budget.reading.checks_totals import total_findings
from flexlib.budget.reading.checks_twice import twice_findings
from flexlib.budget.reading.checks_units import unit_findings
from flexlib.budget.reading.grid import own_key
from flexlib.budget.reading.layouts import proposed
from flexlib.budget.reading.mapping import fit, with_suggestions
from flexlib.budget.reading.numbers import rounded
from flexlib.budget.reading.parts import Gathered, Part, ReadOptions, grids_under, part_of
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.tie_out import own_total
from flexlib.budget.records import Finding, Reading, WorkbookMapping
from flexlib.budget.workbook import Workbook, cell_name
from flexlib.model.accounts import Category

TEXT_ONLY = frozenset({"number_as_text", "date_as_text"})
DEFAULT_OPTIONS = ReadOptions()


def read_budget(
    workbook: Workbook,
    mapping: WorkbookMapping | None,
    categories: Sequence[Category],
    options: ReadOptions = DEFAULT_OPTIONS,
) -> Reading:
    """Read, check and tie out a workbook.

    Without a mapping one is proposed; one without layouts only says the kind ("" is guessed) and categories learned
    before. A mapping of another file (`fitted_to`) is first fitted to this one; a mapping of this file is followed to
    the letter, with suggestions for rows that it says nothing of.
    """
    told: tuple[Finding, ...] = ()
    if mapping is None:
        mapping, grids = proposed(workbook, categories)
    elif not mapping.layouts and not mapping.fitted_to:
        mapping, grids = proposed(workbook, categories, mapping.categories, mapping.name, mapping.kind)
    elif mapping.fitted_to != workbook.sha256:
        mapping, grids, told = fit(workbook, mapping, categories)
    else:
        grids = grids_under(workbook, mapping)
        mapping = with_suggestions(mapping, grids, categories)
    suggester = Suggester(categories, mapping.kind, mapping.categories)
    parts = [part_of(grid, mapping, suggester) for grid in grids]
    read = [(part, tuple(_lines(part, mapping.categories))) for part in parts]
    lines = tuple(line for _, of_part in read for line in of_part)
    gathered = Gathered(options.most_alike)
    gathered.add(told)
    gathered.add(workbook_findings(workbook, parts))
    gathered.add(twice_findings(read, categories))
    other_unit = tuple(before_findings(read, options.before))
    in_other_unit = {finding.sheet for finding in other_unit}
    gathered.add(other_unit)
    for part in parts:
        used = frozenset(
            period.column for other in parts if _is_beside(other, part) for period in other.layout.period_columns
        )
        in_cells = tuple(cell_findings(part))
        if workbook.kind == "csv":  # holds nothing but text
            in_cells = tuple(finding for finding in in_cells if finding.code not in TEXT_ONLY)
        gathered.add(in_cells)
        gathered.add(sheet_findings(part, used, mapping.kind))
        in_figures = tuple(figure_findings(part, mapping.kind, options, part.sheet.name in in_other_unit))
        gathered.add(in_figures)
        gathered.add(total_findings(part, (*in_cells, *in_figures), options.jump_share))
        gathered.add(_unplaced(part))
    gathered.add(unit_findings(parts, mapping.kind, in_other_unit))
    gathered.add(hours_findings(parts, options))
    return Reading(
        file_name=workbook.file_name,
        sha256=workbook.sha256,
        mapping=mapping,
        lines=Lines(lines),
        totals=tuple(own_total(total, part.grid) for part in parts for total in part.totals),
        findings=gathered.all(),
        unplaced=tuple(dict.fromkeys(line.key for line in lines if not line.category)),
    )


def _lines(part: Part, categories: Mapping[str, str]) -> Iterator[BudgetLine]:
    layout = part.layout
    quantity, factor = layout.quantity, layout.factor
    periods = [period.period for period in layout.period_columns]
    is_single = len(set(periods)) == len(periods)
    for line in part.lines:
        scale = factor * part.sign(line.row)
        amounts = [
            (period or part.periods.get(line.row, ""), rounded(value * scale, quantity))
            for period, value in zip(periods, line.values, strict=True)
            if value is not None
        ]
        if not amounts:
            continue
        yield BudgetLine(
            sheet=layout.sheet,
            row=line.row,
            label=line.label,
            account=line.account,
            key=own_key(line, quantity, categories),
            category=part.categories[line.row],
            quantity=quantity,
            amounts=tuple(amounts) if is_single else _summed(amounts),
            section=line.section,
        )


def _is_beside(other: Part, part: Part) -> bool:
    """Whether two blocks share rows of one sheet."""
    first, second = other.layout, part.layout
    rows_meet = first.first_row <= second.last_row and second.first_row <= first.last_row
    return other.sheet is part.sheet and rows_meet


def _summed(amounts: Sequence[tuple[str, Decimal]]) -> tuple[tuple[str, Decimal], ...]:
    """Months and quarters of one year added up."""
    sums: dict[str, Decimal] = {}
    for period, amount in amounts:
        sums[period] = sums.get(period, Decimal(0)) + amount
    return tuple(sums.items())


def _unplaced(part: Part) -> Iterator[Finding]:
    rows = [line for line in part.lines if line.has_figures and not part.categories.get(line.row)]
    if rows:
        column = (part.layout.label_columns or (part.layout.period_columns[0].column,))[0]
        names = ", ".join(dict.fromkeys(line.label or line.account for line in rows[:5] if line.label or line.account))
        values = (("count", len(rows)), ("labels", names + (", …" if len(rows) > 5 else "")))
        yield Finding("rows_unplaced", "doubtful", part.sheet.name, cell_name(rows[0].row, column), values)
