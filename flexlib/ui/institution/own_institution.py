"""An own institution on screen: who works on it, its name, its versions with what changed, and the bin."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib.errors import FlexlibError, notice
from flexlib.model.choices import reference_institution
from flexlib.store import SavedVersion
from flexlib.ui import acts, boundary, look, saves, state, versions, who
from flexlib.ui.cache import open_shared_model
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.institution import changes


def show(page: Page) -> None:
    """Name, versions and the way to the bin; of a reference institution, that a change makes it an own one."""
    institution = page.choice.institution
    who.ask(page.language)
    if institution.id in page.model.institutions:
        st.html(f'<p class="fl-note">{escape(page.t("becomes_own"))}</p>')
        return
    key = widget_key("institution_name", institution.name)
    st.text_input(page.t("name"), key=key, max_chars=120, on_change=_rename, args=(key,))
    with boundary.failures_said(page.language):
        latest = saves.workspace().load(institution.id) if institution.id else None
        if latest is not None and latest.in_bin:
            _show_thrown_away(page)
            return
        count = len(institution.figures) + len(institution.rates)
        st.html(f'<p class="fl-note">{escape(page.t("kept", count=count))}</p>')
        if latest is not None:
            said = changes.by_version(page.model, saves.workspace().history(latest.id), page.language)
            versions.show_versions(latest, page.language, _show_restored, said)
            st.button(page.t("variants.delete"), key="delete_institution", icon=":material/delete:", on_click=_delete)


def show_bin(page: Page) -> None:
    """Own institutions that were thrown away."""
    with boundary.failures_said(page.language):
        versions.show_bin(saves.institutions_in_bin(), page.language, _show_restored)


def _show_thrown_away(page: Page) -> None:
    """What is on screen lies in the bin, put there in another tab or by somebody else: two ways on."""
    st.warning(look.verbatim(page.t("instelling.in_bin.said", name=page.choice.institution.name)))
    with st.container(horizontal=True):
        st.button(page.t("instelling.in_bin.restore"), key="take_out_of_bin", on_click=acts.take_institution_out_of_bin)
        st.button(page.t("instelling.in_bin.copy"), key="keep_as_new", on_click=acts.keep_institution_as_new)


def _show_restored(made: SavedVersion) -> None:
    acts.set_institution(saves.institution_of(made))


def _rename(key: str) -> None:
    name = str(value_of(key)).strip()
    if name:
        acts.name_institution(name)


def _delete() -> None:
    institution = state.choice().institution
    try:
        saves.workspace().delete(institution.id, state.session().who)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    acts.set_institution(reference_institution(open_shared_model(), institution.based_on))
    state.tell(notice("variants.deleted", name=institution.name))
