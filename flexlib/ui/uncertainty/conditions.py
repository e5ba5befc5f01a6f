"""Conditions on assumptions, as a sentence lists them."""

from __future__ import annotations

from collections.abc import Sequence

from flexlib import units
from flexlib.engine.sensitivity.failure import Box, Condition
from flexlib.engine.sensitivity.inputs import Input
from flexlib.ui.uncertainty.ground import Unsure, input_name

SYSTEMIC = "systemic_"  # what one setback, or windfall, does to many lines at once: 1 is neither


def box_words(ground: Unsure, box: Box) -> str:
    """Conditions that hold together, as a sentence lists them."""
    by_input: dict[str, list[Condition]] = {}
    for condition in box.conditions:
        by_input.setdefault(condition.input.id, []).append(condition)
    words = [condition_words(ground, sorted(of, key=lambda one: not one.above)) for of in by_input.values()]
    if len(words) == 1:
        return words[0]
    return ground.t("failing.and", first=", ".join(words[:-1]), last=words[-1])


def condition_words(ground: Unsure, conditions: Sequence[Condition]) -> str:
    """The conditions on one input: above or below a value in its own unit, or between two."""
    of, above = conditions[0].input, conditions[0].above
    if of.kind == "outlier":
        return ground.t(f"failing.outlier_{'above' if above else 'below'}")
    name = input_name(ground.model, of, ground.language)
    is_pace = of.kind == "strength" or of.id.startswith(SYSTEMIC)
    if is_pace and len(conditions) == 1:
        return _against_expected(ground, of, name, conditions[0])
    values = _value_words(ground, of, [one.value for one in conditions])
    of_strength = "strength_" if of.kind == "strength" else ""
    if len(values) > 1:
        return ground.t(f"failing.{of_strength}between", name=name, low=values[0], high=values[1])
    return ground.t(f"failing.{'above' if above else 'below'}", name=name, value=values[0])


def _against_expected(ground: Unsure, of: Input, name: str, condition: Condition) -> str:
    """What is 1 when it goes as expected, above or below a value: by how much it turns out better or worse."""
    kind = "strength" if of.kind == "strength" else "pace"
    over = "over" if condition.value >= 1 else "under"
    share = units.share(abs(condition.value - 1), ground.language, 0)
    return ground.t(f"failing.{kind}_{over}_{'above' if condition.above else 'below'}", name=name, share=share)


def _value_words(ground: Unsure, of: Input, values: Sequence[float]) -> list[str]:
    """Values of an input in its own unit; a shared setback also as a percentage."""
    if of.kind == "strength":
        return [units.number(units.significant(value, 2), ground.language) for value in values]
    unit = ground.model.parameters[of.id].unit
    words = [units.with_unit(units.significant(value, 3), unit, ground.language) for value in values]
    if not of.id.startswith(SYSTEMIC):
        return words
    return [
        ground.t(
            f"failing.{'setback' if value > 1 else 'windfall'}",
            value=said,
            share=units.share(abs(value - 1), ground.language, 0),
        )
        for value, said in zip(values, words, strict=True)
    ]
