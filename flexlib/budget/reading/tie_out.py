"""The totals that a sheet states beside the sum of the rows that make them up, to the cent."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.grid import Grid, GridRow
from flexlib.budget.reading.numbers import rounded
from flexlib.budget.reading.terms import is_part_label, is_result_label, is_total_label, plain_label
from flexlib.budget.reading.totals import looks_of, spans_in
from flexlib.budget.records import LEFT_OUT, OwnTotal

ZERO = Decimal(0)
DEEPEST = 60  # how many earlier totals one total is tried as the sum of
MOST_BELOW = 200  # rows below a total that may be its rows
MOST_STEPS = 2_000_000  # additions spent on looking for the parts of totals; after that the first guess stands
Sums = tuple[Decimal, ...]


@dataclass(slots=True)
class Total:
    """A total row with what should make it up. `parts` are rows with their sign; `sums` in the sheet's own unit."""

    line: GridRow
    parts: tuple[tuple[int, int], ...]
    sums: Sums
    twice: tuple[int, ...] = ()  # rows that its formula counts more than once
    missed: tuple[int, ...] = ()  # rows right beside its formula's reach that no total counts
    is_open: bool = field(default=True)  # not part of a later total yet

    @property
    def is_above(self) -> bool:
        """Whether its rows stand below it."""
        return bool(self.parts) and min(row for row, _ in self.parts) > self.line.row

    def differences(self) -> Iterator[tuple[int, Decimal]]:
        """Position of a period and stated minus read, for every period that differs."""
        for position, stated in enumerate(self.line.values):
            if stated is not None and stated != self.sums[position]:
                yield position, stated - self.sums[position]


def totals_of(grid: Grid, sides: Mapping[int, str]) -> list[Total]:
    """Every total of a block with its parts: those of its formula, else the rows that add up to it, else the rows
    that its place and words point to. `sides` says whether a row is cost, income, both or ""."""
    return _Tally(grid, sides).run()


def own_total(total: Total, grid: Grid) -> OwnTotal:
    """A total in the unit of its quantity, with the sheet's own signs; nothing is stated without a stored outcome."""
    layout = grid.layout

    def scaled(values: Sequence[Decimal | None]) -> tuple[tuple[str, Decimal], ...]:
        found: dict[str, Decimal] = {}
        for column, value in zip(layout.period_columns, values, strict=True):
            if value is not None:
                found[column.period] = found.get(column.period, ZERO) + value * layout.factor
        return tuple((period, rounded(value, layout.quantity)) for period, value in found.items())

    rows = tuple(row for row, _ in total.parts)
    stated, read = scaled(total.line.values), scaled(total.sums)
    return OwnTotal(layout.sheet, total.line.row, total.line.label, layout.quantity, stated, rows, read)


def category_sums(lines: Sequence[BudgetLine]) -> dict[tuple[str, str, str], Decimal]:
    """(quantity, category, period) -> the sum of the lines; category "" holds what is not placed."""
    sums: dict[tuple[str, str, str], Decimal] = {}
    for line in lines:
        if line.category != LEFT_OUT:
            for period, amount in line.amounts:
                key = (line.quantity, line.category, period)
                sums[key] = sums.get(key, ZERO) + amount
    return sums


