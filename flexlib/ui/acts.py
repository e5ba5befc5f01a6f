"""What people do on the screens: each act puts another choice on screen, or keeps figures of an own institution."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flexlib.errors import FlexlibError, notice
from flexlib.model.records import Contest, CostModel, Institution
from flexlib.text import text
from flexlib.ui import moves, saves, state
from flexlib.ui.cache import open_shared_model


def undo() -> None:
    """Bring back the choice before the last move; figures of an own institution come back as a new version."""
    current = state.session()
    if not current.past:
        return
    former = current.choice.institution
    current.choice, current.saved = current.past.pop()
    institution = current.choice.institution
    if institution != former and institution.id == former.id:
        _keep(institution)


def set_lever(lever_id: str, level: float) -> None:
    state.set_choice(moves.with_lever(open_shared_model(), state.choice(), lever_id, level))


def set_levers(levels: dict[str, float]) -> None:
    state.set_choice(moves.with_levers(open_shared_model(), state.choice(), levels))


def reset_all_levers() -> None:
    state.set_choice(moves.without_levers(state.choice()))


def reset_circumstances() -> None:
    """Future, start date, horizon and prices as the model has them."""
    state.set_choice(moves.with_standard_circumstances(open_shared_model(), state.choice()))


def set_circumstance(target: str, value: float) -> None:
    """Move an outside circumstance; its neutral value takes it back to what the future says."""
    state.set_choice(moves.with_circumstance(open_shared_model(), state.choice(), target, value))


def reset_moved_circumstances() -> None:
    """The future as the model has it, without circumstances moved by hand."""
    state.set_choice(replace(state.choice(), circumstances=()))


def set_future(future_id: str) -> None:
    state.set_choice(replace(state.choice(), future=future_id))


def set_start(start: date) -> None:
    state.set_choice(moves.with_start(state.choice(), start))


def set_horizon(months: int) -> None:
    state.set_choice(moves.with_horizon(state.choice(), months))


def set_price_basis(basis: str) -> None:
    state.set_choice(moves.with_price_basis(state.choice(), basis))


def contest(subject_id: str, low: float, mode: float, high: float) -> None:
    """Replace a parameter's range, or the strength of an effect curve; low = mode = high is one number."""
    state.set_choice(moves.with_contest(state.choice(), subject_id, Contest(low, mode, high)))


def uncontest(subject_id: str) -> None:
    state.set_choice(moves.without_contest(state.choice(), subject_id))


def set_variant(variant_id: str) -> None:
    """A fresh start from a ready-made variant, which becomes the reference too."""
    state.set_choice(moves.with_variant(state.choice(), variant_id), keep_saved=False)
    state.session().reference = None


def set_institution(institution: Institution) -> None:
    """Put an institution on screen as the workspace has it now."""
    state.see(state.session(), institution)
    _show_institution(institution)


def _show_institution(institution: Institution) -> None:
    state.set_choice(moves.with_institution(open_shared_model(), state.choice(), institution))


def set_figure(figure_id: str, value: float | None) -> None:
    """An own figure of the institution; None goes back to the reference's."""
    model = open_shared_model()
    state.forget_typing(figure_id)
    _set_own(moves.with_figure(model, _own_institution(model), figure_id, value))


def set_rate(parameter_id: str, value: float | None) -> None:
    """An own rate per hour of a role; None goes back to the model's."""
    model = open_shared_model()
    state.forget_typing(parameter_id)
    _set_own(moves.with_rate(model, _own_institution(model), parameter_id, value))


def name_institution(name: str) -> None:
    """Give the own institution on screen another name."""
    _set_own(replace(state.choice().institution, name=name))


def own_institution(name: str = "") -> Institution:
    """The institution on screen as an own one, so that budgets can belong to it.

    One that the workspace does not keep yet has no id; it gets the `name`, if there is one, or one like it that is
    free. Raises WorkspaceError when the workspace cannot be read.
    """
    own = _own_institution(open_shared_model())
    return own if own.id else replace(own, name=saves.unused_name(" ".join(name.split()) or own.name))


def show_first_version(own: Institution, institution_id: str) -> None:
    """Put an own institution on screen that was kept for the first time just now."""
    state.session().seen[institution_id] = 1
    _show_institution(replace(own, id=institution_id))


def set_own_institution(institution: Institution, origins: saves.Origins) -> None:
    """Put an own institution on screen and keep it, with which of its figures came from which file."""
    _show_institution(_keep(institution, origins))


def take_institution_out_of_bin() -> None:
    """Restore the own institution on screen, and keep the figures on screen as its newest version."""
    institution = state.choice().institution
    try:
        made = saves.workspace().restore(institution.id, state.session().who)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    state.session().seen[institution.id] = made.version
    if saves.institution_of(made) != institution:
        _set_own(institution)


def keep_institution_as_new() -> None:
    """Keep the figures on screen as an institution of their own; the one they came from stays where it is."""
    _set_own(replace(state.choice().institution, id=""))


def _own_institution(model: CostModel) -> Institution:
    """The institution on screen, as an own one: a reference institution itself never changes."""
    institution = state.choice().institution
    if institution.id not in model.institutions:
        return institution
    name = text("instelling.own_name", state.session().language, name=model.institutions[institution.id].label)
    return replace(institution, id="", name=name)


def _set_own(institution: Institution) -> None:
    """Put own figures on screen and keep them at once: a reload finds them by the id in the address."""
    _show_institution(_keep(institution))


def _keep(institution: Institution, origins: saves.Origins | None = None) -> Institution:
    """The own institution as the workspace now has it; when that fails it is told, and the screen goes on."""
    seen = state.session().seen
    try:
        if not institution.id:
            institution = replace(institution, name=saves.unused_name(institution.name))
        elif institution.id not in seen:
            seen[institution.id] = saves.institution_version(institution.id)
        made = saves.keep_institution(institution, state.session().who, seen.get(institution.id, 0), origins)
        if made.is_stale:
            between = saves.workspace().load(made.id, made.version - 1)
            who = between.who or notice("variants.someone")
            state.tell(
                notice("instelling.saved_beside", name=made.name, version=made.version, other=between.version, who=who)
            )
    except FlexlibError as error:
        state.tell(error.notice)
        return institution
    seen[made.id] = made.version
    return replace(institution, id=made.id)
