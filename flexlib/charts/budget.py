"""A budget beside what is asked: per calendar year a marker for the budget and a bar with its band."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import WIDTH, amount, category, haloed, money_unit
from flexlib.charts.theme import Look, dress
from flexlib.text.loader import text

HEIGHT = 320
WITHIN = 4.0  # a budget above this many times the highest band would flatten the bars; it is said in words


def budget_years(frame: pd.DataFrame, look: Look, height: int = HEIGHT) -> alt.LayerChart:
    """What is asked per calendar year (bar: P50, line: P10–P90) and what is budgeted (a line with a diamond).

    frame : one row a year; `year` (label), `budget`, `p10`, `p50`, `p90`, `reference` in EUR, nan where there is none.
    Budgets that would flatten the bars (see `drawn_budgets`) are left out.
    """
    palette, language = look.palette, look.language
    columns = ["budget", "p10", "p50", "p90", "reference"]
    shown = frame.assign(budget=drawn_budgets(frame))
    divisor, unit = money_unit(shown[columns].max(), language)
    data = shown.assign(**{name: shown[name] / divisor for name in columns})
    x = category("year", data["year"].tolist(), look, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.15))
    words = {name: text(f"charts.budget.{name}", language) for name in ("budget", "p50", "reference")}
    tip = [alt.Tooltip("year", type="nominal", title=text("charts.word.year", language))]
    tip += [
        alt.Tooltip(name, type="quantitative", format=",.2f", title=f"{words.get(name, name.upper())} ({unit})")
        for name in ("budget", "p10", "p50", "p90")
    ]
    asked = alt.Chart(data[data["p50"].notna()])
    layers: list[alt.Chart] = [asked.mark_bar(color=palette.accent_soft).encode(x=x, y=amount("p50"), tooltip=tip)]
    for name, colour, dash in (("reference", palette.reference, [6, 4]), ("budget", palette.limit, [1, 0])):
        there = data[data[name].notna()]
        if not there.empty:
            line = alt.Chart(there).mark_bar(  # a bar without height: a line over the full width of the year
                filled=False, stroke=colour, strokeDash=dash, strokeWidth=3, aria=False
            )
            layers.append(line.encode(x=x, y=amount(name), y2=alt.Y2(name)))
    layers.append(asked.mark_rule(color=palette.ink, strokeWidth=2).encode(x=x, y=amount("p10"), y2=alt.Y2("p90")))
    there = data[data["budget"].notna()]
    if not there.empty:
        marks = alt.Chart(there).mark_point(shape="diamond", size=110, filled=True, color=palette.limit, opacity=1)
        layers.append(marks.encode(x=x, y=amount("budget"), tooltip=tip))
        layers += _named(there.head(1), "budget", words["budget"], x, palette.limit, look)
    there = data[data["reference"].notna()]
    if not there.empty:
        layers += _named(there.tail(1), "reference", words["reference"], x, palette.reference, look)
    return dress(alt.layer(*layers).properties(width=WIDTH, height=height), look)


def drawn_budgets(frame: pd.DataFrame) -> pd.Series:
    """The budgets that fit beside the bars, nan for those that would flatten them."""
    highest = frame[["p90", "reference"]].max().max()
    return frame["budget"].where(frame["budget"] <= WITHIN * highest)


def _named(rows: pd.DataFrame, field: str, name: str, x: alt.X, colour: str, look: Look) -> list[alt.Chart]:
    """A line named once, above it."""
    encoding = {"x": x, "y": amount(field), "text": alt.Text("name", type="nominal")}
    return haloed(alt.Chart(rows.assign(name=name)), look, colour, encoding, baseline="bottom", dy=-8, fontWeight=600)
