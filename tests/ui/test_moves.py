"""Moves on a choice: what is kept as a difference, what falls away, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flexlib.errors import InputError
from flexlib.model.choices import reference_institution, resolve_levels
from flexlib.model.records import Choice, Contest, CostModel, Institution
from flexlib.ui import moves


@pytest.fixture
def choice(model: CostModel) -> Choice:
    return moves.with_variant(moves.first_choice(model), "verrijken_kaders")


def test_a_moved_lever_is_a_difference_until_it_is_back(model: CostModel, choice: Choice) -> None:
    parent = moves.parent_levels(model, choice)
    moved = moves.with_lever(model, choice, "steer_language", 1)
    assert moved.levers == (("steer_language", 1.0),)
    assert resolve_levels(model, moved)["steer_language"] == 1
    assert moves.with_lever(model, moved, "steer_language", parent["steer_language"]) == choice
    assert moves.without_levers(moved, frozenset(("steer_language",))) == choice
    assert moves.without_levers(moved) == choice


def test_a_level_that_does_not_exist_is_refused(model: CostModel, choice: Choice) -> None:
    with pytest.raises(InputError) as refused:
        moves.with_lever(model, choice, "intake_moments", 3)
    assert refused.value.key == "controls.level_not_allowed"


def test_the_proposal_is_what_is_not_there_yet(model: CostModel, choice: Choice) -> None:
    heavier = moves.with_levers(model, choice, {"scenario_bol34": 4, "scope_bol34": 0.5})
    proposed = moves.proposal(model, heavier)
    levels = resolve_levels(model, heavier)
    assert proposed and all(levels[lever_id] != level for lever_id, level in proposed.items())
    assert moves.proposal(model, moves.with_levers(model, heavier, proposed)) == {}


def test_another_variant_starts_afresh_in_the_same_circumstances(model: CostModel, choice: Choice) -> None:
    moved = moves.with_contest(moves.with_lever(model, choice, "rollout_months", 60), "rate_docent", Contest(1, 2, 3))
    other = moves.with_variant(replace(moved, future="geld_op"), "teams_aan_zet")
    assert (other.levers, other.variant) == ((), "teams_aan_zet")
    assert (other.future, other.contested) == ("geld_op", moved.contested)


def test_another_institution_keeps_the_levers(model: CostModel, choice: Choice) -> None:
    moved = moves.with_lever(model, choice, "rollout_months", 60)
    there = moves.with_institution(model, moved, reference_institution(model, "large_roc"))
    assert resolve_levels(model, there)["rollout_months"] == 60
    assert there.institution.based_on == "large_roc"


def test_own_figures_and_rates_come_and_go(model: CostModel) -> None:
    reference = reference_institution(model, "average_roc")
    own = moves.with_figure(model, reference, "teams", 61.0)
    own = moves.with_rate(model, own, "rate_docent", 81.5)
    assert (own.figures, own.rates) == ((("teams", 61.0),), (("rate_docent", 81.5),))
    default = model.institutions["average_roc"].figures["teams"]
    own = moves.with_rate(model, moves.with_figure(model, own, "teams", default), "rate_docent", None)
    assert own == reference and own.is_reference


def test_ranges_and_horizons_out_of_order_are_refused(model: CostModel, choice: Choice) -> None:
    with pytest.raises(InputError):
        moves.with_contest(choice, "rate_docent", Contest(3, 2, 1))
    with pytest.raises(InputError):
        moves.with_horizon(choice, 11)
    with pytest.raises(InputError):
        moves.with_price_basis(choice, "guess")


def test_a_choice_of_another_model_keeps_what_is_known(model: CostModel, choice: Choice) -> None:
    foreign = replace(
        choice,
        institution=Institution("x", "Onbekend", "gone"),
        future="gone",
        levers=(("gone_lever", 1.0), ("steer_language", 1.0), ("steer_modules", 9.0)),
        contested=(("gone_parameter", Contest(1, 1, 1)),),
        model_version="1999.1",
    )
    fit = moves.fitted(model, foreign)
    assert fit.levers == (("steer_language", 1.0),)
    assert fit.contested == ()
    assert (fit.institution.based_on, fit.future, fit.model_version) == ("average_roc", "verwacht", model.version)
    assert {"gone_lever", "steer_modules", "gone_parameter", "gone"} <= set(moves.lost(model, foreign))
