"""The workspace in one DuckDB file, opened by one process at a time."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import duckdb

from flexlib.errors import InputError, WorkspaceError
from flexlib.store.budgets import Owner
from flexlib.store.connection import connect, home_directory, transaction
from flexlib.store.duckdb_budgets import DuckDBBudgets
from flexlib.store.failures import is_committed, is_conflict, is_unwritable, workspace_failure
from flexlib.store.migrations import Step, copy_database, migrate, steps_in
from flexlib.store.naming import stripped_name, utc_now
from flexlib.store.workspace import INSTITUTION, KINDS, LONGEST_BODY, Event, SavedVersion

FILE = "workspace.duckdb"
_COLUMNS = "id, version, kind, name, body, action, in_bin, who, saved_at, based_on_version"
_TRIES = 40
_LONGEST_PAUSE = 0.02  # seconds

Answer = TypeVar("Answer")


def open_workspace(home: Path | None = None) -> DuckDBWorkspace:
    """The workspace of this installation, brought to the newest schema; raises WorkspaceError."""
    workspace = DuckDBWorkspace(home_directory(home) / FILE)
    workspace.open()
    return workspace


class DuckDBWorkspace:
    """See the Workspace interface. Calls may come from several threads; each has a cursor of its own.

    On a disk that cannot be written, what was saved before can be read, and saving says why it cannot be done.
    """

    def __init__(self, path: Path, steps: Sequence[Step] | None = None) -> None:
        self.path = path
        self._steps = steps_in() if steps is None else steps
        self._lock = RLock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._read_only = False
        self.budgets = DuckDBBudgets(self._read, self._write, _keep_owner)

    def open(self) -> None:
        """Open the file, create it when it is new, and bring its schema up to date."""
        with self._lock:
            if self._connection is None:
                self._connection = self._opened()

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def save(
        self,
        kind: str,
        name: str,
        body: Mapping[str, Any],
        who: str,
        saved_id: str | None = None,
        based_on_version: int = 0,
    ) -> SavedVersion:
        if kind not in KINDS:
            raise ValueError(kind)
        written = _written(body)
        name = stripped_name(name)
        if saved_id is None:
            return self._write(lambda cursor: _insert_first(cursor, kind, name, written, who))

        def add(cursor: duckdb.DuckDBPyConnection) -> SavedVersion:
            latest = self._latest(cursor, saved_id)
            if latest.in_bin:
                raise InputError("store.in_bin", name=latest.name)
            row = (saved_id, latest.version + 1, latest.kind, name, written, "saved", False, who, utc_now())
            return _insert(cursor, (*row, based_on_version))

        return self._write(add)

    def load(self, saved_id: str, version: int | None = None) -> SavedVersion:
        return self._read(lambda cursor: self._latest(cursor, saved_id, version))

    def saved(self, kind: str | None = None, in_bin: bool = False) -> list[SavedVersion]:
        query = (
            f"SELECT {_COLUMNS} FROM versions v WHERE in_bin = ? AND version ="
            " (SELECT max(version) FROM versions w WHERE w.id = v.id) ORDER BY saved_at DESC, id"
        )
        found = self._read(lambda cursor: _versions(cursor, query, [in_bin]))
        return [item for item in found if kind is None or item.kind == kind]

    def history(self, saved_id: str) -> list[SavedVersion]:
        query = f"SELECT {_COLUMNS} FROM versions WHERE id = ? ORDER BY version DESC"
        return self._read(lambda cursor: _versions(cursor, query, [saved_id]))

    def rename(self, saved_id: str, name: str, who: str) -> SavedVersion:
        name = stripped_name(name)
        return self._write(lambda cursor: self._follow(cursor, saved_id, "renamed", who, name=name))

    def delete(self, saved_id: str, who: str) -> SavedVersion:
        return self._write(lambda cursor: self._follow(cursor, saved_id, "deleted", who, in_bin=True))

    def restore(self, saved_id: str, who: str, version: int | None = None) -> SavedVersion:
        return self._write(
            lambda cursor: self._follow(cursor, saved_id, "restored", who, in_bin=False, of_version=version)
        )

    def append_event(self, kind: str, who: str, detail: Mapping[str, Any] | None = None) -> Event:
        event = Event(str(uuid.uuid4()), kind, who, utc_now(), dict(detail or {}))
        written = json.dumps(event.detail, ensure_ascii=False, allow_nan=False)

        def add(cursor: duckdb.DuckDBPyConnection) -> Event:
            row = [event.id, kind, who, event.happened_at.replace(tzinfo=None), written]
            cursor.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row).fetchall()
            return event

        return self._write(add)

    def events(self, kind: str | None = None) -> list[Event]:
        query = "SELECT id, kind, who, happened_at, detail FROM events ORDER BY happened_at DESC, id"
        rows = self._read(lambda cursor: cursor.execute(query).fetchall())
        found = [Event(key, of, who, at.replace(tzinfo=UTC), json.loads(detail)) for key, of, who, at, detail in rows]
        return [event for event in found if kind is None or event.kind == kind]

    def backup(self, path: Path) -> None:
        """Copy everything to a new file while the workspace is in use."""
        if path.exists():
            raise InputError("store.backup_exists", file=str(path))
        with self._cursor() as cursor:
            copy_database(cursor, path)

    def _latest(self, cursor: duckdb.DuckDBPyConnection, saved_id: str, version: int | None = None) -> SavedVersion:
        asked = "?" if version is not None else "(SELECT max(version) FROM versions WHERE id = ?)"
        query = f"SELECT {_COLUMNS} FROM versions WHERE id = ? AND version = {asked}"
        found = _versions(cursor, query, [saved_id, saved_id if version is None else version])
        if not found:
            raise WorkspaceError("store.nothing_saved", id=saved_id)
        return found[0]

    def _follow(
        self,
        cursor: duckdb.DuckDBPyConnection,
        saved_id: str,
        action: str,
        who: str,
        name: str | None = None,
        in_bin: bool | None = None,
        of_version: int | None = None,
    ) -> SavedVersion:
        """Add a version that follows on the latest, with the name and body of the latest or of `of_version`."""
        latest = self._latest(cursor, saved_id)
        model = latest if of_version is None else self._latest(cursor, saved_id, of_version)
        return _insert(
            cursor,
            (
                saved_id,
                latest.version + 1,
                latest.kind,
                model.name if name is None else name,
                json.dumps(model.body, ensure_ascii=False),
                action,
                latest.in_bin if in_bin is None else in_bin,
                who,
                utc_now(),
                latest.version,
            ),
        )

    def _read(self, ask: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        with self._cursor() as cursor:
            return ask(cursor)

    def _write(self, add: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        """Run one transaction, again when another one was first."""
        if self._read_only:
            self.close()  # perhaps it can be written by now
        for _ in range(_TRIES):
            with self._cursor() as cursor:
                if self._read_only:
                    raise WorkspaceError("store.workspace_read_only", folder=str(self.path.parent))
                try:
                    with transaction(cursor):
                        answer = add(cursor)
                except duckdb.FatalException as error:
                    if not is_committed(error):
                        raise
                    self.close()  # it is saved; only tidying up failed, and the next call opens the file again
                    return answer
                except (duckdb.ConstraintException, duckdb.TransactionException) as error:
                    if not is_conflict(error):
                        raise
                else:
                    return answer
            time.sleep(random.uniform(0, _LONGEST_PAUSE))
        raise WorkspaceError("store.workspace_busy", file=str(self.path))

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one call; what goes wrong with file or disk becomes a WorkspaceError."""
        with self._lock:
            self.open()
            assert self._connection is not None
            cursor = self._connection.cursor()
        try:
            yield cursor
        except (duckdb.FatalException, duckdb.InternalException) as error:
            self.close()  # the connection is beyond use; the next call opens the file again
            raise workspace_failure(error, self.path) from error
        except (duckdb.IOException, duckdb.TransactionException, OSError) as error:
            raise workspace_failure(error, self.path) from error
        finally:
            cursor.close()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        self._read_only = False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = connect(self.path)
        except (duckdb.Error, OSError) as error:
            if not is_unwritable(error):
                raise workspace_failure(error, self.path) from error
            return self._opened_read_only(error)
        try:
            migrate(connection, self.path, self._steps)
        except (duckdb.Error, OSError) as error:
            connection.close()
            raise workspace_failure(error, self.path) from error
        except WorkspaceError:
            connection.close()
            raise
        return connection

    def _opened_read_only(self, error: Exception) -> duckdb.DuckDBPyConnection:
        """What was saved can still be read when the disk is read-only."""
        if not self.path.exists():
            raise workspace_failure(error, self.path) from error
        try:
            connection = connect(self.path, read_only=True)
        except (duckdb.Error, OSError) as again:
            raise workspace_failure(again, self.path) from again
        self._read_only = True
        return connection


