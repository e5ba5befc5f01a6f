"""What every page of the exported workbook is made from, and what the pages hand on to each other."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from flexlib.budget.export.export_book import Book, Page
from flexlib.budget.export.export_live import Cells, Live
from flexlib.engine.evaluate import Estimate, Evaluation
from flexlib.engine.sampling import Draws
from flexlib.model.bilingual import Text
from flexlib.model.records import GROUPS, Choice, CostModel
from flexlib.text import text
from flexlib.text.notation import NOT_APPLICABLE

FORMAT = "1"  # of the workbook; its marker, so that it is recognised when it comes back
SHEETS = (
    "summary",
    "choices",
    "parameters",
    "drivers",
    "lines",
    "timing",
    "course",
    "years",
    "hours",
    "uncertainty",
)


@dataclass(frozen=True, eq=False)
class Frame:
    """The estimate to write, and the workbook it goes into.

    point : the draw of the rekenwaarde before the future acts; evaluation : the steps of the estimate at that draw
    """

    model: CostModel
    choice: Choice
    estimate: Estimate
    evaluation: Evaluation
    point: Draws
    language: str
    address: str
    book: Book
    parameters: dict[str, Live] = field(default_factory=dict)
    levels: dict[str, Live] = field(default_factory=dict)
    figures: dict[str, Live] = field(default_factory=dict)
    drivers: dict[str, Live] = field(default_factory=dict)
    group_drivers: dict[str, tuple[Live, ...]] = field(default_factory=dict)
    group_cells: dict[str, Cells] = field(default_factory=dict)
    fixed_drivers: dict[str, Live] = field(default_factory=dict)
    fixed_group_drivers: dict[str, tuple[Live, ...]] = field(default_factory=dict)
    inputs: dict[str, Live] = field(default_factory=dict)  # the input cell of each parameter, before the future acts
    outcomes: dict[str, Live] = field(default_factory=dict)  # headline outcomes as formulas

    def page(self, name: str) -> Page:
        return self.book.pages[SHEETS.index(name)]

    def t(self, key: str, /, **values: object) -> str:
        return text(f"budget_export.{key}", self.language, **values)

    def label(self, of: Text) -> str:
        return of[self.language]

    def group_label(self, group: int) -> str:
        return self.label(self.model.groups[GROUPS[group]].label)

    @property
    def not_applicable(self) -> str:
        return NOT_APPLICABLE[self.language]

    @property
    def footer(self) -> str:
        return self.t("footer", version=self.model.version, hash=self.model.content_hash[:12])

    def put_value(self, page: Page, row: int, column: int, value: float, number_format: str) -> None:
        """A value of the uncertainty that stands as it is; "n.v.t." where there is none."""
        if math.isfinite(value):
            page.number(row, column, value, number_format)
        else:
            page.words(row, column, self.not_applicable, "given_nothing")
