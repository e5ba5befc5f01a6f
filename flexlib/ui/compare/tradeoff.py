"""Afwegen: any two outcomes against each other; below it all main outcomes at once."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from flexlib.charts.tradeoff import tradeoff
from flexlib.engine.compare.compare import dominated
from flexlib.model.choices import institution_figures
from flexlib.ui import chart_panel, state
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare import parallel
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare.ground import Compares, chart_unit
from flexlib.ui.compare.totals import BALANCES
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page

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
    "student_years",
    "students_in_scope_share",
    "cost_per_student_year",
    "total_out_of_pocket",
    *BALANCES,
)


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    x, y = axes_of(state.view(AXES, ""))
    beaten = beaten_by(ground, x, y)
    compare_parts.headline(lead(ground, x, y, beaten))
    _choose_axes(page, ground, x, y)
    chart_panel.show(tradeoff_figure(ground, x, y, beaten), page.language, page.is_dark)
    compare_parts.section(page.t("vergelijken.parallel.heading"))
    parallel.show(page, ground)


def axes_of(written: str) -> tuple[str, str]:
    """The two outcomes on the axes; what a link says otherwise than two known ones is not followed."""
    x, _, y = written.partition(BETWEEN)
    return (x, y) if x in ON_AXES and y in ON_AXES and x != y else AT_FIRST


def beaten_by(ground: Compares, x: str, y: str) -> list[bool]:
    """Which variants another one beats on both axes; only variants that can be chosen take part."""
    able = ground.contenders
    if not able:
        return [False] * len(ground.variants)
    scores = np.array(
        [[ground.totals[at].p(name)[1] * (1 if ground.minimise(name) else -1) for name in (x, y)] for at in able]
    )
    found = dict(zip(able, dominated(scores), strict=True))
    return [bool(found.get(at, False)) for at in range(len(ground.variants))]


def lead(ground: Compares, x: str, y: str, beaten: list[bool]) -> str:
    """Which variants are left when one looks at these two outcomes only."""
    able = ground.contenders
    if not able:
        return ground.t("lead_none")
    left = [at for at in able if not beaten[at]]
    values = {"x": ground.label(x).lower(), "y": ground.label(y).lower(), "left": ground.listed(left)}
    if len(left) == len(able):
        return ground.t("tradeoff.lead_all", **values)
    if len(left) == 1:
        return ground.t("tradeoff.lead_best", **values)
    gone = [at for at in able if beaten[at]]
    return ground.t("tradeoff.lead_some", **values, gone=ground.listed(gone), count=len(gone))


def _choose_axes(page: Page, ground: Compares, x: str, y: str) -> None:
    words = {name: ground.label(name) for name in ON_AXES}
    columns = st.columns([1, 1, 1], gap="medium", vertical_alignment="bottom")
    keys = []
    for column, name, now in zip(columns, ("x", "y"), (x, y), strict=False):
        with column:
            key = widget_key(f"axis_{name}", now, words.values())
            keys.append(key)
            st.selectbox(
                page.t(f"vergelijken.tradeoff.axis_{name}"),
                list(words),
                format_func=words.__getitem__,
                key=key,
                on_change=lambda: state.set_view(AXES, BETWEEN.join(value_of(one) for one in keys)),
            )


def limits_of(ground: Compares, x: str, y: str) -> pd.DataFrame:
    """What is known of budget and capacity on these axes, in the outcomes' own units."""
    choice = ground.variants[0].choice
    figures = institution_figures(ground.model, choice.institution)
    shares = {totals.levels["change_time_share"] for totals in ground.totals}
    known = {
        "total_out_of_pocket": figures.get("budget_total_eur"),
        "recurring_out_of_pocket": figures.get("budget_year_eur"),
        "months_all_live": float(choice.horizon_months),
        "peak_team_load": shares.pop() if len(shares) == 1 else None,
    }
    rows = []
    for axis, outcome in (("x", x), ("y", y)):
        value = known.get(outcome)
        if value is not None:
            rows.append((axis, float(value), ground.t(f"limit.{outcome}", value=ground.write(outcome, float(value)))))
    return pd.DataFrame(rows, columns=["axis", "value", "name"])


def tradeoff_figure(ground: Compares, x: str, y: str, beaten: list[bool]) -> Figure:
    """Every variant at its P50 on two outcomes, with bands."""
    drawn = [
        one.position
        for one in ground.variants
        if not any(math.isnan(ground.totals[one.position].p(name)[1]) for name in (x, y))
    ]
    units_of = {}
    for name in (x, y):
        largest = max((abs(value) for at in drawn for value in ground.totals[at].p(name)), default=0.0)
        units_of[name] = chart_unit(ground, name, largest)
    rows, written = [], []
    for at in drawn:
        colour, _, shape = ground.style(at)
        bands = [value / units_of[name][0] for name in (x, y) for value in ground.totals[at].p(name)]
        rows.append((ground.names[at], *bands, colour, shape, beaten[at], at == ground.reference))
        mark = ground.t("tradeoff.beaten") if beaten[at] else ""
        cells = [ground.write(name, value) for name in (x, y) for value in ground.totals[at].p(name)]
        written.append((ground.names[at], *cells, mark))
    bands_of = [f"{axis}_{name}" for axis in "xy" for name in ("p10", "p50", "p90")]
    frame = pd.DataFrame(rows, columns=["name", *bands_of, "colour", "shape", "is_dominated", "is_reference"])
    limits = limits_of(ground, x, y)
    axis_of_outcome = {"x": x, "y": y}
    limits["value"] = [
        value / units_of[axis_of_outcome[axis]][0] for axis, value in zip(limits["axis"], limits["value"], strict=True)
    ]
    titles = tuple(f"{ground.label(name)} ({units_of[name][1]})" for name in (x, y))
    table = frame[["name", *bands_of]].assign(beaten=[row[-1] for row in written])
    heads = [f"{ground.label(name)}, {ground.t(f'column.{band}')}" for name in (x, y) for band in ("p10", "p50", "p90")]
    table.columns = [ground.t("column.variant"), *heads, ground.t("column.beaten")]
    notes = [ground.t("tradeoff.note", better=_better(ground, x, y)), *ground.real_notes]
    left_out = [one.name for one in ground.variants if one.position not in drawn]
    if left_out:
        notes.append(ground.t("tradeoff.left_out", list=", ".join(left_out)))
    if "total_out_of_pocket" in (x, y):
        notes.append(ground.t("horizon.warning"))
    return Figure(
        key="afweging",
        title=ground.t("tradeoff.title", x=ground.label(x), y=ground.label(y)),
        notes=tuple(notes),
        source=ground.source,
        alt=ground.t(
            "tradeoff.alt",
            x=titles[0],
            y=titles[1],
            list="; ".join(f"{row[0]}: {row[2]}, {row[5]}" for row in written),
        ),
        draw=partial(_drawn, frame, (titles[0], titles[1]), limits),
        table=table,
        written=tuple(written),
        words=(0, 7),
        is_wide=True,
    )


def _drawn(frame: pd.DataFrame, titles: tuple[str, str], limits: pd.DataFrame, look: chart_panel.Look) -> object:
    return tradeoff(frame, titles, limits, look)


def _better(ground: Compares, x: str, y: str) -> str:
    """Which corner is best, in words."""
    side = "left" if ground.minimise(x) else "right"
    height = "low" if ground.minimise(y) else "high"
    return ground.t(f"tradeoff.corner.{height}_{side}")
