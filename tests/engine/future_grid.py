"""The whole grid at once, as the screen puts it together variant by variant."""

from __future__ import annotations

from collections.abc import Sequence

from flexlib.engine.compare.futures import Bound, FutureGrid, in_futures, side_by_side
from flexlib.engine.sampling import Draws, overrides_of, sample
from flexlib.engine.sensitivity.inputs import MOST_DRAWS
from flexlib.model.records import Choice, CostModel


def future_grid(
    model: CostModel,
    choices: Sequence[Choice],
    outcome_ids: Sequence[str],
    limits: Sequence[Bound] = (),
    draws: Draws | None = None,
    candidates: Sequence[int] | None = None,
) -> FutureGrid:
    """Every choice in every future, on the draws of the first: see `in_futures` and `side_by_side`."""
    if draws is None and choices[0].draws <= MOST_DRAWS:
        draws = sample(model, choices[0].draws, choices[0].seed, overrides_of(choices[0]))
    variants = [in_futures(model, choice, outcome_ids, limits, draws) for choice in choices]
    return side_by_side(model, choices[0], variants, outcome_ids, candidates)
