"""What a choice asks of a budget adds up to what it asks, at the rekenwaarde and draw by draw."""

from __future__ import annotations

import numpy as np
import pytest

from flexlib.budget.beside.against import compare_with_budget, nominal
from flexlib.budget.beside.asked import asked_by_draw, asked_by_line, asked_of, straight_line
from flexlib.budget.beside.comparison import Options
from flexlib.engine.evaluate import estimate, evaluate
from flexlib.engine.result import quantiles
from flexlib.engine.sampling import overrides_of, point, sample
from flexlib.model.choices import reference_institution
from flexlib.model.records import Choice
from tests.budget.test_against import line


def test_categories_add_up_to_what_is_spent(model):
    """Every euro paid to others is in one account and one cost class, every euro of income in one of each."""
    choice = nominal(
        Choice(institution=reference_institution(model, "average_roc"), variant="verrijken_kaders", draws=4)
    )
    result = evaluate(model, choice, point(model, overrides_of(choice)))
    found = asked_of(model, choice)
    accounts = model.accounts.accounts
    for wanted, side in (("out_of_pocket_year", "cost"), ("income_calendar_year", "income")):
        by_account = sum(
            series
            for name, series in found.categories.items()
            if name.startswith("account:") and accounts[name.partition(":")[2]].side == side
        )
        group = "cost_class:" if side == "cost" else "income:"
        by_group = sum(series for name, series in found.categories.items() if name.startswith(group))
        assert by_account[:, 0] == pytest.approx(result.values[wanted][0], abs=0.005)
        assert by_group[:, 0] == pytest.approx(result.values[wanted][0], abs=0.005)
    capitalised = asked_of(model, choice, 5)
    for prefix in ("account:", "cost_class:"):
        cost = sum(series.sum() for name, series in found.categories.items() if name.startswith(prefix))
        later = sum(left for name, left in capitalised.later.items() if name.startswith(prefix))
        spread_out = sum(series.sum() for name, series in capitalised.categories.items() if name.startswith(prefix))
        assert spread_out + later == pytest.approx(cost)


def test_a_category_has_the_band_of_its_own_draws(model):
    """Draw by draw the categories add up to what a year asks; a category's band is that of its draws, not a part of
    the total's. Written off, what is spread over years is the same in every draw."""
    choice = nominal(
        Choice(institution=reference_institution(model, "average_roc"), variant="verrijken_kaders", draws=400)
    )
    given = estimate(model, choice)
    draws = sample(model, choice.draws, choice.seed, overrides_of(choice))
    by_draw = asked_by_draw(model, choice, draws)
    cost = [name for name in by_draw.categories if name.startswith("cost_class:")]
    summed = sum(by_draw.categories[name] for name in cost)
    assert summed == pytest.approx(given.result.values["out_of_pocket_year"].T, abs=0.005)

    lines = [line("cost_class:ict", y2027="1", y2028="1", y2029="1")]
    for term in (None, 4):
        by_draw = asked_by_draw(model, choice, draws, term)
        found = compare_with_budget(model, choice, given, "programme", lines, Options(term))
        (row,) = [row for row in found.rows if row.category == "cost_class:ict"]
        drawn = by_draw.categories["cost_class:ict"]
        places = [place for place, year in enumerate(found.years) if year.in_total]
        assert places
        model_place = {period.year: at for at, period in enumerate(by_draw.calendar_years)}
        for place in places:
            assert row.bands[place] == pytest.approx(quantiles(drawn[model_place[found.years[place].year]]))
            assert row.bands[place][0] < row.bands[place][2]
        together = sum(drawn[model_place[found.years[place].year]] for place in places)
        assert row.total_band == pytest.approx(quantiles(together))
        assert row.total_band[0] > sum(row.bands[place][0] for place in places)  # bands do not add up


@pytest.mark.parametrize("term", [None, 5])
def test_the_lines_of_a_category_add_up_to_it(model, term):
    choice = nominal(
        Choice(institution=reference_institution(model, "average_roc"), variant="verrijken_kaders", draws=4)
    )
    whole = asked_of(model, choice, term).categories
    by_line = asked_by_line(model, choice, term)
    assert by_line.keys() == whole.keys()
    for category, lines in by_line.items():
        assert set(lines) <= set(model.lines)
        assert sum(lines.values()) == pytest.approx(whole[category], abs=0.005)


def test_straight_line_keeps_every_euro():
    cost, left = straight_line(np.array([90.0, 0.0, 30.0]), 3)
    assert cost.tolist() == [30.0, 30.0, 40.0]
    assert left == 20.0  # two of the three parts of the last year
