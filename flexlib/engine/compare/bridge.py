"""The bridge between two variants: which choices cause which part of the difference, adding up exactly.

Groups of levers share the difference by their Shapley value (Shapley 1953, doi:10.1515/9781400881970-018): the mean,
over all orders in which the groups could be changed, of what changing a group adds. Levers share their group's part in
the same way, one lever at a time within the group (the value of a game with coalition structure, Owen 1977,
doi:10.1007/978-3-642-45494-3_7). A group with too many levers for all orders is sampled: beside every set of other
groups its own random orders, each with its reverse, until the standard error is small against the largest part. Each
order adds up exactly, so the parts do too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

ALL_ORDERS = 8  # a group of this many levers or fewer is worked out in all orders
PRECISION = 0.025  # standard error, as a share of the largest part of any lever, at which sampling ends
PAIRS = 8  # pairs of an order and its reverse that are added at a time, beside every set of other groups
MOST_PAIRS = 64
SEED = 1

Changed = frozenset[str]
Values = Callable[[Sequence[Changed]], np.ndarray]


@dataclass(frozen=True, eq=False)
class Part:
    """What one group or lever contributes.

    amount : ndarray (outcomes,), the Shapley or Owen value; error : ndarray (outcomes,), its standard error, 0 where
        all orders were worked out
    smallest, largest : ndarray (outcomes,), over the orders that were worked out
    """

    amount: np.ndarray
    smallest: np.ndarray
    largest: np.ndarray
    error: np.ndarray


@dataclass(frozen=True, eq=False)
class Bridge:
    """From one variant to another. The parts of the groups, and of the levers, each add up to `end` - `start`.

    orders : group → how many orders of its levers were drawn; 0 when all were worked out
    """

    start: np.ndarray
    end: np.ndarray
    groups: Mapping[str, Part]
    levers: Mapping[str, Part]
    orders: Mapping[str, int]


def bridge(groups: Mapping[str, Sequence[str]], values: Values) -> Bridge:
    """Share a difference over groups of levers and over the levers in them.

    groups : group → levers that differ; values : sets of changed levers → ndarray (sets, outcomes), the outcomes with
    those levers changed and the others not. It is asked no set twice.
    """
    known = _Known(values)
    whole = {name: frozenset(levers) for name, levers in groups.items()}
    sides = {name: _sides(name, whole) for name in groups}
    firm = {name: _Whole(levers, sides[name]) for name, levers in groups.items() if len(levers) <= ALL_ORDERS}
    drawn = {name: _Drawn(levers, sides[name]) for name, levers in groups.items() if len(levers) > ALL_ORDERS}
    asked: list[Changed] = [frozenset(), frozenset[str]().union(*whole.values())]
    for name in groups:
        asked += [base | more for base, _ in sides[name] for more in (frozenset(), whole[name])]
    known.ask(asked)
    known.ask([one for shares in firm.values() for one in shares.asked()])
    levers = {lever: part for shares in firm.values() for lever, part in shares.parts(known).items()}
    rough = list(drawn.values())
    while rough:
        known.ask([one for shares in rough for one in shares.draw()])
        for shares in rough:
            levers |= shares.parts(known)
        largest = np.max([np.abs(part.amount) for part in levers.values()], axis=0)
        rough = [shares for shares in rough if not shares.is_done(largest)]
    group_parts = {
        name: _part([(weight, known.at(base | whole[name]) - known.at(base)) for base, weight in sides[name]])
        for name in groups
    }
    in_order = {lever: levers[lever] for members in groups.values() for lever in members}
    counts = {name: drawn[name].count if name in drawn else 0 for name in groups}
    return Bridge(known.at(asked[0]), known.at(asked[1]), group_parts, in_order, counts)


class _Known:
    """The outcomes of every set of changed levers that was asked for."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._found: dict[Changed, np.ndarray] = {}

    def ask(self, sets: Iterable[Changed]) -> None:
        new = [one for one in dict.fromkeys(sets) if one not in self._found]
        if new:
            self._found |= zip(new, self._values(new), strict=True)

    def at(self, changed: Changed) -> np.ndarray:
        return self._found[changed]


