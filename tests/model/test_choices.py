"""Levels of a choice: today ← ready-made variant ← own differences; and the figures of an institution."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flexlib.errors import FlexlibError
from flexlib.model.choices import (
    BASELINE,
    differences,
    institution_figures,
    resolve_levels,
    scenario_defaults_for,
    variant_levels,
)
from flexlib.model.records import Choice, Institution


@pytest.fixture(scope="module")
def choice(model) -> Choice:
    first = next(iter(model.institutions))
    return Choice(institution=Institution(first, "", first), variant=BASELINE)


def test_every_lever_has_a_level_in_file_order(model, choice):
    assert list(resolve_levels(model, choice)) == list(model.levers)


def test_the_baseline_is_today(model, choice):
    figures = institution_figures(model, choice.institution)
    for lever_id, level in resolve_levels(model, choice).items():
        lever = model.levers[lever_id]
        assert level == (lever.default if lever.today_figure is None else figures[lever.today_figure])


def test_a_variant_lies_over_today_and_own_differences_over_the_variant(model, choice):
    variant = next(one for one in model.variants.values() if one.levers)
    lever_id, level = next(iter(variant.levers.items()))
    assert resolve_levels(model, replace(choice, variant=variant.id))[lever_id] == level
    other = model.levers[lever_id].default
    assert resolve_levels(model, replace(choice, variant=variant.id, levers=((lever_id, other),)))[lever_id] == other


def test_a_variant_inherits_from_its_parent(model):
    for variant in model.variants.values():
        if variant.parent:
            assert variant_levels(model, variant.id) == {**variant_levels(model, variant.parent), **variant.levers}


def test_own_figures_override_the_reference(model, choice):
    own = replace(choice.institution, figures=(("teams", 7.0),))
    assert institution_figures(model, own)["teams"] == 7.0
    assert institution_figures(model, own)["sectors"] == institution_figures(model, choice.institution)["sectors"]


def test_todays_level_of_an_own_institution_counts(model, choice):
    lever = next(one for one in model.levers.values() if one.today_figure and one.kind == "scale")
    level = lever.levels[-1].value
    own = replace(choice.institution, figures=((lever.today_figure, level),))
    assert resolve_levels(model, replace(choice, institution=own))[lever.id] == level


def test_the_heaviest_scenario_in_scope_proposes_levels(model, choice):
    levels = resolve_levels(model, choice)
    levels |= {"scenario_bbl": 3.0, "scope_bbl": 0.5, "scenario_llo": 4.0, "scope_llo": 0.0}
    assert scenario_defaults_for(model, levels) == dict(model.scenario_defaults[3])


def test_without_scope_scenario_0_proposes(model, choice):
    levels = {**resolve_levels(model, choice), "scenario_bol12": 4.0}
    assert scenario_defaults_for(model, levels) == dict(model.scenario_defaults[0])


def test_differences_hold_both_levels(model, choice):
    moved = replace(choice, levers=(("scope_bbl", 0.5),))
    (difference,) = differences(model, moved, choice)
    assert (difference.lever_id, difference.level, difference.reference_level) == ("scope_bbl", 0.5, 0.0)
    assert differences(model, choice, choice) == ()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"variant": "none"}, "model.choice_unknown_variant"),
        ({"levers": (("none", 1.0),)}, "model.choice_unknown_lever"),
        ({"institution": Institution("x", "", "none")}, "model.choice_unknown_institution"),
    ],
)
def test_what_the_model_does_not_know_is_an_error_that_says_so(model, choice, change, key):
    with pytest.raises(FlexlibError) as caught:
        resolve_levels(model, replace(choice, **change))
    assert caught.value.key == key
    assert "none" in str(caught.value.values["id"])
