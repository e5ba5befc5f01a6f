"""The engine and the plain implementation give the same figures on the same draws: every outcome, every bucket."""

from __future__ import annotations

import pytest

from flexlib.engine.sampling import point
from flexlib.model.records import CostModel
from tests.engine.agreement import disagreements_on_draws, plain_values
from tests.plain.random_choices import CORNERS, name_of, random_choice
from tests.rounds import SOAK

CHOICES = 200 if SOAK else 11  # beside the corners of `test_agreement_corners.py`, together 24 choices of 200 draws


@pytest.mark.soak
@pytest.mark.parametrize("index", range(len(CORNERS), len(CORNERS) + CHOICES), ids=name_of)
def test_engine_and_plain_implementation_agree(model: CostModel, index: int) -> None:
    assert disagreements_on_draws(model, random_choice(model, index)) == []


def test_every_outcome_of_the_model_is_in_the_plain_implementation(model: CostModel) -> None:
    outcomes = plain_values(model, random_choice(model, len(CORNERS)), point(model))
    assert set(model.outcomes) - set(outcomes) <= {"grade_d_band_share"}
