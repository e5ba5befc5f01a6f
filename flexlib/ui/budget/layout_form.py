"""The form that corrects how a block of a workbook is read, or points at one that was not seen, beside its rows."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from flexlib.budget.reading.periods import span_of_text
from flexlib.budget.reading.units import stated_factor
from flexlib.budget.records import QUANTITIES, Layout, PeriodColumn
from flexlib.budget.workbook import Sheet, column_letters
from flexlib.errors import InputError, notice
from flexlib.text import render
from flexlib.ui.budget import desk as budget_desk
from flexlib.ui.budget import raw_rows as budget_raw_rows
from flexlib.ui.budget.desk import Desk
from flexlib.ui.cache import open_shared_model
from flexlib.ui.follow import own_key, value_of
from flexlib.ui.frame import Page

FACTORS = (1, 1_000, 1_000_000)
SIGNS = (1, -1)
LAST_COLUMN = 500
WRONG = "budget_layout_wrong"
FIELDS = ("headers", "first", "last", "labels", "account", "periods", "years", "totals")
FIRST_HALF = 4  # fields in the first column of the form
NEW = "new"


def written(layout: Layout) -> dict[str, str]:
    """Every field as a person reads and types it."""
    return {
        "headers": ", ".join(map(str, layout.header_rows)),
        "first": str(layout.first_row or ""),
        "last": str(layout.last_row or ""),
        "labels": ", ".join(map(column_letters, layout.label_columns)),
        "account": column_letters(layout.account_column) if layout.account_column else "",
        "periods": ", ".join(f"{column_letters(one.column)} {one.period}".strip() for one in layout.period_columns),
        "years": column_letters(layout.year_column) if layout.year_column else "",
        "totals": ", ".join(map(str, layout.total_rows)),
    }


def show(page: Page, current: Desk, layouts: Sequence[Layout]) -> None:
    """Which block, or a new one; the rows of its sheet; and the form."""
    names = {
        str(i): f"{one.sheet} · {page.t(f'begroting.quantity.{one.quantity}')} · {one.first_row}–{one.last_row}"
        for i, one in enumerate(layouts)
    } | {NEW: page.t("begroting.layout.new")}
    key = own_key("budget_block", next(iter(names)), names)
    left, right = st.columns(2, gap="large")
    with left:
        picked = st.selectbox(page.t("begroting.layout.block"), list(names), format_func=names.__getitem__, key=key)
    place = len(layouts) if picked in (NEW, None) else int(picked)
    if place < len(layouts):
        layout = layouts[place]
    else:
        sheets = budget_raw_rows.sheets_of(page, current)
        if not sheets:
            return
        with right:
            first = next(iter(sheets))
            of = own_key("budget_block_sheet", first, {name: name for name in sheets})
            name = st.selectbox(page.t("begroting.layout.sheet"), list(sheets), key=of)
        layout = pointed_at(sheets[name or first], layouts)
    stem = f"budget_layout_{place}_{zlib.crc32(repr(layout).encode()):08x}"
    sheet, form = st.columns([3, 2], gap="large")
    with sheet:
        budget_raw_rows.show(page, current, layout, stem)
    with form:
        _form(page, layouts, place, layout, stem)


def pointed_at(sheet: Sheet, layouts: Sequence[Layout]) -> Layout:
    """Where a person begins with a block that was not seen: unit and signs of a block beside it, else what the sheet
    states."""
    words = [value for cells in sheet.rows for value in cells if isinstance(value, str)]
    empty = Layout(sheet.name, "eur", (), 0, 0, (), (), factor=stated_factor(words) or 1)
    beside = next((one for one in layouts if one.sheet == sheet.name and one.quantity == "eur"), None)
    if beside is None:
        return empty
    return replace(empty, factor=beside.factor, income_sign=beside.income_sign, cost_sign=beside.cost_sign)


def _form(page: Page, layouts: Sequence[Layout], place: int, layout: Layout, stem: str) -> None:
    typed = written(layout)
    with st.form(f"form_{stem}", border=False):
        columns = st.columns(2, gap="small")
        for i, name in enumerate(FIELDS):
            columns[i >= FIRST_HALF].text_input(
                page.t(f"begroting.layout.{name}"),
                typed[name],
                key=f"{stem}_{name}",
                help=page.t(f"begroting.layout.help_{name}"),
            )
        keys = {name: f"{stem}_{name}" for name in FIELDS}
        for column, name, value, words in _pickable(page, layout):
            with columns[column]:
                keys[name] = _select(page, name, stem, words, str(value))
        st.form_submit_button(
            page.t("begroting.layout.again"),
            key=f"{stem}_again",
            type="primary",
            on_click=_take,
            args=(place, layout, keys),
        )
        if place < len(layouts):
            st.form_submit_button(
                page.t("begroting.layout.drop"), key=f"{stem}_drop", type="tertiary", on_click=_drop, args=(place,)
            )
    wrong = st.session_state.pop(WRONG, None)
    if wrong is not None:
        st.html(f'<p class="fl-error" role="alert">{escape(render(wrong, page.language))}</p>')


def _take(place: int, layout: Layout, keys: Mapping[str, str]) -> None:
    """Callback: read again with what was typed, or say what cannot be understood."""
    current = budget_desk.desk()
    if current is None or current.reading is None:
        return
    layouts = list(current.reading.mapping.layouts)
    try:
        layouts[place:] = [
            understood(layout, {name: str(value_of(key)) for name, key in keys.items()}),
            *layouts[place + 1 :],
        ]
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
    own = {one.column: one.factor for one in layout.period_columns}
    periods = tuple(replace(one, factor=own.get(one.column)) for one in _periods(typed["periods"]))
    labels = tuple(_column(word, "labels") for word in _words(typed["labels"]))
    account = _column(typed["account"].strip(), "account") if typed["account"].strip() else None
    years = _column(typed["years"].strip(), "years") if typed["years"].strip() else None
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
        year_column=years,
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
