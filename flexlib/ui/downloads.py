"""What leaves the screen: a chart as PNG or SVG, its table as CSV or XLSX. Made only when someone asks for it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from flexlib.ui.converter import convert

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PNG_SCALE = 2.0


def png(spec: dict[str, Any], scale: float = PNG_SCALE) -> bytes:
    """A Vega-Lite specification as PNG."""
    return convert(spec, "png", scale)


def svg(spec: dict[str, Any]) -> bytes:
    """A Vega-Lite specification as SVG."""
    return convert(spec, "svg")


def csv_file(table: pd.DataFrame, notes: Iterable[str], language: str) -> bytes:
    """A table as CSV that Excel opens as it should: in Dutch semicolons and decimal commas; notes stand below it."""
    separator, decimal = (";", ",") if language == "nl" else (",", ".")
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
    writer.writerow([harmless(str(column)) for column in table.columns])
    for row in table.itertuples(index=False):
        writer.writerow([_csv_cell(value, decimal) for value in row])
    writer.writerow([])
    for note in notes:
        writer.writerow([harmless(note)])
    return target.getvalue().encode("utf-8-sig")


def xlsx_file(table: pd.DataFrame, title: str, notes: Sequence[str], formats: Sequence[str] = ()) -> bytes:
    """A table as a workbook: title, the table with numbers as numbers, and what they rest on below it.

    `formats` holds per row of the table the number format of its numbers, as a spreadsheet writes it.
    """
    from flexlib.budget.export.export_tables import (
        table_workbook,  # here: what writes workbooks is only read when asked for
    )

    rows = [[_excel_cell(value) for value in row] for row in table.itertuples(index=False)]
    return table_workbook(title, [str(column) for column in table.columns], rows, notes, formats)


def harmless(words: str) -> str:
    """Text that no spreadsheet takes for a formula: such a beginning gets an apostrophe in front."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def _csv_cell(value: object, decimal: str) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.10g}".replace(".", decimal)
    return str(value) if isinstance(value, int) else harmless(str(value))


def _excel_cell(value: object) -> str | float | bool | None:
    if isinstance(value, (bool, int, float)):
        return value
    return str(value)
