"""What the room decides by: the weights of the comparison, or cost per student-year at a promise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st

from flexlib.ui import state, switches
from flexlib.ui.amount_field import amount_field
from flexlib.ui.comparison import Compares
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
    amount_field(
        page.t("onzekerheid.find_out.least"),
        "unsure_least",
        least,
        page.model.outcomes[STUDENT_YEARS].unit,
        _take_least,
        subject=LEAST,
        is_required=True,
        width=320,
    )
    return least


def least_in(written: str) -> float | None:
    """The delivery that a link asks, in student-years; None when it is no whole number."""
    least = float(written) if written.isascii() and written.isdigit() else math.inf
    return least if math.isfinite(least) else None


def _take_least(least: float | None) -> None:
    if least is not None:
        state.set_view(LEAST, str(round(least)))
