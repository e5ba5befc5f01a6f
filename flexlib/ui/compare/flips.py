"""When the preferred variant changes: the value of each outside circumstance at which another one takes over."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from html import escape

import streamlit as st

from flexlib.engine.compare.flips import Flip, Flips, flip_points
from flexlib.engine.compare.worth import worth_of_outcome, worth_of_weights
from flexlib.model.records import Choice
from flexlib.ui import cache, circumstances, look, state, switches
from flexlib.ui.cache import Recent
from flexlib.ui.comparison import Compares
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table
from flexlib.ui.weights import WEIGHTS, scales_of, weights_of

KEPT = 12


@st.cache_resource(show_spinner=False)
def _flips() -> Recent[Hashable, Flips]:
    return Recent(KEPT)


def show(page: Page, ground: Compares, outcome: str, all_choices: Sequence[Choice]) -> None:
    """When another variant takes over as one outside circumstance moves; worked out when it is asked for."""
    able = ground.contenders
    if len(able) < 2:
        st.html(f'<p class="fl-note">{escape(page.t("vergelijken.weighing.too_few"))}</p>')
        return
    if not st.toggle(page.t("vergelijken.futures.ask_flips"), key="ask_flips"):
        return
    choices = tuple(all_choices[at] for at in able)
    weights = weights_of(page.model, state.view(WEIGHTS, "")) if outcome == switches.WEIGHED else {}
    worth = worth_of_weights(scales_of(page.model), weights) if weights else worth_of_outcome(page.model, outcome)
    with st.spinner(page.t("vergelijken.futures.working")):
        found: Flips = cache.shelf().in_turn(
            _flips(),
            (choices, outcome, tuple(weights.items())),
            lambda: flip_points(page.model, choices, worth),
        )
    preferred = ground.names[able[found.preferred]]
    turned = [flip for flip in found.flips if not flip.holds]
    if not turned:
        st.html(f'<p class="fl-sentence">{escape(page.t("vergelijken.futures.never", variant=preferred))}</p>')
        return
    said = page.t("vergelijken.futures.flip_lead", variant=preferred, outcome=ground.label(outcome).lower())
    st.html(
        f'<p class="fl-sentence">{escape(said)}</p>' + look.bullets(_flip_line(page, ground, flip) for flip in turned)
    )
    holds = len(found.flips) - len(turned)
    st.html(f'<p class="fl-note">{escape(page.t("vergelijken.futures.holds", count=holds))}</p>')
    rows = [
        (
            circumstances.name(page.model, flip.target, page.language),
            *(_turn(page, ground, flip, side) for side in ("below", "above")),
        )
        for flip in found.flips
    ]
    with st.expander(page.t("vergelijken.futures.all_flips"), key="all-flips"):
        heads = [page.t(f"vergelijken.column.{name}") for name in ("circumstance", "below", "above")]
        st.html(html_table(page.t("vergelijken.futures.all_flips"), heads, rows, words=(0, 1, 2)))


def _flip_line(page: Page, ground: Compares, flip: Flip) -> str:
    parts = [
        page.t(
            f"vergelijken.futures.turn_{side}",
            value=circumstances.written(page.model, flip.target, turn[0], page.language),
            winner=ground.names[ground.contenders[turn[1]]],
        )
        for side, turn in (("below", flip.below), ("above", flip.above))
        if turn is not None
    ]
    return f"{circumstances.name(page.model, flip.target, page.language)}: {'; '.join(parts)}."


def _turn(page: Page, ground: Compares, flip: Flip, side: str) -> str:
    turn = flip.below if side == "below" else flip.above
    if turn is None:
        return page.t("vergelijken.futures.stays")
    value = circumstances.written(page.model, flip.target, turn[0], page.language)
    return page.t("vergelijken.futures.takes_over", value=value, winner=ground.names[ground.contenders[turn[1]]])
