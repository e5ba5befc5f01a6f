"""The handful as cards: why it is there, what it asks, what is chosen otherwise, and what can be done with it."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib.engine.compare.compare import MOST
from flexlib.engine.explore.answer import Proposal, SearchAnswer
from flexlib.errors import FlexlibError, notice
from flexlib.model.choices import differences
from flexlib.model.records import Choice
from flexlib.share import Entry
from flexlib.share.compared import LONGEST_NAME, plain_name
from flexlib.ui import cache, compare_set, controls, look, saves, state, strip
from flexlib.ui.explore import desk as explore_desk
from flexlib.ui.explore.chart import is_where_it_began, style_of
from flexlib.ui.explore.words import LETTERS, title_of, why
from flexlib.ui.findings import finding_words
from flexlib.ui.follow import value_of
from flexlib.ui.frame import Page
from flexlib.ui.values import written

COLUMNS = 3
CHANGES = 6  # that are told before the rest is folded away
MARKS = {
    "circle": "●",
    "square": "■",
    "triangle-up": "▲",
    "diamond": "◆",
    "cross": "✚",
    "triangle-down": "▼",
    "triangle-right": "▶",
    "triangle-left": "◀",
}


def show(page: Page, answer: SearchAnswer, *, can_open: bool) -> None:
    """All cards, three beside each other."""
    for first in range(0, len(answer.proposals), COLUMNS):
        row = st.columns(COLUMNS, gap="medium")
        for column, position in zip(row, range(first, min(first + COLUMNS, len(answer.proposals))), strict=False):
            with column, st.container(key=f"explore_card_{position}", border=True, height="stretch"):
                _card(page, answer, position, can_open)


def _card(page: Page, answer: SearchAnswer, position: int, can_open: bool) -> None:
    proposal = answer.proposals[position]
    choice = explore_desk.opened(page.model, page.choice if can_open else answer.choice, proposal.found.levels)
    is_open = (page.choice.variant, page.choice.levers) == (choice.variant, choice.levers)
    colour, shape = style_of(page, position)
    title = title_of(page.model, proposal, page.language)
    mark = f'<span aria-hidden="true" style="color:{colour}">{MARKS[shape]}</span>'
    st.html(
        f'<div class="fl-card fl-found" data-testid="found-{position}">'
        f"<h3>{mark} {LETTERS[position]} · {escape(title)}</h3>"
        f"<p>{escape(why(page.model, answer, proposal, page.language))}</p>"
        f"{_findings(page, choice)}{_figures(page, answer, proposal, choice)}{_changes(page, answer, choice)}</div>"
    )
    if not can_open:
        st.html(f'<p class="fl-note">{escape(page.t("verkennen.card.search_first"))}</p>')
        return
    saved = explore_desk.desk().saved.get(choice)
    if saved is not None:
        words = escape(page.t("verkennen.card.saved", name=saved))
        st.html(f'<p class="fl-note" role="status" data-testid="found-saved-{position}">{words}</p>')
    with st.container(horizontal=True, gap="small"):
        st.button(
            page.t("verkennen.card.is_open" if is_open else "verkennen.card.open"),
            key=f"explore_open_{position}",
            type="primary",
            icon=":material/check:" if is_open else ":material/open_in_full:",
            disabled=is_open,
            on_click=_open,
            args=(answer, choice),
        )
        _compare_button(page, answer, position, choice)
        _save(page, answer, position, choice)


def _findings(page: Page, choice: Choice) -> str:
    """What cannot be done in it, in the words of the other pages; empty when nothing is likely to be in the way."""
    found = finding_words(page.model, cache.shelf().headline(choice).findings, page.language)
    said = [one.sentence for one in found if one.is_likely]
    if not said:
        return ""
    head = escape(page.t("verkennen.card.cannot"))
    return f'<div class="fl-warning"><strong>{head}</strong>{look.bullets(said)}</div>'


def _figures(page: Page, answer: SearchAnswer, proposal: Proposal, choice: Choice) -> str:
    """The figures of the strip, and what else was weighed, each with its band."""
    shelf = cache.shelf()
    headline = shelf.headline(choice)
    tiles = strip.tiles_of(headline, shelf.headline(answer.choice), choice.horizon_months, page.language)
    cells = [(tile.label, tile.value, tile.band) for tile in tiles]
    shown = {tile.id for tile in tiles}
    for name in answer.question.front:
        if name not in shown:
            outcome = page.model.outcomes[name]
            low, middle, high = (written(outcome.unit, value, page.language) for value in headline.quantiles[name])
            band = page.t("strip.band", band=page.t("verkennen.card.band", low=low, high=high))
            cells.append((outcome.label[page.language], middle, band))
    rows = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}<small>{escape(band)}</small></dd></div>"
        for label, value, band in cells
    )
    return f"<dl>{rows}</dl>"


def _changes(page: Page, answer: SearchAnswer, choice: Choice) -> str:
    """What is chosen otherwise than in the choice one searched from, in words."""
    found = differences(page.model, choice, answer.choice)
    if not found:
        return f"<p>{escape(page.t('verkennen.card.same'))}</p>"
    lines = []
    for one in found:
        lever = page.model.levers[one.lever_id]
        level, before = (controls.level_name(lever, value, page.language) for value in (one.level, one.reference_level))
        lines.append(page.t("verkennen.card.change", lever=lever.label, level=level, before=before))
    since = "changes" if is_where_it_began(page, answer) else "changes_since"
    head = escape(page.t(f"verkennen.card.{since}", count=len(found)))
    rest = lines[CHANGES:]
    more = ""
    if rest:
        words = escape(page.t("verkennen.card.more", count=len(rest)))
        more = f"<details><summary>{words}</summary>{look.bullets(rest)}</details>"
    return f'<p class="fl-small-head">{head}</p>{look.bullets(lines[:CHANGES])}{more}'


def _open(answer: SearchAnswer, choice: Choice) -> None:
    """Callback: the found variant becomes the choice on screen; the answer stays with it, also after a reload."""
    if not answer.is_stopped:
        explore_desk.keep(choice, answer)
    state.set_choice(choice, keep_saved=False)


def _name(page: Page, answer: SearchAnswer, position: int) -> str:
    """A name that fits a link whole: why it was found, or else its letter only."""
    title = title_of(page.model, answer.proposals[position], page.language)
    name = page.t("verkennen.card.name", letter=LETTERS[position], title=title)
    short = page.t("verkennen.card.name_short", letter=LETTERS[position])
    return name if len(name) <= LONGEST_NAME else short


def _compare_button(page: Page, answer: SearchAnswer, position: int, choice: Choice) -> None:
    entry = Entry(choice.variant, choice.levers, plain_name(_name(page, answer, position)), position)
    if entry in compare_set.current(page.model).entries:
        st.page_link("pages/vergelijken.py", label=page.t("verkennen.card.to_compare"), icon=":material/balance:")
        return
    st.button(
        page.t("verkennen.card.compare"),
        key=f"explore_compare_{position}",
        icon=":material/balance:",
        on_click=_add,
        args=(page, entry),
    )


def _add(page: Page, entry: Entry) -> None:
    """Callback: one more variant in the comparison."""
    count = len(compare_set.current(page.model).entries)
    compare_set.add(page.model, entry)
    if count < MOST:
        state.tell(notice("verkennen.card.compared", name=entry.name))


def _save(page: Page, answer: SearchAnswer, position: int, choice: Choice) -> None:
    with st.popover(page.t("verkennen.card.save"), icon=":material/save:", key=f"explore_save_{position}"):
        key = f"explore_name_{position}"
        st.text_input(page.t("variants.name"), value=_name(page, answer, position), key=key, max_chars=120)
        st.button(
            page.t("verkennen.card.save_it"),
            key=f"explore_save_it_{position}",
            type="primary",
            on_click=_keep,
            args=(page, key, choice),
        )


def _keep(page: Page, key: str, choice: Choice) -> None:
    """Callback: save the found variant under the name that was typed; the choice on screen stays."""
    try:
        made = saves.save_variant(page.model, choice, str(value_of(key)), state.session().who)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    explore_desk.desk().saved[choice] = made.name
