"""The closed list of units, and how numbers with a unit are written.

Every space inside a figure is a non-breaking one, so that "€ 3,1 mln" never falls apart over two lines.
"""

from __future__ import annotations

import math

from flexlib.text import all_texts, text
from flexlib.text.notation import MINUS, NBSP, NOT_APPLICABLE, written

MONEY_UNITS = ("EUR", "EUR/h", "EUR/year")
SHARE_UNITS = ("share", "share/year")
HOUR_UNITS = ("h", "h/year")
TIME_UNITS = ("minutes", "months", "weeks", "year", "years")
COUNT_UNITS = (
    "changes",
    "changes/year",
    "choices",
    "companies",
    "count",
    "events",
    "exams",
    "fte",
    "groups",
    "integrations",
    "locations",
    "modules",
    "moments",
    "participants",
    "persons",
    "programmes",
    "requests",
    "sectors",
    "student years",
    "students",
    "subsidies",
    "systems",
    "teams",
)
PLAIN_UNITS = ("factor", "level", "levels", "score", "steps")
UNITS = frozenset(MONEY_UNITS + SHARE_UNITS + HOUR_UNITS + TIME_UNITS + COUNT_UNITS + PLAIN_UNITS)

_MILLION = 1e6
_BARE_UNITS = frozenset((*PLAIN_UNITS, "year", "count"))  # written as a number alone


def unit_label(unit: str, language: str) -> str:
    """The unit in words: "h/year" is "uur per jaar"."""
    return text(f"units.label.{unit}", language)


def is_money(unit: str) -> bool:
    return unit in MONEY_UNITS


def is_share(unit: str) -> bool:
    return unit in SHARE_UNITS


def number(value: float, language: str, decimals: int | None = None) -> str:
    """A bare number; without `decimals` three significant digits below a hundred and none behind the mark above."""
    return written(value, language, _decimals(value) if decimals is None else decimals)


def money(value: float, language: str, decimals: int = 0) -> str:
    """An exact amount: "€ 1.234.567" or "€1,234,567"."""
    return _euro(written(value, language, decimals), language)


def share(value: float, language: str, decimals: int | None = None) -> str:
    """A ratio as a percentage: 0.125 is "12,5 %" or "12.5%"."""
    percentage = value * 100
    if decimals is None:
        exact = _exact_decimals(value)
        decimals = 0 if abs(percentage) >= 20 else 1 if exact is None else exact
    return _percent(written(percentage, language, decimals), language)


def months(value: float, language: str, horizon_months: float = math.inf) -> str:
    """Whole months; beyond the horizon "> 96 maanden"."""
    if value > horizon_months:
        return f">{NBSP}{_counted(horizon_months, 'months', language, 0)}"
    return _counted(value, "months", language, 0)


def hours(value: float, language: str) -> str:
    """Hours rounded to what the precision bears: "12.300 uur"."""
    return _counted(significant(value, 3), "h", language, 0 if abs(value) >= 10 else 1)


def fte(value: float, language: str) -> str:
    """Fte with one decimal below a hundred: "12,5 fte"."""
    return _counted(value, "fte", language, 0 if abs(value) >= 100 else 1)


