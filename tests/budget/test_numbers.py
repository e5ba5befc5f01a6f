"""What a cell means: real numbers to the last digit, Dutch and English notation, and what is no number."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.budget.reading.numbers import exact, notation_of, rounded, understand
from flexlib.budget.workbook import CellError

CENTS = st.integers(-(10**13), 10**13).map(lambda cents: Decimal(cents) / 100)


def dutch(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,56", "1234.56"),
        ("€ 1.234", "1234"),
        ("€ 1.234,50", "1234.50"),
        ("€\u00a01.234.567", "1234567"),
        ("12,5 %", "0.125"),
        ("(1.200,00)", "-1200"),
        ("(€ 1.200)", "-1200"),
        ("1.200,50-", "-1200.50"),
        ("\u22125", "-5"),
        ("-€ 12,00", "-12"),
        ("1.250,-", "1250"),
        ("1\u202f234,5", "1234.5"),
        ("EUR 5.000,00", "5000"),
        ("  42 ", "42"),
        ("0,125", "0.125"),
        ("1,234.56", "1234.56"),
        ("12.5", "12.5"),
        ("+7", "7"),
    ],
)
def test_text_that_is_a_number(cell: str, value: str) -> None:
    assert understand(cell).value == Decimal(value)
    assert understand(cell).how in {"digits", "dutch", "english"}


@pytest.mark.parametrize(
    ("cell", "how"),
    [
        (None, "empty"),
        ("", "empty"),
        ("\u00a0 ", "empty"),
        ("-", "nothing"),
        ("€ -", "nothing"),
        ("n.v.t.", "nothing"),
        ("N.V.T.", "nothing"),
        ("p.m.", "unknown"),
        ("zie bijlage", "text"),
        ("1.23.4", "text"),
        ("12 stuks", "text"),
        ("1e5", "text"),
        ("²", "text"),
        (True, "text"),
        ("31-12-2026", "date_text"),
        ("1 jan 2026", "date_text"),
        (datetime.datetime(2026, 1, 1), "date"),
        (CellError("#REF!"), "error"),
        (1e300, "too_large"),
        (float("nan"), "too_large"),
        ("9" * 20, "too_large"),
    ],
)
def test_what_is_no_number(cell: object, how: str) -> None:
    number = understand(cell)  # type: ignore[arg-type]
    assert (number.value, number.how) == (None, how)


@pytest.mark.parametrize("cell", ["1.234", "1,234", "(1.234)", "-1.234"])
def test_two_readings_are_both_given(cell: str) -> None:
    number = understand(cell)
    assert number.how == "ambiguous"
    assert {abs(number.value or 0), abs(number.other or 0)} == {Decimal(1234), Decimal("1.234")}


def test_the_rest_of_the_column_settles_the_reading() -> None:
    assert notation_of(["1.234,56", "1.234", "n.v.t."]) == "nl"
    assert notation_of(["1,234.56", "1,234"]) == "en"
    assert notation_of(["1,234.56", "1.234,56"]) == ""
    assert notation_of(["1.234", "12"]) == ""
    assert notation_of(["1.234", "45.678", "845", "6.420", "1.120", "9.999", "2.310"]) == "nl"
    assert notation_of(["1,234", "45,678", "845", "6,420", "1,120", "9,999", "2,310"]) == "en"
    assert understand("1.234", "nl").value == 1234
    assert understand("1,234", "en").value == 1234


@given(CENTS)
def test_dutch_notation_reads_back_to_the_cent(amount: Decimal) -> None:
    assert understand(dutch(amount)).value == amount or abs(amount) >= 10**13
    assert understand(f"€ {dutch(amount)}").value == amount or abs(amount) >= 10**13


@given(CENTS, st.sampled_from([1, 1000, 1_000_000]))
def test_a_real_number_carries_no_noise(amount: Decimal, factor: int) -> None:
    """The float that Excel stores for an amount in thousands gives that amount again, to the cent."""
    if abs(amount) < 10**11:
        in_file = float(amount / factor)
        assert rounded(exact(in_file) * factor, "eur") == amount


@pytest.mark.parametrize("left", [0.1 + 0.2 - 0.3, 5e-324, -2e-12])
def test_what_rounding_left_is_zero(left: float) -> None:
    assert understand(left).value == 0


@given(st.text(max_size=12))
def test_any_text_is_understood_somehow(text: str) -> None:
    assert understand(text).how


@given(st.floats())
def test_any_float_is_understood_somehow(value: float) -> None:
    assert understand(value).how in {"number", "too_large"}
