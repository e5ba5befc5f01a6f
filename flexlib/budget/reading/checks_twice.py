"""Money that is read twice: a summary beside its details, an older version beside a newer one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.parts import Part
from flexlib.budget.records import LEFT_OUT, Finding
from flexlib.budget.workbook import cell_name
from flexlib.model.accounts import Category

QUANTITIES = ("eur", "hours", "fte")  # what is added up
NEARLY = Decimal("0.02")  # sums of one category and period that differ by less may be two versions of one amount
MOST_OF_IT = Decimal("0.5")  # the categories that are alike are at least so much of the smallest block
SEVERAL = 2  # categories, or different amounts of one
ZERO = Decimal(0)
Sums = dict[tuple[str, str], Decimal]  # category, period -> sum


@dataclass(slots=True)
class _Block:
    """What was read in one block: sums, and how many rows each category has."""

    part: Part
    sums: Sums = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Sheet and cells, for a message."""
        layout = self.part.layout
        columns = [period.column for period in layout.period_columns]
        first, last = cell_name(layout.first_row, columns[0]), cell_name(layout.last_row, columns[-1])
        return f"{layout.sheet} {first}:{last}"


@dataclass(frozen=True, slots=True)
class _Alike:
    """What two blocks both give: the largest such amount of the first period, how many categories, and whether only
    as sums of rows."""

    category: str
    period: str
    count: int
    is_summary: bool


def twice_findings(
    read: Sequence[tuple[Part, Sequence[BudgetLine]]], categories: Sequence[Category]
) -> Iterator[Finding]:
    """Blocks with the same sums as another block, or as all others together."""
    names = {category.id: category.label for category in categories}
    for quantity in QUANTITIES:
        blocks = [_block(part, lines) for part, lines in read if part.layout.quantity == quantity]
        told: set[int] = set()
        for first, second in combinations(blocks, 2):
            if alike := _alike(first, second):
                small, large = sorted((second, first), key=lambda block: sum(block.rows.values()))
                told |= {id(first), id(second)}
                yield _finding(small, large.place, large.sums, alike, names)
        if len(blocks) <= SEVERAL:
            continue
        for block in blocks:
            others = [other for other in blocks if other is not block]
            if id(block) not in told and (alike := _alike(block, rest := _together(others))):
                yield _finding(block, ", ".join(other.place for other in others), rest.sums, alike, names)


def _block(part: Part, lines: Sequence[BudgetLine]) -> _Block:
    block = _Block(part)
    for line in lines:
        if line.category in ("", LEFT_OUT):
            continue
        block.rows[line.category] = block.rows.get(line.category, 0) + 1
        for period, amount in line.amounts:
            block.sums[line.category, period] = block.sums.get((line.category, period), ZERO) + amount
    return block


def _together(blocks: Sequence[_Block]) -> _Block:
    whole = _Block(blocks[0].part)
    for block in blocks:
        for key, amount in block.sums.items():
            whole.sums[key] = whole.sums.get(key, ZERO) + amount
        for category, count in block.rows.items():
            whole.rows[category] = whole.rows.get(category, 0) + count
    return whole


def _alike(first: _Block, second: _Block) -> _Alike | None:
    """What two blocks have in common, when that is no chance."""
    shared = {key for key in first.sums.keys() & second.sums.keys() if first.sums[key] and second.sums[key]}
    by_category: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for key in shared:
        by_category.setdefault(key[0], []).append((first.sums[key], second.sums[key]))
    near = {category for category, pairs in by_category.items() if all(_is_near(*pair) for pair in pairs)}
    same = {category for category in near if all(one == other for one, other in by_category[category])}
    periods = {period for _, period in shared}
    wholes = [
        sum((abs(amount) for (_, period), amount in block.sums.items() if period in periods), ZERO)
        for block in (first, second)
    ]
    common = sum((abs(first.sums[key]) for key in shared if key[0] in near), ZERO)
    if not near or common < MOST_OF_IT * min(wholes):
        return None
    amounts = {one for category in same for one, _ in by_category[category]}
    if len(near) < SEVERAL and len(amounts) < SEVERAL:
        return None
    is_summary = len(same) >= SEVERAL and any(first.rows[category] != second.rows[category] for category in same)
    told = [key for key in shared if key[0] in (same or near)]
    category, period = min(told, key=lambda key: (key[1], -abs(first.sums[key]), key))
    return _Alike(category, period, len(near), is_summary)


def _is_near(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) <= NEARLY * max(abs(first), abs(second))


def _finding(block: _Block, place: str, there: Sums, alike: _Alike, names: Mapping[str, object]) -> Finding:
    key = (alike.category, alike.period)
    code, severity = ("block_twice", "wrong") if alike.is_summary else ("block_alike", "doubtful")
    layout = block.part.layout
    return block.part.found(code, severity, layout.first_row, layout.period_columns[0].column,
                            other=place, category=names.get(alike.category, alike.category), period=alike.period,
                            here=float(block.sums[key]), there=float(there[key]), count=alike.count)  # fmt: skip
