"""The lines of a budget, packed: a large workbook has 50,000 of them, and lies on a desk while its tab is open.

As records with amounts they are half a million objects, which the collector of garbage walks through again and again
while every session of the server waits. Packed they weigh about as much as the workbook itself.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, islice
from typing import Any, overload

PIECE = 1_000  # lines that are packed together, and unpacked in some milliseconds
PLAIN = ("sheet", "row", "label", "account", "key", "category", "quantity", "section")  # fields that are one value
PERIODS, FIGURES = "periods", "figures"  # the two sides of `amounts`, as text
Piece = Mapping[str, bytes]  # field -> JSON of its values, compressed


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One row with amounts in the unit of `quantity`; cost and income are both positive after the sign convention."""

    sheet: str
    row: int
    label: str
    account: str
    key: str
    category: str  # "" while it is not mapped
    quantity: str
    amounts: tuple[tuple[str, Decimal], ...]  # period -> amount
    section: str = ""  # the heading above the row, when there is one


class Lines(Sequence[BudgetLine]):
    """Lines that are kept by field; a record is made each time it is asked for. Equal to any lines that are the same.

    `column` gives one field of all lines, which is much cheaper than all lines.
    """

    __slots__ = ("_count", "_pieces")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, lines: Iterable[BudgetLine] = ()) -> None:
        walk = iter(lines)
        pieces, count = [], 0
        while some := tuple(islice(walk, PIECE)):
            pieces.append(_packed(some))
            count += len(some)
        self._pieces: tuple[Piece, ...] = tuple(pieces)
        self._count = count

    def column(self, name: str) -> list[Any]:
        """The values of a field other than `amounts`: a number for `row`, text for every other."""
        return [value for piece in self._pieces for value in _unpacked(piece[name])]

    @property
    def periods(self) -> list[str]:
        """Every period that a line has an amount for, in order."""
        return sorted({period for names in set(self.column(PERIODS)) for period in _names(names)})

    def to_json(self) -> Iterator[str]:
        """Each piece as a line of text."""
        for piece in self._pieces:
            yield json.dumps({name: b64encode(packed).decode("ascii") for name, packed in piece.items()})

    @classmethod
    def from_json(cls, pieces: Sequence[str]) -> Lines:
        """The inverse of `to_json`; raises ValueError, KeyError, TypeError or AttributeError for another text."""
        found = cls()
        found._pieces = tuple(
            {name: b64decode(kept[name], validate=True) for name in (*PLAIN, PERIODS, FIGURES)}
            for kept in map(json.loads, pieces)
        )
        if found._pieces:
            found._count = (len(pieces) - 1) * PIECE + len(_unpacked(found._pieces[-1]["row"]))
        return found

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[BudgetLine]:
        return self._picked(range(self._count))

    @overload
    def __getitem__(self, at: int) -> BudgetLine: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[BudgetLine, ...]: ...
    def __getitem__(self, at: int | slice) -> BudgetLine | tuple[BudgetLine, ...]:
        places = range(self._count)[at]
        return next(self._picked((places,))) if isinstance(places, int) else tuple(self._picked(places))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._count} lines)"

    def _picked(self, places: Iterable[int]) -> Iterator[BudgetLine]:
        for number, some in groupby(places, lambda place: place // PIECE):
            columns = {name: _unpacked(packed) for name, packed in self._pieces[number].items()}
            for place in some:
                row = place % PIECE
                figures = map(Decimal, columns[FIGURES][row].split())
                yield BudgetLine(
                    **{name: columns[name][row] for name in PLAIN},
                    amounts=tuple(zip(_names(columns[PERIODS][row]), figures, strict=True)),
                )


def _packed(lines: Sequence[BudgetLine]) -> Piece:
    columns: dict[str, list[Any]] = {name: [getattr(line, name) for line in lines] for name in PLAIN}
    columns[PERIODS] = [json.dumps([period for period, _ in line.amounts]) for line in lines]
    columns[FIGURES] = [" ".join(str(amount) for _, amount in line.amounts) for line in lines]
    return {name: zlib.compress(json.dumps(values).encode("ascii"), 1) for name, values in columns.items()}


def _unpacked(packed: bytes) -> list[Any]:
    found: list[Any] = json.loads(zlib.decompress(packed))
    return found


@lru_cache(maxsize=64)
def _names(text: str) -> tuple[str, ...]:
    """The periods of a line; most lines have the same."""
    return tuple(json.loads(text))
