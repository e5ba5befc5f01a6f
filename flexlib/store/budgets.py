"""Budgets of an institution as they are kept: the file, what was read from it, and every version.

An institution is known by its id, its own or that of a reference institution. As with other saved things nothing is
overwritten: a renaming, a deletion and a restoration add a version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

BUDGET_KINDS = ("budget", "programme", "staffing", "profile")
LONGEST_JSON = 30_000_000  # characters of a reading or mapping; 100,000 findings take some 15 million


class Line(Protocol):
    """What is kept of a row; flexlib.budget.records.BudgetLine has these fields."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def quantity(self) -> str: ...
    @property
    def amounts(self) -> tuple[tuple[str, Decimal], ...]: ...
    @property
    def section(self) -> str: ...


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A row as it was kept, in the unit of `quantity`; `amounts` are (period, amount)."""

    sheet: str
    row: int
    label: str
    account: str
    key: str
    category: str
    quantity: str
    amounts: tuple[tuple[str, Decimal], ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """An institution that is not kept yet: its first version comes with its first budget. `body` holds JSON values."""

    name: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Import:
    """Everything that is kept, or not kept, together.

    With an `owner` the institution itself is kept too, and `institution` is not looked at. `mapping` and `reading` hold
    JSON values, the reading without its lines. `accepted` maps the key of a doubtful finding to the reason it was
    accepted with; `learned` maps the key of a row to the category a person chose.
    """

    institution: str
    kind: str
    name: str
    file_name: str
    content: bytes
    mapping_name: str
    mapping: Mapping[str, Any]
    reading: Mapping[str, Any]
    lines: Sequence[Line]
    accepted: Mapping[str, str] = field(default_factory=dict)
    learned: Mapping[str, str] = field(default_factory=dict)
    owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class BudgetVersion:
    """One version of a budget, without its lines and file; `saved_at` is in UTC. `is_stale` as with a SavedVersion."""

    id: str
    version: int
    institution: str
    kind: str
    name: str
    action: str  # saved, renamed, deleted or restored
    in_bin: bool
    who: str
    saved_at: datetime
    based_on_version: int
    file_name: str
    sha256: str
    size: int  # bytes

    @property
    def is_stale(self) -> bool:
        return self.based_on_version != self.version - 1


@dataclass(frozen=True, slots=True)
class BudgetContent:
    """What a version holds beside its lines."""

    mapping: Mapping[str, Any]
    reading: Mapping[str, Any]
    accepted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """One version of a named mapping of an institution."""

    institution: str
    kind: str
    name: str
    version: int
    body: Mapping[str, Any]
    who: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that differs between two versions: `before` is None for a new line, `after` for one that is gone."""

    before: KeptLine | None
    after: KeptLine | None


class Budgets(Protocol):
    """What screens and command line may ask about budgets; every method may raise WorkspaceError."""

    def take_over(
        self, given: Import, who: str, saved_id: str | None = None, based_on_version: int = 0
    ) -> BudgetVersion:
        """Keep an import, all of it or nothing; without `saved_id` a new budget, else its next version.

        Raises InputError when a name is empty or too long, or when the budget was thrown away.
        """

    def budgets(self, institution: str | None = None, in_bin: bool = False) -> Sequence[BudgetVersion]:
        """The latest version of every budget outside (or inside) the bin, the last saved first."""

    def budget(self, saved_id: str, version: int | None = None) -> BudgetVersion:
        """The latest or a given version."""

    def content(self, saved_id: str, version: int | None = None) -> BudgetContent:
        """Mapping, reading and accepted findings of the latest or a given version."""

    def lines(self, saved_id: str, version: int | None = None) -> Sequence[KeptLine]:
        """The lines of the latest or a given version, in the order of the file."""

    def sums(self, saved_id: str, version: int | None = None) -> Mapping[tuple[str, str, str], Decimal]:
        """(quantity, category, period) → the sum of the lines; quicker than the lines themselves."""

    def original(self, saved_id: str, version: int | None = None) -> bytes:
        """The file as it was handed in; raises WorkspaceError when it is no longer the file that was handed in."""

    def history(self, saved_id: str) -> Sequence[BudgetVersion]:
        """Every version, the newest first."""

    def rename(self, saved_id: str, name: str, who: str) -> BudgetVersion:
        """Give it another name; the content stays that of the latest version."""

    def delete(self, saved_id: str, who: str) -> BudgetVersion:
        """Put it in the bin; nothing is erased."""

    def restore(self, saved_id: str, who: str, version: int | None = None) -> BudgetVersion:
        """Take it out of the bin, or make an earlier version the latest again."""

    def mappings(self, institution: str, kind: str | None = None) -> Sequence[SavedMapping]:
        """The latest version of every named mapping of an institution, the last saved first."""

    def learned(self, institution: str, kind: str) -> Mapping[str, str]:
        """The category that people of this institution last chose for the key of a row."""


def differences(before: Iterable[KeptLine], after: Iterable[KeptLine]) -> tuple[LineDifference, ...]:
    """What differs between the lines of two versions: changed and gone lines in the old order, then the new ones.

    Lines belong together by sheet and key, else by key alone, so that a sheet may change its name; of lines with the
    same key the first belongs to the first. A line that only moved to another row is the same.
    """
    old, new = list(before), list(after)
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for with_sheet in (True, False):
        places: dict[tuple[str, str], list[int]] = {}
        for index, line in enumerate(new):
            if index not in taken:
                places.setdefault(_place(line, with_sheet), []).append(index)
        for index, line in enumerate(old):
            waiting = places.get(_place(line, with_sheet))
            if index not in partner and waiting:
                partner[index] = waiting.pop(0)
                taken.add(partner[index])
    found = []
    for index, line in enumerate(old):
        other = new[partner[index]] if index in partner else None
        if other is None or _what(line) != _what(other):
            found.append(LineDifference(line, other))
    found += [LineDifference(None, line) for index, line in enumerate(new) if index not in taken]
    return tuple(found)


def _place(line: KeptLine, with_sheet: bool) -> tuple[str, str]:
    return (line.sheet if with_sheet else "", line.key)


def _what(line: KeptLine) -> tuple[str, str, str, tuple[tuple[str, Decimal], ...]]:
    return line.label, line.category, line.quantity, tuple(sorted(line.amounts))
