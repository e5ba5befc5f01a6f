"""Tornado: what each assumption does to an outcome by itself, or in the draws where it is low and high."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.tornado import tornado_bars
from flexlib.engine.distributions import quantile
from flexlib.engine.sampling import overrides_of
from flexlib.engine.sensitivity.inputs import Input, inputs_of
from flexlib.engine.sensitivity.tornado import ENDS, paired_shifts, tornado
from flexlib.ui import cache, chart_panel, look, state, switches
from flexlib.ui.chart_panel import Figure
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.told import at_once
from flexlib.ui.uncertainty.ground import Unsure, input_name, short_name
from flexlib.ui.uncertainty.parts import choose_outcome, contest_list, is_empty, switch

WAY, LIST = "manier", "lijst"
AT_FIRST, MOST = 15, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One input: the outcome with it low and high, in the outcome's unit; `error` of a mean over draws."""

    input: Input
    low: float
    high: float
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Bars:
    """A tornado. middle : what the bars lie around; reference : the same of the reference, nan without one."""

    bars: tuple[Bar, ...]
    middle: float
    reference: float


def show(page: Page, ground: Unsure) -> None:
    """The part as a whole."""
    if is_empty(page, ground):
        return
    head = st.container()
    with st.container(horizontal=True, gap="large", key="tornado-switches"):
        with st.container(width="content"):
            outcome = choose_outcome(page, ground)
        with st.container(width="content"):
            words = {name: page.t(f"onzekerheid.tornado.way_{name}") for name in switches.SWINGS}
            way = switch(page, WAY, words, "tornado.way", is_named=True)
    found = alone(ground, outcome) if way == switches.SWINGS[0] else paired(ground, outcome)
    if not found.bars:
        with head:
            look.headline(ground.t("band.nothing", outcome=ground.label(outcome)))
        return
    with head:
        look.headline(lead(ground, found, outcome), beneath(ground, found, outcome))
    left, right = st.columns([3, 2], gap="large")
    with right:
        shown = found.bars[: MOST if _asks_more(page, len(found.bars)) else AT_FIRST]
        contest_list(page, [bar.input for bar in shown], "tornado")
    with left:
        chart_panel.show(tornado_figure(ground, found, outcome, way, len(shown)), page.language, page.is_dark)


def _asks_more(page: Page, count: int) -> bool:
    """A switch that travels in the link: all bars that fit, or the widest only."""
    if count <= AT_FIRST:
        return False
    few, many = switches.LISTS
    is_long = state.view(LIST, few) == many
    label = page.t("onzekerheid.tornado.more", count=min(MOST, count))
    key = widget_key("tornado_more", is_long, [label])
    st.toggle(label, key=key, on_change=lambda: state.set_view(LIST, many if value_of(key) else few))
    return is_long


def alone(ground: Unsure, outcome: str) -> Bars:
    """One input at a time, the rest at the rekenwaarde."""
    shelf = cache.shelf()

    def swings() -> tuple[Bar, ...]:
        found = tornado(ground.model, ground.choice, (outcome,))[outcome]
        return tuple(Bar(one.input, one.low, one.high) for one in found)

    bars = at_once(("tornado", ground.choice, outcome), swings)
    middle = float(shelf.point(ground.choice).values[outcome][0])
    if ground.reference is None:
        return Bars(bars, middle, np.nan)
    return Bars(bars, middle, float(shelf.point(state.reference_choice()).values[outcome][0]))


def paired(ground: Unsure, outcome: str) -> Bars:
    """The mean of the outcome in the draws where an input is in its lowest or highest tenth; all else varies too.

    Only shifts that chance does not explain stay: further than two standard errors.
    """
    shelf = cache.shelf()
    values = ground.totals.values[outcome]
    middle = float(np.nanmean(values))

    def shifts() -> tuple[Bar, ...]:
        inputs = inputs_of(ground.model, overrides_of(ground.choice))
        found = paired_shifts(values, shelf.draws_of(ground.choice), inputs)
        return tuple(
            Bar(one.input, middle + one.low, middle + one.high, one.error)
            for one in found
            if abs(one.high - one.low) > 2 * np.sqrt(2) * one.error
        )

    bars = at_once(("paired", ground.choice, outcome), shifts)
    beside = np.array([np.nan]) if ground.reference is None else ground.reference.values[outcome]
    return Bars(bars, middle, np.nan if np.isnan(beside).all() else float(np.nanmean(beside)))


