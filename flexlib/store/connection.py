"""Where the databases are and how they are opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import platformdirs

HOME_VARIABLE = "FLEXLIB_HOME"
STORAGE_VERSION = "v1.5.0"
SCHEMA_DIRECTORY = Path(__file__).resolve().parents[2] / "data" / "schema"
_CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "storage_compatibility_version": STORAGE_VERSION,
    "default_block_size": "16384",  # files of 1-2 MB; with the usual blocks every index takes a quarter MB
    "checkpoint_threshold": "1MB",
    "memory_limit": "256MB",
    "threads": "1",
}


def home_directory(home: Path | None = None) -> Path:
    """The folder for what flexlib keeps: the argument, else FLEXLIB_HOME, else the user's data folder."""
    if home is not None:
        return Path(home)
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else Path(platformdirs.user_data_dir("flexlib", appauthor=False))


def connect(path: Path | None, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database file, in memory when there is no path; extensions are never fetched or loaded."""
    return duckdb.connect(":memory:" if path is None else str(path), read_only=read_only, config=dict(_CONFIG))


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """All of it or nothing: commits at the end, rolls back on any exception."""
    connection.execute("BEGIN TRANSACTION")
    try:
        yield connection
    except BaseException:
        roll_back(connection)
        raise
    connection.execute("COMMIT")


def roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Roll back; a connection that broke has nothing left to roll back."""
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        return
