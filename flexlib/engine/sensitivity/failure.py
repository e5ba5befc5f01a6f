"""When a variant fails: one to three conditions on the inputs that go together with breaking a limit.

Scenario discovery (Bryant & Lempert 2010, doi:10.1016/j.techfore.2009.08.002): see `boxes` for how conditions are
found. Inputs enter as percentiles, so that a condition reads the same for each of them. What one box leaves over may
have a box of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.compare.futures import Bound
from flexlib.engine.sampling import Draws
from flexlib.engine.sensitivity.boxes import STEPS, Bounds, best_boxes, inside, sharpest, worth
from flexlib.engine.sensitivity.given_data import ranks
from flexlib.engine.sensitivity.inputs import Input, check_draws, drawn
from flexlib.errors import InputError

FEWEST_DRAWS = 200
FEWEST_OF_A_KIND = 20  # failures, or draws without failure, before a pattern can be looked for
CANDIDATES = 30  # inputs that conditions are looked for on: those that differ most between failing and other draws
SEARCHED = 20_000  # draws among which boxes are looked for; they are counted on all of them
MOST_BOXES = 4
WORTH_TELLING = 0.25  # of the way from the usual share of failures to 1, before a box says much


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
    share : of the draws that fail
    by_limit : share of the draws that break each limit
    boxes : empty unless there is a pattern; each next one is of the draws outside those before it, so that coverages
        add up
    by_count : the best first box with one condition, with two and with three, as far as every condition matters for
        sure; the first of `boxes` is one of them
    """

    kind: str
    share: float
    by_limit: tuple[float, ...]
    boxes: tuple[Box, ...]
    by_count: tuple[Box, ...] = ()


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
    found = _Search(fails, draws, inputs)
    boxes = found.boxes()
    return Failure("pattern" if boxes else "no_pattern", share, by_limit, boxes, found.by_count if boxes else ())


class _Search:
    """Boxes of one question, counted among all draws."""

    def __init__(self, fails: np.ndarray, draws: Draws, inputs: Sequence[Input]) -> None:
        self.by_count: tuple[Box, ...] = ()
        self._fails, self._draws = fails, draws
        self._inputs = [of for of in inputs if np.ptp(drawn(draws, of)) > 0]

    def boxes(self) -> tuple[Box, ...]:
        """The box that is worth most, then the one that is worth most among the draws outside it, and so on."""
        told: list[Box] = []
        left = np.ones(len(self._fails), dtype=bool)
        while len(told) < MOST_BOXES and self._can_see(left):
            candidates = self._candidates(left)
            steps = np.column_stack([self._steps(of) for of in candidates])
            searched = np.flatnonzero(left)[:SEARCHED]
            found = best_boxes(self._fails[searched], steps[searched])
            best = sharpest(self._fails[searched], steps[searched], found)
            if best is None:
                break
            box, within = self._box(best, steps, candidates, left)
            if not self._is_worth_telling(box):
                break
            if not told:
                self.by_count = tuple(self._box(one, steps, candidates, left)[0] for one in found)
            told.append(box)
            left &= ~within
        return tuple(told)

    def _can_see(self, left: np.ndarray) -> bool:
        failing = int((self._fails & left).sum())
        return min(failing, int(left.sum()) - failing) >= FEWEST_OF_A_KIND

    def _is_worth_telling(self, box: Box) -> bool:
        usual = self._fails.mean()
        return box.density >= usual + WORTH_TELLING * (1 - usual)

    def _candidates(self, left: np.ndarray) -> list[Input]:
        """Inputs whose mean or spread differs most between failing and other draws."""
        fails = self._fails[left]
        differs = []
        for of in self._inputs:
            values = drawn(self._draws, of)[left]
            spread = values.std()
            far = np.abs(values - values.mean())
            gaps = [abs(one[fails].mean() - one[~fails].mean()) for one in (values, far)]
            differs.append(max(gaps) / spread if spread > 0 else 0.0)
        chosen = np.argsort(-np.array(differs), kind="stable")[:CANDIDATES]
        return [self._inputs[at] for at in chosen]

    def _steps(self, of: Input) -> np.ndarray:
        values = drawn(self._draws, of)
        if of.kind == "outlier":
            return np.where(values > 0.5, STEPS - 1, 0)
        return np.minimum((ranks(values) * STEPS).astype(np.int64), STEPS - 1)

    def _box(
        self, bounds: Bounds, steps: np.ndarray, candidates: Sequence[Input], left: np.ndarray
    ) -> tuple[Box, np.ndarray]:
        """A box with the condition that matters most in front, and which draws lie in it."""
        within = inside(steps, bounds) & left

        def worth_without(bound: tuple[int, bool]) -> float:
            rest = {other: cut for other, cut in bounds.items() if other != bound}
            return worth(self._fails[left], inside(steps[left], rest))

        conditions = []
        for column, above in sorted(bounds, key=worth_without):
            cut = bounds[column, above]
            of, percentile = candidates[column], (cut + 1) / STEPS
            value = 1.0 if of.kind == "outlier" else float(np.quantile(drawn(self._draws, of), percentile))
            conditions.append(Condition(of, above, percentile, value))
        coverage, density = float(within[self._fails].mean()), float(self._fails[within].mean())
        return Box(tuple(conditions), coverage, density, float(within.mean())), within
