"""Figures of the engine and of the plain implementation on the same draws, and where they differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, overrides_of, point, sample
from flexlib.model.records import Choice, CostModel
from tests.plain import estimate_plain

DRAWS = 200
RELATIVE = 1e-9
ROUNDING = 1e-12  # of the larger figure, where an outcome is the difference of two that nearly cancel

# An outcome that is a difference, and the one whose size says what rounding is.
DIFFERENCES = {
    "net_total": "total_integral",
    "npv": "total_integral",
    "recurring_net": "recurring_integral",
    "one_off_beyond_horizon": "one_off_integral",
}


def disagreements_on_draws(model: CostModel, choice: Choice) -> list[str]:
    """What differs on the choice's own draws, of which the first few stand at a limit."""
    return _disagreements(model, choice, with_limits(sample(model, DRAWS, choice.seed, overrides_of(choice))))


def disagreements_at_point(model: CostModel, choice: Choice) -> list[str]:
    """What differs at the rekenwaarde."""
    return _disagreements(model, choice, point(model, overrides_of(choice)))


def with_limits(draws: Draws) -> Draws:
    """The same draws, but the first few at a limit: no time for richten, no securing, no strength."""
    parameters = {name: values.copy() for name, values in draws.parameters.items()}
    strengths = {key: values.copy() for key, values in draws.strengths.items()}
    parameters["richten_months"][0] = 0.0
    parameters["securing_months"][1] = 0.0
    parameters["student_trend"][2] = 0.0
    parameters["funding_lag_years"][3] = 0.0
    for values in strengths.values():
        values[4] = 0.0
    parameters["productive_hours_fte"][5] = 1e30  # hours without end: building and rollout take no time
    return replace(draws, parameters=parameters, strengths=strengths)


def plain_values(model: CostModel, choice: Choice, draws: Draws) -> dict[str, np.ndarray]:
    """Outcome id → the plain figures, draws first, as the engine gives them."""
    one_by_one = [
        estimate_plain(
            model,
            choice,
            {name: float(values[s]) for name, values in draws.parameters.items()},
            {key: float(values[s]) for key, values in draws.strengths.items()},
            float(draws.tail[s]),
        )
        for s in range(draws.n)
    ]
    return {outcome: np.array([one[outcome] for one in one_by_one], dtype=float) for outcome in one_by_one[0]}


def _disagreements(model: CostModel, choice: Choice, draws: Draws) -> list[str]:
    """Per outcome the first figure on which the two differ."""
    plain, engine = plain_values(model, choice, draws), evaluate(model, choice, draws).values
    found = [f"{outcome} is only in one of the two" for outcome in set(plain) ^ set(engine)]
    for outcome in sorted(set(plain) & set(engine)):
        ours, theirs = plain[outcome], np.asarray(engine[outcome], dtype=float)
        if ours.shape != theirs.shape:
            found.append(f"{outcome}: shapes {ours.shape} and {theirs.shape}")
            continue
        rounding = ROUNDING * np.nanmax(np.abs(plain[DIFFERENCES.get(outcome, outcome)]), initial=0.0)
        near = np.abs(ours - theirs) <= RELATIVE * np.maximum(np.abs(ours), np.abs(theirs)) + rounding
        wrong = ~(near | (np.isnan(ours) & np.isnan(theirs)))
        if wrong.any():
            at = tuple(int(i) for i in np.argwhere(wrong)[0])
            found.append(f"{outcome}{list(at)}: plain {ours[at]!r}, engine {theirs[at]!r}; {wrong.sum()} differ")
    return found
