"""Own work against the people who are there: per school year and role, in fte."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import CENTRED, TWO_LINES, WIDTH, amount, category, haloed
from flexlib.charts.theme import Look, dress, heat_colours
from flexlib.text.loader import text

HEIGHT = 300
ROW = 50  # two lines of the larger words of a wide screen, and the axis
LINES_WITHIN = 2.5  # a capacity line above this many times the highest bar would flatten the bars; it is said in words


def role_years(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """Which share of each role's people a school year asks: a table of cells, darker where it asks more.

    frame : one row a role and school year; `role`, `year` (labels, in order), `share` (0–1 and above: asked ÷ there),
        `words` (what stands in the cell), `over` (more asked than there is).
    """
    palette, language = look.palette, look.language
    roles, years = frame["role"].unique().tolist(), frame["year"].unique().tolist()
    colours = [heat_colours(share, palette) for share in frame["share"]]
    data = frame.assign(fill=[fill for fill, _ in colours], ink=[ink for _, ink in colours])
    x = alt.X(
        "year", type="nominal", sort=years,
        axis=alt.Axis(title=None, labelAngle=0, labelExpr=TWO_LINES, domain=False, ticks=False, labelOverlap=False),
    )  # fmt: skip
    y = alt.Y(
        "role",
        type="nominal",
        sort=roles,
        axis=alt.Axis(title=None, domain=False, ticks=False, labelExpr=TWO_LINES, labelBaseline=CENTRED),
    )
    base = alt.Chart().encode(x=x, y=y)
    cells = base.mark_rect(stroke=palette.paper, strokeWidth=2).encode(
        color=alt.Color("fill", type="nominal", scale=None),
        tooltip=[
            alt.Tooltip("role", type="nominal", title=text("charts.word.role", language)),
            alt.Tooltip("year", type="nominal", title=text("charts.word.school_year", language)),
            alt.Tooltip("share", type="quantitative", format=".0%", title=text("charts.word.share_there", language)),
        ],
    )
    over = base.transform_filter("datum.over")
    frames = over.mark_rect(filled=False, stroke=palette.limit, strokeWidth=3, aria=False)
    words = base.mark_text(fontSize=look.text_size(-1)).encode(
        text=alt.Text("words", type="nominal"),
        color=alt.Color("ink", type="nominal", scale=None),
    )
    return dress(
        alt.layer(cells, frames, words, data=data).properties(width=WIDTH, height=ROW * max(1, len(roles))), look
    )


def role_hours(frame: pd.DataFrame, limits: pd.DataFrame, look: Look, height: int = HEIGHT) -> alt.LayerChart:
    """One role's own work per school year in fte: one-off and recurring stacked at the rekenwaarde.

    frame : one row a school year and kind; `year` (label), `kind` (one_off, recurring), `fte`, and per year
        `p10`, `p90` of the total in fte. limits : `name`, `fte` of the lines that are drawn when they fit.
    """
    palette, language = look.palette, look.language
    years = frame["year"].unique().tolist()
    kinds = ("one_off", "recurring")
    names = [text(f"charts.kind.{kind}", language) for kind in kinds]
    unit = text("charts.unit.fte", language)
    data = frame.assign(
        name=frame["kind"].map(dict(zip(kinds, names, strict=True))),
        position=frame["kind"].map({"one_off": 0, "recurring": 1}),
    )
    x = category("year", years, look, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.15))
    bars = (
        alt.Chart(data)
        .mark_bar(stroke=palette.paper, strokeWidth=1)
        .encode(
            x=x,
            y=amount("fte", stack="zero"),
            color=alt.Color(
                "name", type="nominal", scale=alt.Scale(domain=names, range=[palette.accent_soft, palette.grey])
            ),
            order=alt.Order("position", type="quantitative"),
            tooltip=[
                alt.Tooltip("year", type="nominal", title=text("charts.word.school_year", language)),
                alt.Tooltip("name", type="nominal", title=text("charts.word.part", language)),
                alt.Tooltip("fte", type="quantitative", format=",.2f", title=unit),
            ],
        )
    )
    totals = data.drop_duplicates("year")
    band = alt.Chart(totals).mark_rule(color=palette.ink, strokeWidth=2).encode(x=x, y=amount("p10"), y2=alt.Y2("p90"))
    layers = [bars, band, *_limit_layers(limits, float(totals["p90"].max()), look)]
    return dress(alt.layer(*layers).properties(width=WIDTH, height=height), look)


def drawn_limits(limits: pd.DataFrame, highest: float) -> pd.DataFrame:
    """The capacity lines that fit beside bars of this height."""
    return limits[limits["fte"] <= LINES_WITHIN * max(highest, 1e-9)]


def _limit_layers(limits: pd.DataFrame, highest: float, look: Look) -> list[alt.Chart]:
    shown = drawn_limits(limits, highest)
    if shown.empty:
        return []
    limit = look.palette.limit
    rule = alt.Chart(shown).mark_rule(color=limit, strokeWidth=2, strokeDash=[2, 2]).encode(y=amount("fte"))
    words = {"x": alt.value("width"), "y": amount("fte"), "text": alt.Text("name", type="nominal")}
    return [rule, *haloed(alt.Chart(shown), look, limit, words, align="right", dy=-8, fontWeight=600)]
