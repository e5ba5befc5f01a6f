"""What each input does by itself: from its P10 to its P90 with the rest at the rekenwaarde, and paired on the draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, overrides_of, point
from flexlib.engine.sensitivity.inputs import Input, check_draws, drawn, inputs_of, one_at_a_time
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel

ENDS = (0.1, 0.9)
FEWEST_DRAWS = 100  # below this a tenth of the draws says nothing


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of the tornado, in the outcome's unit.

    low, high : the outcome with the input at its P10 and its P90 (the ICT outlier: absent and present)
    middle : the outcome at the rekenwaarde
    """

    input: Input
    low: float
    middle: float
    high: float

    @property
    def width(self) -> float:
        """How far the ends lie apart; 0 where the outcome does not exist."""
        return 0.0 if math.isnan(self.high - self.low) else abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class PairedShift:
    """How the mean of the outcome shifts in the draws where the input is in its lowest or highest tenth.

    Everything else varies as it does in the estimate. `error` is the standard error of both shifts; for the ICT
    outlier the draws without it and with it.
    """

    input: Input
    low: float
    high: float
    error: float


def tornado(model: CostModel, choice: Choice, outcome_ids: Sequence[str]) -> dict[str, tuple[Swing, ...]]:
    """Outcome → inputs that move it, the widest first; one evaluation with two draws per input.

    Raises InputError for an outcome that is not one number per draw.
    """
    totals_only(model, outcome_ids)
    overrides = overrides_of(choice)
    middle = point(model, overrides)
    inputs = inputs_of(model, overrides)
    at_rest = evaluate(model, choice, middle).values
    moved = evaluate(model, choice, one_at_a_time(middle, inputs, ENDS)).values
    found = {}
    for outcome_id in outcome_ids:
        ends, rest = moved[outcome_id].reshape(len(inputs), 2), float(at_rest[outcome_id][0])
        swings = (
            Swing(of, float(low), rest, float(high)) for of, (low, high) in zip(inputs, ends.tolist(), strict=True)
        )
        least = 1e-9 * abs(rest) if math.isfinite(rest) else 0.0
        found[outcome_id] = tuple(
            sorted((swing for swing in swings if swing.width > least), key=lambda swing: -swing.width)
        )
    return found


def paired_shifts(values: np.ndarray, draws: Draws, inputs: Sequence[Input]) -> tuple[PairedShift, ...]:
    """Shifts of an outcome over the draws it was evaluated on, the largest first.

    values : ndarray (n,); draws where the outcome does not exist (nan) are left out
    Raises InputError with fewer than FEWEST_DRAWS draws.
    """
    check_draws(len(values), FEWEST_DRAWS)
    exists = ~np.isnan(values)
    known = values[exists]
    if not len(known):
        return ()
    found = []
    for of in inputs:
        at = drawn(draws, of)[exists]
        if of.kind == "outlier":
            low, high = known[at < 0.5], known[at > 0.5]
        else:
            order, tenth = np.argsort(at, kind="stable"), max(1, len(at) // 10)
            low, high = known[order[:tenth]], known[order[-tenth:]]
        if not len(low) or not len(high):
            continue
        error = max(float(part.std() / math.sqrt(len(part))) for part in (low, high))
        found.append(PairedShift(of, float(low.mean() - known.mean()), float(high.mean() - known.mean()), error))
    return tuple(sorted(found, key=lambda shift: -abs(shift.high - shift.low)))


def totals_only(model: CostModel, outcome_ids: Sequence[str]) -> None:
    """Raise InputError when an outcome does not exist or is not one number per draw."""
    totals = [outcome.id for outcome in model.outcomes.values() if outcome.shape == "total"]
    wrong = [outcome_id for outcome_id in outcome_ids if outcome_id not in totals or outcome_id == "grade_d_band_share"]
    if wrong:
        raise InputError("unsure.unknown_outcome", names=", ".join(wrong))
