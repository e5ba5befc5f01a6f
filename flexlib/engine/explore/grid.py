"""Choices that differ in levers only, as rows of numbers: the position of each free lever among its levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from flexlib.model.records import Choice


@dataclass(frozen=True)
class Grid:
    """The free levers and the levels each may take.

    A row of choices is an ndarray (levers,) of positions in `levels`; rows are an ndarray (choices, levers), int16.
    """

    levers: tuple[str, ...]
    levels: tuple[tuple[float, ...], ...]

    @property
    def size(self) -> int:
        """Number of combinations, however many that is."""
        return prod(len(levels) for levels in self.levels)

    def position(self, lever_id: str) -> int | None:
        return self.levers.index(lever_id) if lever_id in self.levers else None

    def level(self, lever_id: str, rows: np.ndarray) -> np.ndarray:
        """The level of a free lever in each row, ndarray (choices,)."""
        at = self.levers.index(lever_id)
        return np.array(self.levels[at])[rows[:, at]]

    def all_rows(self) -> np.ndarray:
        """Every combination, the last lever fastest."""
        return self.numbered(np.arange(self.size))

    def numbered(self, numbers: np.ndarray) -> np.ndarray:
        """Rows of the combinations with these numbers, counted with the last lever fastest."""
        rows = np.empty((len(numbers), len(self.levers)), dtype=np.int16)
        rest = numbers.copy()
        for at in range(len(self.levers) - 1, -1, -1):
            rest, rows[:, at] = np.divmod(rest, len(self.levels[at]))
        return rows

    def numbers(self, rows: np.ndarray, positions: Iterable[int]) -> np.ndarray:
        """Number of each row's combination of some levers, counted with the last lever fastest, ndarray (choices,)."""
        found = np.zeros(len(rows), dtype=np.int64)
        for at in positions:
            found = found * len(self.levels[at]) + rows[:, at]
        return found

    def combinations(self, positions: tuple[int, ...]) -> np.ndarray:
        """Rows with every combination of some levers in the order of `numbers`, the other levers at their first."""
        part = Grid(tuple(self.levers[at] for at in positions), tuple(self.levels[at] for at in positions))
        rows = np.zeros((part.size, len(self.levers)), dtype=np.int16)
        rows[:, list(positions)] = part.all_rows()
        return rows

    def row_of(self, levels: Mapping[str, float]) -> np.ndarray:
        """The row of these levels, each one of the grid's, ndarray (levers,)."""
        found = [self.levels[at].index(levels[lever]) for at, lever in enumerate(self.levers)]
        return np.array(found, dtype=np.int16)

    def levels_of(self, row: np.ndarray) -> dict[str, float]:
        """Lever → level of one row."""
        return {lever: self.levels[at][row[at]] for at, lever in enumerate(self.levers)}

    def choice(self, choice: Choice, row: np.ndarray) -> Choice:
        """The choice with the free levers at the levels of a row."""
        levers: Mapping[str, float] = {**dict(choice.levers), **self.levels_of(row)}
        return replace(choice, levers=tuple(sorted(levers.items())))
