"""What lever levels do: factors on cost lines, on timing and points on balances."""

from __future__ import annotations

from functools import reduce

import numpy as np

from flexlib.engine.sampling import two_sided
from flexlib.engine.situation import Number, Situation
from flexlib.model.effect_records import EffectCurve
from flexlib.model.records import GROUPS, Lever


def mode_at(lever: Lever, curve: EffectCurve, level: float) -> float:
    """The curve's mode at a level: linear between its points and flat outside; an option without a row is neutral."""
    if lever.kind in ("options", "switch"):
        neutral = 1.0 if curve.operation == "multiply" else 0.0
        return next((point.mode for point in curve.points if point.at == level), neutral)
    return float(np.interp(level, [point.at for point in curve.points], [point.mode for point in curve.points]))


def relative_mode(situation: Situation, curve_id: str) -> float:
    """The mode at the chosen level, for steering relative to today's level of the institution."""
    curve = situation.model.curves[curve_id]
    lever = situation.model.levers[curve.lever_id]
    mode = mode_at(lever, curve, situation.levels[lever.id])
    if lever.group != "B" or lever.today_figure is None:
        return mode
    today = mode_at(lever, curve, situation.figure(lever.today_figure))
    return mode / today if curve.operation == "multiply" else mode - today


def strength(situation: Situation, curve_id: str, mode: float) -> np.ndarray:
    """The drawn strength of a curve, ndarray (n,); readiness on delay has one above and one below a factor of 1."""
    if two_sided(situation.model, curve_id):
        return situation.strengths[f"{curve_id}+" if mode > 1 else f"{curve_id}-"]
    return situation.strengths[curve_id]


def factor(situation: Situation, curve_id: str, exponent: float = 1.0) -> Number:
    """mode ^ (strength × exponent), 1.0 where the mode is neutral."""
    mode = relative_mode(situation, curve_id)
    if mode == 1.0:
        return 1.0
    return mode ** (strength(situation, curve_id, mode) * exponent)


def line_factors(situation: Situation) -> dict[str, Number]:
    """Line id → product of all effects without a target group that act on the line."""
    plan = situation.plan
    modes = np.array([relative_mode(situation, curve_id) for curve_id in plan.common])
    with np.errstate(divide="ignore"):
        logs = np.log(modes)
    active = np.flatnonzero((logs != 0.0) & np.isfinite(logs))
    rows: list[Number] = [1.0] * len(plan.distinct)
    if len(active):
        strengths = np.stack([situation.strengths[plan.common[index]] for index in active])
        scaled = plan.distinct[:, active] * logs[active]
        touched = np.flatnonzero(scaled.any(axis=1))
        products = np.exp(scaled[touched] @ strengths)
        for position, row in enumerate(touched):
            rows[row] = products[position]
    for index in np.flatnonzero(modes == 0.0):
        gone = 0.0 ** situation.strengths[plan.common[index]]
        for row in np.flatnonzero(plan.distinct[:, index]):
            rows[row] = rows[row] * gone
    return {line_id: rows[row] for line_id, row in plan.rows.items()}


def group_factors(situation: Situation, line_id: str) -> list[Number] | None:
    """Factors per target group of levers that act on one group, for a line whose driver is by group."""
    curves = situation.plan.group_curves.get(line_id)
    if curves is None:
        return None
    factors: list[Number] = [1.0] * len(GROUPS)
    for group, curve_id, exponent in curves:
        position = GROUPS.index(group)
        factors[position] = factors[position] * factor(situation, curve_id, exponent)
    return factors


def heaviest_group(situation: Situation) -> int | None:
    """Position in GROUPS of the group in scope with the heaviest scenario, the first at a tie; None without scope."""
    in_scope = situation.groups_in_scope
    if not in_scope:
        return None
    return max(in_scope, key=lambda g: (situation.levels[f"scenario_{GROUPS[g]}"], -g))


def timing_factor(situation: Situation, target: str) -> Number:
    """Product of all multiplying curves on a timing target."""
    curves = situation.model.curves
    ids = [c for c in situation.plan.timing.get(target, ()) if curves[c].operation == "multiply"]
    if not ids:
        return 1.0
    exponents: list[Number] = []
    for curve_id in ids:
        mode = relative_mode(situation, curve_id)
        if mode != 1.0:
            exponents.append(np.log(mode) * strength(situation, curve_id, mode))
    return np.exp(reduce(np.add, exponents)) if exponents else 1.0


def added_terms(situation: Situation, curve_ids: tuple[str, ...]) -> Number:
    """Sum of mode × strength over adding curves: months for timing, points for balances."""
    total: Number = 0.0
    for curve_id in curve_ids:
        if situation.model.curves[curve_id].operation == "add":
            mode = relative_mode(situation, curve_id)
            if mode != 0.0:
                total = total + mode * strength(situation, curve_id, mode)
    return total
