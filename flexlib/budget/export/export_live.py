"""Formulas that know their outcome: one expression gives the text for Excel and the value stored beside it.

A `Live` is put together with + - * / and the functions below, so that a formula is written once and cannot disagree
with its stored value. `Cells` is a block of cells with the values that stand in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Value = float | str
ATOM, PRODUCT, SUM, COMPARISON, NEGATIVE = 5, 3, 2, 1, 0  # how tightly a formula binds; negative numbers get brackets


@dataclass(frozen=True, slots=True)
class Live:
    """A formula without its "=", and what it comes to: a number, or words such as "n.v.t."."""

    text: str
    value: Value
    rank: int = ATOM

    @property
    def number(self) -> float:
        """The outcome as a number; raises TypeError for words, which no arithmetic may meet."""
        if isinstance(self.value, str):
            raise TypeError(self.text)
        return self.value

    def __add__(self, other: Live | float) -> Live:
        return _joined("+", SUM, self, live(other), lambda a, b: a + b)

    def __sub__(self, other: Live | float) -> Live:
        return _joined("-", SUM, self, live(other), lambda a, b: a - b)

    def __mul__(self, other: Live | float) -> Live:
        return _joined("*", PRODUCT, self, live(other), lambda a, b: a * b)

    def __truediv__(self, other: Live | float) -> Live:
        return _joined("/", PRODUCT, self, live(other), lambda a, b: a / b)

    def __rsub__(self, other: float) -> Live:
        return live(other) - self

    def __radd__(self, other: float) -> Live:
        return live(other) + self

    def __rmul__(self, other: float) -> Live:
        return live(other) * self

    def power(self, exponent: Live | float) -> Live:
        other = live(exponent)
        return Live(f"({self.text})^({other.text})", self.number**other.number, NEGATIVE)

    def above(self, other: Live | float) -> Live:
        """Whether this is more than the other: a condition for `either`."""
        return _joined(">", COMPARISON, self, live(other), lambda a, b: float(a > b))


@dataclass(frozen=True, slots=True)
class Cells:
    """A block of cells by its address, and their values row by row; an empty cell is None."""

    text: str
    values: tuple[Value | None, ...]

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values with empty cells and words at 0, as SUM and SUMPRODUCT take them."""
        return tuple(0.0 if value is None or isinstance(value, str) else value for value in self.values)


def live(given: Live | float) -> Live:
    """A number as a formula; a formula as it is."""
    if isinstance(given, Live):
        return given
    number = float(given)
    digits = repr(number).removesuffix(".0").upper()
    return Live(digits, number, ATOM if number >= 0 else NEGATIVE)


def words(shown: str) -> Live:
    """Words as a formula."""
    doubled = shown.replace('"', '""')
    return Live(f'"{doubled}"', shown)


def least(*parts: Live | float) -> Live:
    return _call("MIN", parts, min)


def most(*parts: Live | float) -> Live:
    return _call("MAX", parts, max)


def either(condition: Live, then: Live | float, otherwise: Live | float) -> Live:
    """IF: both outcomes must exist as numbers or words; use `ratio` where one divides by what may be 0."""
    yes, no = live(then), live(otherwise)
    return Live(f"IF({condition.text},{yes.text},{no.text})", yes.value if condition.number else no.value)


def ratio(above: Live, below: Live, otherwise: Live | float) -> Live:
    """above / below, and something else where below is not more than 0."""
    other = live(otherwise)
    quotient = above.number / below.number if below.number > 0 else other.value
    return Live(f"IF({_in(below, COMPARISON)}>0,{_in(above, PRODUCT)}/{_in(below, ATOM)},{other.text})", quotient)


def total(cells: Cells) -> Live:
    return Live(f"SUM({cells.text})", sum(cells.numbers))


def largest(cells: Cells) -> Live:
    return Live(f"MAX({cells.text})", max(cells.numbers))


def total_of(parts: Sequence[Live]) -> Live:
    """Parts with a plus between them; 0 when there are none."""
    found = live(0)
    for position, part in enumerate(parts):
        found = part if position == 0 else found + part
    return found


def total_where(cells: Cells, *conditions: tuple[Cells, Live]) -> Live:
    """SUMIFS: the sum of the cells whose row has, for each (cells, words or number), exactly that."""
    tests = "".join(f",{where.text},{equals.text}" for where, equals in conditions)
    kept = (
        number
        for position, number in enumerate(cells.numbers)
        if all(where.values[position] == equals.value for where, equals in conditions)
    )
    return Live(f"SUMIFS({cells.text}{tests})", sum(kept))


def product_sum(first: Cells, second: Cells) -> Live:
    """SUMPRODUCT of two blocks of the same shape."""
    pairs = zip(first.numbers, second.numbers, strict=True)
    return Live(f"SUMPRODUCT({first.text},{second.text})", sum(a * b for a, b in pairs))


def quotient_sum_where(above: Cells, below: Cells, *conditions: tuple[Cells, Live]) -> Live:
    """The sum of above / below over the rows that meet every condition; below holds no 0."""
    tests = "*".join(f"({where.text}={equals.text})" for where, equals in conditions)
    kept = (
        a / b
        for position, (a, b) in enumerate(zip(above.numbers, below.numbers, strict=True))
        if all(where.values[position] == equals.value for where, equals in conditions)
    )
    return Live(f"SUMPRODUCT({tests}*{above.text}/{below.text})", sum(kept))


def smallest_number(cells: Cells, otherwise: str) -> Live:
    """The smallest number among cells that hold numbers or words; words when there is none."""
    numbers = [value for value in cells.values if value is not None and not isinstance(value, str)]
    text = f"IF(COUNT({cells.text})=0,{words(otherwise).text},MIN({cells.text}))"
    return Live(text, min(numbers) if numbers else otherwise)


def _call(name: str, parts: Sequence[Live | float], function: Callable[..., float]) -> Live:
    lives = [live(part) for part in parts]
    return Live(f"{name}({','.join(one.text for one in lives)})", function(*(one.number for one in lives)))


def _joined(sign: str, rank: int, left: Live, right: Live, function: Callable[[float, float], float]) -> Live:
    text = f"{_in(left, rank)}{sign}{_in(right, rank + 1)}"
    return Live(text, function(left.number, right.number), rank)


def _in(part: Live, rank: int) -> str:
    return part.text if part.rank >= rank else f"({part.text})"
