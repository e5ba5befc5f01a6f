"""Reads the cost model from its database."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import duckdb

from flexlib.model.build import build_model
from flexlib.model.records import CostModel
from flexlib.model.tables import TABLES
from flexlib.store.build import stored_columns


def load(connection: duckdb.DuckDBPyConnection) -> CostModel:
    """The cost model in a model database; raises duckdb.Error when it is damaged or incomplete."""
    (content_hash,) = _rows(connection, "SELECT content_hash FROM built WHERE complete")[0]
    tables: dict[str, list[dict[str, Any]]] = {}
    for spec in TABLES:
        columns = stored_columns(spec)
        names = ", ".join(f'"{column}"' for column in columns)
        rows = _rows(connection, f"SELECT {names} FROM {spec.name} ORDER BY position")
        tables[spec.name] = [dict(zip(columns, row, strict=True)) for row in rows]
    effort = _grouped(connection, "SELECT line_id, role_id, parameter_id FROM cost_line_effort ORDER BY line_id, place")
    tags = _grouped(connection, "SELECT line_id, tag FROM cost_line_tags ORDER BY line_id, place")
    for line in tables["cost_lines"]:
        line["effort"] = tuple(effort[line["id"]])
        line["tags"] = tuple(tag for (tag,) in tags[line["id"]])
    return build_model(tables, _settings(connection), content_hash)


def _settings(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    names = ("version", "date", "price_level", "start", "horizon_months", "draws", "seed")
    row = _rows(connection, f"SELECT {', '.join(names)} FROM settings")[0]
    strengths = _rows(connection, "SELECT name, low, mode, high FROM strengths")
    return {
        **dict(zip(names, row, strict=True)),
        "severity_weights": dict(
            _rows(connection, "SELECT severity, weight FROM severity_weights ORDER BY weight DESC")
        ),
        "strength": {name: values for name, *values in strengths},
    }


def _grouped(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *values in _rows(connection, query):
        found[key].append(tuple(values))
    return found


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """All rows of a query; the cursor is drained and closed."""
    with connection.cursor() as cursor:
        return cursor.execute(query).fetchall()
