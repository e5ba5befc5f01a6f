"""Two outcomes against each other: every variant as a mark with its bands, limits drawn in.

Names stand at the marks, with a line to those further off; on a phone in a legend above.
"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from flexlib.charts.scales import NARROW, WIDTH, by_width, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

HEIGHT = 460
AROUND = 120  # of the height on screen, what axes and their titles take from the plot
FEW = 6  # variants up to which the plot has its usual height; each more makes it higher
EACH = 30  # pixels of height for each variant more
LONGEST = 40  # letters of a name beside its mark; a link carries no more
ROOM = 0.12  # of an axis, at both ends, for names
BESIDE, MARK = 12.0, 9.0  # pixels from a mark to its name, and from its middle to its edge
BELOW = 24  # pixels from the name of an upright limit to the next
LETTER, LINE = 7.0, 18.0  # pixels of a letter and a line of a name
STEPS = 9  # lines that a name may stand above or below its mark
FIRST = 12.0  # pixels of the first of them
NEAR = 0.5  # square pixels that a name may hide for each pixel that it stands nearer
FAR = 20.0  # pixels above or below its mark from which a line leads to a name


def tradeoff(
    frame: pd.DataFrame, titles: tuple[str, str], limits: pd.DataFrame, look: Look, usual_height: int = HEIGHT
) -> alt.LayerChart:
    """Each variant at its P50 on both axes, with P10–P90 as a cross; dominated ones are open marks.

    frame : one row a variant; `name`, `x_p10`, `x_p50`, `x_p90`, `y_p10`, `y_p50`, `y_p90`, `colour`, `shape`,
        `is_dominated`, `is_reference`
    titles : of the two axes, with unit; limits : `axis` (x or y), `value`, `name`
    """
    palette = look.palette
    height = usual_height + EACH * max(0, len(frame) - FEW)
    spans = {axis: _span(frame, limits, axis) for axis in "xy"}
    data = frame.assign(
        **_placed(frame, spans, float(height - AROUND)),
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

    names = frame["name"].tolist()
    legend = _legend(look)
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
    thick, faint = (3.0, 0.4) if len(frame) <= FEW else (1.5, 0.3)
    for which, dash in (("!datum.is_reference", [1, 0]), ("datum.is_reference", [6, 4])):
        band = base.transform_filter(which).mark_rule(strokeWidth=thick, opacity=faint, strokeDash=dash)
        layers += [
            band.encode(x=x("x_p10"), x2=alt.X2("x_p90"), y=y("y_p50"), color=colour),
            band.encode(x=x("x_p50"), y=y("y_p10"), y2=alt.Y2("y_p90"), color=colour),
        ]
    lines, named = _limits(limits, x, y, spans["x"], look)
    layers += [*lines, *named]
    place = {"x": x("x_p50"), "y": y("y_p50"), "tooltip": tip}
    full = base.transform_filter("!datum.open").mark_point(filled=True, size=170, opacity=1)
    hollow = base.transform_filter("datum.open").mark_point(
        filled=True, fill=palette.paper, size=170, strokeWidth=2.5, opacity=1
    )
    leads = base.transform_filter(f"datum.is_off && width >= {NARROW}").mark_rule(strokeWidth=1, color=palette.grey)
    layers.append(leads.encode(x=x("x_p50"), y=y("y_p50"), y2=alt.Y2("label_y")))
    for side, align, dx in (("right", "left", BESIDE), ("left", "right", -BESIDE)):
        words = {"x": x("x_p50"), "y": y("label_y"), "text": alt.Text("label", type="nominal")}
        source = base.transform_filter(f"datum.side == '{side}'")
        size = alt.ExprRef(expr=f"width < {NARROW} ? 0 : {look.text_size().expr}")
        layers += haloed(source, look, palette.ink, words, align=align, dx=dx, fontWeight=600, fontSize=size)
    layers += [full.encode(color=colour, shape=shape, **place), hollow.encode(stroke=stroke, shape=shape, **place)]
    return dress(alt.layer(*layers, data=data).properties(width=WIDTH, height=height), look)


def _legend(look: Look) -> alt.Legend:
    """The names; they stand at the marks, so only a phone needs them, one below the other."""
    return alt.Legend(
        columns=1,
        labelFontSize=by_width(look.size, 0),
        labelLimit=by_width(300, 0),
        symbolSize=by_width(110, 0),
        symbolStrokeWidth=by_width(1.5, 0),
        symbolOpacity=1,
        rowPadding=by_width(2, 0),
        offset=by_width(30, 0),
    )


def _span(frame: pd.DataFrame, limits: pd.DataFrame, axis: str) -> tuple[float, float]:
    values = [float(value) for name in ("p10", "p50", "p90") for value in frame[f"{axis}_{name}"]]
    drawn = limits.loc[limits["axis"] == axis, "value"]
    reached = [*values, *drawn, 0.0]
    low, high = min(reached), max(reached)
    room = ROOM * (high - low or 1.0)
    return (low - (room if low < 0 else 0.0), high + room)


Box = tuple[float, float, float, float]  # left, bottom, right, top, in pixels


def _placed(
    frame: pd.DataFrame, spans: Mapping[str, tuple[float, float]], plot: float
) -> dict[str, list[float] | list[str] | list[bool]]:
    """Where each name stands: beside its mark, on the side and at the height where it hides least.

    plot : height in pixels. `is_off` where a line has to lead from the mark to the name.
    """
    scale = {axis: size / (spans[axis][1] - spans[axis][0]) for axis, size in (("x", WIDTH), ("y", plot))}
    ups = [sign * (FIRST + LINE * step) for step in range(STEPS) for sign in (1, -1)]
    spots = [
        ((x - spans["x"][0]) * scale["x"], (y - spans["y"][0]) * scale["y"])
        for x, y in zip(frame["x_p50"], frame["y_p50"], strict=True)
    ]
    marks = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in spots]
    taken: list[Box] = []
    found: list[tuple[str, float]] = []
    for (x, y), name in zip(spots, frame["name"], strict=True):
        length = LETTER * min(len(name), LONGEST)
        boxes = {
            (side, up): (begin, y + up - LINE / 2, begin + length, y + up + LINE / 2)
            for up in ups
            for side, begin in (("right", x + BESIDE), ("left", x - BESIDE - length))
        }
        best = min(boxes, key=lambda one: _hides(boxes[one], marks, taken, plot) + NEAR * abs(one[1]))
        taken.append(boxes[best])
        found.append(best)
    heights = [spans["y"][0] + (y + up) / scale["y"] for (_, y), (_, up) in zip(spots, found, strict=True)]
    return {"side": [side for side, _ in found], "label_y": heights, "is_off": [abs(up) > FAR for _, up in found]}


def _hides(box: Box, marks: list[Box], taken: list[Box], plot: float) -> float:
    """How much a name here stands over marks, other names, and the edge of the plot."""
    inside = _shared(box, (0.0, 0.0, WIDTH, plot))
    outside = (box[2] - box[0]) * (box[3] - box[1]) - inside
    return 2.0 * outside + sum(_shared(box, other) for other in (*marks, *taken))


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def _limits(
    limits: pd.DataFrame, x: object, y: object, span: tuple[float, float], look: Look
) -> tuple[list[alt.Chart], list[alt.Chart]]:
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
        lines.append(line)
        middle = sum(span) / 2
        for at, (_, one) in enumerate(down.sort_values("value").iterrows()):
            words = {"x": x("value"), "y": alt.value(8 + BELOW * at), "text": alt.Text("name", type="nominal")}  # type: ignore[operator]
            align, dx = ("left", 6) if one["value"] < middle else ("right", -6)
            names += haloed(
                alt.Chart(down[down["value"] == one["value"]]), look, limit, words, align=align, dx=dx, fontWeight=600
            )
    return lines, names
