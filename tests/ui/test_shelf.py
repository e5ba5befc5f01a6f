"""What sessions share: bounded, the same figures whoever asks, and streams shared where nothing is contested."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import sample
from flexlib.model.records import Contest, CostModel
from flexlib.ui import moves
from flexlib.ui.cache import DRAW_SETS, Recent, Shelf


def small(model: CostModel, variant: str = "verrijken_kaders", draws: int = 200):
    return replace(moves.with_variant(moves.first_choice(model), variant), draws=draws)


def test_the_least_recently_used_goes_first() -> None:
    kept: Recent[str, int] = Recent(3)
    for name in ("a", "b", "c"):
        kept.put(name, 1)
    kept.get("a")
    kept.put("d", 1)
    assert [name for name in "abcd" if kept.get(name) is None] == ["b"]


def test_size_bounds_and_one_value_always_stays() -> None:
    kept: Recent[str, int] = Recent(10, float)
    kept.put("small", 4)
    kept.put("large", 50)
    assert (kept.get("small"), kept.get("large")) == (None, 50)


def test_the_shelf_gives_what_the_engine_gives(model: CostModel) -> None:
    choice = small(model)
    headline = Shelf(model).headline(choice)
    result = evaluate(model, choice, sample(model, choice.draws, choice.seed))
    for outcome_id, quantiles in headline.quantiles.items():
        assert np.array_equal(quantiles, result.quantiles(outcome_id), equal_nan=True), outcome_id


def test_a_name_changes_no_figure_and_needs_no_evaluation(model: CostModel) -> None:
    shelf, choice = Shelf(model), small(model)
    renamed = replace(choice, institution=replace(choice.institution, id="own", name="Ons college"))
    assert shelf.headline(choice) is shelf.headline(renamed)
    assert shelf.result(choice) is shelf.result(renamed)


def test_contested_draws_share_the_other_streams(model: CostModel) -> None:
    shelf = Shelf(model)
    plain = shelf.draws(200, 1)
    contested = shelf.draws(200, 1, (("rate_docent", Contest(90.0, 95.0, 99.0)),))
    assert contested.parameters["rate_ict"] is plain.parameters["rate_ict"]
    assert contested.parameters["rate_docent"].min() >= 90
    for number in range(DRAW_SETS + 2):
        shelf.draws(100, number)
    assert shelf.draws(200, 1) is not plain
