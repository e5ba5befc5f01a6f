"""Toekomsten: every variant in every future, what one would regret, and when the preferred one changes."""

from __future__ import annotations

from functools import partial
from html import escape

import numpy as np
import streamlit as st

from flexlib import units
from flexlib.engine.compare.futures import ACCEPTABLE, Bound, FutureGrid, InFutures, in_futures, side_by_side, weighed
from flexlib.model.records import Choice
from flexlib.ui import cache, chart_panel, circumstances, look, state, switches
from flexlib.ui.cache import Recent
from flexlib.ui.compare import failing as compare_failing
from flexlib.ui.compare import flips as compare_flips
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare.futures_figures import future_words, grid_figure, within_figure
from flexlib.ui.compare.futures_limits import LIMITED, LIMITS, limit_field, limits_of
from flexlib.ui.comparison import Compares
from flexlib.ui.frame import Page
from flexlib.ui.moves import nameless
from flexlib.ui.told import Tell, result_of
from flexlib.ui.weights import WEIGHTS, scales_of, weights_of

KEPT = 300  # variants in every future, a few hundred bytes each


@st.cache_resource(show_spinner=False)
def _variants() -> Recent[tuple[Choice, tuple[Bound, ...], tuple[str, ...]], InFutures]:
    """So that a moved control asks one variant again, and not all."""
    return Recent(KEPT)


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    outcome = compare_parts.futures_judged(page.model)
    grid = grid_of(page, ground, outcome)
    if grid is not None:
        look.headline(lead(ground, grid, outcome), regret_sentence(ground, grid, outcome))
    compare_parts.judge_futures(ground, page.t("vergelijken.futures.judge"))
    if grid is not None:
        for line in remarks(ground, grid):
            st.html(f'<p class="fl-warning fl-info">{escape(line)}</p>')
        chart_panel.show(grid_figure(ground, grid, outcome), page.language, page.is_dark)
    _within(page, ground, grid, outcome)
    look.part_heading(page.t("vergelijken.futures.flips"))
    compare_flips.show(page, ground, outcome, choices_of(ground))
    look.part_heading(page.t("vergelijken.futures.own"), page.t("vergelijken.futures.own_note"))
    circumstances.show_controls(page.model, page.choice, page.language)


def _within(page: Page, ground: Compares, grid: FutureGrid | None, outcome: str) -> None:
    """The room's limits, and once there is one which variant keeps within them in which future."""
    limits = limits_of(state.view(LIMITS, ""))
    is_drawn = grid is not None and not np.isnan(grid.within).all()
    said = acceptable_sentence(ground, grid) if grid is not None and is_drawn else ""
    asks = "" if limits else page.t("vergelijken.futures.within_ask")
    look.part_heading(page.t("vergelijken.futures.within"), said or asks)
    _choose(page, ground, limits)
    if grid is not None and is_drawn:
        chart_panel.show(within_figure(ground, grid), page.language, page.is_dark)
        compare_failing.show(page, ground, grid, outcome, limits)


def choices_of(ground: Compares) -> tuple[Choice, ...]:
    return tuple(nameless(one.choice) for one in ground.variants)


def grid_of(page: Page, ground: Compares, outcome: str) -> FutureGrid | None:
    """The grid with the limits of the link; None, with on screen how far it is, until it is there. Judged on weights
    it has those as its one outcome."""
    is_weighed = outcome == switches.WEIGHED
    weights = weights_of(page.model, state.view(WEIGHTS, ""))
    outcomes = tuple(weights) if is_weighed else switches.COMPARED_BY
    found = _in_futures(page, ground, outcomes)
    if found is None:
        return None
    choice, able = ground.variants[0].choice, ground.contenders or None
    if is_weighed:
        return weighed(page.model, choice, found, scales_of(page.model), weights, outcome, able)
    return side_by_side(page.model, choice, found, outcomes, able)


def _in_futures(page: Page, ground: Compares, outcomes: tuple[str, ...]) -> list[InFutures] | None:
    """Every variant in every future, worked out beside the page and kept for all."""
    limits, choices = limits_of(state.view(LIMITS, "")), choices_of(ground)
    model, shelf = page.model, cache.shelf()

    def work(tell: Tell) -> list[InFutures]:
        draws, found = shelf.draws_of(choices[0]), []
        for at, choice in enumerate(choices):
            one = _variants().get((choice, limits, outcomes))
            if one is None:
                so_far = partial(_tell_of, tell, at, len(choices))
                one = in_futures(model, choice, outcomes, limits, draws, so_far)
                _variants().put((choice, limits, outcomes), one)
            found.append(one)
        return found

    found: list[InFutures] | None = result_of(page, ("futures", choices, limits, outcomes), work)
    return found


def _tell_of(tell: Tell, at: int, count: int, share: float) -> None:
    """How far the work on the variant at this position has brought the whole."""
    tell((at + share) / count)


def _choose(page: Page, ground: Compares, limits: tuple[Bound, ...]) -> None:
    standing = {limit.outcome: limit.value for limit in limits}
    columns = st.columns(len(LIMITED), gap="medium", vertical_alignment="top")
    for column, name in zip(columns, LIMITED, strict=True):
        with column:
            limit_field(page, ground, name, standing.get(name))


def lead(ground: Compares, grid: FutureGrid, outcome: str) -> str:
    """Which variant is best in how many futures, and where another one is."""
    best, most = grid.best(outcome), compare_failing.preferred(grid, outcome)
    known = [at for at in best if at is not None]
    if most is None or not ground.contenders:
        return ground.none_to_choose
    if len(ground.contenders) == 1:
        return ground.t("only_one", variant=ground.names[ground.contenders[0]])
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
    if len(able) < 2:
        return ""
    safest = min(able, key=lambda at: grid.max_regret[at, at_outcome])
    worst = float(grid.max_regret[safest, at_outcome])
    if worst <= 0:
        return ground.t("futures.no_regret", variant=ground.names[safest])
    future = grid.futures[int(np.nanargmax(grid.regret[:, safest, at_outcome]))]
    return ground.t(
        "futures.regret",
        variant=ground.names[safest],
        amount=ground.apart(outcome, worst),
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
    share = units.share(ACCEPTABLE, ground.language, 0)
    if not found:
        return ground.t("futures.acceptable_none", share=share)
    return ground.t("futures.acceptable", list=ground.listed(found), share=share, count=len(found))
