"""What the room decides by: the weights of the comparison, or cost per student-year at a promise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st

from flexlib import amounts
from flexlib.errors import FlexlibError
from flexlib.text import render
from flexlib.ui import state, switches
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.uncertainty.parts import switch
from flexlib.ui.weights import WEIGHTS, weights_of

RULE, LEAST = "regel", "minstens"
STUDENT_YEARS = "student_years"


@dataclass(frozen=True, slots=True)
class Asked:
    """The room's rule: the weights as they were set, or the least student-years that have to be delivered."""

    name: str
    weights: tuple[tuple[str, float], ...] = ()
    least: float = 0.0


def choose_rule(page: Page, compared: Compares) -> Asked | None:
    """What the room decides by; None, said in words, when it is no rule."""
    words = {name: page.t(f"onzekerheid.find_out.rule_{name}") for name in switches.RULES}
    name = switch(page, RULE, words, "find_out.rule", is_named=True)
    if name == switches.RULES[0]:
        weights = weights_of(page.model, state.view(WEIGHTS, ""))
        if not any(weights.values()):
            st.html(f'<p class="fl-warning" data-testid="no-weights">{escape(page.t("weights.all_zero"))}</p>')
            return None
        return Asked(name, tuple(weights.items()))
    return Asked(name, least=_least(page, compared))


def _least(page: Page, compared: Compares) -> float:
    """The field with the delivery that is asked; at first what the leanest variant delivers."""
    delivered = [compared.totals[at].p(STUDENT_YEARS)[1] for at in compared.contenders]
    least = float(np.floor(min(delivered)))
    asked = least_in(state.view(LEAST, ""))
    if asked is not None:
        least = asked
    wrong = state.session().typing.get(LEAST)
    unit = page.model.outcomes[STUDENT_YEARS].unit
    shown = wrong if wrong is not None else amounts.editable(least, page.language, unit)
    key = widget_key("unsure_least", shown)
    st.text_input(
        page.t("onzekerheid.find_out.least"),
        key=key,
        width=320,
        on_change=lambda: _take_least(page.language, unit, str(value_of(key))),
    )
    if wrong is not None:
        try:
            amounts.parse_amount(wrong, page.language, unit, minimum=0.0)
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, page.language))}</p>')
    return least


def least_in(written: str) -> float | None:
    """The delivery that a link asks, in student-years; None when it is no whole number."""
    least = float(written) if written.isascii() and written.isdigit() else math.inf
    return least if math.isfinite(least) else None


def _take_least(language: str, unit: str, typed: str) -> None:
    try:
        least = amounts.parse_amount(typed, language, unit, minimum=0.0)
    except FlexlibError:
        state.keep_typing(LEAST, typed)
        return
    state.forget_typing(LEAST)
    state.set_view(LEAST, str(round(least)))
