"""How variants stand beside each other, with and without what is contested: does the order hold?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.choices import BASELINE
from flexlib.model.records import Choice, CostModel

RANKED = ("one_off_integral", "recurring_integral", "months_all_live", "cost_per_student_year")


@dataclass(frozen=True, slots=True)
class Standing:
    """One variant: its values on what variants are ranked by, and its places (1 is lowest), before and now."""

    name: str
    values: tuple[float, ...]
    places: tuple[int, ...]
    places_before: tuple[int, ...]


@lru_cache(maxsize=256)
def ranked_values(model: CostModel, choice: Choice) -> tuple[float, ...]:
    """The rekenwaarde of what variants are ranked by, real prices."""
    result = evaluate(model, choice, point(model, overrides_of(choice)))
    return tuple(float(result.values[outcome][0]) for outcome in RANKED)


def standings(model: CostModel, current: Choice, entrants: Sequence[tuple[str, Choice]]) -> list[Standing]:
    """Every entrant under the current choice's institution, future, dates and contested values; without scope left out.

    entrants : (name, choice) of which only the levers are taken over
    """
    now, before = [], []
    names = []
    for name, entrant in entrants:
        same = replace(current, variant=entrant.variant, levers=entrant.levers, price_basis="real")
        values = ranked_values(model, same)
        if math.isnan(values[RANKED.index("months_all_live")]):
            continue
        names.append(name)
        now.append(values)
        before.append(ranked_values(model, replace(same, contested=())))
    return [
        Standing(name, values, places, earlier)
        for name, values, places, earlier in zip(names, now, _places(now), _places(before), strict=True)
    ]


def broken_on(found: Sequence[Standing]) -> list[str]:
    """On which outcomes the order of variants is no longer the same."""
    return [
        outcome
        for index, outcome in enumerate(RANKED)
        if any(standing.places[index] != standing.places_before[index] for standing in found)
    ]


def ready_made(model: CostModel, current: Choice, language: str) -> list[tuple[str, Choice]]:
    """The ready-made variants except the baseline, as entrants."""
    return [
        (variant.label[language], replace(current, variant=variant.id, levers=()))
        for variant in model.variants.values()
        if variant.id != BASELINE
    ]


def _places(values: Sequence[tuple[float, ...]]) -> list[tuple[int, ...]]:
    """Places per outcome, 1 for the lowest; equal values share a place."""
    columns = []
    for index in range(len(RANKED)):
        column = [entrant[index] for entrant in values]
        columns.append([1 + sum(other < value for other in column) for value in column])
    return [tuple(column[entrant] for column in columns) for entrant in range(len(values))]
