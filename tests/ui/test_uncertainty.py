"""The words about the band, the limits in a link, and work beside the page that can be stopped."""

from __future__ import annotations

import math
import re
import threading
import weakref
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flexlib import units
from flexlib.engine.compare.futures import Bound
from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, sample
from flexlib.engine.sensitivity.failure import Box, Condition, Failure
from flexlib.engine.sensitivity.importance import importance
from flexlib.engine.sensitivity.inputs import Input, inputs_of
from flexlib.engine.sensitivity.knowing import Gain, Knowing, Rule
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel
from flexlib.ui import moves, own_amounts, state, switches, told
from flexlib.ui.chart_panel import Figure
from flexlib.ui.failing_limits import LIMITED, limits_in, written_limits
from flexlib.ui.told import ToldJob
from flexlib.ui.totals import COMPARED, totals_of
from flexlib.ui.uncertainty import find_out, tornado
from flexlib.ui.uncertainty.band import groups_figure, groups_sentence, inputs_figure, lead, remarks
from flexlib.ui.uncertainty.conditions import box_words
from flexlib.ui.uncertainty.failing import Case, case_of, share_failing, spoken, tenths_figure
from flexlib.ui.uncertainty.failing import lead as failing_lead
from flexlib.ui.uncertainty.ground import CHANCE, Unsure, class_name, input_name, short_name, subject_of

DRAWS = 400


@pytest.fixture(scope="module")
def choice(model: CostModel) -> Choice:
    return replace(moves.with_variant(moves.first_choice(model), "verrijken_kaders"), draws=DRAWS)


@pytest.fixture(scope="module")
def draws(model: CostModel, choice: Choice) -> Draws:
    return sample(model, DRAWS, choice.seed)


@pytest.fixture(scope="module")
def ground(model: CostModel, choice: Choice, draws: Draws) -> Unsure:
    return Unsure(model, choice, "nl", totals_of(evaluate(model, choice, draws)), None, "", "Verrijken", "Ons roc")


def named(model: CostModel, input_id: str) -> Input:
    return next(of for of in inputs_of(model) if of.id == input_id)


def test_every_outcome_of_the_screen_is_kept_with_its_draws() -> None:
    assert set(switches.DRIVEN) <= set(COMPARED)
    assert set(LIMITED) <= set(COMPARED)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_input_has_a_name_and_a_place_among_the_assumptions(model: CostModel, language: str) -> None:
    for of in inputs_of(model):
        assert input_name(model, of, language) and short_name(model, of, language)
        assert class_name(of.cost_class, language)
        assert subject_of(of) in model.parameters or subject_of(of) in model.curves
    assert subject_of(named(model, "ict_tail")) == CHANCE


def test_limits_travel_and_what_cannot_be_read_is_left_out(model: CostModel) -> None:
    found = limits_in(model, "months_all_live~48.0~one_off_integral~5000000.0")
    assert list(found.items()) == [("one_off_integral", 5e6), ("months_all_live", 48.0)]
    assert limits_in(model, "geen") == limits_in(model, "npv~1~months_all_live~nan~peak_team_load~veel") == {}


def test_an_amount_of_the_institution_never_stands_in_a_link(
    model: CostModel, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "choice", lambda: choice)
    monkeypatch.setattr(own_amounts, "_amounts", {}.copy)
    written = written_limits({"total_out_of_pocket": 7_654_321.0, "months_all_live": 48.0})
    assert "7654321" not in written and "total_out_of_pocket~own" in written
    assert limits_in(model, "total_out_of_pocket~7654321~months_all_live~48.0") == {"months_all_live": 48.0}


