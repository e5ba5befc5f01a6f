"""Theory: the table of quantiles gives, to the last bit, what NumPy's own interpolation gives on it."""

from __future__ import annotations

import numpy as np
import pytest

from flexlib.engine.distributions import _table

EDGES = [0.0, 1e-300, 1e-17, 1 / 4096, np.nextafter(1 / 4096, 0), 0.5, np.nextafter(1.0, 0)]


@pytest.mark.parametrize("alpha", np.linspace(1, 5, 17).round(12))
def test_the_table_is_numpys_interpolation(alpha: float) -> None:
    table = _table(float(alpha))
    u = np.concatenate([np.random.default_rng(3).random(50_000), EDGES])
    assert np.array_equal(table.at(u), np.interp(u, table.cumulative, table.nodes))
