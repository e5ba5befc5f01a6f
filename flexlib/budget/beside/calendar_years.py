"""Amounts of a budget per calendar year: 5/12 of a school year is in the year it begins, 7/12 in the next.

An amount without a year is in no calendar year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.periods import years_of

FIRST_MONTHS = frozenset(range(8, 13))  # of a school year, in the calendar year it begins: August to December
LAST_MONTHS = frozenset(range(1, 8))
WHOLE_YEAR = FIRST_MONTHS | LAST_MONTHS
_CENT = Decimal("0.01")


def by_calendar_year(amounts: Iterable[tuple[str, Decimal]]) -> dict[int, Decimal]:
    """Calendar year → amount. The two parts of a school year are whole cents and add up to its amount."""
    found: dict[int, Decimal] = {}
    for period, amount in amounts:
        for year, part in _parts(period, amount):
            found[year] = found.get(year, Decimal(0)) + part
    return found


def months_covered(lines: Iterable[BudgetLine]) -> dict[int, frozenset[int]]:
    """Calendar year → the months (1 to 12) of it for which the lines have a period."""
    found: dict[int, frozenset[int]] = {}
    for years in {years_of(period) for line in lines for period, _ in line.amounts} - {()}:
        months = (WHOLE_YEAR,) if len(years) == 1 else (FIRST_MONTHS, LAST_MONTHS)
        for year, covered in zip(years, months, strict=True):
            found[year] = found.get(year, frozenset()) | covered
    return found


def without_year(lines: Iterable[BudgetLine]) -> tuple[BudgetLine, ...]:
    """The lines with amounts that name no year, each with those amounts only; nothing can be laid beside them."""
    found = []
    for line in lines:
        amounts = tuple((period, amount) for period, amount in line.amounts if amount and not years_of(period))
        if amounts:
            found.append(replace(line, amounts=amounts))
    return tuple(found)


def _parts(period: str, amount: Decimal) -> list[tuple[int, Decimal]]:
    years = years_of(period)
    if not years:
        return []
    if len(years) == 1:
        return [(years[0], amount)]
    first = (amount * 5 / 12).quantize(_CENT)
    return [(years[0], first), (years[1], amount - first)]
