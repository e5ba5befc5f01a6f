"""A level of a lever in words."""

from __future__ import annotations

from flexlib import units
from flexlib.model.records import Level, Lever


def written_level(lever: Lever, value: float) -> Level:
    """The level with a definition that stands nearest."""
    return min(lever.levels, key=lambda level: abs(level.value - value))


def level_name(lever: Lever, value: float, language: str) -> str:
    """A level in words: its label, or for a slider the exact value with its unit."""
    if lever.kind == "share":
        return units.share(value, language)
    if lever.kind == "number":
        unit = lever.id.rpartition("_")[2]
        return units.with_unit(value, unit, language) if unit in units.UNITS else units.number(value, language)
    return written_level(lever, value).label[language]
