"""Checks of driver formulas and of the conditions of rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flexlib.model import required
from flexlib.model.checks.context import Context, at
from flexlib.model.drivers import Names, in_order, plan, references_between
from flexlib.model.expressions import Expression, ExpressionError, parse
from flexlib.model.findings import Finding
from flexlib.model.read import Row
from flexlib.model.records import Driver, Lever
from flexlib.model.rules import ConditionError, parse_condition

_AFFINE = frozenset({0, 1})


@dataclass(frozen=True)
class _Parsed:
    row: Row
    driver: Driver
    expression: Expression


def names_in(context: Context) -> Names:
    """The ids that formulas may use."""
    return Names(
        figures=context.ids("figures"),
        levers=context.ids("levers"),
        parameters=context.ids("parameters"),
        constants=context.group_constants,
        scalar_drivers={key for key, driver in context.drivers.items() if not driver.by_group},
        group_drivers={key for key, driver in context.drivers.items() if driver.by_group},
    )


def check_formulas(context: Context) -> Iterator[Finding]:
    """Grammar, names, folding over groups, cycles, students of degree one, and conditions of rules."""
    parsed: dict[str, _Parsed] = {}
    sound = True
    for key, driver in context.drivers.items():
        row = context.ids("drivers")[key]
        try:
            parsed[key] = _Parsed(row, driver, parse(driver.formula))
        except ExpressionError as error:
            sound = False
            yield at(row, "formula", error.key, part=error.part)
    names = names_in(context)
    for item in parsed.values():
        found = list(_names(item, names))
        sound = sound and not found
        yield from found
    yield from _kinds(context)
    drivers = {key: item.driver for key, item in parsed.items()}
    cycles = in_order(references_between(drivers, names))[1]
    for cycle in cycles:
        yield at(parsed[cycle[0]].row, "formula", "model.cycle", path=" → ".join(cycle))
    if sound and not cycles:
        for key, planned in plan(drivers, names).items():
            if planned.student_powers is None or not planned.student_powers <= _AFFINE:
                yield at(parsed[key].row, "formula", "model.students_not_linear", id=key)
    yield from _conditions(context)


def _names(item: _Parsed, names: Names) -> Iterator[Finding]:
    by_group = item.driver.by_group
    for name in item.expression.names:
        reference = names.resolve(name, by_group)
        if reference is None and not by_group and names.resolve(name, by_group=True) is not None:
            yield at(item.row, "formula", "model.group_name_in_scalar", name=name)
        elif reference is None and by_group and name in names.group_drivers:
            yield at(item.row, "formula", "model.group_driver_without_g", name=name)
        elif reference is None:
            yield at(item.row, "formula", "model.unknown_name", name=name)
        elif not by_group and reference.by_group and name in item.expression.unfolded:
            yield at(item.row, "formula", "model.group_driver_not_folded", name=name)
        elif name in item.expression.folded and (by_group or not reference.by_group):
            yield at(item.row, "formula", "model.nothing_to_fold", name=name)


def _kinds(context: Context) -> Iterator[Finding]:
    for driver_ids, by_group in ((required.GROUP_DRIVERS, True), (required.SCALAR_DRIVERS, False)):
        for driver_id in driver_ids:
            driver = context.drivers.get(driver_id)
            if driver is not None and driver.by_group != by_group:
                key = "model.must_be_by_group" if by_group else "model.must_be_scalar"
                yield at(context.ids("drivers")[driver_id], "by_group", key, id=driver_id)


def _conditions(context: Context) -> Iterator[Finding]:
    for row in context.rows("rules", "condition"):
        try:
            condition = parse_condition(row["condition"])
        except ConditionError as error:
            yield at(row, "condition", "model.condition_syntax", part=error.part)
            continue
        for term in (term for group in condition for term in group):
            lever = context.levers.get(term.lever_id)
            if term.lever_id not in context.ids("levers"):
                yield at(row, "condition", "model.unknown_id", id=term.lever_id, target="levers.csv")
            elif lever is not None and not _possible(term.number, term.comparison, lever):
                yield at(row, "condition", "model.level_not_allowed", lever=term.lever_id, level=term.number)


def _possible(number: float, comparison: str, lever: Lever) -> bool:
    """Equality asks a level the lever has; a comparison any number within its bounds."""
    return lever.allows(number) if comparison in ("=", "!=") else lever.minimum <= number <= lever.maximum
