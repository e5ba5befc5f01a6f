"""Afwegen: any two outcomes against each other; below it all main outcomes at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from flexlib.charts.tradeoff import tradeoff
from flexlib.engine.compare.compare import dominated
from flexlib.model.required import BALANCES
from flexlib.ui import chart_panel, look, state
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare import futures as compare_futures
from flexlib.ui.compare import parallel
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare.measures import (
    DEAREST,
    REGRET,
    Measure,
    dearest_year_of,
    lacks_a_line,
    limits_on,
    outcome_of,
    regret_of,
)
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.strip import chance_in_words
from flexlib.ui.totals import HORIZON_TOTALS

AXES = "assen"
BETWEEN = "~"
AT_FIRST = ("one_off_integral", "student_years")
ON_AXES = (
    "one_off_integral",
    "one_off_out_of_pocket",
    "recurring_net",
    "recurring_out_of_pocket",
    "one_off_own_hours",
    "lasting_fte",
    "months_all_live",
    "peak_team_load",
    "peak_service_load",
    "student_years",
    "students_in_scope_share",
    "cost_per_student_year",
    "total_out_of_pocket",
    DEAREST,
    *BALANCES,
    REGRET,
)
OWN_NAMES = (DEAREST, REGRET)  # what is on an axis without being an outcome of the model
FAR = 3.0  # times as far as the furthest variant: a limit beyond it would press all variants into a corner
Axes = tuple[Measure, Measure]


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    names = axes_of(state.view(AXES, ""))
    head = st.container()
    _choose_axes(page, ground, names)
    axes = _measures(page, ground, names)
    if axes is None:
        return  # the futures are being worked out
    beaten = beaten_by(ground, axes)
    figure, limits = tradeoff_figure(ground, axes, beaten)
    with head:
        look.headline(lead(ground, axes, beaten), over_limits(ground, limits))
    if figure.table.empty:
        st.html(f'<p class="fl-warning fl-info" data-testid="not-drawn">{escape(nothing_drawn(ground, axes))}</p>')
    else:
        chart_panel.show(figure, page.language, page.is_dark)
    look.part_heading(page.t("vergelijken.parallel.heading"))
    parallel.show(page, ground)


def nothing_drawn(ground: Compares, axes: Axes) -> str:
    """Why there is no picture: no variant has a value on both axes."""
    return ground.t("tradeoff.not_drawn", x=axes[0].label.lower(), y=axes[1].label.lower())


def axes_of(written: str) -> tuple[str, str]:
    """What is on the axes; what a link says otherwise than two known ones is not followed."""
    x, _, y = written.partition(BETWEEN)
    return (x, y) if x in ON_AXES and y in ON_AXES and x != y else AT_FIRST


def _measures(page: Page, ground: Compares, names: tuple[str, str]) -> Axes | None:
    """The axes; a regret is of the outcome the futures are judged on, from the same grid; None until that is there."""
    found = []
    for name in names:
        if name == REGRET:
            judged = compare_parts.outcome_judged()
            grid = compare_futures.grid_of(page, ground, judged)
            if grid is None:
                return None
            found.append(regret_of(ground, grid, judged))
        else:
            found.append(dearest_year_of(ground) if name == DEAREST else outcome_of(ground, name))
    return found[0], found[1]


def beaten_by(ground: Compares, axes: Axes) -> list[bool]:
    """Which variants another one beats on both axes; only variants that can be chosen take part."""
    able = ground.contenders
    if not able or _is_horizon(axes):
        return [False] * len(ground.variants)
    scores = np.array([[axis.p(at)[1] * (1 if axis.minimise else -1) for axis in axes] for at in able])
    found = dict(zip(able, dominated(scores), strict=True))
    return [bool(found.get(at, False)) for at in range(len(ground.variants))]


def lead(ground: Compares, axes: Axes, beaten: list[bool]) -> str:
    """Which variants are left when one looks at these two only."""
    able = ground.contenders
    if not able:
        return ground.none_to_choose
    if len(able) == 1:
        return ground.t("only_one", variant=ground.names[able[0]])
    if _is_horizon(axes):
        return ground.t("tradeoff.lead_horizon")
    left = [at for at in able if not beaten[at]]
    values = {"x": axes[0].label.lower(), "y": axes[1].label.lower(), "left": ground.listed(left)}
    if len(able) > 1 and all(axis.p(at)[1] == axis.p(able[0])[1] for axis in axes for at in able):
        return ground.t("tradeoff.lead_equal", **values)
    if len(left) == len(able):
        return ground.t("tradeoff.lead_all", **values)
    if len(left) == 1:
        return ground.t("tradeoff.lead_best", **values)
    gone = [at for at in able if beaten[at]]
    said = ground.t("tradeoff.lead_some", **values, gone=ground.listed(gone), count=len(gone))
    return f"{said} {how_sure(ground, axes, gone)}".rstrip()


def how_sure(ground: Compares, axes: Axes, gone: Sequence[int]) -> str:
    """In how many draws another variant is as good on both axes and better on one; nothing where that has no draws."""
    known = {name for totals in ground.totals for name in totals.values}
    draws = ground.variants[0].choice.draws
    if draws == 1 or any(axis.id not in known for axis in axes):
        return ""
    able = ground.contenders
    drawn = {
        at: np.stack([ground.totals[at].values[axis.id] * (1 if axis.minimise else -1) for axis in axes]) for at in able
    }
    shares = {}
    for at in gone:
        ahead = [
            (drawn[one] <= drawn[at]).all(axis=0) & (drawn[one] < drawn[at]).any(axis=0) for one in able if one != at
        ]
        shares[at] = float(np.any(ahead, axis=0).mean())
    least = min(shares, key=shares.__getitem__)
    chance = chance_in_words(shares[least], ground.language)
    return ground.t("tradeoff.sure", count=len(gone), variant=ground.names[least], chance=chance)


def _is_horizon(axes: Axes) -> bool:
    """Whether an axis is a total over the horizon, which ranks nothing: delay would pay."""
    return any(axis.id in HORIZON_TOTALS for axis in axes)


def _choose_axes(page: Page, ground: Compares, now: tuple[str, str]) -> None:
    words = {name: ground.t(f"tradeoff.{name}") if name in OWN_NAMES else ground.label(name) for name in ON_AXES}
    columns = st.columns([1, 1, 1], gap="medium", vertical_alignment="bottom")
    keys = []
    for column, axis, name in zip(columns, ("x", "y"), now, strict=False):
        with column:
            key = widget_key(f"axis_{axis}", name, words.values())
            keys.append(key)
            st.selectbox(
                page.t(f"vergelijken.tradeoff.axis_{axis}"),
                list(words),
                format_func=words.__getitem__,
                key=key,
                on_change=lambda: state.set_view(AXES, BETWEEN.join(value_of(one) for one in keys)),
            )
    if REGRET in now:
        with columns[2]:
            compare_parts.choose_outcome(ground, page.t("vergelijken.tradeoff.regret_about"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A limit on an axis, the variants it holds for and those over it at P50; one far from all is told, not drawn."""

    axis: str
    value: float
    name: str
    positions: tuple[int, ...]
    over: tuple[int, ...]
    is_far: bool


