"""Sums over lines for chunks of choices: tables of what a few levers give together, and products where those are many.

Every choice's sum is a sum over terms. Terms that rest on the same levers, or on some of them, are tabulated together:
one row per combination of those levers, so that a choice costs one look-up per table. A term that rests on too many
levers is worked out per choice as volume × effects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np

from flexlib.engine.effects import factor
from flexlib.engine.explore.grouped import Ground, Term, Volume
from flexlib.engine.explore.needs import Sink
from flexlib.engine.situation import Drivers
from flexlib.model.records import GROUPS

TABLES_BYTES = 500_000_000  # all tables together
FEWER_THAN_CHOICES = 4  # a table has at most a fourth as many rows as there are choices to evaluate
LARGEST_UNION = 400  # rows up to which tables of different levers are joined
BLOCK = 64  # rows filled at a time

Corners = int  # corners of hire and replacement, as bits
Sums = dict[Sink, np.ndarray]


@dataclass(frozen=True, eq=False)
class Table:
    """Sums of some terms for every combination of their levers: (sum, corners) → ndarray (combinations, n)."""

    levers: tuple[int, ...]
    sums: dict[tuple[Sink, Corners], np.ndarray]


@dataclass
class _Set:
    """Terms to be tabulated together."""

    levers: tuple[int, ...]
    terms: list[Term] = field(default_factory=list)

    @property
    def sinks(self) -> set[tuple[Sink, Corners]]:
        return {sink for term in self.terms for sink in term.units}


class Chunk:
    """Rows of choices while they are worked on: volumes are kept for terms that share them."""

    def __init__(self, ground: Ground, rows: np.ndarray, tables: Mapping[Volume, tuple[tuple[int, ...], np.ndarray]]):
        self.ground, self.rows, self._tables = ground, rows, tables
        self._volumes: dict[Volume, np.ndarray] = {}
        self._drivers: tuple[Drivers, Drivers] | None = None

    def volume(self, volume: Volume) -> np.ndarray:
        """A volume of each choice, ndarray (choices, n)."""
        if volume not in self._volumes:
            if volume in self._tables:
                levers, table = self._tables[volume]
                self._volumes[volume] = table[self.ground.grid.numbers(self.rows, levers)]
            else:
                self._drivers = self._drivers or self.ground.drivers(self.rows)
                self._volumes[volume] = self.ground.volume(volume, self.rows, self._drivers)
        return self._volumes[volume]

    def heaviest(self) -> np.ndarray:
        """Position in GROUPS of each choice's heaviest group in scope, the first at a tie; -1 without scope."""
        grid, base = self.ground.grid, self.ground.base
        found, highest = np.full(len(self.rows), -1), np.full(len(self.rows), -np.inf)
        for group, name in enumerate(GROUPS):
            in_scope = (self.volume(Volume("programmes_in_scope", "with", group)) > 0).any(axis=1)
            lever = f"scenario_{name}"
            level = grid.level(lever, self.rows) if lever in grid.levers else base.levels[lever]
            heavier = in_scope & (level > highest)
            highest, found = np.where(heavier, level, highest), np.where(heavier, group, found)
        return found

    def product(self, term: Term) -> np.ndarray:
        """Volume × effects of a term for each choice, a new ndarray (choices, n)."""
        ground = self.ground
        found = np.ones((len(self.rows), ground.n)) if term.volume is None else self.volume(term.volume).copy()
        for curve_id, exponent in term.curves:
            found *= ground.factors(curve_id, exponent)[self.rows[:, ground.lever_of(curve_id)]]
        if term.of_heaviest:
            heaviest = self.heaviest()
            for group, curve_id, exponent in term.of_heaviest:
                of_group = heaviest == GROUPS.index(group)
                if ground.is_free(curve_id):
                    levels = self.rows[of_group, ground.lever_of(curve_id)]
                    found[of_group] *= ground.factors(curve_id, exponent)[levels]
                else:
                    found[of_group] *= factor(ground.base, curve_id, exponent)
        return found


