"""What draws that were made anyway say about one input: the mean of an outcome as a function of that input.

The function is a sum of shifted Legendre polynomials in the input's percentile, which are orthonormal, so each
coefficient is a plain mean over the draws (a polynomial chaos expansion by projection: Sudret 2008,
doi:10.1016/j.ress.2007.04.002). An outlier that happens or not has two levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial import legendre

DEGREE = 8
POINTS = 200  # percentiles at which a fitted function is looked at


@dataclass(frozen=True, eq=False)
class Basis:
    """Functions of one input with mean 0, variance 1 and no correlation.

    at_draws : ndarray (n, k); at_points : ndarray (points, k), the same functions over the input's whole range
    weights : ndarray (points,), chance of each point, adding up to 1
    ordered : the drawn values in order, of which there are two different ones for an outlier that happens or not
    """

    at_draws: np.ndarray
    at_points: np.ndarray
    weights: np.ndarray
    ordered: np.ndarray

    def coefficients(self, outcomes: np.ndarray) -> np.ndarray:
        """Mean of outcome × function, ndarray (k, …); outcomes : ndarray (n, …)."""
        return self.at_draws.T @ outcomes / len(outcomes)

    def at(self, values: np.ndarray) -> np.ndarray:
        """The functions at other values of the input, ndarray (m, k)."""
        if len(self.weights) < POINTS:
            return self.at_points[(values == self.ordered[-1]).astype(int)]
        percentiles = (np.searchsorted(self.ordered, values) + 0.5) / (len(self.ordered) + 1)
        return polynomials(percentiles, self.at_points.shape[1])


def basis(values: np.ndarray, degree: int = DEGREE, order: np.ndarray | None = None) -> Basis:
    """The functions for an input with these drawn values, ndarray (n,); `order` as of argsort, when it is known."""
    if values.min() == values.max():
        return Basis(np.zeros((len(values), 0)), np.zeros((2, 0)), np.full(2, 0.5), values[:1])
    levels = (values.min(), values.max())
    if np.isin(values, levels).all():
        chance = float((values == levels[1]).mean())
        spread = np.sqrt(chance * (1 - chance))
        ends = (np.array([0.0, 1.0]) - chance) / spread
        at_draws = ends[(values == levels[1]).astype(int)][:, None]
        return Basis(at_draws, ends[:, None], np.array([1 - chance, chance]), np.array(levels))
    order = np.argsort(values, kind="stable") if order is None else order
    percentiles = np.empty(len(values))
    percentiles[order] = (np.arange(len(values)) + 0.5) / len(values)
    return Basis(polynomials(percentiles, degree), at_percentiles(degree), np.full(POINTS, 1 / POINTS), values[order])


def ranks(values: np.ndarray) -> np.ndarray:
    """Percentiles of the values among each other, in the middle of their steps, ndarray (n,)."""
    found = np.empty(len(values))
    found[np.argsort(values, kind="stable")] = (np.arange(len(values)) + 0.5) / len(values)
    return found


def polynomials(percentiles: np.ndarray, degree: int) -> np.ndarray:
    """Shifted Legendre polynomials of degree 1 to `degree`, scaled to variance 1, ndarray (n, degree)."""
    return legendre.legvander(2 * percentiles - 1, degree)[:, 1:] * np.sqrt(2 * np.arange(1, degree + 1) + 1)


@lru_cache(maxsize=4)
def at_percentiles(degree: int) -> np.ndarray:
    """The polynomials at the middles of POINTS equal steps, ndarray (POINTS, degree)."""
    return polynomials((np.arange(POINTS) + 0.5) / POINTS, degree)
