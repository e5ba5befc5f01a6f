"""The plan: what of a model can be worked out before any choice is made.

Which effect curve hits which cost line and how strongly, in which order drivers are computed, and which drivers
follow the number of students. Made once per model and kept with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.model.drivers import DriverPlan, driver_plans
from flexlib.model.records import CostLine, CostModel


@dataclass(frozen=True, eq=False)
class Plan:
    """What evaluation needs of a model.

    formulas : driver id → parsed formula, in an order in which each uses only earlier ones
    common : curve ids (multiply, no target group) in column order of `weights`
    weights : ndarray (lines, common curves), exponent of each curve on each line (0 where it does not apply)
    rows : ndarray (lines,), index of each line's row in `distinct`
    distinct : ndarray (distinct rows, common curves)
    group_curves : line id → tuple of (target group, curve id, exponent) of levers that act on one target group
    timing : timing target → curve ids
    balance : balance → curve ids
    """

    formulas: Mapping[str, DriverPlan]
    common: tuple[str, ...]
    distinct: np.ndarray
    rows: dict[str, int]
    group_curves: dict[str, tuple[tuple[str, str, float], ...]]
    timing: dict[str, tuple[str, ...]]
    balance: dict[str, tuple[str, ...]]


def plan_of(model: CostModel) -> Plan:
    """The plan of a model, made at first use."""
    if "plan" not in model.derived:
        model.derived["plan"] = _make(model)
    plan = model.derived["plan"]
    assert isinstance(plan, Plan)
    return plan


def _make(model: CostModel) -> Plan:
    formulas = driver_plans(model)
    hits = {line.id: curve_hits(model, line, formulas) for line in model.lines.values()}
    group_of = {curve_id: model.levers[curve.lever_id].target_group for curve_id, curve in model.curves.items()}
    common = tuple(
        curve_id
        for curve_id, curve in model.curves.items()
        if curve.target_kind in ("tag", "chain", "cost_class") and group_of[curve_id] is None
    )
    column = {curve_id: index for index, curve_id in enumerate(common)}
    weights = np.zeros((len(model.lines), len(common)))
    group_curves = {}
    for index, (line_id, line_hits) in enumerate(hits.items()):
        of_groups = []
        for curve_id, exponent in line_hits:
            group = group_of[curve_id]
            if group is None:
                weights[index, column[curve_id]] = exponent
            else:
                of_groups.append((group, curve_id, exponent))
        if of_groups:
            group_curves[line_id] = tuple(of_groups)
    distinct, inverse = np.unique(weights, axis=0, return_inverse=True)
    return Plan(
        formulas=formulas,
        common=common,
        distinct=distinct,
        rows=dict(zip(model.lines, inverse.ravel().tolist(), strict=True)),
        group_curves=group_curves,
        timing=_by_target(model, "timing"),
        balance=_by_target(model, "balance"),
    )


def curve_hits(model: CostModel, line: CostLine, formulas: Mapping[str, DriverPlan]) -> tuple[tuple[str, float], ...]:
    """The curves that act on a line as (curve id, exponent): per lever the first of tags, chain, cost class.

    The first tag counts in full, other tags at half strength. A lever that already is in the line's driver
    does not act again, except a scenario (the driver counts, the effect gives intensity).
    """
    candidates = [("tag", tag, 1.0 if position == 0 else 0.5) for position, tag in enumerate(line.tags)]
    candidates += [("chain", line.chain, 1.0), ("cost_class", line.cost_class, 1.0)]
    in_driver = formulas[line.driver].levers
    hits = []
    for lever_id in model.levers:
        if lever_id in in_driver and not lever_id.startswith("scenario_"):
            continue
        for kind, target, exponent in candidates:
            curve_id = f"{lever_id}:{kind}:{target}"
            if curve_id in model.curves:
                hits.append((curve_id, exponent))
                break
    return tuple(hits)


def line_parameters(model: CostModel, line: CostLine) -> tuple[str, ...]:
    """Parameters that a line can use beside its driver's: effort, price, rates, class factors, VAT, hire, backfill."""
    names = [parameter for _, parameter in line.effort]
    names += [line.price_parameter] if line.price_parameter else []
    if line.timing != "income":
        names.append(f"systemic_{line.cost_class}")
        names += [model.roles[role].rate_parameter for role, _ in line.effort]
    if line.timing == "one_off":
        if line.cost_class == "ict":
            names += ["ict_tail_probability", "ict_tail_size"]
        if line.carried_by == "team" and line.effort:
            names.append("rate_backfill")
            names += [parameter for parameter in model.parameters if parameter.startswith("backfill_factor_")]
        if any(model.roles[role].hireable for role, _ in line.effort):
            names += ["rate_external", "vat_rate", "vat_non_recoverable_share"]
    if line.vat:
        names += ["vat_rate", "vat_non_recoverable_share"]
    if line.surcharge:
        names.append("first_year_surcharge")
    return tuple(dict.fromkeys(names))


def _by_target(model: CostModel, kind: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for curve_id, curve in model.curves.items():
        if curve.target_kind == kind:
            found.setdefault(curve.target, []).append(curve_id)
    return {target: tuple(ids) for target, ids in found.items()}
