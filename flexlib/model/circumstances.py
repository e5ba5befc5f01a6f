"""Outside circumstances: what futures act on, and a future of the room's own made by moving them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flexlib.model.effect_records import FutureEffect
from flexlib.model.records import Choice, CostModel

FURTHEST = 3.0  # times as far from neutral as the furthest future goes: beyond that it is a slip of the finger
EXACT = 9  # decimals of the ends: 0.55 is an end itself, not a hair outside it


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Something nobody in the room controls: a parameter, or the delay of everything (`delay_all`).

    `operation` is how futures act on it: multiply (neutral 1) or add (neutral 0, in the parameter's unit).
    """

    target: str
    target_kind: str
    operation: str
    lowest: float
    highest: float

    @property
    def neutral(self) -> float:
        return 1.0 if self.operation == "multiply" else 0.0


def circumstances(model: CostModel) -> Mapping[str, Circumstance]:
    """Every target that some future of the model acts on, in file order, with the room to move it."""
    found: dict[str, Circumstance] = {}
    for future in model.futures.values():
        for effect in future.effects:
            known = found.get(effect.target)
            neutral = 1.0 if effect.operation == "multiply" else 0.0
            reach = round(FURTHEST * abs(effect.value - neutral), EXACT)
            reach = max(reach, known.highest - known.neutral) if known else reach
            lowest = max(neutral - reach, 0.1) if effect.operation == "multiply" else neutral - reach
            ends = round(lowest, EXACT), round(neutral + reach, EXACT)
            found[effect.target] = Circumstance(effect.target, effect.target_kind, effect.operation, *ends)
    return found


def outside_effects(model: CostModel, choice: Choice) -> tuple[FutureEffect, ...]:
    """What acts from outside in a choice: the effects of its future, then the circumstances the room moved itself."""
    known = circumstances(model) if choice.circumstances else {}
    own = (
        FutureEffect(known[target].target_kind, target, known[target].operation, value, "", "", ())
        for target, value in choice.circumstances
    )
    return (*model.futures[choice.future].effects, *own)


def like_a_future(model: CostModel, choice: Choice) -> str | None:
    """The future of the model that a choice's own circumstances repeat, when there is one."""
    mine = {effect.target: effect.value for effect in outside_effects(model, choice)}
    if not choice.circumstances:
        return None
    for future in model.futures.values():
        if {effect.target: effect.value for effect in future.effects} == mine:
            return future.id
    return None
