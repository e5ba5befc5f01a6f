"""What the contested values together do to the variant on screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from flexlib import units
from flexlib.text import text
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
        unit, label = outcomes[outcome].unit, outcomes[outcome].label[page.language]
        rows.append((label, *beside_words(before[outcome][1], now[outcome][1], unit, page.language)))
    heads = [page.t(f"bronnen.after.{name}") for name in ("outcome", "before", "now", "difference")]
    return html_table(page.t("bronnen.after.table"), heads, rows)


def beside_words(before: float, now: float, unit: str, language: str) -> tuple[str, str, str]:
    """A figure before and after as shown, and the difference of what is shown, so that it can be checked; a
    difference too small to show is no difference."""
    earlier, later = _shown(before, unit), _shown(now, unit)
    write = partial(_written, unit=unit, language=language)
    change = later - earlier
    sign = "" if change != change else ("+ " if change > 0 else "− ")
    difference = text("bronnen.after.same", language) if change == 0 else sign + write(abs(change))
    return write(earlier), write(later), difference


def _shown(value: float, unit: str) -> float:
    """A figure as the table shows it: amounts in three digits, months in tenths."""
    return units.significant(value, 3) if units.is_money(unit) else round(value, 1)


def _written(value: float, unit: str, language: str) -> str:
    return units.money(value, language) if units.is_money(unit) else units.with_unit(value, unit, language, 1)


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
