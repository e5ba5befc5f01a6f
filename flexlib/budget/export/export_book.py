"""A workbook being written: pages that remember what stands in their cells, and the styles of cells.

Every cell that is written comes back as a reference with its value, so that later formulas can use it. Text from
people is written as text, whatever it begins with.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs, xl_rowcol_to_cell

from flexlib.budget.export.export_live import Cells, Live, Value

INK, ACCENT, SOFT, LINE = "#1F2A2C", "#0B6B6F", "#EFF5F4", "#C9D3D2"
INPUT_FILL, INPUT_INK, GIVEN_FILL = "#FFF8DC", "#0B3D91", "#ECECEC"

LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "part": {"bold": True, "font_size": 12, "font_color": ACCENT},
    "note": {"font_color": "#55625F", "text_wrap": True, "valign": "top"},
    "aside": {"font_color": "#55625F"},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": ACCENT,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "label": {},
    "cell": {"text_wrap": True, "valign": "top"},
    "nothing": {"align": "right", "font_color": "#55625F"},
    "after_number": {"indent": 1},
    "aside_left": {"font_color": "#55625F", "align": "left"},
    "formula": {"align": "right"},
    "link": {"font_color": INPUT_INK, "underline": 1},
    "given": {"bg_color": GIVEN_FILL, "italic": True},
    "given_nothing": {"bg_color": GIVEN_FILL, "italic": True, "align": "right"},
    "input": {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "border": 1, "border_color": LINE},
    "total": {"bold": True, "top": 1, "top_color": ACCENT},
}
MONEY = '[>=0.5]"€ "#,##0;[<=-0.5][Red]-"€ "#,##0;"€ 0"'  # no red minus before an amount of nothing
MONEY_EXACT, WHOLE = '"€ "#,##0.00', "#,##0"
LONGEST_LINK = 2_000  # characters that Excel takes in a link
A3, A4 = 8, 9  # paper sizes as workbooks number them
TENTH, FINE, SHARE, DATE, YEAR = "#,##0.0", "#,##0.000", "0.0%", "dd-mm-yyyy", "0"


def unit_format(unit: str, size: float) -> str:
    """The number format of a value of about this size in one of the model's units."""
    if unit.startswith("share"):
        return "0.00%" if abs(size) < 0.1 else "0.0%"
    if unit == "EUR/h":
        return MONEY_EXACT
    if unit.startswith("EUR"):
        return MONEY
    if unit == "year":
        return YEAR
    if unit == "months":
        return TENTH
    if abs(size) >= 100 or (float(size).is_integer() and size != 0):
        return WHOLE
    return TENTH if abs(size) >= 10 else "0.00" if abs(size) >= 1 or size == 0 else "0.000"


def outcome_format(unit: str, size: float) -> str:
    """The number format of an estimated outcome: hours and people without decimals, shares with one."""
    if unit in ("h", "h/year", "students", "student years"):
        return WHOLE
    return "0.0%" if unit == "share" else unit_format(unit, size)


class Book:
    """A workbook in memory with pages in a fixed order."""

    def __init__(self, titles: Sequence[str], properties: dict[str, str] | None = None) -> None:
        self._target = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._target, {"in_memory": True, "strings_to_formulas": False})
        self._book.set_calc_mode("auto")
        if properties:
            self._book.set_properties(properties)
        self._formats: dict[tuple[str, str], Any] = {}
        self.pages = [Page(self, self._book.add_worksheet(title), title) for title in titles]

    def style(self, look: str, number_format: str = "") -> Any:
        key = (look, number_format)
        if key not in self._formats:
            made = {"font_name": "Calibri", "font_size": 10, "font_color": INK, **LOOKS[look]}
            if number_format:
                made["num_format"] = number_format
            self._formats[key] = self._book.add_format(made)
        return self._formats[key]

    def define(self, name: str, page: Page, address: str) -> None:
        self._book.define_name(name, f"={page.title}!{address}")

    def chart(self, kind: dict[str, str]) -> Any:
        return self._book.add_chart(kind)

    def content(self) -> bytes:
        """The finished workbook; nothing can be written after it."""
        self._book.close()
        return self._target.getvalue()


class Page:
    """One sheet. Rows and columns count from 0; titles hold no spaces, so that formulas need no quotes."""

    def __init__(self, book: Book, sheet: Any, title: str) -> None:
        self.book, self.sheet, self.title = book, sheet, title
        self._values: dict[tuple[int, int], Value] = {}
        sheet.hide_gridlines(2)

    def words(self, row: int, column: int, shown: str, look: str = "label") -> Live:
        """Text, also when it begins with = + - @ or a tab."""
        self.sheet.write_string(row, column, shown, self.book.style(look))
        return self._kept(row, column, shown)

    def link(self, row: int, column: int, address: str) -> Live:
        """An address to click on; anything else than a web address, or one too long for Excel, as text."""
        if not address.startswith(("https://", "http://")) or len(address) > LONGEST_LINK:
            return self.words(row, column, address)
        self.sheet.write_url(row, column, address, self.book.style("link"), address)
        return self._kept(row, column, address)

    def number(self, row: int, column: int, value: float, number_format: str, look: str = "given") -> Live:
        self.sheet.write_number(row, column, value, self.book.style(look, number_format))
        return self._kept(row, column, float(value))

    def formula(self, row: int, column: int, of: Live, number_format: str = "", look: str = "formula") -> Live:
        """A formula with its value stored; addresses on this page itself lose the page's title."""
        text = "=" + of.text.replace(f"{self.title}!", "")
        self.sheet.write_formula(row, column, text, self.book.style(look, number_format), of.value)
        return self._kept(row, column, of.value)

    def heads(self, row: int, titles: Sequence[str], first_column: int = 0) -> None:
        self.sheet.set_row(row, 30)
        for position, title in enumerate(titles):
            self.words(row, first_column + position, title, "head")

    def name(self, name: str, cell: Live) -> Live:
        """Give a cell of this page a name; formulas then read that name."""
        row, column = xl_cell_to_rowcol(cell.text.split("!")[1])
        self.book.define(name, self, xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))
        return Live(name, cell.value)

    def name_block(self, name: str, cells: Cells) -> Cells:
        self.book.define(name, self, cells.text.split("!")[1])
        return Cells(name, cells.values)

    def at(self, row: int, column: int) -> Live:
        """A cell that was written, as a reference."""
        return Live(f"{self.title}!{xl_rowcol_to_cell(row, column)}", self._values[row, column])

    def has(self, row: int, column: int) -> bool:
        """Whether something stands in a cell."""
        return (row, column) in self._values

    def block(self, first_row: int, first_column: int, last_row: int, last_column: int) -> Cells:
        """A block of cells, edges included, as a fixed reference."""
        values = tuple(
            self._values.get((row, column))
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        )
        return Cells(f"{self.title}!{xl_range_abs(first_row, first_column, last_row, last_column)}", values)

    def widths(self, *widths: float) -> None:
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def for_print(self, footer: str, repeat_row: int | None = None, pages: tuple[int, int] = (1, 0)) -> None:
        """Landscape, so many pages wide and high (0: as many as needed), header row repeated; A3 when it is wide."""
        self.sheet.set_landscape()
        self.sheet.set_paper(A3 if pages[0] > 1 else A4)
        self.sheet.fit_to_pages(*pages)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if repeat_row is not None:
            self.sheet.repeat_rows(repeat_row)
        self.sheet.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8&A  &P/&N")

    def _kept(self, row: int, column: int, value: Value) -> Live:
        self._values[row, column] = value
        return Live(f"{self.title}!{xl_rowcol_to_cell(row, column)}", value)
