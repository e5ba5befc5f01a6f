"""The figures of an institution on screen: default, source, own value, and what was understood of the typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from flexlib import units
from flexlib.amounts import MARKS, editable, parse_amount
from flexlib.errors import InputError, Notice, notice
from flexlib.model import plausibility
from flexlib.model.choices import institution_figures
from flexlib.model.plausibility import Doubt
from flexlib.model.rates import is_unusual, rate_bounds
from flexlib.model.records import CostModel, Figure, Lever, Parameter, Role
from flexlib.text import render
from flexlib.ui import acts, look, state
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.institution import figure_origins
from flexlib.ui.institution.figure_origins import Origins
from flexlib.ui.parts import linked
from flexlib.ui.switches import SECTIONS


def choose_section(page: Page) -> str:
    """Which figures to show."""
    words = {name: page.t(f"instelling.section.{name}") for name in SECTIONS}
    return linked(page.t("sections"), "section", "deel", words)


def show_figures(page: Page, section: str) -> None:
    """The figures of a section, each with its default, source and way back."""
    look.section(page.t(f"instelling.section.{section}"), page.t(f"instelling.note.{section}"))
    origins = figure_origins.known(page)
    if section == "rates":
        for role in page.model.roles.values():
            _rate(page, role, origins)
        return
    figures = institution_figures(page.model, page.choice.institution)
    found = plausibility.doubts(page.model, figures)
    levers = {lever.today_figure: lever for lever in page.model.levers.values() if lever.today_figure}
    for figure in page.model.figures.values():
        if figure.section == section:
            _figure(page, figure, figures, levers.get(figure.id), found, origins)
    if section == "money":
        figure_origins.show_budget(page, origins)


def show_doubts(page: Page) -> None:
    """Relations between figures that look wrong."""
    doubts = plausibility.doubts(page.model, institution_figures(page.model, page.choice.institution))
    found = [doubt.notice for doubt in doubts]
    own = dict(page.choice.institution.rates)
    for role in page.model.roles.values():
        parameter = page.model.parameters[role.rate_parameter]
        if parameter.id in own and is_unusual(parameter, own[parameter.id]):
            found.append(_rate_doubt(role, parameter, page.language))
    if not found:
        st.html(f'<p class="fl-note">{escape(page.t("no_doubts"))}</p>')
    for doubt in found:
        st.html(_doubt(doubt, page.language))


def _figure(
    page: Page,
    figure: Figure,
    figures: Mapping[str, float | None],
    lever: Lever | None,
    found: Sequence[Doubt],
    origins: Origins,
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
            basis = (
                page.t("default_unknown")
                if default is None
                else page.t("default", value=_named(default, figure, lever, page))
            )
            _explain(page, figure.definition[page.language], basis, figure.source_id, figure.reasoning)
            _own_mark(page, figure.id, is_own)
            figure_origins.show(page, figure.id, figure.unit, origins)
            for doubt in found:
                if figure.id in doubt.figures:
                    st.html(_doubt(doubt.notice, page.language))


def _named(value: float, figure: Figure, lever: Lever | None, page: Page) -> str:
    """A value with its unit; of a figure that is chosen in words, the words of its level."""
    levels = lever.levels if lever is not None and lever.kind in ("options", "scale") else ()
    words = [level.label[page.language] for level in levels if level.value == value]
    return words[0] if words else units.with_unit(value, figure.unit, page.language)


def _rate(page: Page, role: Role, origins: Origins) -> None:
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
            figure_origins.show(page, parameter.id, parameter.unit, origins)
            if is_unusual(parameter, value):
                st.html(_doubt(_rate_doubt(role, parameter, page.language), page.language))


def _typed_input(page: Page, subject: str, label: str, value: float | None, unit: str) -> None:
    """A text field in the page's notation, and under it what was understood or why not."""
    typed, reason = _not_taken(page, subject)
    key = widget_key(f"figure_{subject}", editable(value, page.language, unit) if reason is None else typed)
    st.text_input(
        label,
        key=key,
        on_change=_take,
        args=(page.model, subject, page.language),
    )
    if reason is not None:
        st.html(f'<p class="fl-error" role="alert">{escape(render(reason, page.language))}</p>')
        value_used = page.t("unknown") if value is None else _exactly(value, unit, page.language)
        st.html(f'<p class="fl-figure">{escape(page.t("still", value=value_used))}</p>')
    elif value is not None:
        understood = _exactly(value, unit, page.language)
        st.html(
            f'<p class="fl-figure" data-testid="echo-{subject}">{escape(page.t("understood", value=understood))}</p>'
        )


def _not_taken(page: Page, subject: str) -> tuple[str, Notice | None]:
    """What stands in a field without having been taken over, and why; in another language it may read otherwise."""
    typed = state.session().typing.get(subject)
    if typed is None:
        return "", None
    try:
        _understood(page.model, subject, typed, page.language)
    except InputError as error:
        return typed, error.notice
    state.forget_typing(subject)
    return "", None


def _exactly(value: float, unit: str, language: str) -> str:
    """The value with all the decimals it was given: what was understood, not what is rounded."""
    written = editable(value, language, unit)
    decimals = len(written.partition(MARKS[language][1])[2].rstrip("% "))
    cents = decimals == 1 and units.is_money(unit)
    return units.with_unit(value, unit, language, 2 if cents else decimals)


def _level_input(page: Page, figure: Figure, lever: Lever, value: float) -> None:
    words = {level.value: level.label[page.language] for level in lever.levels}
    nearest = min(words, key=lambda level: abs(level - value))
    key = widget_key(f"figure_{figure.id}", nearest, words.values())
    st.selectbox(
        figure.label[page.language],
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: acts.set_figure(figure.id, float(value_of(key))),
    )
    chosen = next(level for level in lever.levels if level.value == nearest)
    st.html(f'<p class="fl-figure">{escape(chosen.definition[page.language])}</p>')


def _take(model: CostModel, subject: str, language: str) -> None:
    """Callback of a text field: the value goes into the institution, or the reason why not beside the field."""
    typed = str(st.session_state[f"figure_{subject}"] or "")
    try:
        value = _understood(model, subject, typed, language)
    except InputError:
        state.keep_typing(subject, typed)
        return
    if subject in model.figures:
        acts.set_figure(subject, value)
    else:
        acts.set_rate(subject, value)


def _understood(model: CostModel, subject: str, typed: str, language: str) -> float | None:
    """The typed value of a figure or hourly rate; None is "not known". Raises InputError."""
    figure = model.figures.get(subject)
    if figure is None:
        parameter = model.parameters[subject]
        return parse_amount(typed, language, parameter.unit, *rate_bounds(parameter))
    if figure.optional and not typed.strip():
        return None
    return parse_amount(typed, language, figure.unit, figure.minimum, figure.maximum)


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
        acts.set_rate(subject, None)
    else:
        acts.set_figure(subject, None)


def _rate_doubt(role: Role, parameter: Parameter, language: str) -> Notice:
    usual = units.span(parameter.low, parameter.high, parameter.unit, language)
    return notice("instelling.doubt.rate", role=role.label, range=usual)


def _doubt(doubt: Notice, language: str) -> str:
    return f'<div class="fl-warning" data-testid="doubt">{escape(render(doubt, language))}</div>'
