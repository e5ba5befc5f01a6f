"""What a failure of disk or database means to a person, and what can be done about it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import duckdb

from flexlib.errors import WorkspaceError

_LEAST_FREE = 512 * 1024  # bytes; with less a save cannot be finished
_LOCK = "Could not set lock on file"
_FULL = ("No space left on device", "Disk quota exceeded")
_UNWRITABLE = ("Read-only file system", "Permission denied", "read-only mode")


def workspace_failure(error: Exception, path: Path) -> WorkspaceError:
    """The error to show: what happened, why, and what to do."""
    message = str(error)
    if _LOCK in message:
        process = re.search(r"PID (\d+)", message)
        return WorkspaceError("store.workspace_in_use", file=str(path), process=process[1] if process else "?")
    if is_full(error, path):
        return WorkspaceError("store.workspace_full", folder=str(path.parent))
    if is_unwritable(error, path):
        return WorkspaceError("store.workspace_read_only", folder=str(path.parent))
    if "version number" in message:
        return WorkspaceError("store.workspace_newer", file=str(path))
    return WorkspaceError("store.workspace_damaged", file=str(path), why=_first_line(message))


def is_full(error: Exception, path: Path) -> bool:
    """Whether the disk is full."""
    return any(words in str(error) for words in _FULL) or _free_bytes(path) < _LEAST_FREE


def is_unwritable(error: Exception, path: Path) -> bool:
    """Whether the place cannot be written, by permission or because the disk is mounted read-only."""
    if any(words in str(error) for words in _UNWRITABLE):
        return True
    place = path if path.exists() else _existing_folder(path)
    return isinstance(error, (duckdb.IOException, OSError)) and not os.access(place, os.W_OK)


def is_conflict(error: duckdb.Error) -> bool:
    """Whether another transaction was first, so that trying again helps."""
    if isinstance(error, duckdb.ConstraintException):
        return "Duplicate key" in str(error) or "PRIMARY KEY" in str(error)
    return "onflict" in str(error)


def _free_bytes(path: Path) -> int:
    return shutil.disk_usage(_existing_folder(path)).free


def _existing_folder(path: Path) -> Path:
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _first_line(message: str) -> str:
    return message.strip().splitlines()[0][:200] if message.strip() else "?"
