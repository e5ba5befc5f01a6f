"""Distributions of parameters and strengths: widened ranges, quantile functions and means.

PERT is a Beta on [low, high] with alpha = 1 + 4(mode-low)/(high-low) and beta = 1 + 4(high-mode)/(high-low)
(Malcolm et al. 1959, Operations Research 7(5), doi:10.1287/opre.7.5.646). Its quantiles are read from a table of the
cumulative distribution on 4,097 nodes x = sin²(πj/8192), linear between nodes; the table is part of the contract, so
that every machine gives the same figures. Its error against the exact quantile stays below 1e-5 of the range.
The lognormal is split at its median (the mode column): p1 and p99 both hold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import betainc, betaincinv, ndtr, ndtri

from flexlib.model.records import Contest, Parameter

WIDENING = {"A": 1.0, "B": 1.0, "C": 1.25, "D": 1.5}
Z99 = 2.3263478740408408  # normal quantile at 0.99
Z90 = 1.2815515655446004  # normal quantile at 0.90
NODES = 4097
LONGEST_TAIL = 1000.0  # typed ends further from the mode than this many times make a mean that says nothing
GUIDES = 8192  # equal stretches of probability in the index of a quantile table


@dataclass(frozen=True, slots=True)
class Range:
    """A range ready to draw from. kind: constant, pert or lognormal (low and high then p1 and p99)."""

    kind: str
    low: float
    mode: float
    high: float


def widened_range(parameter: Parameter) -> Range:
    """The parameter's range after solving p10-p90 to bounds and widening by evidence grade about the mode."""
    low, mode, high = parameter.low, parameter.mode, parameter.high
    if parameter.distribution == "fixed" or low == mode == high:
        return Range("constant", mode, mode, mode)
    factor = WIDENING[parameter.grade]
    if parameter.distribution == "lognormal":
        ratio = Z99 / Z90 if parameter.range_means == "p10_p90" else 1.0
        return Range(
            "lognormal",
            mode * math.exp(factor * ratio * math.log(low / mode)),
            mode,
            mode * math.exp(factor * ratio * math.log(high / mode)),
        )
    if parameter.range_means == "p10_p90":
        low, high = pert_bounds(low, mode, high)
    wide_low = mode - factor * (mode - low)
    wide_high = mode + factor * (high - mode)
    if parameter.low >= 0:
        wide_low = max(0.0, wide_low)
    if parameter.unit == "share":
        wide_high = min(1.0, wide_high)
    return Range("pert", wide_low, mode, wide_high)


def contested_range(contest: Contest, distribution: str = "pert") -> Range:
    """The range a room typed: its ends as they stand, never widened; lognormal only where its logs stay ordinary."""
    if contest.low == contest.mode == contest.high:
        return Range("constant", contest.mode, contest.mode, contest.mode)
    is_ordinary = contest.low > contest.mode / LONGEST_TAIL and contest.high < contest.mode * LONGEST_TAIL
    kind = "lognormal" if distribution == "lognormal" and is_ordinary else "pert"
    return Range(kind, contest.low, contest.mode, contest.high)


def pert_bounds(p10: float, mode: float, p90: float) -> tuple[float, float]:
    """Bounds (low, high) of the PERT with this mode whose 10 % and 90 % quantiles are the two given numbers."""

    from scipy.optimize import root  # here: 25 MB in memory that only a range stated as p10-p90 needs

    def miss(gaps: np.ndarray) -> list[float]:
        low, high = mode - math.exp(gaps[0]), mode + math.exp(gaps[1])
        alpha, beta = _shape(low, mode, high)
        found = low + (high - low) * betaincinv(alpha, beta, [0.1, 0.9])
        return [(found[0] - p10) / (p90 - p10), (found[1] - p90) / (p90 - p10)]

    start = [math.log(2 * max(mode - p10, 1e-9)), math.log(2 * max(p90 - mode, 1e-9))]
    gaps = root(miss, start, tol=1e-13).x
    return mode - math.exp(gaps[0]), mode + math.exp(gaps[1])


def quantile(of: Range, u: np.ndarray) -> np.ndarray:
    """Values at probabilities u (any shape, in (0, 1)), same unit as the range."""
    if of.kind == "constant":
        return np.full_like(u, of.mode)
    if of.kind == "lognormal":
        below, above = math.log(of.mode / of.low) / Z99, math.log(of.high / of.mode) / Z99
        z = ndtri(u)
        return of.mode * np.exp(np.where(u < 0.5, below, above) * z)
    found = _table(round(_shape(of.low, of.mode, of.high)[0], 12)).at(u)
    found *= of.high - of.low
    found += of.low
    return found


def mean(of: Range) -> float:
    """The exact mean: (low + 4 mode + high) / 6 for PERT, closed form for the split lognormal."""
    if of.kind == "constant":
        return of.mode
    if of.kind == "lognormal":
        below, above = math.log(of.mode / of.low) / Z99, math.log(of.high / of.mode) / Z99
        return of.mode * float(np.exp(below**2 / 2) * ndtr(-below) + np.exp(above**2 / 2) * ndtr(above))
    return (of.low + 4 * of.mode + of.high) / 6


def _shape(low: float, mode: float, high: float) -> tuple[float, float]:
    alpha = 1 + 4 * (mode - low) / (high - low)
    return alpha, 6 - alpha


@dataclass(frozen=True, eq=False)
class QuantileTable:
    """Quantiles of a Beta on [0, 1] by linear interpolation, to the last bit as `np.interp(u, cumulative, nodes)`.

    `first` holds for each of GUIDES equal stretches of u the interval in which it begins: most draws are found at once
    or one interval further, which is ten times faster than a binary search for each. Every index lies within its table
    by construction, so that `clip` only spares the check.
    """

    cumulative: np.ndarray
    nodes: np.ndarray
    slopes: np.ndarray
    first: np.ndarray

    def at(self, u: np.ndarray) -> np.ndarray:
        """The quantile at probabilities u in [0, 1), a new array."""
        upper = self.cumulative[1:]
        index = self.first.take((u * GUIDES).astype(np.intp), mode="clip")
        index += upper.take(index, mode="clip") <= u
        further = np.flatnonzero(upper.take(index, mode="clip") <= u)
        if len(further):
            index[further] = np.searchsorted(self.cumulative, u[further], side="right") - 1
        found = u - self.cumulative.take(index, mode="clip")
        found *= self.slopes.take(index, mode="clip")
        found += self.nodes.take(index, mode="clip")
        return found


@lru_cache(maxsize=512)
def _table(alpha: float) -> QuantileTable:
    nodes = np.sin(np.pi / 2 * np.arange(NODES) / (NODES - 1)) ** 2
    cumulative = betainc(alpha, 6 - alpha, nodes)
    cumulative[-1] = 1.0
    rises = np.diff(cumulative)
    slopes = np.divide(np.diff(nodes), rises, out=np.zeros(NODES - 1), where=rises > 0)
    first = np.searchsorted(cumulative, np.arange(GUIDES) / GUIDES, side="right") - 1
    return QuantileTable(cumulative, nodes, slopes, first)
