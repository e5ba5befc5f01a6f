"""How each block of a workbook was understood: headers, columns, unit, signs and totals, all to be corrected."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from flexlib.budget.reading.periods import span_of_text
from flexlib.budget.records import KINDS, QUANTITIES, Layout, PeriodColumn
from flexlib.budget.workbook import column_letters
from flexlib.errors import InputError, notice
from flexlib.text import render
from flexlib.ui import look
from flexlib.ui.budget import desk as budget_desk
from flexlib.ui.budget.desk import Desk
from flexlib.ui.cache import open_shared_model
from flexlib.ui.follow import own_key, value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

FACTORS = (1, 1_000, 1_000_000)
SIGNS = (1, -1)
LAST_COLUMN = 500
WRONG = "budget_layout_wrong"
FIELDS = ("headers", "first", "last", "labels", "account", "periods", "totals")


def show(page: Page, current: Desk) -> None:
    """The kind, the blocks as they were understood, and the form to correct one."""
    assert current.reading is not None
    _kind(page, current)
    layouts = current.reading.mapping.layouts
    look.section(page.t("begroting.layout.head", count=len(layouts)), page.t("begroting.layout.note"))
    if not layouts:
        return
    heads = [page.t(f"begroting.layout.{name}") for name in ("sheet", "counted", *FIELDS, "unit", "signs")]
    rows = [_row(page, layout) for layout in layouts]
    st.html(html_table(page.t("begroting.layout.table"), heads, rows, words=range(len(heads)), classes="fl-wrapped"))
    with st.expander(page.t("begroting.layout.correct"), key="budget_correct"):
        _correct(page, layouts)
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


def _row(page: Page, layout: Layout) -> tuple[str, ...]:
    written = _written(layout)
    unit = page.t(f"begroting.unit.{layout.factor}") if layout.quantity == "eur" else ""
    signs = page.t("begroting.layout.signs_are", income=_sign(layout.income_sign), cost=_sign(layout.cost_sign))
    quantity = page.t(f"begroting.quantity.{layout.quantity}")
    return (layout.sheet, quantity, *(written[name] for name in FIELDS), unit, signs)


def _sign(sign: int) -> str:
    return "+" if sign > 0 else "−"


def _written(layout: Layout) -> dict[str, str]:
    """Every field as a person reads and types it."""
    return {
        "headers": ", ".join(map(str, layout.header_rows)),
        "first": str(layout.first_row),
        "last": str(layout.last_row),
        "labels": ", ".join(map(column_letters, layout.label_columns)),
        "account": column_letters(layout.account_column) if layout.account_column else "",
        "periods": ", ".join(f"{column_letters(one.column)} {one.period}".strip() for one in layout.period_columns),
        "totals": ", ".join(map(str, layout.total_rows)),
    }


def _correct(page: Page, layouts: Sequence[Layout]) -> None:
    names = {
        str(i): f"{one.sheet} · {page.t(f'begroting.quantity.{one.quantity}')} · {one.first_row}–{one.last_row}"
        for i, one in enumerate(layouts)
    }
    key = own_key("budget_block", "0", names)
    place = int(
        st.selectbox(page.t("begroting.layout.block"), list(names), format_func=names.__getitem__, key=key) or 0
    )
    layout = layouts[place]
    written = _written(layout)
    stem = f"budget_layout_{place}_{zlib.crc32(repr(layout).encode()):08x}"
    with st.form(f"form_{stem}", border=False):
        columns = st.columns(2, gap="large")
        for i, name in enumerate(FIELDS):
            columns[i % 2].text_input(
                page.t(f"begroting.layout.{name}"),
                written[name],
                key=f"{stem}_{name}",
                help=page.t(f"begroting.layout.help_{name}"),
            )
        keys = {name: f"{stem}_{name}" for name in FIELDS}
        for column, name, value, words in _pickable(page, layout):
            with columns[column]:
                keys[name] = _select(page, name, stem, words, str(value))
        st.form_submit_button(
            page.t("begroting.layout.again"), key=f"{stem}_again", type="primary", on_click=_take, args=(place, keys)
        )
        if len(layouts) > 1:
            st.form_submit_button(
                page.t("begroting.layout.drop"), key=f"{stem}_drop", type="tertiary", on_click=_drop, args=(place,)
            )
    wrong = st.session_state.pop(WRONG, None)
    if wrong is not None:
        st.html(f'<p class="fl-error" role="alert">{escape(render(wrong, page.language))}</p>')


def _take(place: int, keys: Mapping[str, str]) -> None:
    """Callback: read again with what was typed, or say what cannot be understood."""
    current = budget_desk.desk()
    if current is None or current.reading is None:
        return
    layouts = list(current.reading.mapping.layouts)
    try:
        layouts[place] = understood(layouts[place], {name: str(value_of(key)) for name, key in keys.items()})
    except InputError as error:
        st.session_state[WRONG] = error.notice
        return
    current.read_with(open_shared_model(), replace(current.reading.mapping, layouts=tuple(layouts)))


def _drop(place: int) -> None:
    """Callback: read again without a block."""
    current = budget_desk.desk()
    if current is not None and current.reading is not None:
        layouts = current.reading.mapping.layouts
        left = (*layouts[:place], *layouts[place + 1 :])
        current.read_with(open_shared_model(), replace(current.reading.mapping, layouts=left))


def _pickable(page: Page, layout: Layout) -> list[tuple[int, str, str | int, dict[str, str]]]:
    """Column of the form, field, its value, and its options in words."""
    signs = {str(sign): page.t(f"begroting.sign.{sign}") for sign in SIGNS}
    return [
        (0, "counted", layout.quantity, {name: page.t(f"begroting.quantity.{name}") for name in QUANTITIES}),
        (0, "unit", layout.factor, {str(factor): page.t(f"begroting.unit.{factor}") for factor in FACTORS}),
        (1, "income", layout.income_sign, signs),
        (1, "cost", layout.cost_sign, signs),
    ]


def _select(page: Page, name: str, stem: str, words: Mapping[str, str], value: str) -> str:
    """The key of the list, which begins at the value."""
    place = list(words).index(value) if value in words else 0
    key = f"{stem}_{name}_{page.language}"
    st.selectbox(page.t(f"begroting.layout.{name}"), list(words), place, format_func=words.__getitem__, key=key)
    return key


def understood(layout: Layout, typed: Mapping[str, str]) -> Layout:
    """The layout that was typed and picked; raises InputError with the field that cannot be understood."""
    headers, totals = (_rows(typed[name], name) for name in ("headers", "totals"))
    first, last = _one_row(typed["first"], "first"), _one_row(typed["last"], "last")
    if last < first:
        raise InputError("begroting.layout.wrong_order", first=first, last=last)
    periods = _periods(typed["periods"])
    labels = tuple(_column(word, "labels") for word in _words(typed["labels"]))
    account = _column(typed["account"].strip(), "account") if typed["account"].strip() else None
    known = dict(layout.headers)
    used = sorted({*labels, *(one.column for one in periods), *([account] if account else [])})
    return replace(
        layout,
        quantity=typed["counted"],
        header_rows=headers,
        first_row=first,
        last_row=last,
        label_columns=labels,
        account_column=account,
        period_columns=periods,
        factor=int(typed["unit"]) if typed["counted"] == "eur" else 1,
        income_sign=int(typed["income"]),
        cost_sign=int(typed["cost"]),
        total_rows=totals,
        headers=tuple((column, known.get(column, "")) for column in used),
    )


def _words(typed: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;]", typed) if word.strip()]


def _rows(typed: str, field: str) -> tuple[int, ...]:
    return tuple(_one_row(word, field) for word in _words(typed))


def _one_row(typed: str, field: str) -> int:
    if not re.fullmatch(r"\s*[1-9]\d{0,6}\s*", typed):
        raise InputError("begroting.layout.wrong_row", field=notice(f"begroting.layout.{field}"), typed=typed)
    return int(typed)


def _column(typed: str, field: str) -> int:
    if not re.fullmatch(r"[A-Za-z]{1,3}", typed):
        raise InputError("begroting.layout.wrong_column", field=notice(f"begroting.layout.{field}"), typed=typed)
    number = 0
    for letter in typed.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > LAST_COLUMN:
        raise InputError("begroting.layout.wrong_column", field=notice(f"begroting.layout.{field}"), typed=typed)
    return number


def _periods(typed: str) -> tuple[PeriodColumn, ...]:
    """ "E 2027, F 2027/2028" as columns; a column alone holds figures without a year."""
    found = []
    for word in _words(typed):
        letters, _, year = word.partition(" ")
        period = span_of_text(year.strip()).period if year.strip() else ""
        if year.strip() and not period:
            raise InputError("begroting.layout.wrong_periods", typed=word)
        found.append(PeriodColumn(_column(letters, "periods"), period))
    if not found:
        raise InputError("begroting.layout.wrong_periods", typed=typed)
    return tuple(sorted(found, key=lambda one: one.column))


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
