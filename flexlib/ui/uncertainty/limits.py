"""The limits that decide whether a variant fails: kept in the link, typed in fields."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from flexlib import amounts
from flexlib.engine.compare.futures import Bound
from flexlib.errors import FlexlibError
from flexlib.model.records import CostModel
from flexlib.text import render
from flexlib.ui import own_amounts, state
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN, numbers_in
from flexlib.ui.uncertainty.ground import Unsure

LIMITS = "hoogstens"
NONE = "geen"  # what the link says when every limit was taken away
SPENDING = "total_out_of_pocket"
OWN = "own"  # what a link says in place of an amount of the institution's own
LIMITED = (SPENDING, "one_off_integral", "months_all_live", "peak_team_load")
PLAN_MONTHS = 48.0  # a plan of four years, the example when no budget is known


def limits_of(ground: Unsure) -> tuple[Bound, ...]:
    """The limits of the link; at first the budget when it is known, else a plan of four years."""
    written = state.view(LIMITS, "")
    if not written:
        budget = own_amounts.amount_of(ground.model, SPENDING)
        first = ("months_all_live", PLAN_MONTHS) if budget is None else (SPENDING, float(budget))
        return (Bound(*first),)
    return limits_in(ground.model, written)


def example(ground: Unsure, limits: tuple[Bound, ...]) -> str:
    """What the limits are when nobody has set one yet; nothing once somebody has."""
    if state.view(LIMITS, ""):
        return ""
    return ground.t(f"failing.example_{'months' if limits[0].outcome == 'months_all_live' else 'budget'}")


def limits_in(model: CostModel, written: str) -> tuple[Bound, ...]:
    """The limits that a link names; what is no known outcome or no number is left out.

    Of a limit on spending it only says that there is one: the amount is the institution's own.
    """
    found = numbers_in(written, LIMITED[1:])
    amount = own_amounts.amount_of(model, SPENDING) if SPENDING in written.split(BETWEEN) else None
    if amount is not None:
        found = {SPENDING: amount, **found}
    return tuple(Bound(name, value) for name, value in found.items())


def fields(page: Page, ground: Unsure, limits: tuple[Bound, ...]) -> None:
    """A field per outcome that can be limited; an empty one sets no limit."""
    standing = {limit.outcome: limit.value for limit in limits}
    for column, name in zip(st.columns(len(LIMITED), gap="medium", vertical_alignment="bottom"), LIMITED, strict=True):
        with column:
            _field(page, ground, name, standing)


def _field(page: Page, ground: Unsure, name: str, standing: dict[str, float]) -> None:
    unit, subject = ground.model.outcomes[name].unit, f"{LIMITS}_{name}"
    wrong = state.session().typing.get(subject)
    shown = wrong if wrong is not None else amounts.editable(standing.get(name), page.language, unit)
    key = widget_key(f"fails_{name}", shown)
    st.text_input(
        page.t(f"onzekerheid.limit.{name}"),
        key=key,
        placeholder=page.t("onzekerheid.limit.none"),
        on_change=partial(_take, page.language, name, unit, standing, key),
    )
    if wrong is not None:
        try:
            amounts.parse_amount(wrong, page.language, unit, minimum=0.0)
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, page.language))}</p>')
    elif name == SPENDING and name not in standing and SPENDING in state.view(LIMITS, "").split(BETWEEN):
        st.html(f'<p class="fl-warning">{escape(page.t("onzekerheid.limit.not_here"))}</p>')


def _take(language: str, name: str, unit: str, standing: dict[str, float], key: str) -> None:
    """Callback: a limit that can be read is taken over, an empty field takes it away, the rest stays to be mended."""
    typed, subject = str(value_of(key)), f"{LIMITS}_{name}"
    wanted = dict(standing)
    if typed.strip():
        try:
            wanted[name] = amounts.parse_amount(typed, language, unit, minimum=0.0)
        except FlexlibError:
            state.keep_typing(subject, typed)
            return
    else:
        wanted.pop(name, None)
    state.forget_typing(subject)
    if name == SPENDING:
        own_amounts.forget(name)
    state.set_view(LIMITS, written_limits(wanted))


def written_limits(wanted: dict[str, float]) -> str:
    """Limits as a link says them; the amount of a limit on spending stays in this tab."""
    if SPENDING in wanted:
        own_amounts.keep(SPENDING, wanted[SPENDING])
    said = {name: OWN if name == SPENDING else repr(value) for name, value in wanted.items()}
    return BETWEEN.join(f"{name}{BETWEEN}{value}" for name, value in said.items()) or NONE
