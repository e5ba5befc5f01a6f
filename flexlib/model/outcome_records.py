"""What is reported of a choice, and how it is weighed."""

from __future__ import annotations

from dataclasses import dataclass

from flexlib.model.bilingual import Text

THEMES = ("money", "work", "students")  # what a room weighs, in three kinds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is reported. `shape`: total (one number a draw), year, school_year, year_group or role_school_year."""

    id: str
    label: Text
    unit: str
    direction: str
    shape: str
    definition: Text


@dataclass(frozen=True, slots=True)
class BalanceIndicator:
    balance: str
    indicator: str
    weight: float
    at_0: float
    at_50: float
    at_100: float
    reasoning: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What a room weighs an outcome on: the values that score 0 and 100, straight between them and flat outside.

    theme : one of THEMES
    """

    outcome: str
    theme: str
    at_0: float
    at_100: float
    reasoning: str
