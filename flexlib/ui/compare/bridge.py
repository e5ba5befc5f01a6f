"""Brug: from one variant to another, which choice causes which part of the difference."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

import streamlit as st

from flexlib.engine.compare.bridge import Bridge
from flexlib.model.records import Choice
from flexlib.ui import address, cache, chart_panel, controls, look, state, switches
from flexlib.ui.cache import Recent
from flexlib.ui.compare.bridge_figures import (
    exactly,
    group_of_step,
    groups_figure,
    levers_figure,
    signed_exactly,
    step_name,
)
from flexlib.ui.compare.bridged import TOGETHER, Worked, work_out
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

ENDS, KIND = "brug", "soort"
BETWEEN = "~"
KEPT = 60
WITHIN = 2  # standard errors: parts that are nearer to each other have no order


@st.cache_resource(show_spinner=False)
def _bridges() -> Recent[tuple[Choice, Choice], Worked]:
    return Recent(KEPT)


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    begin, end = ends_of(ground, state.view(ENDS, ""))
    outcome = state.view(KIND, switches.BRIDGED[0])
    start_choice, end_choice = ground.variants[begin].choice, ground.variants[end].choice
    with st.spinner(page.t("vergelijken.bridge.working"), show_time=False):
        worked = cache.shelf().in_turn(
            _bridges(), (start_choice, end_choice), lambda: work_out(page.model, start_choice, end_choice)
        )
    look.headline(lead(ground, worked, begin, end, outcome))
    _choose(page, ground, begin, end, outcome)
    found = worked.of(outcome)
    if found is None:
        return
    if not worked.is_there(outcome):
        st.html(f'<p class="fl-warning" data-testid="no-bridge">{escape(page.t("vergelijken.bridge.not_there"))}</p>')
        return
    chart_panel.show(groups_figure(ground, found, (begin, end), outcome), page.language, page.is_dark)
    _one_group(page, ground, worked, (begin, end), outcome)


def ends_of(ground: Compares, written: str) -> tuple[int, int]:
    """Positions of the two ends; at first from the reference to the variant furthest from it in money."""
    begin, end, *_ = [*written.split(BETWEEN), "", ""]
    count = len(ground.variants)
    if begin.isdigit() and end.isdigit() and 0 < int(begin) <= count and 0 < int(end) <= count and begin != end:
        return int(begin) - 1, int(end) - 1
    others = [at for at in ground.others if ground.variants[at].entry.is_on_screen] or ground.others
    return ground.reference, others[0]


def group_of(written: str, groups: Collection[str]) -> str:
    """The group of choices that a link looks into; none when it says none of these."""
    _, _, group, *_ = [*written.split(BETWEEN), "", "", ""]
    return group if group in groups else ""


def lead(ground: Compares, worked: Worked, begin: int, end: int, outcome: str) -> str:
    """What makes most of the difference, in one sentence."""
    first, last = ground.names[begin], ground.names[end]
    at = switches.BRIDGED.index(outcome)
    found = worked.of(outcome)
    if found is None:
        return ground.t("bridge.lead_same", first=first, last=last)
    if not worked.is_there(outcome):
        return ground.t("bridge.lead_not_there", first=first, last=last)
    total = float(found.end[at] - found.start[at])
    if total == 0:
        return ground.t("bridge.lead_equal", first=first, last=last, outcome=ground.label(outcome).lower())
    amounts = {step: signed_exactly(ground, outcome, float(found.levers[step].amount[at])) for step in found.levers}
    said = [f"'{step_name(ground, step)}' ({_unbroken(amounts[step])})" for step in leaders(found, at)]
    return ground.t(
        "bridge.lead",
        first=first,
        last=last,
        outcome=ground.label(outcome).lower(),
        amount=exactly(ground, outcome, abs(total)),
        way=ground.t("way.more" if total > 0 else "way.less"),
        levers=ground.listed_words(said),
        count=len(said),
    )


def _unbroken(amount: str) -> str:
    """An amount whose sign stays on the line of its figures."""
    return f"{amount[:1]}\u2060{amount[1:]}"


def leaders(found: Bridge, at: int) -> list[str]:
    """The step with the largest part, and those that may be as large within the error of both."""
    order = sorted(found.levers, key=lambda step: -abs(found.levers[step].amount[at]))
    top = found.levers[order[0]]
    return [
        step
        for step in order
        if abs(top.amount[at]) - abs(found.levers[step].amount[at])
        <= WITHIN * (top.error[at] + found.levers[step].error[at])
    ]


def _choose(page: Page, ground: Compares, begin: int, end: int, outcome: str) -> None:
    names = dict(enumerate(ground.names))
    columns = st.columns([1, 1, 2], gap="medium", vertical_alignment="bottom")
    keys: list[str] = []
    for column, name, now in zip(columns, ("from", "to"), (begin, end), strict=False):
        with column:
            key = widget_key(f"bridge_{name}", now, names.values())
            keys.append(key)
            st.selectbox(
                page.t(f"vergelijken.bridge.{name}"),
                list(names),
                format_func=names.__getitem__,
                key=key,
                on_change=lambda: state.set_view(ENDS, BETWEEN.join(str(value_of(one) + 1) for one in keys)),
            )
    words = {name: page.t(f"vergelijken.bridge.kind.{name}") for name in switches.BRIDGED}
    with columns[2]:
        key = widget_key("bridge_kind", outcome, words.values())
        st.segmented_control(
            page.t("vergelijken.bridge.of"),
            list(words),
            format_func=words.__getitem__,
            key=key,
            required=True,
            wrap=True,
            on_change=lambda: state.set_view(KIND, value_of(key)),
        )


@st.fragment
def _one_group(page: Page, ground: Compares, worked: Worked, ends: tuple[int, int], outcome: str) -> None:
    """The choices within one group; choosing another redraws this part only."""
    address.write()
    found = worked.of(outcome)
    assert found is not None
    at = switches.BRIDGED.index(outcome)
    words = {group: page.t(f"vergelijken.group.{group}") for group in found.groups}
    heaviest = max(found.groups, key=lambda group: abs(found.groups[group].amount[at]))
    group = group_of(state.view(ENDS, ""), words) or heaviest
    look.part_heading(page.t("vergelijken.bridge.within"))
    key = widget_key("bridge_group", group, words.values())
    st.selectbox(
        page.t("vergelijken.bridge.group"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        width=380,
        on_change=lambda: _put(ends, value_of(key)),
    )
    steps = {step: part for step, part in found.levers.items() if group_of_step(ground, worked, step) == group}
    chart_panel.show(levers_figure(ground, worked, group, steps, ends, outcome), page.language, page.is_dark)
    rows = []
    for step, part in sorted(steps.items(), key=lambda item: -abs(item[1].amount[at])):
        said = signed_exactly(ground, outcome, float(part.amount[at]))
        members = [one for one in worked.together if ground.model.levers[one].group == group]
        for lever_id in members if step == TOGETHER else [step]:
            lever = ground.model.levers[lever_id]
            levels = (controls.level_name(lever, ground.totals[one].levels[lever_id], ground.language) for one in ends)
            adds = page.t("vergelijken.bridge.adds_together", part=said) if step == TOGETHER else said
            rows.append((lever.label[ground.language], *levels, adds))
    heads = [
        page.t("vergelijken.choices.lever"),
        *(ground.names[one] for one in ends),
        page.t("vergelijken.bridge.adds"),
    ]
    st.html(html_table(page.t("vergelijken.bridge.chosen"), heads, rows, words=(0, 1, 2)))


def _put(ends: tuple[int, int], group: str) -> None:
    """Callback: the link says which two variants, and which group of choices is looked into."""
    state.set_view(ENDS, BETWEEN.join((*(str(one + 1) for one in ends), group)))