def test_conditions_read_as_a_sentence(model: CostModel, ground: Unsure) -> None:
    delay, strength = named(model, "systemic_delay"), next(of for of in inputs_of(model) if of.kind == "strength")
    box = Box(
        (
            Condition(named(model, "ict_tail"), True, 0.5, 1.0),
            Condition(delay, False, 0.8, 1.28),
            Condition(delay, True, 0.4, 1.14),
            Condition(strength, True, 0.6, 1.1),
        ),
        0.5,
        0.9,
        0.2,
    )
    words = box_words(ground, box)
    assert words.startswith("ICT uit de hand loopt, ")
    assert "tussen 1,14 (14 % tegenvaller) en 1,28 (28 % tegenvaller) ligt en '" in words.replace("\u00a0", " ")
    assert words.replace("\u00a0", " ").endswith("meer dan 10 % sterker is dan verwacht")


def test_a_sentence_tells_only_the_conditions_that_set_failing_apart(model: CostModel, ground: Unsure) -> None:
    delay, richten = (
        named(model, "systemic_delay"),
        next(of for of in inputs_of(model) if "richten" in of.id and of.kind == "parameter"),
    )
    late, strong = Condition(delay, True, 0.9, 1.47), next(of for of in inputs_of(model) if of.kind == "strength")
    one = Box((late,), 0.48, 0.44, 0.06)
    lax = Box((late, Condition(richten, True, 0.13, 7.74)), 0.4, 0.6, 0.04)
    weak = Box((late, Condition(strong, True, 0.7, 1.2)), 0.47, 0.5, 0.05)
    sharp = Box((late, Condition(strong, True, 0.7, 1.2)), 0.4, 0.6, 0.04)
    for boxes, best in (((one, lax), one), ((one, weak), one), ((one, sharp), sharp)):
        found = Failure("pattern", 0.06, (0.06,), (boxes[-1],), boxes)
        assert spoken(found) is best
        said = failing_lead(ground, Case(found)).replace("\u00a0", " ")
        assert f"{input_name(model, delay, 'nl')}' meer dan 47 % tegenvalt" in said
        assert ("20 % sterker is dan verwacht" in said) == (best is sharp)
        assert "7,74" not in said and "keer" not in said


def test_the_picture_is_about_succeeding_where_the_sentence_is(model: CostModel, ground: Unsure, draws: Draws) -> None:
    months = ground.totals.values["months_all_live"]
    limits, delay = [Bound("months_all_live", float(np.quantile(months, 0.08)))], named(model, "systemic_delay")
    case = case_of(ground.totals, limits, draws, inputs_of(model))
    assert case.success is not None
    figure = tenths_figure(ground, case, limits, [delay], {delay.id: draws.parameters[delay.id]})
    assert figure.title.startswith("Hoe vaak het lukt") and "mislukt" not in figure.title + figure.alt
    assert np.mean(figure.table.iloc[0, 1:].astype(float)) == pytest.approx(8, abs=1)
    failing = tenths_figure(ground, Case(case.failing), limits, [delay], {delay.id: draws.parameters[delay.id]})
    assert np.mean(failing.table.iloc[0, 1:].astype(float)) == pytest.approx(92, abs=1)


def test_a_draw_fails_when_any_limit_is_broken(ground: Unsure) -> None:
    months = ground.totals.values["months_all_live"]
    limit = Bound("months_all_live", float(np.median(months)))
    assert share_failing(ground.totals, [limit]) == float((months > limit.value).mean())
    assert share_failing(ground.totals, [limit, Bound("one_off_integral", 0.0)]) == 1.0


@pytest.mark.parametrize("kind", ["never", "always", "too_few", "no_pattern"])
def test_every_kind_of_failure_has_its_sentence(ground: Unsure, kind: str) -> None:
    words = failing_lead(ground, Case(Failure(kind, 0.3, (0.3,), ())))
    assert words.startswith("Verrijken mislukt ") and words.endswith(".")


@pytest.mark.parametrize("kind", ["too_few", "no_pattern"])
def test_failing_nearly_always_is_said_without_conditions_for_success_too(ground: Unsure, kind: str) -> None:
    success = Failure(kind, 0.07, (0.07,), ())
    words = failing_lead(ground, Case(replace(success, share=0.93), success))
    assert words.startswith("Verrijken mislukt bijna altijd: in 9 van de 10 toekomsten. ")


