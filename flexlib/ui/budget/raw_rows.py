"""The rows of a sheet as they stand in the file, beside the form that corrects how they are read."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from flexlib import units
from flexlib.budget.files.hand_in import preview_in_child
from flexlib.budget.records import Layout
from flexlib.budget.workbook import CellError, Sheet, Value, column_letters
from flexlib.text import render
from flexlib.ui.budget.desk import Desk
from flexlib.ui.frame import Page
from flexlib.ui.job import Job

KEPT = "budget_layout_rows"  # what was read of the file on the desk; leaves with it
IN_SIGHT = 20  # rows
ABOVE = 4  # rows in sight above the first one that the layout names
AT_ONCE = 200  # rows read in one go
MOST_COLUMNS = 40  # in sight
LONGEST = 80  # characters of a cell in sight
SHORT_WAIT_S = 0.4  # rows that come this fast are not announced
POLL_S = 0.5
MARKED = ("headers", "first", "last", "totals")


class RowsJob(Job):
    """The first rows of every sheet being read, in a process of their own."""

    def __init__(self, content: bytes, file_name: str, rows: int) -> None:
        super().__init__()
        self.rows = rows
        self.sheets: Mapping[str, Sheet] = {}
        self._content, self._file_name = content, file_name
        self.start()

    def _work(self) -> None:
        with tempfile.TemporaryDirectory(prefix="flexlib-") as folder:
            path = Path(folder) / "handed-in"
            path.write_bytes(self._content)
            self._content = b""
            book = preview_in_child(path, self._file_name, self.rows, should_stop=self._stop.is_set)
        self.sheets = {sheet.name: sheet for sheet in book.sheets}


@dataclass(frozen=True, slots=True)
class Marks:
    """What the layout points at: row → words, column → words, and the columns and rows of the figures."""

    rows: Mapping[int, str]
    columns: Mapping[int, str]
    headers: frozenset[int]
    figures: range


def sheets_of(page: Page, current: Desk) -> Mapping[str, Sheet]:
    """The sheets of the file on the desk with their first rows, in its order; none, with why, while they are being
    read or cannot be."""
    return _sheets(page, current, 1)


def show(page: Page, current: Desk, layout: Layout, name: str) -> None:
    """The rows around where the block begins, with what the layout points at; `name` tells blocks apart."""
    first = max(1, min((*layout.header_rows, layout.first_row)) - ABOVE)
    start = int(st.number_input(page.t("begroting.rows.from"), 1, None, first, key=f"{name}_rows_from", width=200))
    sheets = _sheets(page, current, start + IN_SIGHT)
    if not sheets:
        return
    sheet = sheets.get(layout.sheet)
    if sheet is None or start > len(sheet.rows):
        st.html(f'<p class="fl-note">{escape(page.t("begroting.rows.none", sheet=layout.sheet, row=start))}</p>')
        return
    rows = range(start, min(start + IN_SIGHT, len(sheet.rows) + 1))
    st.html(sheet_html(page, sheet, rows, marks_of(page, layout)))
    st.html(f'<p class="fl-note">{escape(page.t("begroting.rows.note"))}</p>')


def _sheets(page: Page, current: Desk, rows: int) -> Mapping[str, Sheet]:
    """At least so many rows of every sheet by its name; nothing, with why, while they are being read or cannot be."""
    job = _job(current, rows)
    if not job.wait(SHORT_WAIT_S):
        _wait(page, job)
        return {}
    if job.failure is not None:
        st.html(f'<p class="fl-error" role="alert">{escape(render(job.failure, page.language))}</p>')
    return job.sheets


def _job(current: Desk, rows: int) -> RowsJob:
    """The rows of the file on the desk, read once; again when more of them are asked for."""
    found: RowsJob | None = st.session_state.get(KEPT)
    if found is None or found.rows < rows:
        if found is not None:
            found.stop()
        found = RowsJob(current.content, current.file_name, -(-rows // AT_ONCE) * AT_ONCE)
        st.session_state[KEPT] = found
    return found


@st.fragment(run_every=POLL_S)
def _wait(page: Page, job: RowsJob) -> None:
    if job.has_ended:
        st.rerun()
    st.html(f'<p class="fl-note" role="status">{escape(page.t("begroting.rows.reading"))}</p>')


def marks_of(page: Page, layout: Layout) -> Marks:
    """The words beside rows and above columns."""
    named = {"headers": layout.header_rows, "first": [layout.first_row], "last": [layout.last_row]}
    rows: dict[int, list[str]] = {}
    for mark in MARKED:
        for row in named.get(mark, layout.total_rows):
            rows.setdefault(row, []).append(page.t(f"begroting.rows.{mark}"))
    columns = {column: page.t("begroting.rows.label") for column in layout.label_columns}
    if layout.account_column:
        columns[layout.account_column] = page.t("begroting.rows.account")
    no_year = page.t("begroting.rows.by_row" if layout.year_column else "no_period")
    columns |= {one.column: one.period or no_year for one in layout.period_columns}
    if layout.unit_column:
        columns[layout.unit_column] = page.t("begroting.layout.unit")
    if layout.year_column:
        columns[layout.year_column] = page.t("begroting.rows.year")
    words = {row: ", ".join(said) for row, said in rows.items()}
    return Marks(words, columns, frozenset(layout.header_rows), range(layout.first_row, layout.last_row + 1))


def sheet_html(page: Page, sheet: Sheet, rows: Sequence[int], marks: Marks) -> str:
    """A piece of a sheet as a table, with its letters and row numbers; what the layout uses in words and tint."""
    filled = [number for row in rows for number, value in enumerate(sheet.rows[row - 1], 1) if value is not None]
    last = min(max([*filled, *marks.columns, 1]), MOST_COLUMNS)
    columns = range(1, last + 1)
    head = "".join(
        f'<th scope="col"{_class(column in marks.columns and "fl-used")}>{column_letters(column)}'
        f"<small>{escape(_told(page, marks.columns.get(column, ''), column in sheet.hidden_columns))}</small></th>"
        for column in columns
    )
    body = []
    for row in rows:
        told = _told(page, marks.rows.get(row, ""), row in sheet.hidden_rows)
        cells = "".join(_cells(page, sheet, row, columns, marks))
        used = "fl-header-row" if row in marks.headers else ""
        body.append(f'<tr{_class(used)}><th scope="row">{row}<small>{escape(told)}</small></th>{cells}</tr>')
    title = escape(page.t("begroting.rows.table", sheet=sheet.name, first=rows[0], last=rows[-1]))
    return (
        f'<div class="fl-table-frame" tabindex="0" role="region" aria-label="{title}" data-testid="raw-rows">'
        f'<table class="fl-table fl-cells"><caption>{title}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _told(page: Page, words: str, is_hidden: bool) -> str:
    return ", ".join(part for part in (words, page.t("begroting.rows.hidden") if is_hidden else "") if part)


def _cells(page: Page, sheet: Sheet, row: int, columns: range, marks: Marks) -> Iterator[str]:
    """The cells of a row; words run on over the empty cells after them, as they do in a workbook."""
    covered = 0
    for column in columns:
        value = sheet.at(row, column)
        if column <= covered:
            continue
        is_used = column in marks.columns and row in marks.figures
        if isinstance(value, str) and not is_used:
            covered = next((after for after in columns[column:] if sheet.at(row, after) is not None), columns.stop) - 1
        number = "fl-number" if isinstance(value, float | int) and not isinstance(value, bool) else ""
        used = "fl-used" if is_used else ""
        wide = f' colspan="{covered - column + 1}"' if covered > column else ""
        words = shown(value, page.language, (row, column) in sheet.percent)
        yield f"<td{_class(number, used)}{wide}>{escape(words)}</td>"


def _class(*names: str | bool) -> str:
    words = " ".join(str(name) for name in names if name)
    return f' class="{words}"' if words else ""


def shown(value: Value, language: str, is_percent: bool = False) -> str:
    """A cell as a person reads it, cut short; a number as it is kept, a year not taken for an amount."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return units.share(value, language) if is_percent else _digits(value, language)
    if isinstance(value, datetime.datetime):
        return f"{value:%d-%m-%Y}" if value.time() == datetime.time() else f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d-%m-%Y}"
    words = " ".join(str(value).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _digits(value: float, language: str) -> str:
    digits = f"{value:.10g}"
    return digits.replace(".", ",") if language == "nl" else digits
