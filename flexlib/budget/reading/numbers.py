"""What a cell means as a number: real numbers, and the notations that people type as text."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from flexlib.budget.workbook import CellError, Value

CENT = Decimal("0.01")
FINE = Decimal("0.0001")  # hours, fte, counts and rates
MANY = 6  # texts such as "1.234" that together settle how they are read
NOISE = 1e-9  # what sums of decimals leave behind in Excel instead of zero
LARGEST = Decimal(10) ** 13  # no amount of a college comes near

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u2060\ufeff]+")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2011": "-", "\u2012": "-"})
_CURRENCY = re.compile(r"€|^eur(?:o)?(?=[-(\d])|(?<=[\d)-])eur(?:o)?$", re.I)
_ZERO_CENTS = re.compile(r",-+$|,=$")  # "1.250,-"
_WHOLE = re.compile(r"\d+", re.ASCII)
_DUTCH = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})|0+,\d+", re.ASCII)
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d*\.(?:\d{1,2}|\d{4,})|0+\.\d+", re.ASCII)
_EITHER = re.compile(r"\d+[.,]\d{3}", re.ASCII)
_DATE = re.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    r"|\d{1,2}[- ](?:jan|feb|mrt|maa|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?[- ](?:\d{4}|\d{2})",
    re.I | re.ASCII,
)
_NOTHING = frozenset({"-", "--", "---", "n.v.t.", "n.v.t", "nvt", "nvt.", "n/a", "n.a.", "na", "nihil", "geen", "none"})
_UNKNOWN = frozenset({"pm", "p.m.", "p.m", "n.n.b.", "n.n.b", "nnb", "nnb.", "?", "tbd", "ntb", "n.t.b."})


class Number(NamedTuple):
    """What a cell means. `how` is one of

    number, empty, nothing ("-", "n.v.t."), unknown ("p.m."), digits (text without marks), dutch or english (text
    in that notation), ambiguous (`value` is the Dutch reading, `other` the English one), error, date, date_text,
    text, too_large.
    """

    value: Decimal | None
    how: str
    other: Decimal | None = None
    is_percent: bool = False


EMPTY = Number(None, "empty")


def exact(value: float) -> Decimal:
    """A float as the decimal that Excel shows: `0.1` and not `0.1000000000000000055`; 0 for what rounding left."""
    if not value % 1:
        return Decimal(int(value))
    return Decimal(repr(value)) if abs(value) > NOISE else Decimal(0)


def understand(value: Value, notation: str = "") -> Number:
    """What one cell means; `notation` is "nl" or "en" when the rest of the column settles what "1.234" is."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Number(None, "text")
    if isinstance(value, (int, float)):
        if not math.isfinite(value) or abs(value) >= LARGEST:
            return Number(None, "too_large")
        return Number(exact(value), "number")
    if isinstance(value, CellError):
        return Number(None, "error")
    if isinstance(value, (datetime.date, datetime.time)):
        return Number(None, "date")
    return _of_text(value, notation)


def notation_of(values: Iterable[Value]) -> str:
    """The language, nl or en, of the text numbers that read in one way only; "" when they differ or are none.

    Many numbers with one mark before exactly three digits, and none with another, are thousands: amounts do not all
    have three decimals.
    """
    sure: set[str] = set()
    marks: Counter[str] = Counter()
    for value in values:
        if not isinstance(value, str):
            continue
        how = _of_text(value, "").how
        if how in {"dutch", "english"}:
            sure.add(how)
        elif how == "ambiguous":
            marks["nl" if "." in value else "en"] += 1
    if sure:
        return {"dutch": "nl", "english": "en"}[sure.pop()] if len(sure) == 1 else ""
    return next(iter(marks)) if len(marks) == 1 and marks.total() >= MANY else ""


def is_date_text(text: str) -> bool:
    """Whether a text reads as a date: "31-12-2026", "2026-12-31", "1 jan 2026"."""
    return bool(_DATE.fullmatch(text.strip()))


def rounded(value: Decimal, quantity: str) -> Decimal:
    """To the cent for euros, to four decimals for everything else; halves go up, as Excel does."""
    return value.quantize(CENT if quantity == "eur" else FINE, ROUND_HALF_UP)


def _of_text(text: str, notation: str) -> Number:
    bare = _SPACES.sub("", text).translate(_MINUS)
    lowered = bare.lower()
    if not bare:
        return EMPTY
    if lowered in _UNKNOWN:
        return Number(None, "unknown")
    if _CURRENCY.sub("", lowered) in _NOTHING:
        return Number(None, "nothing")
    if is_date_text(text):
        return Number(None, "date_text")
    digits, is_percent = _CURRENCY.sub("", bare), False
    is_money = digits != bare or _ZERO_CENTS.search(digits)
    digits = _ZERO_CENTS.sub("", digits)
    if digits.endswith("%"):
        digits, is_percent = digits[:-1], True
    digits, sign = _signed(digits)
    if not _WHOLE.search(digits) or len(digits) > 30:
        return Number(None, "text")
    if _WHOLE.fullmatch(digits):
        return _number(digits, "digits", sign, is_percent)
    if _DUTCH.fullmatch(digits):
        return _number(_as_dutch(digits), "dutch", sign, is_percent)
    if _ENGLISH.fullmatch(digits):
        return _number(digits.replace(",", ""), "english", sign, is_percent)
    if not _EITHER.fullmatch(digits):
        return Number(None, "text")
    dutch, english = _as_dutch(digits), digits.replace(",", "")
    if is_money:  # euros have no three decimals
        notation = "nl" if "." in digits else "en"
    if notation:
        chosen = dutch if notation == "nl" else english
        return _number(chosen, "dutch" if notation == "nl" else "english", sign, is_percent)
    first, second = _number(dutch, "", sign, is_percent), _number(english, "", sign, is_percent)
    return Number(first.value, "ambiguous", second.value, is_percent)


def _signed(digits: str) -> tuple[str, int]:
    if digits.startswith("(") and digits.endswith(")"):
        return digits[1:-1], -1
    if digits.startswith("-"):
        return digits[1:], -1
    if digits.endswith("-"):
        return digits[:-1], -1
    return digits.removeprefix("+"), 1


def _as_dutch(digits: str) -> str:
    return digits.replace(".", "").replace(",", ".")


def _number(digits: str, how: str, sign: int, is_percent: bool) -> Number:
    value = Decimal(digits) * sign
    if abs(value) >= LARGEST:
        return Number(None, "too_large")
    return Number(value / 100 if is_percent else value, how, None, is_percent)
