"""The frame without a browser: it refuses wrong model data with every finding, and no failure shows its inside."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flexlib.errors import FlexlibError, ModelDataError, WorkspaceError, notice
from flexlib.model.bilingual import Text
from flexlib.text import render
from flexlib.ui import cache, look, saves, strip
from tests.ui.apps import APP

OWN_FIGURES = notice("share.own_figures", institution=Text("Groot roc", "Large roc"))


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def test_the_start_page_stands_with_its_strip() -> None:
    app = opened(v="verrijken_kaders", i="shrink_roc")
    assert not app.exception and not app.error
    html = " ".join(element.proto.body for element in app.get("html"))
    assert "Roc in krimpregio" in html and 'data-testid="tile-one_off_integral"' in html


def test_what_a_link_could_not_say_is_said_once() -> None:
    app = opened(v="verrijken_kaders", b1="9", zz="1")
    assert len(app.info) == 2
    assert not app.run().info


def test_a_link_with_own_figures_says_that_they_are_not_here() -> None:
    app = opened(v="verrijken_kaders", i="large_roc", o="1", own="00000000-0000-0000-0000-000000000000")
    assert [said.value for said in app.info] == [look.verbatim(render(OWN_FIGURES, "nl"))]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"own": "nowhere"}, ["own_not_here"]),
        ({"own": "nowhere", "o": "1"}, ["own_figures"]),
        ({"variant": "nowhere"}, ["variant_not_here"]),
        ({"own": "<b>", "variant": "<b>"}, ["variant_not_here", "own_not_here"]),
    ],
)
def test_what_was_saved_elsewhere_is_missed_in_words(query: dict[str, str], keys: list[str]) -> None:
    institution = Text("Groot roc", "Large roc")
    app = opened(v="verrijken_kaders", i="large_roc", **query)
    expected = [look.verbatim(render(notice(f"share.{key}", institution=institution), "nl")) for key in keys]
    assert [said.value for said in app.info] == expected


def test_a_workspace_that_cannot_be_opened_leaves_the_rest_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise WorkspaceError("store.workspace_in_use", file="workspace.duckdb", process="1")

    monkeypatch.setattr(saves, "open_workspace", fail)
    app = opened(v="verrijken_kaders")
    assert all("workspace.duckdb" in said.value for said in app.error) and app.error
    html = " ".join(element.proto.body for element in app.get("html"))
    assert 'data-testid="tile-one_off_integral"' in html and "Stap voor stap" in html


def test_wrong_model_data_stop_the_app_with_every_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = [notice("model.where_row", what=notice("store.name_empty"), file=f"{n}.csv", row=n) for n in (3, 4)]

    def fail() -> None:
        raise ModelDataError(findings)

    monkeypatch.setattr(cache, "open_model_reporting", fail)
    app = opened()
    assert "2" in app.error[0].value
    html = " ".join(element.proto.body for element in app.get("html"))
    assert "3.csv" in html and "4.csv" in html and "fl-strip" not in html.replace("<style>", "").split("</style>")[-1]


def test_an_expected_failure_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise FlexlibError("store.workspace_full", folder="/x")

    monkeypatch.setattr(strip, "show", fail)
    assert "/x" in opened().error[0].value


def test_a_programming_error_gives_a_number_that_stands_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(strip, "show", fail)
    with caplog.at_level(logging.ERROR, logger="flexlib"):
        said = opened().error[0].value
    number = next(record.args[0] for record in caplog.records if record.name == "flexlib")
    assert str(number) in said and "inside" not in said


def test_a_rebuilt_model_database_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt = replace(cache.open_model_reporting(), notice=notice("store.model_rebuilt", file="model.duckdb"))
    monkeypatch.setattr(cache, "open_model_reporting", lambda: rebuilt)
    assert any("opnieuw gemaakt" in said.value for said in opened(v="verrijken_kaders").info)
    assert not opened(v="verrijken_kaders").info
