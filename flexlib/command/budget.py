"""Workbooks on the command line: one checked as the screen does, and an estimate written as a workbook."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from flexlib.budget.export.export import export_estimate
from flexlib.budget.files.hand_in import read_in_child
from flexlib.budget.files.refused import FileRefused
from flexlib.budget.reading.tie_out import category_sums
from flexlib.budget.records import Finding, OwnTotal, Reading, WorkbookMapping
from flexlib.budget.serialise import mapping_from_json, mapping_to_json
from flexlib.engine.evaluate import estimate
from flexlib.errors import InputError
from flexlib.model.accounts import all_categories, categories_for
from flexlib.model.records import Choice, CostModel
from flexlib.text import render, text

CLEAN, FOUND, REFUSED = 0, 1, 2
CSV_COLUMNS = (
    "section", "severity", "sheet", "cell", "code", "what", "why", "do", "category", "quantity", "period", "amount",
    "stated",
)  # fmt: skip


def check(model: CostModel, asked: argparse.Namespace) -> int:
    """Print every finding and what was read; CLEAN, FOUND when something is wrong or doubtful, REFUSED."""
    language = asked.language
    try:
        if not asked.file.is_file():
            raise InputError("cli.no_file", file=str(asked.file))
        mapping = None if asked.mapping is None else mapping_in(asked.mapping)
        categories = categories_for(model, mapping.kind) if mapping else all_categories(model)
        reading = read_in_child(asked.file, asked.file.name, mapping, categories)
    except FileRefused as refused:
        _print(None, refused.findings, model, asked.format, language)
        return REFUSED
    except InputError as error:
        print(render(error.notice, language), file=sys.stderr)
        return REFUSED
    _print(reading, reading.findings, model, asked.format, language)
    return FOUND if any(finding.severity != "note" for finding in reading.findings) else CLEAN


def export(model: CostModel, choice: Choice, address: str, target: Path, language: str) -> None:
    """Write the workbook of a choice; raises InputError when the file cannot be written."""
    content = export_estimate(model, choice, estimate(model, choice), address, language)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise InputError("cli.file_not_written", file=str(target), reason=str(error.strerror)) from error
    print(text("cli.written", language, file=str(target)))


def mapping_in(path: Path) -> WorkbookMapping:
    """A mapping from a file: as it was saved, or the JSON that `check` printed; raises InputError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return mapping_from_json(json.dumps(content.get("mapping", content)))
    except OSError as error:
        raise InputError("cli.file_not_read", file=str(path), reason=str(error.strerror)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("cli.no_mapping", file=str(path), reason=f"{type(error).__name__}: {error}") from error


def _print(reading: Reading | None, findings: Sequence[Finding], model: CostModel, form: str, language: str) -> None:
    if form == "csv":
        print(as_csv(reading, findings, language), end="")
    else:
        print(json.dumps(as_record(reading, findings, model, language), ensure_ascii=False, indent=2))


def as_record(reading: Reading | None, findings: Sequence[Finding], model: CostModel, language: str) -> dict[str, Any]:
    """Everything as JSON values; amounts as text, to the cent. Without a reading, why the file was refused."""
    found: dict[str, Any] = {"refused": reading is None, "findings": [_finding(one, language) for one in findings]}
    if reading is None:
        return found
    labels = {category.id: category.label[language] for category in all_categories(model)}
    return found | {
        "file_name": reading.file_name,
        "sha256": reading.sha256,
        "kind": reading.mapping.kind,
        "lines": len(reading.lines),
        "totals": [
            {
                "category": category,
                "label": labels.get(category, ""),
                "quantity": quantity,
                "period": period,
                "amount": _written(amount),
            }
            for (quantity, category, period), amount in category_sums(reading.lines).items()
        ],
        "own_totals": [_own_total(total) for total in reading.totals],
        "unplaced": list(reading.unplaced),
        "mapping": json.loads(mapping_to_json(reading.mapping)),
    }


def as_csv(reading: Reading | None, findings: Sequence[Finding], language: str) -> str:
    """One row per finding, then per total that was read, then per total that the workbook states itself."""
    written = io.StringIO()
    writer = csv.DictWriter(written, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"section": "finding", **_finding(one, language)} for one in findings)
    if reading is not None:
        for (quantity, category, period), amount in category_sums(reading.lines).items():
            row = {"section": "total", "category": category, "quantity": quantity, "period": period}
            writer.writerow(row | {"amount": _written(amount)})
        for total in reading.totals:
            read = dict(total.read)
            for period, stated in total.stated:
                row = {"section": "own_total", "sheet": total.sheet, "cell": str(total.row), "what": total.label}
                row |= {"quantity": total.quantity, "period": period, "stated": _written(stated)}
                writer.writerow(row | {"amount": _written(read.get(period, Decimal(0)))})
    return written.getvalue()


def _finding(finding: Finding, language: str) -> dict[str, str]:
    place = {"severity": finding.severity, "sheet": finding.sheet, "cell": finding.cell, "code": finding.code}
    return place | {part: render(finding.words(part), language) for part in ("what", "why", "do")}


def _own_total(total: OwnTotal) -> dict[str, Any]:
    return {
        "sheet": total.sheet,
        "row": total.row,
        "label": total.label,
        "quantity": total.quantity,
        "stated": {period: _written(amount) for period, amount in total.stated},
        "read": {period: _written(amount) for period, amount in total.read},
    }


def _written(amount: Decimal) -> str:
    return f"{amount:f}"
