"""The answer of a search on screen: the sentence, the picture, the handful, what dropped, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from flexlib import units
from flexlib.engine.explore.answer import SearchAnswer
from flexlib.engine.explore.front import LEVERS_APART
from flexlib.engine.explore.limits import Dropped
from flexlib.engine.explore.question import LEVEL, Limit
from flexlib.engine.explore.said import amount, eased, gap, limit_said, nearest, subject
from flexlib.engine.explore.search import GRAIN
from flexlib.model.records import CostModel
from flexlib.text import render
from flexlib.ui import look
from flexlib.ui.explore import cards as explore_cards
from flexlib.ui.explore import chart as explore_chart
from flexlib.ui.explore import question as explore_question
from flexlib.ui.explore import run as explore_run
from flexlib.ui.explore.words import certainty, count_words, lead
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

Changes = tuple[tuple[Limit, float], ...]  # limits with their new values


def show(page: Page, answer: SearchAnswer, *, can_open: bool) -> None:
    """The whole answer; its variants can be opened while everything else is as it was when it was sought."""
    look.headline(lead(answer, page.language), _beneath(page, answer))
    if answer.front:
        explore_chart.show(page, answer)
        look.part_heading(page.t("verkennen.card.heading"), _card_note(page))
        explore_cards.show(page, answer, can_open=can_open)
    else:
        _ways(page, answer)
    _dropped(page, answer)
    look.part_heading(page.t("verkennen.sure.heading"))
    lines = certainty(answer, page.language)
    st.html(f'<div data-testid="explore-sure">{look.bullets(lines)}</div>')


def _card_note(page: Page) -> str:
    """When variants really differ, and what can be done with them."""
    return page.t("verkennen.card.note", percent=units.share(GRAIN, page.language, 0), levers=LEVERS_APART)


def _beneath(page: Page, answer: SearchAnswer) -> str:
    """Under the headline: on what it was weighed, or what to do."""
    names = [page.model.outcomes[name].label[page.language].lower() for name in answer.question.front]
    listed = page.t("vergelijken.and", first=", ".join(names[:-1]), last=names[-1])
    if not answer.front:
        return page.t("verkennen.outcome.do") if answer.ways else ""
    key = "one" if len(answer.front) == 1 else "many"
    return page.t(
        f"verkennen.outcome.weighed_{key}",
        outcomes=listed,
        number=len(answer.front),
        manner=page.t(f"verkennen.manner_counts.{answer.question.robust}"),
    )


def as_set(model: CostModel, standing: Sequence[Limit], changes: Changes) -> Changes:
    """The limits to change as the screen sets them: round, and one amount for all years where years have their own."""
    found: dict[str, tuple[Limit, float]] = {}
    for limit, value in changes:
        wider = value if limit.at == LEVEL else eased(model, limit, value)
        if limit.year is not None:
            every = [one.value for one in standing if one.subject == limit.subject]
            before = found[limit.subject][1] if limit.subject in found else wider
            limit, wider = replace(limit, year=None), max(wider, before, *every)
        found[limit.subject] = (limit, wider)
    return tuple(found.values())


def _ways(page: Page, answer: SearchAnswer) -> None:
    """What to relax, and how little; a button does it and searches again."""
    if not answer.ways:
        st.html(f'<p class="fl-sentence">{escape(page.t("verkennen.ways.unknown"))}</p>')
        return
    look.part_heading(page.t("verkennen.ways.heading"))
    for number, way in enumerate(answer.ways):
        changes = as_set(page.model, answer.question.limits, way.changes)
        by_year = {limit.subject for limit, _ in way.changes if limit.year is not None}
        lines = [_change(page, limit, value, limit.subject in by_year) for limit, value in changes]
        with st.container(border=True, key=f"explore_way_{number}"):
            st.html(look.bullets(lines))
            st.html(f'<p class="fl-note">{escape(page.t("verkennen.ways.then", count=len(lines)))}</p>')
            st.button(
                page.t("verkennen.ways.do"),
                key=f"explore_relax_{number}",
                type="primary" if number == 0 else "secondary",
                icon=":material/lock_open_right:",
                on_click=_relax,
                args=(page, changes),
            )


def _change(page: Page, limit: Limit, value: float, in_every_year: bool) -> str:
    wider = amount(page.model, limit, value)
    if in_every_year:
        return page.t("verkennen.ways.every_year", outcome=subject(page.model, limit), amount=wider)
    return page.t("verkennen.ways.line", limit=limit_said(page.model, limit), amount=wider)


def _relax(page: Page, changes: Changes) -> None:
    """Callback: these limits as little wider as it takes, and search again."""
    for limit, value in changes:
        gone = limit.at == LEVEL and value <= 0
        explore_question.set_bound(page.model, limit.subject, None if gone else value, limit.at)
    explore_run.ask()


def _dropped(page: Page, answer: SearchAnswer) -> None:
    look.part_heading(page.t("verkennen.dropped.heading"))
    if answer.dropped:
        rows = [_row(page, one) for one in answer.dropped]
        heads = [page.t(f"verkennen.dropped.{name}") for name in ("limit", "count", "alone", "nearest", "by")]
        st.html(html_table(page.t("verkennen.dropped.caption"), heads, rows, words=(0,)))
    else:
        st.html(f'<p class="fl-note">{escape(page.t("verkennen.dropped.no_limits"))}</p>')
    lines = []
    for rule_id, count in answer.impossible.items():
        lines += _counted(page, "impossible", count, rule=page.model.rules[rule_id].message)
    lines += _counted(page, "nobody", answer.nobody) + _counted(page, "without_value", answer.without_value)
    if answer.front:
        lines += _counted(page, "beaten", answer.within_limits - len(answer.front))
    if lines:
        st.html(look.bullets(lines))


def _counted(page: Page, key: str, count: int, **values: object) -> list[str]:
    """A line about so many combinations, none when there are none."""
    if count <= 0:
        return []
    return [page.t(f"verkennen.dropped.{key}", count=count, number=count_words(count, page.language), **values)]


def _row(page: Page, one: Dropped) -> tuple[str, str, str, str, str]:
    language, model = page.language, page.model
    limit = render(limit_said(model, one.limit), language)
    counts = [count_words(count, language) for count in (one.count, one.alone)]
    if not one.count or math.isnan(one.nearest):
        return limit, counts[0], counts[1], page.t("verkennen.dropped.nothing"), ""
    near = nearest(model, one.limit, one.nearest)[language]
    by = "" if one.limit.at == LEVEL else gap(model, one.limit, one.nearest)[language]
    return limit, counts[0], counts[1], near, by
