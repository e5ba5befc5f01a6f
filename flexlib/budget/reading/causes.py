"""What a total that is off follows from: a cell in which something was found already, or another total that is off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flexlib.budget.reading.checks_figures import explained_by_thousand
from flexlib.budget.reading.grid import GridRow
from flexlib.budget.reading.parts import Part
from flexlib.budget.records import Finding
from flexlib.budget.workbook import Place, cell_name, place_of

MOST_COMPARED = 40  # earlier totals that are off, with which one is compared
ABOUT_ROW = "unit_row"  # told at the first figure of a row, and about all of them
IN_OTHER_UNIT = (ABOUT_ROW, "unit_jump")
DOUBTS = (*IN_OTHER_UNIT, "jump", "sign_differs", "ambiguous_number", "percent_in_amounts", "amount_unknown")


@dataclass(frozen=True, slots=True)
class Cause:
    """Where a difference comes from. `kind` is follows (a figure that must be mended first), same (another total, off
    by as much) or with_cause (a doubtful figure: the total is right if that is `implied`, in the sheet's own unit)."""

    kind: str
    cell: str
    implied: Decimal = Decimal(0)


class Causes:
    """What was found in the figures of one block, and the totals seen to be off so far."""

    def __init__(self, part: Part, found: Iterable[Finding], share: float) -> None:
        """`share` is how much a figure may differ from the year beside it without being a jump."""
        self._share = share
        self._columns = {period.column: place for place, period in enumerate(part.layout.period_columns)}
        self._lines = {line.row: line for line in part.lines}
        self._wrong: dict[Place, str] = {}
        self._doubtful: dict[Place, Finding] = {}
        self._off: dict[int, list[tuple[frozenset[int], Decimal, str]]] = {}  # column -> rows, difference, cell
        for finding in found:
            row, column = place_of(finding.cell)
            if finding.sheet != part.sheet.name or row not in self._lines or column not in self._columns:
                continue
            if finding.severity == "wrong":
                self._wrong.setdefault((row, column), finding.cell)
            elif finding.code in DOUBTS:
                columns = self._columns if finding.code == ABOUT_ROW else (column,)
                for each in columns:
                    self._doubtful.setdefault((row, each), finding)

    def of_total(self, parts: Sequence[tuple[int, int]], difference: Decimal, place: Place) -> Cause | None:
        """Why a total in `place` differs by so much from its parts, which are rows with their sign; None when nothing
        found before says so."""
        column = place[1]
        figures = [((row, column), difference * sign) for row, sign in parts]
        if wrong := self._first_wrong(figures):
            return wrong
        rows = frozenset(row for row, _ in parts)
        earlier = self._off.setdefault(column, [])
        same = next(
            (cell for of, by, cell in earlier[-MOST_COMPARED:] if abs(by) == abs(difference) and of <= rows), ""
        )
        earlier.append((rows, difference, cell_name(*place)))
        return Cause("same", same) if same else self._only_doubtful(figures)

    def of_row(self, line: GridRow, difference: Decimal) -> Cause | None:
        """Why the total of a row differs by so much from the figures in it."""
        figures = [((line.row, column), difference) for column in self._columns]
        if wrong := self._first_wrong(figures):
            return wrong
        off = [(by, cell) for told in self._off.values() for _, by, cell in told if place_of(cell)[0] == line.row]
        if off and sum(by for by, _ in off) == -difference:
            return Cause("same", off[0][1])
        return self._only_doubtful(figures)

    def _first_wrong(self, figures: Sequence[tuple[Place, Decimal]]) -> Cause | None:
        if not self._wrong:
            return None
        return next((Cause("follows", self._wrong[place]) for place, _ in figures if place in self._wrong), None)

    def _only_doubtful(self, figures: Sequence[tuple[Place, Decimal]]) -> Cause | None:
        """The doubtful figure that explains a difference, when there is exactly one."""
        if not self._doubtful:
            return None
        found = [cause for place, by in figures if place in self._doubtful for cause in self._explaining(place, by)]
        return found[0] if len(found) == 1 else None

    def _explaining(self, place: Place, by: Decimal) -> Iterator[Cause]:
        """A figure as a cause, when it would be without doubt if it were so much more."""
        finding, values = self._doubtful[place], self._lines[place[0]].values
        at = self._columns[place[1]]
        value = values[at] or Decimal(0)
        implied = value + by
        if finding.code in IN_OTHER_UNIT:
            is_cleared = bool(value) and explained_by_thousand(by, value)
        elif finding.code == "ambiguous_number":
            is_cleared = implied == Decimal(repr(dict(finding.values)["other"]))
        else:
            beside = [values[near] for near in (at - 1, at + 1) if 0 <= near < len(values)]
            is_cleared = any(near and abs(float(implied / near) - 1) <= self._share for near in beside)
        if is_cleared:
            yield Cause("with_cause", cell_name(*place), implied)
