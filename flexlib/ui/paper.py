"""One A4 for board papers: the sentence, the figures, two charts, what cannot be done, balances and foundations.

The page is laid out from top to bottom in millimetres; text that would not fit is made smaller, so that it is always
exactly one page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from flexlib import units
from flexlib.charts.theme import LIGHT, Look
from flexlib.engine.evidence import grade_d_band_share
from flexlib.engine.sampling import overrides_of
from flexlib.model.choices import differences
from flexlib.text import text
from flexlib.ui import downloads, impact_cards
from flexlib.ui import impact_words as words
from flexlib.ui.cache import shelf
from flexlib.ui.chart_panel import Figure, export_spec
from flexlib.ui.controls import level_name
from flexlib.ui.figures_course import timeline_figure
from flexlib.ui.figures_money import money_year_figure
from flexlib.ui.ground import SHORT_HASH, Ground

MARGIN_MM = 14.0
ROWS = (
    "one_off_integral",
    "one_off_out_of_pocket",
    "one_off_own_hours",
    "recurring_integral",
    "recurring_net",
    "lasting_fte",
    "months_all_live",
    "within_budget_total",
)
SHOWN_FINDINGS, SHOWN_DIFFERENCES, SHOWN_CONTESTS = 4, 8, 6
CHART_SCALE = 3.0


@dataclass(frozen=True, slots=True)
class Cover:
    """What the page says about itself: whose variant, under which name, from which link, on which day."""

    variant: str
    reference: str
    link: str
    day: date


@cache
def _fonts() -> tuple[str, str]:
    """Names of the regular and the bold font, registered once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    names = ("FlexlibSans", "FlexlibSans-Bold")
    for name, file in zip(names, ("FlexlibSans-Regular.ttf", "FlexlibSans-Bold.ttf"), strict=True):
        pdfmetrics.registerFont(TTFont(name, str(downloads.FONTS / file)))
    pdfmetrics.registerFontFamily("FlexlibSans", normal=names[0], bold=names[1])
    return names


