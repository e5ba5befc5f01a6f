"""Amounts of the institution's own that a limit rests on: in this tab or from its profile, never in a link."""

from __future__ import annotations

import streamlit as st

from flexlib.engine.explore.asked import budget_known
from flexlib.model.records import CostModel
from flexlib.ui import state

AMOUNTS = "flexlib_own_amounts"


def amount_of(model: CostModel, outcome_id: str) -> float | None:
    """The limit on spending, EUR: what was typed in this tab for the institution on screen, else its profile's."""
    kept = _amounts().get(_key(outcome_id))
    return profile_amount(model, outcome_id) if kept is None else kept


def is_typed(model: CostModel, outcome_id: str) -> bool:
    """Whether the amount stands in this tab only: a reload does not bring it back."""
    kept = _amounts().get(_key(outcome_id))
    return kept is not None and kept != profile_amount(model, outcome_id)


def profile_amount(model: CostModel, outcome_id: str) -> float | None:
    """The budget that the institution's profile names for this limit, EUR."""
    return budget_known(model, state.choice(), outcome_id)


def keep(outcome_id: str, amount: float) -> None:
    """Use this amount from now on, in this tab."""
    _amounts()[_key(outcome_id)] = amount


def forget(outcome_id: str) -> None:
    """Back to what the profile says."""
    _amounts().pop(_key(outcome_id), None)


def _key(outcome_id: str) -> tuple[str, str]:
    return state.choice().institution.id, outcome_id


def _amounts() -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = st.session_state.setdefault(AMOUNTS, {})
    return found
