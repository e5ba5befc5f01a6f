"""How the levels of levers change cost lines, months and balances."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from flexlib.model.effect_records import EffectCurve
from flexlib.model.records import GROUPS, CostLine, CostModel
from tests.plain.drivers import levers_behind
from tests.plain.levels import Setting


@dataclass(frozen=True)
class LineEffect:
    """One lever's effect on one line: `mode ** (strength × exponent)`, on one group's part or on all of it."""

    curve_id: str
    mode: float
    exponent: float
    group: str | None


def mode_at(model: CostModel, curve: EffectCurve, level: float) -> float:
    """The curve's mode at a level: the written row of an option, a straight line between points of a scale."""
    if model.levers[curve.lever_id].kind in ("options", "switch"):
        for point in curve.points:
            if point.at == level:
                return point.mode
        return 1.0 if curve.operation == "multiply" else 0.0
    points = sorted(curve.points, key=lambda point: point.at)
    if level <= points[0].at:
        return points[0].mode
    for before, after in pairwise(points):
        if level <= after.at:
            weight = (level - before.at) / (after.at - before.at)
            return (1 - weight) * before.mode + weight * after.mode
    return points[-1].mode


def mode_of(setting: Setting, curve: EffectCurve) -> float:
    """The mode at the chosen level; for steering settings against the mode at today's level."""
    lever = setting.model.levers[curve.lever_id]
    chosen = mode_at(setting.model, curve, setting.levels[lever.id])
    if lever.group != "B" or lever.today_figure is None:
        return chosen
    today = mode_at(setting.model, curve, setting.figure(lever.today_figure))
    return chosen / today if curve.operation == "multiply" else chosen - today


def curve_on_line(model: CostModel, lever_id: str, line: CostLine) -> tuple[EffectCurve, float] | None:
    """The one curve of a lever that a line takes, with its exponent: tags in their order, then chain, then class."""
    for position, tag in enumerate(line.tags):
        curve = model.curves.get(f"{lever_id}:tag:{tag}")
        if curve is not None:
            return curve, 1.0 if position == 0 else 0.5
    for kind, target in (("chain", line.chain), ("cost_class", line.cost_class)):
        curve = model.curves.get(f"{lever_id}:{kind}:{target}")
        if curve is not None:
            return curve, 1.0
    return None


def heaviest_group(setting: Setting) -> str | None:
    """The group in scope with the heaviest scenario, the first of the four at a tie."""
    heaviest = None
    for group in GROUPS:
        if setting.in_scope(group) and (
            heaviest is None or setting.levels[f"scenario_{group}"] > setting.levels[f"scenario_{heaviest}"]
        ):
            heaviest = group
    return heaviest


def effects_on_line(setting: Setting, line: CostLine) -> list[LineEffect]:
    if line.id in setting.effects_of_line:
        return setting.effects_of_line[line.id]
    model = setting.model
    behind = levers_behind(model, line.driver)
    effects = []
    for lever in model.levers.values():
        if lever.id in behind and not lever.id.startswith("scenario_"):
            continue
        found = curve_on_line(model, lever.id, line)
        if found is None:
            continue
        curve, exponent = found
        group = lever.target_group
        if group is not None and not model.drivers[line.driver].by_group:
            if group != heaviest_group(setting):
                continue
            group = None
        effects.append(LineEffect(curve.id, mode_of(setting, curve), exponent, group))
    setting.effects_of_line[line.id] = effects
    return effects


def line_factor(setting: Setting, line: CostLine, group: str | None, strengths: dict[str, float]) -> float:
    """The product of all effects on a line, or on one group's part of it."""
    factor = 1.0
    for effect in effects_on_line(setting, line):
        if effect.group is None or effect.group == group:
            factor *= effect.mode ** (strengths[effect.curve_id] * effect.exponent)
    return factor


def timing_factor(setting: Setting, target: str, strengths: dict[str, float]) -> float:
    """The product of the levers' factors on one timing figure."""
    factor = 1.0
    for curve in setting.model.curves.values():
        if (curve.target_kind, curve.target, curve.operation) == ("timing", target, "multiply"):
            mode = mode_of(setting, curve)
            key = curve.id
            if setting.model.levers[curve.lever_id].group == "E" and target == "delay_all":
                key += "+" if mode > 1 else "-"
            factor *= mode ** strengths[key]
    return factor


def added_terms(setting: Setting, kind: str, target: str, strengths: dict[str, float]) -> float:
    """The sum of the levers' terms: months of richten, or points of a balance."""
    total = 0.0
    for curve in setting.model.curves.values():
        if (curve.target_kind, curve.target, curve.operation) == (kind, target, "add"):
            total += mode_of(setting, curve) * strengths[curve.id]
    return total


def after_future(setting: Setting, values: dict[str, float]) -> dict[str, float]:
    """The drawn values as the future leaves them; a share stays between 0 and 1."""
    values = dict(values)
    for kind, target, operation, amount in outside(setting):
        if kind != "parameter":
            continue
        value = values[target]
        value = value * amount if operation == "multiply" else value + amount
        if setting.model.parameters[target].unit == "share":
            value = min(1.0, max(0.0, value))
        values[target] = value
    return values


def outside(setting: Setting) -> list[tuple[str, str, str, float]]:
    """(kind, target, operation, value) of the future's effects, then of the circumstances the room moved itself."""
    futures = setting.model.futures
    found = [(e.target_kind, e.target, e.operation, e.value) for e in futures[setting.choice.future].effects]
    how = {e.target: (e.target_kind, e.target, e.operation) for future in futures.values() for e in future.effects}
    return found + [(*how[target], value) for target, value in setting.choice.circumstances]


def future_factor(setting: Setting, target: str) -> float:
    factor = 1.0
    for *acts, amount in outside(setting):
        if acts == ["timing", target, "multiply"]:
            factor *= amount
    return factor
