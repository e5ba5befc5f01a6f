"""Guesses what kind of workbook was handed in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flexlib.budget.records import KINDS, Layout
from flexlib.budget.workbook import Workbook

TEMPLATE_NAME = "flexlib_template"  # defined name in our own templates; its cell holds the kind
TEMPLATE_WORDS = re.compile(rf"flexlib ({'|'.join(KINDS)}) \d+")  # in that cell
_LOOKED_AT = 12  # rows at the top of each sheet
_PROGRAMME = re.compile(r"\b(programma\w*|project\w*|flexibiliser\w*|programme\w*|flexibel\w*)\b", re.I)
_PROFILE = re.compile(r"\b(profiel|kengetal\w*|instellingsprofiel|institution profile)\b", re.I)
_STAFFING = re.compile(r"\b(formatie\w*|personeelsplan\w*|bezetting|staffing|inhuur)\b", re.I)


def kind_of(workbook: Workbook, layouts: Sequence[Layout]) -> str:
    """budget, programme, staffing or profile; by its marker, else by its words and by what it counts."""
    marked = _marked(workbook)
    if marked:
        return marked
    per_row = {(layout.sheet, layout.header_rows): layout for layout in reversed(layouts) if layout.unit_column}
    counted = [layout.quantity for layout in (*per_row.values(), *(one for one in layouts if not one.unit_column))]
    words = _top_words(workbook)
    if counted and counted.count("fte") * 2 >= len(counted):
        return "staffing"
    if _PROFILE.search(words) and all(not period.period for layout in layouts for period in layout.period_columns):
        return "profile"
    if _STAFFING.search(words) and "fte" in counted and not _PROGRAMME.search(words):
        return "staffing"
    if _PROGRAMME.search(words) and ("hours" in counted or not _has_accounts(layouts)):
        return "programme"
    if "hours" in counted and "eur" in counted and not _has_accounts(layouts):
        return "programme"
    if counted and "eur" not in counted and set(counted) <= {"count", "rate"}:
        return "profile"
    return "budget"


def _marked(workbook: Workbook) -> str:
    """The kind that one of our templates says it is: in the cell with our name, else, in files without names, in a
    cell that holds the same words."""
    sheet_name, area = workbook.names.get(TEMPLATE_NAME, ("", None))
    for sheet in workbook.sheets:
        if area is not None and sheet.name == sheet_name:
            value = str(sheet.at(area.first_row, area.first_column) or "").strip().lower()
            return next((kind for kind in KINDS if kind in value), "")
    first = workbook.sheets[0].rows[:_LOOKED_AT] if workbook.sheets else ()
    words = (value for cells in first for value in cells if isinstance(value, str))
    return next((found[1] for value in words if (found := TEMPLATE_WORDS.fullmatch(value.strip()))), "")


def _has_accounts(layouts: Sequence[Layout]) -> bool:
    return any(layout.account_column is not None for layout in layouts)


def _top_words(workbook: Workbook) -> str:
    words = [workbook.file_name.replace("_", " ")]
    for sheet in workbook.sheets:
        if not sheet.is_hidden:
            words.append(sheet.name)
            words += [str(cell) for row in sheet.rows[:_LOOKED_AT] for cell in row if isinstance(cell, str)]
    return " ".join(words)
