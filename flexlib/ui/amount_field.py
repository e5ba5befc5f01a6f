"""A field for an amount as people type it: what is understood is taken over, the rest stays in it with the reason."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Literal

import streamlit as st

from flexlib import amounts
from flexlib.errors import FlexlibError
from flexlib.text import render
from flexlib.ui import state
from flexlib.ui.follow import value_of, widget_key


def amount_field(
    label: str,
    name: str,
    value: float | None,
    unit: str,
    take: Callable[[float | None], None],
    *,
    subject: str,
    lowest: float | None = 0.0,
    hint: str | None = None,
    is_required: bool = False,
    width: int | Literal["stretch"] = "stretch",
) -> bool:
    """Draw the field where the session stands; whether what stands in it is understood.

    name : of the widget; subject : under which the session keeps what was not understood
    take : given the amount, or None for an empty field; hint : what stands in an empty one
    is_required : an empty field is not understood either
    """
    language = state.language()
    wrong = state.session().typing.get(subject)
    key = widget_key(name, wrong if wrong is not None else amounts.editable(value, language, unit))

    def taken() -> None:
        typed, found = str(value_of(key)), None
        if typed.strip() or is_required:
            try:
                found = amounts.parse_amount(typed, language, unit, lowest)
            except FlexlibError:
                state.keep_typing(subject, typed)
                return
        state.forget_typing(subject)
        take(found)

    st.text_input(label, key=key, placeholder=hint, width=width, on_change=taken)
    if wrong is not None:
        try:
            amounts.parse_amount(wrong, language, unit, lowest)
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, language))}</p>')
    return wrong is None
