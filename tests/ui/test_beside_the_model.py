"""A budget beside the model on screen: what it leaves out is said, with what falls after its years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flexlib.budget.lines import BudgetLine
from flexlib.model.records import CostModel
from flexlib.ui import saves
from tests.browser.budget_home import Change, fill_home
from tests.ui.said import said

APP = str(Path(__file__).parents[2] / "app.py")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("FLEXLIB_HOME", str(tmp_path / "home"))
    st.cache_resource.clear()
    yield tmp_path
    saves.workspace().close()
    st.cache_resource.clear()


def beside(home: Path, model: CostModel, change: Change = lambda lines: lines) -> AppTest:
    institution = fill_home(home / "home", model, home, change=change)
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params.update(
        {"v": "verrijken_kaders", "own": institution.id, "begroting_part": "naast_model", "p": "nominal"}
    )
    app.run()
    app = app.switch_page("pages/begroting.py").run()
    assert not app.exception and not app.error
    return app


def only_first_amount(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """Each line with one amount that names no year, as a column "Bedrag" gives."""
    return tuple(replace(line, amounts=(("", line.amounts[0][1]),)) for line in lines)


def test_what_falls_after_the_years_of_the_budget_stands_beside_the_chance(home: Path, model: CostModel) -> None:
    words = said(beside(home, model)).replace("\u2060", "")
    assert "Niet meegeteld: na 2029, in 2030–2034, vraagt deze variant nog" in words
    assert "wie werk uitstelt tot na 2029, maakt de kans hierboven groter" in words


def test_a_budget_without_years_is_shown_and_says_so(home: Path, model: CostModel) -> None:
    """Kept before such a file was refused: beside the model, in the staffing plan, in the bin and back in use."""
    app = beside(home, model, only_first_amount)
    assert "bij geen enkel bedrag een jaar; er is dus niets naast het model te leggen" in said(app)
    assert "Tellen nergens in mee, want er staat geen jaar bij" in said(app)
    assert "regels van het formatieplan noemen geen jaar" in said(app)
    kept = next(one for one in saves.workspace().budgets.budgets() if one.kind == "programme")
    parts = next(group for group in app.get("button_group") if str(group.key).startswith("budget_part"))
    parts.set_value(next(name for name in parts.options if name == "Versies")).run()
    app.button(key=f"budget_bin_{kept.id}").click().run()
    app.button(key=f"budget_unbin_{kept.id}").click().run()
    assert not app.exception and not app.error
    assert "regels met bedragen zonder jaar tellen in geen enkele kans mee" in " ".join(box.value for box in app.info)
