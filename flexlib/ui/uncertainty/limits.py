"""The fields in which the limits are typed that decide whether a variant fails."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from flexlib import amounts
from flexlib.ui import own_amounts, state
from flexlib.ui.amount_field import amount_field
from flexlib.ui.failing_limits import EXAMPLE, LIMITED, LIMITS, SPENDING, is_example, standing, written_limits
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
    unit = ground.model.outcomes[name].unit
    hint = page.t("onzekerheid.limit.none")
    if name == EXAMPLE.outcome and is_example(ground.model):
        value = amounts.editable(EXAMPLE.value, page.language, unit)
        hint = page.t("onzekerheid.limit.example", value=value)
    is_understood = amount_field(
        page.t(f"onzekerheid.limit.{name}"),
        f"fails_{name}",
        limits.get(name),
        unit,
        partial(_take, name, limits),
        subject=f"{LIMITS}_{name}",
        hint=hint,
    )
    is_asked = SPENDING in state.view(LIMITS, "").split(BETWEEN)
    if is_understood and name == SPENDING and name not in limits and is_asked:
        st.html(f'<p class="fl-warning">{escape(page.t("onzekerheid.limit.not_here"))}</p>')


def _take(name: str, limits: dict[str, float], value: float | None) -> None:
    """Callback: a limit beside the others, or without one an end to it."""
    others = {other: limit for other, limit in limits.items() if other != name}
    if name == SPENDING:
        own_amounts.forget(name)
        if value is not None:
            own_amounts.keep(name, value)
    state.set_view(LIMITS, written_limits(others if value is None else {**limits, name: value}))
