"""Checks of levers and their levels, and of everything that sets a level: variants, scenarios, today's figures."""

from __future__ import annotations

from collections.abc import Iterator

from flexlib.model.checks.context import Context, at
from flexlib.model.findings import Finding
from flexlib.model.read import Row
from flexlib.model.records import Lever
from flexlib.model.required import VARIANTS

_SCENARIOS = range(5)
_MOST_LEVELS = 20


def check_levers(context: Context) -> Iterator[Finding]:
    """Levers, levels, variants, scenario defaults and today's figures."""
    for lever in context.levers.values():
        yield from _lever(context.ids("levers")[lever.id], lever)
    for row in context.rows("levels", "lever_id", "level"):
        owner = context.levers.get(row["lever_id"])
        if owner is not None and not owner.minimum <= row["level"] <= owner.maximum:
            yield at(row, "level", "model.level_not_allowed", lever=owner.id, level=row["level"])
    yield from _set_levels(context, "variant_levers")
    yield from _set_levels(context, "scenario_defaults")
    yield from _scenarios(context)
    yield from _variants(context)
    yield from _today(context)


def _lever(row: Row, lever: Lever) -> Iterator[Finding]:
    if lever.minimum >= lever.maximum:
        yield at(row, "max", "model.minimum_above_maximum", minimum=lever.minimum, maximum=lever.maximum)
        return
    if lever.step <= 0:
        yield at(row, "step", "model.step_not_positive", step=lever.step)
        return
    if not lever.levels:
        yield at(row, "id", "model.lever_without_levels", lever=lever.id)
        return
    defined = {level.value for level in lever.levels}
    if lever.kind in ("scale", "switch") and lever.step == 1:
        for number in range(round(min(lever.maximum - lever.minimum, _MOST_LEVELS)) + 1):
            value = lever.minimum + number
            if value not in defined:
                yield at(row, "id", "model.level_undefined", lever=lever.id, level=value)
    for column, level in (("default", lever.default), ("best_level", lever.best_level)):
        if level is not None and not lever.allows(level):
            yield at(row, column, "model.level_not_allowed", lever=lever.id, level=level)


def _set_levels(context: Context, table: str) -> Iterator[Finding]:
    for row in context.rows(table, "lever_id", "value"):
        lever = context.levers.get(row["lever_id"])
        if lever is not None and not lever.allows(row["value"]):
            yield at(row, "value", "model.level_not_allowed", lever=lever.id, level=row["value"])


def _scenarios(context: Context) -> Iterator[Finding]:
    found = set()
    for row in context.rows("scenario_defaults", "scenario"):
        found.add(row["scenario"])
        if row["scenario"] not in _SCENARIOS:
            yield at(row, "scenario", "model.scenario_unknown", scenario=row["scenario"])
    for scenario in _SCENARIOS:
        if scenario not in found:
            yield Finding.of("model.scenario_missing", "scenario_defaults.csv", 0, "scenario", scenario=scenario)


def _variants(context: Context) -> Iterator[Finding]:
    """One root, the baseline, that changes nothing; every other variant has a parent and no one is its own ancestor."""
    parents = {row["id"]: row["parent"] for row in context.rows("variants", "id", "parent")}
    for variant, row in context.ids("variants").items():
        if "parent" not in row.values:
            continue
        if variant in VARIANTS and row["parent"] is not None:
            yield at(row, "parent", "model.baseline_has_parent", variant=variant)
        elif variant not in VARIANTS and row["parent"] is None:
            yield at(row, "parent", "model.variant_without_parent", variant=variant)
        path = [variant]
        while (parent := parents.get(path[-1])) is not None and parent not in path:
            path.append(parent)
        if parent == variant:
            yield at(row, "parent", "model.variant_cycle", path=" → ".join((*path, parent)))
    for row in context.rows("variant_levers", "variant_id"):
        if row["variant_id"] in VARIANTS:
            yield at(row, "variant_id", "model.baseline_has_levers", variant=row["variant_id"])


def _today(context: Context) -> Iterator[Finding]:
    """Today's figure of an institution is a level of its lever."""
    levers = {lever.today_figure: lever for lever in context.levers.values() if lever.today_figure}
    for row in context.rows("institution_figures", "figure_id", "value"):
        lever = levers.get(row["figure_id"])
        if lever is not None and row["value"] is not None and not lever.allows(row["value"]):
            yield at(row, "value", "model.level_not_allowed", lever=lever.id, level=row["value"])
