"""What a room weighs: scores built up from criteria, and which variant wins under which weights."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import CENTRED, TWO_LINES, WIDTH, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW = 46
END = 112
TRIANGLE = 430
NAMED = 0.03  # of the triangle that a variant must win to have its name there; the table has them all


def score_bars(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """A bar per variant, the first at the top, stacked from what each theme gives it; the total stands at its end.

    frame : one row a variant and theme, variants in order; `name`, `theme` (label), `points`, `total`, `words`
    """
    palette = look.palette
    order, themes = frame["name"].unique().tolist(), frame["theme"].unique().tolist()
    scale = alt.Scale(domain=[0, END], nice=False)
    axis = alt.Axis(title=None, orient="top", values=[0, 25, 50, 75, 100], domain=False)
    y = alt.Y(
        "name",
        type="nominal",
        sort=order,
        axis=alt.Axis(
            title=None, domain=False, ticks=False, labelExpr=TWO_LINES, labelBaseline=CENTRED, labelLimit=230
        ),
    )
    colours = [palette.accent, palette.grey_soft, palette.accent_soft]
    bars = (
        alt.Chart()
        .mark_bar(height=22, stroke=palette.paper, strokeWidth=1)
        .encode(
            y=y,
            x=alt.X("points", type="quantitative", stack="zero", scale=scale, axis=axis),
            color=alt.Color("theme", type="nominal", sort=themes, scale=alt.Scale(domain=themes, range=colours)),
            tooltip=[
                alt.Tooltip("name", type="nominal", title=text("charts.word.variant", look.language)),
                alt.Tooltip("theme", type="nominal", title=text("charts.word.part", look.language)),
                alt.Tooltip("points", type="quantitative", format=".1f"),
            ],
        )
    )
    totals = frame.drop_duplicates("name")
    words = {
        "y": y,
        "x": alt.X("total", type="quantitative", scale=scale, axis=axis),
        "text": alt.Text("words", type="nominal"),
    }
    labels = haloed(alt.Chart(totals), look, palette.ink, words, align="left", dx=8, fontWeight=600)
    return dress(alt.layer(bars, *labels, data=frame).properties(width=WIDTH, height=ROW * max(1, len(order))), look)


def winners(frame: pd.DataFrame, corners: pd.DataFrame, now: pd.DataFrame, look: Look) -> alt.LayerChart:
    """A triangle of all weights over three themes: each spot has the colour of the variant that wins there.

    frame : one row a spot; `x`, `y` (0–1), `name`, `colour`; corners : `x`, `y`, `label`, `align`;
    now : `x`, `y` of the room's own weights
    """
    palette = look.palette
    scale_x, scale_y = alt.Scale(domain=[-0.08, 1.08], nice=False), alt.Scale(domain=[-0.12, 1.0], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(field, type="quantitative", scale=scale_x, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(field, type="quantitative", scale=scale_y, axis=None)

    spots = (
        alt.Chart(frame)
        .mark_point(filled=True, size=46, opacity=0.95)
        .encode(
            x=x("x"),
            y=y("y"),
            color=alt.Color("colour", type="nominal", scale=None),
            shape=alt.Shape("shape", type="nominal", scale=None),
            tooltip=[alt.Tooltip("name", type="nominal", title=text("charts.word.variant", look.language))],
        )
    )
    layers = [spots]
    for align in ("left", "center", "right"):
        some = corners[corners["align"] == align]
        if not some.empty:
            words = {"x": x("x"), "y": y("y"), "text": alt.Text("label", type="nominal")}
            layers += haloed(alt.Chart(some), look, palette.ink, words, align=align, fontWeight=600)
    here = alt.Chart(now).mark_point(
        shape="cross", size=260, filled=True, color=palette.ink, stroke=palette.paper, strokeWidth=2, opacity=1
    )
    layers.append(here.encode(x=x("x"), y=y("y")))
    names = frame.groupby("name", sort=False).agg(x=("x", "mean"), y=("y", "mean"), count=("x", "size")).reset_index()
    names = names[names["count"] >= NAMED * len(frame)]
    words = {"x": x("x"), "y": y("y"), "text": alt.Text("name", type="nominal")}
    layers += haloed(alt.Chart(names), look, palette.ink, words, fontWeight=600, dy=14)
    return dress(alt.layer(*layers).properties(width=WIDTH, height=TRIANGLE), look)
