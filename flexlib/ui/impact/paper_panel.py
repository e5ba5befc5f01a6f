"""The button that makes one A4 for board papers."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import streamlit as st

from flexlib.share import query_of
from flexlib.ui import state
from flexlib.ui.frame import Page
from flexlib.ui.ground import Ground
from flexlib.ui.impact import paper


def offer(page: Page, ground: Ground) -> None:
    """A download that is made when someone asks for it."""
    variant = variant_name(page)
    cover = paper.Cover(variant, state.reference_name(page.model), link_of(page), date.today())
    st.download_button(
        page.t("paper"),
        partial(paper.paper, ground, cover),
        page.t("paper_file", name=re.sub(r"[^a-z0-9]+", "-", variant.lower()).strip("-") or page.address),
        "application/pdf",
        key="impact-paper",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )


def variant_name(page: Page) -> str:
    """The name of the saved variant, or of the ready-made one with a word for own changes."""
    saved = state.session().saved
    if saved is not None:
        return saved.name
    name = page.model.variants[page.choice.variant].label[page.language]
    return page.t("own_changes", name=name) if page.choice.levers else name


def link_of(page: Page) -> str:
    """The address of this screen with the choice in it."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{query_of(page.choice, page.language)}"
