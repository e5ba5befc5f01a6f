"""What a suggested category rests on, so that a person can see why a row stands where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.suggest import SUITED_KINDS, Suggester
from flexlib.budget.records import LEFT_OUT, WorkbookMapping
from flexlib.model.accounts import Category

FTE = ("figure:fte_", "hire:fte")  # what a row of fte may be


def reason_of(line: BudgetLine, category: str, suggester: Suggester) -> str:
    """word, account, heading or other: which part of a row by itself suggests its category; none without one."""
    if not category:
        return "none"
    tries = (
        ("word", line.label, "", ""),
        ("account", "", line.account, ""),
        ("heading", "", "", line.section),
        ("word", line.label, "", line.section),
    )
    for reason, label, account, section in tries:
        if suggester.category(label, account, section, line.quantity, "") == category:
            return reason
    return "other"


def plain_suggester(categories: Sequence[Category], mapping: WorkbookMapping) -> Suggester:
    """Suggestions without anything learned."""
    return Suggester(categories, mapping.kind)


def suited(categories: Sequence[Category], kind: str, quantities: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Quantity → the categories that a row of that quantity may get, setting aside as the last."""
    found: dict[str, tuple[str, ...]] = {}
    for quantity in quantities:
        kinds = SUITED_KINDS.get((kind, quantity), ())
        fitting = (category.id for category in categories if category.id.partition(":")[0] in kinds)
        if quantity == "fte" and kind in ("staffing", "profile"):  # of the figures only those that count fte
            fitting = (category.id for category in categories if category.id.startswith(FTE))
        found[quantity] = (*fitting, LEFT_OUT)
    return found
