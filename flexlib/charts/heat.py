"""Where it arises: chains by aspects, each cell with its figure written in it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import CENTRED, TWO_LINES, WIDTH
from flexlib.charts.theme import Look, dress, heat_colours
from flexlib.text.loader import text

ROW = 52


def chains_by_aspects(frame: pd.DataFrame, look: Look) -> alt.LayerChart:
    """A cell per chain and aspect, darker where more arises; the figure itself stands in the cell.

    frame : one row a cell; `chain`, `aspect` (labels, in order), `amount` (EUR or hours, at the rekenwaarde), `words`.
    """
    palette, language = look.palette, look.language
    chains, aspects = frame["chain"].unique().tolist(), frame["aspect"].unique().tolist()
    largest = float(frame["amount"].abs().max())
    colours = [heat_colours(abs(amount) / largest if largest else 0.0, palette) for amount in frame["amount"]]
    data = frame.assign(fill=[fill for fill, _ in colours], ink=[ink for _, ink in colours])
    x = alt.X(
        "aspect", type="nominal", sort=aspects,
        axis=alt.Axis(title=None, labelAngle=0, orient="top", labelExpr=TWO_LINES, domain=False, ticks=False),
    )  # fmt: skip
    y = alt.Y(
        "chain",
        type="nominal",
        sort=chains,
        axis=alt.Axis(title=None, domain=False, ticks=False, labelExpr=TWO_LINES, labelBaseline=CENTRED),
    )
    base = alt.Chart().encode(x=x, y=y)
    cells = base.mark_rect(stroke=palette.paper, strokeWidth=2).encode(
        color=alt.Color("fill", type="nominal", scale=None),
        tooltip=[
            alt.Tooltip("chain", type="nominal", title=text("charts.word.chain", language)),
            alt.Tooltip("aspect", type="nominal", title=text("charts.word.aspect", language)),
            alt.Tooltip("words", type="nominal", title=text("charts.word.value", language)),
        ],
    )
    words = base.mark_text(fontSize=look.text_size(), fontWeight=600).encode(
        text=alt.Text("words", type="nominal"),
        color=alt.Color("ink", type="nominal", scale=None),
    )
    return dress(alt.layer(cells, words, data=data).properties(width=WIDTH, height=ROW * max(1, len(chains))), look)
