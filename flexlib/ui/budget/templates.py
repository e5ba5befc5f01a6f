"""The templates to download, filled with what is known of the institution on screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from flexlib.budget.templates.template_tables import Known
from flexlib.budget.templates.templates import template, template_file_name
from flexlib.ui.budget.compared import lines_of, versions
from flexlib.ui.frame import Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(page: Page, kinds: Sequence[str], place: str) -> None:
    """A button per kind with what the template is for; `place` tells buttons on one page apart."""
    for kind in kinds:
        known = _known(page, kind)
        with st.container(key=f"template-{place}-{kind}", gap="xsmall"):
            st.download_button(
                page.t(f"begroting_out.template.{kind}"),
                partial(template, kind, known),
                template_file_name(kind, known),
                XLSX,
                key=f"template_{place}_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )
            st.html(f'<p class="fl-note">{escape(page.t(f"begroting_out.template_note.{kind}"))}</p>')


def _known(page: Page, kind: str) -> Known:
    """What goes into a template: the institution and what was handed in of this kind before."""
    kept = versions(page, (kind,))
    return Known(page.model, page.choice, page.language, lines_of(kept[0]) if kept else ())
