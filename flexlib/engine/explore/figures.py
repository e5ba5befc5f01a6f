"""Figures of many choices: statistics of outcomes along the draws, worked out in chunks on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from flexlib.engine.explore.many import Many
from flexlib.engine.explore.question import MEAN, P10, P50, P90

PROBABILITY = {P10: 0.1, P50: 0.5, P90: 0.9}
WORKERS = min(4, os.cpu_count() or 1)
REUSED_BYTES = 31_000_000  # just below the most that glibc accepts for this
WAITING = 2 * WORKERS  # chunks handed out at a time: stopping takes no longer than these


@dataclass(frozen=True, slots=True)
class Figure:
    """One number per choice: an outcome at a statistic, in one calendar year or (None) in all or in total.

    For an amount per year without a year: `worst` True is the largest of all years, False the smallest.
    """

    outcome: str
    at: str
    year: int | None = None
    worst: bool = True


def figures_of(many: Many, rows: np.ndarray, figures: Sequence[Figure]) -> np.ndarray:
    """Figures of some choices, ndarray (choices, figures). It keeps nothing, so any part may run anywhere.

    rows : ndarray (choices, levers) of any length
    """
    found = np.empty((len(rows), len(figures)))
    patterns = many.patterns(rows)
    order = np.argsort(patterns, kind="stable")
    ends = [*(np.flatnonzero(np.diff(patterns[order])) + 1).tolist(), len(rows)]
    begin = 0
    for end in ends:
        while begin < end:
            some = order[begin : min(end, begin + many.most)]
            found[some] = _figures(many, rows[some], figures)
            begin += len(some)
    return found


def run(
    many: Many,
    rows: np.ndarray,
    figures: Sequence[Figure],
    into: np.ndarray,
    on_done: Callable[[int], bool],
    seed: int,
) -> np.ndarray:
    """Fill `into` (choices, figures) chunk by chunk on all cores; returns which rows are done, ndarray of bool.

    on_done : told how many choices are done in all; True stops. Chunks come in a random order, so that what there is
        when it stops is a fair part of the whole.
    """
    _reuse_memory()
    done = np.zeros(len(rows), dtype=bool)
    size = max(many.most, 8 * many.most)
    begins = np.random.default_rng(seed).permutation(np.arange(0, len(rows), size)).tolist()
    running: dict[Future[np.ndarray], slice] = {}
    stopped = False
    with ThreadPoolExecutor(WORKERS) as pool:
        while running or (begins and not stopped):
            while begins and not stopped and len(running) < WAITING:
                part = slice(begins[-1], begins.pop() + size)
                running[pool.submit(figures_of, many, rows[part], figures)] = part
            for finished in wait(running, return_when=FIRST_COMPLETED).done:
                part = running.pop(finished)
                into[part] = finished.result()
                done[part] = True
            stopped = on_done(int(done.sum())) or stopped
    return done


def _reuse_memory() -> None:
    """Let the C library keep memory that is freed, instead of giving every array back and asking for it anew.

    Freeing one large block raises its threshold for that (mallopt(3), M_MMAP_THRESHOLD); elsewhere it does nothing.
    Without it a third of the time goes to fresh pages.
    """
    np.empty(REUSED_BYTES, dtype=np.uint8)


def _figures(many: Many, rows: np.ndarray, figures: Sequence[Figure]) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        outcomes = many.outcomes(rows)
    years = [period.year for period in many.yearly.by_year.calendar_years]
    found = np.empty((len(rows), len(figures)))
    ordered: dict[str, np.ndarray] = {}
    for at, figure in enumerate(figures):
        values = outcomes[figure.outcome]
        if figure.at == MEAN:
            statistic = values.mean(axis=-1)
        else:
            if figure.outcome not in ordered:
                ordered[figure.outcome] = np.sort(values, axis=-1)
            statistic = _quantile(ordered[figure.outcome], PROBABILITY[figure.at])
        if statistic.ndim == 2:
            if figure.year is None:
                statistic = statistic.max(axis=1) if figure.worst else statistic.min(axis=1)
            else:
                statistic = statistic[:, years.index(figure.year)]
        found[:, at] = statistic
    return found


def _quantile(ordered: np.ndarray, probability: float) -> np.ndarray:
    """Quantile along the last axis as `result.quantiles` has it."""
    rank = probability * (ordered.shape[-1] - 1)
    below = int(rank)
    low = ordered[..., below]
    if rank == below:
        return low
    return low + (rank - below) * (ordered[..., below + 1] - low)
