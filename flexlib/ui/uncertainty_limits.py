"""The limits that decide whether a variant fails: kept in the link, typed in fields."""

from __future__ import annotations

import math
from functools import partial
from html import escape

import streamlit as st

from flexlib import amounts
from flexlib.engine.compare.futures import Bound
from flexlib.errors import FlexlibError
from flexlib.model.choices import institution_figures
from flexlib.text import render
from flexlib.ui import state
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.uncertainty_ground import Unsure

LIMITS = "hoogstens"
BETWEEN = "~"
NONE = "geen"  # what the link says when every limit was taken away
LIMITED = ("total_out_of_pocket", "one_off_integral", "months_all_live", "peak_team_load")
PLAN_MONTHS = 48.0  # a plan of four years, the example when no budget is known


def limits_of(ground: Unsure) -> tuple[Bound, ...]:
    """The limits of the link; at first the budget when it is known, else a plan of four years."""
    written = state.view(LIMITS, "")
    if not written:
        budget = institution_figures(ground.model, ground.choice.institution).get("budget_total_eur")
        first = ("months_all_live", PLAN_MONTHS) if budget is None else ("total_out_of_pocket", float(budget))
        return (Bound(*first),)
    return limits_in(written)


def example(ground: Unsure, limits: tuple[Bound, ...]) -> str:
    """What the limits are when nobody has set one yet; nothing once somebody has."""
    if state.view(LIMITS, ""):
        return ""
    return ground.t(f"failing.example_{'months' if limits[0].outcome == 'months_all_live' else 'budget'}")


def limits_in(written: str) -> tuple[Bound, ...]:
    """The limits that a link names; what is no known outcome or no number is left out."""
    parts = written.split(BETWEEN)
    found = {}
    for name, value in zip(parts[::2], parts[1::2], strict=False):
        try:
            number = float(value)
        except ValueError:
            continue
        if name in LIMITED and math.isfinite(number):
            found[name] = Bound(name, number)
    return tuple(found[name] for name in LIMITED if name in found)


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
            amounts.parse_amount(wrong, page.language, unit)
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, page.language))}</p>')


def _take(language: str, name: str, unit: str, standing: dict[str, float], key: str) -> None:
    """Callback: a limit that can be read is taken over, an empty field takes it away, the rest stays to be mended."""
    typed, subject = str(value_of(key)), f"{LIMITS}_{name}"
    wanted = dict(standing)
    if typed.strip():
        try:
            wanted[name] = amounts.parse_amount(typed, language, unit)
        except FlexlibError:
            state.keep_typing(subject, typed)
            return
    else:
        wanted.pop(name, None)
    state.forget_typing(subject)
    state.set_view(LIMITS, BETWEEN.join(f"{one}{BETWEEN}{value!r}" for one, value in wanted.items()) or NONE)
