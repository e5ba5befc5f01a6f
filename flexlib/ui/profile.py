"""The figures of an institution on screen: default, source, own value, and what was understood of the typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from flexlib import units
from flexlib.amounts import MARKS, editable, parse_amount
from flexlib.errors import FlexlibError, InputError, notice
from flexlib.model import plausibility
from flexlib.model.choices import institution_figures
from flexlib.model.plausibility import Doubt
from flexlib.model.records import CostModel, Figure, Lever, Role
from flexlib.store import SavedVersion
from flexlib.text import render
from flexlib.ui import boundary, look, moves, saves, state, versions
from flexlib.ui.cache import open_shared_model
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.state import SECTIONS

HAS_DIGIT = r"^\s*$|\d"


def choose_section(page: Page) -> str:
    """Which figures to show."""
    section = state.view("deel", SECTIONS[0])
    section = section if section in SECTIONS else SECTIONS[0]
    words = {name: page.t(f"instelling.section.{name}") for name in SECTIONS}
    key = widget_key("section", section, words.values())
    st.segmented_control(
        page.t("sections"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        on_change=lambda: state.set_view("deel", value_of(key)),
    )
    return section


def show_figures(page: Page, section: str) -> None:
    """The figures of a section, each with its default, source and way back."""
    look.section(page.t(f"instelling.section.{section}"), page.t(f"instelling.note.{section}"))
    if section == "rates":
        for role in page.model.roles.values():
            _rate(page, role)
        return
    figures = institution_figures(page.model, page.choice.institution)
    found = plausibility.doubts(page.model, figures)
    levers = {lever.today_figure: lever for lever in page.model.levers.values() if lever.today_figure}
    for figure in page.model.figures.values():
        if figure.section == section:
            _figure(page, figure, figures, levers.get(figure.id), found)


def show_doubts(page: Page) -> None:
    """Relations between figures that look wrong."""
    found = plausibility.doubts(page.model, institution_figures(page.model, page.choice.institution))
    if not found:
        st.html(f'<p class="fl-note">{escape(page.t("no_doubts"))}</p>')
    for doubt in found:
        st.html(_doubt(doubt, page.language))


def name_own(page: Page) -> None:
    """The name of an own institution; it is kept in the workspace with every change."""
    institution = page.choice.institution
    if institution.id in page.model.institutions:
        st.html(f'<p class="fl-note">{escape(page.t("becomes_own"))}</p>')
        return
    key = widget_key("institution_name", institution.name)
    st.text_input(page.t("name"), key=key, max_chars=120, on_change=_rename, args=(key,))
    count = len(institution.figures) + len(institution.rates)
    st.html(f'<p class="fl-note">{escape(page.t("kept", count=count))}</p>')
    if institution.id:
        with boundary.failures_said(page.language):
            versions.show_versions(saves.workspace().load(institution.id), page.language, _show_restored)
        st.button(page.t("variants.delete"), key="delete_institution", icon=":material/delete:", on_click=_delete)


def show_bin(page: Page) -> None:
    """Own institutions that were thrown away."""
    with boundary.failures_said(page.language):
        versions.show_bin(saves.institutions_in_bin(), page.language, _show_restored)


def _show_restored(made: SavedVersion) -> None:
    state.set_institution(saves.institution_of(made))


def _delete() -> None:
    institution = state.choice().institution
    try:
        saves.workspace().delete(institution.id, state.session().who)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    state.set_institution(moves.reference_institution(open_shared_model(), institution.based_on))
    state.tell(notice("variants.deleted", name=institution.name))


def _figure(
    page: Page, figure: Figure, figures: Mapping[str, float | None], lever: Lever | None, found: Sequence[Doubt]
) -> None:
    default = page.model.institutions[page.choice.institution.based_on].figures[figure.id]
    value = figures[figure.id]
    is_own = figure.id in dict(page.choice.institution.figures)
    with st.container(key=f"figure_row_{figure.id}"), st.container(horizontal=True, gap="medium"):
        with st.container(width=340, gap="xsmall"):
            if lever is not None and lever.kind in ("options", "scale") and value is not None:
                _level_input(page, figure, lever, value)
            else:
                _typed_input(page, figure.id, figure.label[page.language], value, figure.unit)
        with st.container(gap=None):
            shown = "" if default is None else units.with_unit(default, figure.unit, page.language)
            basis = page.t("default", value=shown) if shown else page.t("default_unknown")
            _explain(page, figure.definition[page.language], basis, figure.source_id, figure.reasoning)
            _own_mark(page, figure.id, is_own)
            for doubt in found:
                if figure.id in doubt.figures:
                    st.html(_doubt(doubt, page.language))


def _rate(page: Page, role: Role) -> None:
    parameter = page.model.parameters[role.rate_parameter]
    own = dict(page.choice.institution.rates)
    value = own.get(parameter.id, parameter.mode)
    with st.container(key=f"figure_row_{parameter.id}"), st.container(horizontal=True, gap="medium"):
        with st.container(width=340, gap="xsmall"):
            _typed_input(page, parameter.id, role.label[page.language], value, parameter.unit)
        with st.container(gap=None):
            span = units.span(parameter.low, parameter.high, parameter.unit, page.language)
            _explain(
                page,
                parameter.label[page.language],
                page.t("default", value=span),
                parameter.source_id,
                parameter.reasoning,
            )
            _own_mark(page, parameter.id, parameter.id in own)


def _typed_input(page: Page, subject: str, label: str, value: float | None, unit: str) -> None:
    """A text field in the page's notation, and under it what was understood or why not."""
    wrong = state.session().typing.get(subject)
    key = widget_key(f"figure_{subject}", wrong.typed if wrong else editable(value, page.language, unit))
    st.text_input(
        label,
        key=key,
        validate=(HAS_DIGIT, page.t("needs_digit")),
        on_change=_take,
        args=(page.model, subject, page.language),
    )
    if wrong is not None:
        st.html(f'<p class="fl-error" role="alert">{escape(render(wrong.reason, page.language))}</p>')
        value_used = page.t("unknown") if value is None else units.with_unit(value, unit, page.language)
        st.html(f'<p class="fl-figure">{escape(page.t("still", value=value_used))}</p>')
    elif value is not None:
        understood = _exactly(value, unit, page.language)
        st.html(
            f'<p class="fl-figure" data-testid="echo-{subject}">{escape(page.t("understood", value=understood))}</p>'
        )


