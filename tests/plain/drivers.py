"""Drivers: formulas over figures, levers, parameters and other drivers, looked up name by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from flexlib.model.records import GROUPS, CostModel
from tests.plain.levels import Setting

FUNCTIONS = {"min": min, "max": max, "sum": sum, "largest": max, "__builtins__": {}}
ALLOWED = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.USub,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Call,
    ast.Name,
    ast.Load,
    ast.Constant,
)


class Drivers:
    """All drivers of one draw with the students of the profile multiplied by one factor."""

    def __init__(self, setting: Setting, values: dict[str, float], student_factor: float):
        self.model = setting.model
        self.facts: dict[str, float] = dict(values)
        for figure_id, figure in setting.figures.items():
            if figure is not None:
                self.facts[figure_id] = float(figure)
        for group in GROUPS:
            self.facts[f"students_{group}"] *= student_factor
        self.facts.update(setting.levels)
        self.known: dict[tuple[str, str | None], float] = {}

    def scalar(self, driver_id: str) -> float:
        return self._value(driver_id, None)

    def of_group(self, driver_id: str, group: str) -> float:
        return self._value(driver_id, group)

    def total(self, driver_id: str) -> float:
        """The driver itself, or the sum over the groups when it is a vector."""
        if self.model.drivers[driver_id].by_group:
            return sum(self.of_group(driver_id, group) for group in GROUPS)
        return self.scalar(driver_id)

    def _value(self, driver_id: str, group: str | None) -> float:
        key = (driver_id, group)
        if key not in self.known:
            code = compiled(self.model.drivers[driver_id].formula)
            self.known[key] = float(eval(code, FUNCTIONS, NamesOfGroup(self, group)))
        return self.known[key]


class NamesOfGroup:
    """What a name means in a formula: `x_g` belongs to the group, a vector without `_g` is the list over groups."""

    def __init__(self, drivers: Drivers, group: str | None):
        self.drivers = drivers
        self.group = group

    def __getitem__(self, name: str) -> float | list[float]:
        drivers, model = self.drivers, self.drivers.model
        if self.group is not None and name.endswith("_g"):
            stem = name[:-2]
            if stem in model.drivers and model.drivers[stem].by_group:
                return drivers.of_group(stem, self.group)
            if f"{stem}_{self.group}" in drivers.facts:
                return drivers.facts[f"{stem}_{self.group}"]
            return model.groups[self.group].constants[stem]
        if name in drivers.facts:
            return drivers.facts[name]
        if name not in model.drivers:
            raise KeyError(name)
        if model.drivers[name].by_group:
            return [drivers.of_group(name, group) for group in GROUPS]
        return drivers.scalar(name)


@lru_cache(maxsize=1024)
def compiled(formula: str) -> CodeType:
    return compile(_tree(formula), "formula", "eval")


def _tree(formula: str) -> ast.Expression:
    tree = ast.parse(formula.strip(), mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, ALLOWED):
            raise ValueError(f"{type(node).__name__} in {formula}")
    return tree


def levers_behind(model: CostModel, driver_id: str) -> set[str]:
    """All levers that a driver depends on, directly or through other drivers."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [driver_id]
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        for name in _names(model.drivers[current].formula):
            for meaning in _meanings(name):
                if meaning in model.drivers:
                    todo.append(meaning)
                elif meaning in model.levers:
                    found.add(meaning)
    return found


def _names(formula: str) -> Iterator[str]:
    for node in ast.walk(_tree(formula)):
        if isinstance(node, ast.Name) and node.id not in FUNCTIONS:
            yield node.id


def _meanings(name: str) -> list[str]:
    if name.endswith("_g"):
        return [name[:-2], *(f"{name[:-2]}_{group}" for group in GROUPS)]
    return [name]
