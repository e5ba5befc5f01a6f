"""Cost lines grouped by what their amounts rest on, for many choices that differ in a few levers.

What a line adds to a sum is volume × product of lever effects × an amount per unit. Everything the free levers do not
touch is the same in every choice and goes into the amount per unit, so lines that share the free part of volume and
effects become one term. External hire and replacement enter linearly: a term has amounts at the corners of those
levers, and a choice weighs the corners.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import product

import numpy as np

from flexlib.engine.effects import factor, heaviest_group
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.needs import SHARED, Needs, Sink, sums_of
from flexlib.engine.flows import one_off_flow, yearly_flow
from flexlib.engine.sampling import Draws
from flexlib.engine.situation import Drivers, Inputs, Number, Situation, driver_value, situate, studentless_value
from flexlib.model.drivers import DriverPlan
from flexlib.model.records import GROUPS, Choice, CostLine, CostModel

WITH, WITHOUT, REST = "with", "without", "rest"  # students: all, none, and what they add


@dataclass(frozen=True, slots=True)
class Volume:
    """A driver, for one target group (position in GROUPS) when it is by group, with, without or only by students."""

    driver: str
    students: str
    group: int | None


Curves = tuple[tuple[str, float], ...]  # curve id and exponent
GroupCurves = tuple[tuple[str, str, float], ...]  # target group, curve id and exponent


@dataclass(frozen=True, eq=False)
class Term:
    """Lines that share volume and effects as far as free levers go.

    levers : positions of the free levers it rests on
    volume : None when no free lever is in it
    of_heaviest : effects of the target group with the heaviest scenario, empty when that group is known
    units : (sum, corners of hire and replacement as bits) → amount per unit of volume × effects, ndarray (n,)
    """

    levers: tuple[int, ...]
    volume: Volume | None
    curves: Curves
    of_heaviest: GroupCurves
    units: dict[tuple[Sink, int], np.ndarray] = field(default_factory=dict)


class _Drivers(dict):
    """Drivers that are worked out when first asked for."""

    def __init__(self, formulas: Mapping[str, DriverPlan], inputs: Inputs, with_students: Drivers | None = None):
        super().__init__()
        self._formulas, self._inputs, self._with_students = formulas, inputs, with_students

    def __missing__(self, driver_id: str) -> Number | list[Number]:
        formula = self._formulas[driver_id]
        if self._with_students is None:
            value = driver_value(formula, self._inputs, self)
        else:
            value = studentless_value(formula, self._inputs, self, self._with_students)
        self[driver_id] = value
        return value


class Ground:
    """One choice on given draws, of which the levers of a grid are free: volumes, effects and terms."""

    def __init__(self, model: CostModel, choice: Choice, grid: Grid, draws: Draws) -> None:
        self.grid, self.n = grid, draws.n
        self.base: Situation = situate(model, choice, draws)
        self.plan = self.base.plan
        self._factors: dict[tuple[str, float], np.ndarray] = {}
        self.depends = lru_cache(maxsize=None)(self._depends)

    @property
    def model(self) -> CostModel:
        return self.base.model

    def at_levels(self, **levels: float) -> Situation:
        """The base with other levels; its drivers stay those of the base."""
        return replace(self.base, levels={**self.base.levels, **levels})

    def drivers(self, rows: np.ndarray) -> tuple[Drivers, Drivers]:
        """Drivers with and without students for rows of choices: each a number, (n,), (rows, 1) or (rows, n)."""
        columns = {lever: self.grid.level(lever, rows)[:, None] for lever in self.grid.levers}
        inputs = Inputs(
            formulas=self.plan.formulas,
            levels={**self.base.levels, **columns},
            figures=self.base.figures,
            parameters=self.base.parameters,
            constants={group: self.model.groups[group].constants for group in GROUPS},
        )
        with_students = _Drivers(self.plan.formulas, inputs)
        return with_students, _Drivers(self.plan.formulas, inputs, with_students)

    def volume(self, volume: Volume, rows: np.ndarray, drivers: tuple[Drivers, Drivers] | None = None) -> np.ndarray:
        """A volume for rows of choices, ndarray (rows, n)."""
        with_students, without = drivers or self.drivers(rows)

        def of(values: Drivers) -> Number:
            value = values[volume.driver]
            if isinstance(value, list):
                assert volume.group is not None, volume
                return value[volume.group]
            return value

        if volume.students == REST:
            found = np.subtract(of(with_students), of(without))
        else:
            found = np.asarray(of(with_students if volume.students == WITH else without), dtype=float)
        return np.broadcast_to(found, (len(rows), self.n))

    def _depends(self, driver_id: str, group: int | None) -> frozenset[int]:
        """Positions of the free levers that a driver rests on, for one target group when it is by group."""
        found: set[int] = set()
        for reference in self.plan.formulas[driver_id].references.values():
            if reference.kind == "lever":
                at = self.grid.position(reference.ids[(group or 0) if reference.by_group else 0])
                found |= set() if at is None else {at}
            elif reference.kind == "driver":
                below = reference.ids[0]
                if not self.model.drivers[below].by_group:
                    groups: Iterable[int | None] = (None,)
                else:
                    groups = range(len(GROUPS)) if group is None else (group,)
                for one in groups:
                    found |= self.depends(below, one)
        return frozenset(found)

    def is_free(self, curve_id: str) -> bool:
        return self.model.curves[curve_id].lever_id in self.grid.levers

    def lever_of(self, curve_id: str) -> int:
        return self.grid.levers.index(self.model.curves[curve_id].lever_id)

    def factors(self, curve_id: str, exponent: float = 1.0) -> np.ndarray:
        """The factor of a free lever's curve at each of its levels, ndarray (levels, n)."""
        key = (curve_id, exponent)
        if key not in self._factors:
            lever = self.model.curves[curve_id].lever_id
            levels = self.grid.levels[self.lever_of(curve_id)]
            found = np.empty((len(levels), self.n))
            for index, level in enumerate(levels):
                found[index] = factor(self.at_levels(**{lever: level}), curve_id, exponent)
            self._factors[key] = found
        return self._factors[key]

    def fixed_factor(self, curve_id: str) -> Number:
        """The factor of a curve whose lever is not free."""
        return factor(self.base, curve_id)

    @cached_property
    def corners(self) -> tuple[dict[str, float], ...]:
        """Levels of hire and replacement between which every choice of the grid lies."""

        def ends(lever: str) -> tuple[float, ...]:
            return (0.0, 1.0) if lever in self.grid.levers else (self.base.levels[lever],)

        at = self.grid.position("backfill_by")
        by = (self.base.levels["backfill_by"],) if at is None else self.grid.levels[at]
        replaced = [(share, who) for share in ends("backfill_share") for who in (by if share else by[:1])]
        return tuple(
            {"external_share": hired, "backfill_share": share, "backfill_by": who}
            for hired, (share, who) in product(ends("external_share"), replaced)
        )

    @property
    def every_corner(self) -> int:
        return (1 << len(self.corners)) - 1

    def weights(self, rows: np.ndarray) -> np.ndarray:
        """Weight of each corner in each row, ndarray (corners, rows)."""
        found = np.ones((len(self.corners), len(rows)))
        for index, corner in enumerate(self.corners):
            for lever in ("external_share", "backfill_share"):
                if lever in self.grid.levers:
                    level = self.grid.level(lever, rows)
                    found[index] *= level if corner[lever] else 1 - level
            if "backfill_by" in self.grid.levers and corner["backfill_share"]:
                found[index] *= self.grid.level("backfill_by", rows) == corner["backfill_by"]
        return found

    def terms(self, needs: Needs) -> tuple[Term, ...]:
        """All lines as terms, with amounts for what is needed only."""
        found: dict[tuple[Volume | None, Curves, GroupCurves], Term] = {}
        for line in self.model.lines.values():
            for volume, curves, of_heaviest, units in self._parts(line, needs):
                key = (volume, curves, of_heaviest)
                if key not in found:
                    found[key] = Term(self._levers(*key), *key)
                into = found[key].units
                for sink, amount in units.items():
                    into[sink] = into[sink] + amount if sink in into else amount
        return tuple(found.values())

    def _levers(self, volume: Volume | None, curves: Curves, of_heaviest: GroupCurves) -> tuple[int, ...]:
        levers = set(self.depends(volume.driver, volume.group)) if volume else set()
        levers |= {self.lever_of(curve_id) for curve_id, _ in curves}
        if of_heaviest:
            levers |= self.of_scope
            levers |= {self.lever_of(curve_id) for _, curve_id, _ in of_heaviest if self.is_free(curve_id)}
        return tuple(sorted(levers))

    @cached_property
    def of_scope(self) -> frozenset[int]:
        """Positions of the free levers that decide which target group in scope has the heaviest scenario."""
        scenarios = {self.grid.position(f"scenario_{group}") for group in GROUPS} - {None}
        found = frozenset(at for at in scenarios if at is not None)
        for group in range(len(GROUPS)):
            found |= self.depends("programmes_in_scope", group)
        return found

    def _parts(
        self, line: CostLine, needs: Needs
    ) -> Iterator[tuple[Volume | None, Curves, GroupCurves, dict[tuple[Sink, int], np.ndarray]]]:
        """A line by target group, and by whether it follows student numbers, as far as its amounts need that."""
        plan, by_group = self.plan, self.model.drivers[line.driver].by_group
        weights = plan.distinct[plan.rows[line.id]]
        common = [(plan.common[at], float(weights[at])) for at in np.flatnonzero(weights)]
        of_groups = plan.group_curves.get(line.id, ())
        for group in range(len(GROUPS)) if by_group else (None,):
            own = [] if group is None else [(c, e) for of, c, e in of_groups if of == GROUPS[group]]
            curves = tuple((c, e) for c, e in (*common, *own) if self.is_free(c))
            fixed: Number = 1.0
            for curve_id, exponent in (*common, *own):
                if not self.is_free(curve_id):
                    fixed = fixed * factor(self.base, curve_id, exponent)
            of_heaviest = of_groups if group is None else ()
            if of_heaviest and not self.of_scope and not any(self.is_free(c) for _, c, _ in of_heaviest):
                heaviest = heaviest_group(self.base)
                for of, curve_id, exponent in of_heaviest:
                    if heaviest is not None and of == GROUPS[heaviest]:
                        fixed = fixed * factor(self.base, curve_id, exponent)
                of_heaviest = ()
            for students, follows in self._ways(line, needs):
                volume: Volume | None = Volume(line.driver, students, group)
                unit = fixed
                if not self.depends(line.driver, group):
                    unit = unit * self.volume(Volume(line.driver, students, group), self._one_row)[0]
                    volume = None
                units = self._units(line, group, follows, unit, needs) if np.any(unit) else {}
                if units:
                    yield volume, curves, of_heaviest, units

    @cached_property
    def _one_row(self) -> np.ndarray:
        return np.zeros((1, len(self.grid.levers)), dtype=np.int16)

    def _ways(self, line: CostLine, needs: Needs) -> tuple[tuple[str, bool], ...]:
        """How a line's volume goes with the number of students: (which part of the volume, whether it follows)."""
        powers = self.plan.formulas[line.driver].student_powers or frozenset()
        if line.timing == "one_off" or "courses" not in needs.parts or 1 not in powers:
            return ((WITH, False),)
        return ((WITH, True),) if 0 not in powers else ((WITHOUT, False), (REST, True))

    def _units(
        self, line: CostLine, group: int | None, follows: bool, unit: Number, needs: Needs
    ) -> dict[tuple[Sink, int], np.ndarray]:
        """Amounts for one unit of the free part, per sum and the corners at which they are the same."""
        parts: list[Number] | None = None if group is None else [float(g == group) for g in range(len(GROUPS))]
        at_corners: dict[Sink, list[np.ndarray]] = {}
        corners = self.corners if line.timing == "one_off" else self.corners[:1]
        for index, corner in enumerate(corners):
            situation = self.at_levels(**corner)
            p = situation.parameters
            intensity = unit if line.timing == "income" else unit * p[f"systemic_{line.cost_class}"]
            if line.timing == "one_off":
                flow = one_off_flow(situation, line, 1.0, parts, intensity)
            else:
                flow = yearly_flow(situation, line, 1.0, parts, intensity, follows)
            name = SHARED if group is None else GROUPS[group]
            for sink, amount in sums_of(flow, name, p["first_year_surcharge"], needs):
                amounts = at_corners.setdefault(sink, [np.zeros(self.n)] * len(corners))
                amounts[index] = amount * np.ones(self.n)
        found: dict[tuple[Sink, int], np.ndarray] = {}
        for sink, amounts in at_corners.items():
            for corners_alike, amount in _alike(amounts):
                if amount.any():
                    everywhere = corners_alike == (1 << len(corners)) - 1
                    found[sink, self.every_corner if everywhere else corners_alike] = amount
        return found


def _alike(amounts: list[np.ndarray]) -> list[tuple[int, np.ndarray]]:
    """Equal amounts once, each with the places it stands at as bits."""
    found: list[tuple[int, np.ndarray]] = []
    for index, amount in enumerate(amounts):
        for at, (bits, other) in enumerate(found):
            if np.array_equal(amount, other):
                found[at] = (bits | 1 << index, other)
                break
        else:
            found.append((1 << index, amount))
    return found
