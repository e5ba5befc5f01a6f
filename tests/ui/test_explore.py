"""Verkennen: the question is kept whole, a small search is answered, opened and relaxed, and nothing wrong is run."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from flexlib.engine.explore.question import Limit, Question
from flexlib.model.records import CostModel
from flexlib.ui import saves
from flexlib.ui.cache import shelf
from flexlib.ui.explore import desk as explore_desk
from flexlib.ui.explore import words as explore_words
from flexlib.ui.explore.answer import as_set
from flexlib.ui.moves import first_choice, with_variant
from tests.ui import apps
from tests.ui.said import said

pytestmark = pytest.mark.usefixtures("fresh_home")

PATIENCE_S = 60.0
SMALL = "f~vs~pf~lm~~o~one_off_integral~months_all_live~~r~p50"


def asked(question: str) -> AppTest:
    return apps.opened("verkennen", n="1000", zoek=question)


def settled(app: AppTest) -> AppTest:
    """Run until no search is going on."""
    return apps.settled(app, "explore", PATIENCE_S)


def searched(app: AppTest) -> AppTest:
    return settled(app.button(key="explore_search").click().run())


def card(app: AppTest, position: int) -> str:
    body = next(html.proto.body for html in app.get("html") if f'data-testid="found-{position}"' in html.proto.body)
    return unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ")


def strip_figures(app: AppTest) -> list[str]:
    body = next(html.proto.body for html in app.get("html") if 'data-testid="strip"' in html.proto.body)
    return [unescape(found).replace("\u00a0", " ") for found in re.findall(r'fl-tile-value">([^<]+)', body)]


def test_a_small_search_gives_a_handful_that_opens_as_it_was_told() -> None:
    app = searched(asked(SMALL))
    assert "Van 24 combinaties worden er" in said(app)
    told = card(app, 0)
    app.button(key="explore_open_0").click().run()
    assert all(figure in told for figure in strip_figures(app))
    assert "Op het scherm" in {button.label for button in app.button}
    assert "explore-behind" not in " ".join(html.proto.body for html in app.get("html"))


def test_an_answer_survives_another_page_and_another_session() -> None:
    app = searched(asked(SMALL))
    app.switch_page("pages/kiezen.py").run()
    app.switch_page("pages/verkennen.py").run()
    assert "Van 24 combinaties" in said(app)
    assert "Van 24 combinaties" in said(asked(SMALL))


def test_limits_that_shut_everything_out_say_how_little_to_relax_and_do_it() -> None:
    app = searched(asked(f"{SMALL}~~b~one_off_integral~p90~3000000~~b~months_all_live~p50~12"))
    assert "Geen van de 24 combinaties past binnen uw grenzen." in said(app)
    app = settled(app.button(key="explore_relax_0").click().run())
    assert re.search(r"Van 24 combinaties passen er [1-9]", said(app))


def test_everything_that_is_wrong_is_said_at_once_and_nothing_runs() -> None:
    app = asked("f~~o~one_off_integral~~b~out_of_pocket_year~p50~own")
    app.text_input(key="explore_one_off_integral").set_value("heel veel").run()
    words = said(app)
    for expected in ("geen enkele stuurknop vrijgegeven", "Kies 2 of 3 uitkomsten", "reist niet mee", "'heel veel'"):
        assert expected in words
    assert app.button(key="explore_search").disabled
    assert app.text_input(key="explore_one_off_integral").value == "heel veel"


def test_a_promise_below_what_stands_fixed_is_refused_in_words(model: CostModel) -> None:
    app = asked(f"{SMALL}~~b~scenario_bol34~level~4")
    assert model.levers["scenario_bol34"].label.nl in said(app)
    assert app.button(key="explore_search").disabled


def test_a_link_that_asks_what_is_not_offered_says_so_at_once_and_the_rest_stands() -> None:
    app = asked("f~vs~zz~~o~npv~one_off_integral~~r~lucky~~b~months_all_live~mean~12")
    told = " ".join(element.value for element in app.info).replace("\\", "")
    assert all(word in told for word in ("zz", "npv", "lucky", "months_all_live"))
    assert "Samen 4 combinaties. Ze worden allemaal bekeken." in said(app)
    assert "Kies 2 of 3 uitkomsten" in said(app)


def test_an_amount_that_stands_in_this_tab_only_says_so() -> None:
    app = asked(SMALL)
    app.text_input(key="explore_one_off_integral").set_value("9 mln").run()
    assert "Na herladen typt u het opnieuw" not in said(app)
    app.text_input(key="explore_total_out_of_pocket").set_value("9 mln").run()
    assert "Na herladen typt u het opnieuw" in said(app)


def test_regret_is_drawn_as_regret_with_the_choice_one_began_with() -> None:
    app = searched(asked(SMALL.replace("p50", "regret")))
    words = said(app)
    assert "grootste spijt" in words and "Getekend is de spijt" in words
    drawn = app.get("vega_lite_chart")[0].proto.alt
    assert "Uw keuze: €" in drawn and "grootste spijt" in drawn
    assert "In elk toekomstbeeld de beste op" in card(app, 0)


def test_a_found_variant_that_is_saved_says_so_on_its_card(model: CostModel) -> None:
    app = searched(asked(SMALL))
    app.button(key="explore_save_it_0").click().run()
    assert "Bewaard als 'Gevonden A" in said(app)
    assert len(saves.variants()) == 1


def test_relaxing_a_budget_by_year_never_tightens_another_year(model: CostModel) -> None:
    limits = tuple(Limit("out_of_pocket_year", True, value, "p50", year) for year, value in ((2028, 2e6), (2029, 5e6)))
    assert as_set(model, limits, ((limits[0], 2_104_321.0),)) == ((replace(limits[0], year=None), 5e6),)
    assert as_set(model, limits, ((limits[1], 5_104_321.0),)) == ((replace(limits[1], year=None), 5_110_000.0),)


def test_the_budget_of_the_institution_never_stands_in_the_address() -> None:
    app = asked(SMALL)
    app.text_input(key="explore_out_of_pocket_year").set_value("1,5 mln").run()
    app.text_input(key="explore_one_off_integral").set_value("9 mln").run()
    written = "".join(app.query_params["zoek"])
    assert "b~out_of_pocket_year~p50~own" in written and "1500000" not in written
    assert "b~one_off_integral~p50~9000000" in written
    assert app.text_input(key="explore_out_of_pocket_year").value == "1.500.000"


def test_a_search_can_be_stopped_with_the_best_so_far(model: CostModel) -> None:
    free = tuple(lever.id for lever in model.levers.values() if lever.group in "CD")
    choice = with_variant(first_choice(model), "verrijken_kaders")
    desk = explore_desk.Desk()
    desk.begin(choice, Question(free))
    assert desk.job is not None
    while desk.job.progress == 0.0 and not desk.job.has_ended:
        time.sleep(0.05)
    desk.job.stop()
    assert desk.job.wait(PATIENCE_S)
    desk.settle()
    assert desk.answer is not None and desk.answer.is_stopped
    assert "Gestopt" in explore_words.certainty(desk.answer, "nl")[0]
    again = explore_desk.Desk()
    again.take_kept(choice, Question(free))
    assert again.answer is None  # what was stopped is not kept as the answer


def test_what_is_kept_of_an_answer_is_bounded(model: CostModel) -> None:
    choice = with_variant(first_choice(model), "verrijken_kaders")
    question = Question(("rollout_months", "change_time_share", "materials_source", "ict_choice", "change_strategy"))
    job = explore_desk.SearchJob(shelf(), explore_desk._turn(), choice, question)
    assert job.wait(PATIENCE_S) and job.answer is not None
    kept = {len(values) for values in job.answer.within.values()}
    assert kept == {min(explore_desk.POINTS, job.answer.within_limits)}


def test_numbers_of_combinations_are_said_as_people_say_them() -> None:
    assert explore_words.count_words(46_080, "nl") == "46.080"
    assert explore_words.count_words(3_200_000_000, "nl") == "3,2 miljard"
    assert explore_words.count_words(10**40, "nl") == "ontelbaar veel"


def test_a_plan_that_cannot_be_done_says_so_on_its_card_and_the_count_is_of_what_really_differs() -> None:
    app = searched(asked("f~ro~vs~~o~one_off_integral~months_all_live~~r~p50"))
    cards = [card(app, at) for at in range(6) if f'data-testid="found-{at}"' in bodies(app)]
    assert any("Gaat zo niet" in one and "Het plan is te kort" in one for one in cards)
    assert f"dit zijn er {len(cards)} die echt verschillen" in said(app) or "onderling nauwelijks" in said(app)
    figures = [re.findall(r"€ ([\d,]+) mln", one)[0] for one in cards]
    months = [re.findall(r"Maanden tot alle teams\s+(\S+)", one)[0] for one in cards]
    assert len(set(zip(figures, months, strict=True))) == len(cards)  # two levers cannot make them unlike otherwise


def bodies(app: AppTest) -> str:
    return " ".join(html.proto.body for html in app.get("html"))
