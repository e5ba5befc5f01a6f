"""The strip in words: bands, differences, months beyond the horizon, chances, and what does not apply."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from flexlib.ui.cache import Headline
from flexlib.ui.strip import chance_in_words, tiles_of

NOT_THERE = (math.nan, math.nan, math.nan)
BASE: Mapping[str, tuple[float, float, float]] = {
    "one_off_integral": (2.4e6, 3.1e6, 4.6e6),
    "recurring_integral": (480_000, 612_000, 700_000),
    "one_off_own_hours": (30_000, 41_200, 55_000),
    "months_all_live": (33.0, 38.2, 44.0),
}


def headline(budget: float = math.nan, every_year: float = math.nan, **changed: tuple[float, float, float]) -> Headline:
    shares = {"within_budget_total": budget, "within_budget_every_year": every_year}
    return Headline({}, {**BASE, **changed}, shares, (), ())


def words(now: Headline, reference: Headline, language: str = "nl") -> dict[str, tuple[str, str, str]]:
    return {
        tile.id: tuple(part.replace("\u00a0", " ") for part in (tile.value, tile.band, tile.difference))
        for tile in tiles_of(now, reference, 96, language)
    }


def test_each_figure_has_middle_band_and_difference() -> None:
    shown = words(headline(), headline(one_off_integral=(2e6, 2.5e6, 3e6), months_all_live=(30.0, 39.2, 50.0)))
    assert shown["one_off_integral"] == ("€ 3,1 mln", "P10–P90: 2,4–4,6", "▲ € 600.000 meer")
    assert shown["recurring_integral"] == ("€ 610.000", "P10–P90: 480.000–700.000", "gelijk")
    assert shown["one_off_own_hours"] == ("41.000", "P10–P90: 30.000–55.000", "gelijk")
    assert shown["months_all_live"] == ("38", "P10–P90: 33–44", "▼ 1 maand minder")
    assert "within_budget_total" not in shown


def test_a_difference_can_be_checked_from_the_figures_shown() -> None:
    beside = headline(one_off_integral=(4e6, 4.74e6, 6e6))
    assert words(headline(one_off_integral=(4e6, 5.46e6, 7e6)), beside)["one_off_integral"][2] == "▲ € 800.000 meer"
    assert words(headline(one_off_integral=(4e6, 4.76e6, 7e6)), beside)["one_off_integral"][2] == "▲ € 20.000 meer"


def test_with_one_draw_there_is_no_band() -> None:
    alone = headline(**{outcome: (middle, middle, middle) for outcome, (_, middle, _) in BASE.items()})
    for tile in tiles_of(alone, headline(), 96, "nl"):
        assert (tile.band, tile.span) == ("", ""), tile.id


def test_english_notation() -> None:
    shown = words(headline(), headline(one_off_integral=(2e6, 2.5e6, 3e6)), "en")
    assert shown["one_off_integral"] == ("€3.1 million", "P10–P90: 2.4–4.6", "▲ €600,000 more")


def test_months_beyond_the_horizon_and_months_that_do_not_exist() -> None:
    late = words(headline(months_all_live=(80.0, 99.0, 130.0)), headline())["months_all_live"]
    assert late[:2] == (">96", "P10–P90: 80–>96")
    later = words(headline(months_all_live=(97.0, 99.0, 130.0)), headline())["months_all_live"]
    assert later[:2] == (">96", "P10–P90: >96")
    assert words(headline(months_all_live=NOT_THERE), headline())["months_all_live"][0] == "n.v.t."
    assert words(headline(), headline(months_all_live=NOT_THERE))["months_all_live"][2] == ""


def test_the_chance_appears_with_a_budget() -> None:
    shown = words(headline(budget=0.72), headline(budget=0.3))["within_budget_total"]
    assert shown == ("72 %", "in 7 van de 10 toekomsten", "▲ 42 procentpunt meer")


def test_the_chances_of_every_year_and_in_total_stand_beside_each_other_by_name() -> None:
    both = tiles_of(headline(budget=0.72, every_year=0.4), headline(), 96, "nl")[-2:]
    assert [tile.label for tile in both] == ["Binnen budget, elk jaar", "Binnen budget, totaal"]
    assert [tile.value.replace("\u00a0", " ") for tile in both] == ["40 %", "72 %"]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "in 0 van de 10 toekomsten"),
        (0.01, "in bijna geen enkele toekomst"),
        (0.31, "in 3 van de 10 toekomsten"),
        (0.99, "in bijna elke toekomst"),
        (1.0, "in 10 van de 10 toekomsten"),
    ],
)
def test_chances_in_words(share: float, expected: str) -> None:
    assert chance_in_words(share, "nl") == expected
