"""The part `eruit`: templates, the estimate as a workbook with live formulas, that workbook back, variants together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from flexlib.budget.export.export import export_estimate
from flexlib.budget.export.export_tables import export_comparison
from flexlib.model.records import Choice
from flexlib.share import query_of
from flexlib.ui import boundary, look, saves
from flexlib.ui.budget import returned as budget_return
from flexlib.ui.budget import templates as budget_templates
from flexlib.ui.budget.templates import XLSX
from flexlib.ui.cache import shelf
from flexlib.ui.frame import Page
from flexlib.ui.saves import Saved
from flexlib.ui.subjects import contested_names

KINDS = ("programme", "budget", "staffing", "profile")
ESTIMATE, VARIANTS = "budget_export", "budget_variants"  # where a file that was made waits to be downloaded
MOST_VARIANTS = 12


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and what it was made of: it is only offered while that is on screen."""

    made_of: tuple[object, ...]
    content: bytes


def show(page: Page) -> None:
    """Everything that leaves the screen as a workbook, and the way back in."""
    with boundary.failures_said(page.language):
        left, right = st.columns(2, gap="large")
        with left:
            _estimate(page)
            budget_return.show(page)
            _variants(page)
        with right:
            look.section(page.t("begroting_out.templates"), page.t("begroting_out.templates_note"))
            budget_templates.offer(page, KINDS, "out")


def _estimate(page: Page) -> None:
    """A button, progress, and the workbook to download."""
    look.section(page.t("begroting_out.live"), page.t("begroting_out.live_note"))
    choice, language = page.choice, page.language
    names = contested_names(page.model, choice, language)
    if names:
        said = page.t("impact.contested", count=len(names), list=", ".join(names))
        st.html(f'<p class="fl-warning">◆ {escape(said)}</p>')
    made_of = (choice, language)
    if st.button(page.t("begroting_out.make"), key="make_export", icon=":material/table_view:", type="primary"):
        with st.spinner(page.t("begroting_out.making")):
            content = export_estimate(page.model, choice, page.estimate, _address(choice, language), language)
        st.session_state[ESTIMATE] = Made(made_of, content)
    _offer(page, ESTIMATE, made_of, page.t("begroting_out.file", variant=choice.variant))


def _variants(page: Page) -> None:
    """The saved variants beside each other; each has to be worked out, so it shows how far it is."""
    look.section(page.t("begroting_out.variants"), page.t("begroting_out.variants_note", most=MOST_VARIANTS))
    kept = saves.readable(page.model, saves.variants())[:MOST_VARIANTS]
    if not kept:
        st.html(f'<p class="fl-note">{escape(page.t("begroting_out.no_variants"))}</p>')
        return
    made_of = (page.language, *(one.choice for one in kept), *(one.name for one in kept))
    if st.button(page.t("begroting_out.make_variants", count=len(kept)), key="make_variants"):
        st.session_state[VARIANTS] = Made(made_of, _compared(page, kept))
    _offer(page, VARIANTS, made_of, page.t("begroting_out.variants_file"))


def _compared(page: Page, kept: Sequence[Saved]) -> bytes:
    estimates = []
    progress = st.progress(0.0)
    for place, one in enumerate(kept):
        progress.progress(place / len(kept), page.t("begroting_out.working_out", name=one.name))
        estimates.append((one.name, shelf().estimate(one.choice)))
    progress.empty()
    return export_comparison(page.model, estimates, page.language)


def _offer(page: Page, kept_under: str, made_of: tuple[object, ...], file_name: str) -> None:
    made = st.session_state.get(kept_under)
    if made is None:
        return
    if made.made_of != made_of:
        st.html(f'<p class="fl-note">{escape(page.t("begroting_out.outdated"))}</p>')
        return
    st.download_button(
        page.t("begroting_out.download", name=file_name),
        made.content,
        file_name,
        XLSX,
        key=f"{kept_under}_download",
        on_click="ignore",
        icon=":material/download:",
    )


def _address(choice: Choice, language: str) -> str:
    """The link that opens the choice, on the screen that shows what it asks."""
    site = (st.context.url or "").partition("?")[0].rpartition("/")[0]
    return f"{site}/impact?{query_of(choice, language)}"
