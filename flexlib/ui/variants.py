"""The panel of saved variants: save, open, copy, rename, delete to a bin and restore, versions."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib.errors import FlexlibError, notice
from flexlib.model.records import CostModel
from flexlib.store import SavedVersion
from flexlib.text import render, text
from flexlib.ui import address, boundary, look, saves, state, versions, who
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.moves import Standpoint

NAME_KEY, WHO_KEY, NEW_NAME_KEY = "variant_name", "who", "variant_new_name"


def panel(model: CostModel, language: str) -> None:
    """Open the panel over the page."""
    title = text("variants.title", language)
    st.dialog(title, width="large", on_dismiss="rerun")(_content)(model, language)


def _content(model: CostModel, language: str) -> None:
    with boundary.nothing_escapes(language):
        address.write()
        _say(language)
        _work_at_hand(model, language)
        who.remember()
        found = list(saves.variants())
        if found:
            _saved(model, language, found)
        versions.show_bin(saves.variants(in_bin=True), language, _nothing_more)


def _say(language: str) -> None:
    for told in state.take_notices():
        st.info(look.verbatim(render(told, language)))


def _work_at_hand(model: CostModel, language: str) -> None:
    session = state.session()
    saved = session.saved
    if saved is None:
        status = text("variants.not_saved", language)
    elif state.is_unsaved():
        status = text("variants.changed_since", language, name=saved.name, version=saved.version)
    else:
        status = text("variants.saved_as", language, name=saved.name, version=saved.version)
    st.html(f'<p class="fl-note" data-testid="save-status">{escape(status)}</p>')
    name, by_whom = st.columns([2, 1])
    label = model.variants[session.choice.variant].label[language]
    with name:
        st.text_input(
            text("variants.name", language),
            value=saved.name if saved else text("variants.own_name", language, variant=label),
            key=NAME_KEY,
            max_chars=120,
        )
    with by_whom:
        st.text_input(text("variants.who", language), value=session.who, key=WHO_KEY, max_chars=60)
    with st.container(horizontal=True):
        if saved is not None:
            st.button(
                text("variants.save_version", language),
                key="save_version",
                type="primary",
                on_click=_save,
                args=(model, saved),
            )
        st.button(
            text("variants.save_new" if saved is None else "variants.save_copy", language),
            key="save_new",
            type="primary" if saved is None else "secondary",
            on_click=_save,
            args=(model, None),
        )


def _save(model: CostModel, onto: saves.Saved | None) -> None:
    """Callback: save what is on screen; a version that others saved in between is said."""
    session = state.session()
    session.who = who.cleaned(str(st.session_state[WHO_KEY]))
    try:
        made = saves.save_variant(model, session.choice, str(st.session_state[NAME_KEY]), session.who, onto)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    session.saved = saves.Saved(made.id, made.name, made.version, session.choice)
    state.pick_variant(made.id)
    if made.is_stale:
        between = saves.workspace().load(made.id, made.version - 1)
        state.tell(
            notice(
                "variants.saved_beside",
                name=made.name,
                version=made.version,
                other=between.version,
                who=between.who or notice("variants.someone"),
            )
        )
    else:
        state.tell(notice("variants.saved", name=made.name, version=made.version))


def _saved(model: CostModel, language: str, found: list[SavedVersion]) -> None:
    look.section(text("variants.list", language))
    by_id = {item.id: item for item in found}
    words = {item.id: versions.line(item, language) for item in found}
    picked = state.session().picked if state.session().picked in by_id else found[0].id
    key = widget_key("variant_pick", picked, words.values())
    st.selectbox(
        text("variants.pick", language),
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: state.pick_variant(value_of(key)),
    )
    item = by_id[picked]
    with st.container(horizontal=True):
        if st.button(text("variants.open_it", language), key="open_variant", icon=":material/folder_open:"):
            _open(model, item)
        if st.button(text("variants.copy", language), key="copy_variant", icon=":material/content_copy:"):
            _copy(model, item, language)
        if st.button(text("variants.as_reference", language), key="as_reference", icon=":material/compare_arrows:"):
            state.set_reference(Standpoint(*_standpoint(model, item), name=item.name))
            st.rerun()
        st.button(
            text("variants.delete", language),
            key="delete_variant",
            icon=":material/delete:",
            on_click=_delete,
            args=(item.id,),
        )
    st.text_input(text("variants.rename", language), value=item.name, key=f"{NEW_NAME_KEY}_{item.id}_{item.version}")
    st.button(
        text("variants.rename_it", language), key="rename_variant", on_click=_rename, args=(item.id, item.version)
    )
    versions.show_versions(item, language, _nothing_more)


def _standpoint(model: CostModel, item: SavedVersion) -> tuple[str, tuple[tuple[str, float], ...]]:
    choice = saves.opened(model, item).choice
    return choice.variant, choice.levers


def _open(model: CostModel, item: SavedVersion) -> None:
    saved = saves.opened(model, item)
    state.set_choice(saved.choice, saved)
    state.session().reference = None
    st.rerun()


def _copy(model: CostModel, item: SavedVersion, language: str) -> None:
    saved = saves.opened(model, item)
    name = text("variants.copy_name", language, name=item.name)
    made = saves.save_variant(model, saved.choice, name, state.session().who)
    state.set_choice(saved.choice, saves.Saved(made.id, made.name, made.version, saved.choice))
    state.pick_variant(made.id)
    state.tell(notice("variants.copied", name=made.name))
    st.rerun()


def _rename(saved_id: str, version: int) -> None:
    session = state.session()
    try:
        made = saves.workspace().rename(
            saved_id, str(st.session_state[f"{NEW_NAME_KEY}_{saved_id}_{version}"]), session.who
        )
    except FlexlibError as error:
        state.tell(error.notice)
        return
    if session.saved is not None and session.saved.id == saved_id:
        session.saved = saves.Saved(made.id, made.name, made.version, session.saved.choice)


def _delete(saved_id: str) -> None:
    session = state.session()
    try:
        made = saves.workspace().delete(saved_id, session.who)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    if session.saved is not None and session.saved.id == saved_id:
        session.saved = None
    state.tell(notice("variants.deleted", name=made.name))


def _nothing_more(_: SavedVersion) -> None:
    """What is on screen stays until the restored variant is opened."""
