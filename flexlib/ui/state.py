"""The session: one choice is the truth, widgets are drawn from it and write to it by callback (see `acts`).

Only this module knows the key under which the session lives.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from flexlib.errors import FlexlibError, Notice, notice
from flexlib.model.records import Choice, CostModel, Institution
from flexlib.share import keys
from flexlib.text import LANGUAGES
from flexlib.ui import moves, saves
from flexlib.ui.cache import open_shared_model
from flexlib.ui.moves import Standpoint
from flexlib.ui.saves import Saved
from flexlib.ui.switches import VIEWS

SESSION_KEY = "flexlib"
UNDO_DEPTH = 60


@dataclass(slots=True)
class Session:
    """Everything one browser tab knows; `views` are switches of a screen that travel in the link (step, tab)."""

    choice: Choice
    language: str = "nl"
    reference: Standpoint | None = None
    saved: Saved | None = None
    who: str = ""
    seen: dict[str, int] = field(default_factory=dict)  # own institution → the version this tab works on
    picked: str = ""  # the saved variant picked in the panel
    views: dict[str, str] = field(default_factory=dict)
    reserves: dict[str, float] = field(default_factory=dict)  # own institution → its reserve, EUR; never in a link
    typing: dict[str, str] = field(default_factory=dict)  # field → what was typed and could not be understood
    notices: list[Notice] = field(default_factory=list)
    past: list[tuple[Choice, Saved | None]] = field(default_factory=list)


def has_session() -> bool:
    return SESSION_KEY in st.session_state


def begin(session: Session) -> None:
    """Start the tab's session; called once by the frame, with what the address said."""
    unknown = _unknown_views(session.views)
    if unknown:
        session.views = {name: said for name, said in session.views.items() if name not in unknown}
        session.notices.append(notice("share.unknown_keys", names=", ".join(unknown)))
    see(session, session.choice.institution)
    st.session_state[SESSION_KEY] = session


def session() -> Session:
    found: Session = st.session_state[SESSION_KEY]
    return found


def see(session: Session, institution: Institution) -> None:
    """Remember which version of an own institution this tab works on: the latest."""
    if institution.id and institution.id not in open_shared_model().institutions:
        try:
            session.seen[institution.id] = saves.institution_version(institution.id)
        except FlexlibError as error:
            session.notices.append(error.notice)


def _unknown_views(views: dict[str, str]) -> list[str]:
    """Switches that say what no screen knows; what screens write themselves they read themselves."""
    switches = {name: said for name, said in views.items() if name not in keys.WRITTEN}
    return [name for name, said in switches.items() if said not in VIEWS.get(name, ())]


def take_views(views: dict[str, str]) -> None:
    """Put the screens where a file says; what no screen knows is left out."""
    unknown = _unknown_views(views)
    session().views.update({name: said for name, said in views.items() if name not in unknown})


def choice() -> Choice:
    """What is evaluated now."""
    return session().choice


def reference_choice() -> Choice:
    """What differences are measured against: the chosen reference, or the ready-made variant one started from.

    It shares institution, future, dates and contested values with the choice, so that only levers differ.
    """
    current = session()
    standpoint = current.reference or Standpoint(current.choice.variant)
    return standpoint.applied_to(current.choice)


def reference_name(model: CostModel) -> str:
    """The reference in words, in the session's language."""
    current = session()
    if current.reference is None:
        return model.variants[current.choice.variant].label[current.language]
    return current.reference.name or model.variants[current.reference.variant].label[current.language]


def set_reference(standpoint: Standpoint | None) -> None:
    """Measure against another variant; None is the ready-made variant one started from."""
    session().reference = standpoint


def is_changed() -> bool:
    """Whether levers differ from the ready-made variant one started from."""
    return bool(session().choice.levers)


def is_unsaved() -> bool:
    """Whether there is work that no saved version holds."""
    current = session()
    if current.saved is None:
        standard = moves.with_standard_circumstances(open_shared_model(), current.choice)
        return bool(current.choice.levers or current.choice.contested) or standard != current.choice
    return replace(current.saved.choice, institution=current.choice.institution) != current.choice


def set_choice(new: Choice, saved: Saved | None = None, *, keep_saved: bool = True) -> None:
    """Put another choice on screen; the former one can be brought back with `undo`."""
    current = session()
    if new != current.choice or (not keep_saved and saved != current.saved):
        current.past = [*current.past[1 - UNDO_DEPTH :], (current.choice, current.saved)]
    current.choice = new
    if saved is not None and saved.lost:
        tell(notice("variants.lost", name=saved.name, names=", ".join(saved.lost)))
    if saved is not None or not keep_saved:
        current.saved = saved


def can_undo() -> bool:
    return bool(session().past)


def reserve(institution_id: str) -> float | None:
    """The reserve that was named for an institution in this session, EUR."""
    return session().reserves.get(institution_id)


def set_reserve(institution_id: str, amount: float | None) -> None:
    session().reserves.pop(institution_id, None)
    if amount is not None:
        session().reserves[institution_id] = amount


def keep_typing(subject: str, typed: str) -> None:
    """Leave what was typed and not taken over in its field."""
    session().typing[subject] = typed


def forget_typing(subject: str) -> None:
    session().typing.pop(subject, None)


def language() -> str:
    """The language on screen, also before there is a session."""
    return session().language if has_session() else LANGUAGES[0]


def set_language(language: str) -> None:
    session().language = language


def view(name: str, default: str) -> str:
    """A switch of a screen that travels in the link, such as the step of `kiezen`."""
    return session().views.get(name, default)


def set_view(name: str, value: str) -> None:
    session().views[name] = value


def pick_variant(saved_id: str) -> None:
    """Which saved variant the panel shows."""
    session().picked = saved_id


def tell(notice: Notice) -> None:
    """Have the frame say something once, at the top of the next page drawn."""
    session().notices.append(notice)


def take_notices() -> list[Notice]:
    """What is to be said now; each notice is given out once."""
    current = session()
    taken, current.notices = current.notices, []
    return taken
