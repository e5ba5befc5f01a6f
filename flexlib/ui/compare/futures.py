"""Toekomsten: every variant in every future, what one would regret, and when the preferred one changes."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import amounts, units
from flexlib.charts.cells import coloured_cells
from flexlib.charts.scales import two_lines
from flexlib.engine.compare.futures import ACCEPTABLE, OWN, Bound, FutureGrid, future_grid
from flexlib.errors import FlexlibError
from flexlib.model.records import Choice
from flexlib.text import render
from flexlib.ui import cache, chart_panel, circumstances, state
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare import flips as compare_flips
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare.ground import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN, numbers_in
from flexlib.ui.strip import chance_in_words
from flexlib.ui.told import Tell, result_of

ORDER, LIMITS = "volgorde", "eisen"
BREAK = "|"  # between the two lines of a cell
LIMITED = ("one_off_integral", "recurring_net", "months_all_live", "student_years")


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    limits = limits_of(state.view(LIMITS, ""))
    outcome = state.view(ORDER, state.COMPARED_BY[0])
    grid = grid_of(page, ground)
    if grid is not None:
        compare_parts.headline(lead(ground, grid, outcome), regret_sentence(ground, grid, outcome))
    _choose(page, ground, limits)
    if grid is not None:
        _show_grid(page, ground, grid, outcome)
    compare_parts.section(page.t("vergelijken.futures.flips"))
    compare_flips.show(page, ground, outcome, choices_of(ground))
    compare_parts.section(page.t("vergelijken.futures.own"), page.t("vergelijken.futures.own_note"))
    circumstances.show_controls(page.model, page.choice, page.language)


def _show_grid(page: Page, ground: Compares, grid: FutureGrid, outcome: str) -> None:
    for line in remarks(ground, grid):
        st.html(f'<p class="fl-warning fl-info">{escape(line)}</p>')
    chart_panel.show(grid_figure(ground, grid, outcome), page.language, page.is_dark)
    if not np.isnan(grid.within).all():
        compare_parts.section(page.t("vergelijken.futures.within"), acceptable_sentence(ground, grid))
        chart_panel.show(within_figure(ground, grid), page.language, page.is_dark)


def choices_of(ground: Compares) -> tuple[Choice, ...]:
    return tuple(
        replace(one.choice, institution=replace(one.choice.institution, id="", name="")) for one in ground.variants
    )


def grid_of(page: Page, ground: Compares) -> FutureGrid | None:
    """The grid with the limits of the link, worked out beside the page and kept for all; None, with on screen how far
    it is, until it is there."""
    limits, choices, candidates = limits_of(state.view(LIMITS, "")), choices_of(ground), tuple(ground.contenders)
    model, shelf = page.model, cache.shelf()

    def work(tell: Tell) -> FutureGrid:
        draws = shelf.draws_of(choices[0])
        return future_grid(model, choices, state.COMPARED_BY, limits, draws, candidates or None, tell)

    grid: FutureGrid | None = result_of(page, ("futures", choices, limits, candidates), work)
    return grid


def limits_of(written: str) -> tuple[Bound, ...]:
    """The room's limits in a link: outcome, value, outcome, value …"""
    found = numbers_in(written, LIMITED)
    return tuple(Bound(name, value, name != "student_years") for name, value in found.items())


def choose_outcome(page: Page, ground: Compares, label: str) -> None:
    """Which outcome the futures are judged on."""
    words = {name: ground.label(name) for name in state.COMPARED_BY}
    key = widget_key("future_order", state.view(ORDER, state.COMPARED_BY[0]), words.values())
    st.selectbox(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: state.set_view(ORDER, value_of(key)),
    )


def _choose(page: Page, ground: Compares, limits: tuple[Bound, ...]) -> None:
    columns = st.columns([1.4, *[1] * len(LIMITED)], gap="medium", vertical_alignment="top")
    with columns[0]:
        choose_outcome(page, ground, page.t("vergelijken.futures.judge"))
    standing = {limit.outcome: limit.value for limit in limits}
    for column, name in zip(columns[1:], LIMITED, strict=True):
        with column:
            _limit(page, ground, name, standing.get(name))


def _limit(page: Page, ground: Compares, name: str, value: float | None) -> None:
    unit, subject = ground.model.outcomes[name].unit, f"eis_{name}"
    wrong = state.session().typing.get(subject)
    shown = wrong if wrong is not None else amounts.editable(value, page.language, unit)
    key = widget_key(f"limit_{name}", shown)
    st.text_input(
        page.t(
            f"vergelijken.futures.limit_{'least' if name == 'student_years' else 'most'}", outcome=ground.label(name)
        ),
        key=key,
        placeholder=page.t("vergelijken.futures.no_limit"),
        on_change=lambda: _take_limit(page.language, name, unit, subject, str(value_of(key))),
    )
    if wrong is not None:
        try:
            amounts.parse_amount(wrong, page.language, unit)
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, page.language))}</p>')


