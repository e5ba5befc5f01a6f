"""When the preferred variant changes: the value of each outside circumstance at which another one takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.compare.outside import Moved, settings_at_point, without_outside
from flexlib.engine.compare.worth import Worth
from flexlib.engine.evaluate import evaluate
from flexlib.errors import InputError
from flexlib.model.circumstances import Circumstance, circumstances
from flexlib.model.records import Choice, CostModel

GRID = 17  # values of each circumstance that are tried over its room
HALVINGS = 20


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest values of one circumstance, below and above where it stands, at which another variant is preferred.

    stands : where it stands now; lowest, highest : the room that was looked at, in the circumstance's own terms
    below, above : (value, position of the variant that takes over), None when the preferred one holds to the end
    """

    target: str
    stands: float
    lowest: float
    highest: float
    below: tuple[float, int] | None
    above: tuple[float, int] | None

    @property
    def holds(self) -> bool:
        """Whether the preferred variant stays the preferred one over the whole room."""
        return self.below is None and self.above is None


@dataclass(frozen=True, slots=True)
class Flips:
    """Position of the variant that is preferred now, and when that changes, circumstance by circumstance.

    tied : positions of all variants that are worth as much now, the preferred one among them
    """

    preferred: int
    tied: tuple[int, ...]
    flips: tuple[Flip, ...]


def flip_points(model: CostModel, choices: Sequence[Choice], worth: Worth) -> Flips:
    """Where the preference at the rekenwaarde changes when one circumstance moves and the others stay.

    A change is looked for between GRID values over the circumstance's room and then narrowed down by halving; a
    variant that is preferred only between two of those values is missed. Each step is one evaluation per variant.
    Raises InputError with fewer than two variants, and when no future of the model changes anything.
    """
    if len(choices) < 2:
        raise InputError("unsure.nothing_to_choose", count=len(choices))
    first = choices[0]
    if not _known(model):
        raise InputError("unsure.no_circumstances")
    stands = {target: dict(first.circumstances).get(target, known.neutral) for target, known in _known(model)}

    def worths_at(asked: Sequence[tuple[str, float]]) -> np.ndarray:
        settings: list[tuple[str, Moved]] = [
            (first.future, {**dict(first.circumstances), target: value}) for target, value in asked
        ]
        worths = [
            worth(evaluate(model, without_outside(model, choice), settings_at_point(model, choice, settings)).values)
            for choice in choices
        ]
        return np.stack(worths)

    def preferred(asked: Sequence[tuple[str, float]]) -> np.ndarray:
        return np.argmax(worths_at(asked), axis=0)

    asked: list[tuple[str, float]] = []
    ranges: dict[str, tuple[int, np.ndarray]] = {}
    for target, known in _known(model):
        values = np.union1d(np.linspace(known.lowest, known.highest, GRID), [stands[target]])
        ranges[target] = (len(asked), values)
        asked += [(target, float(value)) for value in values]
    worths = worths_at(asked)
    winners = np.argmax(worths, axis=0)
    here = _at(ranges[asked[0][0]], stands[asked[0][0]])
    now = int(winners[here])
    tied = tuple(int(at) for at in np.flatnonzero(worths[:, here] == worths[now, here]))
    brackets: dict[tuple[str, int], tuple[float, float]] = {}  # (target, side) → values that hold and that flip
    for target, (start, values) in ranges.items():
        middle = int(np.searchsorted(values, stands[target]))
        for side, places in ((-1, range(middle - 1, -1, -1)), (1, range(middle + 1, len(values)))):
            flipped = next((at for at in places if winners[start + at] != now), None)
            if flipped is not None:
                brackets[target, side] = (float(values[flipped - side]), float(values[flipped]))
    takers: dict[tuple[str, int], int] = {}
    for _ in range(HALVINGS if brackets else 0):
        middles = {key: (holds + flips) / 2 for key, (holds, flips) in brackets.items()}
        for (key, middle_value), winner in zip(
            middles.items(), preferred([(key[0], value) for key, value in middles.items()]), strict=True
        ):
            holds, flips = brackets[key]
            brackets[key] = (middle_value, flips) if winner == now else (holds, middle_value)
    if brackets:
        ends = preferred([(target, flips) for (target, _), (_, flips) in brackets.items()])
        takers = dict(zip(brackets, (int(winner) for winner in ends), strict=True))

    def turn(target: str, side: int) -> tuple[float, int] | None:
        return (brackets[target, side][1], takers[target, side]) if (target, side) in brackets else None

    return Flips(
        now,
        tied,
        tuple(
            Flip(target, stands[target], known.lowest, known.highest, turn(target, -1), turn(target, 1))
            for target, known in _known(model)
        ),
    )


def _known(model: CostModel) -> list[tuple[str, Circumstance]]:
    return list(circumstances(model).items())


def _at(of: tuple[int, np.ndarray], value: float) -> int:
    return of[0] + int(np.searchsorted(of[1], value))