def limits_of(axes: Axes, positions: Sequence[int]) -> list[Drawn]:
    """What is known of budget and capacity on both axes, for the variants in the picture."""
    found = []
    for place, axis in zip("xy", axes, strict=True):
        furthest = max((axis.p(at)[2] for at in positions), default=0.0)
        for limit in limits_on(axis):
            held = tuple(at for at in positions if at in limit.holds_for)
            over = tuple(at for at in held if axis.p(at)[1] > limit.value)
            found.append(Drawn(place, limit.value, limit.name, held, over, limit.value > FAR * furthest))
    return found


def over_limits(ground: Compares, limits: Sequence[Drawn]) -> str:
    """Which variants lie over a limit in the middle."""
    over = [
        ground.t("tradeoff.over", name=one.name, list=ground.listed(one.over), count=len(one.over))
        for one in limits
        if one.over
    ]
    return (
        " ".join(over)
        if over or not any(one.positions for one in limits)
        else ground.t("tradeoff.within", count=len(limits))
    )


def tradeoff_figure(ground: Compares, axes: Axes, beaten: list[bool]) -> tuple[Figure, list[Drawn]]:
    """Every variant at its P50 on two axes, with bands and limits."""
    drawn = [one.position for one in ground.variants if not any(math.isnan(axis.p(one.position)[1]) for axis in axes)]
    units_of = [axis.unit(drawn) for axis in axes]
    rows, written = [], []
    for at in drawn:
        colour, _, shape = ground.style(at)
        bands = [value / divisor for axis, (divisor, _) in zip(axes, units_of, strict=True) for value in axis.p(at)]
        is_open = beaten[at] or not ground.totals[at].is_possible
        rows.append((ground.names[at], *bands, colour, shape, is_open, at == ground.reference))
        mark = ground.t("tradeoff.beaten") if beaten[at] else ground.t("tradeoff.cannot") if is_open else ""
        cells = [axis.write(value) for axis in axes for value in axis.p(at)]
        written.append((ground.names[at], *cells, mark))
    bands_of = [f"{axis}_{name}" for axis in "xy" for name in ("p10", "p50", "p90")]
    frame = pd.DataFrame(rows, columns=["name", *bands_of, "colour", "shape", "is_dominated", "is_reference"])
    found = limits_of(axes, drawn)
    divisors = dict(zip("xy", (divisor for divisor, _ in units_of), strict=True))
    limits = pd.DataFrame(
        [(one.axis, one.value / divisors[one.axis], one.name) for one in found if not one.is_far],
        columns=["axis", "value", "name"],
    )
    titles = (f"{axes[0].label} ({units_of[0][1]})", f"{axes[1].label} ({units_of[1][1]})")
    table = frame[["name", *bands_of]].assign(beaten=[row[-1] for row in written])
    heads = [f"{title}, {ground.t(f'column.{band}')}" for title in titles for band in ("p10", "p50", "p90")]
    table.columns = [ground.t("column.variant"), *heads, ground.t("column.beaten")]
    figure = Figure(
        key="afweging",
        title=ground.t("tradeoff.title", x=axes[0].label, y=axes[1].label),
        notes=_notes(ground, axes, drawn, found),
        source=ground.source,
        alt=ground.t(
            "tradeoff.alt",
            x=titles[0],
            y=titles[1],
            list="; ".join(f"{row[0]}: {row[2]}, {row[5]}" for row in written),
        ),
        draw=partial(_drawn, frame, titles, limits),
        table=table,
        written=tuple(written),
        words=(0, 7),
    )
    return figure, found


