"""What a failure of disk or database means to a person, and what can be done about it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb

from flexlib.errors import WorkspaceError

_LEAST_FREE = 512 * 1024  # bytes; with less a save cannot be finished
_LOCK = "Could not set lock on file"
_FULL = ("No space left on device", "Disk quota exceeded", "File too large")
_UNWRITABLE = ("Read-only file system", "Permission denied", "read-only mode")


def workspace_failure(error: Exception, path: Path) -> WorkspaceError:
    """The error to show: what happened, why, and what to do."""
    message = str(error)
    if _LOCK in message:
        process = re.search(r"PID (\d+)", message)
        return WorkspaceError("store.workspace_in_use", file=str(path), process=process[1] if process else "?")
    if is_full(error, path):
        return WorkspaceError("store.workspace_full", folder=str(path.parent))
    if is_unwritable(error):
        return WorkspaceError("store.workspace_read_only", folder=str(path.parent))
    if "version number" in message:
        return WorkspaceError("store.workspace_newer", file=str(path))
    return WorkspaceError("store.workspace_damaged", file=str(path), why=_first_line(message))


def is_full(error: Exception, path: Path) -> bool:
    """Whether the disk is full."""
    return any(words in str(error) for words in _FULL) or _free_bytes(path) < _LEAST_FREE


def is_unwritable(error: Exception) -> bool:
    """Whether the place cannot be written, by permission or because the disk is mounted read-only."""
    return any(words in str(error) for words in _UNWRITABLE)


def is_conflict(error: duckdb.Error) -> bool:
    """Whether another transaction was first, so that trying again helps."""
    message = str(error).lower()
    return any(words in message for words in ("conflict", "duplicate key", "primary key"))


def is_committed(error: duckdb.Error) -> bool:
    """Whether the transaction was kept all the same: the disk was too full to tidy up after it."""
    return "COMMIT succeeded and is durable" in str(error)


def _free_bytes(path: Path) -> int:
    return shutil.disk_usage(_existing_folder(path)).free


def _existing_folder(path: Path) -> Path:
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _first_line(message: str) -> str:
    return message.strip().splitlines()[0][:200] if message.strip() else "?"
