"""Outside circumstances as draws: many settings of what nobody in the room controls, in one evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from flexlib.engine.sampling import Draws, overrides_of, point
from flexlib.engine.situation import apply_future
from flexlib.errors import InputError
from flexlib.model.circumstances import outside_effects
from flexlib.model.records import Choice, CostModel

Moved = Mapping[str, float]  # circumstance → how far it is moved: a factor, or what is added


def without_outside(model: CostModel, choice: Choice) -> Choice:
    """The choice in a future that changes nothing, for draws in which what acts from outside stands already.

    Raises InputError when every future of the model changes something.
    """
    calm = next((future.id for future in model.futures.values() if not future.effects), None)
    if calm is None:
        raise InputError("unsure.no_calm_future")
    return replace(choice, future=calm, circumstances=())


def settings_at_point(model: CostModel, choice: Choice, settings: Sequence[tuple[str, Moved]]) -> Draws:
    """One draw per setting, at the rekenwaarde, with the setting's future and circumstances worked in.

    settings : (future, circumstances the room moved) ; evaluate the draws with `without_outside`
    """
    rest = point(model, overrides_of(choice))
    columns: dict[str, list[np.ndarray]] = {key: [] for key in rest.parameters}
    for future, moved in settings:
        there = replace(choice, future=future, circumstances=tuple(sorted(moved.items())))
        parameters, delay = apply_future(model, there, rest.parameters)
        parameters["systemic_delay"] = parameters["systemic_delay"] * delay
        for key, values in parameters.items():
            columns[key].append(values)
    n = len(settings)
    return Draws(
        {key: np.concatenate(values) for key, values in columns.items()},
        {key: np.broadcast_to(values, n) for key, values in rest.strengths.items()},
        np.broadcast_to(rest.tail, n),
    )


def equal_futures(model: CostModel, choice: Choice, futures: Sequence[tuple[str, Moved]]) -> dict[int, int]:
    """Position of a future → position of the first one before it that changes exactly the same."""

    def changes(future: str, moved: Moved) -> dict[tuple[str, str], float]:
        there = replace(choice, future=future, circumstances=tuple(sorted(moved.items())))
        found: dict[tuple[str, str], float] = {}
        for effect in outside_effects(model, there):
            key = (effect.target, effect.operation)
            before = found.get(key)
            found[key] = (
                effect.value
                if before is None
                else (before * effect.value if effect.operation == "multiply" else before + effect.value)
            )
        neutral = {"multiply": 1.0, "add": 0.0}
        return {key: round(value, 12) for key, value in found.items() if value != neutral[key[1]]}

    all_changes = [changes(*future) for future in futures]
    return {at: all_changes.index(change) for at, change in enumerate(all_changes) if all_changes.index(change) < at}
