"""What screens keep in the workspace: saved variants and own institutions, each with its versions."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from flexlib.errors import FlexlibError, WorkspaceError
from flexlib.model.records import Choice, CostModel, Institution
from flexlib.model.serialise import choice_from_record, institution_from_record, to_record
from flexlib.store import Owner, SavedVersion, Workspace, open_workspace
from flexlib.ui import moves

VARIANT = "variant"
INSTITUTION = "institution"
ORIGINS = "origins"  # in the body of an own institution: which figures came from which file
Origins = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved variant that the work on screen belongs to, and the choice as it was saved."""

    id: str
    name: str
    version: int
    choice: Choice
    lost: tuple[str, ...] = ()  # what was saved and today's model does not know


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """The workspace, opened once for all sessions; raises WorkspaceError."""
    return open_workspace()


def variants(in_bin: bool = False) -> Sequence[SavedVersion]:
    """Saved variants, the last saved first."""
    return workspace().saved(VARIANT, in_bin)


def institutions() -> list[Institution]:
    """Own institutions outside the bin, the last saved first."""
    return [institution_of(found) for found in workspace().saved(INSTITUTION)]


def unused_name(name: str) -> str:
    """The name, with a number behind it when an own institution already bears it."""
    taken = {found.name for found in workspace().saved(INSTITUTION)}
    numbered = (f"{name} {count}" for count in itertools.count(2))
    return name if name not in taken else next(candidate for candidate in numbered if candidate not in taken)


def institution(institution_id: str) -> Institution | None:
    """An own institution by its id; None when this workspace does not have it."""
    found = _find(institution_id, INSTITUTION)
    return None if found is None else institution_of(found)


def variant(model: CostModel, variant_id: str) -> Saved | None:
    """A saved variant by its id; None when this workspace does not have it."""
    found = _find(variant_id, VARIANT)
    return None if found is None else opened(model, found)


def opened(model: CostModel, found: SavedVersion) -> Saved:
    """A saved version as it stands in today's model."""
    written = choice_from_record(found.body)
    lost = tuple(moves.lost(model, written))
    return Saved(found.id, found.name, found.version, moves.fitted(model, written), lost)


def save_variant(model: CostModel, choice: Choice, name: str, who: str, onto: Saved | None = None) -> SavedVersion:
    """A new variant, or the next version of `onto`; a version in between is told by `is_stale`."""
    return workspace().save(
        VARIANT,
        name,
        to_record(choice),
        who,
        saved_id=onto.id if onto else None,
        based_on_version=onto.version if onto else 0,
    )


def keep_institution(own: Institution, who: str, seen: int = 0, origins: Origins | None = None) -> SavedVersion:
    """Save an own institution on top of the version `seen`; a new one gets its id here.

    `origins` says which figures came from which file; without it those of the latest version stay. A version that
    others saved in between is told by `is_stale`.
    """
    kept = institution_origins(own.id) if origins is None else origins
    body = to_record(own) | ({ORIGINS: {name: dict(origin) for name, origin in kept.items()}} if kept else {})
    return workspace().save(
        INSTITUTION, own.name, body, who, saved_id=own.id or None, based_on_version=seen if own.id else 0
    )


def owner_of(own: Institution) -> Owner | None:
    """An institution that is not kept yet, to be kept together with its first budget; None for one that is."""
    return None if own.id else Owner(own.name, to_record(own))


def institution_origins(institution_id: str) -> Origins:
    """Which figures of an own institution came from which file; empty when none did."""
    found = _find(institution_id, INSTITUTION)
    return {} if found is None else found.body.get(ORIGINS, {})


def institution_version(institution_id: str) -> int:
    """The latest version of an own institution; 0 when this workspace does not have it."""
    found = _find(institution_id, INSTITUTION)
    return found.version if found else 0


def is_in_bin(saved_id: str) -> bool:
    """Whether something that was saved was thrown away since."""
    return workspace().load(saved_id).in_bin


def institutions_in_bin() -> Sequence[SavedVersion]:
    """Own institutions that were thrown away."""
    return workspace().saved(INSTITUTION, in_bin=True)


def institution_of(found: SavedVersion) -> Institution:
    """The own institution in a saved version."""
    return replace(institution_from_record(found.body), id=found.id, name=found.name)


def _find(saved_id: str, kind: str) -> SavedVersion | None:
    if not saved_id:
        return None
    try:
        found = workspace().load(saved_id)
    except WorkspaceError as error:
        if error.key != "store.nothing_saved":
            raise
        return None
    return found if found.kind == kind else None


def readable(model: CostModel, found: Sequence[SavedVersion]) -> list[Saved]:
    """Those saved versions that today's model can read."""
    kept = []
    for version in found:
        try:
            kept.append(opened(model, version))
        except FlexlibError:
            continue
    return kept
