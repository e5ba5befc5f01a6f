"""What charts share: the unit of an axis of money, labels in two lines, and the title block of an export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt

from flexlib.charts.theme import Look
from flexlib.text.loader import text

TWO_LINES = "split(datum.label, '|')"  # "2034|7 mnd" becomes two lines under the axis
# The baseline of a label beside a row: two lines hang around the middle of the row, one line stands on it.
CENTRED = {"condition": {"test": "indexof(datum.label, '|') >= 0", "value": "bottom"}, "value": "middle"}
WIDTH = 720  # pixels of an export; on screen a chart takes the width it is given
NARROW = 520  # pixels of a plot below which words beside marks no longer fit
PADDING, PADDING_TWO = 6, 27  # pixels between a label above a plot and the plot
MILLION = 1_000_000.0
THOUSAND = 1_000.0


def money_unit(amounts: Iterable[float], language: str) -> tuple[float, str]:
    """Divisor and words for an axis of euros: millions from one million up, thousands below."""
    largest = max((abs(amount) for amount in amounts if amount == amount), default=0.0)
    if largest >= MILLION:
        return MILLION, text("charts.unit.eur_million", language)
    return THOUSAND, text("charts.unit.eur_thousand", language)


def category(field: str, order: list[str], look: Look, **options: Any) -> alt.X:
    """A horizontal axis of ordered names (years), with two-line labels that stay level."""
    axis = alt.Axis(
        title=None,
        labelAngle=0,
        labelExpr=TWO_LINES,
        grid=False,
        labelOverlap=False,
        domainColor=look.palette.grey_soft,
    )
    return alt.X(field=field, type="nominal", sort=order, axis=axis, **options)


def amount(field: str, **options: Any) -> alt.Y:
    """A vertical axis that starts at zero; its unit stands in the chart's title."""
    axis = alt.Axis(title=None, tickCount=5, domain=False)
    return alt.Y(
        field=field, type="quantitative", axis=axis, scale=alt.Scale(zero=True, nice=True, domainMin=0), **options
    )


def haloed(source: alt.Chart, look: Look, colour: str, encoding: dict[str, Any], **mark: Any) -> list[alt.Chart]:
    """Words that stay readable over bars and lines: the same text twice, first as an outline in the paper's colour.

    source : a chart without mark; without data it takes those of the layers it is put in
    """
    options = {"fontSize": look.text_size(), **mark}
    outline = source.mark_text(stroke=look.palette.paper, strokeWidth=4, strokeJoin="round", aria=False, **options)
    return [outline.encode(**encoding), source.mark_text(color=colour, **options).encode(**encoding)]


def by_width(narrow: float, wide: float) -> alt.ExprRef:
    """A number that differs between a phone and everything wider."""
    return alt.ExprRef(expr=f"width < {NARROW} ? {narrow} : {wide}")


def two_lines(label: str, longest: int = 14) -> str:
    """A label that is longer than `longest` broken at the space nearest its middle, as `TWO_LINES` reads it."""
    if len(label) <= longest or " " not in label:
        return label
    spaces = [position for position, letter in enumerate(label) if letter == " "]
    middle = min(spaces, key=lambda position: abs(position - len(label) / 2))
    return f"{label[:middle]}|{label[middle + 1 :]}"


def over_two_lines(labels: list[str]) -> tuple[list[str], int]:
    """Labels above a plot, all of two lines when one is, so that they end on one height; and their padding, pixels."""
    if not any("|" in label for label in labels):
        return labels, PADDING
    return [label if "|" in label else f"|{label}" for label in labels], PADDING_TWO


def titled(chart: Any, title: str, notes: Iterable[str], look: Look) -> Any:
    """The chart as it leaves the screen: with its title, unit, assumptions and source written on it."""
    lines = [line for note in notes for line in _wrapped(note)]
    heading = alt.TitleParams(text=_wrapped(title, 78), subtitle=lines)
    return chart.properties(title=heading)


def _wrapped(words: str, width: int = 110) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
