"""Many choices at once give the outcomes of each by itself."""

from __future__ import annotations

import numpy as np
import pytest

from flexlib.engine.evaluate import evaluate
from flexlib.engine.explore.figures import Figure, figures_of
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.many import Many
from flexlib.engine.explore.needs import OUTCOMES
from flexlib.engine.result import Result
from flexlib.engine.sampling import overrides_of, sample
from flexlib.model.records import Choice, CostModel
from tests.engine.agreement import DIFFERENCES, RELATIVE, ROUNDING
from tests.plain.random_choices import CORNERS, name_of, random_choice
from tests.rounds import SOAK

DRAWS = 40
ROWS = 8
CHOICES = len(CORNERS) + (200 if SOAK else 6)
FREE = (1, 3, 8, 20, 69)  # levers
EXPECTED = (8, 400, 100_000)  # choices that tables are made for
SIZE_OF = {
    **DIFFERENCES,
    "recurring_income_share": "recurring_income_share",
    "cost_per_student_year": "cost_per_student_year",
}


def random_grid(model: CostModel, random: np.random.Generator, count: int) -> Grid:
    chosen = set(random.choice(list(model.levers), count, replace=False).tolist())
    levers = [lever for lever in model.levers.values() if lever.id in chosen]
    levels = []
    for lever in levers:
        written = [level.value for level in lever.levels]
        levels.append(tuple(sorted(random.choice(written, min(3, len(written)), replace=False).tolist())))
    return Grid(tuple(lever.id for lever in levers), tuple(levels))


def random_rows(grid: Grid, random: np.random.Generator, count: int) -> np.ndarray:
    return np.stack([random.integers(0, len(levels), count) for levels in grid.levels], axis=1).astype(np.int16)


def differing(result: Result, found: dict[str, np.ndarray], row: int) -> list[str]:
    wrong = []
    for name in OUTCOMES:
        expected = np.moveaxis(result.values[name], 0, -1)
        ours = np.broadcast_to(found[name][row], expected.shape)
        size = np.nanmax(np.abs(result.values[SIZE_OF.get(name, name)]), initial=0.0)
        size = size if np.isfinite(size) else 0.0
        with np.errstate(invalid="ignore"):
            near = np.abs(ours - expected) <= RELATIVE * np.maximum(np.abs(ours), np.abs(expected)) + ROUNDING * size
        if not (near | (ours == expected) | (np.isnan(ours) & np.isnan(expected))).all():
            wrong.append(name)
    return wrong


@pytest.mark.soak
@pytest.mark.parametrize("index", range(CHOICES), ids=name_of)
def test_every_outcome_equals_that_of_the_choice_by_itself(model: CostModel, index: int) -> None:
    random = np.random.default_rng([4, index])
    choice = random_choice(model, index)
    grid = random_grid(model, random, FREE[index % len(FREE)])
    rows = random_rows(grid, random, ROWS)
    draws = sample(model, DRAWS, choice.seed, overrides_of(choice))
    many = Many(model, choice, grid, draws, OUTCOMES, EXPECTED[index % len(EXPECTED)])
    patterns = many.patterns(rows)
    with np.errstate(all="ignore"):
        for pattern in np.unique(patterns):
            places = np.flatnonzero(patterns == pattern)
            found = many.outcomes(rows[places])
            for row, place in enumerate(places):
                one_by_one = evaluate(model, grid.choice(choice, rows[place]), draws)
                assert differing(one_by_one, found, row) == [], (index, place)


def test_figures_are_those_of_the_result_and_no_chunk_matters(model: CostModel, choice: Choice) -> None:
    random = np.random.default_rng(8)
    grid = random_grid(model, random, 6)
    rows = random_rows(grid, random, 30)
    draws = sample(model, 101, 1)
    names = ("one_off_integral", "months_all_live", "out_of_pocket_year")
    many = Many(model, choice, grid, draws, names, 1000)
    figures = [Figure(name, at) for name in names for at in ("p10", "p50", "p90", "mean")]
    figures.append(Figure("out_of_pocket_year", "p90", 2029))
    whole = figures_of(many, rows, figures)
    in_parts = np.concatenate([figures_of(many, rows[at : at + 7], figures) for at in range(0, len(rows), 7)])
    assert np.array_equal(whole, in_parts, equal_nan=True)
    for row, ours in zip(rows, whole, strict=True):
        result = evaluate(model, grid.choice(choice, row), draws)
        quantiles = [result.quantiles(name).reshape(3, -1).max(axis=1) for name in names]
        means = [np.max(result.mean(name)) for name in names]
        year = [period.year for period in result.calendar_years].index(2029)
        expected = [value for three, mean in zip(quantiles, means, strict=True) for value in (*three, mean)]
        expected.append(result.quantiles("out_of_pocket_year")[2, year])
        assert ours == pytest.approx(expected, rel=1e-9)


def test_rows_and_numbers_of_a_grid_are_two_names_for_the_same() -> None:
    grid = Grid(("a", "b", "c"), ((1.0, 2.0), (0.0,), (5.0, 6.0, 7.0)))
    rows = grid.all_rows()
    assert grid.size == len(rows) == len({tuple(row) for row in rows.tolist()}) == 6
    assert grid.numbers(rows, (0, 1, 2)).tolist() == list(range(6))
    assert grid.levels_of(rows[4]) == {"a": 2.0, "b": 0.0, "c": 6.0}
    assert grid.numbers(grid.combinations((0, 2)), (0, 2)).tolist() == list(range(6))
