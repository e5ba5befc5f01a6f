"""Whatever a room may type, the estimate stays finite and its moments have a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from flexlib.engine.calendar import date_after
from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.contests import contest_bounds, divisors
from flexlib.model.records import Choice, Contest, CostModel, Institution

ENRICH = Choice(Institution("small_vakcollege", "", "small_vakcollege"), "verrijken_kaders", future="krappe_scholen")
HEADLINES = ("one_off_integral", "recurring_integral", "income_year", "total_integral", "npv", "months_all_live")


@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
def test_every_parameter_and_curve_at_its_bound_gives_figures(model: CostModel, end: int) -> None:
    for subject in [*model.parameters, *model.curves]:
        value = contest_bounds(model, subject)[end]
        choice = replace(ENRICH, contested=((subject, Contest(value, value, value)),))
        with np.errstate(all="raise", under="ignore"):
            result = evaluate(model, choice, point(model, overrides_of(choice)))
        for name in HEADLINES:
            assert np.isfinite(result.values[name][0]), (subject, name)
        assert date_after(choice.start, float(result.values["months_programme_end"][0])) <= date.max


def test_the_models_own_ranges_lie_within_what_may_be_typed(model: CostModel) -> None:
    for parameter in model.parameters.values():
        lowest, highest = contest_bounds(model, parameter.id)
        assert lowest <= parameter.low and parameter.high <= highest, parameter.id


def test_what_something_is_divided_by_stays_above_zero(model: CostModel) -> None:
    assert "productive_hours_fte" in divisors(model) and "contact_hours_per_module" in divisors(model)
    assert all(contest_bounds(model, parameter)[0] > 0 for parameter in divisors(model))


def test_a_moment_beyond_all_calendars_is_the_last_day() -> None:
    assert date_after(date(2027, 1, 1), 1e9) == date.max
