"""Two outcomes against each other: every variant as a mark with its bands, limits drawn in.

Names stand at the marks; on a phone, and with many variants, in a legend above.
"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from flexlib.charts.scales import NARROW, WIDTH, by_width, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

HEIGHT = 460
PLOT = 340  # of the height on screen, what axes and their titles leave for the plot
NAMED = 6  # variants up to which names stand at the marks; more get a legend
LEGEND_COLUMNS = 4
LONGEST = 34  # letters of a name beside its mark
ROOM = 0.12  # of an axis, at both ends, for names
BESIDE, MARK = 12.0, 9.0  # pixels from a mark to its name, and from its middle to its edge
LETTER, LINE = 7.0, 18.0  # pixels of a letter and a line of a name
UP = (12.0, -12.0, 30.0, -30.0, 48.0, -48.0)  # pixels that a name may stand above its mark, best first


def tradeoff(
    frame: pd.DataFrame, titles: tuple[str, str], limits: pd.DataFrame, look: Look, height: int = HEIGHT
) -> alt.LayerChart:
    """Each variant at its P50 on both axes, with P10–P90 as a cross; dominated ones are open marks.

    frame : one row a variant; `name`, `x_p10`, `x_p50`, `x_p90`, `y_p10`, `y_p50`, `y_p90`, `colour`, `shape`,
        `is_dominated`, `is_reference`
    titles : of the two axes, with unit; limits : `axis` (x or y), `value`, `name`
    """
    palette = look.palette
    spans = {axis: _span(frame, limits, axis) for axis in "xy"}
    data = frame.assign(
        **_placed(frame, spans),
        label=frame["name"].str.slice(0, LONGEST),
        open=frame["is_dominated"] | frame["is_reference"],
    )
    scales = {axis: alt.Scale(domain=list(span), nice=False) for axis, span in spans.items()}
    axis_x = alt.Axis(title=titles[0], titleAnchor="start", tickCount=5, grid=True)
    axis_y = alt.Axis(title=titles[1], titleAngle=0, titleAlign="left", titleAnchor="start", titleY=-14, tickCount=5,
                      titleX=0)  # fmt: skip

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=scales["x"], axis=axis_x)

    def y(field: str) -> alt.Y:
        return alt.Y(field, type="quantitative", scale=scales["y"], axis=axis_y)

    names, is_named = frame["name"].tolist(), len(frame) <= NAMED
    legend = _legend(look, is_named)
    colours = alt.Scale(domain=names, range=frame["colour"].tolist())
    colour = alt.Color("name", type="nominal", sort=names, scale=colours, legend=legend)
    shapes = alt.Scale(domain=names, range=frame["shape"].tolist())
    shape = alt.Shape("name", type="nominal", sort=names, scale=shapes, legend=legend)
    stroke = alt.Stroke("name", type="nominal", sort=names, scale=colours, legend=None)
    tip = [alt.Tooltip("name", type="nominal", title=text("charts.word.variant", look.language))] + [
        alt.Tooltip(f"{axis}_p50", type="quantitative", format=",.3~f", title=title)
        for axis, title in zip("xy", titles, strict=True)
    ]
    base = alt.Chart()
    layers = []
    for which, dash in (("!datum.is_reference", [1, 0]), ("datum.is_reference", [6, 4])):
        band = base.transform_filter(which).mark_rule(strokeWidth=3, opacity=0.4, strokeDash=dash)
        layers += [
            band.encode(x=x("x_p10"), x2=alt.X2("x_p90"), y=y("y_p50"), color=colour),
            band.encode(x=x("x_p50"), y=y("y_p10"), y2=alt.Y2("y_p90"), color=colour),
        ]
    lines, named = _limits(limits, x, y, look)
    layers += [*lines, *named]
    place = {"x": x("x_p50"), "y": y("y_p50"), "tooltip": tip}
    full = base.transform_filter("!datum.open").mark_point(filled=True, size=170, opacity=1)
    hollow = base.transform_filter("datum.open").mark_point(
        filled=True, fill=palette.paper, size=170, strokeWidth=2.5, opacity=1
    )
    for side, align, dx in () if not is_named else (("right", "left", BESIDE), ("left", "right", -BESIDE)):
        words = {"x": x("x_p50"), "y": y("label_y"), "text": alt.Text("label", type="nominal")}
        source = base.transform_filter(f"datum.side == '{side}'")
        size = alt.ExprRef(expr=f"width < {NARROW} ? 0 : {look.text_size().expr}")
        layers += haloed(source, look, palette.ink, words, align=align, dx=dx, fontWeight=600, fontSize=size)
    layers += [full.encode(color=colour, shape=shape, **place), hollow.encode(stroke=stroke, shape=shape, **place)]
    return dress(alt.layer(*layers, data=data).properties(width=WIDTH, height=height), look)


def _legend(look: Look, is_named: bool) -> alt.Legend:
    """The names; where they stand at the marks, only a phone needs them."""
    gone = "0" if is_named else look.text_size().expr
    return alt.Legend(
        columns=by_width(2, LEGEND_COLUMNS),
        labelFontSize=alt.ExprRef(expr=f"width < {NARROW} ? {look.size} : {gone}"),
        labelLimit=by_width(140, 0 if is_named else 260),
        symbolSize=by_width(110, 0 if is_named else 140),
        symbolStrokeWidth=by_width(1.5, 0 if is_named else 1.5),
        symbolOpacity=1,
        offset=by_width(30, 0 if is_named else 30),
    )


def _span(frame: pd.DataFrame, limits: pd.DataFrame, axis: str) -> tuple[float, float]:
    values = [float(value) for name in ("p10", "p50", "p90") for value in frame[f"{axis}_{name}"]]
    drawn = limits.loc[limits["axis"] == axis, "value"]
    reached = [*values, *drawn, 0.0]
    low, high = min(reached), max(reached)
    room = ROOM * (high - low or 1.0)
    return (low - (room if low < 0 else 0.0), high + room)


Box = tuple[float, float, float, float]  # left, bottom, right, top, in pixels


def _placed(frame: pd.DataFrame, spans: Mapping[str, tuple[float, float]]) -> dict[str, list[float] | list[str]]:
    """Where each name stands: beside its mark, on the side and at the height where it hides least."""
    scale = {axis: size / (spans[axis][1] - spans[axis][0]) for axis, size in (("x", WIDTH), ("y", PLOT))}
    spots = [
        ((x - spans["x"][0]) * scale["x"], (y - spans["y"][0]) * scale["y"])
        for x, y in zip(frame["x_p50"], frame["y_p50"], strict=True)
    ]
    marks = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in spots]
    taken: list[Box] = []
    found = []
    for (x, y), name in zip(spots, frame["name"], strict=True):
        length = LETTER * min(len(name), LONGEST)
        boxes = {
            (side, up): (begin, y + up - LINE / 2, begin + length, y + up + LINE / 2)
            for up in UP
            for side, begin in (("right", x + BESIDE), ("left", x - BESIDE - length))
        }
        best = min(boxes, key=lambda one: _hides(boxes[one], marks, taken))
        taken.append(boxes[best])
        found.append((best[0], spans["y"][0] + (y + best[1]) / scale["y"]))
    return {"side": [side for side, _ in found], "label_y": [height for _, height in found]}


def _hides(box: Box, marks: list[Box], taken: list[Box]) -> float:
    """How much a name here stands over marks, other names, and the edge of the plot."""
    inside = _shared(box, (0.0, 0.0, WIDTH, PLOT))
    outside = (box[2] - box[0]) * (box[3] - box[1]) - inside
    return 2.0 * outside + sum(_shared(box, other) for other in (*marks, *taken))


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def _limits(limits: pd.DataFrame, x: object, y: object, look: Look) -> tuple[list[alt.Chart], list[alt.Chart]]:
    """The limits as dotted lines, and their names; those of upright lines below each other."""
    lines: list[alt.Chart] = []
    names: list[alt.Chart] = []
    limit = look.palette.limit
    across = limits[limits["axis"] == "y"]
    if not across.empty:
        line = alt.Chart(across).mark_rule(color=limit, strokeWidth=2, strokeDash=[2, 2]).encode(y=y("value"))  # type: ignore[operator]
        words = {"x": alt.value(8), "y": y("value"), "text": alt.Text("name", type="nominal")}  # type: ignore[operator]
        lines.append(line)
        names += haloed(
            alt.Chart(across),
            look,
            limit,
            words,
            align="left",
            dy=-9,
            fontWeight=600,
            limit=alt.ExprRef(expr="width - 16"),
        )
    down = limits[limits["axis"] == "x"]
    if not down.empty:
        line = alt.Chart(down).mark_rule(color=limit, strokeWidth=2, strokeDash=[2, 2]).encode(x=x("value"))  # type: ignore[operator]
        words = {"x": x("value"), "y": alt.value(8), "text": alt.Text("name", type="nominal")}  # type: ignore[operator]
        lines.append(line)
        names += haloed(alt.Chart(down), look, limit, words, align="right", dx=-6, fontWeight=600)
    return lines, names