class _Whole:
    """The levers of a small group, in all orders."""

    def __init__(self, levers: Sequence[str], sides: Sequence[tuple[Changed, float]]) -> None:
        self._levers, self._sides = levers, sides

    def asked(self) -> list[Changed]:
        return [base | frozenset(some) for base, _ in self._sides for some in _subsets(self._levers)]

    def parts(self, known: _Known) -> dict[str, Part]:
        found = {}
        for lever in self._levers:
            others = [other for other in self._levers if other != lever]
            steps = []
            for base, weight in self._sides:
                for some in _subsets(others):
                    before = base | frozenset(some)
                    step = known.at(before | {lever}) - known.at(before)
                    steps.append((weight * _weight(len(some), len(self._levers)), step))
            found[lever] = _part(steps)
        return found


class _Drawn:
    """The levers of a large group, in random orders and their reverses: others beside every set of other groups."""

    def __init__(self, levers: Sequence[str], sides: Sequence[tuple[Changed, float]]) -> None:
        self._levers, self._sides = levers, sides
        self._source = np.random.default_rng([SEED, len(levers)])
        self._new: list[list[np.ndarray]] = []  # per side the orders that are not worked out yet
        self._steps: list[np.ndarray] = []  # (sides, orders, levers, outcomes), an order and then its reverse
        self._error = np.empty(0)
        self.count = 0

    def draw(self) -> list[Changed]:
        """More orders; the sets they lead along."""
        pairs = [[self._source.permutation(len(self._levers)) for _ in range(PAIRS)] for _ in self._sides]
        self._new = [[way for order in some for way in (order, order[::-1])] for some in pairs]
        self.count += sum(map(len, self._new))
        return [
            one
            for (base, _), orders in zip(self._sides, self._new, strict=True)
            for order in orders
            for one in self._along(base, order)
        ]

    def parts(self, known: _Known) -> dict[str, Part]:
        """The levers' parts over all orders so far."""
        self._steps.append(
            np.stack([
                np.stack([self._walked(known, base, order) for order in orders])
                for (base, _), orders in zip(self._sides, self._new, strict=True)
            ])
        )  # fmt: skip
        steps = np.concatenate(self._steps, axis=1)
        weights = np.array([weight for _, weight in self._sides])
        pairs = (steps[:, ::2] + steps[:, 1::2]) / 2
        amounts = np.tensordot(weights, pairs.mean(axis=1), 1)
        errors = np.sqrt(np.tensordot(weights**2, pairs.var(axis=1, ddof=1) / pairs.shape[1], 1))
        self._error = errors.max(axis=0)
        low, high = steps.min(axis=(0, 1)), steps.max(axis=(0, 1))
        return {lever: Part(amounts[at], low[at], high[at], errors[at]) for at, lever in enumerate(self._levers)}

    def is_done(self, largest: np.ndarray) -> bool:
        """Whether every error is small against the largest part of any lever, ndarray (outcomes,), or it is enough."""
        enough = self.count >= 2 * MOST_PAIRS * len(self._sides)
        return enough or not (self._error > PRECISION * largest).any()  # nan: an outcome that is not there

    def _along(self, base: Changed, order: np.ndarray) -> list[Changed]:
        """The sets from none of the levers changed to all of them."""
        sets = [base]
        for at in order:
            sets.append(sets[-1] | {self._levers[at]})
        return sets

    def _walked(self, known: _Known, base: Changed, order: np.ndarray) -> np.ndarray:
        """What each lever adds in this order, ndarray (levers, outcomes)."""
        reached = np.array([known.at(one) for one in self._along(base, order)])
        steps = np.empty_like(reached[1:])
        steps[order] = np.diff(reached, axis=0)
        return steps


def _sides(name: str, whole: Mapping[str, Changed]) -> list[tuple[Changed, float]]:
    """Every set of other groups that can be changed before a group, with its weight."""
    others = [other for other in whole if other != name]
    return [
        (frozenset[str]().union(*(whole[other] for other in some)), _weight(len(some), len(whole)))
        for some in _subsets(others)
    ]


def _weight(before: int, count: int) -> float:
    """The share of all orders of `count` in which exactly these `before` come first, and then this one."""
    return factorial(before) * factorial(count - before - 1) / factorial(count)


def _part(steps: Sequence[tuple[float, np.ndarray]]) -> Part:
    """A part from all its steps, each with its weight."""
    weights, found = np.array([weight for weight, _ in steps]), np.array([step for _, step in steps])
    return Part(weights @ found, found.min(axis=0), found.max(axis=0), np.zeros(found.shape[1]))


def _subsets(names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)
