"""The sections of the screen with the consequences, in the order a board reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from flexlib import units
from flexlib.model.records import PRICE_BASES
from flexlib.ui import acts, chart_panel, chosen, look, state
from flexlib.ui.chart_panel import Figure
from flexlib.ui.circumstances import choose_future, show_moved
from flexlib.ui.findings import finding_words
from flexlib.ui.follow import own_key, value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.ground import Ground, not_in_range
from flexlib.ui.impact import asks, words
from flexlib.ui.impact import cards as impact_cards
from flexlib.ui.impact.figures_course import balances_figure, heat_figure, timeline_figure
from flexlib.ui.impact.figures_money import money_parts_figure, money_year_figure
from flexlib.ui.impact.figures_work import role_figure, roles_figure, tightest_role, working_roles
from flexlib.ui.impact.trace import Asked, ask_one_of
from flexlib.ui.subjects import contested_names
from flexlib.ui.tables import html_table

YEAR_PARTS = (
    "out_of_pocket_one_off_year",
    "own_time_one_off_year",
    "out_of_pocket_recurring_year",
    "own_time_recurring_year",
)
TOTALS = ("total_out_of_pocket", "total_own_time", "total_integral", "total_income", "net_total", "npv", "payback_year")


def show_lead(page: Page, ground: Ground) -> None:
    """The one sentence, what it rests on, what is contested, and the future and prices one looks at."""
    st.html(
        f'<h1 class="fl-hidden">{escape(page.t("title"))}</h1>'
        f'<p class="fl-headline" data-testid="headline">{escape(words.headline(ground))}</p>'
    )
    left, right = st.columns([3, 1], gap="large")
    with left:
        beneath = "".join(f"<p>{escape(line)}</p>" for line in words.beneath(ground))
        st.html(f'<div class="fl-beneath">{beneath}<p class="fl-note">{escape(words.basis(ground))}</p></div>')
        _contested(page, ground)
        chosen.show(page, ground)
    with right:
        _choose_future(page)
        _choose_prices(page)


def _contested(page: Page, ground: Ground) -> None:
    names = contested_names(page.model, page.choice, page.language)
    if names:
        said = page.t("impact.contested", count=len(names), list=", ".join(names))
        st.html(f'<p class="fl-warning" data-testid="contested">◆ {escape(said)}</p>')


def _choose_future(page: Page) -> None:
    choose_future(page.model, page.choice, page.language, "impact_future", page.t("future"), page.t("future_help"))
    story = page.model.futures[page.choice.future].story[page.language]
    st.html(f'<p class="fl-note">{escape(story)}</p>')
    show_moved(page.model, page.choice, page.language, "impact")


def _choose_prices(page: Page) -> None:
    words = {basis: page.t(f"prices_{basis}") for basis in PRICE_BASES}
    key = widget_key("impact_prices", page.choice.price_basis, words.values())
    st.segmented_control(
        page.t("prices"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        on_change=lambda: acts.set_price_basis(value_of(key)),
    )


def show_figures(page: Page, ground: Ground) -> None:
    """The headline figures, each to be opened."""
    if ground.has_scope:
        impact_cards.show(ground, state.reference_name(page.model))


def show_money(page: Page, ground: Ground) -> None:
    """Money per calendar year with its band, its parts, and totals over the horizon with their warning."""
    if not ground.has_scope:
        return
    look.part_heading(page.t("impact.money.heading"), words.money_sentence(ground))
    worst = ground.estimate.point.calendar_years[words.worst_year(ground)].year
    totals = asks.of_years(ground, ("integral_year", "income_calendar_year"))
    _chart(page, ground, money_year_figure(ground), totals, f"integral_year:{worst}")
    st.html(f'<p class="fl-sentence">{escape(words.parts_sentence(ground))}</p>')
    _chart(page, ground, money_parts_figure(ground), asks.of_years(ground, YEAR_PARTS), f"{YEAR_PARTS[0]}:{worst}")
    _totals(page, ground)


def _totals(page: Page, ground: Ground) -> None:
    language, model = page.language, page.model
    rows = []
    for outcome_id in TOTALS:
        low, middle, high = ground.p(outcome_id)
        if outcome_id == "payback_year":
            written = [units.with_unit(value, "year", language) for value in (middle, low, high)]
        else:
            written = [units.money(units.significant(value, 3), language) for value in (middle, low, high)]
        rows.append((model.outcomes[outcome_id].label[language], written[0], ground.span(*written[1:])))
    heads = [
        page.t("impact.totals.column", months=page.choice.horizon_months, start=ground.month(0.0)),
        page.t("impact.column.p50"),
        page.t("impact.column.band"),
    ]
    with st.expander(page.t("impact.totals.heading"), key="impact-totals"):
        st.html(f'<p class="fl-warning">{escape(page.t("impact.totals.warning"))}</p>')
        st.html(
            html_table(page.t("impact.totals.heading"), heads, rows)
            + f'<p class="fl-note">{escape(ground.price_note)}</p>'
        )
        ask_one_of(ground, [Asked(outcome, model.outcomes[outcome].label[language]) for outcome in TOTALS], "totals")


def show_work(page: Page, ground: Ground) -> None:
    """Hours against the people who are there, and what cannot be done."""
    if not ground.has_scope:
        return
    look.part_heading(page.t("impact.work.heading"), words.work_sentence(ground))
    _findings(page, ground)
    _chart(page, ground, roles_figure(ground), asks.of_roles(ground, working_roles(ground)), asks.tightest(ground))
    _one_role(page, ground)


@st.fragment
def _one_role(page: Page, ground: Ground) -> None:
    """One role up close; choosing another redraws this part only."""
    roles = working_roles(ground)
    if not roles:
        return
    tightest = tightest_role(ground)[0]
    words = {role: page.model.roles[role].label[page.language] for role in roles}
    key = own_key("impact_role", tightest if tightest in roles else roles[0], words)
    role = st.selectbox(page.t("impact.work.pick"), roles, format_func=words.__getitem__, key=key, width=340)
    _chart(page, ground, role_figure(ground, role), asks.of_roles(ground, [role]), asks.busiest(ground, role))


def _findings(page: Page, ground: Ground) -> None:
    found = finding_words(page.model, ground.estimate.result.findings, page.language)
    if not found:
        st.html(f'<p class="fl-note" data-testid="findings">{escape(page.t("impact.finding.none"))}</p>')
        return
    for heading, is_likely, mark in (("heading", True, "fl-impossible"), ("heading_tight", False, "")):
        lines = [
            f'<p class="fl-warning {mark}">{escape(item.sentence)}</p>' for item in found if item.is_likely == is_likely
        ]
        if lines:
            title = page.t(f"impact.finding.{heading}")
            st.html(f'<div class="fl-block" data-testid="findings"><h3>{escape(title)}</h3>{"".join(lines)}</div>')


def show_time(page: Page, ground: Ground) -> None:
    """When it happens."""
    if not ground.has_scope:
        look.part_heading(page.t("impact.time.heading"), page.t("impact.time.none"))
        return
    look.part_heading(page.t("impact.time.heading"), words.time_sentence(ground))
    moments = [outcome for outcome in page.model.outcomes if outcome.startswith("months_")] + ["delay_factor"]
    opening = [Asked(outcome, page.model.outcomes[outcome].label[page.language]) for outcome in moments]
    _chart(page, ground, timeline_figure(ground), opening, "months_all_live")


def show_chains(page: Page, ground: Ground) -> None:
    """Where it arises: chains by aspects, in euros or hours."""
    look.part_heading(page.t("impact.heat.heading"), "" if ground.has_scope else page.t("impact.heat.none"))
    if ground.has_scope:
        _heat(page, ground)


@st.fragment
def _heat(page: Page, ground: Ground) -> None:
    with st.container(horizontal=True):
        timings = {timing: page.t(f"impact.timing.{timing}") for timing in ("one_off", "recurring")}
        timing = _switch("heat_timing", page.t("impact.heat.timing"), timings)
        amounts = {amount: page.t(f"impact.heat.{amount}") for amount in ("integral", "hours")}
        amount = _switch("heat_amount", page.t("impact.heat.measure"), amounts)
    st.html(f'<p class="fl-sentence">{escape(words.heat_sentence(ground, timing, amount))}</p>')
    opening = [
        Asked(
            f"cell:{chain}:{aspect}:{timing}:{amount}",
            f"{ground.t(f'chain.{chain}')}, {ground.t(f'aspect.{aspect}').lower()}",
        )
        for chain, aspect in words.cells(ground, timing, amount)
    ]
    fullest = words.fullest_chain(ground, timing, amount)
    first = next((asked.figure_id for asked in opening if asked.figure_id.startswith(f"cell:{fullest}:")), "")
    _chart(page, ground, heat_figure(ground, timing, amount), opening, first)


def _switch(name: str, label: str, options: dict[str, str]) -> str:
    """A switch that stands at its first option until another is picked; returns the option."""
    key = own_key(name, next(iter(options)), options)
    st.segmented_control(label, list(options), required=True, format_func=options.__getitem__, key=key)
    return str(value_of(key))


def show_balances(page: Page, ground: Ground) -> None:
    """The six balances, each an open formula."""
    if not ground.has_scope:
        look.part_heading(page.t("impact.balance.heading"), page.t("impact.balance.none"))
        return
    look.part_heading(page.t("impact.balance.heading"), words.balance_sentence(ground))
    opening = [Asked(balance, page.model.outcomes[balance].label[page.language]) for balance in page.model.balances]
    _chart(page, ground, balances_figure(ground), opening, words.lowest_and_highest(ground)[0])


def show_limits(page: Page, ground: Ground) -> None:
    """How firm the figures are, and what no band holds."""
    look.part_heading(page.t("impact.limits.heading"))
    firm = "".join(f"<p>{escape(line)}</p>" for line in words.firmness(ground))
    if firm:
        st.html(firm)
    st.html(f"<p>{escape(page.t('impact.limits.not_in'))}</p>" + look.bullets(not_in_range(page.language)))


def _chart(page: Page, ground: Ground, figure: Figure, opening: Sequence[Asked], first: str = "") -> None:
    """A chart with the figures in it that can be opened, starting at the one the sentence above it names."""
    chart_panel.show(figure, page.language, page.is_dark, partial(ask_one_of, ground, opening, figure.key, first))
