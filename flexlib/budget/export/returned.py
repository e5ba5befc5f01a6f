"""The exported workbook coming back: which assumptions somebody changed in it, to be taken over as contested values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flexlib.budget.export.export_frame import FORMAT
from flexlib.budget.export.export_inputs import EXPORTED_COLUMN, VALUE_COLUMN, digest
from flexlib.budget.reading.numbers import understand
from flexlib.budget.records import Finding
from flexlib.budget.workbook import Area, Sheet, Value, Workbook, cell_name
from flexlib.model.contests import contest_bounds
from flexlib.model.records import Contest, CostModel
from flexlib.units import is_share

MARKER, TABLE = "flexlib_export", "flexlib_parameters"
ROWS_TO_READ = 2_000  # of each sheet, when a workbook is read only for this
SAME = 1e-12  # of the value: what a spreadsheet program may lose when it saves a number


@dataclass(frozen=True, slots=True)
class Change:
    """An assumption that was changed: its rekenwaarde when it went out and when it came back, in its unit."""

    id: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back.

    choice_query : the query of the link on the first sheet, which opens the choice that was exported
    changed : changes that can be taken over, in the order of the workbook
    """

    choice_query: str
    changed: tuple[Change, ...]
    findings: tuple[Finding, ...]

    @property
    def contested(self) -> tuple[tuple[str, Contest], ...]:
        """The changes as a choice holds contested values, sorted by id: one number each."""
        return tuple(sorted((one.id, Contest(one.after, one.after, one.after)) for one in self.changed))

    @property
    def is_stopped(self) -> bool:
        """Whether something is wrong, so that nothing should be taken over before it is mended."""
        return any(finding.severity == "wrong" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table of parameters as it came back."""

    sheet: str
    cell: str
    id: str
    typed: Value
    exported: Value


def is_our_export(workbook: Workbook) -> bool:
    """Whether this is a workbook that flexlib made with `export_estimate`."""
    return MARKER in workbook.names and TABLE in workbook.names


def changed_assumptions(model: CostModel, workbook: Workbook) -> Returned:
    """Compare the input cells of an exported workbook with what was written in them.

    Everything that is odd is a finding, all at once: another model, ids the model does not have, text in a cell, values
    outside the bounds, rows that are gone or double, and changes in cells that are not taken over.
    """
    if not is_our_export(workbook):
        return Returned("", (), (Finding("returned_not_ours", "wrong"),))
    findings = list(_origin(model, workbook))
    changed: list[Change] = []
    seen: dict[str, str] = {}
    exported: list[tuple[str, float]] = []
    for row in _rows(workbook):
        if isinstance(row.exported, float):
            exported.append((row.id, row.exported))
        found = _judged(model, row, seen)
        seen.setdefault(row.id, row.cell)
        if isinstance(found, Finding):
            findings.append(found)
        elif found is not None:
            changed.append(found)
    sheet = workbook.names[TABLE][0]
    missing = [key for key in model.parameters if key not in seen] if _same_model(model, workbook) else []
    if missing:
        findings.append(Finding("returned_missing", "doubtful", sheet, "", (("names", ", ".join(missing)),)))
    elif digest(exported) != _mark(workbook, "flexlib_digest"):
        findings.append(Finding("returned_written_over", "doubtful", sheet))
    address = _mark(workbook, "flexlib_address")
    return Returned(urlsplit(address).query if "?" in address else address, tuple(changed), tuple(findings))


def _origin(model: CostModel, workbook: Workbook) -> Iterator[Finding]:
    """Whether it rests on this model, on an address, and on choices that nobody changed."""
    summary = workbook.names[MARKER][0]
    written = _mark(workbook, MARKER)
    if written != FORMAT:
        yield Finding("returned_other_format", "doubtful", summary, "", (("format", written),))
    if not _mark(workbook, "flexlib_address"):
        yield Finding("returned_no_address", "wrong", summary)
    if not _same_model(model, workbook):
        values = (("theirs", _mark(workbook, "flexlib_model")), ("ours", model.version))
        yield Finding("returned_other_model", "doubtful", summary, "", values)
        return
    ids = {*(f"l_{key}" for key in model.levers), *(f"f_{key}" for key in model.figures)}
    chosen = [(name, value) for name in ids & workbook.names.keys() if isinstance(value := _at(workbook, name), float)]
    if digest(chosen) != _mark(workbook, "flexlib_choices_digest"):
        yield Finding("returned_choices_changed", "doubtful", workbook.names[min(ids & workbook.names.keys())][0])


def _rows(workbook: Workbook) -> Iterator[_Row]:
    title, area = workbook.names[TABLE]
    sheet = _sheet(workbook, title)
    if sheet is None:
        return
    for row in range(area.first_row, min(area.last_row, len(sheet.rows)) + 1):
        key = sheet.at(row, area.first_column)
        if not isinstance(key, str) or not key.strip():
            continue
        column = area.first_column + VALUE_COLUMN
        typed, exported = sheet.at(row, column), sheet.at(row, area.first_column + EXPORTED_COLUMN)
        yield _Row(title, cell_name(row, column), key.strip(), _number(typed), _number(exported))


def _judged(model: CostModel, row: _Row, seen: dict[str, str]) -> Finding | Change | None:
    """A row as a finding, as a change, or as nothing when it stands as it went out."""

    def found(code: str, **values: object) -> Finding:
        return Finding(code, "wrong", row.sheet, row.cell, (("name", row.id), *values.items()))

    if row.id in seen:
        return found("returned_double", other=seen[row.id])
    if row.id not in model.parameters:
        return found("returned_unknown")
    label, typed = model.parameters[row.id].label, _typed(row.typed, model.parameters[row.id].unit)
    if not isinstance(typed, float):
        shown = "" if row.typed is None else str(getattr(row.typed, "code", row.typed))
        return found("returned_no_number", label=label, shown=shown)
    if not isinstance(row.exported, float):
        return found("returned_no_exported", label=label)
    if abs(typed - row.exported) <= SAME * abs(row.exported):
        return None
    low, high = contest_bounds(model, row.id)
    if not low <= typed <= high:
        return found("returned_out_of_bounds", label=label, shown=typed, low=low, high=high)
    return Change(row.id, row.exported, typed)


def _typed(value: Value, unit: str) -> Value:
    """A percentage that a person typed as text ("4 %") in a cell of a share, as that share; else the value itself."""
    if isinstance(value, str) and is_share(unit):
        read = understand(value)
        if read.is_percent and read.value is not None and read.how != "ambiguous":
            return float(read.value)
    return value


def _same_model(model: CostModel, workbook: Workbook) -> bool:
    return _mark(workbook, "flexlib_hash") == model.content_hash


def _mark(workbook: Workbook, name: str) -> str:
    """The text in a named cell; a spreadsheet program may have made a number of it."""
    value = _at(workbook, name)
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else ""


def _at(workbook: Workbook, name: str) -> Value:
    title, area = workbook.names.get(name, ("", Area(1, 1, 1, 1)))
    sheet = _sheet(workbook, title)
    return None if sheet is None else _number(sheet.at(area.first_row, area.first_column))


def _sheet(workbook: Workbook, title: str) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets if sheet.name == title), None)


def _number(value: Value) -> Value:
    """A whole number counts as a number; true and false do not."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