class LineSums:
    """All sums over lines, prepared so that any rows of the grid can be asked for."""

    def __init__(self, ground: Ground, terms: Sequence[Term], choices: int, table_bytes: int) -> None:
        """`choices`: about how many will be evaluated; tables larger than that would not pay."""
        self.ground = ground
        self._most_rows = max(1, choices // FEWER_THAN_CHOICES)
        self._bytes_left = table_bytes
        sets, self.wide = self._divided(terms)
        self.volume_tables: dict[Volume, tuple[tuple[int, ...], np.ndarray]] = {}
        self.tables = [self._table(one) for one in sets]
        for term in self.wide:
            if term.volume is not None:
                self.tabulate(term.volume)

    def chunk(self, rows: np.ndarray) -> Chunk:
        return Chunk(self.ground, rows, self.volume_tables)

    def sums(self, chunk: Chunk) -> Sums:
        """Every sum for the choices of a chunk, sum → ndarray (choices, n)."""
        rows, ground = chunk.rows, self.ground
        shape = (len(rows), ground.n)
        at_corners: dict[tuple[Sink, Corners], np.ndarray] = {}
        spare = np.empty(shape)
        for table in self.tables:
            numbers = ground.grid.numbers(rows, table.levers)
            same = bool((numbers == numbers[0]).all())
            for sink, values in table.sums.items():
                into = at_corners.get(sink)
                if into is None:
                    at_corners[sink] = np.take(values, numbers, axis=0)
                elif same:
                    into += values[numbers[0]]
                else:
                    into += np.take(values, numbers, axis=0, out=spare)
        for term in self.wide:
            amount = chunk.product(term)
            for sink, unit in term.units.items():
                if sink in at_corners:
                    at_corners[sink] += np.multiply(amount, unit, out=spare)
                else:
                    at_corners[sink] = amount * unit
        return self._weighed(at_corners, rows)

    def _weighed(self, at_corners: dict[tuple[Sink, Corners], np.ndarray], rows: np.ndarray) -> Sums:
        found: Sums = {}
        weights = self.ground.weights(rows)
        for (sink, corners), values in at_corners.items():
            if corners != self.ground.every_corner:
                there = [at for at in range(len(weights)) if corners >> at & 1]
                values *= weights[there].sum(axis=0)[:, None]
            if sink in found:
                found[sink] += values
            else:
                found[sink] = values
        return found

    def _combinations(self, levers: tuple[int, ...]) -> int:
        return prod(len(self.ground.grid.levels[at]) for at in levers)

    def _divided(self, terms: Sequence[Term]) -> tuple[list[_Set], list[Term]]:
        """Terms to tabulate, in sets, and terms for which a table would be too large."""
        by_levers: dict[tuple[int, ...], _Set] = {}
        for term in terms:
            by_levers.setdefault(term.levers, _Set(term.levers)).terms.append(term)
        sets: list[_Set] = []
        wide: list[Term] = []
        for one in sorted(by_levers.values(), key=lambda one: (self._combinations(one.levers), one.levers)):
            size = self._combinations(one.levers) * len(one.sinks) * self.ground.n * 8
            if self._combinations(one.levers) > self._most_rows or size > self._bytes_left:
                wide += one.terms
            else:
                self._bytes_left -= size
                sets.append(one)
        return self._joined(sets), wide

    def _joined(self, sets: list[_Set]) -> list[_Set]:
        """Sets joined where one table can serve both: fewer look-ups per choice."""
        joined: list[_Set] = []
        for one in sorted(sets, key=lambda one: (-self._combinations(one.levers), one.levers)):
            best: tuple[tuple[int, int], _Set, tuple[int, ...]] | None = None
            for other in joined:
                union = tuple(sorted({*one.levers, *other.levers}))
                rows = self._combinations(union)
                grows = rows - self._combinations(other.levers)
                more = (rows * len(one.sinks | other.sinks) - self._cells(one) - self._cells(other)) * self.ground.n * 8
                if grows and (rows > min(LARGEST_UNION, self._most_rows) or more > self._bytes_left):
                    continue
                saved = len(one.sinks & other.sinks)
                if (saved or not one.levers) and (best is None or (grows, -saved) < best[0]):
                    best = ((grows, -saved), other, union)
            if best is None:
                joined.append(one)
            else:
                apart = self._cells(one) + self._cells(best[1])
                best[1].levers = best[2]
                best[1].terms += one.terms
                self._bytes_left -= (self._cells(best[1]) - apart) * self.ground.n * 8
        return joined

    def _cells(self, one: _Set) -> int:
        return self._combinations(one.levers) * len(one.sinks)

    def _table(self, one: _Set) -> Table:
        rows = self.ground.grid.combinations(one.levers)
        sums = {sink: np.zeros((len(rows), self.ground.n)) for sink in sorted(one.sinks, key=repr)}
        for begin in range(0, len(rows), BLOCK):
            block = slice(begin, begin + BLOCK)
            chunk = Chunk(self.ground, rows[block], {})
            for term in one.terms:
                amount = chunk.product(term)
                for sink, unit in term.units.items():
                    sums[sink][block] += amount * unit
        return Table(one.levers, sums)

    def tabulate(self, volume: Volume) -> None:
        """Keep a volume as a table, when that is small enough."""
        levers = tuple(sorted(self.ground.depends(volume.driver, volume.group)))
        size = self._combinations(levers) * self.ground.n * 8
        if volume in self.volume_tables or self._combinations(levers) > self._most_rows or size > self._bytes_left:
            return
        self._bytes_left -= size
        rows = self.ground.grid.combinations(levers)
        blocks = [rows[begin : begin + BLOCK] for begin in range(0, len(rows), BLOCK)]
        self.volume_tables[volume] = (levers, np.concatenate([self.ground.volume(volume, block) for block in blocks]))
