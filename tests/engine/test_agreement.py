"""The engine and the plain implementation give the same figures on the same draws: every outcome, every bucket."""

from __future__ import annotations

import pytest

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.choices import institution_figures, resolve_levels
from flexlib.model.records import GROUPS, Choice, CostModel
from tests.engine.agreement import disagreements_on_draws, plain_values
from tests.plain.random_choices import CORNERS, name_of, random_choice
from tests.rounds import SOAK

CHOICES = 200 if SOAK else 11  # beside the corners of `test_agreement_corners.py`, together 24 choices of 200 draws


@pytest.mark.soak
@pytest.mark.parametrize("index", range(len(CORNERS), len(CORNERS) + CHOICES), ids=name_of)
def test_engine_and_plain_implementation_agree(model: CostModel, index: int) -> None:
    assert disagreements_on_draws(model, random_choice(model, index)) == []


def test_every_dimension_occurs_among_the_choices(model: CostModel) -> None:
    """What the agreement must cover is really among the corners and the random choices, in as many values as it has."""
    choices = [random_choice(model, index) for index in range(len(CORNERS) + 11)]
    levels = [resolve_levels(model, choice) for choice in choices]
    figures = [institution_figures(model, choice.institution) for choice in choices]
    assert {choice.institution.based_on for choice in choices} == set(model.institutions)
    assert {choice.institution.is_reference for choice in choices} == {True, False}
    assert any(choice.institution.rates for choice in choices)
    assert any(choice.institution.budget_by_year for choice in choices)
    assert {"budget_total_eur", "budget_year_eur"} <= {
        name for choice in choices for name, _ in choice.institution.figures
    }
    assert {choice.variant for choice in choices} == set(model.variants)
    assert {choice.future for choice in choices} == set(model.futures)
    assert {choice.price_basis for choice in choices} == {"real", "nominal"}
    assert len({choice.start for choice in choices}) > len(choices) // 2
    assert {choice.start.day == 1 for choice in choices} == {True, False}
    assert len({choice.horizon_months for choice in choices}) >= 6
    contested = {subject for choice in choices for subject, _ in choice.contested}
    assert contested & set(model.parameters) and contested & set(model.curves)
    assert any(not choice.contested for choice in choices)
    assert any(_starts_all_teams_at_once(model, choice) for choice in choices)
    scenarios = {(group, one[f"scenario_{group}"]) for one in levels for group in GROUPS}
    assert scenarios == {(group, float(scenario)) for group in GROUPS for scenario in range(5)}
    assert any(
        own[f"teams_{group}"] == 0 and one[f"scope_{group}"] > 0 and one[f"scenario_{group}"] > 0
        for own, one in zip(figures, levels, strict=True)
        for group in GROUPS
    )


def _starts_all_teams_at_once(model: CostModel, choice: Choice) -> bool:
    """R = 0: all teams are live at the moment the first one is."""
    months = evaluate(model, choice, point(model, overrides_of(choice))).values
    return bool(months["months_all_live"][0] == months["months_first_live"][0])


def test_every_outcome_of_the_model_is_in_the_plain_implementation(model: CostModel) -> None:
    outcomes = plain_values(model, random_choice(model, len(CORNERS)), point(model))
    assert set(model.outcomes) - set(outcomes) <= {"grade_d_band_share"}
