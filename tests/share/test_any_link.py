"""Whatever a link may hold can be worked out: no figure without end, no warning of the arithmetic."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from flexlib.engine.evaluate import estimate
from flexlib.model.records import Choice
from flexlib.share import decode_choice
from tests.share.test_round_trip import MODEL, choices


@pytest.mark.soak
@given(choice=choices())
def test_every_choice_that_fits_a_link_gives_figures(choice: Choice) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = estimate(MODEL, replace(choice, draws=100))
    for result in (found.result, found.point):
        assert [name for name, values in result.values.items() if np.isinf(values).any()] == []


@pytest.mark.parametrize("typed", ["p_building_location~1e-300~1~1", "p_small_system_build~1e-300~1e-300~1"])
def test_typed_ends_far_from_the_mode_keep_the_mean_ordinary(typed: str) -> None:
    choice = decode_choice(f"v=alles_tegelijk&n=100&c={typed}", MODEL).choice
    assert choice.contested
    found = estimate(MODEL, choice)
    assert np.isfinite(found.point.values["one_off_integral"]).all()
