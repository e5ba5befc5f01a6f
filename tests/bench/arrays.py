"""The plain implementation's pieces, with an array over draws where it has one number."""

from __future__ import annotations

import operator
from functools import cached_property, reduce

import numpy as np
from scipy import stats

from flexlib.engine.distributions import Range, widened_range
from flexlib.engine.sampling import Draws, strength_ranges
from flexlib.model.records import CostModel
from tests.plain.drivers import Drivers, NamesOfGroup, compiled
from tests.plain.levels import Setting
from tests.plain.money import Draw

Array = np.ndarray
ARRAY_FUNCTIONS = {
    "min": lambda *terms: reduce(np.minimum, terms),
    "max": lambda *terms: reduce(np.maximum, terms),
    "sum": lambda terms: reduce(operator.add, terms),
    "largest": lambda terms: reduce(np.maximum, terms),
    "__builtins__": {},
}


class ArrayDrivers(Drivers):
    """All drivers over the draws."""

    def _value(self, driver_id: str, group: str | None) -> Array:
        key = (driver_id, group)
        if key not in self.known:
            code = compiled(self.model.drivers[driver_id].formula)
            self.known[key] = eval(code, ARRAY_FUNCTIONS, NamesOfGroup(self, group)) + np.zeros(1)
        return self.known[key]


class ArrayDraw(Draw):
    """All draws at once; the student factor is asked for by calendar year."""

    @classmethod
    def of(cls, setting: Setting, draws: Draws) -> ArrayDraw:
        return cls(setting, dict(draws.parameters), dict(draws.strengths), draws.tail)

    @cached_property
    def values(self) -> dict[str, Array]:
        values = dict(self.given)
        for effect in self.model.futures[self.setting.choice.future].effects:
            if effect.target_kind == "parameter":
                given = values[effect.target]
                value = given * effect.value if effect.operation == "multiply" else given + effect.value
                is_share = self.model.parameters[effect.target].unit == "share"
                values[effect.target] = np.clip(value, 0.0, 1.0) if is_share else value
        return values

    def drivers(self, year: float = 1.0) -> ArrayDrivers:
        start = self.setting.choice.start.year
        year = start if year == 1.0 else year
        if year not in self.by_students:
            students = (1 + self.values["student_trend"]) ** (year - start)
            self.by_students[year] = ArrayDrivers(self.setting, self.values, students)
        return self.by_students[year]


def sample_exactly(model: CostModel, n: int, seed: int) -> Draws:
    """The same streams as the engine's, each turned into values by SciPy's own quantile function."""
    import zlib

    def uniform(stream: str) -> Array:
        return np.random.default_rng([seed, zlib.crc32(stream.encode())]).random(n)

    parameters = {name: _exact(widened_range(parameter), uniform(name)) for name, parameter in model.parameters.items()}
    strengths = {key: _exact(of, uniform(key.rstrip("+-"))) for key, of in strength_ranges(model, {})}
    tail = (uniform("ict_tail") < parameters["ict_tail_probability"]).astype(float)
    return Draws(parameters, strengths, tail)


def _exact(of: Range, u: Array) -> Array:
    if of.kind == "constant":
        return np.full(len(u), of.mode)
    if of.kind == "pert":
        alpha = 1 + 4 * (of.mode - of.low) / (of.high - of.low)
        return stats.beta.ppf(u, alpha, 6 - alpha, of.low, of.high - of.low)
    z99 = stats.norm.ppf(0.99)
    below, above = np.log(of.mode / of.low) / z99, np.log(of.high / of.mode) / z99
    return of.mode * np.exp(np.where(u < 0.5, below, above) * stats.norm.ppf(u))
