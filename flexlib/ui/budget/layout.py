"""How each block of a workbook was understood: headers, columns, unit, signs and totals, all to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from flexlib.budget.records import KINDS, Layout
from flexlib.ui import look
from flexlib.ui.budget import desk as budget_desk
from flexlib.ui.budget import layout_form as budget_layout_form
from flexlib.ui.budget.desk import Desk
from flexlib.ui.budget.layout_form import FIELDS
from flexlib.ui.cache import open_shared_model
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table


def show(page: Page, current: Desk) -> None:
    """The kind, the blocks as they were understood, and the form to correct one."""
    assert current.reading is not None
    _kind(page, current)
    layouts = current.reading.mapping.layouts
    if layouts:
        look.section(page.t("begroting.layout.head", count=len(layouts)), page.t("begroting.layout.note"))
        fields = [name for name in FIELDS if name != "years" or any(one.year_column for one in layouts)]
        heads = [page.t(f"begroting.layout.{name}") for name in ("sheet", "counted", *fields, "unit", "signs")]
        rows = [_row(page, layout, fields) for layout in layouts]
        title = page.t("begroting.layout.table")
        st.html(html_table(title, heads, rows, words=range(len(heads)), classes="fl-wrapped"))
    else:
        look.section(page.t("begroting.layout.no_block"), page.t("begroting.layout.no_block_note"))
    form = st.expander(page.t("begroting.layout.correct"), not layouts, key="budget_correct", on_change="rerun")
    if form.open:
        with form:
            budget_layout_form.show(page, current, layouts)
    with st.expander(page.t("begroting.jump.title"), key="budget_jump"):
        _jump(page, current)


def _kind(page: Page, current: Desk) -> None:
    assert current.reading is not None
    words = {kind: page.t(f"begroting.kind.{kind}") for kind in KINDS}
    key = widget_key("budget_kind_is", current.reading.mapping.kind, words.values())
    st.selectbox(
        page.t("begroting.kind.is"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: current.read_as(open_shared_model(), str(value_of(key))),
        width=380,
    )


def _row(page: Page, layout: Layout, fields: Sequence[str]) -> tuple[str, ...]:
    written = budget_layout_form.written(layout)
    unit = signs = ""
    if layout.quantity == "eur":
        per_column = any(one.factor for one in layout.period_columns)
        which = "per_row" if layout.unit_column else "per_column" if per_column else layout.factor
        unit = page.t(f"begroting.unit.{which}")
        signs = page.t("begroting.layout.signs_are", income=_sign(layout.income_sign), cost=_sign(layout.cost_sign))
    quantity = page.t(f"begroting.quantity.{layout.quantity}")
    return (layout.sheet, quantity, *(written[name] for name in fields), unit, signs)


def _sign(sign: int) -> str:
    return "+" if sign > 0 else "−"


def _jump(page: Page, current: Desk) -> None:
    """From what share a change between years is a jump."""
    share = round(current.options.jump_share * 100)
    st.number_input(page.t("begroting.jump.share"), 5, 300, share, step=5, key="budget_jump_share", width=380)
    st.button(page.t("begroting.jump.again"), key="budget_jump_do", on_click=_take_jump)


def _take_jump() -> None:
    current = budget_desk.desk()
    if current is not None and current.reading is not None:
        current.options = replace(current.options, jump_share=int(value_of("budget_jump_share")) / 100)
        current.read_with(open_shared_model(), current.reading.mapping)
