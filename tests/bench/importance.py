"""What drives one-off and per-year cost: flexlib against SALib's Sobol indices at an equal half-width."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from SALib.analyze import sobol
from SALib.sample import sobol as sobol_sample

from flexlib.engine.distributions import quantile
from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, point, sample
from flexlib.engine.sensitivity.importance import Importance, importance
from flexlib.engine.sensitivity.inputs import Input, inputs_of
from flexlib.model.records import Choice, CostModel
from flexlib.share import decode_choice
from flexlib.store import open_model

LINK = "v=verrijken_kaders&i=average_roc"
ASKED = ("one_off_integral", "recurring_integral")
BASE = 256  # SALib's base sample; its half-width falls with the square root
AT_ONCE = 2_000
REPEATS = 3
Row = tuple[str, str, str, str]


def importance_rows() -> list[Row]:
    model = open_model()
    choice = decode_choice(LINK, model).choice
    draws = sample(model, choice.draws, choice.seed)
    importance(model, choice, ASKED, draws)  # quantile tables and the plan of the model are there
    seconds, found = _ours(model, choice)
    inputs = _with_a_say(model, found)
    theirs_s, evaluations, half_width, agreeing = _salib(model, choice, inputs, found)
    ours_width = max(one.half_width for one in found.values())
    needed = (half_width / ours_width) ** 2
    return [
        ("", "time", "evaluations", "note"),
        (
            "flexlib",
            f"{seconds:.2f} s",
            f"{max(one.evaluations for one in found.values()):,}",
            f"widest half-width {ours_width:.4f}; per-year cost in closed form, without evaluations",
        ),
        (
            f"SALib, base sample {BASE}",
            f"{theirs_s:.1f} s",
            f"{evaluations:,}",
            f"widest half-width {half_width:.3f}; {len(inputs)} inputs, {AT_ONCE:,} evaluations at once in the engine",
        ),
        (
            "SALib at an equal half-width",
            f"{theirs_s * needed:,.0f} s",
            f"{evaluations * needed:,.0f}",
            f"scaled by the square; {theirs_s * needed / seconds:,.0f} × slower (aim 100)",
        ),
        ("shares", f"{agreeing:.0%} agree", "", "first order and total within SALib's 95 % interval"),
    ]


def _ours(model: CostModel, choice: Choice) -> tuple[float, dict[str, Importance]]:
    """The best time, drawing included."""
    best, found = np.inf, {}
    for _ in range(REPEATS):
        begin = time.perf_counter()
        found = importance(model, choice, ASKED)
        best = min(best, time.perf_counter() - begin)
    return best, found


def _with_a_say(model: CostModel, found: dict[str, Importance]) -> list[Input]:
    """SALib is given only the inputs that matter at all: the others would only cost it time."""
    ids = {share.input.id for one in found.values() for share in one.shares}
    return [of for of in inputs_of(model) if of.id in ids]


def _salib(
    model: CostModel, choice: Choice, inputs: Sequence[Input], found: dict[str, Importance]
) -> tuple[float, int, float, float]:
    """Seconds, evaluations, widest half-width, and the share of all indices that agree with ours."""
    begin = time.perf_counter()
    problem = {"num_vars": len(inputs), "names": [of.id for of in inputs], "bounds": [[0.0, 1.0]] * len(inputs)}
    percentiles = sobol_sample.sample(problem, BASE, calc_second_order=False, seed=1)
    values = {outcome: np.empty(len(percentiles)) for outcome in ASKED}
    for at in range(0, len(percentiles), AT_ONCE):
        result = evaluate(model, choice, _draws(model, inputs, percentiles[at : at + AT_ONCE]))
        for outcome in ASKED:
            values[outcome][at : at + AT_ONCE] = result.values[outcome]
    indices = {one: sobol.analyze(problem, values[one], calc_second_order=False, seed=1) for one in ASKED}
    seconds = time.perf_counter() - begin
    within, widest = [], 0.0
    for outcome, theirs in indices.items():
        shares = {share.input.id: share for share in found[outcome].shares}
        widest = max(widest, float(np.nanmax(theirs["S1_conf"])), float(np.nanmax(theirs["ST_conf"])))
        for at, of in enumerate(inputs):
            if of.id in shares:
                within.append(abs(shares[of.id].first - theirs["S1"][at]) <= theirs["S1_conf"][at])
                within.append(abs(shares[of.id].total - theirs["ST"][at]) <= theirs["ST_conf"][at])
    return seconds, len(percentiles), widest, float(np.mean(within))


def _draws(model: CostModel, inputs: Sequence[Input], percentiles: np.ndarray) -> Draws:
    """Draws at these percentiles; inputs without a say stand at their mean."""
    rest, n = point(model), len(percentiles)
    parameters = {key: np.broadcast_to(value, n) for key, value in rest.parameters.items()}
    strengths = {key: np.broadcast_to(value, n) for key, value in rest.strengths.items()}
    tail = np.broadcast_to(rest.tail, n)
    for at, of in enumerate(inputs):
        if of.kind == "outlier":
            tail = (percentiles[:, at] >= 1 - rest.tail[0]).astype(float)
        for key, between in of.ranges:
            (parameters if of.kind == "parameter" else strengths)[key] = quantile(between, percentiles[:, at])
    return Draws(parameters, strengths, tail)
