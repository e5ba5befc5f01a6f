"""Packed lines are the lines themselves, weigh little, and are nothing for the collector of garbage to walk through."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from flexlib.budget.groups import Group, Groups, unplaced
from flexlib.budget.lines import PIECE, BudgetLine, Lines
from flexlib.budget.records import Reading, WorkbookMapping

ODD = (
    BudgetLine("Blad 'één'", 3, 'Ruimte\t"en"\nregel', "", "ruimte", "", "eur", (("", Decimal("-0.00")),)),
    BudgetLine("2", 4, "", "4000", "4000", "left_out", "hours", (), "Kop"),
    BudgetLine("2", 5, "€", "4001", "4001", "role:docent", "fte",
               (("2026/2027", Decimal("1E+3")), ("eigen jaar, of zo", Decimal("0.12345678901234567890")))),
)  # fmt: skip


def many(count: int) -> Iterator[BudgetLine]:
    chance = Random(1)
    for row in range(count):
        amounts = tuple((str(year), Decimal(chance.randrange(9_000_000)).scaleb(-2)) for year in range(2026, 2034))
        yield BudgetLine("Begroting", row, f"Regel {row}", str(400_000 + row), str(400_000 + row), "", "eur", amounts)


def reading_of(*lines: BudgetLine, **categories: str) -> Reading:
    return Reading("b.xlsx", "", WorkbookMapping("", "budget", (), categories), Lines(lines), (), ())


@pytest.mark.parametrize("lines", [(), ODD, tuple(many(2 * PIECE + 1)), tuple(many(PIECE))], ids=len)
def test_packed_lines_are_the_lines(lines: tuple[BudgetLine, ...]) -> None:
    packed = Lines.from_json(list(Lines(lines).to_json()))
    assert packed == lines
    assert [repr(one) for one in packed] == [repr(one) for one in lines]  # 1E+3 is no 1000, -0.00 is no 0
    assert packed[1:] == lines[1:] and packed[::-700] == lines[::-700]
    assert [packed[at] for at in range(-len(lines), 0, 500)] == list(lines[::500])
    assert packed.column("label") == [line.label for line in lines]
    assert packed.periods == sorted({period for line in lines for period, _ in line.amounts})


def test_other_lines_are_not_equal() -> None:
    assert Lines(ODD) != Lines(ODD[:2])
    assert Lines(ODD) != (*ODD[:2], replace(ODD[2], label="$"))
    assert Lines(ODD) != 3


def test_a_large_budget_weighs_little() -> None:
    """For each line under 100 bytes and no object: eight amounts as records take over 1,500 bytes and ten objects."""
    pieces = list(Lines(many(20_000)).to_json())
    gc.collect()
    before = len(gc.get_objects())
    tracemalloc.start()
    packed = Lines.from_json(pieces)
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(packed) == 20_000
    assert memory < 2_000_000
    assert len(gc.get_objects()) - before < 200


def test_rows_with_one_key_are_a_group() -> None:
    first, again = replace(ODD[2], row=8), replace(ODD[2], row=9, label="Anders")
    reading = reading_of(ODD[1], first, ODD[0], again, **{"4000": "left_out"})
    groups = Groups(reading)
    assert groups.keys == ["4001", "ruimte", "4000"]
    assert list(unplaced(reading)) == groups.keys[: groups.open_count] == ["4001", "ruimte"]
    assert groups.of(["4000", "4001"]) == [Group("4000", ODD[1], 1, "left_out"), Group("4001", first, 2, "")]
    assert groups.quantities(["4000", "4001"]) == {"hours", "fte"}
    assert groups.containing("kop") == ["4000"] and groups.containing("anders") == []
