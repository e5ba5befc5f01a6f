"""How variants differ from the reference: the paired difference of one outcome, with its band."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW = 44
ROOM = 0.6  # of the width of the bands, to the right, for the figures


def difference_bands(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """A band (P10–P90) and a mark (P50) per variant, left or right of the reference's dashed line at nought.

    frame : one row a variant; `name`, `p10`, `p50`, `p90` (difference with the reference, in the unit of the title),
        `colour`, `shape`, `words`
    """
    palette = look.palette
    order = frame["name"].tolist()
    low, high = min(0.0, float(frame["p10"].min())), max(0.0, float(frame["p90"].max()))
    width = (high - low) or 1.0
    scale = alt.Scale(domain=[low - 0.02 * width, high + ROOM * width], nice=False)
    axis = alt.Axis(
        title=None, orient="top", tickCount=4, grid=False, domain=False, ticks=False,
        labelExpr=f"datum.value > {high + 0.02 * width!r} ? '' : datum.label",
    )  # fmt: skip
    y = alt.Y(
        field="name", type="nominal", sort=order, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=230)
    )
    colour = alt.Color(field="colour", type="nominal", scale=None)

    def x(field: str) -> alt.X:
        return alt.X(field=field, type="quantitative", scale=scale, axis=axis)

    base = alt.Chart().encode(y=y)
    tip = [alt.Tooltip(field="name", type="nominal", title=text("charts.word.variant", look.language))] + [
        alt.Tooltip(field=name, type="quantitative", format=",.3~f", title=name.upper())
        for name in ("p10", "p50", "p90")
    ]
    zero = alt.Chart(pd.DataFrame({"nought": [0.0]})).mark_rule(
        color=palette.reference, strokeDash=[6, 4], strokeWidth=2
    )
    bands = base.mark_bar(height=12, opacity=0.45).encode(x=x("p10"), x2=alt.X2(field="p90"), color=colour, tooltip=tip)
    marks = base.mark_point(filled=True, size=130, opacity=1).encode(
        x=x("p50"), color=colour, shape=alt.Shape(field="shape", type="nominal", scale=None), tooltip=tip
    )
    beside = {"x": alt.XDatum(high + 0.04 * width), "text": alt.Text(field="words", type="nominal")}
    words = haloed(base, look, palette.ink, beside, align="left", fontWeight=600)
    size = {"width": WIDTH, "height": ROW * max(1, len(order))}
    return dress(alt.layer(zero.encode(x=x("nought")), bands, marks, *words, data=frame, **size), look)
