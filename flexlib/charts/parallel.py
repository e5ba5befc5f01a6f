"""All main outcomes at once: an axis per outcome, a line per variant, what falls outside chosen ranges dimmed."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import TWO_LINES, WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

HEIGHT = 380
DIM = 0.16
NAME_ROOM = 1.16


def parallel_axes(frame: pd.DataFrame, ends: pd.DataFrame, look: Look, height: int = HEIGHT) -> alt.LayerChart:
    """A line per variant over the axes; above is better on every axis.

    frame : one row a variant and axis; `axis` (label, in order), `name`, `place` (0 worst of these variants, 1 best,
        nan: no value), `colour`, `is_dim`, `is_reference`, `words`
    ends : one row an axis; `axis`, `best`, `worst` (in words)
    """
    palette = look.palette
    axes = ends["axis"].tolist()
    x = alt.X(
        "axis", type="nominal", sort=axes, scale=alt.Scale(paddingOuter=0.35),
        axis=alt.Axis(title=None, labelAngle=0, orient="top", labelExpr=TWO_LINES, domain=False, ticks=False,
                      labelOverlap=False, grid=True),
    )  # fmt: skip
    scale = alt.Scale(domain=[-0.12, NAME_ROOM], nice=False)
    y = alt.Y("place", type="quantitative", scale=scale, axis=None)
    tip = [
        alt.Tooltip(name, type="nominal", title=text(f"charts.word.{word}", look.language))
        for name, word in (("name", "variant"), ("axis", "outcome"), ("words", "value"))
    ]
    colour = alt.Color("colour", type="nominal", scale=None)
    opacity = alt.condition("datum.is_dim", alt.value(DIM), alt.value(1.0))
    data = frame.dropna(subset=["place"])
    layers: list[alt.Chart] = []
    for is_reference, dash in ((True, [6, 4]), (False, [1, 0])):
        part = data[data["is_reference"] == is_reference]
        if part.empty:
            continue
        line = alt.Chart(part).mark_line(strokeWidth=3, strokeDash=dash)
        layers.append(line.encode(x=x, y=y, detail="name:N", color=colour, opacity=opacity))
    marks = alt.Chart(data).mark_point(filled=True, size=95, stroke=palette.paper, strokeWidth=1)
    layers.append(
        marks.encode(
            x=x, y=y, color=colour, shape=alt.Shape("shape", type="nominal", scale=None), opacity=opacity, tooltip=tip
        )
    )
    for place, field, baseline in ((1.05, "best", "bottom"), (-0.05, "worst", "top")):
        words = {"x": x, "y": alt.YDatum(place, type="quantitative"), "text": alt.Text(field, type="nominal")}
        layers += haloed(alt.Chart(ends), look, palette.quiet, words, baseline=baseline)
    return dress(alt.layer(*layers).properties(width=WIDTH, height=height), look)
