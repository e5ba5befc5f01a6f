"""The pieces a page on paper is made of: text, rows, tables and charts, in the product's own font and greys."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, Spacer, Table, TableStyle

from flexlib.charts.scales import WIDTH
from flexlib.charts.theme import LIGHT
from flexlib.ui import downloads
from flexlib.ui.converter import FONTS

CHART_SCALE = 3.0  # pixels of a picture per pixel of the specification: about 300 a inch on paper


@cache
def fonts() -> tuple[str, str]:
    """Names of the regular and the bold font, registered once."""
    names = ("FlexlibSans", "FlexlibSans-Bold")
    for name, file in zip(names, ("FlexlibSans-Regular.ttf", "FlexlibSans-Bold.ttf"), strict=True):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    pdfmetrics.registerFontFamily(names[0], normal=names[0], bold=names[1])
    return names


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Paragraph styles by name."""
    regular, bold = fonts()
    base: dict[str, object] = {"fontName": regular, "textColor": LIGHT.ink}
    made: dict[str, dict[str, object]] = {
        "top": {"fontSize": 8.5, "leading": 11},
        "top_right": {"fontSize": 8.5, "leading": 11, "alignment": 2},
        "headline": {"fontName": bold, "fontSize": 15, "leading": 18.5, "spaceBefore": 6, "spaceAfter": 4},
        "body": {"fontSize": 8.4, "leading": 10.6, "spaceAfter": 1.5},
        "bullet": {"fontSize": 8.4, "leading": 10.6, "leftIndent": 7, "firstLineIndent": -7, "spaceAfter": 1.5},
        "small": {"fontSize": 7.4, "leading": 9.2, "textColor": LIGHT.quiet, "spaceAfter": 1.8},
        "foot": {"fontSize": 6.8, "leading": 8.4, "textColor": LIGHT.quiet, "splitLongWords": 1},
        "cell": {"fontSize": 8.2, "leading": 9.8},
        "cell_strong": {"fontName": bold, "fontSize": 8.2, "leading": 9.8},
        "cell_head": {"fontSize": 7.2, "leading": 9, "textColor": LIGHT.quiet},
    }
    return {name: ParagraphStyle(name, **(base | own)) for name, own in made.items()}


def safe(said: str) -> str:
    """Words without meaning as markup."""
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_block(marked: str, style: str) -> Paragraph:
    """A paragraph; `marked` may hold markup, so words from elsewhere go through `safe` first."""
    return Paragraph(marked, styles()[style])


def paragraphs(style: str, lines: Sequence[str]) -> list[Any]:
    return [text_block(("• " if style == "bullet" else "") + safe(line), style) for line in lines]


def space(points: float) -> Spacer:
    return Spacer(1, points)


def row(cells: list[Any], widths: Sequence[float], *, line_below: bool = False) -> Table:
    """Blocks beside each other; widths in points."""
    table = Table([cells], colWidths=list(widths), hAlign="LEFT")
    marks: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]
    if line_below:
        marks.append(("LINEBELOW", (0, 0), (-1, -1), 0.8, LIGHT.ink))
    table.setStyle(TableStyle(marks))
    return table


def grid(lines: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table of words with a head and thin lines; the second column, the figure itself, is bold."""
    body = [["cell", "cell_strong", *["cell"] * (len(line) - 2)] for line in lines[1:]]
    kinds = [["cell_head"] * len(lines[0]), *body]
    cells = [
        [text_block(safe(word), kind) for word, kind in zip(*pair, strict=True)]
        for pair in zip(lines, kinds, strict=True)
    ]
    table = Table(cells, colWidths=list(widths), hAlign="LEFT")
    marks = [("LINEABOVE", (0, 1), (-1, -1), 0.4, LIGHT.grey_soft), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle([*marks, *_padding(1.1)]))
    return table


def qr(link: str, side: float) -> Drawing:
    """A link as a code to point a phone at."""
    code = QrCodeWidget(link, barLevel="L")
    left, bottom, right, top = code.getBounds()
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0])
    drawing.add(code)
    return drawing


def chart(spec: dict[str, Any], width: float, height: float, lowest: float) -> Image:
    """A chart as a picture of this width and, as nearly as its labels allow, this height, both in points.

    The first picture tells how much the axes take; the second has the plot that fits what is left, of at least
    `lowest` pixels, below which its words would touch.
    """
    trial = _picture(spec, width)
    points_per_pixel = width / (trial.imageWidth / CHART_SCALE)
    around = trial.imageHeight / CHART_SCALE - float(spec["height"])
    return _picture({**spec, "height": max(lowest, height / points_per_pixel - around)}, width)


def height_of(blocks: Sequence[Any], width: float) -> float:
    """What blocks take from top to bottom, in points."""
    total = 0.0
    for block in blocks:
        total += block.wrap(width, 10_000)[1] + block.getSpaceBefore() + block.getSpaceAfter()
    return total


def _picture(spec: dict[str, Any], width: float) -> Image:
    image = Image(io.BytesIO(downloads.png({"width": WIDTH, **spec}, CHART_SCALE)))
    image.drawHeight = image.imageHeight * width / image.imageWidth
    image.drawWidth = width
    image.hAlign = "LEFT"
    return image


def _padding(vertical: float) -> list[Any]:
    everything = ((0, 0), (-1, -1))
    return [
        ("LEFTPADDING", *everything, 0),
        ("RIGHTPADDING", *everything, 6),
        ("TOPPADDING", *everything, vertical),
        ("BOTTOMPADDING", *everything, vertical),
    ]
