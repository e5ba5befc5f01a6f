"""Money per calendar year: the total with its band, and what it consists of at the rekenwaarde."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from flexlib.charts.scales import MILLION, WIDTH, amount, category, haloed, money_unit
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

PARTS = ("out_of_pocket_one_off", "own_time_one_off", "out_of_pocket_recurring", "own_time_recurring")
HEIGHT = 300
NAME_HEIGHT, NUMBER_HEIGHT = 18, 22  # pixels that a name takes, and a number with the room under it


def money_band(frame: pd.DataFrame, look: Look, height: int = HEIGHT) -> alt.LayerChart:
    """Total cost per calendar year as a bar (P50) with its P10–P90 band, the reference grey and dashed.

    frame : one row a year; `year` (label), `p10`, `p50`, `p90` and `reference` in EUR (NaN: no reference),
        `words` (the P50, written above the band).
    """
    palette, language = look.palette, look.language
    divisor, unit = money_unit(frame["p90"], language)
    columns = ["p10", "p50", "p90", "reference"]
    data = frame.assign(**{name: frame[name] / divisor for name in columns})
    order = data["year"].tolist()
    x = category("year", order, look, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.15))
    base = alt.Chart().encode(x=x)
    tip = [
        alt.Tooltip("year", type="nominal", title=text("charts.word.year", language)),
        *(
            alt.Tooltip(name, type="quantitative", format=",.2f", title=f"{name.upper()} ({unit})")
            for name in ("p10", "p50", "p90")
        ),
    ]
    bars = base.mark_bar(color=palette.accent_soft).encode(y=amount("p50"), tooltip=tip)
    band = base.mark_rule(color=palette.ink, strokeWidth=2).encode(y=amount("p10"), y2=alt.Y2("p90"))
    ends = [
        base.mark_tick(color=palette.ink, thickness=2, width=10, orient="horizontal").encode(y=amount(name))
        for name in ("p10", "p90")
    ]
    layers = [bars, *_reference(data, x, look)]
    if (data["p10"] < data["p90"]).any():
        layers += [band, *ends, *_end_labels(data, x, look, height)]
    words = {"x": x, "y": amount("p90"), "text": alt.Text("words", type="nominal")}
    layers += haloed(alt.Chart(), look, palette.ink, words, baseline="bottom", dy=-4, fontWeight=600)
    return dress(alt.layer(*layers, data=data).properties(width=WIDTH, height=height), look)


def _reference(data: pd.DataFrame, x: alt.X, look: Look) -> list[alt.Chart]:
    if data["reference"].isna().all():
        return []
    flat = alt.Chart().mark_bar(  # a bar without height: a dashed line over the full width of the year
        filled=False, stroke=look.palette.reference, strokeDash=[6, 4], strokeWidth=2, aria=False
    )
    return [flat.encode(x=x, y=amount("reference"), y2=alt.Y2("reference"))]


def _end_labels(data: pd.DataFrame, x: alt.X, look: Look, height: int) -> list[alt.Chart]:
    """P10 and P90, named once, inside the band: the number of the year stands above it."""
    named = data.loc[[named_year(data, height)]]
    layers: list[alt.Chart] = []
    for name, baseline, dy in (("p10", "bottom", -2), ("p90", "top", 2)):
        words = {"x": x, "y": amount(name), "text": alt.Text("name", type="nominal")}
        chart = alt.Chart(named.assign(name=name.upper()))
        layers += haloed(chart, look, look.palette.quiet, words, align="left", baseline=baseline, dx=8, dy=dy)
    return layers


def named_year(data: pd.DataFrame, height: int) -> Any:
    """Index of the year at which P10 and P90 are named: the widest band whose names have room to the right, where on a
    phone the number of the next year begins; the widest of all when none has."""
    room = height / float(data["p90"].max())  # pixels of one unit
    wide = (data["p90"] - data["p10"]) * room
    drop = (data["p90"] - data["p90"].shift(-1)) * room  # how far below this P90 the next year's is
    is_free = (wide >= 2 * NAME_HEIGHT) & drop.notna() & ~drop.between(0, NUMBER_HEIGHT + NAME_HEIGHT)
    return (wide[is_free] if is_free.any() else wide).idxmax()


def money_parts(frame: pd.DataFrame, look: Look, height: int = HEIGHT) -> alt.LayerChart:
    """What the money of a year consists of, stacked at the rekenwaarde: parts that add up exactly.

    frame : one row a year and part; `year` (label), `part` (one of PARTS), `eur`.
    """
    palette, language = look.palette, look.language
    totals = frame.groupby("year", sort=False, as_index=False)["eur"].sum()
    divisor, unit = money_unit(totals["eur"], language)
    order = totals["year"].tolist()
    names = [text(f"charts.part.{part}", language) for part in PARTS]
    data = frame.assign(
        amount=frame["eur"] / divisor,
        name=frame["part"].map(dict(zip(PARTS, names, strict=True))),
        position=frame["part"].map({part: position for position, part in enumerate(PARTS)}),
    )
    colours = [palette.accent, palette.accent_soft, palette.grey, palette.grey_soft]
    x = category("year", order, look, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.15))
    bars = (
        alt.Chart(data)
        .mark_bar(stroke=palette.paper, strokeWidth=1)
        .encode(
            x=x,
            y=amount("amount", stack="zero"),
            color=alt.Color(
                "name", type="nominal", scale=alt.Scale(domain=names, range=colours), legend=alt.Legend(columns=2)
            ),
            order=alt.Order("position", type="quantitative"),
            tooltip=[
                alt.Tooltip("year", type="nominal", title=text("charts.word.year", language)),
                alt.Tooltip("name", type="nominal", title=text("charts.word.part", language)),
                alt.Tooltip("amount", type="quantitative", format=",.2f", title=unit),
            ],
        )
    )
    over = (
        alt.Chart(totals.assign(amount=totals["eur"] / divisor))
        .mark_text(dy=-8, fontWeight=600, color=palette.ink, fontSize=look.text_size())
        .encode(
            x=x,
            y=amount("amount"),
            text=alt.Text("amount", type="quantitative", format=",.1f" if divisor == MILLION else ",.0f"),
        )
    )
    return dress(alt.layer(bars, over).properties(width=WIDTH, height=height), look)
