"""Two outcomes against each other: every variant as a mark with its bands, limits drawn in."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

HEIGHT = 460
NAMED = 6  # variants up to which names stand at the marks; more get a legend
LEGEND_COLUMNS = 4
ROOM = 0.12  # of an axis, at both ends, for names


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
        label=frame["name"].str.slice(0, 34),
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
    legend = None if is_named else alt.Legend(columns=LEGEND_COLUMNS)
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
    layers = [
        base.mark_rule(strokeWidth=3, opacity=0.4).encode(x=x("x_p10"), x2=alt.X2("x_p90"), y=y("y_p50"), color=colour),
        base.mark_rule(strokeWidth=3, opacity=0.4).encode(x=x("x_p50"), y=y("y_p10"), y2=alt.Y2("y_p90"), color=colour),
    ]
    layers += _limits(limits, x, y, look)
    place = {"x": x("x_p50"), "y": y("y_p50"), "tooltip": tip}
    full = base.transform_filter("!datum.open").mark_point(filled=True, size=170, opacity=1)
    hollow = base.transform_filter("datum.open").mark_point(
        filled=True, fill=palette.paper, size=170, strokeWidth=2.5, opacity=1
    )
    layers += [full.encode(color=colour, shape=shape, **place), hollow.encode(stroke=stroke, shape=shape, **place)]
    for side, align, dx in () if not is_named else (("right", "left", 12), ("left", "right", -12)):
        words = {"x": x("x_p50"), "y": y("label_y"), "text": alt.Text("label", type="nominal")}
        source = base.transform_filter(f"datum.side == '{side}'")
        layers += haloed(source, look, palette.ink, words, align=align, dx=dx, fontWeight=600)
    return dress(alt.layer(*layers, data=data).properties(width=WIDTH, height=height), look)


def _span(frame: pd.DataFrame, limits: pd.DataFrame, axis: str) -> tuple[float, float]:
    values = pd.concat([frame[f"{axis}_{name}"] for name in ("p10", "p50", "p90")])
    drawn = limits.loc[limits["axis"] == axis, "value"]
    low, high = min(float(values.min()), *drawn, 0.0), max(float(values.max()), *drawn, 0.0)
    room = ROOM * (high - low or 1.0)
    return (low - (room if low < 0 else 0.0), high + room)


def _placed(frame: pd.DataFrame, spans: Mapping[str, tuple[float, float]]) -> dict[str, list[float] | list[str]]:
    """Where each name stands: beside its mark, on the side with room, moved up or down where two would meet."""
    (left, right), (bottom, top) = spans["x"], spans["y"]
    apart = 0.045 * (top - bottom)
    sides = ["left" if x > left + 0.62 * (right - left) else "right" for x in frame["x_p50"]]
    heights = {index: y + 0.03 * (top - bottom) for index, y in enumerate(frame["y_p50"])}
    for side in ("left", "right"):
        last = float("-inf")
        for index in sorted((at for at, own in enumerate(sides) if own == side), key=heights.__getitem__):
            heights[index] = last = max(heights[index], last + apart)
    return {"side": sides, "label_y": [heights[index] for index in range(len(frame))]}


def _limits(limits: pd.DataFrame, x: object, y: object, look: Look) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    limit = look.palette.limit
    across = limits[limits["axis"] == "y"]
    if not across.empty:
        line = alt.Chart(across).mark_rule(color=limit, strokeWidth=2, strokeDash=[2, 2]).encode(y=y("value"))  # type: ignore[operator]
        words = {"x": alt.value("width"), "y": y("value"), "text": alt.Text("name", type="nominal")}  # type: ignore[operator]
        layers += [line, *haloed(alt.Chart(across), look, limit, words, align="right", dy=-8, fontWeight=600)]
    down = limits[limits["axis"] == "x"]
    if not down.empty:
        line = alt.Chart(down).mark_rule(color=limit, strokeWidth=2, strokeDash=[2, 2]).encode(x=x("value"))  # type: ignore[operator]
        words = {"x": x("value"), "y": alt.value(8), "text": alt.Text("name", type="nominal")}  # type: ignore[operator]
        layers += [line, *haloed(alt.Chart(down), look, limit, words, align="right", dx=-6, fontWeight=600)]
    return layers
