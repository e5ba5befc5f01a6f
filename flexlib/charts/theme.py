"""The look of every chart: one accent, greys, fixed variant colours, Dutch numbers, light and dark.

A chart is built without a look and gets one from `dress`; the same dressed chart goes to the screen and,
through vl-convert, to PNG and SVG, so that what a board sees is what it can print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

FONT = "Source Sans, Flexlib Sans, sans-serif"
WIDE = 1500  # pixels of a plot from which words are larger


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme; text colours reach a contrast of at least 4.5 on `paper`, marks at least 3."""

    paper: str
    ink: str
    quiet: str  # axis labels, notes
    grid: str
    accent: str
    accent_soft: str  # the second part of the accent's family
    grey: str
    grey_soft: str
    reference: str
    limit: str
    heat: tuple[str, str]  # from nothing to most


LIGHT = Palette(
    paper="#FFFFFF",
    ink="#1F2A2C",
    quiet="#55625F",
    grid="#E2E8E7",
    accent="#0B6B6F",
    accent_soft="#7CB8B6",
    grey="#5C6A6C",
    grey_soft="#B7C1C0",
    reference="#6B7778",
    limit="#B23A00",
    heat=("#EFF5F4", "#075356"),
)
DARK = Palette(
    paper="#12181A",
    ink="#E6ECEA",
    quiet="#B3BFBD",
    grid="#2A3638",
    accent="#5CC0BD",
    accent_soft="#2B7C7E",
    grey="#A3B0AF",
    grey_soft="#566466",
    reference="#97A3A2",
    limit="#FF9A62",
    heat=("#1D2628", "#8ADBD7"),
)

# Okabe–Ito in an order that keeps neighbours apart; yellow darkened on white is left for last.
VARIANT_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A6D00", "#000000")
VARIANT_COLOURS_DARK = ("#56B4E9", "#F08A3C", "#2FC79B", "#E3A3C9", "#E69F00", "#9AD4F5", "#F0E442", "#FFFFFF")
VARIANT_DASHES = ((1, 0), (6, 3))
SHIFT = 3  # places that shapes move on in the second round of colours
VARIANT_SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
)

MONTHS_NL = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
DAYS_NL = ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"]
NUMBERS_NL: dict[str, Any] = {
    "decimal": ",",
    "thousands": ".",
    "grouping": [3],
    "currency": ["€ ", ""],
    "percent": " %",
    "minus": "−",
    "nan": "n.v.t.",
}
NUMBERS_EN: dict[str, Any] = {
    "decimal": ".",
    "thousands": ",",
    "grouping": [3],
    "currency": ["€", ""],
    "percent": "%",
    "minus": "−",
    "nan": "n/a",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart is dressed: light or dark, language, and larger type where it is seen from afar or on paper."""

    dark: bool = False
    language: str = "nl"
    size: int = 13

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    def text_size(self, more: int = 0) -> alt.ExprRef:
        """Size of words in pixels: larger on a wide screen, which is seen from across a room."""
        size = self.size + more
        return alt.ExprRef(expr=f"width > {WIDE} ? {round(size * 1.4)} : {size}")


def variant_style(position: int, dark: bool = False) -> tuple[str, tuple[int, int], str]:
    """Colour, dash and shape of the variant at this position: eight colours, then the same dashed, in other shapes."""
    colours = VARIANT_COLOURS_DARK if dark else VARIANT_COLOURS
    dash = VARIANT_DASHES[(position // len(colours)) % len(VARIANT_DASHES)]
    shape = VARIANT_SHAPES[(position + SHIFT * (position // len(colours))) % len(VARIANT_SHAPES)]
    return colours[position % len(colours)], dash, shape


def heat_colours(shade: float, palette: Palette) -> tuple[str, str]:
    """Fill of a cell for a shade from 0 to 1, and black or white words on it, whichever stands out more."""
    nothing, most = (_channels(colour) for colour in palette.heat)
    mixed = [low + (high - low) * min(1.0, max(0.0, shade)) for low, high in zip(nothing, most, strict=True)]
    fill = "#" + "".join(f"{round(channel):02X}" for channel in mixed)
    return fill, max("#000000", "#FFFFFF", key=lambda words: contrast(words, fill))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def locale(language: str) -> alt.Locale:
    """Number (and, in Dutch, time) notation that Vega uses on axes, labels and in exports."""
    if language == "en":
        return alt.Locale(number=alt.NumberLocale(**NUMBERS_EN))
    time = alt.TimeLocale(
        dateTime="%a %e %B %Y %X",
        date="%d-%m-%Y",
        time="%H:%M:%S",
        periods=["", ""],
        days=DAYS_NL,
        shortDays=[day[:2] for day in DAYS_NL],
        months=MONTHS_NL,
        shortMonths=["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    )
    return alt.Locale(number=alt.NumberLocale(**NUMBERS_NL), time=time)


def dress(chart: Any, look: Look) -> Any:
    """The chart with fonts, colours, axes and number notation of the product. Only top-level charts can be dressed.

    The configuration is set in one go: each `configure_…` would copy the whole chart.
    """
    palette, size = look.palette, look.text_size()
    chart.config = alt.Config(
        background=palette.paper,
        font=FONT,
        locale=locale(look.language),
        padding={"left": 4, "right": 8, "top": 4, "bottom": 4},
        view=alt.ViewConfig(stroke=None),
        title=alt.TitleConfig(
            anchor="start",
            color=palette.ink,
            fontSize=look.size + 3,
            fontWeight=600,
            subtitleColor=palette.quiet,
            subtitleFontSize=look.size,
            subtitlePadding=4,
            offset=12,
        ),
        axis=alt.AxisConfig(
            labelColor=palette.quiet,
            titleColor=palette.quiet,
            labelFontSize=size,
            titleFontSize=size,
            titleFontWeight="normal",
            gridColor=palette.grid,
            domainColor=palette.grid,
            tickColor=palette.grid,
            labelPadding=6,
            labelLimit=260,
        ),
        legend=alt.LegendConfig(
            labelColor=palette.ink,
            titleColor=palette.quiet,
            labelFontSize=size,
            titleFontSize=size,
            orient="top",
            direction="horizontal",
            title=None,
            symbolType="square",
            symbolSize=140,
            labelLimit=260,
            columnPadding=14,
            padding=0,
        ),
        text=alt.MarkConfig(font=FONT, fontSize=size, color=palette.ink),
    )
    return chart
