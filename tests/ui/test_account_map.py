"""Where the model's money falls in the accounts can be read beside a budget."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flexlib.model.records import CostModel
from tests.browser.budget_home import fill_home
from tests.ui.apps import APP


@pytest.mark.parametrize(("language", "word"), [("nl", "Huisvestingslasten"), ("en", "Housing costs")])
def test_the_rules_stand_beside_the_budget(
    fresh_home: Path, tmp_path: Path, model: CostModel, language: str, word: str
) -> None:
    institution = fill_home(fresh_home, model, tmp_path)
    app = AppTest.from_file(APP, default_timeout=60)
    query = {
        "v": "verrijken_kaders",
        "own": institution.id,
        "l": language,
        "begroting_part": "naast_model",
        "p": "nominal",
    }
    app.query_params.update(query)
    app.run()
    app = app.switch_page("pages/begroting.py").run()
    assert not app.exception
    tables = [element.proto.body for element in app.get("html") if "verbouwing activeert" in element.proto.body]
    assert len(tables) == 1
    assert tables[0].count("<tr") == len(model.accounts.rules) + 1
    assert word.lower() in tables[0].lower()
