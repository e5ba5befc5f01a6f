"""Whatever the engine finds that cannot be done has its sentence, likely or not, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flexlib.engine import loads
from flexlib.engine.result import Finding
from flexlib.model.records import CostModel
from flexlib.ui.findings import WRITE, finding_words

FIGURES = dict.fromkeys(WRITE, 12.0)


def kinds() -> list[str]:
    """The first argument of every note() in the engine's module of loads."""
    tree = ast.parse(Path(loads.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note"]
    return [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]


def test_the_engine_knows_several_kinds() -> None:
    assert {"role_without_fte", "change_hours", "no_team_time", "group_without_teams"} <= set(kinds())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("share", [0.06, 0.5, 1.0])
@pytest.mark.parametrize("kind", kinds())
def test_every_kind_has_its_sentence(model: CostModel, kind: str, share: float, language: str) -> None:
    (words,) = finding_words(model, [Finding(kind, "docent", share, FIGURES)], language)
    assert "{" not in words.sentence and words.sentence.endswith(".")
    assert words.is_likely == (share >= 0.5)


def test_what_hardly_ever_happens_stays_out(model: CostModel) -> None:
    assert finding_words(model, [Finding("beyond_horizon", "", 0.01, FIGURES)], "nl") == []