def _exactly(value: float, unit: str, language: str) -> str:
    """The value with all the decimals it was given: what was understood, not what is rounded."""
    written = editable(value, language, unit)
    decimals = len(written.partition(MARKS[language][1])[2].rstrip("% "))
    cents = decimals == 1 and units.is_money(unit)
    return units.with_unit(value, unit, language, 2 if cents else decimals)


def _rename(key: str) -> None:
    name = str(value_of(key)).strip()
    if name:
        state.name_institution(name)


def _level_input(page: Page, figure: Figure, lever: Lever, value: float) -> None:
    words = {level.value: level.label[page.language] for level in lever.levels}
    nearest = min(words, key=lambda level: abs(level - value))
    key = widget_key(f"figure_{figure.id}", nearest, words.values())
    st.selectbox(
        figure.label[page.language],
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: state.set_figure(figure.id, float(value_of(key))),
    )
    chosen = next(level for level in lever.levels if level.value == nearest)
    st.html(f'<p class="fl-figure">{escape(chosen.definition[page.language])}</p>')


def _take(model: CostModel, subject: str, language: str) -> None:
    """Callback of a text field: the value goes into the institution, or the reason why not beside the field."""
    typed = str(st.session_state[f"figure_{subject}"] or "")
    figure = model.figures.get(subject)
    try:
        if figure is None:
            state.set_rate(subject, parse_amount(typed, language, model.parameters[subject].unit, minimum=0.01))
        elif figure.optional and not typed.strip():
            state.set_figure(subject, None)
        else:
            state.set_figure(subject, parse_amount(typed, language, figure.unit, figure.minimum, figure.maximum))
    except InputError as error:
        state.keep_typing(subject, typed, error.notice)


def _explain(page: Page, definition: str, basis: str, source_id: str, reasoning: str) -> None:
    source = page.model.sources[source_id]
    lines = (definition, basis, page.t("source", source=source.title))
    html = "".join(f'<p class="fl-figure">{escape(line)}</p>' for line in lines)
    if reasoning:
        html += (
            f'<details class="fl-figure"><summary>{escape(page.t("reasoning"))}</summary>{escape(reasoning)}</details>'
        )
    st.html(html)


def _own_mark(page: Page, subject: str, is_own: bool) -> None:
    if not is_own:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"back_{subject}"):
        st.html(f'<span class="fl-mark">{escape(page.t("own"))}</span>', width="content")
        st.button(page.t("to_default"), key=f"reset_{subject}", type="tertiary", on_click=_reset, args=(subject,))


def _reset(subject: str) -> None:
    state.forget_typing(subject)
    if subject.startswith("rate_"):
        state.set_rate(subject, None)
    else:
        state.set_figure(subject, None)


def _doubt(doubt: Doubt, language: str) -> str:
    return f'<div class="fl-warning" data-testid="doubt">{escape(render(doubt.notice, language))}</div>'