def lead(ground: Unsure, found: Bars, outcome: str) -> str:
    """The input that moves the outcome most, from where to where."""
    first = found.bars[0]
    low, high = sorted((first.low, first.high))
    return ground.t(
        "tornado.lead_event" if first.input.kind == "outlier" else "tornado.lead",
        name=input_name(ground.model, first.input, ground.language),
        outcome=ground.label(outcome).lower(),
        low=ground.write(outcome, low),
        high=ground.write(outcome, high),
    )


def beneath(ground: Unsure, found: Bars, outcome: str) -> str:
    """How many inputs do anything, and how the reference lies."""
    said = ground.t("tornado.count", count=len(found.bars), outcome=ground.label(outcome).lower())
    if found.reference != found.reference:
        return said
    value = ground.write(outcome, found.reference)
    return f"{said} {ground.t('tornado.reference', name=ground.reference_name, value=value)}"


def ends_in_words(ground: Unsure, of: Input) -> tuple[str, str]:
    """What an input is at its P10 and its P90."""
    if of.kind == "outlier":
        return ground.t("tornado.no_outlier"), ground.t("tornado.outlier")
    low, high = quantile(of.ranges[0][1], np.array(ENDS)).tolist()
    unit = ground.model.parameters[of.id].unit if of.kind == "parameter" else "factor"
    return units.with_unit(low, unit, ground.language), units.with_unit(high, unit, ground.language)


def tornado_figure(ground: Unsure, found: Bars, outcome: str, way: str, count: int) -> Figure:
    """The widest bars."""
    shown: Sequence[Bar] = found.bars[:count]
    wide = max(bar.high for bar in shown) - min(bar.low for bar in shown)
    divisor, unit = ground.unit(outcome, max(abs(value) for bar in shown for value in (bar.low, bar.high)))
    write = partial(units.number, language=ground.language, decimals=_decimals(abs(wide) / divisor))
    drawn, rows, written = [], [], []
    for bar in shown:
        ends = ends_in_words(ground, bar.input)
        words = write(bar.low / divisor), write(bar.high / divisor)
        name = input_name(ground.model, bar.input, ground.language)
        label = short_name(ground.model, bar.input, ground.language)
        drawn.append((label, bar.low / divisor, bar.high / divisor, *words, *ends))
        rows.append((name, bar.input.grade, *ends, bar.low / divisor, bar.high / divisor))
        written.append((name, bar.input.grade, *ends, *words))
    columns = ["name", "low", "high", "low_words", "high_words", "from", "to"]
    heads = [ground.t(f"column.{name}") for name in ("input", "grade", "from", "to", "low", "high")]
    said = "; ".join(f"{row[0]}: {row[4]} – {row[5]}" for row in written)
    reference = () if ground.reference is None else (ground.t("note.reference", name=ground.reference_name),)
    return Figure(
        key=f"tornado-{way}",
        title=ground.t("tornado.title", outcome=ground.label(outcome), unit=unit),
        notes=(ground.t(f"tornado.note_{way}"), *_outlier_note(ground, shown), ground.price_note(outcome), *reference),
        source=ground.source,
        alt=ground.t("tornado.alt", outcome=ground.label(outcome), list=said),
        draw=partial(
            tornado_bars,
            pd.DataFrame(drawn, columns=columns),
            found.middle / divisor,
            found.reference / divisor,
        ),
        table=pd.DataFrame(rows, columns=heads),
        written=tuple(written),
        words=(0, 1),
        table_as_drawn=True,
    )


def _outlier_note(ground: Unsure, shown: Sequence[Bar]) -> list[str]:
    """That the bar of an event runs from without to with it, when it is among the bars."""
    events = [bar.input for bar in shown if bar.input.kind == "outlier"]
    return [ground.t("tornado.note_outlier", name=input_name(ground.model, of, ground.language)) for of in events]


def _decimals(wide: float) -> int:
    """Decimals that tell bars apart in a picture so wide: a hundredth of it shows."""
    return min(3, max(0, math.ceil(2 - math.log10(wide)))) if wide > 0 else 0
