"""The session: one choice is the truth, widgets are drawn from it and write to it by callback.

Only this module knows the key under which the session lives.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from flexlib.errors import FlexlibError, Notice, notice
from flexlib.model.records import Choice, Contest, CostModel, Institution
from flexlib.share import keys
from flexlib.text import LANGUAGES, text
from flexlib.ui import moves, saves
from flexlib.ui.cache import open_shared_model
from flexlib.ui.moves import Standpoint
from flexlib.ui.saves import Saved
from flexlib.ui.switches import UNSURE

SESSION_KEY = "flexlib"
UNDO_DEPTH = 60
STEPS = ("doelgroepen", "vrijheid", "beloften", "sturen", "strategie", "middelen", "uitgangspositie")
SECTIONS = ("students", "programmes", "teams", "staff", "capacity", "money", "rates", "today")
WRITE_OFF_YEARS = ("0", "3", "5", "8", "10")  # years over which ICT is written off beside a budget; 0 is not
BUDGET_PARTS = ("inlezen", "naast_model", "eruit", "versies")
COMPARE_PARTS = ("verschillen", "afwegen", "brug", "gewichten", "toekomsten")
COMPARED_BY = (
    "one_off_integral",
    "one_off_own_hours",
    "recurring_net",
    "lasting_fte",
    "months_all_live",
    "student_years",
    "cost_per_student_year",
    "peak_team_load",
)
BRIDGED = ("one_off_integral", "recurring_net", "one_off_own_hours", "months_all_live")
VIEWS = {
    "stap": STEPS,
    "deel": SECTIONS,
    "begroting_part": BUDGET_PARTS,
    "afschrijven": WRITE_OFF_YEARS,
    "beeld": COMPARE_PARTS,
    "volgorde": COMPARED_BY,
    "soort": BRIDGED,
    **UNSURE,
}  # switches of screens that travel in the link, and what they can say


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


def _see(session: Session, institution: Institution) -> None:
    """Remember which version of an own institution this tab works on: the latest."""
    if institution.id and institution.id not in open_shared_model().institutions:
        try:
            session.seen[institution.id] = saves.institution_version(institution.id)
        except FlexlibError as error:
            session.notices.append(error.notice)


def has_session() -> bool:
    return SESSION_KEY in st.session_state


def begin(session: Session) -> None:
    """Start the tab's session; called once by the frame, with what the address said."""
    unknown = _unknown_views(session.views)
    if unknown:
        session.views = {name: said for name, said in session.views.items() if name not in unknown}
        session.notices.append(notice("share.unknown_keys", names=", ".join(unknown)))
    _see(session, session.choice.institution)
    st.session_state[SESSION_KEY] = session


def session() -> Session:
    found: Session = st.session_state[SESSION_KEY]
    return found


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


def undo() -> None:
    """Bring back the choice before the last move; figures of an own institution come back as a new version."""
    current = session()
    if not current.past:
        return
    former = current.choice.institution
    current.choice, current.saved = current.past.pop()
    institution = current.choice.institution
    if institution != former and institution.id == former.id:
        _keep(institution)


def can_undo() -> bool:
    return bool(session().past)


def set_lever(lever_id: str, level: float) -> None:
    set_choice(moves.with_lever(open_shared_model(), choice(), lever_id, level))


def set_levers(levels: dict[str, float]) -> None:
    set_choice(moves.with_levers(open_shared_model(), choice(), levels))


def reset_all_levers() -> None:
    set_choice(moves.without_levers(choice()))


def reset_circumstances() -> None:
    """Future, start date, horizon and prices as the model has them."""
    set_choice(moves.with_standard_circumstances(open_shared_model(), choice()))


def set_circumstance(target: str, value: float) -> None:
    """Move an outside circumstance; its neutral value takes it back to what the future says."""
    set_choice(moves.with_circumstance(open_shared_model(), choice(), target, value))


def reset_moved_circumstances() -> None:
    """The future as the model has it, without circumstances moved by hand."""
    set_choice(replace(choice(), circumstances=()))


def set_future(future_id: str) -> None:
    set_choice(replace(choice(), future=future_id))


def set_start(start: date) -> None:
    set_choice(moves.with_start(choice(), start))


def set_horizon(months: int) -> None:
    set_choice(moves.with_horizon(choice(), months))


def set_price_basis(basis: str) -> None:
    set_choice(moves.with_price_basis(choice(), basis))


def contest(subject_id: str, low: float, mode: float, high: float) -> None:
    """Replace a parameter's range, or the strength of an effect curve; low = mode = high is one number."""
    set_choice(moves.with_contest(choice(), subject_id, Contest(low, mode, high)))


