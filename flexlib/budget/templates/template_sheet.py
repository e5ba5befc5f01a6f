"""Writes one table of a template: locked labels and headers, open cells with a check, free space around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

from flexlib.budget.export.export_book import A4, ACCENT, INPUT_FILL, INPUT_INK, LINE
from flexlib.budget.reading.kinds import TEMPLATE_NAME
from flexlib.text import text

_LISTS = "flexlib"  # hidden sheet with the values to choose from
_LAST_COLUMN = 16_383
_LINE_LENGTH = 95  # characters of explanation on a line
_TITLE_ROW, _NOTE_ROW, HEADER_ROW = 0, 1, 3  # counted from 0
_LOOKS: dict[str, dict[str, Any]] = {
    "free": {"locked": False},
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "note": {"font_color": "#55625F"},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "align": "center", "text_wrap": True},
    "part": {"bold": True, "font_color": ACCENT},
    "label": {},
    "total": {"bold": True, "top": 1, "top_color": ACCENT, "num_format": "#,##0.##"},
    "words": {"locked": False, "bg_color": INPUT_FILL, "border": 1, "border_color": LINE, "num_format": "@"},
    "figure": {
        "locked": False,
        "bg_color": INPUT_FILL,
        "font_color": INPUT_INK,
        "border": 1,
        "border_color": LINE,
        "num_format": "#,##0.##",
    },
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. `labels` stand in the columns before the figures; in `open_labels` a person may type.

    `name` is the defined name of its figures, together with those of the lines next to it that bear the same name. A
    `heading` has one label and nothing else; a `total` adds up the rows from the one it names to the one above it.
    """

    labels: tuple[str, ...]
    figures: Mapping[int, Decimal] = field(default_factory=dict)  # position of the column of figures -> figure
    name: str = ""
    heading: bool = False
    total_from: int | None = None  # position of the first line of the table that it adds up
    after: tuple[str, ...] = ()  # fixed words behind the figures
    is_signed: bool = False  # figures may be below 0


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with one table. `heads` are those of the labels, `periods` those of the figures, `after` what follows.

    `name` is the defined name of all that with its heads, but not of what follows the figures. `choices` are the
    allowed values of the first column; `open_labels` says per label column whether it can be typed.
    """

    name: str
    title: str
    note: str
    heads: tuple[str, ...]
    periods: tuple[str, ...]
    open_labels: tuple[bool, ...]
    lines: tuple[Line, ...]
    choices: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    widths: tuple[int, ...] = (38,)


class TemplateBook:
    """A template in the making; text is always written as text, whatever it begins with."""

    def __init__(self, target: Any, language: str, properties: Mapping[str, str]) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(target, options)
        self._book.set_properties(dict(properties))
        self.language = language
        self._lists = 0
        self._formats = {name: self._book.add_format(look) for name, look in _LOOKS.items()}

    def explain(self, sheet_name: str, title: str, rows: Sequence[tuple[str, str]], marker: int) -> None:
        """The explanation sheet: pairs of words. A template is recognised by the words of the pair at `marker`."""
        sheet = self._book.add_worksheet(sheet_name)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 100, self._book.add_format({"text_wrap": True}))
        sheet.write_string(_TITLE_ROW, 0, title, self._formats["title"])
        wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        for row, (what, words) in enumerate(rows, 2):
            sheet.write_string(row, 0, what, self._formats["part"])
            sheet.write_string(row, 1, words, wrapped)
            sheet.set_row(row, 16 * (1 + len(words) // _LINE_LENGTH))
        cell = xl_rowcol_to_cell(marker + 2, 1, row_abs=True, col_abs=True)
        self._book.define_name(TEMPLATE_NAME, f"='{sheet_name}'!{cell}")
        sheet.hide_gridlines(2)
        self._paper(sheet)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def table(self, sheet_name: str, table: Table) -> None:
        """Add a sheet with a table."""
        sheet = self._book.add_worksheet(sheet_name)
        free, first = self._formats["free"], len(table.heads)
        last = first + len(table.periods) - 1
        for column, width in enumerate((*table.widths, *([16] * (last + 1)))[: last + 1]):
            sheet.set_column(column, column, width, free)
        sheet.set_column(last + 1, _LAST_COLUMN, 14, free)
        sheet.write_string(_TITLE_ROW, 0, table.title, self._formats["title"])
        sheet.write_string(_NOTE_ROW, 0, table.note, self._formats["note"])
        for column, head in enumerate((*table.heads, *table.periods, *table.after)):
            sheet.write_string(HEADER_ROW, column, head, self._formats["head"])
        for place, line in enumerate(table.lines):
            self._line(sheet, sheet_name, table, line, place)
        self._checks(sheet, table, first, last)
        self._names(sheet_name, table, first, last)
        sheet.freeze_panes(HEADER_ROW + 1, first)
        self._paper(sheet)
        sheet.repeat_rows(HEADER_ROW)
        sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "sort": True})

    def close(self) -> None:
        self._book.close()

    def _paper(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)

    def _line(self, sheet: Any, sheet_name: str, table: Table, line: Line, place: int) -> None:
        row, first = HEADER_ROW + 1 + place, len(table.heads)
        look = "part" if line.heading else "total" if line.total_from is not None else "label"
        for column, label in enumerate(line.labels):
            is_open = look == "label" and table.open_labels[column]
            if label or is_open or look == "total":
                self._words(sheet, row, column, label, "words" if is_open else look)
        if line.heading:
            return
        for position in range(len(table.periods)):
            column = first + position
            if line.total_from is not None:
                start = HEADER_ROW + 1 + line.total_from
                letters = xl_col_to_name(column)
                formula = f"=SUM({letters}{start + 1}:{letters}{row})"
                total = sum(
                    (one.figures.get(position, Decimal(0)) for one in table.lines[line.total_from : place]), Decimal(0)
                )
                sheet.write_formula(row, column, formula, self._formats["total"], float(total))
            elif position in line.figures:
                sheet.write_number(row, column, float(line.figures[position]), self._formats["figure"])
            else:
                sheet.write_blank(row, column, None, self._formats["figure"])
        for column, words in enumerate(line.after, first + len(table.periods)):
            sheet.write_string(row, column, words, self._formats["note"])

    def _names(self, sheet_name: str, table: Table, first: int, last: int) -> None:
        """The whole table, and the figures of each line or of lines next to each other, by a name."""
        row = HEADER_ROW + 1
        cells = {table.name: xl_range_abs(HEADER_ROW, 0, HEADER_ROW + len(table.lines), last)}
        for name, some in groupby(enumerate(table.lines, row), lambda placed: placed[1].name):
            if name:
                rows = [at for at, _ in some]
                cells[name] = xl_range_abs(rows[0], first, rows[-1], last)
        for name, area in cells.items():
            self._book.define_name(name, f"='{sheet_name}'!{area}")

    def _words(self, sheet: Any, row: int, column: int, words: str, look: str) -> None:
        if words:
            sheet.write_string(row, column, words, self._formats[look])
        else:
            sheet.write_blank(row, column, None, self._formats[look])

    def _checks(self, sheet: Any, table: Table, first: int, last: int) -> None:
        title = text("budget_templates.check.title", self.language)
        row, final = HEADER_ROW + 1, HEADER_ROW + len(table.lines)
        at_least_zero = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "ignore_blank": True,
            "error_title": title,
            "error_message": text("budget_templates.check.number", self.language),
        }
        for place, line in enumerate(table.lines, row):
            if not line.heading and line.total_from is None and not line.is_signed:
                sheet.data_validation(place, first, place, last, at_least_zero)
        if table.choices:
            source = self._list(table.choices)
            sheet.data_validation(
                row,
                0,
                final,
                0,
                {
                    "validate": "list",
                    "source": source,
                    "error_title": title,
                    "error_message": text("budget_templates.check.choose", self.language),
                },
            )

    def _list(self, choices: Sequence[str]) -> str:
        """The choices on a hidden sheet: a list inside a check may have 255 characters at most."""
        sheet = self._book.get_worksheet_by_name(_LISTS)
        if sheet is None:
            sheet = self._book.add_worksheet(_LISTS)
            sheet.hide()
        column, self._lists = self._lists, self._lists + 1
        sheet.write_column(0, column, list(choices))
        return f"='{_LISTS}'!{xl_range_abs(0, column, len(choices) - 1, column)}"
