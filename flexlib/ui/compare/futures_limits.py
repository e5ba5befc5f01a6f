"""The room's own limits, within which a variant has to stay in every future."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib import amounts
from flexlib.engine.compare.futures import Bound
from flexlib.errors import FlexlibError
from flexlib.text import render
from flexlib.ui import state
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN, numbers_in

LIMITS = "eisen"
LIMITED = ("one_off_integral", "recurring_net", "months_all_live", "student_years")
LOWEST = {name: None if name == "recurring_net" else 0.0 for name in LIMITED}  # what yields more than it costs is < 0


def limits_of(written: str) -> tuple[Bound, ...]:
    """The room's limits in a link: outcome, value, outcome, value …"""
    found = numbers_in(written, LIMITED)
    return tuple(Bound(name, value, name != "student_years") for name, value in found.items())


def limit_field(page: Page, ground: Compares, name: str, value: float | None) -> None:
    """The field of one limit; what cannot be understood stays in it, with why."""
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
            amounts.parse_amount(wrong, page.language, unit, LOWEST[name])
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, page.language))}</p>')


def _take_limit(language: str, name: str, unit: str, subject: str, typed: str) -> None:
    """Callback: a limit that can be read is taken over, an empty field takes it away, the rest stays to be mended."""
    standing = {limit.outcome: limit.value for limit in limits_of(state.view(LIMITS, ""))}
    if typed.strip():
        try:
            standing[name] = amounts.parse_amount(typed, language, unit, LOWEST[name])
        except FlexlibError:
            state.keep_typing(subject, typed)
            return
    else:
        standing.pop(name, None)
    state.forget_typing(subject)
    state.set_view(LIMITS, BETWEEN.join(f"{one}{BETWEEN}{value!r}" for one, value in standing.items()))
