"""Numbers as people read them, in Dutch and English."""

from __future__ import annotations

import math

import pytest

from flexlib import units
from flexlib.text import all_texts
from flexlib.text.notation import plain, written


def spaced(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (3_123_400, "€ 3,1 mln", "€3.1 million"),
        (999_999, "€ 1,0 mln", "€1.0 million"),
        (640_321, "€ 640.000", "€640,000"),
        (12_340_000, "€ 12 mln", "€12 million"),
        (141, "€ 140", "€140"),
        (3.4, "€ 3", "€3"),
        (0, "€ 0", "€0"),
        (-640_321, "€ −640.000", "−€640,000"),
        (-0.2, "€ 0", "€0"),
        (math.nan, "n.v.t.", "n/a"),
    ],
)
def test_estimates_of_money_are_rounded_to_what_they_bear(value: float, dutch: str, english: str) -> None:
    assert spaced(units.rounded_money(value, "nl")) == dutch
    assert spaced(units.rounded_money(value, "en")) == english


def test_a_band_of_money_stands_on_one_scale() -> None:
    assert spaced(units.money_band(2.4e6, 3.13e6, 4.6e6, "nl")) == "€ 3,1 mln (2,4–4,6)"
    assert spaced(units.money_band(4e5, 6.4e5, 1.2e6, "en")) == "€0.6 million (0.4–1.2)"
    assert spaced(units.money_band(100, 141, 233, "nl")) == "€ 140 (100–230)"


def test_exact_amounts_keep_every_euro() -> None:
    assert spaced(units.money(1_234_567, "nl")) == "€ 1.234.567"
    assert units.money(1_234_567.891, "en", 2) == "€1,234,567.89"


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (0.125, "12,5 %", "12.5%"),
        (0.5, "50 %", "50%"),
        (0.033, "3,3 %", "3.3%"),
        (0.2561, "26 %", "26%"),
        (0, "0 %", "0%"),
    ],
)
def test_shares_are_percentages(value: float, dutch: str, english: str) -> None:
    assert spaced(units.share(value, "nl")) == dutch
    assert units.share(value, "en") == english


def test_months_beyond_the_horizon_are_not_counted() -> None:
    assert spaced(units.months(38.2, "nl")) == "38 maanden"
    assert spaced(units.months(96.1, "nl", 96)) == "> 96 maanden"
    assert units.months(math.nan, "nl", 96) == "n.v.t."


def test_a_range_with_its_unit() -> None:
    assert spaced(units.span(2.4, 4.6, "h/year", "nl")) == "2,4–4,6 uur per jaar"
    assert spaced(units.span(64, 77, "EUR/h", "nl")) == "€ 64–77 per uur"
    assert spaced(units.span(0.1, 0.15, "share", "nl")) == "10–15 %"
    assert units.span(0.21, 0.21, "share", "en") == "21%"


def test_hours_and_fte() -> None:
    assert spaced(units.hours(12_345, "nl")) == "12.300 uur"
    assert spaced(units.hours(2.44, "nl")) == "2,4 uur"
    assert spaced(units.fte(3.456, "en")) == "3.5 fte"


def test_years_stay_years_in_a_sentence_and_large_counts_are_grouped() -> None:
    assert plain(2027, "nl") == "2027"
    assert plain(10_000, "nl") == "10.000"
    assert plain(12.5, "nl") == "12,5"
    assert plain(1_230_000.5, "nl") == "1.230.000,50"
    assert plain(-3, "en") == "−3"
    assert written(1234.5, "en", 1) == "1,234.5"


def test_every_unit_has_a_label_and_every_label_a_unit() -> None:
    for language in ("nl", "en"):
        labelled = {key.removeprefix("units.label.") for key in all_texts(language) if key.startswith("units.label.")}
        assert labelled == units.UNITS


def test_the_model_uses_units_of_the_closed_list(model) -> None:
    for records in (model.parameters, model.figures, model.drivers, model.outcomes):
        assert {record.unit for record in records.values()} <= units.UNITS


def test_a_stated_share_is_not_rounded() -> None:
    assert spaced(units.span(0.016, 0.0225, "share/year", "nl")).startswith("1,60–2,25 %")
    assert spaced(units.with_unit(0.0225, "share/year", "nl")).startswith("2,25 %")
    assert spaced(units.share(0.04634, "nl")) == "4,6 %"
