"""What a choice spends outside the years that it shares with a budget: a chance says nothing about that money.

Work that comes later leaves those years, so that the chance rises without anything becoming cheaper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib.engine.outcomes import shared_years
from flexlib.engine.result import Result, quantiles

Band = tuple[float, float, float]  # P10, P50 and P90
LARGE = 0.2  # of all that is spent: from here on it is said that putting work off raises the chance
_LEAST = 1.0  # EUR: less is nothing


@dataclass(frozen=True, slots=True)
class Outside:
    """What is spent before or after the shared years: P10, P50 and P90 over the same draws as the chance, and which
    part it is of all spending in the years of the model."""

    years: tuple[int, ...]
    asked: Band
    share: float

    @property
    def is_large(self) -> bool:
        return self.share >= LARGE


def outside(shared: Sequence[int], years: Sequence[int], spent: np.ndarray) -> tuple[Outside | None, Outside | None]:
    """What is spent before and after the shared years; None where that is nothing, or no year is shared.

    shared : the calendar years that both have; years : those of the model; spent : EUR, ndarray (n, years)
    Years in between that the budget does not have count with those before.
    """
    if not shared:
        return None, None
    after = [year > max(shared) for year in years]
    before = [year < max(shared) and year not in shared for year in years]
    return _spent_in(before, years, spent), _spent_in(after, years, spent)


def after_budget(result: Result) -> Outside | None:
    """What a choice spends after the last year of the institution's budgets per year; None without those, or when that
    is nothing. The result holds all draws (not `slimmed`)."""
    years = [period.year for period in result.calendar_years]
    shared = [years[at] for at in shared_years(result.choice.institution, result.calendar_years)]
    return outside(shared, years, result.values["out_of_pocket_year"])[1]


def _spent_in(counted: Sequence[bool], years: Sequence[int], spent: np.ndarray) -> Outside | None:
    draws = spent[:, counted].sum(axis=1)
    low, middle, high = quantiles(draws).tolist()
    if high < _LEAST:
        return None
    of_years = tuple(year for year, is_one in zip(years, counted, strict=True) if is_one)
    return Outside(of_years, (low, middle, high), float(draws.sum() / spent.sum()))
