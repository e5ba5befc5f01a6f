"""The bridge of the screen worked out: money, hours and months from one variant to another at the rekenwaarde."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.compare.bridge import Bridge, Changed, bridge
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.many import Many
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.choices import differences
from flexlib.model.records import Choice, CostModel
from flexlib.ui import switches

PROMISES = ("scope_", "scenario_")  # levers that say who takes part: with none of them there are no months
TOGETHER = "promises"  # the step in which they are taken at once
ABOUT = 1000  # sets of changed levers that a bridge asks, for what is worth a table


@dataclass(frozen=True, eq=False)
class Worked:
    """A bridge over all four outcomes, with the choices at both ends.

    found : None when there is nothing between them
    months : where some order of changes leaves nobody taking part, a bridge with the levers of `together` as one step
    """

    found: Bridge | None
    start: Choice
    end: Choice
    months: Bridge | None = None
    together: tuple[str, ...] = ()

    def of(self, outcome: str) -> Bridge | None:
        """The bridge that this outcome is read from."""
        return self.months if outcome == "months_all_live" and self.months is not None else self.found

    def is_there(self, outcome: str) -> bool:
        """Whether every part of it exists."""
        found, at = self.of(outcome), switches.BRIDGED.index(outcome)
        return found is not None and not _lacks(found, at)


def work_out(model: CostModel, start: Choice, end: Choice) -> Worked:
    """The bridge at the rekenwaarde over money, hours and months."""
    moved = {found.lever_id: (found.reference_level, found.level) for found in differences(model, end, start)}
    if not moved:
        return Worked(None, start, end)
    groups: dict[str, list[str]] = {}
    for lever_id in moved:
        groups.setdefault(model.levers[lever_id].group, []).append(lever_id)
    levers = tuple(lever for members in groups.values() for lever in members)
    at_points = _AtPoint(model, start, Grid(levers, tuple(moved[lever] for lever in levers)))
    found = bridge(groups, at_points)
    months = switches.BRIDGED.index("months_all_live")
    together = tuple(lever for lever in levers if lever.startswith(PROMISES))
    if not _lacks(found, months) or np.isnan([found.start[months], found.end[months]]).any() or len(together) < 2:
        return Worked(found, start, end)
    steps = {name: _joined(members, together) for name, members in groups.items()}
    apart = bridge(steps, lambda sets: at_points([_apart(one, together) for one in sets]))
    return Worked(found, start, end, apart, together)


def _joined(levers: Sequence[str], together: Sequence[str]) -> list[str]:
    """The levers of a group, those of `together` as one step."""
    return list(dict.fromkeys(TOGETHER if lever in together else lever for lever in levers))


def _apart(steps: Changed, together: Sequence[str]) -> Changed:
    """The levers that these steps change."""
    return steps - {TOGETHER} | set(together) if TOGETHER in steps else steps


def _lacks(found: Bridge, at: int) -> bool:
    parts = [part.amount[at] for part in (*found.groups.values(), *found.levers.values())]
    return bool(np.isnan([found.start[at], found.end[at], *parts]).any())


class _AtPoint:
    """The four outcomes of a bridge at the rekenwaarde for sets of changed levers, ndarray (sets, outcomes)."""

    def __init__(self, model: CostModel, choice: Choice, grid: Grid) -> None:
        self._levers = grid.levers
        self._many = Many(model, choice, grid, point(model, overrides_of(choice)), switches.BRIDGED, ABOUT)

    def __call__(self, sets: Sequence[Changed]) -> np.ndarray:
        rows = np.array([[lever in changed for lever in self._levers] for changed in sets], dtype=np.int16)
        found = np.empty((len(rows), len(switches.BRIDGED)))
        patterns = self._many.patterns(rows)
        for pattern in np.unique(patterns):
            alike = np.flatnonzero(patterns == pattern)
            for begin in range(0, len(alike), self._many.most):
                some = alike[begin : begin + self._many.most]
                outcomes = self._many.outcomes(rows[some])
                found[some] = np.stack([outcomes[name][:, 0] for name in switches.BRIDGED], axis=1)
        return found
