"""From one variant to another: a waterfall of what each group of choices, or each choice, adds or takes away."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import CENTRED, NARROW, TWO_LINES, WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW = 58  # two lines of the larger words of a wide screen
ROOM, ROOM_NARROW = 0.36, 0.6  # of the width of the bars, to the right, for the figures


def waterfall(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """Bars that hang on each other, from the first variant down to the last; a line shows how much the order matters.

    frame : one row a bar, in order; `label`, `kind` (start, part, end), `begin`, `end`, `low`, `high` (where the bar
        would end in the order that makes it smallest and largest), `words`
    """
    palette = look.palette
    order = frame["label"].tolist()
    reached = frame[["begin", "end", "low", "high"]]
    low, high = float(reached.min().min()), float(reached.max().max())
    width = (high - low) or 1.0
    room = f"(width < {NARROW} ? {ROOM_NARROW} : {ROOM})"
    scale = alt.Scale(
        domainMin=min(0.0, low), domainMax=alt.ExprRef(expr=f"{high!r} + {room} * {width!r}"), nice=False, zero=False
    )
    axis = alt.Axis(title=None, orient="top", tickCount=5, domain=False)
    y = alt.Y(
        "label",
        type="nominal",
        sort=order,
        axis=alt.Axis(
            title=None, domain=False, ticks=False, labelExpr=TWO_LINES, labelBaseline=CENTRED, labelLimit=230
        ),
    )
    sums = frame["kind"] != "part"
    rises = frame["end"] >= frame["begin"]
    fills = [
        palette.grey if whole else palette.limit if up else palette.accent
        for whole, up in zip(sums, rises, strict=True)
    ]
    short = frame["words"].str.partition(" (")[0]  # on a phone without what the order makes of it
    data = frame.assign(fill=fills, right=frame[["begin", "end", "high"]].max(axis=1), short=short)

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=scale, axis=axis)

    base = alt.Chart().encode(y=y)
    tip = [
        alt.Tooltip("label", type="nominal", title=text("charts.word.part", look.language)),
        alt.Tooltip("words", type="nominal", title=text("charts.word.value", look.language)),
    ]
    bars = base.mark_bar(height=20).encode(
        x=x("begin"), x2=alt.X2("end"), color=alt.Color("fill", type="nominal", scale=None), tooltip=tip
    )
    spread = base.transform_filter("datum.low < datum.high").mark_rule(color=palette.ink, strokeWidth=2)
    words = {"x": x("right"), "text": alt.Text("said", type="nominal")}
    said = base.transform_calculate(said=f"width < {NARROW} ? datum.short : datum.words")
    labels = haloed(said, look, palette.ink, words, align="left", dx=8, fontWeight=600)
    chart = alt.layer(bars, spread.encode(x=x("low"), x2=alt.X2("high")), *labels, data=data)
    return dress(chart.properties(width=WIDTH, height=ROW * max(1, len(order))), look)