def paper(ground: Ground, cover: Cover) -> bytes:
    """The page as PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Frame, KeepInFrame

    _fonts()
    width, height = A4[0] - 2 * MARGIN_MM * mm, A4[1] - 2 * MARGIN_MM * mm
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, pageCompression=1)
    canvas.setTitle(ground.t("page.title", variant=cover.variant))
    canvas.setAuthor("flexlib")
    canvas.setSubject(words.headline(ground))
    canvas.setLang(ground.language)
    body = KeepInFrame(width, height, _Page(ground, cover, width).blocks(), mode="shrink", hAlign="LEFT", vAlign="TOP")
    frame = Frame(MARGIN_MM * mm, MARGIN_MM * mm, width, height, 0, 0, 0, 0)
    frame.addFromList([body], canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


class _Page:
    """The blocks of the page, from top to bottom."""

    def __init__(self, ground: Ground, cover: Cover, width: float) -> None:
        self.ground, self.cover, self.width = ground, cover, width

    def blocks(self) -> list[Any]:
        ground = self.ground
        blocks = [self._top(), *self._paragraphs("headline", [words.headline(ground)])]
        blocks += self._paragraphs("small", [words.basis(ground)])
        if not ground.has_scope:
            return [*blocks, self._space(6), *self._foundation(), self._foot()]
        blocks += [self._space(5), self._figures(), self._space(7)]
        blocks += self._chart(money_year_figure(ground), 190)
        blocks += [self._space(5), *self._chart(timeline_figure(ground), 205), self._space(5)]
        blocks += [self._beside(self._work(), self._balances()), self._space(5)]
        return [*blocks, *self._foundation(), self._space(4), self._foot()]

    def _top(self) -> Any:
        left = f"<b>flexlib</b>  {_safe(self.ground.institution)}: {_safe(self.cover.variant)}"
        right = self.ground.t("page.date", day=_day(self.cover.day, self.ground.language))
        return self._row([self._text(left, "top"), self._text(right, "top_right")], [0.76, 0.24], line_below=True)

    def _figures(self) -> Any:
        ground = self.ground
        heads = [ground.t("column.figure"), ground.t("column.p50"), ground.t("column.band"), ground.t("column.beside")]
        rows = [heads]
        for outcome_id in ROWS:
            card = impact_cards.card_of(ground, outcome_id, self.cover.reference)
            if card is not None:
                rows.append([card.label, card.value, card.band, "; ".join(card.lines)])
        return self._table(rows, [0.24, 0.13, 0.19, 0.44])

    def _chart(self, figure: Figure, height: int) -> list[Any]:
        from reportlab.platypus import Image

        spec = export_spec(figure, Look(language=self.ground.language), with_title=False)
        spec["height"] = height
        picture = io.BytesIO(downloads.png(spec, CHART_SCALE))
        image = Image(picture)
        image.drawHeight = image.imageHeight * self.width / image.imageWidth
        image.drawWidth = self.width
        image.hAlign = "LEFT"
        title = f"<b>{_safe(figure.title)}</b>  {_safe(' '.join(figure.notes))}"
        return [self._text(title, "small"), self._space(2), image]

    def _work(self) -> list[Any]:
        ground = self.ground
        found = words.finding_words(ground)[:SHOWN_FINDINGS]
        said = [item.sentence for item in found] or [ground.t("finding.none")]
        return [
            self._text(f"<b>{_safe(ground.t('page.work'))}</b>", "body"),
            *self._paragraphs("body", [words.work_sentence(ground)]),
            *self._paragraphs("bullet", said),
        ]

    def _balances(self) -> list[Any]:
        ground = self.ground
        rows = [[ground.t("column.balance"), "P50", "P10–P90"]]
        for balance in ground.model.balances:
            low, middle, high = ground.p(balance)
            if middle == middle:
                label = ground.model.outcomes[balance].label[ground.language]
                rows.append([label, str(round(middle)), f"{round(low)}–{round(high)}"])
        return [
            self._text(f"<b>{_safe(ground.t('balance.title'))}</b>", "body"),
            self._table(rows, [0.24, 0.07, 0.11]),
        ]

    def _foundation(self) -> list[Any]:
        """What the figures rest on: choices, contested values, grade D, what is not in them."""
        ground = self.ground
        lines = [(ground.t("page.choices"), self._choices())]
        if ground.choice.contested:
            lines.append((ground.t("page.contested"), ", ".join(words.contested_names(ground)[:SHOWN_CONTESTS]) + "."))
        if ground.has_scope:
            lines.append((ground.t("page.firmness"), self._grade_d()))
        lines.append((ground.t("page.not_in"), " ".join(words.not_in_range(ground))))
        return [self._text(f"<b>{_safe(head)}</b> {_safe(line)}", "small") for head, line in lines]

    def _choices(self) -> str:
        """The levers that differ most visibly from today's arrangement."""
        ground, language = self.ground, self.ground.language
        baseline = replace(ground.choice, variant=next(iter(ground.model.variants)), levers=())
        levers = ground.model.levers
        found = differences(ground.model, ground.choice, baseline)
        first = sorted(found, key=lambda item: (levers[item.lever_id].group, not item.lever_id.startswith("sc")))
        said = [
            f"{levers[item.lever_id].label[language]}: {level_name(levers[item.lever_id], item.level, language)}"
            for item in first[:SHOWN_DIFFERENCES]
        ]
        rest = len(found) - len(said)
        more = " " + ground.t("page.more_choices", count=rest) if rest > 0 else ""
        return ("; ".join(said) or ground.t("page.no_choices")) + "." + more

    def _grade_d(self) -> str:
        ground = self.ground
        outcomes = ("one_off_integral", "recurring_integral", "months_all_live")
        draws = shelf().draws(ground.choice.draws, ground.choice.seed, overrides_of(ground.choice))
        shares = grade_d_band_share(ground.model, ground.choice, draws, outcomes)
        names = ("one_off", "recurring", "months")
        written = {
            name: units.share(shares[outcome], ground.language, 0)
            for name, outcome in zip(names, outcomes, strict=True)
        }
        return ground.t("limits.grade_d", **written)

    def _foot(self) -> Any:
        from reportlab.graphics.barcode.qr import QrCodeWidget
        from reportlab.graphics.shapes import Drawing

        ground = self.ground
        side = 46.0
        code = QrCodeWidget(self.cover.link, barLevel="L")
        left, bottom, right, top = code.getBounds()
        drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0])
        drawing.add(code)
        said = ground.t(
            "page.foot",
            version=ground.model.version,
            hash=ground.model.content_hash[:SHORT_HASH],
            draws=ground.choice.draws,
            seed=ground.choice.seed,
            day=_day(self.cover.day, ground.language),
        )
        link = f'{_safe(said)}<br/><link href="{_safe(self.cover.link)}">{_safe(self.cover.link)}</link>'
        return self._row([self._text(link, "foot"), drawing], [1 - side / self.width, side / self.width])

    def _text(self, marked: str, style: str) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(marked, _styles()[style])

    def _paragraphs(self, style: str, lines: Sequence[str]) -> list[Any]:
        return [self._text(("•  " if style == "bullet" else "") + _safe(line), style) for line in lines]

    def _space(self, points: float) -> Any:
        from reportlab.platypus import Spacer

        return Spacer(1, points)

    def _row(self, cells: list[Any], parts: list[float], *, line_below: bool = False) -> Any:
        from reportlab.platypus import Table, TableStyle

        table = Table([cells], colWidths=[part * self.width for part in parts], hAlign="LEFT")
        marks: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_tight(0)]
        if line_below:
            marks.append(("LINEBELOW", (0, 0), (-1, -1), 0.8, LIGHT.ink))
        table.setStyle(TableStyle(marks))
        return table

    def _beside(self, left: list[Any], right: list[Any]) -> Any:
        return self._row([left, right], [0.56, 0.44])

    def _table(self, rows: list[list[str]], parts: list[float]) -> Any:
        from reportlab.platypus import Table, TableStyle

        cells = [
            [
                self._text(_safe(cell), "cell_head" if row == 0 else ("cell_strong" if column == 1 else "cell"))
                for column, cell in enumerate(line)
            ]
            for row, line in enumerate(rows)
        ]
        table = Table(cells, colWidths=[part * self.width for part in parts], hAlign="LEFT")
        lines = [("LINEABOVE", (0, 1), (-1, -1), 0.4, LIGHT.grey_soft), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        table.setStyle(TableStyle([*lines, *_tight(1.1)]))
        return table


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    regular, bold = _fonts()
    base: dict[str, object] = {"fontName": regular, "textColor": LIGHT.ink}
    made: dict[str, dict[str, object]] = {
        "top": {"fontSize": 8.5, "leading": 11},
        "top_right": {"fontSize": 8.5, "leading": 11, "alignment": 2},
        "headline": {"fontName": bold, "fontSize": 15, "leading": 18.5, "spaceBefore": 6, "spaceAfter": 4},
        "body": {"fontSize": 8.4, "leading": 10.6, "spaceAfter": 1.5},
        "bullet": {
            "fontSize": 8.4,
            "leading": 10.6,
            "leftIndent": 8,
            "bulletIndent": 0,
            "firstLineIndent": -8,
            "spaceAfter": 1.5,
        },
        "small": {"fontSize": 7.4, "leading": 9.2, "textColor": LIGHT.quiet, "spaceAfter": 1.8},
        "foot": {"fontSize": 6.8, "leading": 8.4, "textColor": LIGHT.quiet, "splitLongWords": 1},
        "cell": {"fontSize": 8.2, "leading": 9.8},
        "cell_strong": {"fontName": bold, "fontSize": 8.2, "leading": 9.8},
        "cell_head": {"fontSize": 7.2, "leading": 9, "textColor": LIGHT.quiet},
    }
    return {name: ParagraphStyle(name, **(base | own)) for name, own in made.items()}


def _tight(vertical: float) -> list[Any]:
    everything = ((0, 0), (-1, -1))
    return [
        ("LEFTPADDING", *everything, 0),
        ("RIGHTPADDING", *everything, 6),
        ("TOPPADDING", *everything, vertical),
        ("BOTTOMPADDING", *everything, vertical),
    ]


def _safe(said: str) -> str:
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _day(day: date, language: str) -> str:
    return f"{day.day} {text(f'impact.month.m{day.month}', language)} {day.year}"
