"""What drives a band: shares of the variance per input or group, and what knowing an input would be worth."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, by_width, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW, AXIS = 48, 40  # pixels: a bar with its name above it, and the axis above all
LOWER = 9  # pixels from the middle of a row down to its bar, and up to its name
ROOM = 0.16  # of the longest bar, to its right, for its figure
ROOM_WORDS = by_width(2.6, 0.75)  # the same for words


def share_bars(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """A bar per input, its name above it: the dark part is its own, the light part what it does together with others;
    a line is the precision of its own.

    frame : one row a bar, in order; `name`, `first`, `total`, `low`, `high` (percent; the 95 % interval of `first`),
        `words`, `is_rest` (a grey bar: what belongs to none by itself), `reference` (percent, the own share of the
        reference: a grey stroke; nan leaves it out)
    """
    palette = look.palette
    order = frame["name"].tolist()
    top = float(frame[["total", "high", "first", "reference"]].max().max()) or 1.0
    scale = alt.Scale(domain=[0, top * (1 + ROOM)], nice=False)
    axis = alt.Axis(title=None, orient="top", tickCount=5, domain=False)
    y = _rows(order)

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=scale, axis=axis, stack=None)

    base = alt.Chart().encode(y=y)
    tip = [
        alt.Tooltip("name", type="nominal", title=text("charts.word.part", look.language)),
        *(
            alt.Tooltip(name, type="quantitative", format=".1f", title=text(f"charts.word.{name}", look.language))
            for name in ("first", "total", "reference")
        ),
    ]
    whole = base.mark_bar(height=18, yOffset=LOWER, color=palette.accent_soft).encode(x=x("total"), tooltip=tip)
    fill = alt.Color("fill", type="nominal", scale=None)
    own = base.mark_bar(height=18, yOffset=LOWER).encode(x=x("first"), color=fill, tooltip=tip)
    spread = base.mark_rule(color=palette.ink, strokeWidth=1.5, yOffset=LOWER).encode(x=x("low"), x2=alt.X2("high"))
    beside = base.transform_filter("isValid(datum.reference)").mark_tick(
        color=palette.reference, thickness=3, height=26, orient="vertical", yOffset=LOWER
    )
    fills = [palette.grey_soft if rest else palette.accent for rest in frame["is_rest"]]
    data = frame.assign(right=frame[["total", "high", "first"]].max(axis=1), fill=fills)
    words = {"x": x("right"), "text": alt.Text("words", type="nominal")}
    labels = haloed(base, look, palette.ink, words, align="left", dx=8, dy=LOWER, fontWeight=600)
    drawn = [whole, own]
    if (frame["low"] < frame["high"]).any():
        drawn.append(spread.transform_filter("datum.low < datum.high"))
    if frame["reference"].notna().any():
        drawn.append(beside.encode(x=x("reference"), tooltip=tip))
    layers = alt.layer(*drawn, *labels, *_names(order, look), data=data)
    return dress(layers.properties(width=WIDTH, height=AXIS + ROW * max(1, len(order))), look)


def gain_bars(frame: pd.DataFrame, floor: float, floor_words: str, look: Look) -> alt.LayerChart:
    """A bar per input with its name above it and its precision, and the dashed line below which a gain is noise.

    frame : one row a bar, in order; `name`, `value`, `low`, `high`, `words`, in the unit of the title
    """
    palette = look.palette
    order = frame["name"].tolist()
    top = max(float(frame[["value", "high"]].max().max()), floor) or 1.0
    whole = alt.ExprRef(expr=f"{top} * (1 + ({ROOM_WORDS.expr}))")
    scale = alt.Scale(domain=[0, whole], nice=False)
    axis = alt.Axis(title=None, orient="top", tickCount=5, domain=False)

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=scale, axis=axis)

    base = alt.Chart().encode(y=_rows(order))
    tip = [
        alt.Tooltip("name", type="nominal", title=text("charts.word.part", look.language)),
        alt.Tooltip("words", type="nominal", title=text("charts.word.worth", look.language)),
    ]
    bars = base.mark_bar(height=18, color=palette.accent, yOffset=LOWER).encode(x=x("value"), tooltip=tip)
    spread = base.transform_filter("datum.low < datum.high").mark_rule(
        color=palette.ink, strokeWidth=1.5, yOffset=LOWER
    )
    data = frame.assign(right=frame[["value", "high"]].max(axis=1))
    words = {"x": x("right"), "text": alt.Text("words", type="nominal")}
    labels = haloed(base, look, palette.ink, words, align="left", dx=8, dy=LOWER, fontWeight=600)
    layers = [bars, spread.encode(x=x("low"), x2=alt.X2("high"))]
    if floor > 0:
        line = alt.Chart(pd.DataFrame({"floor": [floor], "words": [floor_words]}))
        rule = line.mark_rule(color=palette.reference, strokeDash=[6, 4], strokeWidth=2)
        layers.append(rule.encode(x=x("floor"), tooltip=alt.Tooltip("words", type="nominal")))
    chart = alt.layer(*layers, *labels, *_names(order, look), data=data)
    return dress(chart.properties(width=WIDTH, height=AXIS + ROW * max(1, len(order))), look)


def _rows(order: list[str]) -> alt.Y:
    return alt.Y("name", type="nominal", sort=order, axis=None, scale=alt.Scale(padding=0))


def _names(order: list[str], look: Look) -> list[alt.Chart]:
    """What each bar is called, above it, as wide as the picture."""
    heads = alt.Chart(pd.DataFrame({"name": order})).encode(y=_rows(order))
    words = {"x": alt.value(0), "text": alt.Text("name", type="nominal")}
    limit = alt.ExprRef(expr="width")
    return haloed(heads, look, look.palette.ink, words, align="left", dy=-LOWER - 2, limit=limit)