def _take_limit(language: str, name: str, unit: str, subject: str, typed: str) -> None:
    """Callback: a limit that can be read is taken over, an empty field takes it away, the rest stays to be mended."""
    standing = {limit.outcome: limit.value for limit in limits_of(state.view(LIMITS, ""))}
    if typed.strip():
        try:
            standing[name] = amounts.parse_amount(typed, language, unit)
        except FlexlibError:
            state.keep_typing(subject, typed)
            return
    else:
        standing.pop(name, None)
    state.forget_typing(subject)
    state.set_view(LIMITS, BETWEEN.join(f"{one}{BETWEEN}{value!r}" for one, value in standing.items()))


def future_words(ground: Compares, future: str) -> str:
    if future == OWN:
        return ground.t("futures.own_name")
    return ground.model.futures[future].label[ground.language]


def lead(ground: Compares, grid: FutureGrid, outcome: str) -> str:
    """Which variant is best in how many futures, and where another one is."""
    best = grid.best(outcome)
    known = [at for at in best if at is not None]
    if not known or not ground.contenders:
        return ground.t("lead_none")
    most = max(set(known), key=known.count)
    elsewhere = [at for at, who in enumerate(best) if who is not None and who != most]
    values = {
        "variant": ground.names[most],
        "outcome": ground.label(outcome).lower(),
        "count": known.count(most),
        "all": len(known),
    }
    if not elsewhere:
        return ground.t("futures.lead_everywhere", **values)
    others = [
        ground.t("futures.winner", variant=ground.names[best[at] or 0], future=future_words(ground, grid.futures[at]))
        for at in elsewhere
    ]
    return ground.t("futures.lead_mostly", **values, others="; ".join(others))


def regret_sentence(ground: Compares, grid: FutureGrid, outcome: str) -> str:
    """The variant with the smallest largest regret."""
    at_outcome = grid.outcomes.index(outcome)
    able = [at for at in ground.contenders if not np.isnan(grid.max_regret[at, at_outcome])]
    if not able:
        return ""
    safest = min(able, key=lambda at: grid.max_regret[at, at_outcome])
    worst = float(grid.max_regret[safest, at_outcome])
    if worst <= 0:
        return ground.t("futures.no_regret", variant=ground.names[safest])
    future = grid.futures[int(np.nanargmax(grid.regret[:, safest, at_outcome]))]
    return ground.t(
        "futures.regret",
        variant=ground.names[safest],
        amount=ground.write(outcome, worst),
        future=future_words(ground, future),
    )


def remarks(ground: Compares, grid: FutureGrid) -> list[str]:
    """Futures that change exactly the same."""
    return [
        ground.t(
            "futures.twin", one=future_words(ground, grid.futures[at]), other=future_words(ground, grid.futures[other])
        )
        for at, other in grid.twins.items()
    ]


def acceptable_sentence(ground: Compares, grid: FutureGrid) -> str:
    """Which variants keep within all limits in every future."""
    found = [at for at in grid.acceptable() if at in ground.contenders]
    chance = chance_in_words(ACCEPTABLE, ground.language)
    if not found:
        return ground.t("futures.acceptable_none", chance=chance)
    return ground.t("futures.acceptable", list=ground.listed(found), chance=chance, count=len(found))


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
            rows.append((two_lines(name, 22), column, shade, first, second, mark))
    frame = pd.DataFrame(rows, columns=["row", "column", "shade", "words", "second", "best"])
    return frame if frame["second"].any() else frame.drop(columns="second")


def grid_figure(ground: Compares, grid: FutureGrid, outcome: str) -> Figure:
    """P50 and regret of every variant in every future."""
    at_outcome = grid.outcomes.index(outcome)
    values, regret = grid.p50[:, :, at_outcome], grid.regret[:, :, at_outcome]
    able = ground.contenders
    known = regret[:, able]
    largest = float(np.nanmax(known)) if known.size and not np.isnan(known).all() else 0.0
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
            (ground.write(outcome, values[at, position]), ground.write(outcome, regret[at, position]))
            for at in range(len(grid.futures))
        ]
        cells.append((row[0], *(cell for pair in pairs for cell in pair)))
    return Figure(
        key="toekomsten",
        title=ground.t("futures.title", outcome=ground.label(outcome)),
        notes=(ground.t("futures.note"), ground.real_notes[0]),
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


def _drawn(frame: pd.DataFrame, look_of: chart_panel.Look) -> Any:
    return coloured_cells(frame, look_of, marked="best")


def _cell(ground: Compares, outcome: str, value: float, regret: float, is_able: bool) -> str:
    said = ground.write(outcome, value)
    if not is_able or math.isnan(regret):
        return said
    if regret <= 0:
        return f"{said}{BREAK}{ground.t('futures.best')}"
    return f"{said}{BREAK}{ground.t('futures.worse', amount=ground.write(outcome, regret))}"


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
        notes=(ground.t("futures.within_note"),),
        source=ground.source,
        alt=ground.t("futures.within_alt", list="; ".join(": ".join((row[0], ", ".join(row[1:]))) for row in written)),
        draw=partial(coloured_cells, frame),
        table=table,
        written=written,
        is_wide=True,
    )
