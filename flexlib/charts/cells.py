"""A table in colour: variants or futures by what they are judged on, each cell with its figure written in it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from flexlib.charts.scales import CENTRED, TWO_LINES, WIDTH, over_two_lines
from flexlib.charts.theme import Look, dress, heat_colours
from flexlib.text.loader import text

ROW, LINE = 58, 10


def coloured_cells(frame: pd.DataFrame, look: Look, marked: str = "") -> alt.LayerChart:
    """A cell per row and column; `marked` names a column of booleans whose cells get a frame.

    frame : one row a cell; `row`, `column` (labels, in order), `shade` (0–1, nan: no value), `words`; with a column
        `second` a second line of words below the first; with `is_reference` the row of the reference is set apart by
        grey dashes
    """
    palette, language = look.palette, look.language
    rows, labels = frame["row"].unique().tolist(), frame["column"].unique().tolist()
    columns, padding = over_two_lines(labels)
    colours = [heat_colours(0.0 if shade != shade else shade, palette) for shade in frame["shade"]]
    data = frame.assign(
        column=frame["column"].map(dict(zip(labels, columns, strict=True))),
        fill=[fill for fill, _ in colours],
        ink=[ink for _, ink in colours],
    )
    x = alt.X(
        field="column", type="nominal", sort=columns,
        axis=alt.Axis(title=None, labelAngle=0, orient="top", labelExpr=TWO_LINES, domain=False, ticks=False,
                      labelOverlap=False, labelPadding=padding),
    )  # fmt: skip
    y = alt.Y(
        field="row", type="nominal", sort=rows,
        axis=alt.Axis(title=None, domain=False, ticks=False, labelExpr=TWO_LINES, labelBaseline=CENTRED),
    )  # fmt: skip
    base = alt.Chart().encode(x=x, y=y)
    tip = [
        alt.Tooltip(field=name, type="nominal", title=text(f"charts.word.{word}", language))
        for name, word in (("row", "row"), ("column", "column"), ("words", "value"))
    ]
    cells = base.mark_rect(stroke=palette.paper, strokeWidth=2).encode(
        color=alt.Color(field="fill", type="nominal", scale=None), tooltip=tip
    )
    lines = [("words", -LINE if "second" in frame else 0), *([("second", LINE)] if "second" in frame else [])]
    words = [
        base.mark_text(fontSize=look.text_size(), fontWeight=600 if field == "words" else 400, dy=dy).encode(
            text=alt.Text(field=field, type="nominal"), color=alt.Color(field="ink", type="nominal", scale=None)
        )
        for field, dy in lines
    ]
    layers = [cells]
    if marked:
        framed = base.transform_filter(f"datum.{marked}")
        layers.append(framed.mark_rect(filled=False, stroke=palette.limit, strokeWidth=3, aria=False))
    edges = _edges(data, rows, look) if "is_reference" in frame else []
    size = {"width": WIDTH, "height": ROW * max(1, len(rows))}
    return dress(alt.layer(*layers, *words, *edges, data=data, **size), look)


def _edges(data: pd.DataFrame, rows: list[str], look: Look) -> list[alt.Chart]:
    """Grey dashes above and below the row of the reference."""
    reference = alt.Chart(data[data["is_reference"]].drop_duplicates("row")[["row"]])
    rule = reference.mark_rule(color=look.palette.ink, strokeDash=[6, 4], strokeWidth=2, aria=False)
    return [rule.encode(y=alt.Y(field="row", type="nominal", sort=rows, bandPosition=edge)) for edge in (0, 1)]
