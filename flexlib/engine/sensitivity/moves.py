"""Outcomes of one choice when some inputs are taken from other draws, at the price of the terms that those touch.

Sums over lines are sums of products (see `line_products`), so that only products with a moved input are worked out
again; months, loads and amounts over the years follow by the engine's own functions on the draws of several moves laid
end to end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import cast

import numpy as np

from flexlib.engine.calendar import axis_of
from flexlib.engine.explore.needs import SHARED, Needs, Sink
from flexlib.engine.explore.outcomes_of_many import outcomes_of
from flexlib.engine.explore.yearly import yearly_axis
from flexlib.engine.flows import TeamWork, Work
from flexlib.engine.loads import TeamLoads
from flexlib.engine.pools import Course, Pool, student_factors
from flexlib.engine.sampling import TAIL_STREAM, Draws
from flexlib.engine.sensitivity.inputs import Input
from flexlib.engine.sensitivity.line_products import sums_in_symbols
from flexlib.engine.sensitivity.products import Number, Space, Terms, function_values
from flexlib.engine.situation import Drivers, Situation, apply_future, situate
from flexlib.engine.timing import timing_of
from flexlib.model.records import GROUPS, Choice, CostModel

CELLS = 32_000  # moves × draws worked on at a time: arrays of this length stay in a core's own cache
EXACT = "exact "  # before the name of an outcome: its exact part
Values = Mapping[Sink, np.ndarray]


class _Mixed(Mapping[str, np.ndarray]):
    """Values laid end to end, one stretch per move: of a moved input from the other draws. `read`: names asked for."""

    def __init__(
        self,
        own: Mapping[str, np.ndarray],
        other: Mapping[str, np.ndarray],
        moves: Sequence[Collection[str]],
        read: set[str],
    ) -> None:
        self._own, self._other, self._moves, self._read = own, other, moves, read
        self._made: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        self._read.add(name)
        if name not in self._made:
            parts = [self._other[name] if name in moved else self._own[name] for moved in self._moves]
            self._made[name] = np.concatenate(parts)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


class Moves:
    """One choice on some draws, ready to take inputs from other draws.

    `exact` are sums that are evaluated along with the outcomes, found under EXACT and their name.
    """

    def __init__(
        self,
        model: CostModel,
        choice: Choice,
        draws: Draws,
        others: Draws,
        needs: Needs,
        symbols: tuple[Space, Mapping[Sink, Number]] | None = None,
        exact: Mapping[str, Number] | None = None,
    ) -> None:
        self.n, self.needs, self._exact = draws.n, needs, dict(exact or {})
        self._space, sums = symbols or sums_in_symbols(model, choice, needs)
        self._sums: dict[Sink, Number] = {**sums, **{("exact", name): one for name, one in self._exact.items()}}
        rest = Draws(
            {key: values[:1] for key, values in draws.parameters.items()},
            {key: values[:1] for key, values in draws.strengths.items()},
            draws.tail[:1],
        )
        self._situation = situate(model, choice, rest)
        self._own = apply_future(model, choice, draws.parameters)[0], draws.strengths
        self._other = apply_future(model, choice, others.parameters)[0], others.strengths
        self._from = {**draws.parameters, **draws.strengths, TAIL_STREAM: draws.tail}
        self._to = {**others.parameters, **others.strengths, TAIL_STREAM: others.tail}
        self._axis = yearly_axis(axis_of(choice.start, choice.horizon_months), choice.horizon_months)
        self._known: dict[int, np.ndarray] = {}
        self._products: dict[Sink, list[np.ndarray]] = {}
        self._inputs: dict[Sink, list[frozenset[str]]] = {}  # of each product
        self._read: set[str] = set()
        self._base = {sink: self._whole(sink, one) for sink, one in self._sums.items()}
        self.outcomes = self._outcomes([frozenset()], [self._base])  # where nothing is moved
        self.evaluations = self.n

    def _whole(self, sink: Sink, one: Number) -> np.ndarray:
        """A sum on the draws; its products are kept."""
        if not isinstance(one, Terms):
            return np.full(self.n, one)
        products = []
        for key, coefficient in one.terms.items():
            factors = (function_values(self._space, at, self._from, self._known) for at in key)
            products.append(reduce(np.multiply, factors, np.full(self.n, coefficient)))
        self._products[sink] = products
        functions = self._space.functions
        self._inputs[sink] = [frozenset().union(*(functions[at].inputs for at in key)) for key in one.terms]
        return reduce(np.add, products)

    def touches(self, of: Input) -> bool:
        """Whether an input has any say in these outcomes."""
        names = _names([of])
        return bool(names & self._read) or any(
            isinstance(one, Terms) and not names.isdisjoint(one.inputs) for one in self._sums.values()
        )

    def moved(self, moves: Sequence[Collection[Input]]) -> Iterator[dict[str, np.ndarray]]:
        """For each set of inputs, taken from the other draws, the outcomes, each ndarray (n,)."""
        size = max(1, CELLS // self.n)
        for begin in range(0, len(moves), size):
            some = [_names(inputs) for inputs in moves[begin : begin + size]]
            found = self._outcomes(some, [self._again(names) for names in some])
            self.evaluations += self.n * len(some)
            for at in range(len(some)):
                yield {name: values[at * self.n : (at + 1) * self.n] for name, values in found.items()}

    def _again(self, names: frozenset[str]) -> Values:
        """The sums with some inputs moved: products that hold them anew, the others as they were."""
        known = {at: values for at, values in self._known.items() if names.isdisjoint(self._space.functions[at].inputs)}
        mixed = {**self._from, **{name: self._to[name] for name in names if name in self._to}}
        found: dict[Sink, np.ndarray] = {}
        for sink, one in self._sums.items():
            total = self._base[sink]
            if isinstance(one, Terms):
                for touched, product, (key, coefficient) in zip(
                    self._inputs[sink], self._products[sink], one.terms.items(), strict=True
                ):
                    if not names.isdisjoint(touched):
                        anew: np.ndarray | float = coefficient
                        for at in key:
                            anew = anew * function_values(self._space, at, mixed, known)
                        total = total + (anew - product)
            found[sink] = total
        return found

    def _outcomes(self, moves: Sequence[Collection[str]], values: Sequence[Values]) -> dict[str, np.ndarray]:
        sums = {sink: np.concatenate([one[sink] for one in values]) for sink in self._sums}
        situation = self._laid(moves, sums)
        timing, loads = None, TeamLoads()
        if "timing" in self.needs.parts:
            timing = timing_of(situation, Work(_team_work(sums, "build"), _service(sums)))
            if "loads" in self.needs.parts:
                built, outlier = _team_work(sums, "build"), _team_work(sums, "outlier")
                with_outlier = TeamWork(
                    [a + b for a, b in zip(built.parts, outlier.parts, strict=True)], built.shared + outlier.shared
                )
                others = (_team_work(sums, kind) for kind in ("rollout", "first_year", "live"))
                loads = TeamLoads(with_outlier, *others)
        trend = student_factors(situation, self._axis.by_year)
        found = outcomes_of(self.needs, situation, timing, loads, _pools(sums), self._axis, trend)
        return found | {EXACT + name: sums["exact", name] for name in self._exact}

    def _laid(self, moves: Sequence[Collection[str]], sums: Values) -> Situation:
        """The moves as one situation whose draws are theirs laid end to end."""
        drivers: Drivers = {}
        for sink in self._sums:
            if sink[0] == "driver":
                _, driver, group = cast("tuple[str, str, str]", sink)
                if group == SHARED:
                    drivers[driver] = sums[sink]
                else:
                    of_groups = drivers.setdefault(driver, [0.0] * len(GROUPS))
                    assert isinstance(of_groups, list)
                    of_groups[GROUPS.index(group)] = sums[sink]
        size = self.n * len(moves)
        return replace(
            self._situation,
            n=size,
            parameters=_Mixed(self._own[0], self._other[0], moves, self._read),
            strengths=_Mixed(self._own[1], self._other[1], moves, self._read),
            tail=np.zeros(size),  # the outlier is in the sums already
            drivers=drivers,
            studentless={},
        )


def _names(inputs: Collection[Input]) -> frozenset[str]:
    """Names in the draws of some inputs."""
    return frozenset(name for of in inputs for name in ([key for key, _ in of.ranges] or [of.id]))


def _team_work(sums: Values, kind: str) -> TeamWork:
    return TeamWork([sums.get((kind, group), np.zeros(1)) for group in GROUPS], sums.get((kind, SHARED), np.zeros(1)))


def _service(sums: Values) -> dict[str, np.ndarray | float]:
    return {sink[1]: hours for sink, hours in sums.items() if sink[0] == "service" and isinstance(sink[1], str)}


def _pools(sums: Values) -> dict[Course, Pool]:
    found: dict[Course, Pool] = {}
    for sink, values in sums.items():
        course = sink[1]
        if isinstance(course, Course):
            pool = found.setdefault(course, Pool())
            if sink[0] == "money":
                setattr(pool, sink[2], values)
            elif sink[2] == "own":
                pool.own[""] = values
            else:
                pool.external = values
    return found
