"""All assumptions: find one, see what it rests on, contest it, and see at once what that does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.amounts import editable, parse_range
from flexlib.errors import InputError, Notice
from flexlib.model.contests import contest_bounds
from flexlib.model.records import CHAINS, GRADES, Contest, CostModel, Parameter
from flexlib.text import render
from flexlib.ui import cache, chart_panel, look, saves, state, subjects
from flexlib.ui.frame import Page
from flexlib.ui.sources import standing
from flexlib.ui.sources.assumptions_file import assumptions_file
from flexlib.ui.sources.citing import source_html
from flexlib.ui.tables import html_table

SUBJECT_KEY = "bronnen_subject"
KIND_KEY = "source-kind"
FILTER_KEYS = ("source-grades", "source-chain", "source-search", "source-contested")
REFUSED_KEY = "bronnen_refused"
COLUMNS = {
    "numbers": ("name", "value", "range", "grade", "level", "source"),
    "effects": ("lever", "target", "kind", "smallest", "largest", "grade"),
}
NAME_WIDTH = 200  # leaves room for the value on a phone
HEADLINES = ("one_off_integral", "recurring_integral", "months_all_live", "cost_per_student_year")


def look_up(model: CostModel, subject: str) -> None:
    """Have the screen look at one subject, whatever was filtered before."""
    for key in FILTER_KEYS:
        st.session_state.pop(key, None)
    st.session_state[KIND_KEY] = subjects.KINDS[subject in model.curves]
    st.session_state[SUBJECT_KEY] = subject


def show_lead(page: Page) -> None:
    """How much there is, and how much of it is assumption."""
    model = page.model
    grades = [parameter.grade for parameter in model.parameters.values()]
    grades += [curve.grade for curve in model.curves.values()]
    assumed = grades.count("D")
    lead = page.t("lead", parameters=len(model.parameters), curves=len(model.curves), assumed=assumed)
    look.heading(page.t("title"), lead)


def show_effect(page: Page) -> None:
    """What the contested values together do to the variant on screen; nothing when nothing is contested."""
    if not page.choice.contested:
        return
    with st.container(key="contested-now"):
        st.html(_heading(page.t("bronnen.after.heading"), _effect_sentence(page), "contest-table"))
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.html(_effect_table(page))
        with right:
            _contested_list(page)


def _heading(title: str, sentence: str, test_id: str) -> str:
    return (
        f'<div class="fl-section fl-part"><h2>{escape(title)}</h2>'
        f'<p class="fl-sentence" data-testid="{test_id}">{escape(sentence)}</p></div>'
    )


def _before(page: Page) -> cache.Headline:
    return cache.shelf().headline(replace(page.choice, contested=()))


def _effect_sentence(page: Page) -> str:
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
                on_click=state.uncontest,
                args=(subject,),
            )
    if len(page.choice.contested) > 1:
        st.button(page.t("bronnen.contest.reset_all"), key="reset-all", on_click=_reset_all)
    st.html(f'<p class="fl-note">{escape(page.t("bronnen.contest.travels"))}</p>')


def _reset_all() -> None:
    state.set_choice(replace(state.choice(), contested=()))


def show_table(page: Page) -> None:
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
        _look_at(page, list(found.index))


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
    columns = COLUMNS[wanted.kind]
    contested = {subject for subject, _ in page.choice.contested}
    shown = found[list(columns)].rename(columns={name: page.t(f"bronnen.column.{name}") for name in columns})
    shown.insert(0, "◆", ["◆" if subject in contested else "" for subject in found.index])
    key = f"source-table-{hash((wanted, page.language))}"
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=560,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        column_config={
            "◆": st.column_config.TextColumn(width=36, help=page.t("bronnen.column.mark")),
            page.t(f"bronnen.column.{columns[0]}"): st.column_config.TextColumn(width=NAME_WIDTH),
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


def _look_at(page: Page, found: list[str]) -> None:
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
            effect = f'<p class="fl-contested" data-testid="contest-effect"><b>{escape(_effect_sentence(page))}</b></p>'
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
    state.contest(subject, low, mode, high)


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
    state.uncontest(subject)


def show_order(page: Page) -> None:
    """Whether the order of ready-made and saved variants holds under what is contested."""
    model, language = page.model, page.language
    entrants = standing.ready_made(model, page.choice, language)
    saved = saves.readable(model, saves.variants())
    entrants += [(page.t("bronnen.order.own", name=item.name), item.choice) for item in saved]
    if page.choice.levers:
        name = model.variants[page.choice.variant].label[language]
        entrants.append((page.t("bronnen.order.current", name=name), page.choice))
    found = standing.standings(page.choice, entrants)
    broken = standing.broken_on(found)
    labels = [model.outcomes[outcome].label[language].lower() for outcome in broken]
    said = page.t("bronnen.order.breaks", list=", ".join(labels)) if broken else page.t("bronnen.order.holds")
    if not page.choice.contested:
        said = page.t("bronnen.order.quiet")
    st.html(_heading(page.t("bronnen.order.heading"), said, "order"))
    st.html(_order_table(page, found))
    st.html(f'<p class="fl-note">{escape(page.t("bronnen.order.note"))}</p>')


def _order_table(page: Page, found: list[standing.Standing]) -> str:
    outcomes, language = page.model.outcomes, page.language
    rows = []
    for entrant in sorted(found, key=lambda item: item.places):
        cells = [entrant.name]
        for index, outcome in enumerate(standing.RANKED):
            place, before = entrant.places[index], entrant.places_before[index]
            value = standing.shown(outcome, entrant.values[index], language)
            if place == before or not entrant.has_moved[index]:
                cells.append(page.t("bronnen.order.place", place=place, value=value))
            else:
                cells.append(page.t("bronnen.order.place_moved", place=place, value=value, before=before))
        rows.append(cells)
    heads = [page.t("bronnen.order.variant"), *(outcomes[outcome].label[language] for outcome in standing.RANKED)]
    return html_table(page.t("bronnen.order.table"), heads, rows)