def test_what_fails_in_all_but_a_few_futures_is_not_said_to_fail_in_ten_of_ten(ground: Unsure) -> None:
    few = Failure("too_few", 0.003, (0.003,), ())
    assert "in meer dan 9 van de 10 toekomsten" in failing_lead(ground, Case(replace(few, share=0.997), few))


def test_a_tiny_gain_is_said_to_be_next_to_nothing(model: CostModel, ground: Unsure) -> None:
    gain = Gain(named(model, "systemic_delay"), 0.02, 0.001, 0.0, 0.3)
    rule = Rule(np.zeros((0, 2)), (0, 1), "points")
    known = Knowing(rule, 0, (0.7, 0.3), 0.2, (gain,))
    found = find_out.Found(known, 10.4)
    little = find_out.lead(ground, found, ["A", "B"])
    assert little.startswith("Eerst één ding uitzoeken levert bijna niets op") and "0,02 punt" in little
    assert "gemiddeld 10 punt uiteen" in find_out.beneath(ground, found, ["A", "B"])
    assert "uiteen" not in find_out.beneath(ground, find_out.Found(known, 1.0), ["A", "B"])
    assert find_out.lead(ground, find_out.Found(known, 1.0), ["A", "B"]).startswith("Zoek eerst uit: ")
    less = replace(known, gains=(replace(gain, value=0.002),))
    assert "minder dan 0,01 punt" in find_out.lead(ground, find_out.Found(less, 10.0), ["A", "B"])


def test_what_drives_the_band_is_told_and_adds_up(
    model: CostModel, choice: Choice, draws: Draws, ground: Unsure
) -> None:
    found = importance(model, choice, ("recurring_integral",), draws)["recurring_integral"]
    said = lead(ground, found, 0.25).replace("\u00a0", " ")
    assert said.startswith("25 % van de band") and input_name(model, found.shares[0].input, "nl") in said
    assert "zonder bewijs" not in lead(ground, found, math.nan)
    assert remarks(ground, found) == []
    unsure = replace(found, shares=tuple(replace(one, total_error=0.3) for one in found.shares))
    assert "meer dan 20 procentpunt" in remarks(ground, unsure)[0]
    table = inputs_figure(ground, found).table
    assert table["Op zichzelf (%)"].sum() == pytest.approx(100, abs=0.5)
    assert written_beside_the_bars(inputs_figure(ground, found)) == pytest.approx(100, abs=3)
    beside = importance(model, replace(choice, variant="stap_voor_stap"), ("recurring_integral",), draws)
    with_reference = inputs_figure(ground, found, beside["recurring_integral"])
    assert with_reference.table.columns[-1] == "Referentie, op zichzelf (%)"
    other = beside["recurring_integral"].shares
    expected = {input_name(model, one.input, "nl"): 100 * one.first for one in other}
    shown = dict(zip(with_reference.table.iloc[:-1, 0], with_reference.table.iloc[:-1, -1], strict=True))
    assert shown == pytest.approx({name: expected.get(name, 0.0) for name in shown})
    for kind in ("class", "grade"):
        figure = groups_figure(ground, found, kind, 0.25)
        assert figure.table.iloc[:, 1].sum() == pytest.approx(100, abs=1.5)
        assert written_beside_the_bars(figure) == pytest.approx(100, abs=3)
        assert len(figure.written) == len(figure.table)
        longest = max(found.by_class if kind == "class" else found.by_grade, key=lambda one: one.alone)
        assert units.share(longest.alone, "nl", 0) in groups_sentence(ground, found)  # as its bar is labelled


def written_beside_the_bars(figure: Figure) -> float:
    """The sum of the shares that a picture of importance writes, percent; each is rounded."""
    said = figure.alt.replace("\u00a0", " ")
    return sum(float(found.replace(",", ".")) for found in re.findall(r": ([\d,]+) %", said))


