"""The front of a search: everything that fits as light points, the front, the handful by letter, and the reference."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, haloed
from flexlib.charts.theme import Look, dress

HEIGHT = 500
ROOM = 0.06  # of an axis, at both ends
BESIDE, ABOVE = 11, 9  # pixels from a mark to its name, aside and upwards
TALL, LETTER = 16, 7  # pixels: a mark and a name closer than this meet; a letter of a name


def front(
    cloud: pd.DataFrame,
    best: pd.DataFrame,
    named: pd.DataFrame,
    limits: pd.DataFrame,
    titles: tuple[str, str],
    look: Look,
) -> alt.LayerChart:
    """Two outcomes of what a search found.

    cloud, best : `x`, `y` of everything within the limits and of the front
    named : `x`, `y`, `name`, `label`, `colour`, `shape`, `is_reference`; limits : `axis` (x or y), `value`, `name`
    titles : of the two axes, with unit
    """
    palette = look.palette
    axes = {
        "x": alt.Axis(title=titles[0], titleAnchor="start", tickCount=5, grid=True),
        "y": alt.Axis(
            title=titles[1], titleAngle=0, titleAlign="left", titleAnchor="start", titleY=-14, titleX=0, tickCount=5
        ),
    }
    scales = {axis: alt.Scale(domain=_span(axis, cloud, best, named, limits), nice=False, zero=False) for axis in "xy"}

    def x(field: str = "x") -> alt.X:
        return alt.X(field, type="quantitative", scale=scales["x"], axis=axes["x"])

    def y(field: str = "y") -> alt.Y:
        return alt.Y(field, type="quantitative", scale=scales["y"], axis=axes["y"])

    tip = [
        alt.Tooltip("name", type="nominal", title=" "),
        *(
            alt.Tooltip(axis, type="quantitative", format=",.3~f", title=title)
            for axis, title in zip("xy", titles, strict=True)
        ),
    ]
    points = alt.Chart(cloud).mark_circle(size=28, color=palette.grey_soft, opacity=0.55, clip=True)
    best_ones = alt.Chart(best).mark_point(size=46, color=palette.accent, strokeWidth=1.6, opacity=0.9, clip=True)
    place = {"x": x(), "y": y()}
    layers = [points.encode(**place), *_limits(limits, x, y, look), best_ones.encode(**place)]
    colour, shape = alt.Color("colour", type="nominal", scale=None), alt.Shape("shape", type="nominal", scale=None)
    base = alt.Chart(named)
    full = base.transform_filter("!datum.is_reference").mark_point(filled=True, size=210, opacity=1)
    hollow = base.transform_filter("datum.is_reference").mark_point(
        filled=True, fill=palette.paper, size=190, strokeWidth=2.5, strokeDash=[3, 2], opacity=1
    )
    layers += [
        hollow.encode(stroke=colour, shape=shape, tooltip=tip, **place),
        full.encode(color=colour, shape=shape, tooltip=tip, **place),
    ]
    words = {"x": x(), "y": y(), "text": alt.Text("label", type="nominal")}
    for side, align, dx in (("right", "left", BESIDE), ("left", "right", -BESIDE)):
        source = base.transform_filter(f"datum.side == '{side}'")
        layers += haloed(source, look, palette.ink, words, align=align, dx=dx, dy=-ABOVE, fontWeight=700)
    return dress(alt.layer(*layers).properties(width=WIDTH, height=HEIGHT), look)


def sided(named: pd.DataFrame, cloud: pd.DataFrame, best: pd.DataFrame, limits: pd.DataFrame) -> list[str]:
    """On which side of its mark each name stands: the one with room, where it covers no other mark."""
    (left, right), (bottom, top) = (_span(axis, cloud, best, named, limits) for axis in "xy")
    x = (named["x"] - left) / (right - left) * WIDTH
    y = (named["y"] - bottom) / (top - bottom) * HEIGHT
    found = []
    for at, label in enumerate(named["label"]):
        reach = BESIDE + LETTER * len(label)
        beside, above = x - x.iloc[at], y - y.iloc[at] - ABOVE
        in_line = (above.abs() < TALL) & (named.index != named.index[at])
        fits = {"right": x.iloc[at] + reach <= WIDTH, "left": x.iloc[at] >= reach}
        covers = {
            "right": (in_line & beside.between(0, reach + BESIDE)).any(),
            "left": (in_line & beside.between(-reach - BESIDE, 0)).any(),
        }
        better = [side for side in fits if fits[side] and not covers[side]]
        found.append([*better, *(side for side in fits if fits[side]), "right"][0])
    return found


def _span(axis: str, cloud: pd.DataFrame, best: pd.DataFrame, named: pd.DataFrame, limits: pd.DataFrame) -> list[float]:
    """What is found with room around it; a limit is in it only when it lies close by."""
    values = pd.concat([cloud[axis], best[axis], named[axis]]).dropna()
    if values.empty:
        return [0.0, 1.0]
    low, high = float(values.min()), float(values.max())
    room = (high - low) or abs(high) or 1.0
    near = [value for value in limits.loc[limits["axis"] == axis, "value"] if low - room <= value <= high + room]
    low, high = min([low, *near]), max([high, *near])
    room = ROOM * ((high - low) or abs(high) or 1.0)
    return [low - room, high + room]


def _limits(limits: pd.DataFrame, x: object, y: object, look: Look) -> list[alt.Chart]:
    """Limits as lines with their name."""
    limit = look.palette.limit
    layers: list[alt.Chart] = []
    for axis, own, words in (
        ("y", {"y": y("value")}, {"x": alt.value("width"), "y": y("value")}),  # type: ignore[operator]
        ("x", {"x": x("value")}, {"x": x("value"), "y": alt.value(10)}),  # type: ignore[operator]
    ):
        drawn = limits[limits["axis"] == axis]
        if drawn.empty:
            continue
        source = alt.Chart(drawn)
        layers.append(source.mark_rule(color=limit, strokeWidth=2, strokeDash=[2, 2], clip=True).encode(**own))
        text = {**words, "text": alt.Text("name", type="nominal")}
        layers += haloed(source, look, limit, text, align="right", dx=-6, dy=-8, fontWeight=600)
    return layers
