"""Which figures of a chart can be opened, and the one that the sentence above it names."""

from __future__ import annotations

from collections.abc import Sequence

from flexlib.ui.ground import Ground
from flexlib.ui.impact.figures_work import SHOWN_FROM, fte_by_role, tightest_role
from flexlib.ui.impact.trace import Asked


def of_years(ground: Ground, outcome_ids: Sequence[str]) -> list[Asked]:
    """Amounts per calendar year, one outcome after the other."""
    labels = ground.model.outcomes
    return [
        Asked(outcome, f"{labels[outcome].label[ground.language]}: {ground.year_words(year)}", year.year)
        for outcome in outcome_ids
        for year in ground.estimate.point.calendar_years
    ]


def of_roles(ground: Ground, roles: Sequence[str]) -> list[Asked]:
    """Per role every school year that asks something, then its one-off and its recurring hours by themselves."""
    asked, position = fte_by_role(ground), list(ground.model.roles).index
    asks = []
    for role in roles:
        label = ground.model.roles[role].label[ground.language]
        asks += [
            Asked(f"fte:{role}", f"{label}: {ground.year_words(period)}", period.year)
            for period, fte in zip(ground.estimate.point.school_years, asked[:, position(role)], strict=True)
            if fte >= SHOWN_FROM
        ]
        asks += [
            Asked(f"role:{role}:{timing}", f"{label}: {ground.t(f'timing.{timing}').lower()}")
            for timing in ("one_off", "recurring")
        ]
    return asks


def tightest(ground: Ground) -> str:
    """The work that the sentence names: the tightest role in its tightest school year."""
    role, year, _ = tightest_role(ground)
    return f"fte:{role}:{ground.estimate.point.school_years[year].year}"


def busiest(ground: Ground, role: str) -> str:
    """The school year that asks most of a role."""
    year = int(fte_by_role(ground)[:, list(ground.model.roles).index(role)].argmax())
    return f"fte:{role}:{ground.estimate.point.school_years[year].year}"
