"""Checks of effect curves and of balances."""

from __future__ import annotations

import math
from collections.abc import Iterator

from flexlib.model.checks.context import Context, at
from flexlib.model.findings import Finding
from flexlib.model.read import Row
from flexlib.model.required import BALANCES

_FILE = "balances.csv"
_SCORE_OUTCOMES = "total"


def check_effects(context: Context) -> Iterator[Finding]:
    """Curves have points at levels that exist, with factors that can be raised to a strength; balances add up."""
    with_points = set()
    for row in context.rows("effects", "lever_id", "target_kind", "target", "at", "mode"):
        key = (row["lever_id"], row["target_kind"], row["target"])
        with_points.add(key)
        yield from _point(context, row, context.curves.get(key))
    for key, row in context.curves.items():
        if key not in with_points:
            yield at(row, "target", "model.curve_without_points", id=":".join(key))
        yield from _operation(row)
    yield from _balances(context)
    yield from _scales(context)
    for row in context.rows("future_effects", "target_kind", "operation"):
        if row["target_kind"] == "timing" and row["operation"] == "add":
            yield at(row, "operation", "model.operation_not_for_target", operation="add", target="delay_all")


def _point(context: Context, row: Row, curve: Row | None) -> Iterator[Finding]:
    lever = context.levers.get(row["lever_id"])
    if lever is not None and not lever.allows(row["at"]):
        yield at(row, "at", "model.level_not_allowed", lever=lever.id, level=row["at"])
    if curve is not None and curve.get("operation") == "multiply" and row["mode"] <= 0:
        yield at(row, "mode", "model.factor_not_positive", value=row["mode"])


def _operation(row: Row) -> Iterator[Finding]:
    """Balances take points; costs and durations take factors; only setting direction takes extra months."""
    operation, kind, target = row.get("operation"), row["target_kind"], row["target"]
    adds = kind == "balance" or (kind == "timing" and target == "richten_months")
    multiplies = kind != "balance"
    if (operation == "add" and not adds) or (operation == "multiply" and not multiplies):
        yield at(row, "operation", "model.operation_not_for_target", operation=operation, target=target)


def _balances(context: Context) -> Iterator[Finding]:
    totals: dict[str, float] = {}
    shapes = {row["id"]: row["shape"] for row in context.rows("outcomes", "id", "shape")}
    for row in context.rows("balances", "balance", "indicator", "weight"):
        totals[row["balance"]] = totals.get(row["balance"], 0.0) + row["weight"]
        if row["weight"] <= 0:
            yield at(row, "weight", "model.weight_not_positive", weight=row["weight"])
        if row["balance"] not in BALANCES:
            yield at(row, "balance", "model.not_one_of", value=row["balance"], allowed=", ".join(BALANCES))
        if shapes.get(row["indicator"], _SCORE_OUTCOMES) != _SCORE_OUTCOMES or row["indicator"] in BALANCES:
            yield at(row, "indicator", "model.indicator_not_a_total", id=row["indicator"])
    for row in context.rows("balances", "at_0", "at_50", "at_100"):
        rises, falls = row["at_0"] < row["at_50"] < row["at_100"], row["at_0"] > row["at_50"] > row["at_100"]
        if not rises and not falls:
            yield at(
                row, "at_50", "model.scale_not_monotonic", low=row["at_0"], middle=row["at_50"], high=row["at_100"]
            )
    if not totals:
        return
    for balance in BALANCES:
        if balance not in totals:
            yield Finding.of("model.balance_missing", _FILE, 0, "balance", balance=balance)
        elif not math.isclose(totals[balance], 1.0, abs_tol=1e-9):
            yield Finding.of(
                "model.weights_not_one", _FILE, 0, "weight", balance=balance, total=round(totals[balance], 6)
            )


def _scales(context: Context) -> Iterator[Finding]:
    """A scale has two ends, is of a total, and gives more points to what the outcome's direction calls better."""
    outcomes = {row["id"]: row for row in context.rows("outcomes", "id", "shape", "direction")}
    for row in context.rows("scales", "outcome", "at_0", "at_100"):
        outcome = outcomes.get(row["outcome"])
        if outcome is not None and outcome["shape"] != _SCORE_OUTCOMES:
            yield at(row, "outcome", "model.indicator_not_a_total", id=row["outcome"])
        rises = row["at_100"] > row["at_0"]
        wrong = {"minimise": rises, "maximise": not rises}.get(outcome["direction"] if outcome else "", False)
        if row["at_100"] == row["at_0"] or wrong:
            yield at(row, "at_100", "model.scale_wrong_way", low=row["at_0"], high=row["at_100"])
