"""Checks for orphans: what is described and nowhere used is a mistake or should be deleted."""

from __future__ import annotations

from collections.abc import Iterator

from flexlib.model import required
from flexlib.model.checks.context import Context, at
from flexlib.model.checks.formulas import names_in
from flexlib.model.expressions import ExpressionError, parse
from flexlib.model.findings import Finding
from flexlib.model.rules import ConditionError, parse_condition

_ENGINE_LEVERS = frozenset(required.LEVERS)


def check_unused(context: Context) -> Iterator[Finding]:
    """Parameters, drivers, figures, levers and sources that nothing uses."""
    in_formulas = _in_formulas(context)
    used = {
        "parameters": in_formulas["parameter"] | set(required.PARAMETERS) | _parameters_of_lines(context),
        "drivers": in_formulas["driver"] | _cells(context, "cost_lines", "driver") | _required_drivers(),
        "figures": in_formulas["figure"] | set(required.FIGURES) | _figures_of_roles_and_levers(context),
        "levers": in_formulas["lever"] | _ENGINE_LEVERS | _levers_with_effect(context),
        "sources": _cells(context, "parameters", "source_id")
        | _cells(context, "figures", "source_id")
        | _cells(context, "citations", "source_id")
        | _cells(context, "accounts", "source_id")
        | _cells(context, "account_map", "source_id"),
    }
    for table, ids in used.items():
        for one, row in context.ids(table).items():
            if one not in ids:
                yield at(row, "id", "model.unused", id=one)


def _in_formulas(context: Context) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {kind: set() for kind in ("parameter", "driver", "figure", "lever", "constant")}
    names = names_in(context)
    for driver in context.drivers.values():
        try:
            used = parse(driver.formula).names
        except ExpressionError:
            continue
        for name in used:
            reference = names.resolve(name, driver.by_group)
            if reference is not None and reference.ids != (driver.id,):
                found[reference.kind].update(reference.ids)
    return found


def _parameters_of_lines(context: Context) -> set[str]:
    effort = {parameter for row in context.rows("cost_lines", "effort") for _, parameter in row["effort"]}
    return effort | _cells(context, "cost_lines", "price_parameter") | _cells(context, "roles", "rate_parameter")


def _required_drivers() -> set[str]:
    return {*required.GROUP_DRIVERS, *required.SCALAR_DRIVERS}


def _figures_of_roles_and_levers(context: Context) -> set[str]:
    return _cells(context, "roles", "fte_figure") | _cells(context, "levers", "today_figure")


def _levers_with_effect(context: Context) -> set[str]:
    in_rules: set[str] = set()
    for row in context.rows("rules", "condition"):
        try:
            condition = parse_condition(row["condition"])
        except ConditionError:
            continue
        in_rules.update(term.lever_id for group in condition for term in group)
    return in_rules | _cells(context, "effect_curves", "lever_id")


def _cells(context: Context, table: str, column: str) -> set[str]:
    return {row[column] for row in context.rows(table, column) if row[column] is not None}
