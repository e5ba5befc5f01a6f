"""A budget beside what is asked: what is drawn, what is left out, and that nothing is said by colour alone."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from flexlib.charts.budget import budget_years, drawn_budgets
from flexlib.charts.theme import DARK, LIGHT, Look

NAN = math.nan
LOOKS = [Look(dark=dark, language=language) for dark in (False, True) for language in ("nl", "en")]


def frame(budget: float = 1.2e6, reference: float = NAN) -> pd.DataFrame:
    """2026 is only budgeted, 2029 only asked."""
    rows = [("2026", budget, NAN, NAN, NAN, NAN)]
    rows += [(str(year), budget, 2e5, 5e5, 9e5, reference) for year in (2027, 2028)]
    rows.append(("2029", NAN, 2e5, 5e5, 9e5, reference))
    return pd.DataFrame(rows, columns=["year", "budget", "p10", "p50", "p90", "reference"])


def layers(of: pd.DataFrame, look: Look = LOOKS[0]) -> list[dict]:
    return budget_years(of, look).to_dict()["layer"]


def marks(of: pd.DataFrame) -> list[str]:
    return [layer["mark"]["type"] for layer in layers(of)]


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_valid_in_every_look(look: Look) -> None:
    specification = budget_years(frame(reference=4e5), look).to_dict()
    assert json.dumps(specification)
    palette = DARK if look.dark else LIGHT
    assert any(layer["mark"].get("stroke") == palette.limit for layer in specification["layer"])


def test_the_budget_has_a_diamond_and_its_name_and_not_colour_alone() -> None:
    found = layers(frame())
    assert [layer["mark"]["shape"] for layer in found if layer["mark"]["type"] == "point"] == ["diamond"]
    assert sum(layer["mark"]["type"] == "text" for layer in found) == 2  # the name and its outline


def test_the_reference_is_dashed_and_absent_without_one() -> None:
    dashed = [layer for layer in layers(frame(reference=4e5)) if layer["mark"].get("strokeDash") == [6, 4]]
    assert [layer["mark"]["stroke"] for layer in dashed] == [LIGHT.reference]
    assert not any(layer["mark"].get("strokeDash") == [6, 4] for layer in layers(frame()))


def test_a_budget_that_would_flatten_the_bars_is_left_out() -> None:
    assert drawn_budgets(frame()).notna().sum() == 3
    assert drawn_budgets(frame(budget=1e8)).isna().all()
    assert "point" not in marks(frame(budget=1e8))


def test_a_budget_of_nought_is_drawn() -> None:
    assert drawn_budgets(frame(budget=0.0)).notna().sum() == 3
