"""Variance of a sum of products and how the inputs share it, in closed form.

With independent inputs the mean of a product is the product of means, so every share follows from the means of single
functions and of pairs of functions of the same input: E[f] and E[f g]. First order and total indices are those of
Sobol' (1993; total: Homma & Saltelli 1996, doi:10.1016/0951-8320(96)00002-6). Means over one input are taken at the
middles of POINTS equal steps of its percentile; over inputs that only occur together in one function on a Latin
hypercube of JOINT_POINTS (McKay, Beckman & Conover 1979, doi:10.1080/00401706.1979.10489755).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from flexlib.engine.sensitivity.products import Key, Number, Space, Terms, function_values

POINTS = 2048
JOINT_POINTS = 2**15
SEED = 1


@dataclass(frozen=True, eq=False)
class _Part:
    """Inputs that occur together in some function, and everything that is a function of them in the sum.

    names : the inputs; local : per term the position of its function of them, 0 for those without (the number 1)
    values : ndarray (functions, points), function 0 is the number 1; means : their means
    points : values of the first input at the points
    kept : some of the inputs → E[f g] over E[f] E[g] when those are the same in f and g and the others independent
    """

    names: tuple[str, ...]
    local: np.ndarray
    values: np.ndarray
    means: np.ndarray
    points: np.ndarray
    kept: Mapping[frozenset[str], np.ndarray]

    def ratio(self, names: frozenset[str]) -> np.ndarray:
        """E[f g] over E[f] E[g] when these inputs are the same in f and g and the others independent."""
        return self.kept[names & frozenset(self.names)]


class ProductVariance:
    """The variance of one sum, and the shares of sets of inputs."""

    def __init__(self, total: Number, sets: Iterable[Collection[str]] = ()) -> None:
        """`sets`: sets of inputs that will be asked for, beside each input by itself and all but one."""
        self._asked = [frozenset(one) for one in sets]
        self.parts: list[_Part] = []
        self._weights = np.zeros(0)
        self.mean = float(total) if not isinstance(total, Terms) else 0.0
        if isinstance(total, Terms):
            self._prepare(total)

    def _prepare(self, total: Terms) -> None:
        space, keys = total.space, list(total.terms)
        coefficients = np.array([total.terms[key] for key in keys])
        for names in _together(space, keys):
            part, keys, coefficients, self.parts = self._part(space, names, keys, coefficients, self.parts)
            self.parts.append(part)
        means = np.ones(len(keys))
        for part in self.parts:
            means = means * part.means[part.local]
        self._weights = coefficients * means
        self.mean = float(self._weights.sum())

    def _part(
        self, space: Space, names: tuple[str, ...], keys: list[Key], coefficients: np.ndarray, before: list[_Part]
    ) -> tuple[_Part, list[Key], np.ndarray, list[_Part]]:
        """The functions of some inputs; a function with mean zero is split in two with a mean, so that ratios exist."""
        inside = frozenset(names)
        of_terms = [tuple(at for at in key if space.functions[at].inputs & inside) for key in keys]
        distinct = list(dict.fromkeys(one for one in of_terms if one))
        environment, again = _points(space, names)
        values = _values(space, distinct, environment)
        means, spread = values.mean(axis=1), values.std(axis=1)
        shift = np.where(np.abs(means) < 1e-3 * spread, spread, 0.0)
        position = {one: at + 1 for at, one in enumerate(distinct)}
        local = np.array([position.get(one, 0) for one in of_terms])
        shifts = np.concatenate([[0.0], shift])
        split = np.flatnonzero(shifts[local])
        if len(split):  # c f = c (f + s) - c s
            keys = [*keys, *(keys[at] for at in split)]
            coefficients = np.concatenate([coefficients, -coefficients[split] * shifts[local[split]]])
            before = [
                replace(earlier, local=np.concatenate([earlier.local, earlier.local[split]])) for earlier in before
            ]
            keys[len(local) :] = [tuple(at for at in keys[one] if at not in of_terms[one]) for one in split]
            local = np.concatenate([local, np.zeros(len(split), dtype=int)])
        ones = np.ones((1, values.shape[1]))
        values = np.vstack([ones, values + shift[:, None]])
        means = values.mean(axis=1)
        kept = {frozenset(names): _ratio(values, values, means), frozenset(): np.ones((len(means), len(means)))}
        if len(names) > 1:
            wanted = {frozenset([name]) for name in names} | {inside - {name} for name in names}
            wanted |= {one & inside for one in self._asked} | {inside - one for one in self._asked}
            for some in wanted - set(kept):
                mixed = {name: environment[name] if name in some else again[name] for name in names}
                other = np.vstack([ones, _values(space, distinct, mixed) + shift[:, None]])
                ratio = _ratio(values, other, means)
                kept[some] = (ratio + ratio.T) / 2
        return _Part(names, local, values, means, environment[names[0]], kept), keys, coefficients, before

    @cached_property
    def variance(self) -> float:
        """Variance of the sum."""
        return self.closed(frozenset(name for part in self.parts for name in part.names))

    def closed(self, names: frozenset[str]) -> float:
        """Variance of the mean given these inputs, whatever the others do (first order, for one input)."""
        touched = [part for part in self.parts if not names.isdisjoint(part.names)]
        if len(touched) == 1:  # few functions: terms with the same function first
            (part,) = touched
            weights = np.bincount(part.local, weights=self._weights, minlength=len(part.means))
            return float(weights @ (part.ratio(names) - 1) @ weights)
        product = np.ones((len(self._weights), len(self._weights)))
        for part in touched:
            _multiply(product, part, part.ratio(names))
        return float(self._weights @ (product - 1) @ self._weights)

    def totals(self) -> dict[str, float]:
        """Input → variance that is left on average when all other inputs are known."""
        product = np.ones((len(self._weights), len(self._weights)))
        for part in self.parts:
            _multiply(product, part, part.ratio(frozenset(part.names)))
        found = {}
        for part in self.parts:
            own = np.flatnonzero(part.local)
            local, weights = part.local[own], self._weights[own]
            full = part.ratio(frozenset(part.names))[np.ix_(local, local)]
            cells = product[np.ix_(own, own)]
            if (np.abs(full) < 1e-9).any():
                others = np.ones_like(product)
                for other in self.parts:
                    if other is not part:
                        _multiply(others, other, other.ratio(frozenset(other.names)))
                cells = others[np.ix_(own, own)]
            else:
                cells = cells / full
            for name in part.names:
                without = part.ratio(frozenset(part.names) - {name})[np.ix_(local, local)]
                found[name] = float(weights @ (cells * (full - without)) @ weights)
        return found

    def holds(self, name: str) -> bool:
        """Whether an input is in the sum."""
        return any(name in part.names for part in self.parts)

    def mean_given(self, name: str) -> tuple[np.ndarray, np.ndarray] | None:
        """An input's values and the mean of the sum there; None for one that is not in it, or not by itself."""
        part = next((part for part in self.parts if part.names == (name,)), None)
        if part is None:
            return None
        weights = np.bincount(part.local, weights=self._weights, minlength=len(part.means))
        return part.points, (weights / part.means) @ part.values


