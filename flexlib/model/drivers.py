"""What the names in driver formulas stand for, in which order drivers are computed, and what each rests on.

In a by_group driver a name that ends in `_g` means "of this target group". In a scalar driver
sum(x) and largest(x) fold the by_group driver x over the target groups.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from flexlib.model.expressions import Expression, Powers, parse, powers
from flexlib.model.records import GROUPS, CostModel, Driver

OF_GROUP = "_g"
STUDENTS = tuple(f"students_{group}" for group in GROUPS)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name in a formula stands for: one id, or with `by_group` one id per target group (a driver: its own id).

    `kind`: driver, figure, lever, parameter or constant (a 0/1 mark of target groups).
    """

    name: str
    kind: str
    ids: tuple[str, ...]
    by_group: bool


@dataclass(frozen=True)
class Names:
    """Every id that a formula may use."""

    figures: Collection[str]
    levers: Collection[str]
    parameters: Collection[str]
    constants: Collection[str]
    scalar_drivers: Collection[str]
    group_drivers: Collection[str]

    def resolve(self, name: str, by_group: bool) -> Reference | None:
        """The meaning of a name, None when nothing bears it or when it may not stand here."""
        if name.endswith(OF_GROUP):
            return self._of_group(name) if by_group else None
        if name in self.group_drivers:
            return None if by_group else Reference(name, "driver", (name,), by_group=True)
        for kind, ids in self._scalars:
            if name in ids:
                return Reference(name, kind, (name,), by_group=False)
        return None

    def _of_group(self, name: str) -> Reference | None:
        base = name[: -len(OF_GROUP)]
        if base in self.group_drivers:
            return Reference(name, "driver", (base,), by_group=True)
        ids = tuple(f"{base}_{group}" for group in GROUPS)
        for kind, known in self._scalars[1:]:
            if all(one in known for one in ids):
                return Reference(name, kind, ids, by_group=True)
        return Reference(name, "constant", (base,), by_group=True) if base in self.constants else None

    @cached_property
    def _scalars(self) -> tuple[tuple[str, Collection[str]], ...]:
        return (
            ("driver", self.scalar_drivers),
            ("figure", self.figures),
            ("lever", self.levers),
            ("parameter", self.parameters),
        )


@dataclass(frozen=True)
class DriverPlan:
    """A driver with its parsed formula and everything it rests on, also through other drivers.

    `student_powers` are the powers of f when all students_<group> figures are multiplied by f:
    {0} not at all, {1} proportional, {0, 1} affine.
    """

    driver: Driver
    expression: Expression
    references: Mapping[str, Reference]
    drivers: frozenset[str]
    figures: frozenset[str]
    levers: frozenset[str]
    parameters: frozenset[str]
    student_powers: Powers


def names_of(model: CostModel) -> Names:
    """The ids a formula of this model may use."""
    constants = {mark for group in model.groups.values() for mark in group.constants}
    return Names(
        figures=model.figures,
        levers=model.levers,
        parameters=model.parameters,
        constants=constants,
        scalar_drivers={key for key, driver in model.drivers.items() if not driver.by_group},
        group_drivers={key for key, driver in model.drivers.items() if driver.by_group},
    )


def driver_plans(model: CostModel) -> Mapping[str, DriverPlan]:
    """Plans of all drivers in an order in which each can be computed from those before it."""
    plans = model.derived.get("driver_plans")
    if plans is None:
        plans = plan(model.drivers, names_of(model))
        model.derived["driver_plans"] = plans
    return plans  # type: ignore[return-value]


def plan(drivers: Mapping[str, Driver], names: Names) -> dict[str, DriverPlan]:
    """Plans in computing order; drivers must be free of unknown names and cycles."""
    plans: dict[str, DriverPlan] = {}
    for driver_id in in_order(references_between(drivers, names))[0]:
        plans[driver_id] = _plan(drivers[driver_id], names, plans)
    return plans


def references_between(drivers: Mapping[str, Driver], names: Names) -> dict[str, tuple[str, ...]]:
    """Per driver the drivers its formula names."""
    found: dict[str, tuple[str, ...]] = {}
    for key, driver in drivers.items():
        references = (names.resolve(name, driver.by_group) for name in parse(driver.formula).names)
        found[key] = tuple(item.ids[0] for item in references if item is not None and item.kind == "driver")
    return found


def in_order(needs: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Ids after everything they need, and the cycles met on the way (each as the ids along it)."""
    ordered: list[str] = []
    cycles: list[tuple[str, ...]] = []
    done: set[str] = set()

    def visit(key: str, path: tuple[str, ...]) -> None:
        if key in path:
            cycles.append((*path[path.index(key) :], key))
            return
        if key in done or key not in needs:
            return
        for needed in needs[key]:
            visit(needed, (*path, key))
        if key not in done:
            done.add(key)
            ordered.append(key)

    for key in needs:
        visit(key, ())
    return ordered, cycles


def _plan(driver: Driver, names: Names, before: Mapping[str, DriverPlan]) -> DriverPlan:
    expression = parse(driver.formula)
    references: dict[str, Reference] = {}
    of_name: dict[str, Powers] = {}
    rests: dict[str, set[str]] = {
        "driver": set(),
        "figure": set(),
        "lever": set(),
        "parameter": set(),
        "constant": set(),
    }
    for name in expression.names:
        reference = names.resolve(name, driver.by_group)
        if reference is None:
            raise KeyError(f"driver {driver.id}: nothing is called {name}")
        references[name] = reference
        rests[reference.kind].update(reference.ids)
        of_name[name] = (
            frozenset({1}) if reference.kind == "figure" and reference.ids[0] in STUDENTS else frozenset({0})
        )
        if reference.kind == "driver":
            below = before[reference.ids[0]]
            of_name[name] = below.student_powers
            rests["driver"] |= below.drivers
            rests["figure"] |= below.figures
            rests["lever"] |= below.levers
            rests["parameter"] |= below.parameters
    return DriverPlan(
        driver=driver,
        expression=expression,
        references=references,
        drivers=frozenset(rests["driver"]),
        figures=frozenset(rests["figure"]),
        levers=frozenset(rests["lever"]),
        parameters=frozenset(rests["parameter"]),
        student_powers=powers(expression, of_name),
    )
