"""Reads a file that was handed in as a workbook, whatever its kind. Runs in a process of its own (`child`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from flexlib.budget.files.limits import LIMITS, Limits
from flexlib.budget.files.look import Inspection, inspect
from flexlib.budget.files.read_csv import read_csv
from flexlib.budget.files.read_other import NOT_CHECKED, read_other
from flexlib.budget.files.read_xlsx import read_xlsx
from flexlib.budget.files.refused import FileRefused, refuse
from flexlib.budget.records import Finding
from flexlib.budget.workbook import Sheet, Workbook


def read_workbook(
    path: Path, file_name: str, limits: Limits = LIMITS, on_share: Callable[[float], None] | None = None
) -> Workbook:
    """Look at the file, then read all of it; raises FileRefused with what is wrong.

    `on_share` is told which share of the reading is done, from 0 to 1.
    """
    seen = inspect(path, file_name, limits)
    if seen.is_refused:
        raise FileRefused(seen.findings)
    sheets: tuple[Sheet, ...]
    if seen.kind == "csv":
        sheets = (read_csv(path, limits, on_share),)
    elif seen.kind in ("xls", "ods"):
        sheets = read_other(path, seen.kind, limits, on_share)
    else:
        return _package(path, file_name, seen, limits, on_share)
    not_checked = NOT_CHECKED.get(seen.kind, ())
    return Workbook(file_name, seen.kind, seen.size, seen.sha256, sheets, not_checked=not_checked)


def _package(
    path: Path, file_name: str, seen: Inspection, limits: Limits, on_share: Callable[[float], None] | None
) -> Workbook:
    try:
        with ZipFile(path) as archive:
            found = read_xlsx(archive, limits, on_share)
    except BadZipFile:
        raise refuse("file_cut_off") from None
    return Workbook(
        file_name, seen.kind, seen.size, seen.sha256, found.sheets, names=found.names, ignored=found.ignored
    )


def file_notes(workbook: Workbook) -> tuple[Finding, ...]:
    """What was left unread and which checks this kind of file cannot carry, as findings that only tell."""
    ignored = [Finding(f"ignored_{what}", "note") for what in workbook.ignored]
    return (
        *ignored,
        *(Finding(f"unseen_{what}", "note", values=(("kind", workbook.kind),)) for what in workbook.not_checked),
    )
