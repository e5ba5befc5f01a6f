"""The question of a search on screen: which levers are free, within which limits, and what is weighed."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib import units
from flexlib.amounts import editable, parse_amount
from flexlib.engine.explore.asked import BUDGETS, MANNERS, safe_side
from flexlib.engine.explore.question import MOST_ENUMERATED, MOST_SAMPLED, P50
from flexlib.errors import FlexlibError, Notice
from flexlib.model.records import GROUPS, Lever
from flexlib.model.vocabulary import LEVER_GROUPS
from flexlib.share import Sought
from flexlib.text import render
from flexlib.ui import controls, look, own_amounts, state
from flexlib.ui.explore import question as explore_question
from flexlib.ui.explore.question import FIELDS, MOST_OUTCOMES, ON_FRONT, Field
from flexlib.ui.explore.words import count_words
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page

NONE = -1.0  # of a promise: no limit


def show(page: Page, asked: Sought, has_answer: bool) -> None:
    """The question, folded away under one line once there is an answer."""
    with st.expander(summary(page, asked), expanded=not has_answer, key=f"explore_ask_{has_answer}"):
        left, right = st.columns([2, 3], gap="large")
        with left:
            _free(page, asked)
        with right:
            _limits(page, asked)
            _weighed(page, asked)


def summary(page: Page, asked: Sought) -> str:
    """The question in one line."""
    return page.t(
        "verkennen.summary",
        free=page.t("verkennen.free_count", count=len(asked.free)),
        limits=page.t("verkennen.limit_count", count=len(asked.bounds)),
        outcomes=", ".join(page.model.outcomes[name].label[page.language].lower() for name in asked.outcomes),
    )


def refusals(page: Page, asked: Sought) -> list[Notice]:
    """Why this cannot be searched as it stands: amounts that could not be read."""
    typing = state.session().typing
    subjects = [field.subject for fields in FIELDS.values() for field in fields]
    return [
        reason for subject in subjects if (reason := _unread(page, subject, typing.get(_typed(subject)))) is not None
    ]


def _free(page: Page, asked: Sought) -> None:
    look.section(page.t("verkennen.free.title"), page.t("verkennen.free.note"))
    for group in LEVER_GROUPS:
        levers = {lever.id: lever for lever in page.model.levers.values() if lever.group == group}
        _group(page, group, levers, [lever for lever in asked.free if lever in levers])
    try:
        size = explore_question.size_of(page.model, page.choice, asked)
    except FlexlibError:
        return  # said beside the button
    if not asked.free:
        return
    key = "whole" if size <= MOST_ENUMERATED else "sample"
    words = page.t(
        f"verkennen.free.{key}", size=count_words(size, page.language), most=count_words(MOST_SAMPLED, page.language)
    )
    st.html(f'<p class="fl-sentence" data-testid="explore-size">{escape(words)}</p>')


def _group(page: Page, group: str, levers: dict[str, Lever], free: list[str]) -> None:
    words = {lever.id: lever.label[page.language] for lever in levers.values()}
    key = widget_key(f"explore_free_{group}", free, words.values())
    picked, every = st.columns([5, 1], vertical_alignment="bottom", gap="small")
    with picked:
        st.multiselect(
            page.t(f"vergelijken.group.{group}"),
            list(words),
            format_func=words.__getitem__,
            key=key,
            placeholder=page.t("verkennen.free.fixed"),
            on_change=lambda: explore_question.set_free(page.model, group, value_of(key)),
        )
    with every:
        st.button(
            page.t("verkennen.free.none" if free else "verkennen.free.all"),
            key=f"explore_all_{group}",
            type="tertiary",
            help=page.t(f"vergelijken.group.{group}"),
            on_click=explore_question.set_free,
            args=(page.model, group, [] if free else list(words)),
        )


def _limits(page: Page, asked: Sought) -> None:
    look.section(page.t("verkennen.limits.title"), page.t("verkennen.limits.note"))
    standing = {bound.subject: bound for bound in asked.bounds}
    for column, (part, fields) in zip(st.columns(len(FIELDS), gap="large"), FIELDS.items(), strict=True):
        with column:
            st.html(f'<p class="fl-small-head">{escape(page.t(f"verkennen.limits.{part}"))}</p>')
            for field in fields:
                bound = standing.get(field.subject)
                _limit(page, field, bound.value if bound else None, bound.at if bound else None)
            if part == "delivery":
                _promises(page, {bound.subject: bound.value for bound in asked.bounds})


def _limit(page: Page, field: Field, value: float | None, at: str | None) -> None:
    subject, unit = field.subject, page.model.outcomes[field.subject].unit
    wrong = state.session().typing.get(_typed(subject))
    reason = _unread(page, subject, wrong)
    key = widget_key(f"explore_{subject}", editable(value, page.language, unit) if reason is None else wrong)
    label = page.t(
        "verkennen.limits.most" if field.is_most else "verkennen.limits.least",
        outcome=page.model.outcomes[subject].label,
        unit=units.unit_label(unit, page.language),
    )
    st.text_input(
        label,
        key=key,
        placeholder=page.t("verkennen.limits.no_limit"),
        help=page.t("verkennen.limits.stays_here") if subject in BUDGETS else None,
        on_change=_take,
        args=(page, subject, unit),
    )
    if reason is not None:
        st.html(f'<p class="fl-error" role="alert">{escape(render(reason, page.language))}</p>')
    if at is not None and value is not None:
        _statistic(page, subject, unit, value, at)
    elif at is not None:
        st.html(f'<p class="fl-error" role="alert">{escape(page.t("verkennen.limits.own_unknown"))}</p>')
    if value is not None and own_amounts.is_typed(page.model, subject):
        st.html(f'<p class="fl-note">{escape(page.t("verkennen.limits.kept_here"))}</p>')
    if subject in BUDGETS and value is None:
        amount = own_amounts.profile_amount(page.model, subject)
        if amount is not None:
            words = page.t("verkennen.limits.take_budget", amount=units.money(amount, page.language))
            st.button(
                words,
                key=f"explore_budget_{subject}",
                type="tertiary",
                on_click=explore_question.set_bound,
                args=(page.model, subject, amount),
            )


def _statistic(page: Page, subject: str, unit: str, value: float, at: str) -> None:
    safe = safe_side(subject)
    words = {P50: page.t("verkennen.limits.middle"), safe: page.t("verkennen.limits.safe")}
    key = widget_key(f"explore_at_{subject}", at if at in words else P50, words.values())
    st.segmented_control(
        page.t("verkennen.limits.how_sure", amount=units.with_unit(value, unit, page.language)),
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        wrap=True,
        on_change=lambda: explore_question.set_statistic(page.model, subject, value_of(key)),
    )


def _take(page: Page, subject: str, unit: str) -> None:
    """Callback: an amount that can be read is a limit, an empty field takes it away, the rest stays to be mended."""
    typed = str(value_of(f"explore_{subject}") or "")
    try:
        value = parse_amount(typed, page.language, unit, 0.0) if typed.strip() else None
    except FlexlibError:
        state.keep_typing(_typed(subject), typed)
        return
    state.forget_typing(_typed(subject))
    explore_question.set_bound(page.model, subject, value)


def _unread(page: Page, subject: str, typed: str | None) -> Notice | None:
    """Why what stands in a field is no amount."""
    if typed is None:
        return None
    try:
        parse_amount(typed, page.language, page.model.outcomes[subject].unit, 0.0)
    except FlexlibError as error:
        return error.notice
    return None


def _typed(subject: str) -> str:
    return f"explore_{subject}"


def _promises(page: Page, standing: dict[str, float | None]) -> None:
    count = sum(f"{kind}_{group}" in standing for kind in ("scenario", "scope") for group in GROUPS)
    with st.popover(page.t("verkennen.promise.title", number=count), key="explore_promises", width="stretch"):
        st.html(f'<p class="fl-note">{escape(page.t("verkennen.promise.note"))}</p>')
        for group in GROUPS:
            for kind in ("scenario", "scope"):
                _promise(page, page.model.levers[f"{kind}_{group}"], standing.get(f"{kind}_{group}"))


def _promise(page: Page, lever: Lever, value: float | None) -> None:
    words = {NONE: page.t("verkennen.promise.none")}
    words |= {
        level.value: controls.level_name(lever, level.value, page.language) for level in lever.levels if level.value > 0
    }
    if value is not None:
        words.setdefault(value, controls.level_name(lever, value, page.language))
    key = widget_key(f"explore_{lever.id}", NONE if value is None else value, words.values())
    st.selectbox(
        page.t("verkennen.promise.least", lever=lever.label),
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: _take_promise(page, lever.id, value_of(key)),
    )


def _take_promise(page: Page, lever_id: str, value: float) -> None:
    explore_question.set_bound(page.model, lever_id, None if value == NONE else value)


def _weighed(page: Page, asked: Sought) -> None:
    look.section(page.t("verkennen.weigh.title"), page.t("verkennen.weigh.note"))
    outcomes, manner = st.columns(2, gap="large")
    with outcomes:
        offered = dict.fromkeys((*ON_FRONT, *asked.outcomes))
        words = {name: page.model.outcomes[name].label[page.language] for name in offered}
        key = widget_key("explore_outcomes", list(asked.outcomes), words.values())
        st.multiselect(
            page.t("verkennen.weigh.outcomes"),
            list(words),
            format_func=words.__getitem__,
            key=key,
            max_selections=MOST_OUTCOMES,
            on_change=lambda: explore_question.set_outcomes(page.model, value_of(key)),
        )
    with manner:
        words = {name: page.t(f"verkennen.manner.{name}") for name in MANNERS}
        now = asked.robust if asked.robust in words else MANNERS[0]
        key_of_manner = widget_key("explore_manner", now, words.values())
        st.selectbox(
            page.t("verkennen.weigh.manner"),
            list(words),
            format_func=words.__getitem__,
            key=key_of_manner,
            on_change=lambda: explore_question.set_manner(page.model, value_of(key_of_manner)),
        )
        st.html(f'<p class="fl-note">{escape(page.t(f"verkennen.manner_note.{now}"))}</p>')
