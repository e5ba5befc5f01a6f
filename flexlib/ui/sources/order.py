"""Whether the order of variants holds under what is contested."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib.ui import look, saves
from flexlib.ui.frame import Page
from flexlib.ui.sources import standing
from flexlib.ui.tables import html_table


def show(page: Page) -> None:
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
    look.part_heading(page.t("bronnen.order.heading"), said, "order")
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
