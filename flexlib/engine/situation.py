"""A situation: one choice met by given draws, with levels, figures, effective parameters and drivers worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from flexlib.engine.plan import Plan, plan_of
from flexlib.engine.sampling import Draws
from flexlib.model.choices import institution_figures, resolve_levels
from flexlib.model.circumstances import outside_effects
from flexlib.model.drivers import STUDENTS, DriverPlan
from flexlib.model.records import GROUPS, Choice, CostModel

Number = float | np.ndarray  # a float stands for a value that is the same in every draw
Drivers = dict[str, Number | list[Number]]  # a list holds one value per target group, in the order of GROUPS

FUNCTIONS = {
    "min": lambda *values: reduce(np.minimum, values),
    "max": lambda *values: reduce(np.maximum, values),
    "sum": lambda values: reduce(np.add, values),
    "largest": lambda values: reduce(np.maximum, values),
}


@dataclass(frozen=True, eq=False)
class Inputs:
    """What driver formulas read."""

    formulas: Mapping[str, DriverPlan]
    levels: Mapping[str, Number]
    figures: Mapping[str, float | None]
    parameters: Mapping[str, np.ndarray]
    constants: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Situation:
    """What every later step reads.

    levels : lever id → level; figures : figure id → value or None when unknown
    parameters : parameter id → ndarray (n,), after the future's effects
    delay_of_future : factor of the future on delay
    drivers : drivers with the students of the start year; `studentless` the same with no students at all
    """

    model: CostModel
    plan: Plan
    choice: Choice
    n: int
    levels: Mapping[str, float]
    figures: Mapping[str, float | None]
    parameters: Mapping[str, np.ndarray]
    strengths: Mapping[str, np.ndarray]
    tail: np.ndarray
    delay_of_future: float
    drivers: Drivers
    studentless: Drivers

    def figure(self, figure_id: str) -> float:
        """A figure that every institution has (the validator holds this)."""
        value = self.figures[figure_id]
        assert value is not None, figure_id
        return value

    def fte(self, role_id: str) -> float:
        return self.figure(self.model.roles[role_id].fte_figure)

    def scalar(self, driver_id: str) -> Number:
        value = self.drivers[driver_id]
        assert not isinstance(value, list), driver_id
        return value

    def by_group(self, driver_id: str) -> list[Number]:
        value = self.drivers[driver_id]
        assert isinstance(value, list), driver_id
        return value

    @property
    def has_programme(self) -> bool:
        """Whether any programme takes part; without it months and loads do not exist."""
        return bool(np.any(self.scalar("programme_on")))

    @property
    def groups_in_scope(self) -> list[int]:
        """Positions in GROUPS of the target groups with a programme in scope."""
        return [g for g, count in enumerate(self.by_group("programmes_in_scope")) if np.any(np.asarray(count) > 0)]


def situate(model: CostModel, choice: Choice, draws: Draws) -> Situation:
    """Resolve a choice against a model and given draws."""
    plan = plan_of(model)
    levels = resolve_levels(model, choice)
    figures = institution_figures(model, choice.institution)
    parameters, delay_of_future = apply_future(model, choice, draws.parameters)
    inputs = Inputs(
        formulas=plan.formulas,
        levels=levels,
        figures=figures,
        parameters=parameters,
        constants={group: model.groups[group].constants for group in GROUPS},
    )
    drivers = drivers_with_students(inputs)
    return Situation(
        model=model,
        plan=plan,
        choice=choice,
        n=draws.n,
        levels=levels,
        figures=figures,
        parameters=parameters,
        strengths=draws.strengths,
        tail=draws.tail,
        delay_of_future=delay_of_future,
        drivers=drivers,
        studentless=drivers_without_students(inputs, drivers),
    )


def apply_future(
    model: CostModel, choice: Choice, drawn: Mapping[str, np.ndarray]
) -> tuple[dict[str, np.ndarray], float]:
    """Let the future and the room's own circumstances act on drawn parameter values; shares stay between 0 and 1."""
    parameters = dict(drawn)
    delay = 1.0
    for effect in outside_effects(model, choice):
        if effect.target_kind == "timing":
            delay *= effect.value
            continue
        values = parameters[effect.target]
        values = values * effect.value if effect.operation == "multiply" else values + effect.value
        if model.parameters[effect.target].unit == "share":
            values = np.clip(values, 0.0, 1.0)
        parameters[effect.target] = values
    return parameters, delay


def drivers_with_students(inputs: Inputs) -> Drivers:
    """All drivers with the students of the start year."""
    values: Drivers = {}
    for driver_id, formula in inputs.formulas.items():
        values[driver_id] = driver_value(formula, inputs, values)
    return values


def drivers_without_students(inputs: Inputs, with_students: Drivers) -> Drivers:
    """All drivers when the college had no students: the part that does not follow their number.

    Students enter every driver with degree 1 at most (the validator holds this), so a driver at student factor f is
    the part here plus f times the rest.
    """
    values: Drivers = {}
    for driver_id, formula in inputs.formulas.items():
        values[driver_id] = studentless_value(formula, inputs, values, with_students)
    return values


def studentless_value(
    formula: DriverPlan, inputs: Inputs, drivers: Drivers, with_students: Drivers
) -> Number | list[Number]:
    """One driver when the college had no students; `drivers` holds those it rests on, without students too."""
    if 1 not in (formula.student_powers or ()):
        return with_students[formula.driver.id]
    if formula.student_powers == {1}:
        return [0.0] * len(GROUPS) if formula.driver.by_group else 0.0
    return driver_value(formula, inputs, drivers, with_students=False)


def driver_value(
    formula: DriverPlan, inputs: Inputs, drivers: Drivers, with_students: bool = True
) -> Number | list[Number]:
    """One driver; `drivers` holds those it rests on."""
    if not formula.driver.by_group:
        return formula.expression.evaluate(_names(formula, inputs, drivers, None, with_students), FUNCTIONS)
    return [
        formula.expression.evaluate(_names(formula, inputs, drivers, position, with_students), FUNCTIONS)
        for position in range(len(GROUPS))
    ]


def _names(
    formula: DriverPlan, inputs: Inputs, drivers: Drivers, position: int | None, with_students: bool
) -> dict[str, object]:
    """The value of every name in a formula, of the target group at `position` where the name is by group."""
    values: dict[str, object] = {}
    for name, reference in formula.references.items():
        at = position if reference.by_group and position is not None else 0
        if reference.kind == "driver":
            value = drivers[reference.ids[0]]
            values[name] = value[at] if isinstance(value, list) and position is not None else value
        elif reference.kind == "constant":
            values[name] = inputs.constants[GROUPS[at]][reference.ids[0]]
        elif reference.kind == "figure":
            hidden = not with_students and reference.ids[at] in STUDENTS
            values[name] = 0.0 if hidden else inputs.figures[reference.ids[at]]
        elif reference.kind == "lever":
            values[name] = inputs.levels[reference.ids[at]]
        else:
            values[name] = inputs.parameters[reference.ids[at]]
    return values
