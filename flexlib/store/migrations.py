"""Brings a workspace to the newest schema in numbered steps, after a copy; refuses files from a newer version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from flexlib.errors import WorkspaceError
from flexlib.store.connection import SCHEMA_DIRECTORY, STORAGE_VERSION, transaction

_TABLE = "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name VARCHAR, applied_at TIMESTAMP)"


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered SQL file, such as 002_budgets.sql."""

    number: int
    name: str
    sql: str


def steps_in(directory: Path = SCHEMA_DIRECTORY / "workspace") -> list[Step]:
    """The steps of a schema folder in order; numbers start at 1 without gaps."""
    paths = sorted(directory.glob("*.sql"))
    steps = [Step(int(path.name[:3]), path.stem, path.read_text(encoding="utf-8")) for path in paths]
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"numbers in {directory} must run from 1 without gaps")
    return steps


def migrate(connection: duckdb.DuckDBPyConnection, path: Path, steps: Sequence[Step]) -> Path | None:
    """Apply the steps a workspace lacks, each in its own transaction; returns the copy made first, if any.

    Raises WorkspaceError when the file knows more steps than this version of flexlib.
    """
    at = applied(connection)
    if at > len(steps):
        raise WorkspaceError("store.workspace_newer", file=str(path))
    waiting = steps[at:]
    if not waiting:
        return None
    copy = None
    if at:
        copy = path.with_name(f"{path.stem}.before-{waiting[0].number:03d}.duckdb")
        if not copy.exists():
            copy_database(connection, copy)
    for step in waiting:
        with transaction(connection):
            connection.execute(_TABLE)
            connection.execute(step.sql)
            now = datetime.now(UTC).replace(tzinfo=None)
            connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", [step.number, step.name, now])
    connection.execute("CHECKPOINT")
    return copy


def applied(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the last step in a workspace, 0 for an empty file."""
    known = connection.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_catalog = current_database()"
        " AND table_name = 'migrations'"
    ).fetchall()
    if known == [(0,)]:
        return 0
    ((number,),) = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchall()
    return int(number)


def copy_database(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Copy the open database, also while others use it, to a file that must not exist; it appears when it is whole."""
    beside = target.with_name(target.name + ".copying")
    beside.unlink(missing_ok=True)
    quoted = str(beside).replace("'", "''")
    ((source,),) = connection.execute("SELECT current_database()").fetchall()
    connection.execute(f"ATTACH '{quoted}' AS copy_of_workspace (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        connection.execute(f'COPY FROM DATABASE "{source}" TO copy_of_workspace')
    finally:
        connection.execute("DETACH copy_of_workspace")
    beside.rename(target)
