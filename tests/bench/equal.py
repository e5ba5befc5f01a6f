"""Whether two programs give the same outcomes, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tests.engine.agreement import DIFFERENCES, RELATIVE, ROUNDING


def assert_equal(ours: Mapping[str, np.ndarray], theirs: Mapping[str, np.ndarray], name: str) -> None:
    """End the benchmark when an outcome of `theirs` is not ours within 1e-9, or is lacking."""
    if set(ours) != set(theirs):
        raise SystemExit(f"{name}: other outcomes {set(ours) ^ set(theirs)}")
    for outcome_id, expected in ours.items():
        found = np.asarray(theirs[outcome_id], dtype=float)
        size = float(np.nanmax(np.abs(ours[DIFFERENCES.get(outcome_id, outcome_id)]), initial=1.0))
        if not np.allclose(found, expected, rtol=RELATIVE, atol=size * ROUNDING, equal_nan=True):
            raise SystemExit(f"{name}: {outcome_id} differs")
