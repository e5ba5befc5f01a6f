"""The limits that decide whether a variant fails: kept in the link, typed in fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st

from flexlib import amounts, units
from flexlib.engine.compare.futures import Bound
from flexlib.errors import FlexlibError, notice
from flexlib.model.records import CostModel
from flexlib.text import render
from flexlib.ui import own_amounts, state
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN, numbers_in
from flexlib.ui.uncertainty.ground import Unsure

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


def fields(page: Page, ground: Unsure) -> None:
    """A field per outcome that can be limited; an empty one sets no limit, or holds the example in grey."""
    limits = standing(ground.model)
    for column, name in zip(st.columns(len(LIMITED), gap="medium", vertical_alignment="bottom"), LIMITED, strict=True):
        with column:
            _field(page, ground, name, limits)


def _field(page: Page, ground: Unsure, name: str, limits: dict[str, float]) -> None:
    unit, subject = ground.model.outcomes[name].unit, f"{LIMITS}_{name}"
    wrong = state.session().typing.get(subject)
    shown = wrong if wrong is not None else amounts.editable(limits.get(name), page.language, unit)
    key = widget_key(f"fails_{name}", shown)
    hint = page.t("onzekerheid.limit.none")
    if name == EXAMPLE.outcome and is_example(ground.model):
        value = amounts.editable(EXAMPLE.value, page.language, unit)
        hint = page.t("onzekerheid.limit.example", value=value)
    st.text_input(
        page.t(f"onzekerheid.limit.{name}"),
        key=key,
        placeholder=hint,
        on_change=partial(_take, page.language, name, unit, limits, key),
    )
    if wrong is not None:
        try:
            amounts.parse_amount(wrong, page.language, unit, minimum=0.0)
        except FlexlibError as error:
            st.html(f'<p class="fl-warning">{escape(render(error.notice, page.language))}</p>')
    elif name == SPENDING and name not in limits and SPENDING in state.view(LIMITS, "").split(BETWEEN):
        st.html(f'<p class="fl-warning">{escape(page.t("onzekerheid.limit.not_here"))}</p>')


def _take(language: str, name: str, unit: str, limits: dict[str, float], key: str) -> None:
    """Callback: a limit that can be read is taken over, an empty field takes it away, the rest stays to be mended."""
    typed, subject = str(value_of(key)), f"{LIMITS}_{name}"
    wanted = dict(limits)
    if typed.strip():
        try:
            wanted[name] = amounts.parse_amount(typed, language, unit, minimum=0.0)
        except FlexlibError:
            state.keep_typing(subject, typed)
            return
    else:
        wanted.pop(name, None)
    state.forget_typing(subject)
    if name == SPENDING:
        own_amounts.forget(name)
        if name in wanted:
            own_amounts.keep(name, wanted[name])
    state.set_view(LIMITS, written_limits(wanted))


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
