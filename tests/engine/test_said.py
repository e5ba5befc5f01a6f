"""Limits in words: with unit and name; what came near in round amounts that are never the limit itself."""

from __future__ import annotations

import pytest

from flexlib.engine.explore.question import LEVEL, Limit
from flexlib.engine.explore.said import amount, eased, gap, limit_said, nearest
from flexlib.model.records import CostModel
from flexlib.text import render

MONTHS, LOAD = Limit("months_all_live", True, 50.0, "p90"), Limit("peak_team_load", True, 0.05)
COST = Limit("one_off_integral", True, 6e6, "p90")
STUDENTS = Limit("student_years", False, 9_000.0, "p10")


@pytest.mark.parametrize(
    ("limit", "value", "said", "short"),
    [
        (MONTHS, 50.002, "ruim 50 maanden", "minder dan 1 maand"),
        (MONTHS, 57.3456, "58 maanden", "8 maanden"),
        (LOAD, 0.0573, "5,8 %", "0,8 procentpunt"),
        (LOAD, 0.05002, "ruim 5 %", "minder dan 0,1 procentpunt"),
        (COST, 6_001_142.4, "€ 6.002.000", "€ 2.000"),
        (COST, 9_123_456.0, "€ 9.200.000", "€ 3.200.000"),
        (COST, 6_000_003.0, "ruim € 6.000.000", "minder dan € 1.000"),
        (STUDENTS, 8_765.4, "8.760 studentjaren", "240 studentjaren"),
        (STUDENTS, 8_999.9, "bijna 9.000 studentjaren", "minder dan 1 studentjaar"),
        (STUDENTS, 4.2, "4 studentjaren", "9.000 studentjaren"),
    ],
)
def test_what_came_near_is_round_and_stays_on_its_side_of_the_limit(
    model: CostModel, limit: Limit, value: float, said: str, short: str
) -> None:
    assert nearest(model, limit, value).nl.replace("\u00a0", " ") == said
    assert gap(model, limit, value).nl.replace("\u00a0", " ") == short


@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    [
        (MONTHS, 50.002, 51.0),
        (MONTHS, 54.0, 54.0),
        (LOAD, 0.17, 0.17),
        (COST, 6_123_456.0, 6_130_000.0),
        (COST, 6_130_000.0, 6_130_000.0),
        (Limit("one_off_integral", True, 2_123_456.0), 2_124_321.0, 2_125_000.0),
        (Limit("recurring_net", True, 0.0), 345_678.0, 350_000.0),
        (STUDENTS, 8_765.4, 8_760.0),
    ],
)
def test_an_eased_limit_is_round_and_wide_enough(model: CostModel, limit: Limit, value: float, expected: float) -> None:
    found = eased(model, limit, value)
    assert found == expected
    assert found >= value if limit.is_most else found <= value


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (MONTHS, "50 maanden"),
        (Limit("months_all_live", True, 50.5), "50,5 maanden"),
        (Limit("peak_team_load", True, 0.1525), "15,25 %"),
        (Limit("one_off_integral", True, 12_345_678.0), "€ 12.345.678"),
        (Limit("one_off_own_hours", True, 12_345.0), "12.345 uur"),
    ],
)
def test_a_limit_is_said_as_it_was_set(model: CostModel, limit: Limit, said: str) -> None:
    assert amount(model, limit, limit.value).nl.replace("\u00a0", " ") == said


def test_a_limit_says_its_year_and_how_sure_it_must_be(model: CostModel) -> None:
    def said(limit: Limit) -> str:
        return render(limit_said(model, limit), "nl").replace("\u00a0", " ")

    assert said(COST).endswith("hoogstens € 6.000.000, in 9 van de 10 toekomsten")
    assert said(Limit("out_of_pocket_year", True, 2e6, year=2028)).endswith("€ 2.000.000 in 2028")
    assert said(Limit("student_years", False, 100.0, "p10")).endswith("in 9 van de 10 toekomsten")
    assert said(Limit("one_off_integral", True, 1e6, "p10")).endswith("in minstens 1 van de 10 toekomsten")
    assert said(Limit("one_off_integral", True, 1e6, "mean")).endswith("gemiddeld")
    assert said(Limit("scope_bol34", True, 0.5, LEVEL)).endswith("hoogstens: 50 %")
