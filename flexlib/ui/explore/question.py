"""What the room asks of a search: kept in the link, changed by callbacks, turned into the engine's question.

The limits on the institution's own budget stay in this browser tab or come from its profile; a link only says that
there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from flexlib.engine.explore.asked import (
    AT_LEAST,
    BUDGETS,
    FREE_AT_FIRST,
    MANNERS,
    MOST_OF,
    OUTCOMES_AT_FIRST,
    limits_of,
    limits_offered,
    outcomes_offered,
)
from flexlib.engine.explore.question import LEVEL, P50, Limit, Question
from flexlib.engine.explore.space import space_of
from flexlib.errors import Notice, notice
from flexlib.model.records import Choice, CostModel
from flexlib.share import Bound, Offered, Sought, decode_sought, encode_sought
from flexlib.ui import own_amounts, state

VIEW = "zoek"
FEWEST_OUTCOMES, MOST_OUTCOMES = 2, 3
ON_FRONT = (
    "one_off_integral",
    "one_off_out_of_pocket",
    "recurring_net",
    "one_off_own_hours",
    "lasting_fte",
    "months_all_live",
    "peak_team_load",
    "student_years",
    "cost_per_student_year",
)


@dataclass(frozen=True, slots=True)
class Field:
    """An outcome that can have a limit, and on which side of it."""

    subject: str
    is_most: bool = True


FIELDS: dict[str, tuple[Field, ...]] = {
    about: tuple(Field(name, name not in AT_LEAST) for name in names) for about, names in MOST_OF.items()
}
USUAL = Sought(FREE_AT_FIRST, OUTCOMES_AT_FIRST, P50)


def sought(model: CostModel) -> Sought:
    """What is asked now: what the link says, with the institution's own amounts filled in where they are known."""
    written = state.view(VIEW, "")
    if not written:
        return USUAL
    found, told = decode_sought(written, model, USUAL, offered(model))
    if told:
        for item in told:
            state.tell(item)
        put(found)
        st.rerun()  # notices stand above the page
    return replace(found, bounds=tuple(_filled(model, bound) for bound in found.bounds))


def offered(model: CostModel) -> Offered:
    """What can be asked on this page."""
    return Offered(outcomes_offered(model), MANNERS, limits_offered(), tuple(BUDGETS))


def put(asked: Sought) -> None:
    """Ask this from now on; amounts of the institution's own are kept in this tab only."""
    for bound in asked.bounds:
        if bound.subject in BUDGETS and bound.value is not None:
            own_amounts.keep(bound.subject, bound.value)
    state.set_view(VIEW, "" if asked == USUAL else encode_sought(asked, BUDGETS))


def set_free(model: CostModel, group: str, levers: Sequence[str]) -> None:
    """Callback: exactly these levers of a group are free."""
    asked = sought(model)
    kept = {lever for lever in asked.free if model.levers[lever].group != group} | set(levers)
    put(replace(asked, free=tuple(lever for lever in model.levers if lever in kept)))


def set_outcomes(model: CostModel, outcomes: Sequence[str]) -> None:
    """Callback: weigh these outcomes against each other."""
    put(replace(sought(model), outcomes=tuple(outcomes)))


def set_manner(model: CostModel, manner: str) -> None:
    """Callback: what of an outcome counts."""
    put(replace(sought(model), robust=manner))


def set_bound(model: CostModel, subject: str, value: float | None, at: str | None = None) -> None:
    """A limit on an outcome or lever; None takes it away."""
    asked = sought(model)
    standing = {bound.subject: bound for bound in asked.bounds}
    if value is None:
        standing.pop(subject, None)
        own_amounts.forget(subject)
    else:
        usual = LEVEL if subject in model.levers else P50
        before = standing[subject].at if subject in standing else usual
        standing[subject] = Bound(subject, at or before, value)
    put(replace(asked, bounds=tuple(standing.values())))


def set_statistic(model: CostModel, subject: str, at: str) -> None:
    """Callback: in how many futures a limit must hold."""
    asked = sought(model)
    put(replace(asked, bounds=tuple(replace(one, at=at) if one.subject == subject else one for one in asked.bounds)))


def question_of(model: CostModel, choice: Choice, asked: Sought) -> Question:
    """The engine's question; a limit without an amount is not in it (see `lacking`)."""
    limits: list[Limit] = []
    for bound in asked.bounds:
        if bound.value is not None:
            limits += limits_of(model, choice, bound.subject, bound.at, bound.value)
    return Question(asked.free, asked.outcomes, tuple(limits), asked.robust, seed=choice.seed)


def lacking(model: CostModel, asked: Sought) -> list[Notice]:
    """All that must be filled in before this can be searched."""
    told = [] if asked.free else [notice("search.no_free_levers")]
    if not FEWEST_OUTCOMES <= len(asked.outcomes) <= MOST_OUTCOMES:
        told.append(notice("verkennen.wrong.outcomes", fewest=FEWEST_OUTCOMES, most=MOST_OUTCOMES))
    for bound in asked.bounds:
        if bound.value is None:
            told.append(notice("verkennen.wrong.no_amount", subject=model.outcomes[bound.subject].label))
    return told


def size_of(model: CostModel, choice: Choice, asked: Sought) -> int:
    """How many combinations the free levers have; raises InputError when limits leave a lever nowhere to stand."""
    limits = [
        Limit(bound.subject, False, bound.value, LEVEL)
        for bound in asked.bounds
        if bound.at == LEVEL and bound.value is not None
    ]
    return space_of(model, choice, asked.free, limits, steps=False).grid.size


def _filled(model: CostModel, bound: Bound) -> Bound:
    if bound.subject not in BUDGETS:
        return bound
    return replace(bound, value=own_amounts.amount_of(model, bound.subject))
