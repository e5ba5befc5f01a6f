"""The fields in which the limits are typed that decide whether a variant fails."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from flexlib import amounts
from flexlib.errors import FlexlibError
from flexlib.text import render
from flexlib.ui import own_amounts, state
from flexlib.ui.failing_limits import EXAMPLE, LIMITED, LIMITS, SPENDING, is_example, standing, written_limits
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN
from flexlib.ui.uncertainty.ground import Unsure


def fields(page: Page, ground: Unsure) -> None:
    """A field per outcome that can be limited; an empty one sets no limit, or holds the example in grey."""
    limits = standing(ground.model)
    for column, name in zip(st.columns(len(LIMITED), gap="medium", vertical_alignment="bottom"), LIMITED, strict=True):
        with column:
            _field(page, ground, name, limits)


def _field(page: Page, ground: Unsure, name: str, limits: dict[str, float]) -> None:
    unit, subject = ground.model.outcomes[name].unit, f"{LIMITS}_{name}"
    wrong = state.session().typing.get(subject)
    shown = wrong if wrong is not None else amounts.editable(limits.get(name), page.language, unit)
    key = widget_key(f"fails_{name}", shown)
    hint = page.t("onzekerheid.limit.none")
    if name == EXAMPLE.outcome and is_example(ground.model):
        value = amounts.editable(EXAMPLE.value, page.language, unit)
        hint = page.t("onzekerheid.limit.example", value=value)
    st.text_input(
        page.t(f"onzekerheid.limit.{name}"),
        key=key,
        placeholder=hint,
        on_change=partial(_take, page.language, name, unit, limits, key),
    )
    if wrong is not None:
        try:
            amounts.parse_amount(wrong, page.language, unit, minimum=0.0)
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, page.language))}</p>')
    elif name == SPENDING and name not in limits and SPENDING in state.view(LIMITS, "").split(BETWEEN):
        st.html(f'<p class="fl-warning">{escape(page.t("onzekerheid.limit.not_here"))}</p>')


def _take(language: str, name: str, unit: str, limits: dict[str, float], key: str) -> None:
    """Callback: a limit that can be read is taken over, an empty field takes it away, the rest stays to be mended."""
    typed, subject = str(value_of(key)), f"{LIMITS}_{name}"
    wanted = dict(limits)
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
        if name in wanted:
            own_amounts.keep(name, wanted[name])
    state.set_view(LIMITS, written_limits(wanted))
