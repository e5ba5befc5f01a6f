"""A version of a budget in use: its budget per year or its figures in the own institution, each with its origin.

An origin is kept beside the figures in the workspace, so that a figure can be put back to the default and taken into
use again. A figure is in use when the institution holds the value of its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from flexlib.budget.beside.against import with_budget, without_budget
from flexlib.budget.beside.calendar_years import without_year
from flexlib.budget.beside.staff import Origin, changed, own_figures, with_own_figures
from flexlib.budget.lines import BudgetLine
from flexlib.errors import notice
from flexlib.model.records import CostModel, Institution
from flexlib.store.budgets import BudgetVersion, KeptLine
from flexlib.ui import acts, saves, state
from flexlib.ui.cache import open_shared_model

BY_YEAR = "budget_by_year"  # the budgets per calendar year, as one "figure" with an origin
WITH_FIGURES = ("staffing", "profile")


@dataclass(frozen=True, slots=True)
class KeptOrigin:
    """Which version of which budget a figure came from, the period in it, and its value; None for a budget by year."""

    saved_id: str
    version: int
    kind: str
    file_name: str
    period: str = ""
    value: float | None = None


def put_into_use(version: BudgetVersion) -> Institution:
    """Give the own institution on screen what this version holds, and keep it with its origins.

    With budgets per year everything is reckoned in the euros of each year from then on, as budgets are. That lines of
    a programme have no year, and so count in no chance, is told.
    Raises WorkspaceError when lines or institution cannot be read or kept.
    """
    lines = saves.workspace().budgets.lines(version.id, version.version)
    own = acts.own_institution()
    cleared, origins = without(open_shared_model(), own, origins_of(own), version.id)
    applied, found = _applied(open_shared_model(), cleared, version.kind, lines, version, state.choice().start)
    if applied != own or found:
        acts.set_own_institution(applied, _records({**origins, **found}))
    if version.kind == "programme" and (loose := without_year(as_read(lines))):
        state.tell(notice("begroting_against.no_year_used", count=len(loose)))
    if BY_YEAR in found and state.choice().price_basis != "nominal":
        acts.set_price_basis("nominal")
        state.tell(notice("begroting_against.now_nominal"))
    return state.choice().institution


def put_out_of_use(saved_id: str) -> None:
    """Take away everything that came from a budget, such as one that goes into the bin."""
    own = state.choice().institution
    cleared, origins = without(open_shared_model(), own, origins_of(own), saved_id)
    if len(origins) != len(origins_of(own)):
        acts.set_own_institution(cleared, _records(origins))


def origins_of(institution: Institution) -> dict[str, KeptOrigin]:
    """Figure or rate id → where its own value came from; BY_YEAR for the budgets per year."""
    if not institution.id or institution.id in open_shared_model().institutions:
        return {}
    return {name: KeptOrigin(**origin) for name, origin in saves.institution_origins(institution.id).items()}


def is_in_use(institution: Institution, subject: str, origin: KeptOrigin) -> bool:
    """Whether the institution holds the value of this origin."""
    if subject == BY_YEAR:
        return bool(institution.budget_by_year)
    return {**dict(institution.figures), **dict(institution.rates)}.get(subject) == origin.value


def switch(subject: str, on: bool) -> None:
    """Callback: use the value of the file for a figure or rate, or go back to the default; the origin stays."""
    institution = state.choice().institution
    origins = origins_of(institution)
    origin = origins[subject]
    if subject == BY_YEAR:
        changed = _with_lines(institution, origin) if on else without_budget(institution)
    else:
        changed = _with_value(open_shared_model(), institution, subject, origin.value if on else None)
    state.forget_typing(subject)
    acts.set_own_institution(changed, _records(origins))


def _with_lines(institution: Institution, origin: KeptOrigin) -> Institution:
    lines = as_read(saves.workspace().budgets.lines(origin.saved_id, origin.version))
    return with_budget(open_shared_model(), institution, lines)


def _applied(
    model: CostModel,
    institution: Institution,
    kind: str,
    lines: Iterable[BudgetLine | KeptLine],
    version: BudgetVersion,
    start: date,
) -> tuple[Institution, dict[str, KeptOrigin]]:
    if kind == "programme":
        budgeted = with_budget(model, institution, as_read(lines))
        if not budgeted.budget_by_year:
            return institution, {}
        return budgeted, {BY_YEAR: KeptOrigin(version.id, version.version, kind, version.file_name)}
    if kind not in WITH_FIGURES:
        return institution, {}
    in_file, _ = own_figures(model, as_read(lines), start, Origin(version.id, version.version, version.file_name))
    own = changed(model, institution, in_file)
    found = {
        one.id: KeptOrigin(version.id, version.version, kind, version.file_name, one.period, one.value)
        for one in own
        if one.is_plausible
    }
    return with_own_figures(institution, own), found


def without(
    model: CostModel, institution: Institution, origins: Mapping[str, KeptOrigin], saved_id: str
) -> tuple[Institution, dict[str, KeptOrigin]]:
    """The institution and its origins without what came from one budget; a value typed over it since stays."""
    for subject, origin in origins.items():
        if origin.saved_id != saved_id or not is_in_use(institution, subject, origin):
            continue
        if subject == BY_YEAR:
            institution = without_budget(institution)
        else:
            institution = _with_value(model, institution, subject, None)
    return institution, {subject: origin for subject, origin in origins.items() if origin.saved_id != saved_id}


def _with_value(model: CostModel, institution: Institution, subject: str, value: float | None) -> Institution:
    """The institution with this value for a figure or rate, also where it equals the default; None takes it away."""
    part = "figures" if subject in model.figures else "rates"
    own = dict(getattr(institution, part))
    own.pop(subject, None)
    if value is not None:
        own[subject] = value
    held = tuple(sorted(own.items()))
    return replace(institution, figures=held) if part == "figures" else replace(institution, rates=held)


def as_read(lines: Iterable[BudgetLine | KeptLine]) -> Sequence[BudgetLine]:
    """Lines as they were kept, as the lines they were read as."""
    return [line if isinstance(line, BudgetLine) else BudgetLine(**asdict(line)) for line in lines]


def _records(origins: Mapping[str, KeptOrigin]) -> dict[str, dict[str, Any]]:
    return {subject: asdict(origin) for subject, origin in origins.items()}
