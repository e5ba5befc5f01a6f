"""All assumptions: how many there are, the ones a filter lets through, and the one looked at beside them."""

from __future__ import annotations

from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from flexlib.model.records import CHAINS, GRADES
from flexlib.ui import look, subjects
from flexlib.ui.frame import Page
from flexlib.ui.lookup import KIND_KEY, SUBJECT_KEY
from flexlib.ui.sources import detail
from flexlib.ui.sources.assumptions_file import assumptions_file

WIDTHS = {  # what a phone has room for; on a wide screen every column gets an equal share of what is left
    "numbers": {"name": 232, "value": 85, "range": 115, "grade": 44, "level": 60, "source": 115},
    "effects": {"lever": 232, "target": 190, "kind": 60, "smallest": 66, "largest": 66, "grade": 44},
}


def show_lead(page: Page) -> None:
    """How much there is, and how much of it is assumption."""
    model = page.model
    grades = [parameter.grade for parameter in model.parameters.values()]
    grades += [curve.grade for curve in model.curves.values()]
    assumed = grades.count("D")
    lead = page.t("lead", parameters=len(model.parameters), curves=len(model.curves), assumed=assumed)
    look.heading(page.t("title"), lead)


def show(page: Page) -> None:
    """The filters, the rows they let through, and the one being looked at beside them."""
    wanted = _filters(page)
    found = subjects.matching(page.model, wanted, page.language)
    if found.empty:
        st.html(f'<p class="fl-note">{escape(page.t("none_found"))}</p>')
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        _rows(page, wanted, found)
    with right:
        detail.show(page, list(found.index))


def _filters(page: Page) -> subjects.Filter:
    everything = page.t("all")
    with st.container(horizontal=True, vertical_alignment="bottom", key="source-filters"):
        st.session_state.setdefault(KIND_KEY, subjects.KINDS[0])
        kind = st.segmented_control(page.t("show"), subjects.KINDS, required=True, format_func=page.t, key=KIND_KEY)
        grades = st.pills(page.t("grade"), GRADES, selection_mode="multi", key="source-grades")
        chain = st.selectbox(
            page.t("chain"),
            ["", *CHAINS],
            format_func=lambda name: page.t(f"impact.chain.{name}") if name else everything,
            key="source-chain",
            width=260,
        )
        sought = st.text_input(page.t("search"), key="source-search", type="search", placeholder="", width=240)
        only = st.toggle(page.t("only_contested"), key="source-contested", disabled=not page.choice.contested)
    contested = frozenset(subject for subject, _ in page.choice.contested) if only and page.choice.contested else None
    return subjects.Filter(str(kind), frozenset(grades), chain or None, sought or "", contested)


def _rows(page: Page, wanted: subjects.Filter, found: pd.DataFrame) -> None:
    widths = WIDTHS[wanted.kind]
    heads = {name: page.t(f"bronnen.column.{name}") for name in widths}
    contested = {subject for subject, _ in page.choice.contested}
    shown = found[list(widths)].rename(columns=heads)
    named = next(iter(heads.values()))
    shown[named] = [f"◆ {name}" if subject in contested else name for subject, name in shown[named].items()]
    key = f"source-table-{hash((wanted, page.language))}"
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=560,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        column_config={
            heads[name]: st.column_config.TextColumn(
                width=width, help=page.t("bronnen.column.mark") if heads[name] == named else None
            )
            for name, width in widths.items()
        },
        alt=page.t("table_alt"),
    )
    chosen = picked.selection.rows
    seen = f"{SUBJECT_KEY}-{key}"
    if chosen and st.session_state.get(seen) != chosen[0]:
        st.session_state[SUBJECT_KEY] = found.index[chosen[0]]
    st.session_state[seen] = chosen[0] if chosen else None
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(f'<p class="fl-note" data-testid="found">{escape(page.t("found", count=len(found)))}</p>')
        st.download_button(
            page.t("download"),
            partial(
                assumptions_file,
                page.model,
                wanted.kind,
                list(found.index),
                dict(page.choice.contested),
                page.t("title"),
                page.language,
            ),
            "flexlib-aannames.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
