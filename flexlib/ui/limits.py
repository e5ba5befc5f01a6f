"""Limits on outcomes as a link writes them: outcome, value, outcome, value …"""

from __future__ import annotations

import math
from collections.abc import Collection

BETWEEN = "~"


def numbers_in(written: str, known: Collection[str]) -> dict[str, float]:
    """Outcome → value, in the order of `known`; what is no known outcome or no finite number is left out."""
    parts = written.split(BETWEEN)
    found = {}
    for name, value in zip(parts[::2], parts[1::2], strict=False):
        try:
            number = float(value)
        except ValueError:
            continue
        if math.isfinite(number):
            found[name] = number
    return {name: found[name] for name in known if name in found}