def _written(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    if len(text) > LONGEST_BODY:
        raise InputError("store.body_too_long", length=len(text), longest=LONGEST_BODY)
    return text


def _keep_owner(cursor: duckdb.DuckDBPyConnection, owner: Owner, who: str) -> str:
    return _insert_first(cursor, INSTITUTION, stripped_name(owner.name), _written(owner.body), who).id


def _insert_first(cursor: duckdb.DuckDBPyConnection, kind: str, name: str, written: str, who: str) -> SavedVersion:
    return _insert(cursor, (str(uuid.uuid4()), 1, kind, name, written, "saved", False, who, utc_now(), 0))


def _insert(cursor: duckdb.DuckDBPyConnection, row: tuple[Any, ...]) -> SavedVersion:
    saved_id, version, kind, name, body, action, in_bin, who, saved_at, based_on = row
    values = [saved_id, version, kind, name, body, action, in_bin, who, saved_at.replace(tzinfo=None), based_on]
    marks = ", ".join("?" for _ in values)
    cursor.execute(f"INSERT INTO versions ({_COLUMNS}) VALUES ({marks})", values).fetchall()
    return SavedVersion(saved_id, kind, name, json.loads(body), version, action, in_bin, who, saved_at, based_on)


def _versions(cursor: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[SavedVersion]:
    return [
        SavedVersion(
            saved_id, kind, name, json.loads(body), version, action, in_bin, who, at.replace(tzinfo=UTC), based_on
        )
        for saved_id, version, kind, name, body, action, in_bin, who, at, based_on in cursor.execute(
            query, values
        ).fetchall()
    ]
