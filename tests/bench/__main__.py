"""Prints the benchmark: `python -m tests.bench`, or a part: `engine`, `search`, `importance`, `budgets`, `beside`,
`screens`, `compare`."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws, sample
from flexlib.model.records import Choice, CostModel
from flexlib.share import decode_choice
from flexlib.store import open_model
from tests.bench.arrays import Array, sample_exactly
from tests.bench.by_line import estimate_by_line
from tests.bench.equal import assert_equal
from tests.bench.long_form import estimate_long_form

LINK = "v=verrijken_kaders&i=average_roc"
DRAWS = 10_000
LONG_FORM_DRAWS = 250
EXPERIMENTS = 100
REPEATS = 5
Row = tuple[str, str, str, str]


def main(parts: list[str]) -> None:
    if not parts or "engine" in parts:
        _print("Engine: one variant, 10,000 draws, all outcomes with P10, P50 and P90", engine_rows())
    if not parts or "search" in parts:
        from tests.bench.many import many_rows, search_rows

        _print("Many choices: 1,000 × 1,000 draws, five outcomes with P10, P50 and P90", many_rows())
        _print("Search: a whole space of choices on two cores", search_rows())
    if not parts or "importance" in parts:
        from tests.bench.importance import importance_rows

        _print("What drives the band: one-off and per-year cost, all inputs", importance_rows())
    if not parts or "budgets" in parts:
        from tests.bench.budgets import budget_rows

        _print("Workbooks: read and checked in a process of their own", budget_rows())
    if not parts or "beside" in parts:
        from tests.bench.beside import beside_rows

        _print("Two people: one hands in a large workbook, the other chooses", beside_rows())
    if not parts or "screens" in parts:
        _print("Screens: a real browser on this machine", screen_rows())
    if not parts or "compare" in parts:
        from tests.bench.compare import compare_rows, moving_rows

        _print("Comparing: twelve variants, 10,000 paired draws", compare_rows())
        _print("Comparing: one control moved with twelve variants in view, in a real browser", moving_rows())


def engine_rows() -> list[Row]:
    model = open_model()
    choice = decode_choice(LINK, model).choice
    draws = sample(model, DRAWS, choice.seed)
    result = evaluate(model, choice, draws)
    few, fewer = draws.first(LONG_FORM_DRAWS), draws.first(EXPERIMENTS)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        from tests.bench.per_experiment import estimate_per_experiment, estimate_per_experiment_sampled

        ours = _best(lambda: _engine(model, choice, draws))
        ours_sampled = _best(lambda: _engine(model, choice, sample(model, DRAWS, choice.seed)))
        by_line = _best(lambda: _with_quantiles(estimate_by_line(model, choice, draws)), 3)
        sampling = _best(lambda: sample_exactly(model, DRAWS, choice.seed), 1)
        long_form = _best(lambda: _with_quantiles(estimate_long_form(model, choice, few)), 1)
        single = _best(lambda: _with_quantiles(estimate_per_experiment(model, choice, fewer)), 1)
        single_sampled = _best(lambda: estimate_per_experiment_sampled(model, choice, EXPERIMENTS), 1)
        assert_equal(result.values, estimate_by_line(model, choice, draws), "by line")
        assert_equal(evaluate(model, choice, few).values, estimate_long_form(model, choice, few), "long form")
        assert_equal(
            evaluate(model, choice, fewer).values, estimate_per_experiment(model, choice, fewer), "experiments"
        )
    long_form *= DRAWS / LONG_FORM_DRAWS
    single, single_sampled = single * DRAWS / EXPERIMENTS, single_sampled * DRAWS / EXPERIMENTS
    return [
        ("", "given draws", "sampling included", "note"),
        ("flexlib", f"{ours:.3f} s", f"{ours_sampled:.3f} s", f"sampling alone {ours_sampled - ours:.3f} s"),
        _compared("NumPy, line × bucket × draw", by_line, by_line + sampling, ours, ours_sampled, "SciPy quantiles"),
        _compared(
            "pandas, long form",
            long_form,
            long_form + sampling,
            ours,
            ours_sampled,
            f"{LONG_FORM_DRAWS} draws, scaled to {DRAWS:,}",
        ),
        _compared(
            "ema_workbench, one experiment per draw",
            single,
            single_sampled,
            ours,
            ours_sampled,
            f"{EXPERIMENTS} draws, scaled to {DRAWS:,}; its own sampling",
        ),
        ("outcomes", "equal", "", f"{len(result.values)} outcomes, every draw, within 1e-9"),
        ("memory bandwidth", *bandwidth(result.values, ours)),
    ]


def bandwidth(values: dict[str, Array], seconds: float) -> tuple[str, str, str]:
    """What writing and reading all outcomes once would take, as the floor under any evaluation."""
    written = sum(array.nbytes for array in values.values())
    block = np.ones(16_000_000)
    copy = _best(lambda: block.copy())
    gigabytes_s = 2 * block.nbytes / copy / 1e9
    floor = 2 * written / (gigabytes_s * 1e9)
    return (
        f"{floor:.3f} s",
        "",
        f"{written / 1e6:.0f} MB of outcomes at {gigabytes_s:.1f} GB/s; flexlib {seconds / floor:.1f} ×",
    )


def screen_rows() -> list[Row]:
    from tests.bench.screens import MOVES, SESSIONS, measure

    speed = measure()
    return [
        ("", "measured", "aim", "note"),
        ("start to first figures", f"{speed.first_figures_s:.1f} s", "< 4 s", "model database there"),
        ("the very first start", f"{speed.first_figures_cold_s:.1f} s", "", "model database built"),
        ("a move to the updated strip, median", f"{speed.quantile_ms(0.5):.0f} ms", "< 250 ms", f"{MOVES} moves"),
        (
            "a move to the updated strip, p95",
            f"{speed.quantile_ms(0.95):.0f} ms",
            "< 500 ms",
            f"{speed.unanswered} moves left every figure as it was",
        ),
        ("server memory, one session", f"{speed.memory_one_mb:.0f} MB", "< 400 MB", f"after {MOVES} moves"),
        (f"server memory, {SESSIONS} sessions", f"{speed.memory_many_mb:.0f} MB", "< 500 MB", "different choices"),
        (
            f"server memory, {SESSIONS} sessions on impact",
            f"{speed.memory_impact_mb:.0f} MB",
            "< 500 MB",
            "different choices, then kiezen; the highest",
        ),
        (
            f"server memory, {SESSIONS} sessions on onzekerheid",
            f"{speed.memory_unsure_mb:.0f} MB",
            "< 500 MB",
            "different choices, every part at once; the highest",
        ),
    ]


def _engine(model: CostModel, choice: Choice, draws: Draws) -> None:
    result = evaluate(model, choice, draws)
    for outcome_id in result.values:
        result.quantiles(outcome_id)


def _with_quantiles(values: dict[str, Array]) -> None:
    for array in values.values():
        np.quantile(array, (0.1, 0.5, 0.9), axis=0)


def _best(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """The shortest of some runs: what the work takes when nothing else interferes."""
    times = []
    for _ in range(repeats):
        gc.collect()
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def _compared(name: str, plain: float, sampled: float, ours: float, ours_sampled: float, note: str) -> Row:
    return (
        name,
        f"{plain:.2f} s = {plain / ours:,.0f} ×",
        f"{sampled:.2f} s = {sampled / ours_sampled:,.0f} ×",
        note,
    )


def _print(title: str, rows: list[Row]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(f"\n{title}")
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[2])
    main(sys.argv[1:])
