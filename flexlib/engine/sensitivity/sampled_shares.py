"""Parts of a variance estimated from draws, with their standard errors.

First order: projection of the outcome on polynomials of each input's percentile (`given_data`), first coarsely and then
on what is left when the coarse fit is taken away, which makes it several times as precise. Total: half the mean squared
change when inputs are drawn anew (Jansen 1999, doi:10.1016/S0010-4655(98)00154-4), of which the part that follows from
the fit is known. Either may be asked for what an outcome adds to a part that is known exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.sensitivity.given_data import Basis

REFITS = 2
CLEAR = 3.0  # standard errors above which a coefficient is part of the coarse fit


@dataclass(frozen=True, slots=True)
class Estimated:
    """A variance, or a part of one, with its standard error; the error is 0 for what is exact."""

    value: float
    error: float = 0.0

    def __add__(self, other: Estimated) -> Estimated:
        return Estimated(self.value + other.value, math.hypot(self.error, other.error))

    def __sub__(self, other: Estimated) -> Estimated:
        return Estimated(self.value - other.value, math.hypot(self.error, other.error))

    def share_of(self, variance: Estimated) -> Estimated:
        """This part as a share of a variance; nan when there is none."""
        if not variance.value > 0:
            return Estimated(math.nan, math.nan)
        share = self.value / variance.value
        return Estimated(share, math.hypot(self.error, share * variance.error) / variance.value)


@dataclass(frozen=True, eq=False)
class Fit:
    """An outcome as a sum of functions of one input each, and what is left of it.

    coefficients : per input ndarray (k,) on its functions; errors : their standard errors
    coarse : per input the coefficients of the coarse fit, 0 where not clear
    left : ndarray (n,), the outcome less its mean and the coarse fit
    """

    coefficients: tuple[np.ndarray, ...]
    errors: tuple[np.ndarray, ...]
    coarse: tuple[np.ndarray, ...]
    left: np.ndarray

    def first_order(self, position: int, exact: np.ndarray | None = None) -> Estimated:
        """Variance of the mean given one input.

        exact : coefficients on the same functions of a part that is known exactly and not in the outcome that was
            fitted; what the outcome adds to the variance of that part is found then
        """
        found, errors = self.coefficients[position], self.errors[position]
        known = np.zeros(len(found)) if exact is None else exact
        value = float((found**2 - errors**2 + 2 * known * found).sum())
        return Estimated(value, math.sqrt(float((4 * (known + found) ** 2 * errors**2 + 2 * errors**4).sum())))

    @property
    def variance(self) -> Estimated:
        """Variance of the outcome: of the fit, which inputs share without overlap, and of what is left."""
        of_fit = [
            Estimated(float((2 * found * coarse - coarse**2).sum()), float(np.sqrt((4 * coarse**2 * error**2).sum())))
            for found, coarse, error in zip(self.coefficients, self.coarse, self.errors, strict=True)
        ]
        squares = self.left**2
        found = Estimated(float(squares.mean()), float(squares.std() / math.sqrt(len(squares))))
        for one in of_fit:
            found = found + one
        return found


def fitted(values: np.ndarray, functions: Callable[[int], Basis], count: int) -> Fit:
    """Fit an outcome. values : ndarray (n,); functions : position of an input, of `count` → its functions."""
    centred, root = values - values.mean(), math.sqrt(len(values))
    kept: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}  # which are clear, their values and coefficients
    left = centred.copy()
    for at in range(count):
        basis = functions(at)
        found = basis.coefficients(centred)
        clear = np.abs(found) > CLEAR * np.sqrt(np.maximum(0.0, centred.var() - found**2)) / root
        if clear.any():
            kept[at] = clear, basis.at_draws[:, clear], found[clear]
            left -= kept[at][1] @ found[clear]
    for _ in range(REFITS):  # what inputs seem to do by chance, because others did more at the time, goes out
        for at, (clear, columns, coarse) in kept.items():
            more = columns.T @ left / len(left)
            left -= columns @ more
            kept[at] = clear, columns, coarse + more
    coefficients, errors, fits = [], [], []
    for at in range(count):
        basis = functions(at)
        more = basis.coefficients(left)
        coarse = np.zeros(len(more))
        if at in kept:
            coarse[kept[at][0]] = kept[at][2]
        spread = (basis.at_draws**2 * (left**2)[:, None]).mean(axis=0) - more**2
        fits.append(coarse)
        coefficients.append(coarse + more)
        errors.append(np.sqrt(np.maximum(0.0, spread)) / root)
    return Fit(tuple(coefficients), tuple(errors), tuple(fits), left)


def variance_beyond(values: np.ndarray, exact: np.ndarray) -> Estimated:
    """What an outcome adds to the variance of a part that is known exactly; both ndarray (n,)."""
    squares = (values - values.mean()) ** 2 - (exact - exact.mean()) ** 2
    return Estimated(float(squares.mean()), float(squares.std() / math.sqrt(len(squares))))


@dataclass(frozen=True, eq=False)
class Anew:
    """An outcome before and after some inputs were drawn anew, and a part of it of which the variance is known.

    change, known_change : ndarray (n,), after less before, of the outcome and of that part
    """

    change: np.ndarray
    known_change: np.ndarray

    @property
    def left(self) -> Estimated:
        """Mean variance left when everything but these inputs is known, beyond that of the known part."""
        halves = (self.change**2 - self.known_change**2) / 2
        return Estimated(float(halves.mean()), float(halves.std() / math.sqrt(len(halves))))

    def explained(self, all_anew: np.ndarray, known_all_anew: np.ndarray) -> Estimated:
        """Variance of the mean given these inputs, beyond that of the known part (Saltelli et al. 2010,
        doi:10.1016/j.cpc.2009.09.018): precise where they matter little.

        all_anew, known_all_anew : ndarray (n,), the outcome and the known part with every input drawn anew
        """
        products = (all_anew - all_anew.mean()) * self.change - (
            known_all_anew - known_all_anew.mean()
        ) * self.known_change
        return Estimated(float(products.mean()), float(products.std() / math.sqrt(len(products))))


def surest(estimates: Sequence[Estimated]) -> Estimated:
    """The estimate with the smallest error."""
    return min(estimates, key=lambda one: one.error)
