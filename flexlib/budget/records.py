"""What a reading of a workbook holds: its mapping, the lines read, its own totals, and every finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flexlib.budget.lines import Lines
from flexlib.errors import Notice, notice

KINDS = ("budget", "programme", "staffing", "profile")
QUANTITIES = ("eur", "hours", "fte", "count", "rate")
LEFT_OUT = "left_out"  # the category of a row that a person leaves out on purpose


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in a workbook.

    `code` leads to the texts `budget_found.<code>.what`, `.why` and `.do`, which may name `values`. `severity`: wrong
    stops the import, doubtful can be accepted with a reason, note only tells. `cell` is "" for a whole sheet or file.
    """

    code: str
    severity: str  # wrong, doubtful or note
    sheet: str = ""
    cell: str = ""
    values: tuple[tuple[str, object], ...] = ()

    @property
    def key(self) -> str:
        """What an acceptance is kept under: the same finding in the same cell."""
        return f"{self.code}|{self.sheet}|{self.cell}"

    def words(self, part: str) -> Notice:
        """The text of one part: `what` was found, `why` it matters, what to `do`; may name sheet and cell too."""
        return notice(
            f"budget_found.{self.code}.{part}", **{"sheet": self.sheet, "cell": self.cell, **dict(self.values)}
        )


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A column of amounts. `period` is a calendar year "2027" or a school year "2027/2028". `factor` is its own, where
    its header states another unit than the rest of the block."""

    column: int
    period: str
    factor: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How one block of a sheet is to be read; rows and columns count from 1.

    `factor` is what a number must be multiplied by to give the unit of `quantity` (1000 for "x € 1.000").
    `income_sign` and `cost_sign` are 1 or -1: the sign with which the sheet writes income and cost.
    `unit_column` holds per row what is counted and in which unit; only rows of `quantity` are read then.
    `year_column` holds per row the year of its figures, for period columns without one.
    `headers` holds the header of every column used, with years taken out, so that the block is found in another file.
    """

    sheet: str
    quantity: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    label_columns: tuple[int, ...]
    period_columns: tuple[PeriodColumn, ...]
    account_column: int | None = None
    factor: int = 1
    income_sign: int = 1
    cost_sign: int = 1
    total_rows: tuple[int, ...] = ()
    headers: tuple[tuple[int, str], ...] = ()
    unit_column: int | None = None
    year_column: int | None = None


@dataclass(frozen=True, slots=True)
class WorkbookMapping:
    """How a kind of workbook is read, saved under a name and used again for next year's file.

    `categories` maps the key of a row (its account number, else its label, see `BudgetLine.key`) to a category id.
    `fitted_to` is the sha256 of the file whose rows and columns the layouts name; in another file they are looked up.
    """

    name: str
    kind: str
    layouts: tuple[Layout, ...]
    categories: Mapping[str, str]
    fitted_to: str = ""


@dataclass(frozen=True, slots=True)
class OwnTotal:
    """A total the workbook states itself, and the rows that should make it up."""

    sheet: str
    row: int
    label: str
    quantity: str
    stated: tuple[tuple[str, Decimal], ...]  # empty when the file stores no outcome of its formulas
    parts: tuple[int, ...]  # rows, subtotals resolved into their own rows
    read: tuple[tuple[str, Decimal], ...]  # the sum of those rows as read


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that came out of one workbook under one mapping."""

    file_name: str
    sha256: str
    mapping: WorkbookMapping
    lines: Lines
    totals: tuple[OwnTotal, ...]
    findings: tuple[Finding, ...]
    unplaced: tuple[str, ...] = ()  # keys of rows for which neither the mapping nor a suggestion has a category

    @property
    def is_stopped(self) -> bool:
        """Whether something is wrong, so that the workbook cannot be taken over."""
        return any(finding.severity == "wrong" for finding in self.findings)
