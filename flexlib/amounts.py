"""Reads amounts that people type, in Dutch or English notation, and writes them back for editing.

Dutch: a dot only between groups of three, a comma only as decimal mark; English the other way round. What is a number
in the other notation only is read as that; what can be read in two ways is refused with both readings, never guessed.
Money may be typed in thousands or millions: "2,5 mln".
"""

from __future__ import annotations

import re
from decimal import Decimal

from flexlib.errors import InputError
from flexlib.text.notation import MINUS
from flexlib.units import is_money, is_share, span, with_unit

MARKS = {"nl": (".", ","), "en": (",", ".")}  # grouping mark, decimal mark
LARGEST = Decimal(10) ** 12
SCALES = {
    "k": 1_000,
    "duizend": 1_000,
    "thousand": 1_000,
    "mln": 1_000_000,
    "mio": 1_000_000,
    "miljoen": 1_000_000,
    "million": 1_000_000,
}
UNCLEAR_SCALES = ("m", "t", "d", "mil", "mille", "mn", "b", "bn")  # thousands to some, millions or more to others
SHOWN = 30  # characters of a wrong input that a message repeats

_SCALED = re.compile(r"(?i)(.*\d)([a-z]+\.?)")
_RANGE_MARK = re.compile(r"\s*(?:–|—|\.\.+|;|\s-\s|\btot\b|\bto\b)\s*|(?<=[\d%])\s*-\s*")


def parse_amount(
    typed: str, language: str, unit: str, minimum: float | None = None, maximum: float | None = None
) -> float:
    """The number a person typed, in the unit's own scale: "12,5 %" of a share is 0.125.

    "2,5 mln" of an amount of money is 2,500,000. Raises InputError for text, empty input, notation that can be read in
    two ways, and values outside the bounds.
    """
    shown = _shortened(typed)
    digits, has_euro, has_percent = _bare(typed)
    if not digits:
        raise InputError("errors.amount_empty")
    if has_euro and not is_money(unit):
        raise InputError("errors.amount_no_money", typed=shown)
    if has_percent and not is_share(unit):
        raise InputError("errors.amount_no_share", typed=shown)
    digits, word = _apart(digits, unit, shown)
    value = _read(digits, language, shown, word) * SCALES.get(word.lower(), 1)
    if is_share(unit):
        if not has_percent and 0 < abs(value) < 1:
            raise InputError("errors.share_two_readings", typed=shown, percent=f"{shown.strip()} %")
        value /= 100
    if abs(value) > LARGEST:
        raise InputError("errors.amount_absurd", typed=shown)
    _check_bounds(float(value), language, unit, minimum, maximum)
    return float(value)


def parse_range(
    typed: str, language: str, unit: str, minimum: float | None = None, maximum: float | None = None
) -> tuple[float, float, float]:
    """Low, mode and high of what a person typed: one number, "2,4–4,6" or "2,4-4,6" (mode in the middle) or "2–3–5".

    A percent sign, or "mln" of money, behind the last one holds for all. Raises InputError as `parse_amount` does.
    """
    parts = _RANGE_MARK.split(typed.strip())
    if is_share(unit) and parts[-1].rstrip().endswith("%"):
        parts = [part if part.rstrip().endswith("%") else f"{part} %" for part in parts]
    scale = _SCALED.fullmatch("".join(parts[-1].split()))
    if is_money(unit) and scale and all(part.strip()[-1:].isdigit() for part in parts[:-1]):
        parts = [*(f"{part} {scale[2]}" for part in parts[:-1]), parts[-1]]
    values = [parse_amount(part, language, unit, minimum, maximum) for part in parts]
    if len(values) > 3:
        raise InputError("errors.range_too_long", typed=_shortened(typed))
    if values != sorted(values):
        raise InputError("errors.range_order", typed=_shortened(typed))
    if len(values) == 2:
        return values[0], (values[0] + values[1]) / 2, values[1]
    return values[0], values[len(values) // 2], values[-1]


def editable(value: float | None, language: str, unit: str) -> str:
    """What stands in the input field of a value; `parse_amount` reads back exactly the same float."""
    if value is None:
        return ""
    exact = Decimal(repr(float(value)))
    if is_share(unit):
        exact *= 100
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    fraction = fraction.rstrip("0")
    fraction += "0" if len(fraction) == 3 else ""  # three decimals could be read as thousands
    group, decimal = MARKS[language]
    digits = f"{int(whole):,}".replace(",", group) + (decimal + fraction if fraction else "")
    sign = "-" if exact < 0 else ""
    return f"{sign}{digits} %" if is_share(unit) else f"{sign}{digits}"


def _bare(typed: str) -> tuple[str, bool, bool]:
    """The typed text without spaces, euro and percent sign, and whether those were there."""
    digits = "".join(typed.split()).replace(MINUS, "-")
    has_euro, has_percent = "€" in digits, digits.endswith("%")
    if digits.count("€") == 1 and re.match(r"-?€|€-", digits):
        digits = digits.replace("€", "")
    return digits.removesuffix("%"), has_euro, has_percent


def _apart(digits: str, unit: str, shown: str) -> tuple[str, str]:
    """The digits, and the word behind them that says thousands or millions; only money has one."""
    scaled = _SCALED.fullmatch(digits) if is_money(unit) else None
    if scaled is None:
        return digits, ""
    number, word = scaled[1], scaled[2].rstrip(".")
    if word.lower() in UNCLEAR_SCALES:
        raise InputError("errors.amount_scale_unclear", typed=shown, number=number)
    return (number, word) if word.lower() in SCALES else (digits, "")


def _read(digits: str, language: str, shown: str, word: str = "") -> Decimal:
    group, decimal = MARKS[language]
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}{re.escape(decimal)}\d{{3}}", digits, re.ASCII):
        behind = f" {word}" if word else ""
        readings = {"thousands": digits.replace(decimal, group) + behind, "decimals": f"{digits}0{behind}"}
        raise InputError("errors.amount_thousands_or_decimals", typed=shown, **readings)
    for grouping, mark in ((group, decimal), (decimal, group)):  # what is none of the first may be the other notation
        whole = rf"(?:\d+|\d{{1,3}}(?:{re.escape(grouping)}\d{{3}})+)"
        if re.fullmatch(rf"-?{whole}(?:{re.escape(mark)}\d+)?", digits, re.ASCII):
            return Decimal(digits.replace(grouping, "").replace(mark, "."))
    raise InputError("errors.amount_no_number", typed=shown, example=f"1{group}234{decimal}5")


def _check_bounds(value: float, language: str, unit: str, minimum: float | None, maximum: float | None) -> None:
    if (minimum is None or value >= minimum) and (maximum is None or value <= maximum):
        return
    if minimum is not None and maximum is not None:
        bounds = span(minimum, maximum, unit, language)
    elif minimum is not None:
        bounds = f"≥ {with_unit(minimum, unit, language)}"
    else:
        bounds = f"≤ {with_unit(maximum or 0.0, unit, language)}"
    raise InputError("errors.amount_out_of_bounds", value=with_unit(value, unit, language), bounds=bounds)


def _shortened(typed: str) -> str:
    return typed if len(typed) <= SHOWN else typed[: SHOWN - 1] + "…"
