"""One choice in many futures on the same draws: what no future touches is worked out once.

A future changes a handful of parameters and the pace. Most cost lines use none of those: their flows are added up in
advance. For each future only the drivers and lines it touches are worked out again, then timing and outcomes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from flexlib.engine.calendar import axis_of
from flexlib.engine.compare.outside import Moved, without_outside
from flexlib.engine.effects import line_factors
from flexlib.engine.evaluate import Evaluation, result_of
from flexlib.engine.explore.needs import OUTCOMES, Needs
from flexlib.engine.explore.outcomes_of_many import outcomes_of
from flexlib.engine.explore.yearly import yearly_axis
from flexlib.engine.flows import Flow, Work, flows
from flexlib.engine.loads import TeamLoads
from flexlib.engine.plan import line_parameters
from flexlib.engine.pools import Course, Layout, Pool, course_of, student_factors
from flexlib.engine.sampling import Draws
from flexlib.engine.situation import (
    Inputs,
    Number,
    Situation,
    apply_future,
    driver_value,
    situate,
    studentless_value,
)
from flexlib.engine.timing import Kernels, pace_of, timing_of
from flexlib.model.circumstances import outside_effects
from flexlib.model.drivers import driver_plans
from flexlib.model.records import GROUPS, Choice, CostLine, CostModel


@dataclass
class _Sums:
    """Flows added up by what is read from them."""

    pools: dict[Course, Pool] = field(default_factory=dict)
    work: Work = field(default_factory=Work)
    loads: TeamLoads = field(default_factory=TeamLoads)
    training: Number = 0.0

    def add(self, situation: Situation, some: Iterable[Flow]) -> None:
        for flow in some:
            self.pools.setdefault(course_of(flow), Pool()).add(flow)
            self.work.add(flow)
            self.loads.add(situation, flow)
            line = flow.line
            if line.timing == "one_off" and line.carried_by == "team" and "training" in line.tags:
                self.training = self.training + flow.own_hours

    def copied(self) -> _Sums:
        """The same sums, to add to: the arrays in them are never changed."""
        pools = {
            course: replace(pool, own=dict(pool.own), released=dict(pool.released))
            for course, pool in self.pools.items()
        }
        work = Work(replace(self.work.build), dict(self.work.service))
        return _Sums(pools, work, _copied(self.loads), self.training)


class Across:
    """A choice, prepared to be evaluated in a number of futures for some outcomes.

    futures : (future, circumstances the room moved); the choice's own future and circumstances do not count
    """

    def __init__(
        self,
        model: CostModel,
        choice: Choice,
        draws: Draws,
        futures: Sequence[tuple[str, Moved]],
        outcomes: Collection[str],
    ) -> None:
        self._choice, self._drawn, self._futures = choice, draws.parameters, list(futures)
        self._calm = calm = situate(model, without_outside(model, choice), draws)
        self._pace, self._factors = pace_of(calm), line_factors(calm)
        self._needs = Needs.of(outcomes, choice.price_basis == "nominal") if set(outcomes) <= set(OUTCOMES) else None
        self._touched = [self._touched_by(at) for at in range(len(self._futures))]
        touched = set().union(*self._touched)
        self._moving: dict[str, list[Flow]] = {line.id: [] for line in model.lines.values() if line.id in touched}
        for flow in flows(calm, self._lines(touched), self._factors):
            self._moving[flow.line.id].append(flow)
        self._standing = _Sums()
        self._standing.add(calm, flows(calm, self._lines(model.lines.keys() - touched), self._factors))

    def outcomes(self, at: int) -> Mapping[str, np.ndarray]:
        """The outcomes in the future at this position, each ndarray (n,): those of `evaluate`, to rounding."""
        situation, touched = self._situation(at), self._touched[at]
        sums = self._standing.copied()
        for line_id, kept in self._moving.items():
            if line_id not in touched:
                sums.add(situation, kept)
        sums.add(situation, flows(situation, self._lines(touched), self._factors))
        timing = timing_of(situation, sums.work, self._pace)
        axis = axis_of(self._choice.start, self._choice.horizon_months)
        if self._needs is None:
            layout = Layout(situation, Kernels(situation, timing, axis.boundaries), axis)
            return result_of(Evaluation(situation, timing, sums.pools, sums.loads, sums.training, layout)).values
        yearly = yearly_axis(axis, self._choice.horizon_months)
        trend = student_factors(situation, yearly.by_year)
        return outcomes_of(self._needs, situation, timing, sums.loads, sums.pools, yearly, trend)

    def _lines(self, ids: Collection[str]) -> list[CostLine]:
        """Lines in file order, so that sums are the same on every machine."""
        return [line for line in self._calm.model.lines.values() if line.id in ids]

    def _there(self, at: int) -> Choice:
        future, moved = self._futures[at]
        return replace(self._choice, future=future, circumstances=tuple(sorted(moved.items())))

    def _touched_by(self, at: int) -> frozenset[str]:
        """Ids of the lines that ask something else in this future."""
        model = self._calm.model
        effects = outside_effects(model, self._there(at))
        moved = {effect.target for effect in effects if effect.target_kind == "parameter"}
        if (
            moved & driver_plans(model)["programmes_in_scope"].parameters
        ):  # then also which group has the heaviest scenario
            return frozenset(model.lines)
        return frozenset(line_id for line_id, parameters in _parameters(model).items() if moved & parameters)

    def _situation(self, at: int) -> Situation:
        """The situation in a future, with only the drivers worked out again that rest on what it moves."""
        calm, there = self._calm, self._there(at)
        parameters, delay = apply_future(calm.model, there, self._drawn)
        moved = {key for key, values in parameters.items() if values is not self._drawn[key]}
        constants = {group: calm.model.groups[group].constants for group in GROUPS}
        inputs = Inputs(calm.plan.formulas, calm.levels, calm.figures, parameters, constants)
        drivers, studentless = dict(calm.drivers), dict(calm.studentless)
        for driver_id, formula in calm.plan.formulas.items():
            if moved & formula.parameters:
                drivers[driver_id] = driver_value(formula, inputs, drivers)
                studentless[driver_id] = studentless_value(formula, inputs, studentless, drivers)
        return replace(
            calm, choice=there, parameters=parameters, delay_of_future=delay, drivers=drivers, studentless=studentless
        )


def _parameters(model: CostModel) -> Mapping[str, frozenset[str]]:
    """Line id → every parameter it uses, also through its driver; worked out once per model."""
    if "parameters_of_lines" not in model.derived:
        formulas = driver_plans(model)
        model.derived["parameters_of_lines"] = {
            line.id: formulas[line.driver].parameters.union(line_parameters(model, line))
            for line in model.lines.values()
        }
    found: Mapping[str, frozenset[str]] = model.derived["parameters_of_lines"]  # type: ignore[assignment]
    return found


def _copied(loads: TeamLoads) -> TeamLoads:
    return TeamLoads(replace(loads.build), replace(loads.rollout), replace(loads.first_year), replace(loads.live))
