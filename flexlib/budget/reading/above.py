"""Finds totals that stand above their details, or beside rows whose account numbers begin with theirs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd, prod

from flexlib.budget.reading.grid import Above, Grid, GridRow
from flexlib.budget.reading.terms import is_part_label, is_result_label

ZERO = Decimal(0)
NEAR = Decimal("0.02")  # a row with the number of rows beside it is their total when it differs by less
SURE = 100_000  # one chance in so many that rows add up to the row above them is no chance
LIKELY = 30  # from here it is worth asking
MOST_PARTS = 60  # rows tried as the details of one row
_MARKS = ".-/ "
_FUNDING = re.compile(
    r"subsidie|dekking|financiering|bijdrage|middelen|baten|opbrengst|inkomsten|income|funding|grant|subsid", re.I
)
Found = dict[int, Above]


@dataclass(slots=True)
class _Unit:
    """A row, or a total with everything under it."""

    line: GridRow
    parts: tuple[int, ...]


def totals_above(grid: Grid, stated: Collection[int]) -> Found:
    """Row -> what it is the total of, for rows that do not say so; `stated` are totals by their words or formula."""
    rows = [line for line in grid.rows if line.has_figures]
    found = _numbered(rows, stated)
    found |= _summed(rows, stated, found)
    return found


def differs_by(line: GridRow, sums: Sequence[Decimal]) -> Decimal | None:
    """The largest share by which a row differs from a sum per period, 0 when it is the same; None without figures."""
    shares = []
    for value, total in zip(line.values, sums, strict=True):
        if value is not None:
            off = abs(value - total)
            shares.append(off / abs(value) if value else Decimal(bool(off)))
    return max(shares) if shares and any(line.values) else None


def _sums(lines: Iterable[GridRow], width: int) -> list[Decimal]:
    sums = [ZERO] * width
    for line in lines:
        for place, value in enumerate(line.values):
            if value:
                sums[place] += value
    return sums


def _numbered(rows: Sequence[GridRow], stated: Collection[int]) -> Found:
    """Rows with an account number that the numbers right below them begin with; else those right above them."""
    found: Found = {}
    if sum(bool(line.account) for line in rows) < 2:
        return found
    for places, step in ((range(len(rows) - 1, -1, -1), 1), (range(len(rows)), -1)):
        for place in places:
            head, at, under = rows[place], place + step, []
            while head.account and head.row not in found and 0 <= at < len(rows):
                line = rows[at]
                if _is_under(line, head):
                    under.append(line)
                elif step > 0 or line.row not in stated or line.account:
                    break
                at += step
            _take_numbered(head, under, found)
    return found


def _is_under(line: GridRow, head: GridRow) -> bool:
    """Whether the number of a row begins with that of another: 4.1.1 under 4.1, 4010 under 40."""
    number, stem = line.account.strip(_MARKS), head.account.strip(_MARKS)
    if not stem or len(number) <= len(stem) or not number.startswith(stem):
        return False
    return number[len(stem)] in _MARKS or (number.isdigit() and stem.isdigit())


def _take_numbered(head: GridRow, under: Sequence[GridRow], found: Found) -> None:
    parts = [line for line in under if line.row not in found or not found[line.row].is_sure]
    if not any(value for line in parts for value in line.values):
        return
    off = differs_by(head, _sums(parts, len(head.values)))
    if off is None:
        return
    is_marked = not head.account.strip(_MARKS).isdigit() or not parts[0].account.strip(_MARKS).isdigit()
    is_total = not off or (off <= NEAR and (is_marked or len(parts) > 1))
    if is_total or is_marked:
        found[head.row] = Above(tuple(sorted(line.row for line in parts)), "number", is_total)


def _summed(rows: Sequence[GridRow], stated: Collection[int], known: Mapping[int, Above]) -> Found:
    """Rows that the rows right below them add up to exactly, found from below so that details may have details."""
    found: Found = {}
    units: list[_Unit] = []  # the nearest one last
    for line in reversed(rows):
        if line.row in stated or (units and units[-1].line.section != line.section):
            units.clear()
        if line.row in stated:
            continue
        if line.row in known:
            inside = set(known[line.row].parts)
            while units and inside.issuperset(units[-1].parts):
                units.pop()
            units.append(_Unit(line, (*known[line.row].parts,) if known[line.row].is_sure else (line.row,)))
            continue
        count = _count_of_parts(line, units)
        parts = [units.pop() for _ in range(count)]
        if parts:
            chance = _against_chance(line, [part.line for part in parts])
            if chance >= LIKELY:
                rest = tuple(sorted(row for part in parts for row in part.parts))
                found[line.row] = Above(rest, "sum", chance >= SURE and _is_of_one_kind(line, parts))
                units.append(_Unit(line, rest))
                continue
            units += reversed(parts)
        units.append(_Unit(line, (line.row,)))
    return _told_by_totals(rows, stated, known, found)


def _count_of_parts(line: GridRow, units: Sequence[_Unit]) -> int:
    """How many of the units right below a row add up to it in every period; 0 when none do."""
    place = next((place for place, value in enumerate(line.values) if value), None)
    if place is None or not line.label or is_result_label(line.label):
        return 0
    wanted, so_far = float(line.values[place] or 0), 0.0
    for count in range(1, min(len(units), MOST_PARTS) + 1):
        unit = units[-count].line
        if is_part_label(unit.label) or _has_same_form(line.account, unit.account):
            return 0
        so_far += float(unit.values[place] or 0)
        if abs(so_far) > 2 * abs(wanted):
            return 0
        is_near = count > 1 and abs(so_far - wanted) < 1e-6 * abs(wanted)
        if is_near and not differs_by(line, _sums((one.line for one in units[-count:]), len(line.values))):
            return count
    return 0


def _has_same_form(first: str, second: str) -> bool:
    """Whether two account numbers stand beside each other in a plan of accounts: 4010 and 4020, 4.1 and 4.2."""
    return bool(first) and [len(piece) for piece in first.split(".")] == [len(piece) for piece in second.split(".")]


def _is_of_one_kind(line: GridRow, parts: Sequence[_Unit]) -> bool:
    """Whether a row is income and its parts are not, or the other way round: then one may pay for the other."""
    return bool(_FUNDING.search(line.label)) == any(_FUNDING.search(part.line.label) for part in parts)


def _against_chance(line: GridRow, parts: Sequence[GridRow]) -> int:
    """One chance in how many that rows with figures this round add up by accident. A year that is a multiple of
    another says nothing more, nor does one with fewer than two details."""
    odds: list[int] = []
    seen: set[tuple[int, ...]] = set()
    for place, value in enumerate(line.values):
        cents = [int((part.values[place] or ZERO) * 100) for part in parts]
        if not value or sum(map(bool, cents)) < 2:
            continue
        common = gcd(*cents)
        shape = tuple(cent // common for cent in cents)
        if shape in seen:
            continue
        seen.add(shape)
        whole, tens = int(abs(value) * 100), 1
        while not common % (tens * 10):
            tens *= 10
        odds.append(max(whole // tens, 1))
    return prod(odds) if odds else 0


def _told_by_totals(
    rows: Sequence[GridRow], stated: Collection[int], known: Mapping[int, Above], found: Found
) -> Found:
    """What the totals below say: with these rows as totals they tie out, or with them as lines."""
    if not found:
        return found
    told = dict(found)
    for total, block in _blocks(rows, stated):
        asked = [line.row for line in block if line.row in found]
        lines = [line for line in block if line.row not in known or not known[line.row].is_sure]
        if not asked:
            continue
        width = len(total.values)
        without = differs_by(total, _sums((line for line in lines if line.row not in found), width))
        counted = differs_by(total, _sums(lines, width))
        for row in asked:
            if without is not None and not without:
                told[row] = Above(found[row].parts, "sum", is_sure=True)
            elif counted is not None and not counted:
                del told[row]
    return told


def _blocks(rows: Sequence[GridRow], stated: Collection[int]) -> Iterator[tuple[GridRow, list[GridRow]]]:
    """Each stated total with the rows since the one before it."""
    block: list[GridRow] = []
    for line in rows:
        if line.row in stated:
            yield line, block
            block = []
        else:
            block.append(line)
