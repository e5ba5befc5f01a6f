"""How a language writes a number: decimal mark, grouping, minus sign."""

from __future__ import annotations

import math

NBSP = "\u00a0"
MINUS = "\u2212"
NOT_APPLICABLE = {"nl": "n.v.t.", "en": "n/a"}
UNGROUPED_BELOW = 10_000  # whole numbers in a sentence, so that a year reads as a year


def written(value: float, language: str, decimals: int) -> str:
    """`1234.5` with one decimal: `1.234,5` in Dutch, `1,234.5` in English; not a number: `n.v.t.`."""
    if math.isnan(value):
        return NOT_APPLICABLE[language]
    if math.isinf(value):
        return (MINUS if value < 0 else "") + "∞"
    digits = f"{abs(value):,.{decimals}f}"
    if language == "nl":
        digits = digits.translate(str.maketrans(",.", ".,"))
    is_zero = not any(digit in "123456789" for digit in digits)
    return digits if value >= 0 or is_zero else MINUS + digits


def plain(value: float, language: str) -> str:
    """A number inside a sentence: as many decimals as it has (ten at most; a large amount two, as cents are written),
    years and small counts ungrouped."""
    if not math.isfinite(value):
        return written(value, language, 0)
    decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
    if decimals == 1 and abs(value) >= UNGROUPED_BELOW:
        decimals = 2
    digits = written(value, language, decimals)
    return digits if decimals or abs(value) >= UNGROUPED_BELOW else digits.replace("." if language == "nl" else ",", "")
