"""Brug: from one variant to another, which choice causes which part of the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.bridge import waterfall
from flexlib.charts.scales import two_lines
from flexlib.engine.compare.bridge import Bridge, Part, bridge
from flexlib.engine.explore.grid import Grid
from flexlib.engine.explore.many import Many
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.choices import differences
from flexlib.model.records import Choice, CostModel
from flexlib.ui import cache, chart_panel, controls, look, state
from flexlib.ui.cache import Recent
from flexlib.ui.chart_panel import Figure
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import own_key, value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

ENDS, KIND = "brug", "soort"
BETWEEN = "~"
KEPT = 60
ALIKE = 1e-9  # below this share of the total the order of choices makes no difference


@dataclass(frozen=True, eq=False)
class Worked:
    """A bridge over all four outcomes, with the choices at both ends; None when there is nothing between them."""

    found: Bridge | None
    start: Choice
    end: Choice


@st.cache_resource(show_spinner=False)
def _bridges() -> Recent[tuple[Choice, Choice], Worked]:
    return Recent(KEPT)


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    begin, end = ends_of(ground, state.view(ENDS, ""))
    outcome = state.view(KIND, state.BRIDGED[0])
    start_choice, end_choice = ground.variants[begin].choice, ground.variants[end].choice
    with st.spinner(page.t("vergelijken.bridge.working"), show_time=False):
        worked = cache.shelf().in_turn(
            _bridges(), (start_choice, end_choice), lambda: work_out(page.model, start_choice, end_choice)
        )
    look.headline(lead(ground, worked, begin, end, outcome))
    _choose(page, ground, begin, end, outcome)
    at = state.BRIDGED.index(outcome)
    if worked.found is None:
        return
    if np.isnan(_numbers(worked.found, at)).any():
        st.html(f'<p class="fl-warning" data-testid="no-bridge">{escape(page.t("vergelijken.bridge.not_there"))}</p>')
        return
    figure = bridge_figure(ground, worked.found.groups, worked.found, (begin, end), outcome, "groups")
    chart_panel.show(figure, page.language, page.is_dark)
    _one_group(page, ground, worked, begin, end, outcome)


def ends_of(ground: Compares, written: str) -> tuple[int, int]:
    """Positions of the two ends; at first from the reference to the variant furthest from it in money."""
    begin, _, end = written.partition(BETWEEN)
    count = len(ground.variants)
    if begin.isdigit() and end.isdigit() and 0 < int(begin) <= count and 0 < int(end) <= count and begin != end:
        return int(begin) - 1, int(end) - 1
    others = [at for at in ground.others if ground.variants[at].entry.is_on_screen] or ground.others
    return ground.reference, others[0]


def work_out(model: CostModel, start: Choice, end: Choice) -> Worked:
    """The bridge at the rekenwaarde over money, hours and months; every combination that is needed is evaluated."""
    moved = {found.lever_id: (found.reference_level, found.level) for found in differences(model, end, start)}
    if not moved:
        return Worked(None, start, end)
    groups: dict[str, list[str]] = {}
    for lever_id in moved:
        groups.setdefault(model.levers[lever_id].group, []).append(lever_id)
    levers = tuple(lever for members in groups.values() for lever in members)
    grid = Grid(levers, tuple(moved[lever] for lever in levers))

    def values(sets: Sequence[frozenset[str]]) -> np.ndarray:
        rows = np.array([[lever in changed for lever in levers] for changed in sets], dtype=np.int16)
        return outcomes_at_point(model, start, grid, rows)

    return Worked(bridge(groups, values), start, end)


def outcomes_at_point(model: CostModel, choice: Choice, grid: Grid, rows: np.ndarray) -> np.ndarray:
    """The four outcomes of a bridge for rows of a grid at the rekenwaarde, ndarray (rows, outcomes)."""
    draws = point(model, overrides_of(choice))
    many = Many(model, choice, grid, draws, state.BRIDGED, len(rows))
    found = np.empty((len(rows), len(state.BRIDGED)))
    patterns = many.patterns(rows)
    for pattern in np.unique(patterns):
        alike = np.flatnonzero(patterns == pattern)
        for begin in range(0, len(alike), many.most):
            some = alike[begin : begin + many.most]
            outcomes = many.outcomes(rows[some])
            found[some] = np.stack([outcomes[name][:, 0] for name in state.BRIDGED], axis=1)
    return found


def _numbers(found: Bridge, at: int) -> np.ndarray:
    parts = [part.amount[at] for part in (*found.groups.values(), *found.levers.values())]
    return np.array([found.start[at], found.end[at], *parts])


def lead(ground: Compares, worked: Worked, begin: int, end: int, outcome: str) -> str:
    """What makes most of the difference, in one sentence."""
    first, last = ground.names[begin], ground.names[end]
    at = state.BRIDGED.index(outcome)
    if worked.found is None:
        return ground.t("bridge.lead_same", first=first, last=last)
    if np.isnan(_numbers(worked.found, at)).any():
        return ground.t("bridge.lead_not_there", first=first, last=last)
    total = float(worked.found.end[at] - worked.found.start[at])
    if total == 0:
        return ground.t("bridge.lead_equal", first=first, last=last, outcome=ground.label(outcome).lower())
    lever_id, part = max(worked.found.levers.items(), key=lambda item: abs(item[1].amount[at]))
    return ground.t(
        "bridge.lead",
        first=first,
        last=last,
        outcome=ground.label(outcome).lower(),
        amount=_exact(ground, outcome, abs(total)),
        way=ground.t("way.more" if total > 0 else "way.less"),
        lever=ground.model.levers[lever_id].label[ground.language],
        part=_signed(ground, outcome, float(part.amount[at])),
    )


def _signed(ground: Compares, outcome: str, value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{_exact(ground, outcome, abs(value))}"


def _exact(ground: Compares, outcome: str, value: float) -> str:
    """Figures that add up on paper: money in thousands, hours whole, months in tenths."""
    if units.is_money(ground.model.outcomes[outcome].unit):
        return units.money(round(value, -3), ground.language)
    if outcome == "months_all_live":
        return units.with_unit(round(value, 1), "months", ground.language, 1)
    return units.with_unit(float(round(value)), "h", ground.language, 0)


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
    words = {name: page.t(f"vergelijken.bridge.kind.{name}") for name in state.BRIDGED}
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
def _one_group(page: Page, ground: Compares, worked: Worked, begin: int, end: int, outcome: str) -> None:
    """The choices within one group; choosing another redraws this part only."""
    found = worked.found
    assert found is not None
    at = state.BRIDGED.index(outcome)
    words = {group: page.t(f"vergelijken.group.{group}") for group in found.groups}
    heaviest = max(found.groups, key=lambda group: abs(found.groups[group].amount[at]))
    look.part_heading(page.t("vergelijken.bridge.within"))
    key = own_key("bridge_group", heaviest, words)
    group = st.selectbox(
        page.t("vergelijken.bridge.group"), list(words), format_func=words.__getitem__, key=key, width=380
    )
    levers = {lever: part for lever, part in found.levers.items() if ground.model.levers[lever].group == group}
    base = replace(found, start=found.start * 0, end=found.groups[group].amount)
    chart_panel.show(bridge_figure(ground, levers, base, (begin, end), outcome, "levers"), page.language, page.is_dark)
    rows = [
        (
            ground.model.levers[lever].label[ground.language],
            *(
                controls.level_name(ground.model.levers[lever], ground.totals[one].levels[lever], ground.language)
                for one in (begin, end)
            ),
            _signed(ground, outcome, float(part.amount[at])),
        )
        for lever, part in sorted(levers.items(), key=lambda item: -abs(item[1].amount[at]))
    ]
    heads = [
        page.t("vergelijken.choices.lever"),
        ground.names[begin],
        ground.names[end],
        page.t("vergelijken.bridge.adds"),
    ]
    st.html(html_table(page.t("vergelijken.bridge.chosen"), heads, rows, words=(0, 1, 2)))


def bridge_figure(
    ground: Compares,
    parts: Mapping[str, Part],
    found: Bridge,
    ends: tuple[int, int],
    outcome: str,
    by: str,
) -> Figure:
    """A waterfall over groups of choices, or over the choices in one group."""
    at = state.BRIDGED.index(outcome)
    start, end = float(found.start[at]), float(found.end[at])
    whole = by == "groups"
    first, last = (ground.names[one] for one in ends)
    labels = {
        name: ground.t(f"group.{name}") if whole else ground.model.levers[name].label[ground.language] for name in parts
    }
    rows: list[tuple[str, str, float, float, float, float, str]] = []
    table: list[tuple[str, float, float, float]] = []
    if whole:
        rows.append((first, "start", 0.0, start, start, start, _exact(ground, outcome, start)))
        table.append((first, start, start, start))
    run = start
    threshold = ALIKE * max(abs(start), abs(end), 1.0)
    for name, part in sorted(parts.items(), key=lambda item: -abs(item[1].amount[at])):
        amount, low, high = (float(value[at]) for value in (part.amount, part.smallest, part.largest))
        said = _signed(ground, outcome, amount)
        if high - low > threshold and _signed(ground, outcome, low) != _signed(ground, outcome, high):
            said += f" ({_signed(ground, outcome, low)} … {_signed(ground, outcome, high)})"
        rows.append((labels[name], "part", run, run + amount, run + low, run + high, said))
        table.append((labels[name], amount, low, high))
        run += amount
    closing = last if whole else ground.t("bridge.together")
    rows.append(
        (closing, "end", 0.0, end, end, end, _exact(ground, outcome, end) if whole else _signed(ground, outcome, end))
    )
    table.append((closing, end, end, end))
    divisor, unit = ground.unit(outcome, max(abs(value) for row in rows for value in row[2:6]))
    frame = pd.DataFrame(rows, columns=["label", "kind", "begin", "end", "low", "high", "words"])
    for column in ("begin", "end", "low", "high"):
        frame[column] = frame[column] / divisor
    frame["label"] = [two_lines(label, 26) for label in frame["label"]]
    shown = pd.DataFrame(
        table, columns=[ground.t(f"column.{name}") for name in ("part", "amount", "smallest", "largest")]
    )
    label = ground.label(outcome)
    middles = {"first": _middle(ground, outcome, ends[0]), "last": _middle(ground, outcome, ends[1])}
    return Figure(
        key=f"brug-{by}",
        title=ground.t(f"bridge.title_{by}", outcome=label, unit=unit, first=first, last=last),
        notes=(ground.t("bridge.note"), ground.t("bridge.middle", **middles), ground.real_notes[0]),
        source=ground.source,
        alt=ground.t("bridge.alt", outcome=label, list="; ".join(f"{row[0]}: {row[6]}" for row in rows)),
        draw=partial(waterfall, frame),
        table=shown,
        written=tuple((row[0], *(_exact_signed(ground, outcome, value) for value in row[1:])) for row in table),
    )


def _exact_signed(ground: Compares, outcome: str, value: float) -> str:
    return f"{'−' if value < 0 else ''}{_exact(ground, outcome, abs(value))}"


def _middle(ground: Compares, outcome: str, at: int) -> str:
    return ground.write(outcome, ground.totals[at].p(outcome)[1])
