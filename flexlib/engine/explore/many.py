"""Many choices that differ in levers only, on the same draws, for a handful of outcomes.

The outcomes are those of `evaluate`, equal to rounding, at a fraction of the time: sums over lines come from tables
(see `summed`), and what follows from them (months, loads, years) is worked out by the engine's own functions with the
draws of all choices of a chunk laid end to end, as if they were the draws of one choice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from flexlib.engine.calendar import axis_of
from flexlib.engine.effects import added_terms
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.grouped import WITH, Ground, Volume
from flexlib.engine.explore.needs import IN_SCOPE, LEVELS_ONLY, SHARED, Needs
from flexlib.engine.explore.outcomes_of_many import outcomes_of, promised
from flexlib.engine.explore.summed import TABLES_BYTES, Chunk, LineSums, Sums
from flexlib.engine.explore.yearly import YearlyAxis, yearly_axis
from flexlib.engine.flows import TeamWork, Work
from flexlib.engine.loads import TeamLoads
from flexlib.engine.pools import Course, Pool, student_factors
from flexlib.engine.sampling import Draws
from flexlib.engine.situation import Drivers, Situation
from flexlib.engine.timing import Pace, Timing, timing_of
from flexlib.model.records import GROUPS, Choice, CostModel

CELLS = 32_000  # choices × draws worked on at a time: arrays of this length stay in a core's own cache
PACE_ROWS = 256  # rows up to which levers that act on the same duration share a table


class _EndToEnd(Mapping[str, np.ndarray]):
    """Parameters of a chunk: the draws repeated for each choice, ndarray (choices × n,), made when first asked for."""

    def __init__(self, parameters: Mapping[str, np.ndarray], most: int) -> None:
        self._parameters, self._most = parameters, most
        self._made: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._made:
            self._made[name] = np.tile(self._parameters[name], self._most)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)


class _First(Mapping[str, np.ndarray]):
    """The same for a chunk with fewer choices."""

    def __init__(self, whole: _EndToEnd, length: int) -> None:
        self._whole, self._length = whole, length

    def __getitem__(self, name: str) -> np.ndarray:
        return self._whole[name][: self._length]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class _Repeated(Mapping[str, np.ndarray | float]):
    """Levels of a chunk: of a free lever one per choice and draw, ndarray (choices × n,); of others a number."""

    def __init__(self, levels: Mapping[str, float], grid: Grid, rows: np.ndarray, n: int) -> None:
        self._levels, self._grid, self._rows, self._n = levels, grid, rows, n

    def __getitem__(self, lever: str) -> np.ndarray | float:
        if lever in self._grid.levers:
            return np.repeat(self._grid.level(lever, self._rows), self._n)
        return self._levels[lever]

    def __iter__(self) -> Iterator[str]:
        return iter(self._levels)

    def __len__(self) -> int:
        return len(self._levels)


@dataclass(frozen=True, eq=False)
class _PaceTable:
    """The product (or sum, for added months) of some levers' effects on one duration, ndarray (combinations, n)."""

    levers: tuple[int, ...]
    values: np.ndarray


