"""Many choices at once against one by one, and a search over a hundred thousand choices."""

from __future__ import annotations

import contextlib
import io
import resource
import time
import warnings
from dataclasses import replace
from multiprocessing import get_context

import numpy as np

from flexlib.engine.evaluate import evaluate
from flexlib.engine.explore.figures import Figure, figures_of, run
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.many import Many
from flexlib.engine.explore.question import Limit, Question
from flexlib.engine.explore.search import search
from flexlib.engine.explore.space import space_of
from flexlib.engine.sampling import Draws, sample
from flexlib.model.records import Choice, CostModel
from flexlib.share import decode_choice
from flexlib.store import open_model
from tests.bench.by_line import estimate_by_line

LINK = "v=verrijken_kaders&i=average_roc"
OUTCOMES = ("one_off_integral", "recurring_integral", "months_all_live", "peak_team_load", "student_years")
FREE = (
    "scenario_bol34",
    "scope_bol34",
    "module_size",
    "coach_minutes",
    "steer_modules",
    "change_time_share",
    "pilots_first",
    "approach_verrichten",
)
WIDER = (*FREE, "rollout_months", "steer_calendar")  # more than a million combinations
CHOICES, DRAWS = 1_000, 1_000
ONE_BY_ONE, BY_LINE, EXPERIMENTS = 100, 10, 20  # what the slower ways do, scaled to all
FEW_DRAWS = 100  # for the cost per choice up to a million
NUMBERS = (10_000, 100_000, 1_000_000)
RELATIVE = 1e-9
Row = tuple[str, str, str, str]


def many_rows() -> list[Row]:
    """1,000 choices × 1,000 draws, five outcomes with P10, P50 and P90: at once, and one by one."""
    model, choice, draws = _ground(DRAWS)
    grid = space_of(model, choice, FREE, (), steps=False).grid
    rows = _spread(grid, CHOICES)
    figures = [Figure(name, at) for name in OUTCOMES for at in ("p10", "p50", "p90")]
    began = time.perf_counter()
    many = Many(model, choice, grid, draws, OUTCOMES, CHOICES)
    found = np.empty((CHOICES, len(figures)))
    run(many, rows, figures, found, lambda _: False, 1)
    ours = time.perf_counter() - began
    assert np.array_equal(found[:50], figures_of(many, rows[:50], figures))

    began = time.perf_counter()
    for at in range(0, CHOICES, CHOICES // ONE_BY_ONE):
        result = evaluate(model, grid.choice(choice, rows[at]), draws)
        expected = np.stack([result.quantiles(name) for name in OUTCOMES]).ravel()
        if not np.allclose(found[at], expected, rtol=RELATIVE, atol=0):
            raise SystemExit(f"choice {at} differs")
    one_by_one = (time.perf_counter() - began) * CHOICES / ONE_BY_ONE
    began = time.perf_counter()
    for at in range(0, CHOICES, CHOICES // BY_LINE):
        values = estimate_by_line(model, grid.choice(choice, rows[at]), draws)
        np.quantile(np.stack([values[name] for name in OUTCOMES]), (0.1, 0.5, 0.9), axis=1)
    by_line = (time.perf_counter() - began) * CHOICES / BY_LINE
    single = _per_experiment(model, choice, draws) * CHOICES * DRAWS / EXPERIMENTS
    return [
        ("", "seconds", "times flexlib", "note"),
        ("flexlib, all at once", f"{ours:.2f} s", "", "preparation in"),
        _times("the engine, one by one", one_by_one, ours, f"{ONE_BY_ONE} choices, scaled; every outcome equal"),
        _times("NumPy by line, one by one", by_line, ours, f"{BY_LINE} choices, scaled"),
        _times("ema_workbench, one experiment per draw", single, ours, f"{EXPERIMENTS} experiments, scaled"),
    ]


def search_rows() -> list[Row]:
    """A search over more than 100,000 choices × 1,000 draws, in a process of its own so that its memory is known."""
    with get_context("spawn").Pool(1) as pool:
        seconds, megabytes, evaluated, front = pool.apply(_search)
    rows: list[Row] = [
        ("", "measured", "aim", "note"),
        ("search, 1,000 draws", f"{seconds:.1f} s", "", f"{evaluated:,} choices evaluated, {front} on the front"),
        ("scaled to 100,000 choices", f"{seconds * 1e5 / evaluated:.1f} s", "< 60 s", "three aims, two limits"),
        ("memory at its highest", f"{megabytes:.0f} MB", "< 2000 MB", "the whole process"),
    ]
    costs = _costs()
    rows += [
        (f"cost per choice, {number:,} choices", f"{cost * 1e6:.0f} µs", "flat", f"{FEW_DRAWS} draws, five outcomes")
        for number, cost in costs.items()
    ]
    return rows


def _costs() -> dict[int, float]:
    """Seconds per choice by number of choices, preparation in."""
    model, choice, draws = _ground(FEW_DRAWS)
    grid = space_of(model, choice, WIDER, (), steps=False).grid
    figures = [Figure(name, "p50") for name in OUTCOMES]
    costs = {}
    for number in NUMBERS:
        rows = _spread(grid, number)
        into = np.empty((number, len(figures)))
        began = time.perf_counter()
        run(Many(model, choice, grid, draws, OUTCOMES, number), rows, figures, into, lambda _: False, 1)
        costs[number] = (time.perf_counter() - began) / number
    return costs


def _search() -> tuple[float, float, int, int]:
    model, choice, _ = _ground(1)
    question = Question(
        FREE,
        front=("one_off_integral", "student_years", "peak_team_load"),
        limits=(Limit("recurring_integral", True, 3e6, "p90"), Limit("months_all_live", True, 60.0)),
    )
    answer = search(model, replace(choice, draws=DRAWS), question)
    assert answer.is_proven
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return answer.seconds, peak, answer.evaluated, len(answer.front)


def _ground(n: int) -> tuple[CostModel, Choice, Draws]:
    model = open_model()
    choice = decode_choice(LINK, model).choice
    return model, choice, sample(model, n, choice.seed)


def _spread(grid: Grid, number: int) -> np.ndarray:
    """Rows evenly over all combinations."""
    return grid.numbered(np.linspace(0, grid.size - 1, number).astype(np.int64))


def _per_experiment(model: CostModel, choice: Choice, draws: Draws) -> float:
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        from tests.bench.per_experiment import estimate_per_experiment

        began = time.perf_counter()
        estimate_per_experiment(model, choice, draws.first(EXPERIMENTS))
        return time.perf_counter() - began


def _times(name: str, seconds: float, ours: float, note: str) -> Row:
    return (name, f"{seconds:.1f} s", f"{seconds / ours:,.0f} ×", note)
