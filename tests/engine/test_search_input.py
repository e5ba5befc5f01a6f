"""What a search cannot answer is said, in words, with what to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flexlib.engine.explore.question import LEVEL, Limit, Question
from flexlib.engine.explore.search import search
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel
from flexlib.text import LANGUAGES, render

FREE = ("scope_bol34", "change_time_share")
COST = "one_off_integral"
WRONG = {
    "no_free_levers": Question(()),
    "unknown_lever": Question((*FREE, "scope_bol56")),
    "unknown_outcome": Question(FREE, front=(COST, "happiness")),
    "unknown_limit": Question(FREE, limits=(Limit("happiness", True, 1.0),)),
    "unknown_statistic": Question(FREE, limits=(Limit(COST, True, 1.0, "p99"),)),
    "unknown_robust": Question(FREE, robust="lucky"),
    "front_size": Question(FREE, front=()),
    "delay_would_pay": Question(FREE, front=("total_out_of_pocket",)),
    "no_direction": Question(FREE, front=("students_in_scope",)),
    "choices_number": Question(FREE, most_sampled=0),
    "draws_number": Question(FREE, draws=1_000_000),
    "limit_no_number": Question(FREE, limits=(Limit(COST, True, float("nan")),)),
    "contradictory": Question(FREE, limits=(Limit(COST, True, 1e6), Limit(COST, False, 2e6))),
    "no_years": Question(FREE, limits=(Limit(COST, True, 1e6, year=2028),)),
    "year_outside": Question(FREE, limits=(Limit("out_of_pocket_year", True, 1e6, year=2099),)),
    "limit_on_fixed": Question(FREE, limits=(Limit("coach_minutes", False, 45.0, LEVEL),)),
    "no_level_left": Question(FREE, limits=(Limit("scope_bol34", False, 2.0, LEVEL),)),
}


@pytest.fixture
def small(choice: Choice) -> Choice:
    return replace(choice, draws=20)


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_question_is_refused_in_words(model: CostModel, small: Choice, key: str) -> None:
    with pytest.raises(InputError) as refused:
        search(model, small, WRONG[key])
    assert refused.value.key == f"search.{key}"
    for language in LANGUAGES:
        assert len(render(refused.value.notice, language)) > 20


def test_amounts_in_a_refusal_have_their_unit_and_their_name(model: CostModel, small: Choice) -> None:
    def said(key: str) -> str:
        with pytest.raises(InputError) as refused:
            search(model, small, WRONG[key])
        return render(refused.value.notice, "nl").replace("\u00a0", " ")

    contradictory = said("contradictory")
    assert "minstens € 2.000.000 en hoogstens € 1.000.000" in contradictory
    assert model.outcomes[COST].label.nl in contradictory and COST not in contradictory
    assert "scope_bol34" not in said("no_level_left") and "200 %" in said("no_level_left")
    assert "45 minuten" in said("limit_on_fixed")
    assert model.outcomes["total_out_of_pocket"].label.nl in said("delay_would_pay")


def test_a_million_draws_are_refused(model: CostModel, small: Choice) -> None:
    with pytest.raises(InputError, match="draws_number"):
        search(model, replace(small, draws=1_000_000), Question(FREE))


def test_nobody_takes_part(model: CostModel, small: Choice) -> None:
    with pytest.raises(InputError, match="no_candidates"):
        search(model, replace(small, variant="nulvariant"), Question(("coach_minutes",)))


def test_one_draw_gives_an_answer(model: CostModel, small: Choice) -> None:
    answer = search(model, replace(small, draws=1), Question(FREE))
    assert answer.front
    for found in answer.front:
        costs = [value for figure, value in found.figures.items() if figure.outcome == COST]
        assert np.ptp(costs) == 0


def test_limits_that_nothing_can_meet_give_what_to_relax(model: CostModel, small: Choice) -> None:
    limits = (Limit(COST, True, 0.0), Limit("months_all_live", True, 0.0), Limit("peak_team_load", True, -1.0))
    answer = search(model, small, Question(FREE, limits=limits))
    assert not answer.front
    assert {limit for limit, _ in answer.ways[0].changes} == set(limits)


def test_a_lever_that_changes_nothing_gives_one_choice(model: CostModel, small: Choice) -> None:
    answer = search(model, small, Question(("subsidy_quality_agenda",), front=("months_first_live",)))
    assert len(answer.front) == len(answer.proposals) == 1
