"""Comparing on screen: sets, alignment, what is evaluated again, the bridge, and links that say nonsense."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flexlib.engine.evaluate import evaluate
from flexlib.errors import InputError
from flexlib.model.circumstances import circumstances
from flexlib.model.records import Choice, CostModel
from flexlib.share import Entry
from flexlib.share.compared import applied
from flexlib.ui import circumstances as ui_circumstances
from flexlib.ui import compare_set, moves, saves, weights
from flexlib.ui.cache import Shelf
from flexlib.ui.compare import differences as compare_differences
from flexlib.ui.compare import futures as compare_futures
from flexlib.ui.compare import measures
from flexlib.ui.compare import parallel as compare_parallel
from flexlib.ui.compare import tradeoff as compare_tradeoff
from flexlib.ui.compare import weights as compare_weights
from flexlib.ui.compare.words import band, signed
from flexlib.ui.moves import Standpoint
from flexlib.ui.totals import COMPARED
from tests.engine.future_grid import future_grid
from tests.ui.side_by_side import compared

DRAWS = 500


class Counting(Shelf):
    """A shelf that counts its evaluations."""

    def __init__(self, model: CostModel) -> None:
        super().__init__(model)
        self.evaluated: list[Choice] = []

    def _evaluated(self, choice: Choice):
        self.evaluated.append(choice)
        return super()._evaluated(choice)


@pytest.fixture
def choice(model: CostModel) -> Choice:
    return replace(moves.first_choice(model), variant="verrijken_kaders", draws=DRAWS)


def test_the_first_set_has_the_reference_what_is_on_screen_and_ready_made_ones(
    model: CostModel, choice: Choice
) -> None:
    plain = compare_set.first_set(model, choice, None)
    assert plain.entries[0] == Entry("verrijken_kaders") and plain.reference == 0
    assert Entry() not in plain.entries and Entry("nulvariant") not in plain.entries
    moved = moves.with_lever(model, choice, "rollout_months", 24)
    assert compare_set.first_set(model, moved, None).entries[:2] == (Entry("verrijken_kaders"), Entry())
    other = compare_set.first_set(model, choice, Standpoint("nulvariant"))
    assert other.entries[:2] == (Entry("nulvariant"), Entry())


def test_an_entry_meets_the_circumstances_of_the_screen(model: CostModel, choice: Choice) -> None:
    there = replace(choice, future="geld_op", horizon_months=60, circumstances=(("delay_all", 1.1),))
    there_too = applied(Entry("stap_voor_stap", (("rollout_months", 12.0),)), there)
    assert there_too == replace(there, variant="stap_voor_stap", levers=(("rollout_months", 12.0),))
    assert applied(Entry(), there) == there


def test_only_the_moved_variant_is_evaluated_again(model: CostModel, choice: Choice) -> None:
    shelf = Counting(model)
    variants = [replace(choice, levers=(("rollout_months", float(months)),)) for months in range(0, 60, 6)]
    for variant in variants:
        shelf.totals(variant)
    moved = replace(variants[3], levers=(("rollout_months", 55.0),))
    shelf.headline(moved)  # the strip comes first
    for variant in (*variants[:3], moved, *variants[4:]):
        shelf.totals(variant)
    assert shelf.evaluated == [*variants, moved]


def test_totals_are_the_engines_draws_in_full(model: CostModel, choice: Choice) -> None:
    shelf = Shelf(model)
    totals, result = shelf.totals(choice), evaluate(model, choice, shelf.draws_of(choice))
    for outcome in COMPARED:
        assert totals.values[outcome].dtype == np.float64
        np.testing.assert_array_equal(totals.values[outcome], result.values[outcome])
        np.testing.assert_allclose(totals.p(outcome), result.quantiles(outcome))


@pytest.mark.parametrize("written", ["", "~", "x~y", "one_off_integral~one_off_integral", "nan~inf~1", "~~~~"])
def test_links_that_say_nonsense_are_not_followed(model: CostModel, written: str) -> None:
    assert compare_tradeoff.axes_of(written) == compare_tradeoff.AT_FIRST
    assert compare_parallel.ranges_of(written) == {}
    assert compare_futures.limits_of(written) == ()
    assert set(weights.weights_of(model, written).values()) == {float(weights.AT_FIRST)}


def test_weights_and_limits_come_back_from_a_link(model: CostModel) -> None:
    found = weights.weights_of(model, "months_all_live~0~studeerbaarheid~10~bestuurbaarheid~11")
    assert (found["months_all_live"], found["studeerbaarheid"], found["bestuurbaarheid"]) == (0.0, 10.0, 5.0)
    (limit,) = compare_futures.limits_of("student_years~9000~one_off_integral~nan")
    assert (limit.outcome, limit.value, limit.is_most) == ("student_years", 9000.0, False)


def test_shares_lie_percentage_points_apart_and_amounts_in_their_unit(model: CostModel, choice: Choice) -> None:
    ground = compared(model, choice, "verrijken_kaders", "stap_voor_stap")
    assert signed(ground, "peak_team_load", -0.0264) == "▼ 2,6 procentpunt"
    assert signed(ground, "peak_team_load", 0.1216) == "▲ 12 procentpunt"
    assert signed(ground, "months_all_live", 3.0).replace("\u00a0", " ") == "▲ 3 maanden"
    assert ground.apart("peak_team_load", 0.0264) == "2,6 procentpunt"


def test_the_sentence_over_the_table_says_the_figures_of_the_table(model: CostModel, choice: Choice) -> None:
    ground = compared(model, choice, "verrijken_kaders", "stap_voor_stap")
    for outcome in ("one_off_integral", "months_all_live", "student_years"):
        best = ground.ranked(outcome)[0]
        assert ground.write(outcome, ground.totals[best].p(outcome)[1]) in compare_differences.lead(ground), outcome


def test_what_every_outcome_weighs_is_said_once_unless_they_differ(model: CostModel, choice: Choice) -> None:
    ground = compared(model, choice, "nulvariant", "stap_voor_stap", "verrijken_kaders", "llo_eerst")
    now, lines = compare_weights.Weighed(ground, compare_weights.weights_of(model, "")).turn_lines()
    assert "12,5" in now and len(lines) > 1 and not any("(nu " in line for line in lines)
    moved = compare_weights.weights_of(model, "months_all_live~2~studeerbaarheid~10")
    now, lines = compare_weights.Weighed(ground, moved).turn_lines()
    assert now == "" and all("(nu " in line for line in lines)


def with_budgets(choice: Choice, budgets: dict[int, float], **figures: float) -> Choice:
    own = replace(
        choice.institution, figures=tuple(sorted(figures.items())), budget_by_year=tuple(sorted(budgets.items()))
    )
    return replace(choice, institution=own)


def test_every_step_of_a_range_has_its_own_words_and_a_link_lands_on_the_nearest(
    model: CostModel, choice: Choice
) -> None:
    ground = compared(model, choice, "verrijken_kaders", "stap_voor_stap", "koploper_configureren")
    for outcome in compare_parallel.PARALLEL:
        axis = compare_parallel.axis_of(ground, outcome)
        assert not axis.steps or {0, compare_parallel.STEPS} <= set(axis.steps)
        assert len(set(axis.steps.values())) == len(axis.steps)
        for low in range(0, compare_parallel.STEPS, 7) if axis.steps else ():
            found = axis.nearest((low, compare_parallel.STEPS))
            assert found[0] in axis.steps and found[1] == compare_parallel.STEPS
        assert all(axis.holds(at, (0, compare_parallel.STEPS)) for at in range(3) if axis.steps)
    months = compare_parallel.axis_of(ground, "months_all_live")
    assert len(months.steps) < compare_parallel.STEPS
    assert [months.holds(at, (90, 100)) for at in range(3)].count(True) == 1


def test_a_budget_is_drawn_only_where_it_covers_what_is_measured(model: CostModel, choice: Choice) -> None:
    names = ("verrijken_kaders", "stap_voor_stap")
    in_total = compared(model, with_budgets(choice, {}, budget_total_eur=3e6, budget_year_eur=5e5), *names)
    spent = measures.outcome_of(in_total, "total_out_of_pocket")
    (limit,) = measures.limits_on(spent)
    assert limit.value == 3e6 and "3,0" in limit.name
    years = {year.year: 4e5 + at for at, year in enumerate(in_total.totals[0].calendar_years)}
    every_year = compared(model, with_budgets(choice, years, budget_total_eur=3e6), *names)
    (limit,) = measures.limits_on(measures.outcome_of(every_year, "total_out_of_pocket"))
    assert limit.value == pytest.approx(sum(years.values()))
    dearest = measures.dearest_year_of(every_year)
    assert measures.limits_on(dearest) == [] and str(min(years)) in measures.lacks_a_line(dearest)
    few = compared(model, with_budgets(choice, {min(years): 1e6}, budget_total_eur=3e6), *names)
    assert measures.limits_on(measures.outcome_of(few, "total_out_of_pocket")) == []
    axes = (measures.dearest_year_of(in_total), spent)
    (over, _) = compare_tradeoff.limits_of(axes, (0, 1))
    assert over.over == tuple(at for at in (0, 1) if in_total.totals[at].dearest_year[1] > 5e5)
    assert over.over and in_total.names[over.over[0]] in compare_tradeoff.over_limits(in_total, [over])


def test_the_dearest_year_is_that_of_each_draw(model: CostModel, choice: Choice) -> None:
    shelf = Shelf(model)
    spent = evaluate(model, choice, shelf.draws_of(choice)).values["out_of_pocket_year"]
    low, middle, high = shelf.totals(choice).dearest_year
    assert middle == pytest.approx(np.median(spent.max(axis=1)))
    assert low <= middle <= high


def test_regret_on_an_axis_is_that_of_the_futures_and_only_for_what_can_be_chosen(
    model: CostModel, choice: Choice
) -> None:
    ground = compared(model, choice, "nulvariant", "stap_voor_stap", "verrijken_kaders")
    able = ground.contenders
    assert able == [1, 2]
    grid = future_grid(model, [one.choice for one in ground.variants], ["student_years"], candidates=able)
    found = measures.regret_of(ground, grid, "student_years")
    assert found.minimise and np.isnan(found.p(0)[1])
    for at in able:
        assert found.p(at) == (grid.max_regret[at, 0],) * 3
    axes = (found, measures.outcome_of(ground, "student_years"))
    assert compare_tradeoff.beaten_by(ground, axes) == [False, True, False]


def test_every_circumstance_can_be_set_to_all_that_its_slider_says(model: CostModel, choice: Choice) -> None:
    for target, known in circumstances(model).items():
        for now in (known.neutral, known.lowest, known.highest, known.neutral + 0.001):
            offered = ui_circumstances.offered(model, target, now, "nl")
            assert now in offered and len(set(offered.values())) == len(offered)
            for value in offered:
                moves.with_circumstance(model, choice, target, value)


def test_a_circumstance_is_moved_and_taken_back(model: CostModel, choice: Choice) -> None:
    moved = moves.with_circumstance(model, choice, "delay_all", 1.2)
    assert moved.circumstances == (("delay_all", 1.2),)
    assert moves.with_circumstance(model, moved, "delay_all", 1.0) == choice
    with pytest.raises(InputError):
        moves.with_circumstance(model, choice, "delay_all", 99.0)


def test_without_a_value_on_an_axis_there_is_no_picture_and_twins_come_out_equal(
    model: CostModel, choice: Choice
) -> None:
    empty = compared(model, choice, "nulvariant", "nulvariant")
    axes = (measures.outcome_of(empty, "months_all_live"), measures.outcome_of(empty, "one_off_integral"))
    assert compare_tradeoff.over_limits(empty, compare_tradeoff.limits_of(axes, ())) == ""
    assert "maanden tot alle teams" in compare_tradeoff.nothing_drawn(empty, axes)
    twins = compared(model, choice, "stap_voor_stap", "stap_voor_stap")
    axes = (measures.outcome_of(twins, "student_years"), measures.outcome_of(twins, "one_off_integral"))
    said = compare_tradeoff.lead(twins, axes, compare_tradeoff.beaten_by(twins, axes))
    assert "precies gelijk" in said
    weighed = compare_weights.Weighed(twins, weights.weights_of(model, ""))
    assert "5 van de 10" in weighed.sure()


def test_a_limit_below_zero_is_refused_where_nothing_can_be_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLEXLIB_HOME", str(tmp_path))
    st.cache_resource.clear()
    app = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60)
    app.query_params.update({"v": "verrijken_kaders", "n": "200", "beeld": "toekomsten"})
    app.run()
    app.switch_page("pages/vergelijken.py").run()
    for name, said in (("one_off_integral", ""), ("recurring_net", "recurring_net~-5.0")):
        app.text_input(key=f"limit_{name}").set_value("-5").run()
        assert app.session_state["flexlib"].views.get("eisen", "") == said
    assert app.text_input(key="limit_one_off_integral").value == "-5" and not app.exception
    saves.workspace().close()
    st.cache_resource.clear()


def test_what_a_link_asks_that_cannot_be_is_told_and_the_rest_stands() -> None:
    app = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60)
    asked = {
        "assen": "npv~recurring_net",
        "weeg": "doceerbaarheid~8~geluk~3",
        "eisen": "months_all_live~48~one_off_integral~veel",
        "grenzen": "one_off_integral~10~60",
    }
    app.query_params.update({"v": "verrijken_kaders", "i": "average_roc", "n": "300", **asked})
    app.run()
    app.switch_page("pages/vergelijken.py").run()
    told = " ".join(element.value for element in app.info).replace("\\", "")
    assert all(word in told for word in ("assen", "npv", "weeg", "geluk", "eisen", "veel"))
    assert "grenzen" not in told
    views = app.session_state["flexlib"].views
    assert views["weeg"] == "doceerbaarheid~8"
    assert views["eisen"] == "months_all_live~48"
    assert views["grenzen"] == asked["grenzen"]
    assert not views["assen"]


def test_what_cannot_be_is_no_contender_and_one_contender_is_said(model: CostModel, choice: Choice) -> None:
    both = compared(model, choice, "verrijken_kaders", "stap_voor_stap")
    levers = (("dim_met_wie", 4.0), ("fixed_group_share", 0.5))
    broken = replace(both.variants[0], choice=replace(choice, levers=levers))
    ground = replace(
        both, variants=(broken, both.variants[1]), totals=(Shelf(model).totals(broken.choice), both.totals[1])
    )
    assert not ground.totals[0].is_possible and ground.contenders == [1]
    axes = tuple(measures.outcome_of(ground, name) for name in compare_tradeoff.AT_FIRST)
    assert compare_tradeoff.lead(ground, axes, [False, False]).startswith("Er is één variant")
    assert compare_differences.lead(ground).startswith("Er is één variant")
    none = replace(ground, variants=(broken,), totals=ground.totals[:1])
    assert "kan zo worden gekozen" in compare_differences.lead(none)


def test_a_total_over_the_horizon_ranks_nothing(model: CostModel, choice: Choice) -> None:
    ground = compared(model, choice, "verrijken_kaders", "stap_voor_stap", "llo_eerst")
    axes = tuple(measures.outcome_of(ground, name) for name in ("total_out_of_pocket", "student_years"))
    beaten = compare_tradeoff.beaten_by(ground, axes)
    assert not any(beaten)
    assert "rangschikt niet" in compare_tradeoff.lead(ground, axes, beaten)


def test_who_is_overtaken_is_said_with_how_sure_that_is(model: CostModel, choice: Choice) -> None:
    ground = compared(model, choice, "verrijken_kaders", "stap_voor_stap", "llo_eerst", "alles_tegelijk")
    for pair in (("one_off_integral", "months_all_live"), ("peak_team_load", "months_all_live")):
        axes = tuple(measures.outcome_of(ground, name) for name in pair)
        beaten = compare_tradeoff.beaten_by(ground, axes)
        said = compare_tradeoff.lead(ground, axes, beaten)
        assert ("van de 10 toekomsten" in said) == ("ingehaald" in said)
    assert any(beaten)


def test_with_one_draw_no_chance_is_said(model: CostModel, choice: Choice) -> None:
    ground = compared(model, replace(choice, draws=1), "verrijken_kaders", "stap_voor_stap")
    assert "toekomsten" not in compare_differences.beneath(ground)
    weighed = compare_weights.Weighed(ground, weights.weights_of(model, ""))
    assert weighed.sure() == ""


def test_months_beyond_the_horizon_read_as_in_the_strip(model: CostModel, choice: Choice) -> None:
    ground = compared(model, replace(choice, horizon_months=36), "verrijken_kaders", "stap_voor_stap")
    assert ground.write("months_all_live", 101.0).replace("\u00a0", " ") == "> 36 maanden"
    assert ground.write("months_all_live", 30.0).replace("\u00a0", " ") == "30 maanden"
    assert band(ground, "months_all_live", 30.0, 127.0) == "30–>36"
    assert ground.apart("months_all_live", 101.0).replace("\u00a0", " ") == "101 maanden"