class _Tally:
    """Walks down a block and keeps the lines and totals so far."""

    def __init__(self, grid: Grid, sides: Mapping[int, str]) -> None:
        self.grid = grid
        self.sides = sides
        self.width = len(grid.layout.period_columns)
        self.lines: list[GridRow] = []
        self.loose = 0  # lines[loose:] came after the last total
        self.section_start = 0
        self.heading_start = 0
        self.totals: list[Total] = []
        self.above: list[Total] = []  # totals whose rows stand below them
        self.claimed: set[int] = set()  # rows of those
        self.by_row: dict[int, GridRow | Total] = {line.row: line for line in grid.rows if not line.is_total}
        self.beside: dict[int, tuple[int, ...]] = {}  # total -> loose rows right beside what its formula adds
        self.steps = 0

    def run(self) -> list[Total]:
        self._totals_above()
        section = ""
        for line in self.grid.rows:
            if line.section != section:
                section = line.section
                self.section_start = self.heading_start = len(self.lines)
            if not line.is_total:
                if not is_part_label(line.label):
                    self.lines.append(line)
                continue
            known = self.by_row.get(line.row)
            total = known if isinstance(known, Total) else self._by_formula(line)
            if total is None and line.has_figures:
                total = self._by_sum(line)
            if total is None:
                continue
            self.totals.append(total)
            self.by_row[line.row] = total
            if total.is_above:
                total.is_open = False
                self.above.append(total)
                self.claimed.update(row for row, _ in total.parts)
            else:
                self.loose = self.section_start = len(self.lines)
        counted = {row for total in self.totals for row, _ in total.parts}
        for total in self.totals:
            total.missed = tuple(row for row in self.beside.get(total.line.row, ()) if row not in counted)
        return self.totals

    def _totals_above(self) -> None:
        """Totals whose formula, account number or sum points at rows below them; the lowest first, for those above."""
        totals = [line for line in self.grid.rows if line.is_total and line.has_figures]
        found = looks_of(self.grid).above if totals else {}
        formulas = self.grid.sheet.formulas
        for line in reversed(totals):
            reaches = (
                spans_in(formulas.get((line.row, period.column), ""), period.column)
                for period in self.grid.layout.period_columns
            )
            spans = next((spans for spans in reaches if spans), ())
            total = None
            if spans and min(span.first for span in spans) > line.row:
                total = self._by_formula(line)
            elif not spans and line.row in found:
                parts = tuple((row, 1) for row in found[line.row].parts if isinstance(self.by_row.get(row), GridRow))
                total = Total(line, parts, self._sum(parts)) if parts else None
            if total is not None:
                self.by_row[line.row] = total

    def _below(self, line: GridRow) -> Iterator[tuple[tuple[int, int], ...]]:
        """The rows below a total that add up to it; else, when nothing else can be meant, those until the next."""
        loose = [row for row in self.lines[self.loose :] if row.row not in self.claimed]
        if loose and is_total_label(line.label):
            return
        start = bisect_right(self.grid.rows, line.row, key=lambda row: row.row)
        sums, nearest = [ZERO] * self.width, 0
        run: list[tuple[int, int]] = []
        for row in self.grid.rows[start : start + MOST_BELOW]:
            if row.section != line.section:
                break
            if row.is_total:
                nearest = nearest or len(run)
                continue
            run.append((row.row, 1))
            for position, value in enumerate(row.values):
                sums[position] += value or ZERO
            if len(run) > 1 and all(value in (None, total) for value, total in zip(line.values, sums, strict=True)):
                yield tuple(run)
                return
        if not loose and run:
            yield tuple(run[: nearest or len(run)])

    def _beside(self, counted: Mapping[int, int]) -> tuple[int, ...]:
        loose = [row.row for row in self.lines[self.loose :] if row.has_figures]
        inside = [row for row in loose if row in counted]
        if not inside:
            return ()
        first, last = min(inside), max(inside)
        while first - 1 in loose:
            first -= 1
        return tuple(row for row in loose if row not in counted and (first <= row <= last or row > last))

    def _by_formula(self, line: GridRow) -> Total | None:
        for period in self.grid.layout.period_columns:
            formula = self.grid.sheet.formulas.get((line.row, period.column))
            spans = spans_in(formula, period.column) if formula else ()
            if not spans:
                continue
            counted: Counter[int] = Counter()
            signs: dict[int, int] = {}
            for span in spans:
                for row in range(span.first, min(span.last, span.first + 200_000) + 1):
                    part = self.by_row.get(row)
                    pieces = part.parts if isinstance(part, Total) else ((row, 1),) if part else ()
                    for piece, sign in pieces:
                        counted[piece] += 1
                        signs[piece] = sign * span.sign
                    if isinstance(part, Total):
                        part.is_open = False
            if not counted:
                continue
            parts = tuple((row, signs[row]) for row in sorted(signs))
            twice = tuple(sorted(row for row, times in counted.items() if times > 1))
            total = Total(line, parts, self._sum(parts), twice)
            self.beside[line.row] = self._beside(signs)
            return total
        return None

    def _by_sum(self, line: GridRow) -> Total:
        best: tuple[tuple[float, ...], Total, list[Total]] | None = None
        for order, (parts, used) in enumerate(self._candidates(line)):
            total = Total(line, parts, self._sum(parts))
            wrong = [difference for _, difference in total.differences()]
            size = sum((abs(value) for value in line.values if value), ZERO) or Decimal(1)
            score = (len(wrong), order if len(wrong) < self.width else float(sum(map(abs, wrong)) / size), order)
            if best is None or score < best[0]:
                best = (score, total, used)
            self.steps += len(parts)
            if not wrong or self.steps > MOST_STEPS:
                break
        if best is None:
            return Total(line, (), (ZERO,) * self.width)
        for part in best[2]:
            part.is_open = False
        return best[1]

    def _candidates(self, line: GridRow) -> Iterator[tuple[tuple[tuple[int, int], ...], list[Total]]]:
        """Sets of rows that may make up a total, the likeliest first, with the earlier totals that are in them."""
        loose = tuple((row.row, 1) for row in self.lines[self.loose :])
        section = tuple((row.row, 1) for row in self.lines[self.section_start :])
        open_totals = [total for total in self.totals if total.is_open]
        label = plain_label(line.label)
        is_result = is_result_label(label)
        if loose and not is_result:
            yield section or loose, []
            yield loose, []
            yield from ((tail, []) for tail in self._tails(line))
        if not is_result:
            yield from ((run, []) for run in self._below(line))
        if not is_result and self.heading_start < self.loose:
            yield self._with_totals(self.lines[self.heading_start :], open_totals)
        if not is_result:
            side = next(
                (side for side, words in (("income", "baten"), ("cost", "lasten")) if label.endswith(words)), ""
            )
            if side:
                yield self._with_totals([row for row in self.lines if self.sides.get(row.row) == side], open_totals)
        if len(open_totals) > 1 or (open_totals and loose):
            first, second = (open_totals[-2], open_totals[-1]) if len(open_totals) > 1 else (open_totals[-1], None)
            if second is not None and is_result:
                yield (*first.parts, *_minus(second), *loose), [first, second]
            if loose:
                yield (*open_totals[-1].parts, *loose), [open_totals[-1]]
            for depth in range(2, min(len(open_totals), DEEPEST) + 1):
                used = open_totals[-depth:]
                yield (*(part for total in used for part in total.parts), *loose), used
        everything = tuple((row.row, 1) for row in self.lines)
        if is_result:
            yield from (((*first.parts, *_minus(second)), []) for first, second in combinations(self._widest(), 2))
            sided = tuple((row.row, -1 if self.sides.get(row.row) == "cost" else 1) for row in self.lines)
            layout = self.grid.layout
            has_signs = layout.income_sign != layout.cost_sign
            yield from ((parts, open_totals) for parts in ((everything, sided) if has_signs else (sided, everything)))
        elif everything != loose:
            yield everything, open_totals

    def _tails(self, line: GridRow) -> Iterator[tuple[tuple[int, int], ...]]:
        """The last rows before a total, when rows further up since the last total do not belong to it."""
        loose = self.lines[self.loose :]
        sums = [ZERO] * self.width
        for start in range(len(loose) - 1, 0, -1):
            for position, value in enumerate(loose[start].values):
                sums[position] += value or ZERO
            equal = sum(a == b for a, b in zip(sums, line.values, strict=True))
            if len(loose) - start > 1 and equal >= min(2, self.width):
                yield tuple((row.row, 1) for row in loose[start:])

    def _widest(self) -> list[Total]:
        """The last totals with rows below them that are in no other such total."""
        widest: list[Total] = []
        for total in self.above[-DEEPEST:]:
            if not widest or total.parts[0] not in widest[-1].parts:
                widest.append(total)
        return widest[-2:]

    @staticmethod
    def _with_totals(
        lines: Sequence[GridRow], open_totals: Sequence[Total]
    ) -> tuple[tuple[tuple[int, int], ...], list[Total]]:
        """Rows as parts, with the earlier totals that lie wholly inside them."""
        rows = {line.row for line in lines}
        inside = [total for total in open_totals if all(row in rows for row, _ in total.parts)]
        return tuple((row, 1) for row in sorted(rows)), inside

    def _sum(self, parts: Sequence[tuple[int, int]]) -> Sums:
        sums = [ZERO] * self.width
        for row, sign in parts:
            line = self.by_row[row]
            if isinstance(line, GridRow):
                for position, value in enumerate(line.values):
                    if value is not None:
                        sums[position] += value if sign > 0 else -value
        return tuple(sums)


def _minus(total: Total) -> tuple[tuple[int, int], ...]:
    return tuple((row, -sign) for row, sign in total.parts)


def rounding_unit(values: Sequence[Decimal | None], factor: int) -> Decimal:
    """The step to which figures of a sheet are rounded, in the sheet's own unit: 1 for whole thousands, at least a
    cent in euros. Figures in whole euros are not taken as rounded."""
    decimals = max((-int(value.as_tuple().exponent) for value in values if value is not None and value % 1), default=0)
    cent = Decimal("0.01") / factor
    if factor == 1:
        return cent if decimals > 2 else ZERO
    return max(Decimal(1).scaleb(-decimals), cent)
