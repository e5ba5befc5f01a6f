"""How variants stand beside each other, with and without what is contested: does the order hold?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flexlib import units
from flexlib.model.choices import BASELINE
from flexlib.model.records import Choice, CostModel
from flexlib.ui.cache import shelf

RANKED = ("one_off_integral", "recurring_integral", "months_all_live", "cost_per_student_year")


@dataclass(frozen=True, slots=True)
class Standing:
    """One variant: its values (P50) on what variants are ranked by, its places before and now (1 is lowest), and
    whether it changed places with another by more than the rounding of what is shown.
    """

    name: str
    values: tuple[float, ...]
    places: tuple[int, ...]
    places_before: tuple[int, ...]
    has_moved: tuple[bool, ...]


def shown(outcome_id: str, value: float, language: str) -> str:
    """A value as the order shows it; two that are written alike share a place."""
    return units.months(value, language) if outcome_id.startswith("months") else units.rounded_money(value, language)


def ranked_values(choice: Choice) -> tuple[float, ...]:
    """The middle (P50) of what variants are ranked by."""
    quantiles = shelf().headline(choice).quantiles
    return tuple(quantiles[outcome][1] for outcome in RANKED)


def standings(current: Choice, entrants: Sequence[tuple[str, Choice]]) -> list[Standing]:
    """Every entrant under the current choice's institution, future, dates and contested values; without scope left out.

    entrants : (name, choice) of which only the levers are taken over
    """
    now, before = [], []
    names = []
    for name, entrant in entrants:
        same = replace(current, variant=entrant.variant, levers=entrant.levers, price_basis="real")
        values = ranked_values(same)
        if math.isnan(values[RANKED.index("months_all_live")]):
            continue
        names.append(name)
        now.append(values)
        before.append(ranked_values(replace(same, contested=())))
    places, places_before, has_moved = _places(now), _places(before), _moved(before, now)
    return [Standing(names[at], now[at], places[at], places_before[at], has_moved[at]) for at in range(len(names))]


def broken_on(found: Sequence[Standing]) -> list[str]:
    """On which outcomes the order of variants is no longer the same."""
    return [outcome for index, outcome in enumerate(RANKED) if any(standing.has_moved[index] for standing in found)]


def ready_made(model: CostModel, current: Choice, language: str) -> list[tuple[str, Choice]]:
    """The ready-made variants except the baseline, as entrants."""
    return [
        (variant.label[language], replace(current, variant=variant.id, levers=()))
        for variant in model.variants.values()
        if variant.id != BASELINE
    ]


def _places(values: Sequence[tuple[float, ...]]) -> list[tuple[int, ...]]:
    """Places per outcome, 1 for the lowest; values that are shown alike share a place."""
    return [
        tuple(1 + sum(_is_below(other, own, at) for other in values) for at in range(len(RANKED))) for own in values
    ]


def _moved(before: Sequence[tuple[float, ...]], now: Sequence[tuple[float, ...]]) -> list[tuple[bool, ...]]:
    """Per entrant and outcome: whether some other one was visibly on one side of it and now is on the other."""
    return [
        tuple(
            any(
                (_is_below(was, earlier, at) and _is_below(own, other, at))
                or (_is_below(earlier, was, at) and _is_below(other, own, at))
                for was, other in zip(before, now, strict=True)
            )
            for at in range(len(RANKED))
        )
        for earlier, own in zip(before, now, strict=True)
    ]


def _is_below(one: tuple[float, ...], other: tuple[float, ...], at: int) -> bool:
    """Whether the first is lower, also as it is shown."""
    return one[at] < other[at] and shown(RANKED[at], one[at], "nl") != shown(RANKED[at], other[at], "nl")
