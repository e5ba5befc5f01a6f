"""The room's own limits, within which a variant has to stay in every future."""

from __future__ import annotations

from functools import partial

from flexlib.engine.compare.futures import Bound
from flexlib.ui import state
from flexlib.ui.amount_field import amount_field
from flexlib.ui.comparison import Compares
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN, numbers_in

LIMITS = "eisen"
LIMITED = ("one_off_integral", "recurring_net", "months_all_live", "student_years")
LOWEST = {name: None if name == "recurring_net" else 0.0 for name in LIMITED}  # what yields more than it costs is < 0


def limits_of(written: str) -> tuple[Bound, ...]:
    """The room's limits in a link: outcome, value, outcome, value …"""
    found = numbers_in(written, LIMITED)
    return tuple(Bound(name, value, name != "student_years") for name, value in found.items())


def limit_field(page: Page, ground: Compares, name: str, value: float | None) -> None:
    """The field of one limit."""
    side = "least" if name == "student_years" else "most"
    amount_field(
        page.t(f"vergelijken.futures.limit_{side}", outcome=ground.label(name)),
        f"limit_{name}",
        value,
        ground.model.outcomes[name].unit,
        partial(_take_limit, name),
        subject=f"eis_{name}",
        lowest=LOWEST[name],
        hint=page.t("vergelijken.futures.no_limit"),
    )


def _take_limit(name: str, value: float | None) -> None:
    """Callback: a limit beside the others, or without one an end to it."""
    standing = {limit.outcome: limit.value for limit in limits_of(state.view(LIMITS, ""))}
    if value is None:
        standing.pop(name, None)
    else:
        standing[name] = value
    state.set_view(LIMITS, BETWEEN.join(f"{one}{BETWEEN}{limit!r}" for one, limit in standing.items()))
