"""Where formulas could break the engine and the plain implementation agree too: no rollout, no teams, no programmes."""

from __future__ import annotations

import pytest

from flexlib.model.records import CostModel
from tests.engine.agreement import disagreements_at_point, disagreements_on_draws
from tests.plain.random_choices import CORNERS, name_of, random_choice


@pytest.mark.parametrize("index", range(len(CORNERS)), ids=name_of)
def test_engine_and_plain_implementation_agree_in_corners(model: CostModel, index: int) -> None:
    assert disagreements_on_draws(model, random_choice(model, index)) == []


@pytest.mark.parametrize("index", range(len(CORNERS)), ids=name_of)
def test_they_agree_at_the_rekenwaarde(model: CostModel, index: int) -> None:
    assert disagreements_at_point(model, random_choice(model, index)) == []
