"""Rows of a reading that share a key, and so a category: what a person gives a category to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flexlib.budget.lines import BudgetLine
from flexlib.budget.records import Reading


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share a key; `first` is the first of them. `category` is "" while they have none."""

    key: str
    first: BudgetLine
    count: int
    category: str


class Groups:
    """Every distinct key of a reading; the group itself is made for the few in sight.

    `keys` has those without a category first, then the order of the file; the first `open_count` have none.
    """

    def __init__(self, reading: Reading) -> None:
        self._lines, self._categories = reading.lines, reading.mapping.categories
        keys = reading.lines.column("key")
        self._counts = Counter(keys)
        self._firsts = {key: at for at, key in zip(range(len(keys) - 1, -1, -1), reversed(keys), strict=True)}
        without = unplaced(reading)
        self.keys = [*without, *(key for key in self._counts if key not in without)]
        self.open_count = len(without)

    def containing(self, words: str) -> list[str]:
        """The keys of which the first row has these words, in lower case, in its account, label or section."""
        texts = list(zip(*map(self._lines.column, ("account", "label", "section")), strict=True))
        return [key for key in self.keys if words in " ".join(texts[self._firsts[key]]).lower()]

    def quantities(self, keys: Iterable[str]) -> set[str]:
        """What the first rows of these keys are in."""
        quantities = self._lines.column("quantity")
        return {quantities[self._firsts[key]] for key in keys}

    def of(self, keys: Sequence[str]) -> list[Group]:
        """The groups of these keys."""
        return [
            Group(key, self._lines[self._firsts[key]], self._counts[key], self._categories.get(key, "")) for key in keys
        ]


def unplaced(reading: Reading) -> dict[str, None]:
    """Keys of rows without a category, in the order of the file."""
    categories = reading.mapping.categories
    return dict.fromkeys(key for key in reading.lines.column("key") if not categories.get(key))