def significant(value: float, digits: int) -> float:
    """The value rounded to a number of significant digits."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def rounded_money(value: float, language: str) -> str:
    """An estimated amount in two significant digits (three above ten million): "€ 3,1 mln", "€ 640.000", "€ 140"."""
    digits, scale = _money_digits(value, value, language)
    return _euro(digits, language) + scale


def money_band(low: float, middle: float, high: float, language: str) -> str:
    """An estimate with its band on one scale: "€ 3,1 mln (2,4–4,6)"."""
    widest = max(abs(low), abs(middle), abs(high))
    middle_digits, scale = _money_digits(middle, widest, language)
    band = _joined(_money_digits(low, widest, language)[0], _money_digits(high, widest, language)[0])
    return f"{_euro(middle_digits, language)}{scale}{NBSP}({band})"


def span(low: float, high: float, unit: str, language: str, decimals: int | None = None) -> str:
    """A range with its unit: "2,4–4,6 uur per jaar", "10–15 %", "€ 64–77 per uur"; `decimals` are those of money."""
    if math.isnan(low) or math.isnan(high):
        return NOT_APPLICABLE[language]
    if is_share(unit):
        exact = _exact_decimals(low, high)
        decimals = exact if exact is not None else 0 if high >= 0.2 else 1
        digits = _joined(*(written(value * 100, language, decimals) for value in (low, high)))
        return _with_unit(_percent(digits, language), unit, language)
    if is_money(unit):
        if decimals is None:
            decimals = 0 if max(abs(low), abs(high)) >= 100 else 2
        digits = _joined(*(_trimmed(written(value, language, decimals), language) for value in (low, high)))
        return _with_unit(_euro(digits, language), unit, language)
    return _with_unit(_joined(number(low, language), number(high, language)), unit, language)


def with_unit(value: float, unit: str, language: str, decimals: int | None = None) -> str:
    """One value of any unit as it stands in a table or sentence: "€ 70 per uur", "12,5 %", "38 maanden"."""
    if math.isnan(value):
        return NOT_APPLICABLE[language]
    if is_share(unit):
        return _with_unit(share(value, language, decimals), unit, language)
    if is_money(unit):
        if decimals is None:
            decimals = 0 if abs(value) >= 100 or value == round(value) else 2
        return _with_unit(money(value, language, decimals), unit, language)
    if unit == "year":
        return f"{value:.0f}"
    return _with_unit(number(value, language, decimals), unit, language)


def _exact_decimals(*shares: float) -> int | None:
    """Decimals that write these shares exactly as percentages, None when two do not: figures that were worked out."""
    for decimals in range(3):
        if all(abs(round(share * 100, decimals) - share * 100) < 1e-9 for share in shares):
            return decimals
    return None


def _money_digits(value: float, widest: float, language: str) -> tuple[str, str]:
    """Digits and scale word of an estimated amount, both on the scale of the widest amount beside it."""
    if not math.isfinite(value):
        return written(value, language, 0), ""
    if abs(significant(widest, 2)) >= _MILLION:
        decimals = 1 if abs(widest) < 10 * _MILLION else 0
        return written(value / _MILLION, language, decimals), NBSP + text("units.million", language)
    rounded = round(value, 2 - len(f"{abs(significant(widest, 2)):.0f}")) if widest else 0.0
    return written(rounded, language, 0), ""


def _counted(value: float, unit: str, language: str, decimals: int) -> str:
    if math.isnan(value):
        return NOT_APPLICABLE[language]
    return _with_unit(written(value, language, decimals), unit, language)


def _with_unit(digits: str, unit: str, language: str) -> str:
    if unit in _BARE_UNITS:
        return digits
    label = unit_label(unit, language)
    if digits in ("1", f"{MINUS}1") and f"units.one.{unit}" in all_texts(language):
        label = text(f"units.one.{unit}", language)
    if is_money(unit) or is_share(unit):
        label = label.removeprefix("€").removeprefix("%").strip()
    return f"{digits}{NBSP}{label}" if label else digits


def _euro(digits: str, language: str) -> str:
    if digits == NOT_APPLICABLE[language]:
        return digits
    if language == "nl":
        return f"€{NBSP}{digits}"
    return f"{MINUS}€{digits[1:]}" if digits.startswith(MINUS) else f"€{digits}"


def _percent(digits: str, language: str) -> str:
    if digits == NOT_APPLICABLE[language]:
        return digits
    return f"{digits}{NBSP}%" if language == "nl" else f"{digits}%"


def _joined(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _trimmed(digits: str, language: str) -> str:
    return digits.removesuffix(",00" if language == "nl" else ".00")


def _decimals(value: float) -> int:
    if not math.isfinite(value) or value == round(value) or abs(value) >= 100:
        return 0
    needed = 2 - math.floor(math.log10(abs(value)))
    digits = f"{value:.{min(needed, 6)}f}".rstrip("0")
    return len(digits.partition(".")[2])
