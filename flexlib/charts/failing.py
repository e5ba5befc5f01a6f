"""When a variant fails, or succeeds: how often it does in each tenth of the inputs that go together with it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import NARROW, TWO_LINES, WIDTH, by_width, haloed
from flexlib.charts.theme import VARIANT_COLOURS, VARIANT_COLOURS_DARK, VARIANT_SHAPES, Look, dress
from flexlib.text.loader import text

HEIGHT = 320
CLOSE = 10.0  # percent: lines nearer to each other have their names above each other
END = 11.6  # of the axis of tenths: room to the right of the points for what dashed lines are called


def failing_by_tenth(frame: pd.DataFrame, average: float, reference: float, of: str, look: Look) -> alt.LayerChart:
    """A line per input over its ten tenths, from lowest to highest; dashed lines are the average and the reference.

    frame : one row an input and tenth; `name`, `tenth` (1–10), `share` (percent of the draws)
    reference : percent of the reference's draws; nan leaves it out
    of : `failing` or `success`, what the shares are of
    """
    palette, language = look.palette, look.language
    names = frame["name"].unique().tolist()
    colours = list(VARIANT_COLOURS_DARK if look.dark else VARIANT_COLOURS)[: len(names)]
    last = (
        f"datum.value == 1 ? '1|{text('charts.word.lowest', language)}' : "
        f"datum.value == 10 ? '10|{text('charts.word.highest', language)}' : datum.value"
    )
    tenths = alt.ExprRef(expr=f"width < {NARROW} ? [1, 4, 7, 10] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]")
    x_axis = alt.Axis(
        title=None, values=tenths, grid=False, labelAngle=0,
        labelExpr=TWO_LINES.replace("datum.label", f"'' + ({last})"), labelOverlap=False, domainColor=palette.grey_soft,
    )  # fmt: skip
    x = alt.X("tenth", type="quantitative", axis=x_axis, scale=alt.Scale(domain=[0.7, END], nice=False))
    y_axis = alt.Axis(title=None, tickCount=5, domain=False)
    y = alt.Y("share", type="quantitative", axis=y_axis, scale=alt.Scale(domain=[0, 100], nice=False))
    legend = alt.Legend(columns=by_width(1, 0), labelLimit=by_width(320, 400))
    colour = alt.Color("name", type="nominal", sort=names, legend=legend, scale=alt.Scale(domain=names, range=colours))
    shape = alt.Shape(
        "name", type="nominal", sort=names, legend=legend,
        scale=alt.Scale(domain=names, range=list(VARIANT_SHAPES)[: len(names)]),
    )  # fmt: skip
    base = alt.Chart().encode(x=x, y=y, color=colour)
    tip = [
        alt.Tooltip("name", type="nominal", title=text("charts.word.part", language)),
        alt.Tooltip("tenth", type="quantitative", title=text("charts.word.tenth", language)),
        alt.Tooltip("share", type="quantitative", format=".0f", title=text(f"charts.word.{of}", language)),
    ]
    layers = [base.mark_line(strokeWidth=2.5), base.mark_point(filled=True, size=90, opacity=1).encode(
        shape=shape, tooltip=tip)]  # fmt: skip
    for value, word, tint in ((average, "average", palette.ink), (reference, "reference", palette.reference)):
        if value != value:
            continue
        line = alt.Chart(pd.DataFrame({"share": [value], "words": [text(f"charts.word.{word}", language)]}))
        rule = line.mark_rule(color=tint, strokeDash=[6, 4] if word == "reference" else [2, 3], strokeWidth=2)
        layers.append(rule.encode(y=y))
        words = {"x": alt.XDatum(END), "y": y, "text": alt.Text("words", type="nominal")}
        is_crowded = word == ("average" if average >= reference else "reference") and abs(average - reference) < CLOSE
        layers += haloed(line, look, tint, words, align="right", baseline="bottom", dy=-20 if is_crowded else -4)
    return dress(alt.layer(*layers, data=frame).properties(width=WIDTH, height=HEIGHT), look)
