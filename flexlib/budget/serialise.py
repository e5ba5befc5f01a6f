"""Mapping, findings and reading as JSON, both ways; amounts travel as decimal text, to the last digit."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flexlib.budget.lines import Lines
from flexlib.budget.records import Finding, Layout, OwnTotal, PeriodColumn, Reading, WorkbookMapping
from flexlib.errors import InputError
from flexlib.model.bilingual import Text

Amounts = tuple[tuple[str, Decimal], ...]


def mapping_to_json(mapping: WorkbookMapping) -> str:
    """A mapping as text; the same mapping gives the same text."""
    return json.dumps(_mapping_out(mapping), ensure_ascii=False, sort_keys=True)


def mapping_from_json(text: str) -> WorkbookMapping:
    """A mapping from its text; raises InputError when it is not one."""
    try:
        return _mapping_in(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise InputError("budget_found.unreadable.mapping", why=type(failure).__name__) from failure


def reading_to_json(reading: Reading) -> str:
    """Everything that was read, as text: an object, then the lines of the budget in pieces, each on a line of its own.

    The pieces are packed: they are not parsed but kept as they are, so that taking in a large budget holds up nobody.
    """
    head = json.dumps(
        {
            "file_name": reading.file_name,
            "sha256": reading.sha256,
            "mapping": _mapping_out(reading.mapping),
            "totals": [
                [total.sheet, total.row, total.label, total.quantity, _amounts_out(total.stated), total.parts,
                 _amounts_out(total.read)]
                for total in reading.totals
            ],
            "findings": [_finding_out(finding) for finding in reading.findings],
            "unplaced": reading.unplaced,
        },
        ensure_ascii=False,
    )  # fmt: skip
    return "\n".join((head, *reading.lines.to_json()))


def reading_from_json(text: str) -> Reading:
    """A reading from its text; raises InputError when it is not one."""
    try:
        head, *pieces = text.split("\n")
        found = json.loads(head)
        return Reading(
            file_name=found["file_name"],
            sha256=found["sha256"],
            mapping=_mapping_in(found["mapping"]),
            lines=Lines.from_json(pieces),
            totals=tuple(map(_total_in, found["totals"])),
            findings=tuple(map(_finding_in, found["findings"])),
            unplaced=tuple(found["unplaced"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, zlib.error) as failure:
        raise InputError("budget_found.unreadable.reading", why=type(failure).__name__) from failure


def findings_to_json(findings: Sequence[Finding]) -> str:
    """Findings as text."""
    return json.dumps([_finding_out(finding) for finding in findings], ensure_ascii=False)


def findings_from_json(text: str) -> tuple[Finding, ...]:
    """Findings from their text; raises InputError when it holds something else."""
    try:
        return tuple(map(_finding_in, json.loads(text)))
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise InputError("budget_found.unreadable.reading", why=type(failure).__name__) from failure


def _mapping_out(mapping: WorkbookMapping) -> dict[str, Any]:
    return {
        "name": mapping.name,
        "kind": mapping.kind,
        "fitted_to": mapping.fitted_to,
        "categories": dict(mapping.categories),
        "layouts": [_layout_out(layout) for layout in mapping.layouts],
    }


def _layout_out(layout: Layout) -> dict[str, Any]:
    found = {name: getattr(layout, name) for name in Layout.__slots__}
    found["period_columns"] = [
        [period.column, period.period, *([period.factor] if period.factor else [])] for period in layout.period_columns
    ]
    return found


def _mapping_in(found: Mapping[str, Any]) -> WorkbookMapping:
    layouts = tuple(_layout_in(layout) for layout in found["layouts"])
    categories = {key: sys.intern(category) for key, category in found["categories"].items()}  # few, of many rows
    return WorkbookMapping(found["name"], found["kind"], layouts, categories, found.get("fitted_to", ""))


def _layout_in(found: Mapping[str, Any]) -> Layout:
    known = {name: found[name] for name in Layout.__slots__ if name in found}
    for name in ("header_rows", "label_columns", "total_rows"):
        known[name] = tuple(int(number) for number in known.get(name, ()))
    known["period_columns"] = tuple(
        PeriodColumn(int(column), str(period), int(factor[0]) if factor else None)
        for column, period, *factor in known["period_columns"]
    )
    known["headers"] = tuple((int(column), str(text)) for column, text in known.get("headers", ()))
    return Layout(**known)


def _finding_out(finding: Finding) -> dict[str, Any]:
    values = {name: [value.nl, value.en] if isinstance(value, Text) else value for name, value in finding.values}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "values": values,
    }


def _finding_in(found: Mapping[str, Any]) -> Finding:
    values = tuple(
        (name, Text(*value) if isinstance(value, list) else value) for name, value in found["values"].items()
    )
    return Finding(found["code"], found["severity"], found["sheet"], found["cell"], values)


def _total_in(found: Sequence[Any]) -> OwnTotal:
    sheet, row, label, quantity, stated, parts, read = found
    return OwnTotal(sheet, row, label, quantity, _amounts_in(stated), tuple(parts), _amounts_in(read))


def _amounts_out(amounts: Amounts) -> list[list[str]]:
    return [[period, str(amount)] for period, amount in amounts]


def _amounts_in(found: Sequence[Sequence[str]]) -> Amounts:
    return tuple((period, Decimal(amount)) for period, amount in found)
