"""What a lever's level does to its target: the factors of one effect curve with their strength range."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, category, haloed
from flexlib.charts.theme import Look, dress

HEIGHT = 220


def effect_curve(frame: pd.DataFrame, look: Look, height: int = HEIGHT) -> alt.LayerChart:
    """Factor (or points) per level, with what the lowest and highest strength make of it.

    frame : one row a level; `level` (label), `low`, `mode`, `high`, `operation` (multiply or add), `words`.
    """
    palette = look.palette
    order = frame["level"].tolist()
    adds = bool((frame["operation"] == "add").all())
    scale = alt.Scale(zero=adds, nice=True)
    axis = alt.Axis(title=None, tickCount=5, domain=False)
    x = category("level", order, look)
    base = alt.Chart().encode(x=x)
    neutral = pd.DataFrame({"value": [0.0 if adds else 1.0]})
    rule = (
        alt.Chart(neutral)
        .mark_rule(color=palette.reference, strokeDash=[6, 4])
        .encode(y=alt.Y("value", type="quantitative", scale=scale, axis=axis))
    )
    band = base.mark_rule(color=palette.accent_soft, strokeWidth=8, opacity=0.7).encode(
        y=alt.Y("low", type="quantitative", scale=scale, axis=axis), y2=alt.Y2("high")
    )
    line = base.mark_line(color=palette.accent, strokeWidth=2).encode(
        y=alt.Y("mode", type="quantitative", scale=scale, axis=axis)
    )
    points = base.mark_point(filled=True, size=80, color=palette.accent, opacity=1).encode(
        y=alt.Y("mode", type="quantitative", scale=scale, axis=axis)
    )
    label = {
        "x": x,
        "y": alt.Y("mode", type="quantitative", scale=scale, axis=axis),
        "text": alt.Text("words", type="nominal"),
    }
    words = haloed(alt.Chart(), look, palette.ink, label, dy=-14, dx=8, align="left")
    return dress(alt.layer(rule, band, line, points, *words, data=frame).properties(width=WIDTH, height=height), look)
