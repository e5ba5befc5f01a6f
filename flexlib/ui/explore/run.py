"""Starting, watching and stopping a search; it goes on while other pages are looked at."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from flexlib.engine.explore.checked import check_question
from flexlib.engine.explore.question import Question
from flexlib.engine.explore.space import space_of, within
from flexlib.errors import FlexlibError, Notice
from flexlib.share import Sought
from flexlib.text import render
from flexlib.ui.explore import ask as explore_ask
from flexlib.ui.explore import desk as explore_desk
from flexlib.ui.explore import question as explore_question
from flexlib.ui.explore.desk import Desk, SearchJob
from flexlib.ui.frame import Page
from flexlib.ui.job import AT_ONCE_S, watch


def question_now(page: Page, asked: Sought) -> tuple[Question | None, list[Notice]]:
    """The question on screen, or in words why it cannot be asked."""
    told = [*explore_ask.refusals(page, asked), *explore_question.lacking(page.model, asked)]
    question = explore_question.question_of(page.model, page.choice, asked)
    if not asked.free or not asked.outcomes:
        return None, told
    try:
        check_question(page.model, page.choice, question)
        space = space_of(page.model, page.choice, question.free, question.limits, question.steps)
        within(page.model, space, question.limits)
    except FlexlibError as error:
        return None, [*told, error.notice]
    return question, told


def settle(page: Page, question: Question | None) -> Desk:
    """The desk with what came in since."""
    desk = explore_desk.desk()
    if desk.asks and question is not None:
        desk.begin(page.choice, question)
    desk.asks = False
    if desk.job is not None and desk.job.wait(AT_ONCE_S):
        desk.settle()
    if question is not None:
        desk.take_kept(page.choice, question)
    return desk


def show(page: Page, desk: Desk, question: Question | None, told: list[Notice]) -> None:
    """The button, or how far the search is; and what stands in the way."""
    for one in told:
        words = escape(render(one, page.language))
        st.html(f'<p class="fl-warning fl-impossible" role="alert" data-testid="explore-refused">{words}</p>')
    if desk.job is not None:
        watch("explore", lambda: explore_desk.desk().job, partial(_words, page), page.t("verkennen.stop"))
        st.html(f'<p class="fl-note">{escape(page.t("verkennen.seed", seed=str(desk.job.question.seed)))}</p>')
        return
    is_current = desk.is_about(page.model, page.choice, question)
    if not is_current or desk.answer is None or desk.answer.is_stopped:
        st.button(
            page.t("verkennen.search" if desk.answer is None else "verkennen.again"),
            key="explore_search",
            type="primary",
            icon=":material/travel_explore:",
            disabled=question is None or bool(told),
            on_click=ask,
        )
    if desk.failure is not None:
        words = escape(render(desk.failure, page.language))
        st.html(f'<p class="fl-warning fl-impossible" role="alert" data-testid="explore-failed">{words}</p>')
    if desk.was_stopped:
        st.html(f'<p class="fl-note">{escape(page.t("verkennen.stopped_early"))}</p>')
    if desk.answer is not None and not is_current:
        st.html(f'<p class="fl-warning" data-testid="explore-behind">{escape(page.t("verkennen.behind"))}</p>')


def ask() -> None:
    """Callback: search what is on screen."""
    explore_desk.desk().asks = True


def _words(page: Page, job: SearchJob) -> str:
    """How far the search is."""
    if job.is_stopped:
        return page.t("verkennen.stopping")
    return page.t(f"verkennen.phase.{job.phase}", percent=round(100 * min(max(job.progress, 0.0), 1.0)))
