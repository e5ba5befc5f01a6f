"""How often a random or destructive test repeats: in full with FLEXLIB_SOAK=1, a twentieth otherwise."""

from __future__ import annotations

import os

SOAK = os.environ.get("FLEXLIB_SOAK") == "1"


def rounds(full: int) -> int:
    """The number of rounds of a test that runs `full` rounds in `make soak`."""
    return full if SOAK else max(1, full // 20)
