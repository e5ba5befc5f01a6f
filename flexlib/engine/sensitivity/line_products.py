"""A choice's lines as sums of products: every sum that outcomes are read from, in symbols (see `products`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np

from flexlib.engine.distributions import Range, mean
from flexlib.engine.effects import factor, heaviest_group
from flexlib.engine.explore.needs import SHARED, Needs, Sink, sums_of
from flexlib.engine.flows import Flow, one_off_flow, yearly_flow
from flexlib.engine.plan import plan_of
from flexlib.engine.sampling import TAIL_STREAM, overrides_of, parameter_ranges, strength_ranges
from flexlib.engine.sensitivity.products import Number, Space, Terms
from flexlib.engine.situation import (
    Drivers,
    Inputs,
    Situation,
    apply_future,
    drivers_with_students,
    drivers_without_students,
)
from flexlib.model.choices import institution_figures, resolve_levels
from flexlib.model.records import GROUPS, Choice, CostLine, CostModel

CHANCE = "ict_tail_probability"
OF_MONEY = ("money", "hours")  # kinds of sums that the ICT outlier is part of
ADDED_UP = ("programmes_in_scope", "team_group_scope", "students_in_scope", "personal_routes", "route_changes")


def space_of(model: CostModel, choice: Choice) -> tuple[Space, dict[str, Number], dict[str, Number]]:
    """The inputs of a choice, and its parameters and strengths as sums or numbers.

    The ICT outlier is one input: it happens with the mean of its chance, which is used nowhere else.
    """
    replaced = dict(overrides_of(choice))
    ranges: dict[str, Range] = dict(parameter_ranges(model, replaced))
    strengths = dict(strength_ranges(model, replaced))
    varying = {key: of for key, of in (*ranges.items(), *strengths.items()) if of.kind != "constant" and key != CHANCE}
    space = Space.of_ranges(varying, **{TAIL_STREAM: outlier_values(ranges[CHANCE])})

    def terms(key: str, of: Range) -> Number:
        return space.input(key) if key in varying else of.mode

    return (
        space,
        {key: terms(key, of) for key, of in ranges.items()},
        {key: terms(key, of) for key, of in strengths.items()},
    )


def outlier_values(chance: Range) -> Any:
    """Percentile → whether the outlier happens."""
    return lambda percentiles: (percentiles >= 1 - mean(chance)).astype(float)


def sums_in_symbols(model: CostModel, choice: Choice, needs: Needs) -> tuple[Space, dict[Sink, Number]]:
    """Every sum over lines that is needed, and the drivers that outcomes read: ("driver", id, group or SHARED)."""
    space, parameters, strengths = space_of(model, choice)
    situation = _situation(model, choice, parameters, strengths, space.input(TAIL_STREAM))
    hours = "productive_hours_fte"
    found: dict[Sink, Number] = {("parameter", hours): cast("Number", situation.parameters[hours])}
    for line in model.lines.values():
        for sink, amount in _line_sums(situation, line, needs):
            found[sink] = found.get(sink, 0.0) + cast("Number", amount)
    drivers = cast("Mapping[str, Number | list[Number]]", situation.drivers)
    for driver in (*ADDED_UP, "teams_in_scope", "programme_on"):
        value = drivers[driver]
        if isinstance(value, list):
            found |= {("driver", driver, group): one for group, one in zip(GROUPS, value, strict=True)}
        else:
            found["driver", driver, SHARED] = value
    return space, found


def _situation(
    model: CostModel, choice: Choice, parameters: dict[str, Number], strengths: dict[str, Number], tail: Number
) -> Situation:
    """A situation whose parameters are sums: the formulas of the engine do not see the difference."""
    as_arrays = cast("Mapping[str, np.ndarray]", parameters)
    moved, delay = apply_future(model, choice, as_arrays)
    plan, levels = plan_of(model), resolve_levels(model, choice)
    figures = institution_figures(model, choice.institution)
    constants = {group: model.groups[group].constants for group in GROUPS}
    inputs = Inputs(plan.formulas, levels, figures, moved, constants)
    drivers = drivers_with_students(inputs)
    return Situation(
        model=model,
        plan=plan,
        choice=choice,
        n=1,
        levels=levels,
        figures=figures,
        parameters=moved,
        strengths=cast("Mapping[str, np.ndarray]", strengths),
        tail=cast("np.ndarray", tail),
        delay_of_future=delay,
        drivers=drivers,
        studentless=drivers_without_students(inputs, drivers),
    )


def _line_sums(situation: Situation, line: CostLine, needs: Needs) -> Iterator[tuple[Sink, object]]:
    """What a line adds to each sum, by target group when its driver is."""
    plan = situation.plan
    weights = plan.distinct[plan.rows[line.id]]
    common: Any = 1.0
    for at in np.flatnonzero(weights):
        common = common * factor(situation, plan.common[at], float(weights[at]))
    of_groups = plan.group_curves.get(line.id, ())
    heaviest = heaviest_group(situation)
    by_group = situation.model.drivers[line.driver].by_group
    surcharge = situation.parameters["first_year_surcharge"]
    for group in range(len(GROUPS)) if by_group else (None,):
        acting = group if by_group else heaviest
        intensity = common
        for of, curve_id, exponent in of_groups:
            if acting is not None and of == GROUPS[acting]:
                intensity = intensity * factor(situation, curve_id, exponent)
        if line.timing != "income":
            intensity = intensity * situation.parameters[f"systemic_{line.cost_class}"]
        name = SHARED if group is None else GROUPS[group]
        for volume, follows in _volumes(situation, line, group, needs):
            if not isinstance(volume, Terms) and volume == 0:
                continue
            if line.timing != "one_off":
                yield from sums_of(
                    yearly_flow(situation, line, cast("Any", volume), None, intensity, follows), name, surcharge, needs
                )
                continue
            flow = one_off_flow(situation, line, cast("Any", volume), None, intensity)
            calm = one_off_flow(replace(situation, tail=cast("Any", 0.0)), line, cast("Any", volume), None, intensity)
            yield from _one_off_sums(flow, calm, name, surcharge, needs)


def _one_off_sums(flow: Flow, calm: Flow, name: str, surcharge: Any, needs: Needs) -> Iterator[tuple[Sink, object]]:
    """Money with the ICT outlier and work that decides the pace without it, from the same line with and without."""
    for sink, amount in sums_of(replace(flow, untailed=1.0), name, surcharge, needs):
        if sink[0] in OF_MONEY:
            yield sink, amount
    for sink, amount in sums_of(replace(calm, untailed=1.0), name, surcharge, needs):
        if sink[0] not in OF_MONEY:
            yield sink, amount
    line = flow.line
    if "loads" in needs.parts and line.cost_class == "ict" and line.carried_by == "team" and line.spread == "build":
        yield ("outlier", name), flow.own_hours - calm.own_hours


def _volumes(situation: Situation, line: CostLine, group: int | None, needs: Needs) -> Iterator[tuple[object, bool]]:
    """A line's volume, split by whether it follows student numbers as far as its amounts need that."""

    def of(drivers: Drivers) -> Any:
        value = drivers[line.driver]
        return value[group] if isinstance(value, list) and group is not None else value

    powers = situation.plan.formulas[line.driver].student_powers or frozenset()
    everything = of(situation.drivers)
    if line.timing == "one_off" or "courses" not in needs.parts or 1 not in powers:
        yield everything, False
    elif 0 not in powers:
        yield everything, True
    else:
        fixed = of(situation.studentless)
        yield fixed, False
        yield everything - fixed, True
