"""The choices that a search may make: levels of free levers, without combinations that cannot go together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import floor

import numpy as np

from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.outcomes_of_many import holds
from flexlib.engine.explore.question import LEVEL, Limit
from flexlib.engine.explore.said import amount, limits_said, subject
from flexlib.errors import InputError
from flexlib.model.choices import resolve_levels
from flexlib.model.effect_records import Rule
from flexlib.model.records import Choice, CostModel, Lever

STEP_ROUNDING = 9  # decimals of a level reached by steps


@dataclass(frozen=True, eq=False)
class Space:
    """All combinations of a grid, the levels of the other levers, and the rules that none may break."""

    grid: Grid
    fixed: Mapping[str, float]
    rules: tuple[Rule, ...]

    def columns(self, rows: np.ndarray) -> dict[str, np.ndarray | float]:
        """The level of every lever, ndarray (choices,) for free ones."""
        return {**self.fixed, **{lever: self.grid.level(lever, rows) for lever in self.grid.levers}}

    def level(self, lever: str, rows: np.ndarray) -> np.ndarray:
        """What a limit on a lever is about, ndarray (choices,): its level, but no promise to a group that stays out."""
        columns = self.columns(rows)
        level = np.broadcast_to(np.asarray(columns[lever], dtype=float), (len(rows),))
        scope = _scope_of(lever)
        return level if scope is None else np.where(np.asarray(columns[scope]) > 0, level, 0.0)

    def breaks(self, rows: np.ndarray) -> np.ndarray:
        """Which rule of `rules` each row breaks, ndarray (rules, choices) of bool."""
        columns = self.columns(rows)
        found = [np.broadcast_to(holds(rule, columns), (len(rows),)) for rule in self.rules]
        return np.stack(found) if found else np.zeros((0, len(rows)), dtype=bool)

    def allows(self, rows: np.ndarray) -> np.ndarray:
        """Which rows break no rule, ndarray (choices,) of bool."""
        return np.logical_not(self.breaks(rows).any(axis=0))


def space_of(model: CostModel, choice: Choice, free: Iterable[str], limits: Iterable[Limit], steps: bool) -> Space:
    """The space of some free levers around a choice.

    A lever takes the levels that the model describes (with `steps` every step of a share or number), its level in the
    choice, and the value of a limit on it.
    Raises InputError when a limit is on a lever that is not free and stands outside it.
    """
    levels = resolve_levels(model, choice)
    asked = set(free)
    on_levers = [limit for limit in limits if limit.at == LEVEL]
    for limit in on_levers:
        if limit.subject not in asked and not meets(limit, levels[limit.subject]):
            level = amount(model, limit, levels[limit.subject])
            of_limit = amount(model, limit, limit.value)
            raise InputError("search.limit_on_fixed", lever=subject(model, limit), level=level, value=of_limit)
    grid = {
        lever.id: _levels(lever, levels[lever.id], [one.value for one in on_levers if one.subject == lever.id], steps)
        for lever in model.levers.values()
        if lever.id in asked
    }
    fixed = {lever: level for lever, level in levels.items() if lever not in grid}
    impossible = tuple(rule for rule in model.rules.values() if rule.severity == "impossible")
    return Space(Grid(tuple(grid), tuple(grid.values())), fixed, impossible)


def within(model: CostModel, space: Space, limits: Collection[Limit]) -> Grid:
    """The grid with only those levels that meet the limits on levers; raises InputError when a lever has none left."""
    grid = space.grid
    kept = []
    for lever, levels in zip(grid.levers, grid.levels, strict=True):
        of_lever = [one for one in limits if one.at == LEVEL and one.subject == lever]
        left = tuple(level for level in levels if all(meets(one, level) for one in of_lever))
        promised = any(not meets(one, 0.0) for one in limits if one.at == LEVEL and _scope_of(one.subject) == lever)
        left = tuple(level for level in left if level > 0) if promised else left
        if not left:
            on_levers = limits_said(model, (one for one in limits if one.at == LEVEL))
            raise InputError("search.no_level_left", lever=model.levers[lever].label, limits=on_levers)
        kept.append(left)
    return Grid(grid.levers, tuple(kept))


def meets(limit: Limit, level: float) -> bool:
    return level <= limit.value if limit.is_most else level >= limit.value


def _scope_of(lever: str) -> str | None:
    """The lever that says which share of a target group takes part, for the scenario promised to it."""
    return lever.replace("scenario_", "scope_", 1) if lever.startswith("scenario_") else None


def _levels(lever: Lever, now: float, asked: list[float], steps: bool) -> tuple[float, ...]:
    found = {level.value for level in lever.levels} | {now}
    if lever.kind in ("share", "number"):
        found |= {value for value in asked if lever.allows(value)}
        if steps:
            count = floor((lever.maximum - lever.minimum) / lever.step + 1e-9)
            found |= {round(lever.minimum + step * lever.step, STEP_ROUNDING) for step in range(count + 1)}
    return tuple(sorted(found))
