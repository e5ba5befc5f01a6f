"""Onzekerheid as a page: what a link asks of it, limits that are an example or the user's own, and too few draws."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flexlib.model.records import CostModel
from flexlib.text import render
from flexlib.ui import moves, own_amounts, saves, state
from flexlib.ui.failing_limits import followed, join
from tests.ui.said import said

APP = str(Path(__file__).parents[2] / "app.py")
SPENDING, ONE_OFF, MONTHS = "total_out_of_pocket", "one_off_integral", "months_all_live"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FLEXLIB_HOME", str(tmp_path))
    st.cache_resource.clear()
    yield
    saves.workspace().close()
    st.cache_resource.clear()


def opened(page: str = "onzekerheid", **asked: str) -> AppTest:
    """The page on the ready-made variant, with what the link asks of it."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params.update({"v": "verrijken_kaders", "i": "average_roc", "n": "300", **asked})
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    return " ".join(element.value for element in app.info).replace("\\", "").replace("\u00a0", " ")


def views(app: AppTest) -> dict[str, str]:
    found: dict[str, str] = app.session_state["flexlib"].views
    return found


def headline(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return next(body for body in bodies if "fl-headline" in body).replace("\u00a0", " ")


def test_what_a_link_asks_that_cannot_be_is_told_and_the_rest_stands() -> None:
    asked = f"{MONTHS}~48~{ONE_OFF}~veel~geluk~3~{SPENDING}~7654321"
    app = opened(onzeker="faalt", hoogstens=asked, minstens="heel veel", weeg="geluk~3~doceerbaarheid~8")
    assert "'hoogstens' iets dat niet kan (one_off_integral veel geluk 3 7654321)" in told(app)
    assert "'minstens' iets dat niet kan (heel veel)" in told(app)
    assert "'weeg' iets dat niet kan (geluk 3)" in told(app)
    assert views(app)["hoogstens"] == f"{MONTHS}~48~{SPENDING}~own"
    assert not views(app)["minstens"] and views(app)["weeg"] == "doceerbaarheid~8"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"{SPENDING}~own~{MONTHS}~48.0", None),
        (SPENDING, None),
        (f"{SPENDING}~{MONTHS}~48", None),
        ("geen", None),
        ("", None),
        (f"{SPENDING}~7654321", f"{SPENDING}~own"),
        (f"{MONTHS}~-5~{ONE_OFF}~1e6", f"{ONE_OFF}~1e6"),
        (f"{MONTHS}~48~{MONTHS}~60", f"{MONTHS}~48"),
        (f"{MONTHS}~nan", ""),
        (f"{MONTHS}~48~{ONE_OFF}", f"{MONTHS}~48"),
    ],
)
def test_limits_in_a_link_are_kept_as_far_as_they_can_be_followed(written: str, kept: str | None) -> None:
    assert followed(written) == (written if kept is None else kept)


@pytest.mark.parametrize(("part", "way"), [("tornado", "samen"), ("faalt", "los"), ("band", "los")])
def test_too_few_draws_look_the_same_on_every_part(part: str, way: str) -> None:
    app = opened(onzeker=part, manier=way, n="50")
    assert not app.error
    assert ["ten minste" in one.value and "'n='" in one.value for one in app.warning] == [True]


def test_an_example_reads_as_one_until_somebody_sets_a_limit() -> None:
    app = opened(onzeker="faalt")
    assert "Voorbeeld" in headline(app) and "uw grens" not in headline(app)
    field = app.text_input(key=f"fails_{MONTHS}")
    assert field.value == "" and "48" in field.placeholder
    app.text_input(key=f"fails_{ONE_OFF}").set_value("3 mln").run()
    assert "Voorbeeld" not in headline(app) and "Mislukken is hier: over uw grens gaan" in said(app)
    assert MONTHS not in views(app)["hoogstens"]  # the example is no limit of theirs
    assert app.text_input(key=f"fails_{MONTHS}").placeholder == "geen grens"


def test_what_fails_nearly_always_says_what_it_takes_to_succeed() -> None:
    app = opened(onzeker="faalt", hoogstens=f"{MONTHS}~43.5", n="1000")
    assert "mislukt bijna altijd: in 9 van de 10 toekomsten. Het lukt vooral als" in headline(app)
    assert "Maanden tot alle teams: hoogstens 43,5 maanden" in said(app)  # as it was set
    assert "Dan lukt het" in said(app) and "Dan mislukt" not in said(app)


def test_limits_of_the_futures_join_those_that_stood(model: CostModel, monkeypatch: pytest.MonkeyPatch) -> None:
    session = state.Session(moves.first_choice(model), views={"hoogstens": f"{SPENDING}~own~{ONE_OFF}~4000000.0"})
    monkeypatch.setattr(state, "session", lambda: session)
    monkeypatch.setattr(state, "has_session", lambda: True)
    monkeypatch.setattr(own_amounts, "amount_of", lambda model, outcome: 3e6)
    join(model, {ONE_OFF: 2.5e6, MONTHS: 50.0})
    assert session.views["hoogstens"] == f"{SPENDING}~own~{ONE_OFF}~2500000.0~{MONTHS}~50.0"
    replaced, joined = (render(one, "nl").replace("\u00a0", " ") for one in session.notices)
    assert "€ 4.000.000" in replaced and "€ 2.500.000" in replaced
    assert "Uitgaven in de rekenperiode" in joined and "3" not in joined
    session.views.pop("hoogstens")
    join(model, {MONTHS: 50.0})
    assert session.views["hoogstens"] == f"{SPENDING}~own~{MONTHS}~50.0"  # also a budget that nobody typed here


def test_how_many_bars_are_shown_travels_in_the_link() -> None:
    app = opened(onzeker="tornado", lijst="lang")
    more = next(toggle for toggle in app.toggle if toggle.label.startswith("Toon "))
    assert (
        more.value and len([button for button in app.button if (button.key or "").startswith("contest-tornado")]) > 15
    )
    more.set_value(False).run()
    assert views(app)["lijst"] == "kort"
    assert len([button for button in app.button if (button.key or "").startswith("contest-tornado")]) == 15
    next(toggle for toggle in app.toggle if toggle.label.startswith("Toon ")).set_value(True).run()
    assert views(app)["lijst"] == "lang"