def _notes(ground: Compares, axes: Axes, drawn: list[int], limits: list[Drawn]) -> tuple[str, ...]:
    """How to read the picture, price levels, the reference, limits, and what is not in it."""
    notes = [ground.t("tradeoff.note", better=_better(ground, axes))]
    if any(axis.id == REGRET for axis in axes):
        notes.append(ground.t("tradeoff.regret_note"))
    notes += [*dict.fromkeys(note for axis in axes for note in axis.notes), ground.notes[1]]
    for word, is_far in (("drawn", False), ("far", True)):
        named = "; ".join(one.name for one in limits if one.is_far == is_far)
        if named:
            notes.append(ground.t(f"limit.{word}", list=named))
    notes += [said for said in map(lacks_a_line, axes) if said]
    left_out = [one.name for one in ground.variants if one.position not in drawn]
    if left_out:
        notes.append(ground.t("tradeoff.left_out", list=", ".join(left_out)))
    if any(axis.id == "total_out_of_pocket" for axis in axes):
        notes.append(ground.t("horizon.warning"))
    return tuple(notes)


def _drawn(frame: pd.DataFrame, titles: tuple[str, str], limits: pd.DataFrame, look: chart_panel.Look) -> object:
    return tradeoff(frame, titles, limits, look)


def _better(ground: Compares, axes: Axes) -> str:
    """Which corner is best, in words."""
    side = "left" if axes[0].minimise else "right"
    height = "low" if axes[1].minimise else "high"
    return ground.t(f"tradeoff.corner.{height}_{side}")
