"""The bridge between two variants: which choices cause which part of the difference, adding up exactly.

Groups of levers share the difference by their Shapley value (Shapley 1953, doi:10.1515/9781400881970-018): the mean,
over all orders in which the groups could be changed, of what changing a group adds. Levers share their group's part in
the same way, one lever at a time within the group (the value of a game with coalition structure, Owen 1977,
doi:10.1007/978-3-642-45494-3_7); where a group has too many levers for all orders, over a fixed set of orders
and their reverses, each of which adds up exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import factorial

import numpy as np

ALL_ORDERS = 3  # a group of this many levers or fewer is worked out in all orders
ORDERS = 2  # pairs of an order and its reverse for larger groups
SEED = 1

Values = Callable[[Sequence[frozenset[str]]], np.ndarray]


@dataclass(frozen=True, eq=False)
class Part:
    """What one group or lever contributes.

    amount : ndarray (outcomes,), the Shapley or Owen value; smallest, largest : ndarray (outcomes,), over the orders
    """

    amount: np.ndarray
    smallest: np.ndarray
    largest: np.ndarray


@dataclass(frozen=True, eq=False)
class Bridge:
    """From one variant to another. The parts of the groups, and of the levers, each add up to `end` - `start`."""

    start: np.ndarray
    end: np.ndarray
    groups: Mapping[str, Part]
    levers: Mapping[str, Part]


def bridge(groups: Mapping[str, Sequence[str]], values: Values) -> Bridge:
    """Share a difference over groups of levers and over the levers in them.

    groups : group → levers that differ; values : sets of changed levers → ndarray (sets, outcomes), the outcomes with
    those levers changed and the others not. It is called once, with every set that is needed.
    """
    names = list(groups)
    plans = {name: _orders(groups[name]) for name in names}
    needed: dict[frozenset[str], int] = {}
    for name in names:
        for others in _subsets([other for other in names if other != name]):
            base = frozenset(lever for other in others for lever in groups[other])
            for order in plans[name]:
                for count in range(len(order) + 1):
                    needed.setdefault(base | frozenset(order[:count]), len(needed))
    needed.setdefault(frozenset(), len(needed))
    found = values(list(needed))

    def at(changed: frozenset[str]) -> np.ndarray:
        return found[needed[changed]]

    group_parts: dict[str, Part] = {}
    lever_parts: dict[str, Part] = {}
    for name in names:
        rest = [other for other in names if other != name]
        of_group, of_levers = _Gather(), {lever: _Gather() for lever in groups[name]}
        for others in _subsets(rest):
            weight = factorial(len(others)) * factorial(len(names) - len(others) - 1) / factorial(len(names))
            base = frozenset(lever for other in others for lever in groups[other])
            of_group.add(at(base | frozenset(groups[name])) - at(base), weight)
            for order in plans[name]:
                changed = base
                for lever in order:
                    of_levers[lever].add(at(changed | {lever}) - at(changed), weight / len(plans[name]))
                    changed = changed | {lever}
        group_parts[name] = of_group.part()
        lever_parts |= {lever: gathered.part() for lever, gathered in of_levers.items()}
    everything = frozenset(lever for name in names for lever in groups[name])
    return Bridge(at(frozenset()), at(everything), group_parts, lever_parts)


class _Gather:
    def __init__(self) -> None:
        self.steps: list[np.ndarray] = []
        self.weights: list[float] = []

    def add(self, step: np.ndarray, weight: float) -> None:
        self.steps.append(step)
        self.weights.append(weight)

    def part(self) -> Part:
        steps = np.array(self.steps)
        return Part(np.array(self.weights) @ steps, steps.min(axis=0), steps.max(axis=0))


def _orders(levers: Sequence[str]) -> list[tuple[str, ...]]:
    if len(levers) <= ALL_ORDERS:
        return list(permutations(levers))
    source = np.random.default_rng([SEED, len(levers)])
    orders = [tuple(levers[index] for index in source.permutation(len(levers))) for _ in range(ORDERS)]
    return orders + [order[::-1] for order in orders]


def _subsets(names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)
