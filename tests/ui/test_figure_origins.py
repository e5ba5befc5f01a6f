"""Figures that came from a file: shown with their origin, switched off and on without losing what the file says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flexlib.model.records import CostModel
from flexlib.ui import budget_use, saves
from flexlib.ui.budget_use import BY_YEAR
from tests.browser.budget_home import fill_home
from tests.ui import apps
from tests.ui.said import markup as said

FIGURE = "fte_roosteraar"


@pytest.fixture
def institution(model: CostModel, tmp_path: Path) -> Iterator[str]:
    """The id of an own institution with a programme budget and a staffing plan in use."""
    st.cache_resource.clear()
    yield fill_home(Path(os.environ["FLEXLIB_HOME"]), model, tmp_path).id
    saves.workspace().close()
    st.cache_resource.clear()


def opened(institution: str, section: str) -> AppTest:
    return apps.opened("instelling", own=institution, deel=section)


def test_an_origin_stays_while_its_figure_is_off_and_after_a_reload(institution: str) -> None:
    app = opened(institution, "capacity")
    assert app.text_input(key=f"figure_{FIGURE}").value == "6"
    assert "Uit: formatieplan, staffing.xlsx, versie 1, 2026/2027." in said(app)
    app.button(key=f"reset_{FIGURE}").click().run()
    assert app.text_input(key=f"figure_{FIGURE}").value == "11"
    again = opened(institution, "capacity")
    assert "Niet in gebruik: 6 fte uit formatieplan" in said(again)
    again.button(key=f"origin_on_{FIGURE}").click().run()
    assert again.text_input(key=f"figure_{FIGURE}").value == "6"
    assert not again.exception


def test_a_value_typed_over_it_can_go_back_to_that_of_the_file(institution: str) -> None:
    app = opened(institution, "capacity")
    app.text_input(key=f"figure_{FIGURE}").set_value("7,5").run()
    assert "Niet in gebruik: 6 fte" in said(app)
    app.button(key=f"origin_on_{FIGURE}").click().run()
    assert app.text_input(key=f"figure_{FIGURE}").value == "6"


def test_budgets_per_year_can_be_switched_off_and_the_chance_goes_with_them(institution: str) -> None:
    app = opened(institution, "money")
    assert "tile-within_budget_total" in said(app)
    assert "2027: € 1.230.000" in said(app)
    app.button(key=f"origin_off_{BY_YEAR}").click().run()
    assert "tile-within_budget_total" not in said(app)
    assert "Niet in gebruik: de budgetten uit programmabegroting" in said(app)
    app.button(key=f"origin_on_{BY_YEAR}").click().run()
    assert "tile-within_budget_total" in said(app)


def test_out_of_use_takes_away_what_came_from_it_and_nothing_else(model: CostModel, institution: str) -> None:
    own = saves.institution(institution)
    assert own is not None
    origins = budget_use.origins_of(own)
    typed_over = replace(own, figures=tuple(sorted({**dict(own.figures), FIGURE: 7.5}.items())))
    plan = origins[FIGURE].saved_id
    left, kept = budget_use.without(model, typed_over, origins, plan)
    assert dict(left.figures) == {FIGURE: 7.5}
    assert left.budget_by_year == own.budget_by_year
    assert set(kept) == {BY_YEAR}
