"""Sums of products of functions of single inputs: the model's own formulas, worked out in symbols instead of draws.

A `Terms` behaves like a number in the formulas of drivers and flows. What comes out is a sum of coefficients times
products of functions, each of one input as far as the formula allows; a minimum of several inputs is one function of
all of them, unless the ranges already say which side is the smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from flexlib.engine.distributions import Range, quantile

Environment = Mapping[str, np.ndarray]  # input → values, all of one shape
Key = tuple[int, ...]
EDGE = 1e-6  # percentile that stands for the end of a range without end
LOOKED_AT = 257  # values of one input at which its functions are bounded

_OPERATIONS: dict[str, Callable[..., np.ndarray]] = {
    "least": np.minimum,
    "most": np.maximum,
    "inverse": lambda value: 1 / value,
    "power": lambda base, exponent: base**exponent,
    "same": lambda value: value,
}


@dataclass(frozen=True, eq=False)
class Function:
    """A function of one or more inputs: an operation on numbers and sums, or the input itself when `name` is given."""

    name: str
    operation: str
    of: tuple[Terms | float, ...]
    inputs: frozenset[str]
    low: float
    high: float


@dataclass(eq=False)
class Space:
    """The inputs with their values at percentiles, and every function that was met.

    values_at : input → its values at given percentiles; two values for an outlier that happens or not
    """

    values_at: Mapping[str, Callable[[np.ndarray], np.ndarray]]
    functions: list[Function] = field(default_factory=list)
    _known: dict[tuple, int] = field(default_factory=dict)
    _looked_at: dict[str, np.ndarray] = field(default_factory=dict)

    @classmethod
    def of_ranges(cls, ranges: Mapping[str, Range], **others: Callable[[np.ndarray], np.ndarray]) -> Space:
        """A space of inputs with ranges; `others` are inputs with a function of the percentile of their own."""

        def values(of: Range) -> Callable[[np.ndarray], np.ndarray]:
            return lambda percentiles: quantile(of, percentiles)

        return cls({**{name: values(of) for name, of in ranges.items()}, **others})

    def input(self, name: str) -> Terms:
        """An input by itself."""
        looked_at = self._ends(name)
        return self._as_terms(
            (name,), lambda: Function(name, "", (), frozenset([name]), float(looked_at.min()), float(looked_at.max()))
        )

    def function(self, operation: str, *of: Terms | float) -> Terms:
        """A function of sums that is not a sum of products itself."""

        def made() -> Function:
            inputs = frozenset(name for one in of if isinstance(one, Terms) for name in one.inputs)
            if len(inputs) == 1:
                (name,) = inputs
                cache: dict[int, np.ndarray] = {}
                looked_at = {name: self._ends(name)}
                values = _OPERATIONS[operation](
                    *(one.evaluate(looked_at, cache) if isinstance(one, Terms) else one for one in of)
                )
                low, high = float(values.min()), float(values.max())
            elif operation in ("least", "most"):
                fold = min if operation == "least" else max
                low, high = (fold(bound(one)[end] for one in of) for end in (0, 1))
            else:
                low, high = -np.inf, np.inf
            return Function("", operation, of, inputs, low, high)

        return self._as_terms((operation, *(one.key if isinstance(one, Terms) else float(one) for one in of)), made)

    def _as_terms(self, key: tuple, made: Callable[[], Function]) -> Terms:
        if key not in self._known:
            self._known[key] = len(self.functions)
            self.functions.append(made())
        return Terms(self, {(self._known[key],): 1.0})

    def _ends(self, name: str) -> np.ndarray:
        """Values of an input over its whole range, ends included."""
        if name not in self._looked_at:
            percentiles = np.concatenate([[0.0, EDGE], np.linspace(0, 1, LOOKED_AT)[1:-1], [1 - EDGE, 1 - 1e-15]])
            values = self.values_at[name](percentiles)
            self._looked_at[name] = values[np.isfinite(values)]
        return self._looked_at[name]


class Terms:
    """A sum of coefficients times products of functions, as a number that formulas can work with."""

    __slots__ = ("space", "terms")
    __array_priority__ = 1000

    def __init__(self, space: Space, terms: dict[Key, float]) -> None:
        self.space, self.terms = space, terms

    @property
    def key(self) -> tuple:
        return tuple(sorted(self.terms.items()))

    @property
    def inputs(self) -> frozenset[str]:
        """Every input that it rests on."""
        functions = {at for key in self.terms for at in key}
        return frozenset(name for at in functions for name in self.space.functions[at].inputs)

    def evaluate(self, values: Environment, cache: dict[int, np.ndarray] | None = None) -> np.ndarray:
        """Its value where the inputs have these values; `cache` keeps functions that were worked out."""
        known = {} if cache is None else cache
        total: np.ndarray = np.zeros(())
        for key, coefficient in self.terms.items():
            product: np.ndarray | float = coefficient
            for at in key:
                product = product * function_values(self.space, at, values, known)
            total = total + product
        return total

    def __add__(self, other: object) -> Number:
        if isinstance(other, Terms):
            terms = dict(self.terms)
            for key, coefficient in other.terms.items():
                terms[key] = terms.get(key, 0.0) + coefficient
            return _tidy(self.space, terms)
        number = _number(other)
        return _tidy(self.space, {**self.terms, (): self.terms.get((), 0.0) + number})

    __radd__ = __add__

    def __mul__(self, other: object) -> Number:
        if isinstance(other, Terms):
            terms: dict[Key, float] = {}
            for mine, a in self.terms.items():
                for theirs, b in other.terms.items():
                    key = tuple(sorted(mine + theirs))
                    terms[key] = terms.get(key, 0.0) + a * b
            return _tidy(self.space, terms)
        number = _number(other)
        return _tidy(self.space, {key: coefficient * number for key, coefficient in self.terms.items()})

    __rmul__ = __mul__

    def __neg__(self) -> Number:
        return self * -1.0

    def __sub__(self, other: object) -> Number:
        return self + (-other if isinstance(other, Terms) else -_number(other))

    def __rsub__(self, other: object) -> Number:
        return -self + _number(other)

    def __truediv__(self, other: object) -> Number:
        if isinstance(other, Terms):
            return self * self.space.function("inverse", other)
        return self * (1 / _number(other))

    def __rtruediv__(self, other: object) -> Number:
        return self.space.function("inverse", self) * _number(other)

    def __rpow__(self, other: object) -> Number:
        return self.space.function("power", _number(other), self)

    def clip(self, low: float, high: float, **_: object) -> Number:
        """Kept between two numbers."""
        return least(most(self, low), high)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *of: object, **_: object) -> Number:
        if method != "__call__" or ufunc not in _UFUNCS:
            return NotImplemented
        return _UFUNCS[ufunc](*of)


Number = Terms | float


def function_values(space: Space, at: int, values: Environment, cache: dict[int, np.ndarray]) -> np.ndarray:
    """A function where the inputs have these values."""
    if at not in cache:
        function = space.functions[at]
        if function.name:
            cache[at] = np.asarray(values[function.name])
        else:
            of = (one.evaluate(values, cache) if isinstance(one, Terms) else one for one in function.of)
            cache[at] = np.asarray(_OPERATIONS[function.operation](*of))
    return cache[at]


def bound(of: Number) -> tuple[float, float]:
    """Numbers between which a sum certainly lies."""
    if not isinstance(of, Terms):
        return _number(of), _number(of)
    low = high = 0.0
    for key, coefficient in of.terms.items():
        ends = [coefficient]
        for at in key:
            function = of.space.functions[at]
            ends = [one * end for one in (min(ends), max(ends)) for end in (function.low, function.high)]
        low, high = low + min(ends), high + max(ends)
    return low, high


def least(first: object, second: object) -> Number:
    """The smaller of two; the one that is, where their ranges say so."""
    return _either("least", first, second)


def most(first: object, second: object) -> Number:
    """The larger of two."""
    return _either("most", first, second)


def _either(operation: str, first: object, second: object) -> Number:
    a, b = (one if isinstance(one, Terms) else _number(one) for one in (first, second))
    (a_low, a_high), (b_low, b_high) = bound(a), bound(b)
    if a_high <= b_low:
        return a if operation == "least" else b
    if b_high <= a_low:
        return b if operation == "least" else a
    space = next(one.space for one in (a, b) if isinstance(one, Terms))
    return space.function(operation, a, b)


def _tidy(space: Space, terms: dict[Key, float]) -> Number:
    """Without terms that vanish; a number when nothing varies; one function when only one input does."""
    left = {key: coefficient for key, coefficient in terms.items() if coefficient != 0.0}
    if not left:
        return 0.0
    if len(left) == 1 and () in left:
        return left[()]
    found = Terms(space, left)
    if len(left) > 1 and len(found.inputs) == 1:
        return space.function("same", found)
    return found


def _number(of: object) -> float:
    value = np.asarray(of, dtype=float)
    if value.size != 1:
        raise TypeError("a sum of products works with numbers, not with arrays")
    return float(value.reshape(()))


_UFUNCS: dict[np.ufunc, Callable[..., Number]] = {
    np.minimum: least,
    np.maximum: most,
    np.add: lambda a, b: b.__radd__(a) if isinstance(b, Terms) else a + b,
    np.multiply: lambda a, b: b.__rmul__(a) if isinstance(b, Terms) else a * b,
    np.subtract: lambda a, b: b.__rsub__(a) if isinstance(b, Terms) and not isinstance(a, Terms) else a - b,
    np.true_divide: lambda a, b: b.__rtruediv__(a) if isinstance(b, Terms) and not isinstance(a, Terms) else a / b,
    np.power: lambda a, b: b.__rpow__(a),
}
