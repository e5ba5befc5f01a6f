"""Versions of a saved thing and what lies in the bin, each with a way back; for variants and institutions alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape

import streamlit as st

from flexlib.errors import FlexlibError, notice
from flexlib.store import SavedVersion
from flexlib.text import text
from flexlib.ui import look, saves, state

Restored = Callable[[SavedVersion], None]


def show_versions(
    item: SavedVersion, language: str, then: Restored, changed: Mapping[int, Sequence[str]] | None = None
) -> None:
    """Every version, the newest first, with what it changed; an earlier one can be made the latest again."""
    with st.expander(text("variants.versions", language, count=item.version), key=f"versions_{item.id}"):
        for version in saves.workspace().history(item.id):
            _row(version, language, "restore_version" if version.version != item.version else "", then)
            lines = (changed or {}).get(version.version)
            if lines:
                st.html(look.bullets(lines))


def show_bin(thrown: Sequence[SavedVersion], language: str, then: Restored) -> None:
    """What was thrown away, each with a way back; nothing when the bin is empty."""
    if not thrown:
        return
    with st.expander(text("variants.bin", language, count=len(thrown)), key=f"bin_{thrown[0].kind}"):
        for item in thrown:
            _row(item, language, "restore", then)


def line(item: SavedVersion, language: str) -> str:
    """A saved version in one line: name, version, who and when."""
    return text(
        "variants.line",
        language,
        name=item.name,
        version=item.version,
        action=notice(f"variants.action.{item.action}"),
        who=item.who or notice("variants.someone"),
        when=_when(item.saved_at),
    )


def _row(item: SavedVersion, language: str, way_back: str, then: Restored) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f"<span>{escape(line(item, language))}</span>")
        if way_back:
            st.button(
                text(f"variants.{way_back}", language),
                key=f"{way_back}_{item.id}_{item.version}",
                type="tertiary",
                on_click=_restore,
                args=(item, way_back == "restore_version", then),
            )


def _restore(item: SavedVersion, this_version: bool, then: Restored) -> None:
    try:
        made = saves.workspace().restore(item.id, state.session().who, item.version if this_version else None)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    then(made)
    state.tell(notice("variants.restored", name=made.name, version=made.version))


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%d-%m-%Y %H:%M}"
