"""Reads the files of a cost model into rows of text that remember where they stand."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flexlib.model.findings import Finding
from flexlib.model.tables import SETTINGS_FILE, TABLES, CellError, TableSpec, value_of

DEFAULT_DIRECTORY = Path(__file__).resolve().parents[2] / "data" / "model"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, typed; `number` as a spreadsheet shows it (the header is row 1). Cells that were wrong are left out."""

    file: str
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def get(self, column: str) -> Any:
        """The value, None when the cell was empty or wrong."""
        return self.values.get(column)


@dataclass(frozen=True)
class ModelFiles:
    """Everything read: rows per table in file order, the settings, and what was wrong while reading."""

    directory: Path
    tables: Mapping[str, tuple[Row, ...]]
    settings: Mapping[str, Any]
    findings: tuple[Finding, ...] = field(default=())

    def values(self) -> dict[str, list[Mapping[str, Any]]]:
        """Rows per table as plain values, for building the model or the database."""
        return {name: [row.values for row in rows] for name, rows in self.tables.items()}


def read_files(directory: Path) -> ModelFiles:
    """Read model.toml and every CSV of a model; problems are kept as findings, none is raised."""
    findings: list[Finding] = []
    settings = _read_settings(directory, findings)
    tables = {spec.name: _read_table(directory, spec, findings) for spec in TABLES}
    return ModelFiles(directory, tables, settings, tuple(findings))


def hash_of(directory: Path, extra: bytes = b"") -> str:
    """SHA-256 over the files of a model, names included, and `extra` (what else decides the database)."""
    digest = hashlib.sha256()
    for name in (SETTINGS_FILE, *(spec.file for spec in TABLES)):
        path = directory / name
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{name}:{len(content)}:".encode())
        digest.update(content)
    digest.update(extra)
    return digest.hexdigest()


def _read_settings(directory: Path, findings: list[Finding]) -> Mapping[str, Any]:
    content = _content(directory / SETTINGS_FILE, findings)
    if content is None:
        return {}
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        findings.append(Finding.of("model.settings_unreadable", SETTINGS_FILE, why=str(error)))
        return {}


def _read_table(directory: Path, spec: TableSpec, findings: list[Finding]) -> tuple[Row, ...]:
    content = _content(directory / spec.file, findings)
    if content is None:
        return ()
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        records = list(reader)
    except csv.Error as error:
        findings.append(Finding.of("model.csv_unreadable", spec.file, reader.line_num, why=str(error)))
        return ()
    header = [name.strip() for name in records[0]] if records else []
    expected = [column.name for column in spec.columns]
    if not _header_fits(header, expected, spec.file, findings):
        return ()
    rows = []
    for number, cells in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            findings.append(
                Finding.of("model.wrong_cell_count", spec.file, number, found=len(cells), expected=len(header))
            )
            continue
        rows.append(_typed(spec, number, dict(zip(header, cells, strict=True)), findings))
    if not rows:
        findings.append(Finding.of("model.no_rows", spec.file))
    return tuple(rows)


def _typed(spec: TableSpec, number: int, cells: Mapping[str, str], findings: list[Finding]) -> Row:
    values: dict[str, Any] = {}
    for column in spec.columns:
        cell = cells[column.name]
        try:
            values[column.name] = value_of(cell, column)
        except CellError as error:
            allowed = ", ".join(column.choices)
            details = {"value": cell.strip(), "allowed": allowed}
            findings.append(Finding.of(error.key, spec.file, number, column.name, **details))
    return Row(spec.file, number, values)


def _header_fits(header: list[str], expected: list[str], file: str, findings: list[Finding]) -> bool:
    missing = [name for name in expected if name not in header]
    unknown = [name for name in header if name not in expected]
    twice = sorted({name for name in header if header.count(name) > 1})
    for key, names in (
        ("model.column_missing", missing),
        ("model.column_unknown", unknown),
        ("model.column_twice", twice),
    ):
        for name in names:
            findings.append(Finding.of(key, file, 1, name))
    return not missing and not twice


def _content(path: Path, findings: list[Finding]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        findings.append(Finding.of("model.file_missing", path.name))
    except UnicodeDecodeError as error:
        findings.append(Finding.of("model.not_utf8", path.name, position=error.start))
    except OSError as error:
        findings.append(Finding.of("model.file_unreadable", path.name, why=error.strerror or str(error)))
    return None
