"""Cost per calendar year of several variants below each other, on the same axes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, category, haloed
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

ROW = 96
FULL = 0.78  # of a row's height: the highest bar; the rest is for the name above it


def years_below(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """A row of bars per variant: P50 per year, a line for P10–P90, the reference as grey dashes, all on one scale.

    frame : one row a variant and year, variants in order; `name`, `year` (label), `p10`, `p50`, `p90`, `reference`
        (in the unit of the title), `colour`, `words` (P50 of the highest year of a variant, else empty)
    """
    palette = look.palette
    names, years = frame["name"].unique().tolist(), frame["year"].unique().tolist()
    top = float(frame[["p90", "reference"]].max().max()) or 1.0
    floor = frame["name"].map({name: float(len(names) - 1 - at) for at, name in enumerate(names)})
    columns = ("p10", "p50", "p90", "reference")
    words = frame["words"].where(frame["p50"] != 0, "")
    data = frame.assign(floor=floor, words=words, **{f"y_{name}": floor + FULL * frame[name] / top for name in columns})
    scale = alt.Scale(domain=[0, len(names)], nice=False)
    axis = alt.Axis(title=None, labels=False, ticks=False, domain=False, values=list(range(len(names))), grid=True)
    x = category("year", years, look, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1))

    def y(field: str) -> alt.Y:
        return alt.Y(field=field, type="quantitative", scale=scale, axis=axis)

    base = alt.Chart().encode(x=x)
    tip = [
        alt.Tooltip(field="name", type="nominal", title=text("charts.word.variant", look.language)),
        alt.Tooltip(field="year", type="nominal", title=text("charts.word.year", look.language)),
        *(
            alt.Tooltip(field=name, type="quantitative", format=",.2f", title=name.upper())
            for name in ("p10", "p50", "p90")
        ),
    ]
    bars = base.mark_bar().encode(
        y=y("y_p50"), y2=alt.Y2(field="floor"), color=alt.Color(field="colour", type="nominal", scale=None), tooltip=tip
    )
    reach = {"y": y("y_p10"), "y2": alt.Y2(field="y_p90")}
    halo = base.mark_rule(color=palette.paper, strokeWidth=4, aria=False).encode(
        **reach
    )  # on a bar as dark as the line
    bands = base.mark_rule(color=palette.ink, strokeWidth=1.5).encode(**reach)
    reference = base.mark_bar(
        filled=False, stroke=palette.reference, strokeDash=[6, 4], strokeWidth=2, aria=False
    ).encode(y=y("y_reference"), y2=alt.Y2(field="y_reference"))
    label = {"y": y("y_p90"), "text": alt.Text(field="words", type="nominal")}
    named = haloed(base, look, palette.ink, label, baseline="bottom", dy=-3, fontWeight=600)
    heads = pd.DataFrame({"name": names, "at": [len(names) - at - 0.02 for at in range(len(names))]})
    titles = haloed(
        alt.Chart(heads), look, palette.ink,
        {"x": alt.value(0), "y": y("at"), "text": alt.Text(field="name", type="nominal")},
        align="left", baseline="top", fontWeight=600,
    )  # fmt: skip
    size = {"width": WIDTH, "height": ROW * max(1, len(names))}
    return dress(alt.layer(bars, reference, halo, bands, *named, *titles, data=data, **size), look)
