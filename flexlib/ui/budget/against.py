"""The part `naast_model`: what was budgeted beside what the variant asks, as a board reads it."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib import units
from flexlib.amounts import editable, parse_amount
from flexlib.errors import InputError
from flexlib.store.budgets import BudgetVersion
from flexlib.text import render
from flexlib.ui import acts, boundary, chart_panel, look, state, switches
from flexlib.ui.budget import account_map as budget_account_map
from flexlib.ui.budget import against_tables as budget_against_tables
from flexlib.ui.budget import against_words as budget_against_words
from flexlib.ui.budget import staff as budget_staff
from flexlib.ui.budget import templates as budget_templates
from flexlib.ui.budget.against_figure import budget_figure
from flexlib.ui.budget.compared import COMPARED, Against, against, versions
from flexlib.ui.follow import own_key, value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.ground import ground_of
from flexlib.ui.tables import html_table

RESERVE = "budget_reserve"
PICKED = "budget_compared"  # which budget is on screen
KEEPS = "budget_keeps_kept"  # whether what a year has left adds to the reserve
MOST = 1e10  # EUR


def show(page: Page) -> None:
    """Everything of the part; without a budget, what to hand in and the templates for it."""
    with boundary.failures_said(page.language):
        known = versions(page, COMPARED)
        if not known:
            _show_nothing(page)
            return
        ground = ground_of(page)
        if not ground.has_scope:
            st.html(f'<p class="fl-headline">{escape(page.t("begroting_against.no_scope"))}</p>')
            return
        version = _picked(page, known)
        term = int(state.view("afschrijven", "0"))
        of = against(page, version, term or None, bool(st.session_state.get(KEEPS, True)))
        _lead(of)
        with st.container(key="budget-options", horizontal=True, gap="large", vertical_alignment="top"):
            _choose_term(page)
            if of.by_chance:
                _ask_reserve(page)
        if of.found.reserve is not None:
            _show_reserve(of)
        chart_panel.show(budget_figure(of, ground), page.language, page.is_dark)
        budget_against_tables.show(of)
        budget_account_map.show(of)
        budget_staff.show(of)
        _show_not_compared(of)


def _show_nothing(page: Page) -> None:
    st.html(
        f'<p class="fl-headline" data-testid="against-headline">{escape(page.t("begroting_against.nothing"))}</p>'
        f'<div class="fl-beneath"><p>{escape(page.t("begroting_against.nothing_do"))}</p></div>'
    )
    budget_templates.offer(page, ("programme", "budget"), "against")


def _picked(page: Page, known: list[BudgetVersion]) -> BudgetVersion:
    """The budget on screen; a switch when there are more."""
    if len(known) == 1:
        return known[0]
    words = {
        one.id: page.t("begroting_against.version", name=one.name, kind=page.t(f"begroting_against.kind.{one.kind}"))
        for one in known
    }
    key = own_key(PICKED, known[0].id, words)
    st.selectbox(page.t("begroting_against.which"), list(words), format_func=words.__getitem__, key=key, width=420)
    return next(one for one in known if one.id == value_of(key))


def _lead(of: Against) -> None:
    headline, figure, beneath = budget_against_words.lead(of)
    shown = f'<p class="fl-figure-value" data-testid="against-figure">{escape(figure)}</p>' if figure else ""
    lines = "".join(f"<p>{escape(line)}</p>" for line in beneath)
    source = of.t("source", file=of.version.file_name, version=of.version.version)
    warned = "".join(f"<div>{escape(_unbroken(line))}</div>" for line in budget_against_words.beside_the_chance(of))
    outside = f'<div class="fl-warning" data-testid="against-outside">{warned}</div>' if warned else ""
    st.html(
        f'<p class="fl-headline" data-testid="against-headline">{escape(_unbroken(headline))}</p>{shown}{outside}'
        f'<div class="fl-beneath" data-testid="against-beneath">{lines}<p class="fl-note">{escape(source)}</p></div>'
    )
    if of.by_chance and of.page.choice.price_basis != "nominal":
        with st.container(horizontal=True, vertical_alignment="center", key="budget-prices"):
            st.html(f'<p class="fl-warning">{escape(of.t("strip_real"))}</p>', width="content")
            st.button(of.t("to_nominal"), key="budget_to_nominal", on_click=acts.set_price_basis, args=("nominal",))
    elif of.by_chance and of.options.capitalise_years:
        st.html(f'<p class="fl-note">{escape(of.t("strip_spending"))}</p>')


def _unbroken(words: str) -> str:
    """Ranges such as 0,6–1,8 stay on one line."""
    return words.replace("–", "\u2060–\u2060")


def _choose_term(page: Page) -> None:
    words = {
        term: page.t("begroting_against.term_none") if term == "0" else page.t("begroting_against.term", years=term)
        for term in switches.WRITE_OFF_YEARS
    }
    key = widget_key("budget_term", state.view("afschrijven", "0"), words.values())
    st.segmented_control(
        page.t("begroting_against.capitalise"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        wrap=True,
        help=page.t("begroting_against.capitalise_help"),
        on_change=lambda: state.set_view("afschrijven", value_of(key)),
    )


def _ask_reserve(page: Page) -> None:
    """A field for the reserve; what cannot be read stays in it with the reason."""
    institution = page.choice.institution.id
    typed = state.session().typing.get(RESERVE)
    amount = state.reserve(institution)
    shown = typed if typed is not None else ("" if amount is None else editable(amount, page.language, "EUR"))
    key = widget_key(RESERVE, shown)
    with st.container(width=320, gap="xsmall"):
        st.text_input(
            page.t("begroting_against.reserve"),
            key=key,
            help=page.t("begroting_against.reserve_help"),
            placeholder=page.t("begroting_against.reserve_example"),
            on_change=_take_reserve,
            args=(institution, page.language),
        )
        if typed is not None:
            try:
                parse_amount(typed, page.language, "EUR", 0.0, MOST)
            except InputError as error:
                st.html(f'<p class="fl-error" role="alert">{escape(render(error.notice, page.language))}</p>')
        elif amount is not None:
            understood = page.t("instelling.understood", value=units.money(amount, page.language))
            st.html(f'<p class="fl-figure">{escape(understood)}</p>')
            key = widget_key("budget_keeps", bool(st.session_state.get(KEEPS, True)))
            st.toggle(page.t("begroting_against.keeps"), key=key, on_change=_take_keeps, args=(key,))


def _take_reserve(institution: str, language: str) -> None:
    typed = str(st.session_state[RESERVE] or "").strip()
    state.forget_typing(RESERVE)
    try:
        state.set_reserve(institution, parse_amount(typed, language, "EUR", 0.0, MOST) if typed else None)
    except InputError:
        state.keep_typing(RESERVE, typed)


def _take_keeps(key: str) -> None:
    st.session_state[KEEPS] = bool(value_of(key))


def _show_reserve(of: Against) -> None:
    reserve = of.found.reserve
    assert reserve is not None
    said = budget_against_words.reserve_sentence(of)
    rows = [
        (
            str(year),
            units.share(share, of.page.language, 0),
            units.money(units.significant(left, 3), of.page.language),
        )
        for (year, share), (_, left) in zip(reserve.shares, reserve.left, strict=True)
    ]
    heads = [of.t(f"reserve_column.{name}") for name in ("year", "out", "left")]
    st.html(f'<p class="fl-sentence" data-testid="reserve">{escape(said)}</p>')
    st.html(html_table(of.t("reserve_table"), heads, rows))


def _show_not_compared(of: Against) -> None:
    look.section(of.t("not_compared.heading"))
    st.html(f'<div data-testid="not-compared">{look.bullets(budget_against_words.not_compared(of))}</div>')
    outside = (*of.found.without_year, *of.found.left_out)
    if outside:
        rows = [(line.label, f"{line.sheet}, {line.row}", _sum_of(of, line.amounts, line.quantity)) for line in outside]
        with st.expander(of.t("left_out.heading", count=len(rows)), key="left-out"):
            heads = [of.t(f"left_out.{name}") for name in ("label", "place", "amount")]
            st.html(html_table(of.t("left_out.caption"), heads, rows, words=(0, 1)))


def _sum_of(of: Against, amounts: tuple[tuple[str, object], ...], quantity: str) -> str:
    total = sum(float(str(amount)) for _, amount in amounts)
    return units.money(total, of.page.language) if quantity == "eur" else units.number(total, of.page.language)
