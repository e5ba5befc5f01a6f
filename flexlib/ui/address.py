"""The address of the page: read once when a session starts, written on each run.

The choice goes through the share codec. Beside it travel the switches of screens and the id of an own institution;
its figures never do.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from flexlib.errors import FlexlibError, Notice, notice
from flexlib.model.records import Choice, CostModel, Institution
from flexlib.share import decode_choice, decode_compared, keys
from flexlib.share.encode import encode_fields
from flexlib.ui import saves, state, who
from flexlib.ui.cache import open_shared_model
from flexlib.ui.moves import Standpoint
from flexlib.ui.saves import Saved
from flexlib.ui.state import Session

LANGUAGES = ("nl", "en")
COMPARED = "set"  # the variants that are compared


def read(model: CostModel) -> Session:
    """A session from the address that was opened; what could not be understood becomes notices."""
    asked = dict(st.query_params)
    own, saved, told = _kept(model, asked)
    if own is not None:
        asked.pop(keys.OWN_FIGURES, None)
    decoded = decode_choice(asked, model, other_keys=keys.BESIDE_CHOICE)
    if own is None and asked.get(keys.OWN_INSTITUTION) and keys.OWN_FIGURES not in asked:
        seen = model.institutions[decoded.choice.institution.based_on]
        told.append(notice("share.own_not_here", institution=seen.label))
    choice = decoded.choice if own is None else replace(decoded.choice, institution=own)
    return Session(
        choice=choice,
        reference=_compared_with(model, asked.get(COMPARED, ""), choice),
        language=decoded.language or LANGUAGES[0],
        saved=saved,
        who=who.from_browser(),
        views={name: asked[name] for name in (*keys.VIEWS, *keys.WRITTEN) if name in asked},
        notices=[*told, *decoded.notices],
    )


def _compared_with(model: CostModel, written: str, choice: Choice) -> Standpoint | None:
    """The reference of the comparison in the link, which the strip takes too; None is the ready-made variant."""
    compared, _ = decode_compared(written, model)
    if not compared.entries:
        return None
    entry = compared.entries[compared.reference]
    if entry.is_on_screen or (entry.variant, entry.levers) == (choice.variant, ()):
        return None
    return Standpoint(entry.variant, entry.levers, entry.name)


def _kept(model: CostModel, asked: dict[str, str]) -> tuple[Institution | None, Saved | None, list[Notice]]:
    """The own institution and saved variant that the address names, where this workspace has them; else it is said."""
    institution_id, variant_id = asked.get(keys.OWN_INSTITUTION, ""), asked.get(keys.SAVED_VARIANT, "")
    told: list[Notice] = []
    try:
        own, saved = saves.institution(institution_id), saves.variant(model, variant_id)
        if own is not None and saves.is_in_bin(institution_id):
            told.append(notice("share.own_in_bin", name=own.name))
        if saved is None and variant_id:
            told.append(notice("share.variant_not_here"))
    except FlexlibError as error:
        return None, None, [error.notice]
    return own, saved, told


def query() -> dict[str, str]:
    """Everything that the address says about the session, in the order of a link."""
    current = state.session()
    said = encode_fields(current.choice, current.language)
    if current.choice.institution.id and current.choice.institution.id not in open_shared_model().institutions:
        said[keys.OWN_INSTITUTION] = current.choice.institution.id
    if current.saved is not None:
        said[keys.SAVED_VARIANT] = current.saved.id
    return said | views()


def views() -> dict[str, str]:
    """What screens keep in the link: their switches, and what they compare and weigh."""
    current = state.session()
    return {name: current.views[name] for name in (*keys.VIEWS, *keys.WRITTEN) if current.views.get(name)}


def write() -> None:
    """Make the address say what is on screen."""
    wanted = query()
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
