"""The way from the futures to when a variant fails: on the screen about the band, with that variant on it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from flexlib.engine.compare.futures import Bound, FutureGrid
from flexlib.ui import state
from flexlib.ui.compare_set import Candidate
from flexlib.ui.comparison import Compares
from flexlib.ui.failing_limits import LIMITED, join
from flexlib.ui.frame import Page

PART, FAILS = "onzeker", "faalt"


def preferred(grid: FutureGrid, outcome: str) -> int | None:
    """Position of the variant that is best in most futures; None where none has the outcome."""
    best = [at for at in grid.best(outcome) if at is not None]
    return max(sorted(set(best)), key=best.count) if best else None


def show(page: Page, ground: Compares, grid: FutureGrid, outcome: str, limits: Sequence[Bound]) -> None:
    """A sentence and a button for the preferred variant; nothing when no limit is known on both screens."""
    at = preferred(grid, outcome)
    carried = {limit.outcome: limit.value for limit in limits if limit.outcome in LIMITED}
    if at is None or at not in ground.contenders or not carried:
        return
    one = ground.variants[at]
    st.html(f'<p class="fl-note">{escape(page.t("vergelijken.failing.note", variant=one.name))}</p>')
    label = page.t("vergelijken.failing.ask", variant=one.name)
    if st.button(label, key="ask_failing", icon=":material/insights:"):
        _put_there(page, one, carried)  # not in a callback: what it tells is for the page that comes
        st.switch_page("pages/onzekerheid.py")


def _put_there(page: Page, one: Candidate, limits: dict[str, float]) -> None:
    """The variant on screen, the part that tells when it fails, and these limits beside those there."""
    if one.choice.levers != state.choice().levers or one.choice.variant != state.choice().variant:
        state.set_choice(one.choice, keep_saved=False)
    state.set_view(PART, FAILS)
    join(page.model, limits)
