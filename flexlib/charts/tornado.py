"""A tornado: what each input does to an outcome by itself, the widest at the top."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW, AXIS = 48, 70  # pixels: a bar with its name above it, and the axis with the legend above all
LOWER = 9  # pixels from the middle of a row down to its bar, and up to its name
ROOM = 0.2  # of the width of the bars, on either side, for the figures


def tornado_bars(frame: pd.DataFrame, middle: float, reference: float, look: Look) -> alt.LayerChart:
    """Bars left and right of the middle: dark with the input low, light with it high; a dashed line is the middle.

    frame : one row a bar, in order; `name`, `low`, `high` (the outcome with the input low and high, in the unit of the
        title), `low_words`, `high_words`, `from`, `to` (what the input is at its ends, in words)
    reference : the reference's value, drawn when it lies within the picture; nan leaves it out
    """
    palette, language = look.palette, look.language
    order = frame["name"].tolist()
    left, right = float(frame[["low", "high"]].min().min()), float(frame[["low", "high"]].max().max())
    width = (right - left) or 1.0
    ends = left - ROOM * width, right + ROOM * width
    scale = alt.Scale(domain=list(ends), nice=False, zero=False)
    axis = alt.Axis(title=None, orient="top", tickCount=5, domain=False)
    y = alt.Y("name", type="nominal", sort=order, axis=None, scale=alt.Scale(padding=0))

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=scale, axis=axis)

    kinds = {end: text(f"charts.word.input_{end}", language) for end in ("low", "high")}
    rows = []
    for row in frame.to_dict("records"):
        for end, at in (("low", "from"), ("high", "to")):
            rows.append(
                {
                    "name": row["name"],
                    "end": row[end],
                    "middle": middle,
                    "kind": kinds[end],
                    "words": row[f"{end}_words"],
                    "at": row[at],
                    "is_left": row[end] < middle or (row[end] == middle and end == "low"),
                }
            )
    base = alt.Chart().encode(y=y)
    tip = [
        alt.Tooltip("name", type="nominal", title=text("charts.word.part", language)),
        alt.Tooltip("kind", type="nominal", title=text("charts.word.end", language)),
        alt.Tooltip("at", type="nominal", title=text("charts.word.input", language)),
        alt.Tooltip("words", type="nominal", title=text("charts.word.outcome", language)),
    ]
    colours = alt.Scale(domain=list(kinds.values()), range=[palette.accent, palette.accent_soft])
    bars = base.mark_bar(height=16, yOffset=LOWER, stroke=palette.paper, strokeWidth=0.5).encode(
        x=x("middle"),
        x2=alt.X2("end"),
        color=alt.Color("kind", type="nominal", scale=colours, sort=list(kinds.values())),
        tooltip=tip,
    )
    layers = [bars]
    lines = [(middle, text("charts.word.point", language), palette.ink, [1, 0])]
    if ends[0] <= reference <= ends[1]:
        lines.append((reference, text("charts.word.reference", language), palette.reference, [6, 4]))
    for value, name, colour, dash in lines:
        line = alt.Chart(pd.DataFrame({"value": [value], "name": [name]}))
        rule = line.mark_rule(color=colour, strokeDash=dash, strokeWidth=1.5 if dash == [1, 0] else 2)
        layers.append(rule.encode(x=x("value"), tooltip=alt.Tooltip("name", type="nominal")))
    for is_left, align, shift in ((True, "right", -6), (False, "left", 6)):
        some = base.transform_filter(f"datum.is_left === {str(is_left).lower()}")
        words = {"x": x("end"), "text": alt.Text("words", type="nominal")}
        layers += haloed(some, look, palette.ink, words, align=align, dx=shift, dy=LOWER)
    names = {"x": alt.value(0), "text": alt.Text("name", type="nominal")}
    heads = alt.Chart(pd.DataFrame({"name": order})).encode(y=y)
    layers += haloed(heads, look, palette.ink, names, align="left", dy=-LOWER - 2, limit=alt.ExprRef(expr="width"))
    chart = alt.layer(*layers, data=pd.DataFrame(rows))
    return dress(chart.properties(width=WIDTH, height=AXIS + ROW * max(1, len(order))), look)
