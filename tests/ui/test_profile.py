"""The figures of an institution on screen: what was typed is understood or refused in words, in either language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flexlib.ui import saves
from tests.ui import apps
from tests.ui.said import markup as said


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(section: str, **query: str) -> AppTest:
    return apps.opened("instelling", deel=section, **query)


def typed(app: AppTest, subject: str, words: str) -> AppTest:
    return app.text_input(key=f"figure_{subject}").set_value(words).run()


def test_millions_are_understood_and_said_back() -> None:
    app = typed(opened("money"), "budget_total_eur", "2,5 mln")
    assert "Gelezen als € 2.500.000" in said(app)


def test_a_rate_that_cannot_be_an_hourly_rate_is_refused_with_its_bounds() -> None:
    app = typed(opened("rates"), "rate_docent", "5.200")
    assert "€ 5.200 per uur kan hier niet" in said(app) and "€ 13–385 per uur" in said(app)
    assert "own=" not in str(app.query_params)


def test_an_unusual_rate_is_taken_and_doubted() -> None:
    app = opened("rates")
    assert "buiten wat gewoon is" not in said(app)
    app = typed(app, "rate_docent", "95")
    assert "Gelezen als € 95 per uur" in said(app)
    assert said(app).count("dit uurtarief ligt buiten wat gewoon is (€ 64–77 per uur)") == 2
    assert "De cijfers passen bij elkaar" not in said(app)


def test_a_refusal_follows_the_language() -> None:
    app = typed(opened("teams"), "teams", "1000000000000")
    assert "1.000.000.000.000 teams kan hier niet" in said(app)
    app.button_group(key="language").set_value("en").run()
    assert "1,000,000,000,000 teams is not possible here" in said(app)


def test_an_emptied_field_asks_for_a_number() -> None:
    assert "Hier staat nog niets" in said(typed(opened("teams"), "teams", ""))


def test_the_name_is_asked_before_the_first_save_and_stands_with_it() -> None:
    app = opened("teams")
    app.text_input(key="who_works").set_value("Anna").run()
    typed(app, "teams", "61")
    app.expander(key=next(item.key for item in app.expander if (item.key or "").startswith("versions_")))
    assert "door Anna" in said(app)


def test_a_version_says_which_figures_it_changed() -> None:
    app = typed(opened("teams"), "teams", "61")
    typed(app, "teams", "62")
    page = said(app)
    assert "→ 61 teams" in page and "61 teams → 62 teams" in page


def thrown_away_elsewhere() -> tuple[AppTest, str]:
    app = typed(opened("teams"), "teams", "61")
    own = app.query_params["own"]
    own = own if isinstance(own, str) else own[0]
    saves.workspace().delete(own, "Bram")
    return app, own


def test_an_edit_does_not_revive_what_was_thrown_away_in_another_tab() -> None:
    app, own = thrown_away_elsewhere()
    typed(app, "teams", "63")
    assert any("prullenbak" in told.value for told in app.info)
    assert any("prullenbak" in told.value for told in app.warning)
    assert saves.workspace().load(own).in_bin
    app.button(key="take_out_of_bin").click().run()
    latest = saves.workspace().load(own)
    assert not latest.in_bin and latest.body["figures"]["teams"] == 63
    assert not app.warning


def test_what_was_thrown_away_can_be_kept_as_a_new_institution() -> None:
    app, own = thrown_away_elsewhere()
    typed(app, "teams", "63")
    app.button(key="keep_as_new").click().run()
    assert saves.workspace().load(own).in_bin
    made = saves.institution(str(app.query_params["own"]).strip("[]'"))
    assert made is not None and made.id != own and dict(made.figures)["teams"] == 63
