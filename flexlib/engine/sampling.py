"""Draws: one sampled set of all parameters and strengths, and the rekenwaarde (every number at its mean).

Each parameter and each strength has a stream of its own, `default_rng([seed, crc32(id)])`, so that adding one leaves
the others untouched and every variant meets the same draws.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from flexlib.engine.distributions import Range, contested_range, mean, quantile, widened_range
from flexlib.model.records import Choice, Contest, CostModel

TAIL_STREAM = "ict_tail"
Overrides = tuple[tuple[str, Contest], ...]


@dataclass(frozen=True, eq=False)
class Draws:
    """Given values, draw by draw.

    parameters : parameter id → ndarray (n,), in the parameter's unit, before the effect of a future
    strengths : strength key → ndarray (n,); a key is a curve id, or a curve id with + or - for readiness on delay
    tail : ndarray (n,), weight of the ICT outlier: 0 or 1 in draws, its chance at the rekenwaarde
    """

    parameters: Mapping[str, np.ndarray]
    strengths: Mapping[str, np.ndarray]
    tail: np.ndarray

    @property
    def n(self) -> int:
        return len(self.tail)

    def first(self, n: int) -> Draws:
        """The first n of these draws: for a quick preview on the same streams."""
        return self.between(0, n)

    def between(self, begin: int, end: int) -> Draws:
        """The draws from `begin` up to `end`."""
        return Draws(
            {key: values[begin:end] for key, values in self.parameters.items()},
            {key: values[begin:end] for key, values in self.strengths.items()},
            self.tail[begin:end],
        )


def overrides_of(choice: Choice) -> Overrides:
    """What replaces the model's ranges in this choice: own rates of the institution, then contested values."""
    own = {parameter_id: Contest(value, value, value) for parameter_id, value in choice.institution.rates}
    return tuple(sorted({**own, **dict(choice.contested)}.items()))


def sample(model: CostModel, n: int, seed: int, overrides: Overrides = ()) -> Draws:
    """Draw every parameter and strength n times; see `Draws` for shapes."""
    replaced, uniforms = dict(overrides), np.empty(n)
    parameters = {
        parameter_id: _draw(of, parameter_id, seed, uniforms) for parameter_id, of in parameter_ranges(model, replaced)
    }
    strengths = {key: _draw(of, key.rstrip("+-"), seed, uniforms) for key, of in strength_ranges(model, replaced)}
    tail = (_uniform(TAIL_STREAM, seed, uniforms) < parameters["ict_tail_probability"]).astype(float)
    return Draws(MappingProxyType(parameters), MappingProxyType(strengths), tail)


def point(model: CostModel, overrides: Overrides = ()) -> Draws:
    """The rekenwaarde as one draw: means of all parameters and strengths, the ICT outlier at its expectation."""
    replaced = dict(overrides)
    parameters = {key: np.array([mean(of)]) for key, of in parameter_ranges(model, replaced)}
    strengths = {key: np.array([mean(of)]) for key, of in strength_ranges(model, replaced)}
    return Draws(parameters, strengths, parameters["ict_tail_probability"].copy())


def parameter_ranges(model: CostModel, replaced: Mapping[str, Contest]) -> Iterable[tuple[str, Range]]:
    """The range of every parameter, widened by its grade unless the room or the institution typed it."""
    for parameter in model.parameters.values():
        if parameter.id in replaced:
            yield parameter.id, contested_range(replaced[parameter.id], parameter.distribution)
        else:
            yield parameter.id, widened_range(parameter)


def strength_ranges(model: CostModel, replaced: Mapping[str, Contest]) -> Iterable[tuple[str, Range]]:
    """The range of every strength key; readiness on delay has one above and one below a factor of 1."""
    settings = model.settings
    for curve in model.curves.values():
        typed = replaced.get(curve.id)
        if two_sided(model, curve.id):
            yield f"{curve.id}+", contested_range(typed or settings.strength_readiness_above)
            yield f"{curve.id}-", contested_range(typed or settings.strength_readiness_below)
        else:
            yield curve.id, contested_range(typed or settings.strength)


def two_sided(model: CostModel, curve_id: str) -> bool:
    """Whether a curve is readiness acting on delay, whose strength differs above and below a factor of 1."""
    curve = model.curves[curve_id]
    return model.levers[curve.lever_id].group == "E" and curve.target == "delay_all"


def _uniform(stream: str, seed: int, into: np.ndarray) -> np.ndarray:
    """Fill an array with the stream's own draws: one array for all streams spares the memory a third of the time."""
    return np.random.default_rng([seed, zlib.crc32(stream.encode())]).random(out=into)


def _draw(of: Range, stream: str, seed: int, uniforms: np.ndarray) -> np.ndarray:
    """A new array of values; what `uniforms` held is lost."""
    if of.kind == "constant":
        return np.full(len(uniforms), of.mode)
    return quantile(of, _uniform(stream, seed, uniforms))
