"""The six balances, 0 to 100, each with its band."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW = 42
END = 130  # points of the axis: beyond 100 stand the figures, in one column


def balance_bars(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """A bar per balance from 0 to 100 (P50), with P10–P90 and the reference as a grey tick.

    frame : one row a balance; `balance` (label), `p10`, `p50`, `p90`, `reference` (points, NaN: none), `words`.
    """
    palette = look.palette
    order = frame["balance"].tolist()
    scale = alt.Scale(domain=[0, END], nice=False)
    axis = alt.Axis(
        title=text("charts.unit.points", look.language), values=[0, 25, 50, 75, 100], orient="top", titleAnchor="start"
    )
    y = alt.Y(
        "balance", type="nominal", sort=order, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=280)
    )
    base = alt.Chart().encode(y=y)
    tip = [alt.Tooltip("balance", type="nominal", title=text("charts.word.balance", look.language))] + [
        alt.Tooltip(name, type="quantitative", format=",.0f", title=name.upper()) for name in ("p10", "p50", "p90")
    ]
    bars = base.mark_bar(color=palette.accent_soft, height=16).encode(
        x=alt.X("p50", type="quantitative", scale=scale, axis=axis), tooltip=tip
    )
    spread = base.mark_rule(color=palette.ink, strokeWidth=2).encode(
        x=alt.X("p10", type="quantitative", scale=scale, axis=axis), x2=alt.X2("p90")
    )
    beside: dict[str, Any] = {
        "x": alt.XDatum(END, type="quantitative", scale=scale, axis=axis),
        "text": alt.Text("words", type="nominal"),
    }
    layers = [bars, spread, *haloed(base, look, palette.ink, beside, align="right", fontWeight=600)]
    if frame["reference"].notna().any():
        tick = base.mark_tick(color=palette.reference, thickness=3, height=24, orient="vertical")
        layers.insert(1, tick.encode(x=alt.X("reference", type="quantitative", scale=scale, axis=axis)))
    return dress(alt.layer(*layers, data=frame).properties(width=WIDTH, height=ROW * max(1, len(order))), look)
