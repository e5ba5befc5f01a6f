"""One block of a workbook as read, with its totals and what its rows are: what every check looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flexlib.budget.reading.grid import Grid, GridRow, own_key, read_grid
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.tie_out import Total, totals_of
from flexlib.budget.reading.years_down import periods_by_row
from flexlib.budget.records import Finding, Layout, WorkbookMapping
from flexlib.budget.workbook import Sheet, Workbook, cell_name

AmountBefore = tuple[str, str, float]  # category, period, euros


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the checks hold figures against. `jump_share`: 0.25 is a quarter more or less than the year before.

    `before` is what the institution last saved, in euros per category and period; empty when nothing was.
    """

    jump_share: float = 0.25
    hours_per_fte: tuple[float, float] = (1_400.0, 1_700.0)  # productive hours a year
    hourly_rate: tuple[float, float] = (20.0, 400.0)  # euros
    most_alike: int = 200  # findings of one kind on one sheet; the rest is told as a count
    before: tuple[AmountBefore, ...] = ()


@dataclass(slots=True)
class Part:
    """A block with its rows (`grid`), its totals, and per row its category and side (cost, income, both or ""), and
    its own year where a column of the sheet holds years."""

    grid: Grid
    totals: list[Total]
    categories: dict[int, str] = field(default_factory=dict)
    sides: dict[int, str] = field(default_factory=dict)
    periods: Mapping[int, str] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        return self.grid.sheet

    @property
    def layout(self) -> Layout:
        return self.grid.layout

    @property
    def lines(self) -> Iterator[GridRow]:
        """The rows that are no totals."""
        return (line for line in self.grid.rows if not line.is_total)

    def found(self, code: str, severity: str, row: int, column: int, /, **values: object) -> Finding:
        """A finding in a cell of this block."""
        return Finding(code, severity, self.sheet.name, cell_name(row, column), tuple(values.items()))

    def sign(self, row: int) -> int:
        """What a figure of a row is multiplied by, so that cost and income come out positive."""
        return self.layout.cost_sign if self.sides.get(row) in {"cost", ""} else self.layout.income_sign


def grids_under(workbook: Workbook, mapping: WorkbookMapping) -> list[Grid]:
    """The rows of every layout whose sheet the workbook has."""
    sheets: Mapping[str, Sheet] = {sheet.name: sheet for sheet in workbook.sheets}
    return [
        read_grid(sheets[layout.sheet], layout)
        for layout in mapping.layouts
        if layout.sheet in sheets and layout.period_columns
    ]


def part_of(grid: Grid, mapping: WorkbookMapping, suggester: Suggester) -> Part:
    """A block with the categories that the mapping gives its rows, and its totals."""
    categories: dict[int, str] = {}
    sides: dict[int, str] = {}
    for line in grid.rows:
        if not line.is_total:
            category = mapping.categories.get(own_key(line, grid.layout.quantity, mapping.categories), "")
            categories[line.row] = category
            sides[line.row] = suggester.side(category, line.label, line.section)
    return Part(grid, totals_of(grid, sides), categories, sides, periods_by_row(grid.sheet, grid.layout))


class Gathered:
    """Findings, each cell and kind once, and at most `most` of one kind on one sheet; of the rest only the count."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[str, Finding] = {}
        self._counts: dict[tuple[str, str, str], int] = {}
        self._rest: dict[tuple[str, str, str], tuple[str, str]] = {}  # first and last cell that was not kept

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if finding.key in self._kept:
                continue
            alike = (finding.code, finding.severity, finding.sheet)
            self._counts[alike] = self._counts.get(alike, 0) + 1
            if self._counts[alike] <= self._most:
                self._kept[finding.key] = finding
            else:
                first, _ = self._rest.get(alike, (finding.cell, ""))
                self._rest[alike] = (first, finding.cell)

    def all(self) -> tuple[Finding, ...]:
        """What was kept, and one finding for each kind of which there were more."""
        more = [
            Finding("more_alike", severity, sheet, first,
                    (("count", self._counts[code, severity, sheet] - self._most), ("last", last), ("like", code)))
            for (code, severity, sheet), (first, last) in self._rest.items()
        ]  # fmt: skip
        return (*self._kept.values(), *more)
