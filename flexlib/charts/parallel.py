"""All main outcomes at once: an axis per outcome, a line per variant, what falls outside chosen ranges dimmed."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import TWO_LINES, WIDTH, haloed, over_two_lines
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

HEIGHT = 380
DIM = 0.16
LEGEND_COLUMNS = 4
APART = 106  # pixels between two axes on paper, for their names
TOP = 1.32  # above the best end, for its figure below the two lines of the axis name


def parallel_axes(frame: pd.DataFrame, ends: pd.DataFrame, look: Look, height: int = HEIGHT) -> alt.LayerChart:
    """A line per variant over the axes; above is better on every axis.

    frame : one row a variant and axis; `axis` (label, in order), `name`, `place` (0 worst of these variants, 1 best,
        nan: no value), `colour`, `shape`, `dash` (lengths), `is_dim`, `words`
    ends : one row an axis; `axis`, `best`, `worst` (in words)
    """
    palette = look.palette
    axes, padding = over_two_lines(ends["axis"].tolist())
    lined = dict(zip(ends["axis"], axes, strict=True))
    frame, ends = frame.assign(axis=frame["axis"].map(lined)), ends.assign(axis=axes)
    x = alt.X(
        "axis", type="nominal", sort=axes, scale=alt.Scale(paddingOuter=0.35),
        axis=alt.Axis(title=None, labelAngle=0, orient="top", labelExpr=TWO_LINES, domain=False, ticks=False,
                      labelOverlap=False, grid=True,
                      labelPadding=padding),
    )  # fmt: skip
    scale = alt.Scale(domain=[-0.16, TOP], nice=False)
    y = alt.Y("place", type="quantitative", scale=scale, axis=None)
    tip = [
        alt.Tooltip(name, type="nominal", title=text(f"charts.word.{word}", look.language))
        for name, word in (("name", "variant"), ("axis", "outcome"), ("words", "value"))
    ]
    styles = frame.drop_duplicates("name")
    names = styles["name"].tolist()
    legend = alt.Legend(columns=LEGEND_COLUMNS)
    colour = alt.Color(
        "name",
        type="nominal",
        sort=names,
        legend=legend,
        scale=alt.Scale(domain=names, range=styles["colour"].tolist()),
    )
    shape = alt.Shape(
        "name", type="nominal", sort=names, legend=legend, scale=alt.Scale(domain=names, range=styles["shape"].tolist())
    )
    opacity = alt.condition("datum.is_dim", alt.value(DIM), alt.value(1.0))
    data = frame.dropna(subset=["place"])  # of the marks; a line breaks where a variant has no value
    layers: list[alt.Chart] = []
    dash = alt.StrokeDash(
        "name", type="nominal", legend=None, scale=alt.Scale(domain=names, range=styles["dash"].map(list).tolist())
    )
    line = alt.Chart(frame).mark_line(strokeWidth=3, invalid="break-paths-show-domains")
    layers.append(line.encode(x=x, y=y, detail="name:N", color=colour, strokeDash=dash, opacity=opacity))
    marks = alt.Chart(data).mark_point(filled=True, size=95, stroke=palette.paper, strokeWidth=1)
    layers.append(marks.encode(x=x, y=y, color=colour, shape=shape, opacity=opacity, tooltip=tip))
    for place, field, baseline in ((1.05, "best", "bottom"), (-0.05, "worst", "top")):
        words = {"x": x, "y": alt.YDatum(place, type="quantitative"), "text": alt.Text(field, type="nominal")}
        layers += haloed(alt.Chart(ends), look, palette.quiet, words, baseline=baseline)
    return dress(alt.layer(*layers).properties(width=max(WIDTH, APART * len(axes)), height=height), look)
