"""When it happens: the phases from the start date on, with the spread of each end."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import CENTRED, TWO_LINES, WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW = 62


def phases(frame: pd.DataFrame, look: Look, horizon_months: float | None = None) -> alt.LayerChart:
    """Bars from P50 to P50 per phase, with the P10–P90 spread of the moment it ends.

    frame : one row a phase in order; `phase` (label), `start`, `end`, `end_p10`, `end_p90` (months from the start
        date), `words` (what stands beside the end), `is_moment` (a point in time, no bar). horizon_months : drawn as a
        line with its name when a row reaches it.
    """
    palette, language = look.palette, look.language
    order = frame["phase"].tolist()
    unit = text("charts.unit.months_since_start", language)
    longest = float(frame["end_p90"].max())
    y = alt.Y(
        "phase",
        type="nominal",
        sort=order,
        axis=alt.Axis(title=None, domain=False, ticks=False, labelExpr=TWO_LINES, labelBaseline=CENTRED),
    )
    scale = alt.Scale(domain=[0, longest * 1.22], nice=False)
    axis = alt.Axis(
        title=unit, tickMinStep=12, values=list(range(0, int(longest) + 13, 12)), orient="top", titleAnchor="start"
    )
    base = alt.Chart().encode(y=y)
    tip = [
        alt.Tooltip("phase", type="nominal", title=text("charts.word.phase", language)),
        alt.Tooltip("start", type="quantitative", format=",.0f", title=text("charts.word.from_month", language)),
        alt.Tooltip("end_p10", type="quantitative", format=",.0f", title="P10"),
        alt.Tooltip("end", type="quantitative", format=",.0f", title="P50"),
        alt.Tooltip("end_p90", type="quantitative", format=",.0f", title="P90"),
    ]
    bars = (
        base.transform_filter("!datum.is_moment")
        .mark_bar(color=palette.accent_soft, height=16)
        .encode(x=alt.X("start", type="quantitative", scale=scale, axis=axis), x2=alt.X2("end"), tooltip=tip)
    )
    spread = base.mark_rule(color=palette.ink, strokeWidth=2).encode(
        x=alt.X("end_p10", type="quantitative", scale=scale, axis=axis), x2=alt.X2("end_p90")
    )
    ticks = [
        base.mark_tick(color=palette.ink, thickness=2, height=12, orient="vertical").encode(
            x=alt.X(name, type="quantitative", scale=scale, axis=axis)
        )
        for name in ("end_p10", "end_p90")
    ]
    moments = base.mark_point(filled=True, size=110, shape="diamond", color=palette.accent, opacity=1).encode(
        x=alt.X("end", type="quantitative", scale=scale, axis=axis), tooltip=tip
    )
    words = {
        "x": alt.X("end_p90", type="quantitative", scale=scale, axis=axis),
        "y": y,
        "text": alt.Text("words", type="nominal"),
    }
    layers = [bars, spread, *ticks, moments]
    if horizon_months is not None and longest >= horizon_months:
        end = pd.DataFrame({"month": [horizon_months], "name": [text("charts.word.horizon", language)]})
        x = alt.X("month", type="quantitative", scale=scale, axis=axis)
        layers.append(alt.Chart(end).mark_rule(color=palette.limit, strokeDash=[2, 2], strokeWidth=2).encode(x=x))
        name = {"x": x, "y": alt.value("height"), "text": alt.Text("name", type="nominal")}
        layers += haloed(alt.Chart(end), look, palette.limit, name, align="center", dy=10)
    layers += haloed(alt.Chart(), look, palette.ink, words, align="left", dx=8, fontWeight=600)
    return dress(alt.layer(*layers, data=frame).properties(width=WIDTH, height=ROW * len(order)), look)
