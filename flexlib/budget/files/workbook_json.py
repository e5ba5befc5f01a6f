"""Workbooks as JSON, for the way from one process to another."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from flexlib.budget.workbook import Area, CellError, Sheet, Value, Workbook

Json = Any


def workbook_to_json(workbook: Workbook, first_rows: int | None = None) -> dict[str, Json]:
    """All of a workbook, or of each sheet only its first rows."""
    return {
        "file_name": workbook.file_name,
        "kind": workbook.kind,
        "size": workbook.size,
        "sha256": workbook.sha256,
        "sheets": [_sheet_to_json(sheet, first_rows) for sheet in workbook.sheets],
        "names": {name: [sheet, _area_to_json(area)] for name, (sheet, area) in workbook.names.items()},
        "not_checked": workbook.not_checked,
        "ignored": workbook.ignored,
    }


def workbook_from_json(kept: Mapping[str, Json]) -> Workbook:
    """The inverse of `workbook_to_json`."""
    return Workbook(
        file_name=kept["file_name"],
        kind=kept["kind"],
        size=kept["size"],
        sha256=kept["sha256"],
        sheets=tuple(_sheet_from_json(sheet) for sheet in kept["sheets"]),
        names={name: (sheet, Area(*area)) for name, (sheet, area) in kept["names"].items()},
        not_checked=tuple(kept["not_checked"]),
        ignored=tuple(kept["ignored"]),
    )


def _sheet_to_json(sheet: Sheet, first_rows: int | None) -> dict[str, Json]:
    last = len(sheet.rows) if first_rows is None else first_rows
    return {
        "name": sheet.name,
        "rows": [[_value_to_json(value) for value in row] for row in sheet.rows[:last]],
        "is_hidden": sheet.is_hidden,
        "hidden_rows": sorted(row for row in sheet.hidden_rows if row <= last),
        "hidden_columns": sorted(sheet.hidden_columns),
        "merged": [_area_to_json(area) for area in sheet.merged if area.first_row <= last],
        "formulas": [[row, column, words] for (row, column), words in sheet.formulas.items() if row <= last],
        "without_value": sorted(place for place in sheet.without_value if place[0] <= last),
        "percent": sorted(place for place in sheet.percent if place[0] <= last),
    }


def _sheet_from_json(kept: Mapping[str, Json]) -> Sheet:
    return Sheet(
        name=kept["name"],
        rows=tuple(tuple(_value_from_json(value) for value in row) for row in kept["rows"]),
        is_hidden=kept["is_hidden"],
        hidden_rows=frozenset(kept["hidden_rows"]),
        hidden_columns=frozenset(kept["hidden_columns"]),
        merged=tuple(Area(*area) for area in kept["merged"]),
        formulas={(row, column): words for row, column, words in kept["formulas"]},
        without_value=frozenset((row, column) for row, column in kept["without_value"]),
        percent=frozenset((row, column) for row, column in kept["percent"]),
    )


def _area_to_json(area: Area) -> list[int]:
    return [area.first_row, area.first_column, area.last_row, area.last_column]


def _value_to_json(value: Value) -> Json:
    if isinstance(value, CellError):
        return {"error": value.code}
    if isinstance(value, datetime.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"time": value.isoformat()}
    return value


def _value_from_json(kept: Json) -> Value:
    if not isinstance(kept, dict):
        return kept
    ((kind, words),) = kept.items()
    if kind == "error":
        return CellError(words)
    if kind == "moment":
        return datetime.datetime.fromisoformat(words)
    return datetime.date.fromisoformat(words) if kind == "date" else datetime.time.fromisoformat(words)
