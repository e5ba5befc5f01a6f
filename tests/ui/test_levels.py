"""Levels in words: a slider says its exact value, also between two written levels."""

from __future__ import annotations

import pytest

from flexlib.model.levels import level_name
from flexlib.model.records import CostModel
from flexlib.ui.controls import definition


@pytest.mark.parametrize(
    ("lever", "value", "begins"),
    [
        ("rollout_months", 30.0, "30 maanden, tussen"),
        ("rollout_months", 24.0, "24 maanden. "),
        ("fixed_group_share", 0.65, "65 %"),
    ],
)
def test_a_slider_says_its_exact_value_first(model: CostModel, lever: str, value: float, begins: str) -> None:
    written = definition(model.levers[lever], value, "nl").replace("\u00a0", " ")
    assert written.startswith(begins)


def test_between_two_levels_both_are_described(model: CostModel) -> None:
    lever = model.levers["rollout_months"]
    written = definition(lever, 30.0, "nl")
    for level in lever.levels:
        if level.value in (24.0, 36.0):
            assert level.definition.nl in written
            assert level_name(lever, level.value, "nl") in written