def test_what_happens_or_not_is_called_by_the_event_and_its_bar_says_from_where_to_where(
    model: CostModel, ground: Unsure
) -> None:
    event = named(model, "ict_tail")
    assert input_name(model, event, "nl") == short_name(model, event, "nl") == "Of ICT uit de hand loopt"
    assert input_name(model, event, "en") == "Whether ICT gets out of hand"
    bars = (tornado.Bar(event, 4e6, 6e6), tornado.Bar(named(model, "systemic_delay"), 4.5e6, 5e6))
    said = tornado.lead(ground, tornado.Bars(bars, 4.6e6, math.nan), "one_off_integral").replace("\u00a0", " ")
    assert said == "Loopt ICT uit de hand, dan gaat eenmalig samen van € 4,0 mln naar € 6,0 mln."
    note = "De balk 'Of ICT uit de hand loopt' loopt van niet naar wel, niet van P10 naar P90."
    for way in switches.SWINGS:
        figure = tornado.tornado_figure(ground, tornado.Bars(bars, 4.6e6, math.nan), "one_off_integral", way, 2)
        assert note in figure.notes
        fewer = tornado.tornado_figure(ground, tornado.Bars(bars[1:], 4.6e6, math.nan), "one_off_integral", way, 1)
        assert note not in fewer.notes


def test_work_can_be_stopped_where_it_tells_how_far_it_is() -> None:
    begun, steps = threading.Event(), []

    def work(tell) -> None:
        for step in range(10_000):
            begun.set()
            steps.append(step)
            tell(step / 10_000)
            threading.Event().wait(0.001)

    job = ToldJob("key", work)
    assert begun.wait(5)
    job.stop()
    assert job.wait(5) and job.was_stopped and job.failure is None
    assert len(steps) < 10_000


def test_what_work_was_done_with_is_let_go_of_when_it_ends() -> None:
    class Totals:
        """Stands for what a variant weighs."""

    totals = Totals()
    kept = weakref.ref(totals)
    job = ToldJob("key", partial(lambda of, tell: None, totals))
    del totals
    assert job.wait(5) and job.is_done
    assert kept() is None


def test_work_that_cannot_be_done_says_why() -> None:
    def work(_) -> None:
        raise InputError("unsure.few_draws", found=1, needed=200)

    job = ToldJob("key", work)
    assert job.wait(5) and not job.was_stopped
    assert job.failure is not None and job.failure.key == "unsure.few_draws"


def test_an_unforeseen_failure_beside_the_page_is_raised_again_on_it() -> None:
    def work(_) -> None:
        raise ZeroDivisionError("inside")

    job = ToldJob("key", work)
    assert job.wait(5) and job.failure is None
    with pytest.raises(RuntimeError) as failed:
        job.fail()
    assert isinstance(failed.value.__cause__, ZeroDivisionError)


def test_one_draw_is_one_draw_in_the_source(choice: Choice, ground: Unsure) -> None:
    assert "; 400 trekkingen (" in ground.source
    assert "; 1 trekking (" in replace(ground, choice=replace(choice, draws=1)).source


def shown_work() -> None:
    from types import SimpleNamespace

    import streamlit as st

    from flexlib.ui.told import result_of

    page = SimpleNamespace(address="onzekerheid", language="nl", t=lambda key, **values: key)
    st.text(str(result_of(page, "asked", lambda tell: 7)))  # type: ignore[arg-type]


def test_what_ended_while_nobody_looked_and_made_room_for_others_is_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLEXLIB_HOME", str(tmp_path))
    st.cache_resource.clear()
    app = AppTest.from_function(shown_work)
    with told._one_work():
        assert app.run().text[0].value == "None"
    assert app.session_state[told.JOB].wait(20)
    for other in range(told.KEPT):
        told._kept().put(other, other)
    assert app.run().text[0].value == "7" and not app.exception
    st.cache_resource.clear()
