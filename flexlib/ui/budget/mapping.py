"""Rows of a workbook to categories: what has none comes first, every suggestion says what it rests on."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from flexlib import units
from flexlib.budget.groups import Group, Groups
from flexlib.budget.reading.suggest import Suggester
from flexlib.budget.reading.suggested import plain_suggester, reason_of, suited
from flexlib.budget.records import LEFT_OUT
from flexlib.model.accounts import categories_for
from flexlib.model.records import CostModel
from flexlib.ui import look
from flexlib.ui.budget import desk as budget_desk
from flexlib.ui.budget.desk import Desk
from flexlib.ui.cache import open_shared_model
from flexlib.ui.follow import own_key, value_of, widget_key
from flexlib.ui.frame import Page

AT_ONCE = 12  # rows in sight
NOT_PLACED = ""
QUANTITY_UNITS = {"eur": "EUR", "hours": "h", "fte": "fte", "count": "count", "rate": "EUR/h"}


def category_names(model: CostModel, kind: str, page: Page) -> dict[str, str]:
    """Category id → its name; what is set aside and what is not placed have one too."""
    names = {category.id: category.label[page.language] for category in categories_for(model, kind)}
    return names | {LEFT_OUT: page.t("left_out"), NOT_PLACED: page.t("not_placed")}


def show(page: Page, current: Desk) -> None:
    """The mapping it was read with, the filter, and the rows with their category."""
    assert current.reading is not None
    _which_mapping(page, current)
    every = Groups(current.reading)
    open_count = every.open_count
    head = page.t("begroting.map.head", count=open_count) if open_count else page.t("begroting.map.all_placed")
    look.section(head, page.t("begroting.map.note"))
    if not every.keys:
        return
    shown = _filtered(page, every)
    categories = categories_for(page.model, current.reading.mapping.kind)
    suggester = plain_suggester(categories, current.reading.mapping)
    names = category_names(page.model, current.reading.mapping.kind, page)
    options = suited(categories, current.reading.mapping.kind, every.quantities(every.keys))
    if len(shown) > 1:
        common = [id_ for id_ in names if all(id_ in options[of] for of in every.quantities(shown))]
        _all_at_once(page, shown, {id_: names[id_] for id_ in common})
    for group in every.of(_page_of(page, shown)):
        _row(page, current, group, names, options[group.first.quantity], suggester)


def _which_mapping(page: Page, current: Desk) -> None:
    """The mapping of the institution it was read with, or the proposal; another one can be taken."""
    assert current.reading is not None
    fitting = {saved.name: saved for saved in current.saved if saved.kind == current.reading.mapping.kind}
    if not fitting:
        return
    words = {"": page.t("begroting.map.proposed")} | {name: name for name in fitting}
    key = widget_key("budget_which_mapping", current.used if current.used in words else "", words.values())

    def take() -> None:
        name, kind = str(value_of(key)), current.reading.mapping.kind if current.reading else ""
        if name:
            current.read_under(open_shared_model(), fitting[name])
        else:
            current.read_proposed(open_shared_model(), kind)

    st.selectbox(
        page.t("begroting.map.which"), list(words), format_func=words.__getitem__, key=key, on_change=take, width=380
    )


def _filtered(page: Page, every: Groups) -> Sequence[str]:
    words = {"open": page.t("begroting.map.open"), "all": page.t("begroting.map.all", count=len(every.keys))}
    first = "open" if every.open_count else "all"
    with st.container(horizontal=True, vertical_alignment="bottom", key="budget_map_filters"):
        key = own_key("budget_map_filter", first, words)
        picked = st.segmented_control(
            page.t("begroting.map.filter"), list(words), format_func=words.__getitem__, key=key, required=True
        )
        wanted = st.text_input(page.t("begroting.map.search"), key="budget_map_search").strip().lower()
    found = every.containing(wanted) if wanted else every.keys
    if picked == "all":
        return found
    open_keys = set(every.keys[: every.open_count])
    return [key for key in found if key in open_keys]


def _all_at_once(page: Page, shown: Sequence[str], words: Mapping[str, str]) -> None:
    """One category for all keys that are shown, out of those that suit every one of them."""
    if not words:
        return
    key = own_key("budget_map_all_to", next(iter(words)), words)
    with (
        st.expander(page.t("begroting.map.together", count=len(shown)), key="budget_map_together"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.selectbox(page.t("begroting.map.category"), list(words), format_func=words.__getitem__, key=key)
        st.button(
            page.t("begroting.map.place_all", count=len(shown)),
            key="budget_map_all",
            on_click=lambda: place(dict.fromkeys(shown, str(value_of(key)))),
        )


def _page_of(page: Page, shown: Sequence[str]) -> Sequence[str]:
    pages = max(1, -(-len(shown) // AT_ONCE))
    if pages == 1:
        return shown
    number = st.number_input(
        page.t("begroting.page_of", count=pages), 1, pages, key=f"budget_map_page_{pages}", width=200
    )
    return shown[(number - 1) * AT_ONCE : number * AT_ONCE]


def _row(
    page: Page, current: Desk, group: Group, names: Mapping[str, str], options: Sequence[str], suggester: Suggester
) -> None:
    words = {id_: names[id_] for id_ in (NOT_PLACED, *options)}
    if group.category not in words:
        words[group.category] = names.get(group.category, group.category)
    title = " ".join(part for part in (group.first.account, group.first.label) if part) or group.key
    key = widget_key(f"budget_row_{group.key}", group.category, words.values())
    with st.container(
        key=f"budget_map_row_{zlib.crc32(group.key.encode()):08x}",
        horizontal=True,
        gap="medium",
        vertical_alignment="bottom",
    ):
        with st.container(width=380):
            st.selectbox(
                look.verbatim(title),
                list(words),
                format_func=words.__getitem__,
                key=key,
                on_change=lambda: place({group.key: str(value_of(key))}),
            )
        st.html(f'<p class="fl-figure">{escape(_about(page, current, group, suggester))}</p>')


def _about(page: Page, current: Desk, group: Group, suggester: Suggester) -> str:
    """Where the rows stand, what they hold, and what their category rests on."""
    line = group.first
    where = page.t("begroting.map.where", sheet=line.sheet, row=line.row, count=group.count)
    amounts = ""
    if line.amounts:
        period, amount = line.amounts[0]
        value = units.with_unit(float(amount), QUANTITY_UNITS[line.quantity], page.language)
        amounts = f"{period}: {value}" if period else value
    because = page.t(f"begroting.because.{_reason(current, group, suggester)}", mapping=current.used)
    return " · ".join(part for part in (line.section, where, amounts, because) if part)


def _reason(current: Desk, group: Group, suggester: Suggester) -> str:
    assert current.reading is not None
    if not group.category:
        return "none"
    if group.key in current.chosen:
        return "chosen"
    kind = current.reading.mapping.kind
    saved = next((one for one in current.saved if one.kind == kind and one.name == current.used), None)
    if saved is not None and saved.body.get("categories", {}).get(group.key) == group.category:
        return "saved"
    if current.learned.get(kind, {}).get(group.key) == group.category:
        return "learned"
    return reason_of(group.first, group.category, suggester)


def place(categories: Mapping[str, str]) -> None:
    """Callback: give rows their category and read again under it; "" takes it away, and none is suggested again."""
    current = budget_desk.desk()
    if current is None or current.reading is None:
        return
    mapping = current.reading.mapping
    current.chosen.update(categories)
    current.read_with(open_shared_model(), replace(mapping, categories={**mapping.categories, **categories}))