class Many:
    """One choice whose free levers stand in a grid, prepared for some outcomes.

    After preparation nothing changes: `outcomes` may be called from several threads, on any rows in any order.
    """

    def __init__(
        self,
        model: CostModel,
        choice: Choice,
        grid: Grid,
        draws: Draws,
        outcomes: Collection[str],
        choices: int,
        table_bytes: int = TABLES_BYTES,
    ) -> None:
        """`outcomes` must be in needs.OUTCOMES; `choices`: about how many will be asked for."""
        self.grid, self.n = grid, draws.n
        self.needs = Needs.of(outcomes, choice.price_basis == "nominal")
        self.ground = Ground(model, choice, grid, draws)
        self.most = max(1, CELLS // draws.n)  # choices of a chunk
        self._lines = LineSums(self.ground, self.ground.terms(self.needs), choices, table_bytes)
        self._parameters = _EndToEnd(self.ground.base.parameters, self.most)
        self._in_scope = [Volume("programmes_in_scope", WITH, group) for group in range(len(GROUPS))]
        self._with_teams = [Volume("team_group_scope", WITH, group) for group in range(len(GROUPS))]
        self._teams = Volume("teams_in_scope", WITH, None)
        for volume in (*self._in_scope, *self._with_teams, self._teams):
            self._lines.tabulate(volume)
        self._pace = {target: self._pace_tables(target) for target in _PACE}
        axis = axis_of(choice.start, choice.horizon_months)
        self.yearly: YearlyAxis = yearly_axis(axis, choice.horizon_months)
        trend = student_factors(self.ground.base, self.yearly.by_year)
        self._trend = np.tile(trend, (1, self.most))
        self._levels_only = set(self.needs.outcomes) & set(LEVELS_ONLY)

    def patterns(self, rows: np.ndarray) -> np.ndarray:
        """Which target groups take part and have teams, as bits, ndarray (choices,): a chunk must be alike in this."""
        found = np.zeros(len(rows), dtype=np.int64)
        for bit, volume in enumerate((*self._in_scope, *self._with_teams)):
            levers = tuple(sorted(self.ground.depends(volume.driver, volume.group)))
            numbers, place = np.unique(self.grid.numbers(rows, levers), return_inverse=True)
            there = np.empty(len(numbers), dtype=bool)
            distinct = np.zeros((len(numbers), len(self.grid.levers)), dtype=np.int16)
            part = Grid(tuple(self.grid.levers[at] for at in levers), tuple(self.grid.levels[at] for at in levers))
            distinct[:, list(levers)] = part.numbered(numbers)
            for begin in range(0, len(numbers), self.most):
                some = self._lines.chunk(distinct[begin : begin + self.most])
                there[begin : begin + self.most] = (some.volume(volume) > 0).any(axis=1)
            found |= there[place].astype(np.int64) << bit
        return found

    def in_scope(self, rows: np.ndarray) -> np.ndarray:
        """Whether any target group takes part, ndarray (choices,) of bool."""
        return (self.patterns(rows) & ((1 << len(GROUPS)) - 1)) > 0

    def outcomes(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        """Outcomes of at most `most` choices that are alike in `patterns`.

        returns : outcome → ndarray (choices, n); (choices, 1) for what levels alone decide; (choices, years, n) for
            amounts per calendar year
        """
        chunk = self._lines.chunk(rows)
        sums = self._lines.sums(chunk)
        situation = self._situation(chunk)
        timing: Timing | None = None
        loads = TeamLoads()
        if "timing" in self.needs.parts:
            work = Work(build=_team_work(sums, "build"), service=_service(sums))
            timing = timing_of(situation, work, self._paced(rows))
            if "loads" in self.needs.parts:
                loads = TeamLoads(
                    _with_outlier(sums),
                    _team_work(sums, "rollout"),
                    _team_work(sums, "first_year"),
                    _team_work(sums, "live"),
                )
        trend = self._trend[:, : len(rows) * self.n]
        found = outcomes_of(self.needs, situation, timing, loads, _pools(sums), self.yearly, trend)
        values = {name: _by_choice(value, len(rows), self.n) for name, value in found.items()}
        if self._levels_only:
            columns = {lever: self.grid.level(lever, rows)[:, None] for lever in self.grid.levers}
            known = replace(situation, levels=self.ground.base.levels)
            values |= promised(known, columns, self._levels_only)
        return {name: values[name] for name in self.needs.outcomes}

    def _situation(self, chunk: Chunk) -> Situation:
        """The choices of a chunk as one situation whose draws are theirs laid end to end."""
        base, rows, n = self.ground.base, chunk.rows, self.n
        drivers: Drivers = {
            "programmes_in_scope": [chunk.volume(volume)[:, :1].ravel() for volume in self._in_scope],
        }
        drivers["programme_on"] = float(any(bool((chunk.volume(volume) > 0).any()) for volume in self._in_scope))
        if "timing" in self.needs.parts:
            drivers["team_group_scope"] = [_flat(chunk.volume(volume)) for volume in self._with_teams]
            drivers["teams_in_scope"] = _flat(chunk.volume(self._teams))
        for driver in self._counted:
            drivers[driver] = [_flat(chunk.volume(Volume(driver, WITH, group))) for group in range(len(GROUPS))]
        levels = cast("Mapping[str, float]", _Repeated(base.levels, self.grid, rows, n))
        return replace(
            base,
            n=len(rows) * n,
            levels=levels,
            parameters=_First(self._parameters, len(rows) * n),
            drivers=drivers,
            studentless={},
        )

    @property
    def _counted(self) -> tuple[str, ...]:
        """Drivers that outcomes about students read."""
        asked = set(self.needs.outcomes)
        if asked & set(IN_SCOPE):
            return ("students_in_scope", "personal_routes", "route_changes")
        return ("students_in_scope",) if asked & {"student_years", "cost_per_student_year"} else ()

    def _pace_tables(self, target: str) -> list[_PaceTable]:
        """Effects on a duration as few tables: levers that are not free in one row, free ones joined while small."""
        ground = self.ground
        curves = [
            curve_id
            for curve_id in ground.plan.timing.get(_PACE[target][0], ())
            if (ground.model.curves[curve_id].operation == "add") == _PACE[target][1]
        ]
        adds = _PACE[target][1]
        fixed = np.full((1, ground.n), 0.0 if adds else 1.0)
        free: dict[int, np.ndarray] = {}
        for curve_id in curves:
            if ground.is_free(curve_id):
                at = ground.lever_of(curve_id)
                values = self._added(curve_id) if adds else ground.factors(curve_id)
                free[at] = values if at not in free else (free[at] + values if adds else free[at] * values)
            else:
                effect = added_terms(ground.base, (curve_id,)) if adds else ground.fixed_factor(curve_id)
                fixed = fixed + effect if adds else fixed * effect
        tables = [_PaceTable((), fixed)]
        for at, values in sorted(free.items(), key=lambda one: len(one[1])):
            last = tables[-1]
            if len(last.values) * len(values) > PACE_ROWS:
                tables.append(_PaceTable((at,), values))
                continue
            both = last.values[:, None] + values if adds else last.values[:, None] * values
            tables[-1] = _PaceTable((*last.levers, at), both.reshape(-1, ground.n))
        return tables

    def _added(self, curve_id: str) -> np.ndarray:
        """Months that a free lever's curve adds at each of its levels, ndarray (levels, n)."""
        lever = self.ground.model.curves[curve_id].lever_id
        levels = self.grid.levels[self.ground.lever_of(curve_id)]
        added = [added_terms(self.ground.at_levels(**{lever: level}), (curve_id,)) for level in levels]
        return np.stack([np.broadcast_to(one, (self.n,)) for one in added])

    def _paced(self, rows: np.ndarray) -> Pace:
        found: dict[str, np.ndarray] = {}
        for target, tables in self._pace.items():
            total: np.ndarray | None = None
            for table in tables:
                values = np.take(table.values, self.grid.numbers(rows, table.levers), axis=0)
                if total is None:
                    total = values
                elif _PACE[target][1]:
                    total += values
                else:
                    total *= values
            assert total is not None
            found[target] = total.ravel()
        return Pace(**found)


_PACE = {  # part of Pace → timing target, and whether effects add
    "delay": ("delay_all", False),
    "richten": ("richten_months", False),
    "richten_added": ("richten_months", True),
    "build": ("build_effort", False),
    "service_capacity": ("service_capacity", False),
    "change_capacity": ("change_capacity", False),
}


def _flat(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values).reshape(-1)


def _by_choice(values: np.ndarray, choices: int, n: int) -> np.ndarray:
    """(choices × n,) or (years, choices × n) with the choices first."""
    if values.ndim == 1:
        return values.reshape(choices, n)
    return values.reshape(len(values), choices, n).swapaxes(0, 1)


def _team_work(sums: Sums, kind: str) -> TeamWork:
    zero = 0.0
    parts = [_flat(sums[kind, group]) if (kind, group) in sums else zero for group in GROUPS]
    shared = _flat(sums[kind, SHARED]) if (kind, SHARED) in sums else zero
    return TeamWork(list(parts), shared)


def _with_outlier(sums: Sums) -> TeamWork:
    """Build hours of teams with the ICT outlier in."""
    build, outlier = _team_work(sums, "build"), _team_work(sums, "outlier")
    parts = [hours + more for hours, more in zip(build.parts, outlier.parts, strict=True)]
    return TeamWork(parts, build.shared + outlier.shared)


def _service(sums: Sums) -> dict[str, np.ndarray | float]:
    return {sink[1]: _flat(hours) for sink, hours in sums.items() if sink[0] == "service" and isinstance(sink[1], str)}


def _pools(sums: Sums) -> dict[Course, Pool]:
    found: dict[Course, Pool] = {}
    for sink, values in sums.items():
        course = sink[1]
        if not isinstance(course, Course):
            continue
        pool = found.setdefault(course, Pool())
        flat = _flat(values)
        if sink[0] == "money":
            setattr(pool, sink[2], flat)
        elif sink[2] == "own":
            pool.own[""] = flat
        else:
            pool.external = flat
    return found
