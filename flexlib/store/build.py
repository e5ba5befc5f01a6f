"""Builds the model database from checked rows."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flexlib.model.tables import TABLES, TableSpec
from flexlib.store.connection import SCHEMA_DIRECTORY, connect, transaction

_ROWS_AT_ONCE = 250
_IN_OTHER_TABLES = ("ids", "efforts")

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def model_schema() -> bytes:
    """The SQL that creates the model tables, all steps in order."""
    return b"\n".join(path.read_bytes() for path in sorted((SCHEMA_DIRECTORY / "model").glob("*.sql")))


def build_file(path: Path, tables: Tables, settings: Mapping[str, Any], content_hash: str) -> None:
    """Build the database beside its place and rename it into place, so that readers see all of it or nothing."""
    beside = path.with_name(f"{path.stem}.{uuid.uuid4().hex}.building")
    try:
        connection = connect(beside)
        try:
            fill(connection, tables, settings, content_hash)
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        os.replace(beside, path)
    finally:
        for left in (beside, beside.with_name(beside.name + ".wal")):
            left.unlink(missing_ok=True)


def fill(connection: duckdb.DuckDBPyConnection, tables: Tables, settings: Mapping[str, Any], content_hash: str) -> None:
    """Create the model tables in an empty database and put all rows in, in one transaction."""
    with transaction(connection):
        connection.execute(model_schema().decode("utf-8"))
        _insert_settings(connection, settings)
        for spec in TABLES:
            _insert_table(connection, spec, tables[spec.name])
        connection.execute("INSERT INTO built VALUES (?, true)", [content_hash])


def stored_columns(spec: TableSpec) -> list[str]:
    """The columns of a file that are columns of its table; lists live in tables of their own."""
    return [column.name for column in spec.columns if column.kind not in _IN_OTHER_TABLES]


def _insert_settings(connection: duckdb.DuckDBPyConnection, settings: Mapping[str, Any]) -> None:
    names = ("version", "date", "price_level", "start", "horizon_months", "draws", "seed")
    _insert(connection, "settings", names, [tuple(settings[name] for name in names)])
    _insert(connection, "severity_weights", ("severity", "weight"), list(settings["severity_weights"].items()))
    strengths = [(name, *values) for name, values in settings["strength"].items()]
    _insert(connection, "strengths", ("name", "low", "mode", "high"), strengths)


def _insert_table(connection: duckdb.DuckDBPyConnection, spec: TableSpec, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = stored_columns(spec)
    numbered = [(position, *(row[column] for column in columns)) for position, row in enumerate(rows)]
    if spec.name == "variants":
        for generation in _generations(rows):
            _insert(connection, spec.name, ("position", *columns), [numbered[position] for position in generation])
    else:
        _insert(connection, spec.name, ("position", *columns), numbered)
    if spec.name == "cost_lines":
        effort = [(row["id"], place, *pair) for row in rows for place, pair in enumerate(row["effort"])]
        _insert(connection, "cost_line_effort", ("line_id", "place", "role_id", "parameter_id"), effort)
        tags = [(row["id"], place, tag) for row in rows for place, tag in enumerate(row["tags"])]
        _insert(connection, "cost_line_tags", ("line_id", "place", "tag"), tags)


def _generations(variants: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    """Positions of variants, parents in an earlier list than their children, as the foreign key asks."""
    placed: set[str | None] = {None}
    waiting = list(range(len(variants)))
    generations = []
    while waiting:
        ready = [position for position in waiting if variants[position]["parent"] in placed]
        generations.append(ready or waiting)
        placed.update(variants[position]["id"] for position in generations[-1])
        waiting = [position for position in waiting if position not in set(generations[-1])]
    return generations


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Many rows per statement: one row at a time takes a hundred times as long."""
    names = ", ".join(f'"{column}"' for column in columns)
    one = f"({', '.join('?' for _ in columns)})"
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        chunk = rows[start : start + _ROWS_AT_ONCE]
        values = ", ".join([one] * len(chunk))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES {values}", [cell for row in chunk for cell in row])
