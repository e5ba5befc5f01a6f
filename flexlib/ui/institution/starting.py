"""The start page: pick an institution, start from a ready-made variant."""

from __future__ import annotations

import math
from dataclasses import replace
from html import escape

import streamlit as st

from flexlib import units
from flexlib.model.choices import BASELINE, reference_institution
from flexlib.model.records import Choice, Institution, Variant
from flexlib.ui import acts, boundary, cache, look, moves, saves, state
from flexlib.ui.cache import Headline
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.saves import Saved
from flexlib.ui.strip import months_span

CARD_COLUMNS = 4
LAST_USED = 6
MOST_SEGMENTS = 6
CARD_FIGURES = ("one_off_integral", "recurring_integral", "months_all_live")


def pick_institution(page: Page) -> None:
    """Reference institutions and own ones in one list, with what the chosen one is."""
    model, language = page.model, page.language
    own: dict[str, Institution] = {}
    with boundary.failures_said(language):
        own = {institution.id: institution for institution in saves.institutions()}
    current = page.choice.institution
    if current.id not in model.institutions:
        own.setdefault(current.id, current)
    names = {key: label.label[language] for key, label in model.institutions.items()}
    names |= {key: institution.name for key, institution in own.items()}
    key = widget_key("institution", current.id, names.values())

    def take() -> None:
        picked = value_of(key)
        acts.set_institution(own[picked] if picked in own else reference_institution(model, picked))

    words = page.t("start.institution")
    if len(names) > MOST_SEGMENTS:
        st.selectbox(
            words, list(names), format_func=names.__getitem__, key=key, label_visibility="collapsed", on_change=take
        )
    else:
        st.segmented_control(
            words,
            list(names),
            format_func=lambda own_id: look.verbatim(names[own_id]),
            key=key,
            required=True,
            wrap=True,
            label_visibility="collapsed",
            on_change=take,
        )
    reference = model.institutions[page.choice.institution.based_on]
    note = (
        reference.note[language] if current.id in model.institutions else page.t("start.own_note", name=reference.label)
    )
    st.html(f'<p class="fl-note">{escape(note)}</p>')


def link_to_figures(page: Page) -> None:
    """The way to the institution's figures."""
    st.page_link("pages/instelling.py", label=page.t("to_institution"), icon=":material/edit:")


def cards(page: Page) -> None:
    """The ready-made variants, stories first; their figures follow one by one."""
    variants = list(page.model.variants.values())
    places = []
    for first in range(0, len(variants), CARD_COLUMNS):
        row = st.columns(CARD_COLUMNS, gap="medium")
        for column, variant in zip(row, variants[first : first + CARD_COLUMNS], strict=False):
            with column, st.container(key=f"card_{variant.id}", border=True, height="stretch"):
                st.html(
                    f'<div class="fl-card"><h3>{escape(variant.label[page.language])}</h3>'
                    f"<p>{escape(variant.story[page.language])}</p></div>"
                )
                places.append((variant, st.container(key=f"figures_{variant.id}")))
                _begin_button(page, variant)
    for variant, place in places:
        headline = cache.shelf().headline(ready_made(page.choice, variant.id))
        place.html(_figures(page, headline))


def ready_made(choice: Choice, variant_id: str) -> Choice:
    """The ready-made variant in the circumstances of the choice."""
    return replace(moves.with_variant(choice, variant_id), contested=choice.contested)


def last_used(page: Page) -> None:
    """The variants saved last, each one click away."""
    saved: list[Saved] = []
    with boundary.failures_said(page.language):
        saved = saves.readable(page.model, saves.variants()[:LAST_USED])
    if not saved:
        return
    look.section(page.t("last_used"))
    with st.container(horizontal=True, key="last_used"):
        for found in saved:
            if st.button(look.verbatim(found.name), key=f"open_{found.id}", icon=":material/history:"):
                state.set_choice(found.choice, found)
                st.switch_page("pages/kiezen.py")


def limits(page: Page) -> None:
    """What this is and what it is not."""
    answers, limit = st.columns(2, gap="large")
    for column, part, count in ((answers, "is", 4), (limit, "is_not", 5)):
        with column:
            look.section(page.t(f"start.{part}.title"))
            st.html(look.bullets(page.t(f"start.{part}.line_{number}") for number in range(1, count + 1)))


def _begin_button(page: Page, variant: Variant) -> None:
    is_current = page.choice.variant == variant.id != BASELINE
    words = page.t("continue" if is_current else "begin", variant=variant.label)
    if st.button(words, key=f"begin_{variant.id}", type="primary" if is_current else "secondary", width="stretch"):
        if page.choice.variant != variant.id:
            acts.set_variant(variant.id)
        st.switch_page("pages/kiezen.py")


def _figures(page: Page, headline: Headline) -> str:
    items = "".join(
        f"<div><dt>{escape(page.t(f'strip.label.{outcome}'))}</dt><dd>{escape(_written(page, headline, outcome))}"
        f"<small>{escape(_band(page, headline, outcome))}</small></dd></div>"
        for outcome in CARD_FIGURES
    )
    return f'<div class="fl-card"><dl>{items}</dl></div>'


def _written(page: Page, headline: Headline, outcome: str) -> str:
    middle = headline.quantiles[outcome][1]
    if outcome.startswith("months"):
        horizon = page.choice.horizon_months
        if math.isnan(middle):
            return page.t("strip.not_applicable")
        return f">{horizon}" if middle > horizon else units.number(middle, page.language, 0)
    return units.rounded_money(middle, page.language)


def _band(page: Page, headline: Headline, outcome: str) -> str:
    low, middle, high = headline.quantiles[outcome]
    if math.isnan(middle) or middle == 0:
        return "\u00a0"
    if outcome.startswith("months"):
        return months_span(low, high, page.choice.horizon_months, page.language)
    return units.money_band(low, middle, high, page.language).rpartition("(")[2].rstrip(")")
