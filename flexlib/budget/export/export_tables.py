"""Tables as workbooks: any table, the findings of a workbook that was handed in, and variants side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from flexlib.budget.export.export_book import Book, Page, outcome_format
from flexlib.budget.records import Finding
from flexlib.engine.evaluate import Estimate
from flexlib.engine.result import CHANCES
from flexlib.model.records import CostModel
from flexlib.text import render, text
from flexlib.text.notation import NOT_APPLICABLE
from flexlib.units import unit_label

HEAD_ROW, WIDEST = 2, 60
LINE = 13.5  # points of a line of text
LOOSE = 1.15  # words leave part of a line empty
TableCell = str | float | bool | None
NONE: Mapping[str, str] = MappingProxyType({})


def table_workbook(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[TableCell]],
    notes: Iterable[str] = (),
    formats: Sequence[str] = (),
    sheet: str = "flexlib",
) -> bytes:
    """A title, a table with a frozen header and numbers as numbers, and notes below it.

    `formats` holds per row the number format of its numbers, as a spreadsheet writes it. Text is written as text,
    whatever it begins with; nan is an empty cell.
    """
    book = Book([sheet])
    page = book.pages[0]
    page.words(0, 0, title, "title")
    page.heads(HEAD_ROW, heads)
    columns = zip(heads, *rows, strict=True) if rows else ((head,) for head in heads)
    widths = [min(WIDEST, 3 + max(_length(value) for value in column)) for column in columns]
    page.widths(*widths)
    for position, row in enumerate(rows, HEAD_ROW + 1):
        number_format = formats[position - HEAD_ROW - 1] if position - HEAD_ROW - 1 < len(formats) else ""
        for column, value in enumerate(row):
            _cell(page, position, column, value, number_format, "cell")
        lines = max(math.ceil(LOOSE * _length(value) / width) for value, width in zip(row, widths, strict=True))
        if lines > 1:
            page.sheet.set_row(position, lines * LINE)
    for position, note in enumerate(notes, HEAD_ROW + len(rows) + 2):
        page.words(position, 0, note, "aside")
    page.sheet.freeze_panes(HEAD_ROW + 1, 0)
    if rows:
        page.sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(rows), len(heads) - 1)
    page.for_print(title)
    return book.content()


def export_findings(findings: Sequence[Finding], language: str, accepted: Mapping[str, str] = NONE) -> bytes:
    """Every finding with its severity, place, what was found, why it matters, what to do, and the reason for which a
    doubt was `accepted`, by the key of the finding."""

    def words(key: str) -> str:
        return text(f"budget_export.findings.{key}", language)

    rows = []
    for finding in findings:
        told = [render(finding.words(part), language) for part in ("what", "why", "do")]
        place = (finding.sheet, finding.cell if finding.sheet else "")
        rows.append([words(finding.severity), *place, *told, *([accepted.get(finding.key, "")] if accepted else [])])
    heads = [
        words(key) for key in ("severity", "sheet", "cell", "what", "why", "do", *(["reason"] if accepted else []))
    ]
    return table_workbook(words("title"), heads, rows, sheet=words("title"))


def export_comparison(model: CostModel, estimates: Sequence[tuple[str, Estimate]], language: str) -> bytes:
    """Outcomes below each other, variants beside each other with P10, P50 and P90, marked values all.

    estimates : (name of the variant, its estimate); a chance stands under P50
    """

    def words(key: str, **values: object) -> str:
        return text(f"budget_export.{key}", language, **values)

    title = words("comparison.title")
    book = Book([words("comparison.sheet")])
    page = book.pages[0]
    page.words(0, 0, title, "title")
    page.words(1, 0, words("comparison.note"), "aside")
    page.heads(HEAD_ROW + 1, [words("head.outcome"), words("head.unit")])
    for position, (name, _) in enumerate(estimates):
        column = 2 + 3 * position
        page.sheet.merge_range(HEAD_ROW, column, HEAD_ROW, column + 2, "", page.book.style("head"))
        page.words(HEAD_ROW, column, name, "head")
        page.heads(HEAD_ROW + 1, [words(f"head.{key}") for key in ("p10", "p50", "p90")], column)
    row = HEAD_ROW + 2
    for outcome in model.outcomes.values():
        if outcome.shape != "total" or any(outcome.id not in of.result.values for _, of in estimates):
            continue
        page.words(row, 0, outcome.label[language])
        page.words(row, 1, unit_label(outcome.unit, language), "aside")
        for position, (_, of) in enumerate(estimates):
            is_chance = outcome.id.startswith(CHANCES)
            chance = of.result.share(outcome.id) if is_chance else math.nan
            values = (None, chance, None) if is_chance else of.result.quantiles(outcome.id).tolist()
            for column, value in enumerate(values, 2 + 3 * position):
                if value is not None and math.isnan(value):
                    page.words(row, column, NOT_APPLICABLE[language], "nothing")
                else:
                    _cell(page, row, column, value, outcome_format(outcome.unit, value or 0.0))
        row += 1
    page.widths(46, 18, *[14] * (3 * len(estimates)))
    page.sheet.freeze_panes(HEAD_ROW + 2, 2)
    page.for_print(title)
    return book.content()


def _cell(page: Page, row: int, column: int, value: TableCell, number_format: str, look: str = "label") -> None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, bool):
        page.sheet.write_boolean(row, column, value, page.book.style(look))
    elif isinstance(value, (int, float)):
        page.number(row, column, value, number_format if isinstance(value, float) else "", look)
    else:
        page.words(row, column, value, look)


def _length(value: TableCell) -> int:
    return 10 if isinstance(value, float) else len(str(value))
