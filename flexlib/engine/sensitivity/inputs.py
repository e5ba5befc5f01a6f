"""The uncertain inputs of an estimate: parameters, strengths of effect curves, and the ICT outlier.

Inputs are drawn independently of each other; all that vary are listed here, whatever a choice does with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.engine.distributions import Range, quantile
from flexlib.engine.sampling import TAIL_STREAM, Draws, Overrides, parameter_ranges, strength_ranges
from flexlib.errors import InputError
from flexlib.model.records import CostModel

MOST_DRAWS = 100_000  # that fit in memory with all parameters
GENERAL = "general"  # class of parameters that belong to no cost class
EFFECTS = "effects"  # class of the strengths of effect curves


@dataclass(frozen=True, slots=True)
class Input:
    """One uncertain input.

    id : a parameter id, a curve id, or `ict_tail` (with the chance of that outlier, when it is uncertain itself)
    kind : parameter, strength or outlier
    grade : evidence grade; cost_class : cost class of the parameter, `general` or `effects`
    ranges : key in the draws → its range; readiness on delay has two keys, drawn together; empty for the outlier
    """

    id: str
    kind: str
    grade: str
    cost_class: str
    ranges: tuple[tuple[str, Range], ...]


def inputs_of(model: CostModel, overrides: Overrides = ()) -> tuple[Input, ...]:
    """Every input that varies, in file order: parameters, then strengths, then the outlier."""
    replaced = dict(overrides)
    found = []
    chance = "ict_tail_probability"
    for key, of in parameter_ranges(model, replaced):
        if of.kind != "constant" and key != chance:
            parameter = model.parameters[key]
            found.append(Input(key, "parameter", parameter.grade, parameter.cost_class or GENERAL, ((key, of),)))
    by_curve: dict[str, list[tuple[str, Range]]] = {}
    for key, of in strength_ranges(model, replaced):
        if of.kind != "constant":
            by_curve.setdefault(key.rstrip("+-"), []).append((key, of))
    found += [
        Input(curve_id, "strength", model.curves[curve_id].grade, EFFECTS, tuple(ranges))
        for curve_id, ranges in by_curve.items()
    ]
    parameter = model.parameters[chance]
    found.append(Input(TAIL_STREAM, "outlier", parameter.grade, parameter.cost_class or GENERAL, ()))
    return tuple(found)


def drawn(draws: Draws, of: Input) -> np.ndarray:
    """An input's values in the draws, ndarray (n,); of two keys drawn together the first."""
    if of.kind == "outlier":
        return draws.tail
    return (draws.parameters if of.kind == "parameter" else draws.strengths)[of.ranges[0][0]]


def check_draws(count: int, fewest: int) -> None:
    """Raise InputError when there are fewer draws than a question needs or more than fit in memory."""
    if count < fewest:
        raise InputError("unsure.few_draws", found=count, needed=fewest)
    if count > MOST_DRAWS:
        raise InputError("unsure.many_draws", found=count, most=MOST_DRAWS)


def one_at_a_time(base: Draws, inputs: tuple[Input, ...], probabilities: tuple[float, ...]) -> Draws:
    """Draws in which one input at a time stands at a quantile and the rest at the base's only draw.

    Draw number `position × len(probabilities) + which` moves the input at that position. The outlier stands at 0
    below one half and at 1 above it: it happens or it does not.
    """
    size = len(inputs) * len(probabilities)

    def spread(values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {key: np.full(size, value[0]) for key, value in values.items()}

    parameters, strengths, tail = spread(base.parameters), spread(base.strengths), np.full(size, base.tail[0])
    at = np.array(probabilities)
    for position, of in enumerate(inputs):
        cells = slice(position * len(at), (position + 1) * len(at))
        if of.kind == "outlier":
            tail[cells] = (at > 0.5).astype(float)
        for key, between in of.ranges:
            (parameters if of.kind == "parameter" else strengths)[key][cells] = quantile(between, at)
    return Draws(parameters, strengths, tail)
