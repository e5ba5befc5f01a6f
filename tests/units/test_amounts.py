"""What people type: one reading or a clear refusal, never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.amounts import editable, parse_amount, parse_range
from flexlib.errors import InputError
from flexlib.text import render


@pytest.mark.parametrize(
    ("typed", "language", "unit", "value"),
    [
        ("2345,75", "nl", "EUR", 2345.75),
        ("€ 1.234.567", "nl", "EUR", 1_234_567),
        ("-€ 1.234,5", "nl", "EUR", -1234.5),
        ("€ -12", "nl", "EUR", -12),
        ("\u2212 5", "nl", "teams", -5),
        ("1.234", "nl", "teams", 1234),
        ("1,234.5", "en", "EUR", 1234.5),
        ("1 234 567", "nl", "EUR", 1_234_567),
        ("12,5 %", "nl", "share", 0.125),
        ("12,5", "nl", "share", 0.125),
        ("0,5 %", "nl", "share", 0.005),
        ("0", "nl", "share", 0),
        ("007", "nl", "teams", 7),
        ("2,5 mln", "nl", "EUR", 2_500_000),
        ("€ 2,5 mln", "nl", "EUR", 2_500_000),
        ("-€ 1,25 miljoen", "nl", "EUR/year", -1_250_000),
        ("2,5mln.", "nl", "EUR", 2_500_000),
        ("2.5 million", "en", "EUR", 2_500_000),
        ("2,5 million", "nl", "EUR", 2_500_000),
        ("640 k", "nl", "EUR", 640_000),
        ("640K", "en", "EUR", 640_000),
        ("1.250 duizend", "nl", "EUR", 1_250_000),
        ("3 thousand", "en", "EUR", 3_000),
        ("0,1 mln", "nl", "EUR", 100_000),
        ("12.5", "nl", "EUR", 12.5),
        ("12,5", "en", "EUR", 12.5),
        ("1,234.50", "nl", "EUR", 1234.5),
        ("1.234,50", "en", "EUR", 1234.5),
        ("102,000,000", "nl", "EUR", 102_000_000),
        ("€ 110.000.000,50", "en", "EUR", 110_000_000.5),
        ("2.5 mln", "nl", "EUR", 2_500_000),
        ("70.5 %", "nl", "share", 0.705),
    ],
)
def test_reads_what_was_meant(typed: str, language: str, unit: str, value: float) -> None:
    assert parse_amount(typed, language, unit) == value


@pytest.mark.parametrize(
    ("typed", "language", "unit", "key"),
    [
        ("", "nl", "EUR", "errors.amount_empty"),
        ("   ", "nl", "EUR", "errors.amount_empty"),
        ("n.v.t.", "nl", "fte", "errors.amount_no_number"),
        ("1e5", "nl", "EUR", "errors.amount_no_number"),
        ("nan", "nl", "EUR", "errors.amount_no_number"),
        ("4,500", "nl", "students", "errors.amount_thousands_or_decimals"),
        ("1.234", "en", "EUR", "errors.amount_thousands_or_decimals"),
        ("1.23.456", "nl", "EUR", "errors.amount_no_number"),
        ("1,2,3", "nl", "EUR", "errors.amount_no_number"),
        ("٣", "nl", "EUR", "errors.amount_no_number"),
        ("€ 5", "nl", "teams", "errors.amount_no_money"),
        ("5 %", "nl", "teams", "errors.amount_no_share"),
        ("0,125", "nl", "share", "errors.share_two_readings"),
        ("1" + "0" * 13, "nl", "teams", "errors.amount_absurd"),
        ("<script>", "nl", "teams", "errors.amount_no_number"),
        ("2,5 m", "nl", "EUR", "errors.amount_scale_unclear"),
        ("2.5M", "en", "EUR", "errors.amount_scale_unclear"),
        ("2 mille", "nl", "EUR", "errors.amount_scale_unclear"),
        ("2,500 mln", "nl", "EUR", "errors.amount_thousands_or_decimals"),
        ("2.500,5.5", "nl", "EUR", "errors.amount_no_number"),
        ("1,234,56", "nl", "EUR", "errors.amount_no_number"),
        ("2,5 mlnn", "nl", "EUR", "errors.amount_no_number"),
        ("mln", "nl", "EUR", "errors.amount_no_number"),
        ("2 mln mln", "nl", "EUR", "errors.amount_no_number"),
        ("5 miljoen", "nl", "students", "errors.amount_no_number"),
        ("5 k", "nl", "share", "errors.amount_no_number"),
        ("2000000 mln", "nl", "EUR", "errors.amount_absurd"),
        ("9" * 10_000, "nl", "teams", "errors.amount_absurd"),
    ],
)
def test_refuses_with_a_reason_in_both_languages(typed: str, language: str, unit: str, key: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_amount(typed, language, unit)
    assert refusal.value.key == key
    for shown in ("nl", "en"):
        assert len(render(refusal.value.notice, shown)) < 250


def test_unclear_millions_are_answered_with_both_readings() -> None:
    with pytest.raises(InputError) as refusal:
        parse_amount("2,5 m", "nl", "EUR")
    words = render(refusal.value.notice, "nl")
    assert "'2,5 mln'" in words and "'2,5 k'" in words


def test_absurd_counts_are_told_the_bounds() -> None:
    with pytest.raises(InputError) as refusal:
        parse_amount("1000000000000", "nl", "teams", 1, 500)
    words = render(refusal.value.notice, "nl").replace("\u00a0", " ")
    assert words == "1.000.000.000.000 teams kan hier niet. Vul een waarde in binnen 1–500 teams."


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("2,4–4,6", "h", (2.4, 3.5, 4.6)),
        ("2–3–5", "h", (2, 3, 5)),
        ("2 - 3 - 5", "h", (2, 3, 5)),
        ("3 tot 5", "h", (3, 4, 5)),
        ("80 to 95", "EUR/h", (80, 87.5, 95)),
        ("80-95", "EUR/h", (80, 87.5, 95)),
        ("80–95", "EUR/h", (80, 87.5, 95)),
        ("80,50-95", "EUR/h", (80.5, 87.75, 95)),
        ("€ 80-€ 95", "EUR/h", (80, 87.5, 95)),
        ("-5--3", "EUR", (-5, -4, -3)),
        ("10-20 %", "share", (0.1, 0.15, 0.2)),
        ("7", "h", (7, 7, 7)),
        ("-5 - -3", "EUR", (-5, -4, -3)),
        ("10–20–30 %", "share", (0.1, 0.2, 0.3)),
        ("2,4–4,6 mln", "EUR", (2_400_000, 3_500_000, 4_600_000)),
        ("800 k – 1,2 mln", "EUR", (800_000, 1_000_000, 1_200_000)),
    ],
)
def test_a_range_is_typed_as_easily_as_a_number(typed: str, unit: str, expected: tuple) -> None:
    assert parse_range(typed, "nl", unit) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("5–3", "errors.range_order"), ("1–2–3–4", "errors.range_too_long"), ("a–b", "errors.amount_no_number")],
)
def test_a_wrong_range_is_refused(typed: str, key: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_range(typed, "nl", "h")
    assert refusal.value.key == key


@pytest.mark.soak
@given(
    value=st.floats(-1e12, 1e12, allow_nan=False),
    language=st.sampled_from(["nl", "en"]),
    unit=st.sampled_from(["EUR", "share", "teams"]),
)
def test_what_stands_in_a_field_reads_back_exactly(value: float, language: str, unit: str) -> None:
    value = value / 1e12 if unit == "share" else value
    field = editable(value, language, unit)
    assert parse_amount(field, language, unit) == value


@pytest.mark.soak
@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_refusal(typed: str) -> None:
    try:
        value = parse_amount(typed, "nl", "EUR")
    except InputError:
        return
    assert abs(value) <= 1e12
