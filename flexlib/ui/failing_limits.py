"""The limits that decide whether a variant fails, as they stand and as a link says them."""

from __future__ import annotations

from collections.abc import Mapping

from flexlib import units
from flexlib.engine.compare.futures import Bound
from flexlib.errors import notice
from flexlib.model.records import CostModel
from flexlib.ui import own_amounts, state
from flexlib.ui.limits import BETWEEN, numbers_in

LIMITS = "hoogstens"
NONE = "geen"  # what the link says when every limit was taken away
SPENDING = "total_out_of_pocket"
OWN = "own"  # what a link says in place of an amount of the institution's own
LIMITED = (SPENDING, "one_off_integral", "months_all_live", "peak_team_load")
EXAMPLE = Bound("months_all_live", 48.0)  # a plan of four years, until somebody sets a limit


def limits_of(model: CostModel) -> tuple[Bound, ...]:
    """The limits that somebody set; an example when nobody did."""
    return (EXAMPLE,) if is_example(model) else tuple(Bound(*one) for one in standing(model).items())


def is_example(model: CostModel) -> bool:
    """Whether nobody has set a limit or taken one away: no link does and no budget is known."""
    return not state.view(LIMITS, "") and not standing(model)


def is_budget(model: CostModel) -> bool:
    """Whether the one limit is the budget that the institution has, without anybody having set it here."""
    return not state.view(LIMITS, "") and bool(standing(model))


def standing(model: CostModel) -> dict[str, float]:
    """Outcome → limit: those of the link; while it says none the budget, where that is known."""
    written = state.view(LIMITS, "")
    if written:
        return limits_in(model, written)
    budget = own_amounts.amount_of(model, SPENDING)
    return {} if budget is None else {SPENDING: budget}


def limits_in(model: CostModel, written: str) -> dict[str, float]:
    """The limits that a link names; what is no known outcome or no number is left out.

    Of a limit on spending it only says that there is one: the amount is the institution's own.
    """
    found: dict[str, float] = {}
    for name, *value in _groups(written):
        amount = own_amounts.amount_of(model, SPENDING) if name == SPENDING else _number(name, value)
        if amount is not None:
            found.setdefault(name, amount)
    return {name: found[name] for name in LIMITED if name in found}


def followed(written: str) -> str:
    """What of the limits in a link can be followed; the same text when all can."""
    if written == NONE:
        return written
    groups, kept = _groups(written), dict[str, tuple[str, ...]]()
    for group in groups:
        name, *value = group
        if name == SPENDING:
            kept.setdefault(name, group if value in ([], [OWN]) else (SPENDING, OWN))
        elif _number(name, value) is not None:
            kept.setdefault(name, group)
    return written if list(kept.values()) == groups else BETWEEN.join(part for group in kept.values() for part in group)


def _groups(written: str) -> list[tuple[str, ...]]:
    """Outcome and value; of a limit on spending the outcome may stand alone."""
    parts, groups = written.split(BETWEEN), []
    while parts:
        stands_alone = parts[0] == SPENDING and (len(parts) == 1 or parts[1] in LIMITED)
        size = 1 if stands_alone else 2
        groups.append(tuple(parts[:size]))
        parts = parts[size:]
    return groups


def _number(name: str, value: list[str]) -> float | None:
    """The limit, when it is one that can also be typed."""
    found = numbers_in(BETWEEN.join((name, *value)), LIMITED[1:]).get(name)
    return found if found is not None and found >= 0 else None


def join(model: CostModel, wanted: Mapping[str, float]) -> None:
    """Set these limits beside those that stand. Which one they replace is said, and which go on counting."""
    language, limits = state.language(), standing(model)
    for name, value in wanted.items():
        if limits.get(name, value) != value:
            former, now = (in_words(model, Bound(name, one), language) for one in (limits[name], value))
            outcome = model.outcomes[name].label
            state.tell(notice("onzekerheid.limit.replaced", outcome=outcome, former=former, now=now))
    others = [model.outcomes[name].label[language] for name in limits if name not in wanted]
    if others:
        state.tell(notice("onzekerheid.limit.joined", names=", ".join(others)))
    for name in wanted:
        state.forget_typing(f"{LIMITS}_{name}")
    state.set_view(LIMITS, written_limits({**limits, **wanted}))


def in_words(model: CostModel, limit: Bound, language: str) -> str:
    """A limit in its unit, as it was set: no estimate that is rounded."""
    return units.with_unit(limit.value, model.outcomes[limit.outcome].unit, language)


def written_limits(wanted: Mapping[str, float]) -> str:
    """Limits as a link says them; the amount of a limit on spending is not in it."""
    said = {name: OWN if name == SPENDING else repr(value) for name, value in wanted.items()}
    return BETWEEN.join(f"{name}{BETWEEN}{value}" for name, value in said.items()) or NONE
