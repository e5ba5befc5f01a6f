"""What an institution last saved of each kind of budget, as the checks of its next file take it."""

from __future__ import annotations

from flexlib.budget.reading.checks_before import amounts_before
from flexlib.budget.reading.parts import ReadOptions
from flexlib.ui import saves

IN_EUROS = ("budget", "programme")


def read_options(institution_id: str) -> ReadOptions:
    """The settings of the checks, with the amounts of the budgets last saved; without an institution or a budget
    there is nothing to hold a file against. Raises WorkspaceError."""
    if not institution_id:
        return ReadOptions()
    budgets = saves.workspace().budgets
    kept = budgets.budgets(institution_id)
    latest = [next((one for one in kept if one.kind == kind), None) for kind in IN_EUROS]
    return ReadOptions(
        before=tuple(amount for one in latest if one for amount in amounts_before(budgets.sums(one.id, one.version)))
    )
