"""The steps of choosing: which levers belong to which step, and what stands around them."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib.model.records import GROUPS
from flexlib.share.decode import FIRST_START, LAST_START
from flexlib.ui import acts, controls, differences, look, moves, state
from flexlib.ui.circumstances import choose_future, show_moved
from flexlib.ui.controls import Board
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.moves import Standpoint
from flexlib.ui.parts import linked
from flexlib.ui.switches import STEPS

START, SAVED = "start", "saved"  # of the reference: where one began, and a saved variant
HORIZON_YEARS = (5, 6, 8, 10, 12, 15)


def choose_step(page: Page) -> str:
    """The switch between the steps; it travels in the link."""
    return linked(page.t("steps"), "step", "stap", {name: page.t(f"kiezen.step.{name}") for name in STEPS})


def circumstances(page: Page) -> None:
    """The future and the reference: what is assumed around the choice, and what it is measured against."""
    stories = "\n\n".join(
        f"**{one.label[page.language]}**: {one.story[page.language]}" for one in page.model.futures.values()
    )
    choose_future(page.model, page.choice, page.language, "future", page.t("future"), stories)
    show_moved(page.model, page.choice, page.language, "choose")
    _reference_choice(page)


def _reference_choice(page: Page) -> None:
    variants = page.model.variants
    own = state.session().reference
    words = {START: page.t("kiezen.reference_start", variant=variants[page.choice.variant].label)}
    words |= {variant.id: variant.label[page.language] for variant in variants.values()}
    if own is not None and own.name:
        words[SAVED] = own.name
    now = START if own is None else SAVED if own.name else own.variant
    key = widget_key("reference", now, words.values())
    st.selectbox(
        page.t("reference"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=_take_reference,
        args=(key,),
    )


def _take_reference(key: str) -> None:
    picked = value_of(key)
    if picked != SAVED:
        state.set_reference(None if picked == START else Standpoint(picked))


def show_levers(page: Page, on: Board, step: str) -> None:
    """The controls of a step, one under the other."""
    look.section(page.t(f"kiezen.title.{step}"), page.t(f"kiezen.note.{step}"), level=1)
    if step == "doelgroepen":
        _proposal(page)
    if step == "strategie":
        _calendar(page)
    for lever in controls.step_levers(page.model, step):
        controls.control(on, lever, compact=step == "doelgroepen" and lever.kind == "share")
    if step in ("vrijheid", "beloften"):
        _proposal(page)


def show_board(page: Page, on: Board) -> None:
    """The steering board: every domain a row, its five levels beside each other."""
    note, team, institution = (
        page.t(key) for key in ("kiezen.note.sturen", "kiezen.pole.team", "kiezen.pole.institution")
    )
    st.html(
        f'<div class="fl-board-head"><h1>{escape(page.t("kiezen.title.sturen"))}</h1>'
        f"<div><span>{escape(team)}</span><span>{escape(note)}</span><span>{escape(institution)}</span>"
        f'<span class="fl-on-phone">{escape(page.t("kiezen.pole.phone"))}</span></div></div>'
    )
    with st.container(key="board", gap=None):
        for lever in controls.step_levers(page.model, "sturen"):
            controls.rubric(on, lever)


def _proposal(page: Page) -> None:
    """What the heaviest scenario in scope proposes beyond what is set; taking it over is up to the user."""
    proposed = moves.proposal(page.model, page.choice)
    levels = page.headline.levels
    if not proposed or not any(levels[f"scope_{group}"] > 0 for group in GROUPS):
        return
    lines = [
        page.t(
            "kiezen.proposal_line",
            lever=page.model.levers[lever_id].label,
            level=controls.level_name(page.model.levers[lever_id], level, page.language),
            now=controls.level_name(page.model.levers[lever_id], levels[lever_id], page.language),
        )
        for lever_id, level in proposed.items()
    ]
    title = page.t("kiezen.proposal", count=len(proposed))
    with st.expander(title, key="proposal", icon=":material/lightbulb:"):
        st.html(look.bullets(lines))
        st.button(
            page.t("take_proposal"), key="take_proposal", type="primary", on_click=acts.set_levers, args=(proposed,)
        )


def _calendar(page: Page) -> None:
    """Start date and horizon."""
    choice = page.choice
    start = widget_key("start_date", choice.start)
    lengths = sorted({*(years * 12 for years in HORIZON_YEARS), choice.horizon_months})
    words = {months: differences.horizon(months, page.language) for months in lengths}
    horizon = widget_key("horizon", choice.horizon_months, words.values())
    with st.container(key="calendar", horizontal=True):
        st.date_input(
            page.t("start_date"),
            min_value=FIRST_START,
            max_value=LAST_START,
            format="DD-MM-YYYY",
            key=start,
            on_change=lambda: acts.set_start(value_of(start)),
        )
        st.selectbox(
            page.t("horizon"),
            list(words),
            format_func=words.__getitem__,
            key=horizon,
            on_change=lambda: acts.set_horizon(value_of(horizon)),
        )
