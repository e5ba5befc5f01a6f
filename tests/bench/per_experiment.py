"""The same estimate in ema_workbench: the scalar model, one experiment per draw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from ema_workbench import ArrayOutcome, Model, RealParameter, Scenario, SequentialEvaluator

from flexlib.engine.distributions import widened_range
from flexlib.engine.sampling import Draws, strength_ranges
from flexlib.model.records import Choice, CostModel
from tests.bench.arrays import Array
from tests.plain import estimate_plain


def estimate_per_experiment(model: CostModel, choice: Choice, draws: Draws) -> dict[str, Array]:
    """Every outcome on given draws, draws first."""
    columns = {**draws.parameters, **draws.strengths, "ict_tail": draws.tail}
    scenarios = [
        Scenario(str(at), **{_plain_name(name): float(values[at]) for name, values in columns.items()})
        for at in range(draws.n)
    ]
    return _performed(model, choice, scenarios)


def estimate_per_experiment_sampled(model: CostModel, choice: Choice, n: int) -> dict[str, Array]:
    """Every outcome on the workbench's own Latin hypercube of n experiments."""
    return _performed(model, choice, n)


def _performed(model: CostModel, choice: Choice, scenarios: list[Scenario] | int) -> dict[str, Array]:
    run, names = _function(model, choice)
    workbench = Model("flexlib", function=run)
    workbench.uncertainties = [
        RealParameter(_plain_name(name), low, high) for name, (low, high) in _bounds(model).items()
    ]
    workbench.outcomes = [ArrayOutcome(name) for name in names]
    with SequentialEvaluator(workbench) as evaluator:
        _, outcomes = evaluator.perform_experiments(scenarios=scenarios)
    return {name: np.asarray(values, dtype=float) for name, values in outcomes.items()}


def _function(model: CostModel, choice: Choice) -> tuple[Callable[..., dict[str, Array]], list[str]]:
    parameters = {name: _plain_name(name) for name in model.parameters}
    strengths = {key: _plain_name(key) for key, _ in strength_ranges(model, {})}

    def run(**given: float) -> dict[str, Array]:
        outcomes = estimate_plain(
            model,
            choice,
            {name: given[plain] for name, plain in parameters.items()},
            {key: given[plain] for key, plain in strengths.items()},
            given["ict_tail"],
        )
        return {name: np.asarray(value, dtype=float) for name, value in outcomes.items()}

    return run, [name for name in model.outcomes if name != "grade_d_band_share"]


def _bounds(model: CostModel) -> dict[str, tuple[float, float]]:
    ranges = {name: widened_range(parameter) for name, parameter in model.parameters.items()}
    ranges |= dict(strength_ranges(model, {}))
    bounds = {name: (of.low, of.high) if of.high > of.low else (of.mode, of.mode + 1e-9) for name, of in ranges.items()}
    return bounds | {"ict_tail": (0.0, 1.0)}


def _plain_name(name: str) -> str:
    """Names the workbench accepts: readiness has one strength above and one below a factor of 1."""
    return name.replace(":", "__").replace("+", "__above").replace("-", "__below")
