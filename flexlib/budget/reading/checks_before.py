"""A unit mistake that shows beside what was last saved of the same institution: everything a thousand times off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.checks_figures import is_factor_of_thousand
from flexlib.budget.reading.parts import AmountBefore, Part
from flexlib.budget.reading.periods import years_of
from flexlib.budget.reading.terms import factor_of
from flexlib.budget.reading.tie_out import category_sums
from flexlib.budget.records import LEFT_OUT, Finding

MOST_YEARS_APART = 1  # a year is compared with itself, else with one right beside it
NOT_COUNTED = ("", LEFT_OUT)
OWN_SHARE = 0.5  # of a category: a block with less of it is not judged by it
Sums = dict[tuple[str, str], float]  # (category, period) -> euros


def amounts_before(sums: Mapping[tuple[str, str, str], Decimal]) -> tuple[AmountBefore, ...]:
    """What lines that were saved come to, by quantity, category and period, as `ReadOptions.before` takes it."""
    return tuple(
        (category, period, float(amount))
        for (quantity, category, period), amount in sums.items()
        if quantity == "eur" and category not in NOT_COUNTED
    )


def before_findings(
    read: Sequence[tuple[Part, Sequence[BudgetLine]]], before: Sequence[AmountBefore]
) -> Iterator[Finding]:
    """Every block of euros whose categories are together about a thousand times larger or smaller than they were."""
    if not before:
        return
    earlier: dict[str, dict[str, float]] = {}
    for category, period, amount in before:
        earlier.setdefault(category, {})[period] = amount
    whole = _sums(line for _, lines in read for line in lines)
    for part, lines in read:
        if part.layout.quantity == "eur":
            yield from _compared(part, _sums(lines), whole, earlier)


def _compared(part: Part, own: Sums, whole: Sums, earlier: Mapping[str, Mapping[str, float]]) -> Iterator[Finding]:
    pairs = []
    for (category, period), amount in own.items():
        if abs(amount) < OWN_SHARE * abs(whole[category, period]):
            continue
        beside = _nearest(earlier.get(category, {}), period)
        if beside and amount:
            pairs.append((abs(whole[category, period]), abs(earlier[category][beside]), period, beside))
    if not pairs:
        return
    ratio = median(new / old for new, old, _, _ in pairs)
    if not is_factor_of_thousand(ratio):
        return
    new, old, period, beside = max(pairs)
    row, column = _unit_cell(part)
    code = "unit_before" if ratio > 1 else "unit_before_less"
    yield part.found(code, "doubtful", row, column, new=round(new), old=round(old), period=period, before=beside,
                     factor=part.layout.factor)  # fmt: skip


def _nearest(amounts: Mapping[str, float], period: str) -> str:
    """The saved period that is the same or right beside it, with an amount; "" when there is none."""
    years = years_of(period)
    apart = {
        saved: abs(other[0] - years[0])
        for saved, amount in amounts.items()
        if amount and years and (other := years_of(saved))
    }
    near = [(distance, saved) for saved, distance in apart.items() if distance <= MOST_YEARS_APART]
    return min(near)[1] if near else ""


def _unit_cell(part: Part) -> tuple[int, int]:
    """The cell above the figures that states the unit, else the header of the first period."""
    last = part.layout.header_rows[-1]
    for row in range(last, 0, -1):
        cells = part.sheet.rows[row - 1] if row <= len(part.sheet.rows) else ()
        for column, value in enumerate(cells, 1):
            if isinstance(value, str) and factor_of(value) is not None:
                return row, column
    return last, part.layout.period_columns[0].column


def _sums(lines: Iterable[BudgetLine]) -> Sums:
    return {(category, period): amount for category, period, amount in amounts_before(category_sums(tuple(lines)))}
