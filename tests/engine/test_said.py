"""Limits in words: with unit and name, and never written as the limit they are not."""

from __future__ import annotations

import pytest

from flexlib.engine.explore.question import LEVEL, Limit
from flexlib.engine.explore.said import amount, gap, limit_said
from flexlib.model.records import CostModel
from flexlib.text import render

MONTHS, LOAD = Limit("months_all_live", True, 50.0, "p90"), Limit("peak_team_load", True, 0.05)
COST = Limit("one_off_integral", True, 6e6, "p90")


@pytest.mark.parametrize(
    ("limit", "value", "said", "short"),
    [
        (MONTHS, 50.0, "50 maanden", "0 maanden"),
        (MONTHS, 50.04, "50,04 maanden", "0,04 maanden"),
        (MONTHS, 57.3, "57,3 maanden", "7,3 maanden"),
        (MONTHS, 57.3456, "57,3 maanden", "7,3 maanden"),
        (LOAD, 0.0573, "5,73 %", "0,73 procentpunt"),
        (LOAD, 0.05002, "5,002 %", "0,002 procentpunt"),
        (COST, 6_001_142.4, "€ 6.001.140", "€ 1.142"),
        (COST, 6_000_003.0, "€ 6.000.003", "€ 3"),
    ],
)
def test_an_amount_is_told_apart_from_its_limit(
    model: CostModel, limit: Limit, value: float, said: str, short: str
) -> None:
    assert amount(model, limit, value).nl.replace("\u00a0", " ") == said
    assert gap(model, limit, value).nl.replace("\u00a0", " ") == short


def test_a_limit_says_its_year_and_how_sure_it_must_be(model: CostModel) -> None:
    def said(limit: Limit) -> str:
        return render(limit_said(model, limit), "nl").replace("\u00a0", " ")

    assert said(COST).endswith("hoogstens € 6.000.000, in 9 van de 10 toekomsten")
    assert said(Limit("out_of_pocket_year", True, 2e6, year=2028)).endswith("€ 2.000.000 in 2028")
    assert said(Limit("student_years", False, 100.0, "p10")).endswith("in 9 van de 10 toekomsten")
    assert said(Limit("one_off_integral", True, 1e6, "p10")).endswith("in minstens 1 van de 10 toekomsten")
    assert said(Limit("one_off_integral", True, 1e6, "mean")).endswith("gemiddeld")
    assert said(Limit("scope_bol34", True, 0.5, LEVEL)).endswith("hoogstens: 50 %")
