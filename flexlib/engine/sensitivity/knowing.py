"""What to find out first: what knowing one input would be worth before choosing between variants.

The expected value of partial perfect information: how much better the choice would turn out on average when it is made
after learning that input instead of now. From the paired draws alone, by regression of what each variant scores on the
input (Strong, Oakley & Brennan 2014, doi:10.1177/0272989X13505910). A regression on something that does not matter
gives a little too: that is measured by regressing on percentiles shuffled at random, and told as noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from flexlib.engine.compare.worth import Scales, worth_of_weights
from flexlib.engine.sampling import Draws
from flexlib.engine.sensitivity.given_data import at_percentiles, basis, polynomials
from flexlib.engine.sensitivity.inputs import Input, check_draws, drawn
from flexlib.errors import InputError

DEGREE = 5
FEWEST_DRAWS = 200
SHUFFLES = 200
REPLICATES = 100
SURE = 0.95
Z95 = 1.6448536269514722  # normal quantile at 0.95: one side
ROUNDING = 1e-9  # of the largest difference: a gain below this is none
SEED = 1


class Drawn(Protocol):
    """What a rule needs of a variant: its totals draw by draw, ndarray (n,), and their P10, P50 and P90."""

    @property
    def values(self) -> Mapping[str, np.ndarray]: ...

    def quantiles(self, outcome_id: str, /) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """How a room decides: the variant with the highest mean wins.

    scores : ndarray (draws, variants), higher is better
    candidates : positions, among all results, of the variants that may be chosen
    unit : what a score is counted in: points, or EUR per student-year
    """

    scores: np.ndarray
    candidates: tuple[int, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Gain:
    """What knowing one input is worth, in the rule's unit.

    value : expected gain, less what chance gives, never below 0
    error : standard error of the value; floor : what chance alone stays below in 95 of 100 cases
    changes : chance that knowing it leads to another choice
    """

    input: Input
    value: float
    error: float
    floor: float
    changes: float

    @property
    def is_noise(self) -> bool:
        """Whether chance alone, or the precision of the estimate, can account for it."""
        return self.value <= max(self.floor, Z95 * self.error)


@dataclass(frozen=True, slots=True)
class Knowing:
    """What to find out first.

    preferred : position of the variant that the rule chooses now; best_in : share of draws in which each is the best
    everything : expected gain of knowing all inputs at once, the ceiling; `gains`: the most worth first
    """

    rule: Rule
    preferred: int
    best_in: tuple[float, ...]
    everything: float
    gains: tuple[Gain, ...]


def by_weights(results: Sequence[Drawn], scales: Scales, weights: Mapping[str, float]) -> Rule:
    """Weighted points, draw by draw. scales : outcome → the values that score 0 and 100.

    Raises InputError when the weights are all zero or one is negative.
    """
    worth = worth_of_weights(scales, weights)
    return Rule(np.column_stack([worth(result.values) for result in results]), tuple(range(len(results))), "points")


def by_cost(results: Sequence[Drawn], least: float) -> Rule:
    """Least cost per student-year among the variants that deliver enough: at least so many student-years at P50.

    Raises InputError when fewer than two variants deliver that: then there is nothing to choose.
    """
    enough = tuple(
        position
        for position, result in enumerate(results)
        if result.quantiles("student_years")[1] >= least and not np.isnan(result.values["cost_per_student_year"]).any()
    )
    if len(enough) < 2:
        raise InputError("unsure.nothing_to_choose", count=len(enough))
    costs = [results[position].values["cost_per_student_year"].astype(float) for position in enough]
    return Rule(-np.column_stack(costs), enough, "EUR")


def knowing(
    rule: Rule, draws: Draws, inputs: Sequence[Input], progress: Callable[[float], None] = lambda share: None
) -> Knowing:
    """The expected gain of knowing each input.

    progress : told after each input which share of them is done
    Raises InputError with too few draws, and when the variants score the same in every draw.
    """
    n, variants = rule.scores.shape
    check_draws(n, FEWEST_DRAWS)
    if variants < 2 or np.ptp(rule.scores, axis=1).max() == 0:
        raise InputError("unsure.identical")
    means = rule.scores.mean(axis=0)
    preferred = int(np.argmax(means))
    gains = rule.scores - rule.scores[:, [preferred]]  # of each variant over the one preferred now
    best = rule.scores >= rule.scores.max(axis=1, keepdims=True)
    chance = _by_chance(gains)
    found = []
    for count, of in enumerate(inputs, 1):
        found.append(_gain(of, drawn(draws, of), gains, preferred, chance))
        progress(count / len(inputs))
    return Knowing(
        rule,
        rule.candidates[preferred],
        tuple(float(share) for share in (best / best.sum(axis=1, keepdims=True)).mean(axis=0)),
        float(gains.max(axis=1).mean()),
        tuple(sorted(found, key=lambda gain: (gain.is_noise, -gain.value))),
    )


def _gain(of: Input, values: np.ndarray, gains: np.ndarray, preferred: int, chance: tuple[float, float]) -> Gain:
    functions = basis(values, DEGREE)
    mean = gains.mean(axis=0)
    coefficients = functions.coefficients(gains - mean)
    fitted = mean + functions.at_points @ coefficients
    raw = float(functions.weights @ fitted.max(axis=1))
    source = np.random.default_rng(SEED)
    centred = gains - mean - functions.at_draws @ coefficients
    spread = np.linalg.cholesky(np.cov(centred.T) + np.eye(len(mean)) * 1e-12 * np.var(gains)) / math.sqrt(len(gains))
    shaken = coefficients + source.standard_normal((REPLICATES, *coefficients.shape)) @ spread.T
    again = (mean + functions.at_points @ shaken).max(axis=2) @ functions.weights
    changes = float(functions.weights @ (fitted.argmax(axis=1) != preferred))
    usual, floor = chance
    value = raw - usual if raw - usual > ROUNDING * float(np.abs(gains).max()) else 0.0
    return Gain(of, value, float(again.std()), floor, changes)


def _by_chance(gains: np.ndarray) -> tuple[float, float]:
    """What knowing something that does not matter seems worth: the mean, and how far above that 95 of 100 stay."""
    source = np.random.default_rng(SEED)
    mean, points = gains.mean(axis=0), at_percentiles(DEGREE)
    functions = polynomials((np.arange(len(gains)) + 0.5) / len(gains), DEGREE)
    seeming = np.empty(SHUFFLES)
    for index in range(SHUFFLES):
        fitted = mean + points @ (functions[source.permutation(len(gains))].T @ (gains - mean) / len(gains))
        seeming[index] = fitted.max(axis=1).mean()
    return float(seeming.mean()), float(np.quantile(seeming, SURE) - seeming.mean())
