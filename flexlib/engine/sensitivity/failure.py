"""When a variant fails: two or three conditions on the inputs that go together with breaking a limit.

Scenario discovery (Bryant & Lempert 2010, doi:10.1016/j.techfore.2009.08.002) with a shallow classification tree: its
leaves are boxes of conditions. Inputs enter as percentiles, so that a condition reads the same for each of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.compare.futures import Bound
from flexlib.engine.sampling import Draws
from flexlib.engine.sensitivity.given_data import ranks
from flexlib.engine.sensitivity.inputs import Input, check_draws, drawn
from flexlib.errors import InputError

FEWEST_DRAWS = 200
FEWEST_OF_A_KIND = 20  # failures, or draws without failure, before a pattern can be looked for
DEPTH = 3
CANDIDATES = 30  # inputs that a tree is grown on: those that differ most between failing and other draws
LEAST_LEAF = 0.02  # share of the draws in a box
WORTH_TELLING = 1.5  # times as often as elsewhere, before a box says more than chance
SEED = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """An input above or below a percentile; `value` is the input's value there, in its own unit.

    For the ICT outlier, `above` means that it happens.
    """

    input: Input
    above: bool
    percentile: float
    value: float


@dataclass(frozen=True, slots=True)
class Box:
    """Conditions that hold together. coverage : share of the failures in it; density : share of its draws that fail."""

    conditions: tuple[Condition, ...]
    coverage: float
    density: float
    share: float


@dataclass(frozen=True, slots=True)
class Failure:
    """How often a variant fails and when.

    kind : never, always, too_few (failures or other draws to see a pattern), no_pattern or pattern
    share : of the draws that fail; `boxes`: best first, empty unless there is a pattern
    by_limit : share of the draws that break each limit
    """

    kind: str
    share: float
    by_limit: tuple[float, ...]
    boxes: tuple[Box, ...]


def failure(values: Sequence[np.ndarray], limits: Sequence[Bound], draws: Draws, inputs: Sequence[Input]) -> Failure:
    """When any of the limits is broken. values : per limit its outcome, ndarray (n,), on these draws.

    Raises InputError with too few draws or without limits.
    """
    if not limits:
        raise InputError("unsure.no_limits")
    check_draws(draws.n, FEWEST_DRAWS)
    broken = np.stack([~limit.holds(value) for limit, value in zip(limits, values, strict=True)])
    fails = np.asarray(broken.any(axis=0))
    by_limit = tuple(float(one) for one in broken.mean(axis=1))
    share, count = float(fails.mean()), int(fails.sum())
    if count in (0, draws.n):
        return Failure("never" if count == 0 else "always", share, by_limit, ())
    if min(count, draws.n - count) < FEWEST_OF_A_KIND:
        return Failure("too_few", share, by_limit, ())
    candidates, percentiles = _candidates(fails, draws, inputs)
    boxes = _boxes(fails, percentiles, candidates, draws)
    return Failure("pattern" if boxes else "no_pattern", share, by_limit, boxes)


def _candidates(fails: np.ndarray, draws: Draws, inputs: Sequence[Input]) -> tuple[list[Input], np.ndarray]:
    """Inputs whose mean differs most between failing and other draws, with their percentiles (n, inputs)."""
    varying = [of for of in inputs if np.ptp(drawn(draws, of)) > 0]
    values = [drawn(draws, of) for of in varying]
    differs = [abs(one[fails].mean() - one[~fails].mean()) / one.std() for one in values]
    chosen = np.argsort(-np.array(differs), kind="stable")[:CANDIDATES]
    columns = [values[at] if varying[at].kind == "outlier" else ranks(values[at]) for at in chosen]
    return [varying[at] for at in chosen], np.column_stack(columns)


def _boxes(fails: np.ndarray, percentiles: np.ndarray, candidates: Sequence[Input], draws: Draws) -> tuple[Box, ...]:
    """Leaves of the tree where failing is clearly more usual, those with the most failures at a high density first."""
    from sklearn.tree import DecisionTreeClassifier  # here: 68 MB in memory that only this question needs

    grown = DecisionTreeClassifier(
        max_depth=DEPTH,
        min_samples_leaf=max(FEWEST_OF_A_KIND, math.ceil(LEAST_LEAF * len(fails))),
        min_impurity_decrease=0.002,
        class_weight="balanced",
        random_state=SEED,
    ).fit(percentiles.astype(np.float32), fails)
    tree = grown.tree_
    found = []

    def walk(node: int, path: tuple[tuple[int, bool, float], ...], inside: np.ndarray) -> None:
        if tree.children_left[node] < 0:
            box = _box(path, inside, fails, candidates, draws)
            if box is not None:
                found.append(box)
            return
        at, cut = int(tree.feature[node]), float(tree.threshold[node])
        below = percentiles[:, at].astype(np.float32) <= cut
        walk(int(tree.children_left[node]), (*path, (at, False, cut)), inside & below)
        walk(int(tree.children_right[node]), (*path, (at, True, cut)), inside & ~below)

    walk(0, (), np.ones(len(fails), dtype=bool))
    return tuple(sorted(found, key=lambda box: -box.coverage * box.density))


def _box(
    path: Sequence[tuple[int, bool, float]],
    inside: np.ndarray,
    fails: np.ndarray,
    candidates: Sequence[Input],
    draws: Draws,
) -> Box | None:
    density = float(fails[inside].mean())
    if not path or density < min(0.9, WORTH_TELLING * fails.mean()):
        return None
    tightest: dict[tuple[int, bool], float] = {}
    for at, above, cut in path:
        known = tightest.get((at, above), cut)
        tightest[at, above] = max(known, cut) if above else min(known, cut)
    conditions = []
    for (at, above), cut in tightest.items():
        of = candidates[at]
        value = 1.0 if of.kind == "outlier" else float(np.quantile(drawn(draws, of), cut))
        conditions.append(Condition(of, above, cut, value))
    return Box(tuple(conditions), float(inside[fails].mean()), density, float(inside.mean()))
