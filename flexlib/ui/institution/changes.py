"""What a version of an own institution changed, in words: which figure, from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flexlib import units
from flexlib.model.choices import institution_figures
from flexlib.model.records import CostModel, Institution
from flexlib.store import SavedVersion
from flexlib.text import text
from flexlib.ui import saves


def by_version(model: CostModel, history: Sequence[SavedVersion], language: str) -> dict[int, list[str]]:
    """Version number → lines of what differs from the version before it; `history` has the newest first.

    The first version is held against the reference institution it began from.
    """
    held = [(item.version, saves.institution_of(item)) for item in history]
    if not held:
        return {}
    first = held[-1][1]
    began = Institution("", first.name, first.based_on)
    return {
        version: _changed(model, before, now, language)
        for (version, now), (_, before) in pairwise([*held, (0, began)])
        if now.based_on in model.institutions and before.based_on in model.institutions
    }


def _changed(model: CostModel, before: Institution, now: Institution, language: str) -> list[str]:
    said = []
    if before.name != now.name:
        said.append(text("instelling.changed.name", language, before=before.name, now=now.name))
    earlier, later = institution_figures(model, before), institution_figures(model, now)
    for figure in model.figures.values():
        if earlier.get(figure.id) != later.get(figure.id):
            values = earlier.get(figure.id), later.get(figure.id)
            said.append(_line(figure.label[language], *values, figure.unit, language))
    for year in sorted({year for year, _ in (*before.budget_by_year, *now.budget_by_year)}):
        amounts = dict(before.budget_by_year).get(year), dict(now.budget_by_year).get(year)
        if amounts[0] != amounts[1]:
            subject = text("instelling.changed.budget", language, year=year)
            said.append(_line(subject, *amounts, "EUR", language))
    for role in model.roles.values():
        rate = model.parameters[role.rate_parameter]
        earlier_rate, later_rate = (dict(item.rates).get(rate.id, rate.mode) for item in (before, now))
        if earlier_rate != later_rate:
            said.append(_line(rate.label[language], earlier_rate, later_rate, rate.unit, language))
    return said


def _line(subject: str, before: float | None, now: float | None, unit: str, language: str) -> str:
    written = {"before": _written(before, unit, language), "now": _written(now, unit, language)}
    return text("instelling.changed.figure", language, subject=subject, **written)


def _written(value: float | None, unit: str, language: str) -> str:
    return text("instelling.unknown", language) if value is None else units.with_unit(value, unit, language)