def uncontest(subject_id: str) -> None:
    set_choice(moves.without_contest(choice(), subject_id))


def set_variant(variant_id: str) -> None:
    """A fresh start from a ready-made variant, which becomes the reference too."""
    set_choice(moves.with_variant(choice(), variant_id), keep_saved=False)
    session().reference = None


def set_institution(institution: Institution) -> None:
    """Put an institution on screen as the workspace has it now."""
    _see(session(), institution)
    _show_institution(institution)


def _show_institution(institution: Institution) -> None:
    set_choice(moves.with_institution(open_shared_model(), choice(), institution))


def set_figure(figure_id: str, value: float | None) -> None:
    """An own figure of the institution; None goes back to the reference's."""
    model = open_shared_model()
    forget_typing(figure_id)
    _set_own(moves.with_figure(model, _own_institution(model), figure_id, value))


def set_rate(parameter_id: str, value: float | None) -> None:
    """An own rate per hour of a role; None goes back to the model's."""
    model = open_shared_model()
    forget_typing(parameter_id)
    _set_own(moves.with_rate(model, _own_institution(model), parameter_id, value))


def name_institution(name: str) -> None:
    """Give the own institution on screen another name."""
    _set_own(replace(choice().institution, name=name))


def reserve(institution_id: str) -> float | None:
    """The reserve that was named for an institution in this session, EUR."""
    return session().reserves.get(institution_id)


def set_reserve(institution_id: str, amount: float | None) -> None:
    session().reserves.pop(institution_id, None)
    if amount is not None:
        session().reserves[institution_id] = amount


def own_institution(name: str = "") -> Institution:
    """The institution on screen as an own one, so that budgets can belong to it.

    One that the workspace does not keep yet has no id; it gets the `name`, if there is one, or one like it that is
    free. Raises WorkspaceError when the workspace cannot be read.
    """
    own = _own_institution(open_shared_model())
    return own if own.id else replace(own, name=saves.unused_name(" ".join(name.split()) or own.name))


def show_first_version(own: Institution, institution_id: str) -> None:
    """Put an own institution on screen that was kept for the first time just now."""
    session().seen[institution_id] = 1
    _show_institution(replace(own, id=institution_id))


def set_own_institution(institution: Institution, origins: saves.Origins) -> None:
    """Put an own institution on screen and keep it, with which of its figures came from which file."""
    _show_institution(_keep(institution, origins))


def take_institution_out_of_bin() -> None:
    """Restore the own institution on screen, and keep the figures on screen as its newest version."""
    institution = choice().institution
    try:
        made = saves.workspace().restore(institution.id, session().who)
    except FlexlibError as error:
        tell(error.notice)
        return
    session().seen[institution.id] = made.version
    if saves.institution_of(made) != institution:
        _set_own(institution)


def keep_institution_as_new() -> None:
    """Keep the figures on screen as an institution of their own; the one they came from stays where it is."""
    _set_own(replace(choice().institution, id=""))


def keep_typing(subject: str, typed: str) -> None:
    """Leave what was typed and not taken over in its field."""
    session().typing[subject] = typed


def forget_typing(subject: str) -> None:
    session().typing.pop(subject, None)


def _own_institution(model: CostModel) -> Institution:
    """The institution on screen, as an own one: a reference institution itself never changes."""
    institution = choice().institution
    if institution.id not in model.institutions:
        return institution
    name = text("instelling.own_name", session().language, name=model.institutions[institution.id].label)
    return replace(institution, id="", name=name)


def _set_own(institution: Institution) -> None:
    """Put own figures on screen and keep them at once: a reload finds them by the id in the address."""
    _show_institution(_keep(institution))


def _keep(institution: Institution, origins: saves.Origins | None = None) -> Institution:
    """The own institution as the workspace now has it; when that fails it is told, and the screen goes on."""
    seen = session().seen
    try:
        if not institution.id:
            institution = replace(institution, name=saves.unused_name(institution.name))
        elif institution.id not in seen:
            seen[institution.id] = saves.institution_version(institution.id)
        made = saves.keep_institution(institution, session().who, seen.get(institution.id, 0), origins)
        if made.is_stale:
            between = saves.workspace().load(made.id, made.version - 1)
            who = between.who or notice("variants.someone")
            tell(
                notice("instelling.saved_beside", name=made.name, version=made.version, other=between.version, who=who)
            )
    except FlexlibError as error:
        tell(error.notice)
        return institution
    seen[made.id] = made.version
    return replace(institution, id=made.id)


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
