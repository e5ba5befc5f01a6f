"""What the contested values together do to the variant on screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from flexlib import units
from flexlib.ui import acts, cache, look, state, subjects
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

HEADLINES = ("one_off_integral", "recurring_integral", "months_all_live", "cost_per_student_year")


def show(page: Page) -> None:
    """What the contested values together do to the variant on screen; nothing when nothing is contested."""
    if not page.choice.contested:
        return
    with st.container(key="contested-now"):
        look.part_heading(page.t("bronnen.after.heading"), effect_sentence(page), "contest-table")
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.html(_effect_table(page))
        with right:
            _contested_list(page)


def _before(page: Page) -> cache.Headline:
    return cache.shelf().headline(replace(page.choice, contested=()))


def effect_sentence(page: Page) -> str:
    before, now = _before(page).quantiles, page.headline.quantiles
    if now["months_all_live"][1] != now["months_all_live"][1]:
        return page.t("bronnen.after.sentence_none")
    names = {"one_off": "one_off_integral", "recurring": "recurring_integral", "months": "months_all_live"}
    parts = {}
    for name, outcome in names.items():
        write = units.months if name == "months" else units.rounded_money
        earlier, later = (write(values[outcome][1], page.language) for values in (before, now))
        parts[name] = page.t(f"bronnen.after.{name}{'_same' if earlier == later else ''}", before=earlier, now=later)
    return page.t("bronnen.after.sentence", **parts)


def _effect_table(page: Page) -> str:
    before, now, outcomes = _before(page).quantiles, page.headline.quantiles, page.model.outcomes
    rows = []
    for outcome in HEADLINES:
        write = partial(_written, unit=outcomes[outcome].unit, language=page.language)
        change = now[outcome][1] - before[outcome][1]
        written = write(abs(change))
        sign = "" if change != change else ("+ " if change > 0 else "− ")
        difference = page.t("bronnen.after.same") if written == write(0.0) else sign + written
        rows.append(
            (outcomes[outcome].label[page.language], write(before[outcome][1]), write(now[outcome][1]), difference)
        )
    heads = [page.t(f"bronnen.after.{name}") for name in ("outcome", "before", "now", "difference")]
    return html_table(page.t("bronnen.after.table"), heads, rows)


def _written(value: float, unit: str, language: str) -> str:
    if units.is_money(unit):
        return units.money(units.significant(value, 3), language)
    return units.with_unit(value, unit, language, 1) if unit == "months" else units.with_unit(value, unit, language)


def _contested_list(page: Page) -> None:
    model, language = page.model, page.language
    st.html(f'<h3 class="fl-small-head">{escape(page.t("bronnen.contest.list_heading"))}</h3>')
    for subject, contest in page.choice.contested:
        words = subjects.contest_words(model, subject, contest, language)
        line = page.t("bronnen.contest.list_line", name=subjects.subject_name(model, subject, language), range=words)
        with st.container(horizontal=True, vertical_alignment="center", key=f"contested-{subject}"):
            st.html(f'<p class="fl-contested">◆ {escape(line)}</p>')
            st.button(
                page.t("bronnen.contest.reset"),
                key=f"reset-{subject}",
                type="tertiary",
                on_click=acts.uncontest,
                args=(subject,),
            )
    if len(page.choice.contested) > 1:
        st.button(page.t("bronnen.contest.reset_all"), key="reset-all", on_click=_reset_all)
    st.html(f'<p class="fl-note">{escape(page.t("bronnen.contest.travels"))}</p>')


def _reset_all() -> None:
    state.set_choice(replace(state.choice(), contested=()))
