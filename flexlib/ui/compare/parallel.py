"""All main outcomes at once: a line per variant over the axes, and ranges that dim what falls out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape

import pandas as pd
import streamlit as st

from flexlib.charts.parallel import parallel_axes
from flexlib.charts.scales import two_lines
from flexlib.model.required import BALANCES
from flexlib.ui import address, chart_panel, state
from flexlib.ui.chart_panel import Figure
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import distinct, value_of, widget_key
from flexlib.ui.frame import Page

RANGES = "grenzen"
BETWEEN = "~"
PARALLEL = (
    "one_off_integral",
    "recurring_net",
    "one_off_own_hours",
    "months_all_live",
    "peak_team_load",
    "student_years",
    *BALANCES,
)
LONGEST_WORD, LAST_PART = 16, 8  # letters that fit under an axis; "organiseer-baarheid"
STEPS = 100  # of a range slider
LEAST_POINTS, LEAST_SHARE = 20.0, 0.2  # what an axis spans at least: points of a balance, or of the largest value

Ranges = Mapping[str, tuple[int, int]]  # outcome → the steps it may lie between, from worst (0) to best (STEPS)


@dataclass(frozen=True, eq=False)
class Axis:
    """One outcome, from the worst to the best P50 among the variants, or further where those are close together."""

    ground: Compares
    outcome: str
    worst: float
    best: float

    @cached_property
    def steps(self) -> dict[int, str]:
        """The steps a slider offers and their words, no two alike, both ends among them; none where all is one."""
        if math.isnan(self.worst) or self.worst == self.best:
            return {}
        apart = (self.best - self.worst) / STEPS
        words = {step: self.ground.write(self.outcome, self.worst + apart * step) for step in range(STEPS + 1)}
        return distinct(words, first=(0, STEPS)) if words[0] != words[STEPS] else {}

    def place(self, value: float) -> float:
        """Where a value lies: 0 worst, 1 best."""
        if math.isnan(value):
            return math.nan
        return 1.0 if self.worst == self.best else (value - self.worst) / (self.best - self.worst)

    def nearest(self, asked: tuple[int, int]) -> tuple[int, int]:
        """A range of a link on the steps that are offered."""
        low, high = (min(self.steps, key=lambda step: abs(step - end)) for end in asked)
        return low, high

    def holds(self, position: int, asked: tuple[int, int]) -> bool:
        """Whether a variant lies within a range; one that is written as an end of it does."""
        value = self.ground.totals[position].p(self.outcome)[1]
        if math.isnan(value):
            return False
        low, high = self.nearest(asked)
        words = self.ground.write(self.outcome, value)
        return low <= self.place(value) * STEPS <= high or words in (self.steps[low], self.steps[high])


def ranges_of(written: str) -> dict[str, tuple[int, int]]:
    """The ranges a link sets."""
    parts = written.split(BETWEEN)
    found = {}
    for name, low, high in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
        are_steps = all(end.isascii() and end.isdigit() for end in (low, high))
        if name in PARALLEL and are_steps and int(low) <= int(high) <= STEPS:
            found[name] = (int(low), int(high))
    return found


@st.fragment
def show(page: Page, ground: Compares) -> None:
    """The axes, and a slider per outcome; moving one redraws this part only."""
    address.write()
    axes = {name: axis_of(ground, name) for name in PARALLEL}
    asked = {name: said for name, said in ranges_of(state.view(RANGES, "")).items() if axes[name].steps}
    with st.expander(page.t("vergelijken.parallel.ranges"), key="parallel-ranges"):
        columns = st.columns(3, gap="large")
        for index, (name, axis) in enumerate(axes.items()):
            with columns[index % len(columns)]:
                _slider(axis, asked.get(name, (0, STEPS)))
        st.button(
            page.t("vergelijken.parallel.reset"), key="parallel_reset", disabled=not asked, on_click=_forget_ranges
        )
    inside = [at for at in ground.contenders if all(axes[name].holds(at, said) for name, said in asked.items())]
    st.html(f'<p class="fl-sentence" data-testid="inside">{escape(_inside_words(ground, inside, bool(asked)))}</p>')
    chart_panel.show(parallel_figure(ground, axes, inside, bool(asked)), page.language, page.is_dark)


def _forget_ranges() -> None:
    state.set_view(RANGES, "")


def axis_of(ground: Compares, name: str) -> Axis:
    """An outcome from the worst to the best of these variants."""
    middle = [totals.p(name)[1] for totals in ground.totals if not math.isnan(totals.p(name)[1])]
    worst, best = _at_least_apart(name, min(middle), max(middle)) if middle else (math.nan, math.nan)
    return Axis(ground, name, *((best, worst) if ground.minimise(name) else (worst, best)))


def _at_least_apart(name: str, low: float, high: float) -> tuple[float, float]:
    """The ends of an axis, so far apart that a difference of little weight does not fill it; one value stays one."""
    least = LEAST_POINTS if name in BALANCES else LEAST_SHARE * max(abs(low), abs(high))
    if low == high or high - low >= least:
        return low, high
    begin = (low + high - least) / 2
    if name in BALANCES:
        begin = min(max(begin, 0.0), 100.0 - least)
    return begin, begin + least


def _slider(axis: Axis, asked: tuple[int, int]) -> None:
    if not axis.steps:
        return
    key = widget_key(f"range_{axis.outcome}", axis.nearest(asked), axis.steps.values())
    st.select_slider(
        axis.ground.label(axis.outcome),
        list(axis.steps),
        value=(0, STEPS),  # two ends: without it the browser's answer is read as one value
        format_func=axis.steps.__getitem__,
        key=key,
        on_change=lambda: _take_range(axis.outcome, value_of(key)),
    )


def _take_range(name: str, said: tuple[int, int]) -> None:
    asked = ranges_of(state.view(RANGES, "")) | {name: said}
    kept = [(one, low, high) for one, (low, high) in asked.items() if (low, high) != (0, STEPS)]
    state.set_view(RANGES, BETWEEN.join(f"{one}{BETWEEN}{low}{BETWEEN}{high}" for one, low, high in kept))


def _inside_words(ground: Compares, inside: list[int], is_asked: bool) -> str:
    if not is_asked:
        return ground.t("parallel.all")
    if not inside:
        return ground.t("parallel.none")
    return ground.t("parallel.inside", count=len(inside), list=ground.listed(inside))


def _broken(label: str) -> str:
    """A label in two lines, at a space or, in one long word, before its last part."""
    if " " not in label and len(label) > LONGEST_WORD:
        return f"{label[:-LAST_PART]}-|{label[-LAST_PART:]}"
    return two_lines(label, 12)


def parallel_figure(
    ground: Compares,
    axes: Mapping[str, Axis],
    inside: list[int],
    is_asked: bool,
) -> Figure:
    """A line per variant over the main outcomes."""
    axes = {name: axis for name, axis in axes.items() if not math.isnan(axis.worst)}
    labels = {name: _broken(ground.label(name)) for name in axes}
    rows, written = [], []
    for one, totals in zip(ground.variants, ground.totals, strict=True):
        colour, dash, shape = ground.style(one.position)
        is_dim = is_asked and one.position not in inside
        cells = []
        for name in axes:
            value = totals.p(name)[1]
            cells.append(ground.write(name, value))
            place = axes[name].place(value)
            rows.append((labels[name], one.name, place, colour, shape, dash, is_dim, cells[-1]))
        written.append((one.name, *cells))
    columns = ["axis", "name", "place", "colour", "shape", "dash", "is_dim", "words"]
    frame = pd.DataFrame(rows, columns=columns)
    end_rows = [
        (labels[name], ground.write(name, axis.best), ground.write(name, axis.worst)) for name, axis in axes.items()
    ]
    table = pd.DataFrame({ground.t("column.variant"): ground.names})
    for name in axes:
        table[ground.label(name)] = [totals.p(name)[1] for totals in ground.totals]
    return Figure(
        key="alle-uitkomsten",
        title=ground.t("parallel.title"),
        notes=(ground.t("parallel.note"), *ground.real_notes),
        source=ground.source,
        alt=ground.t("parallel.alt", list="; ".join(": ".join((row[0], ", ".join(row[1:]))) for row in written)),
        draw=partial(parallel_axes, frame, pd.DataFrame(end_rows, columns=["axis", "best", "worst"])),
        table=table,
        written=tuple(written),
        is_wide=True,
    )
