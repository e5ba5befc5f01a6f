"""One assumption up close: what it is, what it rests on, and the field to contest it."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib import units
from flexlib.amounts import editable, parse_range
from flexlib.errors import InputError, Notice
from flexlib.model.contests import contest_bounds
from flexlib.model.records import Contest, Parameter
from flexlib.text import render
from flexlib.ui import acts, chart_panel, subjects
from flexlib.ui.citing import source_html
from flexlib.ui.frame import Page
from flexlib.ui.lookup import SUBJECT_KEY
from flexlib.ui.sources.effect import effect_sentence

REFUSED_KEY = "bronnen_refused"


def show(page: Page, found: list[str]) -> None:
    """The subject being looked at: what it is, what it rests on, and the field to contest it."""
    model, language = page.model, page.language
    if st.session_state.get(SUBJECT_KEY) not in found:
        st.session_state[SUBJECT_KEY] = found[0]
    subject = st.selectbox(
        page.t("pick"),
        found,
        format_func=lambda item: subjects.subject_name(model, item, language),
        key=SUBJECT_KEY,
    )
    with st.container(key="source-detail", gap="small"):
        st.html(f"<h2>{escape(subjects.subject_name(model, subject, language))}</h2>")
        if subject in model.parameters:
            st.html(_parameter_html(page, model.parameters[subject]))
        else:
            _show_curve(page, subject)
        _contest(page, subject)


def _parameter_html(page: Page, parameter: Parameter) -> str:
    language = page.language
    value = escape(units.with_unit(parameter.mode, parameter.unit, language))
    facts = "".join(f"<p>{escape(fact)}</p>" for fact in subjects.parameter_facts(page.model, parameter, language))
    grade = escape(page.t(f"bronnen.grade_words.{parameter.grade}"))
    return (
        f'<p class="fl-figure-value">{value}</p><p><b>{grade}</b></p>{facts}'
        f"<p><b>{escape(page.t('bronnen.detail.reasoning'))}</b> <span lang=nl>{escape(parameter.reasoning)}</span></p>"
        f"{_source_html(page, parameter.source_id)}"
    )


def _source_html(page: Page, source_id: str) -> str:
    if source_id not in page.model.sources:
        return ""
    source = page.model.sources[source_id]
    title = source_html(source)
    note = ""
    if source.note:
        note = f" <span lang=nl>{escape(source.note)}</span>"
    return f"<p><b>{escape(page.t('bronnen.detail.source'))}</b> {title}.{note}</p>"


def _show_curve(page: Page, subject: str) -> None:
    model, language = page.model, page.language
    curve = model.curves[subject]
    lever = model.levers[curve.lever_id]
    adds = "_add" if curve.operation == "add" else ""
    said = [page.t(f"bronnen.grade_words.{curve.grade}"), page.t(f"bronnen.detail.curve{adds}")]
    if lever.group == "B" and lever.today_figure:
        said.append(page.t("bronnen.detail.today"))
    said.append(subjects.reach_words(model, subject, language))
    st.html("".join(f"<p>{escape(line)}</p>" for line in said))
    strength = dict(page.choice.contested).get(subject, subjects.model_strength(model, subject))
    chart_panel.show(subjects.curve_figure(model, subject, strength, language), language, page.is_dark)


def _contest(page: Page, subject: str) -> None:
    """The field: a number or a range; what was understood is said back, what was not is explained."""
    model, language = page.model, page.language
    is_number = subject in model.parameters
    unit = model.parameters[subject].unit if is_number else "factor"
    contested = dict(page.choice.contested).get(subject)
    key = f"contest-{subject}"
    kind = "value" if is_number else "strength"
    with st.container(key="contest-form", gap="small"):
        st.html(f'<h3 class="fl-small-head">{escape(page.t("bronnen.contest.heading"))}</h3>')
        with st.form(f"form-{subject}", border=False):
            st.text_input(
                page.t(f"bronnen.contest.{kind}_label"),
                value=_typed(contested, unit, language),
                key=key,
                placeholder=page.t("bronnen.contest.placeholder", example=_example(page, subject, unit)),
                help=page.t(f"bronnen.contest.{kind}_help", example=_example(page, subject, unit)),
            )
            label = page.t("bronnen.contest.apply")
            st.form_submit_button(label, type="primary", on_click=_take, args=(page, subject, unit, key))
        refusal = _refusal(page, subject, unit)
        if refusal is not None:
            st.html(f'<p class="fl-error" role="alert">{escape(render(refusal, language))}</p>')
        if contested is not None:
            words = subjects.contest_words(model, subject, contested, language)
            one = "_one" if contested.low == contested.high else ""
            said = page.t(
                f"bronnen.contest.understood{one}",
                range=words,
                middle=subjects.middle_words(model, subject, contested, language),
                model=subjects.model_range(model, subject, language),
            )
            effect = f'<p class="fl-contested" data-testid="contest-effect"><b>{escape(effect_sentence(page))}</b></p>'
            st.html(f'<p class="fl-contested" data-testid="understood">◆ {escape(said)}</p>{effect}')
            label = page.t("bronnen.contest.reset")
            st.button(label, key=f"back-{subject}", on_click=_give_back, args=(subject, key))


def _typed(contested: Contest | None, unit: str, language: str) -> str:
    if contested is None:
        return ""
    parts = (contested.low, contested.mode, contested.high)
    written = [editable(part, language, unit) for part in (parts if contested.low < contested.high else parts[:1])]
    return " – ".join(written)


def _example(page: Page, subject: str, unit: str) -> str:
    """A range that could be typed here, with the hyphen that is on a keyboard."""
    if subject in page.model.curves:
        return f"{editable(0.5, page.language, unit)}-{editable(1.5, page.language, unit)}"
    parameter = page.model.parameters[subject]
    low, high = parameter.low, parameter.high if parameter.high > parameter.low else parameter.low + 1
    return f"{editable(low, page.language, unit)}-{editable(high, page.language, unit)}"


def _take(page: Page, subject: str, unit: str, key: str) -> None:
    """Contest with what was typed, or keep why that cannot be."""
    typed = st.session_state[key]
    st.session_state.pop(REFUSED_KEY, None)
    try:
        low, mode, high = parse_range(typed, page.language, unit, *contest_bounds(page.model, subject))
    except InputError:
        st.session_state[REFUSED_KEY] = (subject, typed)
        return
    acts.contest(subject, low, mode, high)


def _refusal(page: Page, subject: str, unit: str) -> Notice | None:
    """Why what was typed cannot be, in the language on screen: in another one it may read otherwise."""
    refused, typed = st.session_state.get(REFUSED_KEY, ("", ""))
    if refused != subject:
        return None
    try:
        parse_range(typed, page.language, unit, *contest_bounds(page.model, subject))
    except InputError as error:
        return error.notice
    return None


def _give_back(subject: str, key: str) -> None:
    st.session_state.pop(REFUSED_KEY, None)
    st.session_state[key] = ""
    acts.uncontest(subject)
