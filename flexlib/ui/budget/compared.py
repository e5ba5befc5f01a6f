"""The budget picked on screen against the choice: worked out once per choice, budget and option, in nominal euros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from flexlib.budget.beside.against import compare_with_budget, nominal
from flexlib.budget.beside.asked import asked_of
from flexlib.budget.beside.comparison import Comparison, Options, Spending, Year
from flexlib.budget.lines import BudgetLine
from flexlib.engine.calendar import Period
from flexlib.model.accounts import categories_for
from flexlib.model.records import Choice
from flexlib.store.budgets import BudgetVersion
from flexlib.ui import budget_use, saves, state
from flexlib.ui.cache import shelf
from flexlib.ui.frame import Page

COMPARED = ("programme", "budget")
DOUBTFUL = 0.8  # a year with a smaller chance of staying within its budget is in doubt


@dataclass(frozen=True, eq=False)
class Against:
    """A budget against the choice and, where that differs, its reference; `own_fte` is own time per calendar year of
    the model, in fte, that is not replaced."""

    page: Page
    version: BudgetVersion
    lines: tuple[BudgetLine, ...]
    options: Options
    found: Comparison
    reference: Comparison | None
    own_fte: tuple[tuple[Period, float], ...]

    def t(self, key: str, /, **values: object) -> str:
        return self.page.t(f"begroting_against.{key}", **values)

    def label(self, category: str) -> str:
        """A category in words."""
        known = {one.id: one.label for one in categories_for(self.page.model, self.version.kind)}
        return known[category][self.page.language] if category in known else category

    @property
    def by_chance(self) -> bool:
        """Whether there are chances: not for the budget of a whole college."""
        return self.version.kind == "programme"

    def of_reference(self, year: int) -> Spending | None:
        if self.reference is None:
            return None
        return next((one for one in self.reference.spending if one.year == year), None)

    def in_doubt(self) -> Spending | None:
        """The first year whose chance is below DOUBTFUL."""
        return next((one for one in self.found.spending if one.chance is not None and one.chance < DOUBTFUL), None)

    def shared(self) -> tuple[Year, ...]:
        """The years that count in total."""
        return tuple(year for year in self.found.years if year.in_total)


def versions(page: Page, kinds: Sequence[str]) -> list[BudgetVersion]:
    """What the institution on screen has of these kinds: the one in use first, then the last saved."""
    institution = page.choice.institution
    if not institution.id:
        return []
    used = {origin.saved_id for origin in budget_use.origins_of(institution).values()}
    kept = [one for one in saves.workspace().budgets.budgets(institution.id) if one.kind in kinds]
    return sorted(kept, key=lambda one: (kinds.index(one.kind), one.id not in used))


def against(page: Page, version: BudgetVersion, capitalise_years: int | None, keeps_what_is_left: bool) -> Against:
    """The comparison, from all draws of the choice and of its reference."""
    options = Options(capitalise_years, state.reserve(page.choice.institution.id), keeps_what_is_left)
    lines = lines_of(version)
    choice, beside = nominal(page.choice), nominal(page.reference)
    found = _compared(page, choice, version, lines, options)
    reference = None if beside == choice else _compared(page, beside, version, lines, replace(options, reserve=None))
    asked = asked_of(page.model, choice)
    own = tuple(zip(asked.calendar_years, (float(fte) for fte in asked.own_fte[:, 0]), strict=True))
    return Against(page, version, lines, options, found, reference, own)


def lines_of(version: BudgetVersion) -> tuple[BudgetLine, ...]:
    """The lines of a version as they were read."""
    return tuple(budget_use.as_read(saves.workspace().budgets.lines(version.id, version.version)))


def _compared(
    page: Page, choice: Choice, version: BudgetVersion, lines: Sequence[BudgetLine], options: Options
) -> Comparison:
    compare = partial(compare_with_budget, page.model, choice, kind=version.kind, lines=lines, options=options)
    return shelf().compared(choice, (version.id, version.version, options), lambda estimate: compare(estimate=estimate))