def _together(space: Space, keys: Collection[Key]) -> list[tuple[str, ...]]:
    """The inputs in sets that no function of several inputs crosses."""
    leader: dict[str, str] = {}

    def top(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for at in {at for key in keys for at in key}:
        first, *others = sorted(space.functions[at].inputs)
        for name in (first, *others):
            leader[top(name)] = top(first)
    sets: dict[str, list[str]] = {}
    for name in sorted(leader):
        sets.setdefault(top(name), []).append(name)
    return [tuple(names) for names in sets.values()]


def _points(space: Space, names: tuple[str, ...]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Values of the inputs at points that stand for their ranges, and a second independent set of several inputs."""
    if len(names) == 1:
        middles = (np.arange(POINTS) + 0.5) / POINTS
        return {names[0]: space.values_at[names[0]](middles)}, {}
    source = np.random.default_rng(SEED)
    middles = (np.arange(JOINT_POINTS) + 0.5) / JOINT_POINTS
    once, again = (np.stack([source.permutation(middles) for _ in names]) for _ in range(2))
    return (
        {name: space.values_at[name](u) for name, u in zip(names, once, strict=True)},
        {name: space.values_at[name](u) for name, u in zip(names, again, strict=True)},
    )


def _values(space: Space, distinct: Collection[Key], environment: Mapping[str, np.ndarray]) -> np.ndarray:
    cache: dict[int, np.ndarray] = {}
    found = np.ones((len(distinct), len(next(iter(environment.values())))))
    for row, key in enumerate(distinct):
        for at in key:
            found[row] *= function_values(space, at, environment, cache)
    return found


def _ratio(values: np.ndarray, others: np.ndarray, means: np.ndarray) -> np.ndarray:
    """E[f g] over E[f] E[g], from what both vary about their means: those are known better than the points show."""
    own, their = values - values.mean(axis=1, keepdims=True), others - others.mean(axis=1, keepdims=True)
    return 1 + (own @ their.T / values.shape[1]) / np.outer(means, means)


def _multiply(product: np.ndarray, part: _Part, ratio: np.ndarray) -> None:
    """Multiply the cells of terms that hold a function of the part by its ratio; the others' is 1."""
    own = np.flatnonzero(part.local)
    product[np.ix_(own, own)] *= ratio[np.ix_(part.local[own], part.local[own])]
