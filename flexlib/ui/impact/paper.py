"""One A4 for board papers: the sentence, the figures, two charts, what cannot be done, balances and foundations.

The words take what they need and the charts share the rest; what would still not fit is made smaller, so that it is
always exactly one page.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, KeepInFrame

from flexlib.charts.theme import Look
from flexlib.ui.chart_panel import Figure, export_spec
from flexlib.ui.chosen import changes_words, scenarios_words
from flexlib.ui.findings import finding_words
from flexlib.ui.ground import SHORT_HASH, Ground, day_name, not_in_range
from flexlib.ui.impact import cards as impact_cards
from flexlib.ui.impact import words
from flexlib.ui.impact.figures_course import timeline_figure
from flexlib.ui.impact.figures_money import money_year_figure
from flexlib.ui.impact.paper_layout import chart, fonts, grid, height_of, paragraphs, qr, row, safe, space, text_block
from flexlib.ui.sharing import is_of_own_machine
from flexlib.ui.subjects import contested_names

MARGIN = 13 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN
ROWS = (
    "one_off_integral",
    "one_off_out_of_pocket",
    "one_off_own_hours",
    "recurring_integral",
    "recurring_net",
    "lasting_fte",
    "months_all_live",
    "within_budget_every_year",
    "within_budget_total",
)
SHOWN_FINDINGS, SHOWN_CONTESTS = 4, 6
HIGHEST_CHART = 185.0  # points on paper
MONEY_PLOT, PHASE_PLOT = 90.0, 165.0  # lowest plots, in pixels of the specification
QR_SIDE = 48.0


@dataclass(frozen=True, slots=True)
class Cover:
    """What the page says about itself: whose variant, beside which reference, from which link, on which day."""

    variant: str
    reference: str
    link: str
    day: date


def paper(ground: Ground, cover: Cover) -> bytes:
    """The page as PDF."""
    fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, lang=ground.language)
    canvas.setTitle(ground.t("page.title", variant=cover.variant))
    canvas.setAuthor("flexlib")
    canvas.setSubject(words.headline(ground))
    body = KeepInFrame(WIDTH, HEIGHT, _blocks(ground, cover), mode="shrink", hAlign="LEFT", vAlign="TOP")
    Frame(MARGIN, MARGIN, WIDTH, HEIGHT, 0, 0, 0, 0).addFromList([body], canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _blocks(ground: Ground, cover: Cover) -> list[Any]:
    head = [_top(ground, cover), *paragraphs("headline", [words.headline(ground)])]
    head += paragraphs("small", [words.basis(ground)])
    tail = [*_foundation(ground), space(5), _foot(ground, cover)]
    if not ground.has_scope:
        return [*head, space(6), *tail]
    head += [space(4), _figures(ground, cover), space(6)]
    middle = row([_work(ground), _balances(ground)], [0.56 * WIDTH, 0.44 * WIDTH])
    tail = [middle, space(5), *tail]
    money, phases = money_year_figure(ground), timeline_figure(ground)
    titles = [_chart_title(money), _chart_title(phases)]
    timeline = chart(_spec(ground, phases), WIDTH, 0.0, PHASE_PLOT)
    left = HEIGHT - height_of([*head, *titles, timeline, *tail], WIDTH) - 3 * 5
    bars = chart(_spec(ground, money), WIDTH, min(HIGHEST_CHART, left), MONEY_PLOT)
    return [*head, titles[0], bars, space(5), titles[1], timeline, space(5), *tail]


def _spec(ground: Ground, figure: Figure) -> dict[str, Any]:
    return export_spec(figure, Look(language=ground.language), with_title=False)


def _top(ground: Ground, cover: Cover) -> Any:
    left = f"<b>flexlib</b>  {safe(ground.institution)}: {safe(cover.variant)}"
    right = ground.t("page.date", day=day_name(cover.day, ground.language))
    cells = [text_block(left, "top"), text_block(right, "top_right")]
    return row(cells, [0.74 * WIDTH, 0.26 * WIDTH], line_below=True)


def _figures(ground: Ground, cover: Cover) -> Any:
    lines = [[ground.t(f"column.{name}") for name in ("figure", "p50", "band", "beside")]]
    for outcome_id in ROWS:
        card = impact_cards.card_of(ground, outcome_id, cover.reference)
        if card is not None:
            lines.append([card.label, card.value, card.band, "; ".join(card.lines)])
    return grid(lines, [part * WIDTH for part in (0.2, 0.12, 0.19, 0.49)])


def _chart_title(figure: Figure) -> Any:
    return text_block(f"<b>{safe(figure.title)}</b>  {safe(' '.join(figure.notes))}", "small")


def _work(ground: Ground) -> list[Any]:
    found = finding_words(ground.model, ground.estimate.result.findings, ground.language)[:SHOWN_FINDINGS]
    said = [item.sentence for item in found] or [ground.t("finding.none")]
    title = text_block(f"<b>{safe(ground.t('page.work'))}</b>", "body")
    return [title, *paragraphs("body", [words.work_sentence(ground)]), *paragraphs("bullet", said)]


def _balances(ground: Ground) -> list[Any]:
    lines = [[ground.t("column.balance"), "P50", "P10–P90"]]
    for balance in ground.model.balances:
        low, middle, high = ground.p(balance)
        if middle == middle:
            label = ground.model.outcomes[balance].label[ground.language]
            lines.append([label, str(round(middle)), f"{round(low)}–{round(high)}" if ground.has_band else ""])
    title = text_block(f"<b>{safe(ground.t('balance.title'))}</b>", "body")
    return [title, grid(lines, [part * WIDTH for part in (0.25, 0.07, 0.12)])]


def _foundation(ground: Ground) -> list[Any]:
    """What the figures rest on: choices, contested values, grade D, what is not in them."""
    lines = [changes_words(ground)]
    if ground.has_scope:
        lines.append((ground.t("page.scenarios"), scenarios_words(ground)))
    if ground.choice.contested:
        names = ", ".join(contested_names(ground.model, ground.choice, ground.language)[:SHOWN_CONTESTS])
        lines.append((ground.t("page.contested"), f"{names}."))
    lines += [(ground.t("page.firmness"), said) for said in words.firmness(ground)[:1]]
    lines.append((ground.t("page.not_in"), " ".join(not_in_range(ground.language))))
    return [text_block(f"<b>{safe(head)}</b> {safe(line)}", "small") for head, line in lines]


def _foot(ground: Ground, cover: Cover) -> Any:
    said = ground.t(
        "page.foot",
        version=ground.model.version,
        hash=ground.model.content_hash[:SHORT_HASH],
        count=ground.choice.draws,
        seed=ground.choice.seed,
        day=day_name(cover.day, ground.language),
    )
    if is_of_own_machine(cover.link):
        return text_block(f"{safe(said)} {safe(ground.t('page.foot_local'))}", "foot")
    link = safe(cover.link)
    said = f"{said} {ground.t('page.foot_link')}"
    words_and_link = text_block(f'{safe(said)}<br/><link href="{link}">{link}</link>', "foot")
    return row([words_and_link, qr(cover.link, QR_SIDE)], [WIDTH - QR_SIDE, QR_SIDE])
