"""Every variant in every future as tables in colour: the outcome with its regret, and the chance to keep to limits."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from flexlib import units
from flexlib.charts.cells import coloured_cells
from flexlib.charts.scales import two_lines
from flexlib.engine.compare.futures import OWN, FutureGrid
from flexlib.ui import chart_panel, switches
from flexlib.ui.chart_panel import Figure
from flexlib.ui.comparison import Compares

FULL_POINTS = 10.0  # regret in points, at least, that has the strongest colour
BREAK = "|"  # between the two lines of a cell


def future_words(ground: Compares, future: str) -> str:
    """What a future is called; the room's own too."""
    if future == OWN:
        return ground.t("futures.own_name")
    return ground.model.futures[future].label[ground.language]


def grid_figure(ground: Compares, grid: FutureGrid, outcome: str) -> Figure:
    """P50 and regret of every variant in every future."""
    at_outcome = grid.outcomes.index(outcome)
    values, regret = grid.p50[:, :, at_outcome], grid.regret[:, :, at_outcome]
    able = ground.contenders
    known = regret[:, able]
    largest = float(np.nanmax(known)) if known.size and not np.isnan(known).all() else 0.0
    if outcome == switches.WEIGHED:
        largest = max(largest, FULL_POINTS)
    shades = np.clip(regret / largest, 0, 1) * 0.8 if largest > 0 else np.zeros_like(regret)
    best = grid.best(outcome)
    marked = np.array([[position == best[at] for position in range(len(ground.names))] for at in range(len(best))])
    shades = np.where(np.isin(np.arange(len(ground.names)), able)[None, :], shades, 0.0)
    words, written = [], []
    for at in range(len(grid.futures)):
        words.append(
            [_cell(ground, outcome, values[at, one], regret[at, one], one in able) for one in range(len(ground.names))]
        )
    for position, name in enumerate(ground.names):
        written.append((name, *(words[at][position].replace(BREAK, ", ") for at in range(len(grid.futures)))))
    table = pd.DataFrame({ground.t("column.variant"): ground.names})
    for at, future in enumerate(grid.futures):
        label = future_words(ground, future)
        table[label] = values[at]
        table[ground.t("column.regret", future=label)] = regret[at]
    heads = [ground.t("column.variant"), *(future_words(ground, future) for future in grid.futures)]
    said = []
    for line in written:
        parts = (f"{head} {cell}" for head, cell in zip(heads[1:], line[1:], strict=True))
        said.append(f"{line[0]}: {', '.join(parts)}")
    cells = []
    for position, row in enumerate(written):
        pairs = [
            (ground.write(outcome, values[at, position]), ground.apart(outcome, regret[at, position]))
            for at in range(len(grid.futures))
        ]
        cells.append((row[0], *(cell for pair in pairs for cell in pair)))
    return Figure(
        key="toekomsten",
        title=ground.t("futures.title", outcome=ground.label(outcome)),
        notes=(ground.t("futures.note"), *_of_weights(ground, outcome), *ground.real_notes),
        source=ground.source,
        alt=ground.t(
            "futures.alt",
            outcome=ground.label(outcome),
            list="; ".join(said),
        ),
        draw=partial(_drawn, _cells_figure(ground, grid, shades, words, marked)),
        table=table,
        written=tuple(cells),
        is_wide=True,
    )  # fmt: skip


def _of_weights(ground: Compares, outcome: str) -> list[str]:
    return [ground.t("futures.note_weighed")] if outcome == switches.WEIGHED else []


def within_figure(ground: Compares, grid: FutureGrid) -> Figure:
    """In which share of the draws every variant keeps within all limits, per future."""
    words = [[units.share(float(share), ground.language, 0) for share in row] for row in grid.within]
    marked = np.zeros_like(grid.within, dtype=bool)
    frame = _cells_figure(ground, grid, np.nan_to_num(grid.within) * 0.9, words, marked)
    table = pd.DataFrame({ground.t("column.variant"): ground.names})
    for at, future in enumerate(grid.futures):
        table[future_words(ground, future)] = grid.within[at]
    written = tuple(
        (name, *(words[at][position] for at in range(len(grid.futures)))) for position, name in enumerate(ground.names)
    )
    return Figure(
        key="binnen-grenzen",
        title=ground.t("futures.within_title"),
        notes=(ground.t("futures.within_note"), *ground.real_notes),
        source=ground.source,
        alt=ground.t("futures.within_alt", list="; ".join(": ".join((row[0], ", ".join(row[1:]))) for row in written)),
        draw=partial(coloured_cells, frame),
        table=table,
        written=written,
        is_wide=True,
    )


def _cells_figure(
    ground: Compares,
    grid: FutureGrid,
    shades: np.ndarray,
    words: list[list[str]],
    marked: np.ndarray,
) -> pd.DataFrame:
    rows = []
    for position, name in enumerate(ground.names):
        for at, future in enumerate(grid.futures):
            column = two_lines(future_words(ground, future))
            shade, mark = float(shades[at, position]), bool(marked[at, position])
            first, _, second = words[at][position].partition(BREAK)
            rows.append((two_lines(name, 22), column, shade, first, second, mark, position == ground.reference))
    frame = pd.DataFrame(rows, columns=["row", "column", "shade", "words", "second", "best", "is_reference"])
    return frame if frame["second"].any() else frame.drop(columns="second")


def _drawn(frame: pd.DataFrame, look_of: chart_panel.Look) -> Any:
    return coloured_cells(frame, look_of, marked="best")


def _cell(ground: Compares, outcome: str, value: float, regret: float, is_able: bool) -> str:
    said = ground.write(outcome, value)
    if not is_able or math.isnan(regret):
        return said
    if regret <= 0:
        return f"{said}{BREAK}{ground.t('futures.best')}"
    return f"{said}{BREAK}{ground.t('futures.worse', amount=ground.apart(outcome, regret))}"
