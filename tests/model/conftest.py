"""A copy of the model files in which a test changes one thing."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexlib.model.checks import check_files
from flexlib.model.findings import Finding
from flexlib.model.read import DEFAULT_DIRECTORY, read_files

Row = dict[str, str]


class ModelCopy:
    """The default model's files in a folder of their own, to be changed by a test."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        for path in DEFAULT_DIRECTORY.iterdir():
            if path.suffix in (".csv", ".toml"):
                shutil.copy(path, directory / path.name)

    def rows(self, table: str) -> list[Row]:
        with (self.directory / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[Row]) -> None:
        with (self.directory / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def first(self, table: str, **where: str) -> tuple[int, Row]:
        """The first row that has these values, with its number in a spreadsheet."""
        for number, row in enumerate(self.rows(table), start=2):
            if all(row[column] == value for column, value in where.items()):
                return number, row
        raise LookupError(f"{table}: {where}")

    def change(self, table: str, where: Row, **cells: str) -> int:
        """Change cells of the first row that fits; returns its number."""
        number, _ = self.first(table, **where)
        rows = self.rows(table)
        rows[number - 2].update(cells)
        self.write(table, rows)
        return number

    def add(self, table: str, like: Row, **cells: str) -> int:
        """Add a row like another at the end; returns its number."""
        rows = self.rows(table)
        rows.append({**self.first(table, **like)[1], **cells})
        self.write(table, rows)
        return len(rows) + 1

    def remove(self, table: str, **where: str) -> None:
        """Remove every row that has these values."""
        kept = [row for row in self.rows(table) if any(row[column] != value for column, value in where.items())]
        assert len(kept) < len(self.rows(table)), f"{table}: {where}"
        self.write(table, kept)

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.directory / file
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    def findings(self) -> list[Finding]:
        return check_files(read_files(self.directory))

    def messages(self, language: str = "nl") -> list[str]:
        return [finding.message(language) for finding in self.findings()]


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[ModelCopy]:
    yield ModelCopy(tmp_path)
