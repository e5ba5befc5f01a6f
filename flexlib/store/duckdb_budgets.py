"""Budgets in the workspace file; see the Budgets interface."""

from __future__ import annotations

import hashlib
import itertools
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

import duckdb

from flexlib.errors import InputError, WorkspaceError
from flexlib.store.budgets import (
    BUDGET_KINDS,
    LONGEST_JSON,
    BudgetContent,
    BudgetVersion,
    Import,
    KeptLine,
    Line,
    Owner,
    SavedMapping,
)
from flexlib.store.naming import stripped_name, utc_now

_PART = 1 << 20  # bytes of a file in one row: a file in one piece takes several times its size in memory
_LINES_AT_ONCE = 2_000
_VERSION = "id, version, institution, kind, name, action, in_bin, who, saved_at, based_on_version, content_id"
_LINE = 'sheet, "row", label, account, "key", category, quantity, section, amounts'

Answer = TypeVar("Answer")
Cursor = duckdb.DuckDBPyConnection


class Calls(Protocol):
    """How a workspace lets others read and write: with a cursor of their own, writing in one transaction."""

    def __call__(self, ask: Callable[[Cursor], Answer], /) -> Answer: ...


class DuckDBBudgets:
    """See the Budgets interface. `read` and `write` are those of the workspace, with its retries and its errors;
    `keep_owner` adds a new institution inside a transaction and gives its id."""

    def __init__(self, read: Calls, write: Calls, keep_owner: Callable[[Cursor, Owner, str], str]) -> None:
        self._read, self._write, self._keep_owner = read, write, keep_owner

    def take_over(
        self, given: Import, who: str, saved_id: str | None = None, based_on_version: int = 0
    ) -> BudgetVersion:
        if given.kind not in BUDGET_KINDS:
            raise ValueError(given.kind)
        name = stripped_name(given.name)
        mapping_name = stripped_name(given.mapping_name)
        mapping, reading, accepted = (_json(value) for value in (given.mapping, given.reading, given.accepted))
        digest = hashlib.sha256(given.content).hexdigest()

        def add(cursor: Cursor) -> BudgetVersion:
            owner = given.owner
            kept = given if owner is None else replace(given, institution=self._keep_owner(cursor, owner, who))
            latest = None if saved_id is None else _version(cursor, saved_id)
            if latest is not None and latest.in_bin:
                raise InputError("store.in_bin", name=latest.name)
            content_id = str(uuid.uuid4())
            _keep_file(cursor, digest, given.content)
            row = [content_id, digest, given.file_name, mapping, reading, accepted]
            cursor.execute("INSERT INTO budget_contents VALUES (?, ?, ?, ?, ?, ?)", row).fetchall()
            _keep_lines(cursor, content_id, given.lines)
            _keep_mapping(cursor, kept, mapping_name, mapping, who)
            _keep_learned(cursor, kept, who)
            if latest is None:
                first = (str(uuid.uuid4()), 1, kept.institution, kept.kind, name, "saved", False, who, 0, content_id)
                return _insert(cursor, first)
            start = (latest.id, latest.version + 1, latest.institution, latest.kind)
            return _insert(cursor, (*start, name, "saved", False, who, based_on_version, content_id))

        return self._write(add)

    def budgets(self, institution: str | None = None, in_bin: bool = False) -> list[BudgetVersion]:
        condition = (
            "in_bin = ? AND version = (SELECT max(version) FROM budget_versions w WHERE w.id = v.id)"
            " ORDER BY saved_at DESC, v.id"
        )
        found = self._read(lambda cursor: [version for version, _ in _versions(cursor, condition, [in_bin])])
        return [version for version in found if institution is None or version.institution == institution]

    def budget(self, saved_id: str, version: int | None = None) -> BudgetVersion:
        return self._read(lambda cursor: _version(cursor, saved_id, version))

    def content(self, saved_id: str, version: int | None = None) -> BudgetContent:
        def ask(cursor: Cursor) -> BudgetContent:
            query = "SELECT mapping, reading, accepted FROM budget_contents WHERE id = ?"
            ((mapping, reading, accepted),) = cursor.execute(query, [_content_id(cursor, saved_id, version)]).fetchall()
            return BudgetContent(json.loads(mapping), json.loads(reading), json.loads(accepted))

        return self._read(ask)

    def lines(self, saved_id: str, version: int | None = None) -> list[KeptLine]:
        def ask(cursor: Cursor) -> list[KeptLine]:
            query = f"SELECT {_LINE} FROM budget_lines WHERE content_id = ? ORDER BY position"
            return [_line(row) for row in cursor.execute(query, [_content_id(cursor, saved_id, version)]).fetchall()]

        return self._read(ask)

    def sums(self, saved_id: str, version: int | None = None) -> dict[tuple[str, str, str], Decimal]:
        query = (
            "SELECT quantity, category, '[' || string_agg(amounts, ',') || ']' FROM budget_lines WHERE content_id = ?"
            " GROUP BY quantity, category"
        )

        def ask(cursor: Cursor) -> list[tuple[str, str, str]]:
            return cursor.execute(query, [_content_id(cursor, saved_id, version)]).fetchall()

        found: dict[tuple[str, str, str], Decimal] = {}
        for quantity, category, amounts in self._read(ask):
            for period, amount in itertools.chain.from_iterable(json.loads(amounts)):
                key = (quantity, category, period)
                found[key] = found.get(key, Decimal(0)) + Decimal(amount)
        return found

    def original(self, saved_id: str, version: int | None = None) -> bytes:
        def ask(cursor: Cursor) -> bytes:
            found = _version(cursor, saved_id, version)
            query = "SELECT content FROM budget_file_parts WHERE sha256 = ? ORDER BY part"
            whole = b"".join(part for (part,) in cursor.execute(query, [found.sha256]).fetchall())
            if hashlib.sha256(whole).hexdigest() != found.sha256:
                raise WorkspaceError("store.file_changed", file=found.file_name)
            return whole

        return self._read(ask)

    def history(self, saved_id: str) -> list[BudgetVersion]:
        condition = "v.id = ? ORDER BY version DESC"
        return self._read(lambda cursor: [version for version, _ in _versions(cursor, condition, [saved_id])])

    def rename(self, saved_id: str, name: str, who: str) -> BudgetVersion:
        stripped = stripped_name(name)
        return self._write(lambda cursor: _follow(cursor, saved_id, "renamed", who, name=stripped))

    def delete(self, saved_id: str, who: str) -> BudgetVersion:
        return self._write(lambda cursor: _follow(cursor, saved_id, "deleted", who, in_bin=True))

    def restore(self, saved_id: str, who: str, version: int | None = None) -> BudgetVersion:
        return self._write(lambda cursor: _follow(cursor, saved_id, "restored", who, in_bin=False, of_version=version))

    def mappings(self, institution: str, kind: str | None = None) -> list[SavedMapping]:
        query = (
            "SELECT institution, kind, name, version, body, who, saved_at FROM budget_mappings m WHERE institution = ?"
            " AND version = (SELECT max(version) FROM budget_mappings o WHERE o.institution = m.institution"
            " AND o.kind = m.kind AND o.name = m.name) ORDER BY saved_at DESC, name"
        )
        rows = self._read(lambda cursor: cursor.execute(query, [institution]).fetchall())
        found = [
            SavedMapping(of, mapped, name, version, json.loads(body), who, at.replace(tzinfo=UTC))
            for of, mapped, name, version, body, who, at in rows
        ]
        return [mapping for mapping in found if kind is None or mapping.kind == kind]

    def learned(self, institution: str, kind: str) -> Mapping[str, str]:
        return self._read(
            lambda cursor: {key: category for key, (category, _) in _learned(cursor, institution, kind).items()}
        )


def _keep_file(cursor: Cursor, digest: str, content: bytes) -> None:
    """The same file is kept once, however often it is handed in."""
    if cursor.execute("SELECT 1 FROM budget_files WHERE sha256 = ?", [digest]).fetchall():
        return
    cursor.execute("INSERT INTO budget_files VALUES (?, ?)", [digest, len(content)]).fetchall()
    for part, start in enumerate(range(0, len(content), _PART)):
        row = [digest, part, content[start : start + _PART]]
        cursor.execute("INSERT INTO budget_file_parts VALUES (?, ?, ?)", row).fetchall()


def _keep_lines(cursor: Cursor, content_id: str, lines: Sequence[Line]) -> None:
    """Many rows per statement, as columns: four times as fast as rows of values."""
    marks = ", ".join(["unnest(?)"] * 10)
    query = f"INSERT INTO budget_lines (content_id, position, {_LINE}) SELECT ?, {marks}"
    for start in range(0, len(lines), _LINES_AT_ONCE):
        some = lines[start : start + _LINES_AT_ONCE]
        columns = [
            list(range(start, start + len(some))),
            [line.sheet for line in some],
            [line.row for line in some],
            [line.label for line in some],
            [line.account for line in some],
            [line.key for line in some],
            [line.category for line in some],
            [line.quantity for line in some],
            [line.section for line in some],
            [json.dumps([(period, str(amount)) for period, amount in line.amounts]) for line in some],
        ]
        cursor.execute(query, [content_id, *columns]).fetchall()


def _keep_mapping(cursor: Cursor, given: Import, name: str, body: str, who: str) -> None:
    """A new version of the mapping of this name, unless it is the same as the last."""
    query = "SELECT version, body FROM budget_mappings WHERE institution = ? AND kind = ? AND name = ? ORDER BY version"
    known = cursor.execute(query, [given.institution, given.kind, name]).fetchall()
    if known and known[-1][1] == body:
        return
    row = [given.institution, given.kind, name, len(known) + 1, body, who, _moment()]
    cursor.execute("INSERT INTO budget_mappings VALUES (?, ?, ?, ?, ?, ?, ?)", row).fetchall()


def _keep_learned(cursor: Cursor, given: Import, who: str) -> None:
    known = _learned(cursor, given.institution, given.kind)
    for key, category in given.learned.items():
        before, version = known.get(key, ("", 0))
        if category != before:
            row = [given.institution, given.kind, key, version + 1, category, who, _moment()]
            cursor.execute("INSERT INTO budget_learned VALUES (?, ?, ?, ?, ?, ?, ?)", row).fetchall()


def _learned(cursor: Cursor, institution: str, kind: str) -> dict[str, tuple[str, int]]:
    query = 'SELECT "key", category, version FROM budget_learned WHERE institution = ? AND kind = ? ORDER BY version'
    rows = cursor.execute(query, [institution, kind]).fetchall()
    return {key: (category, version) for key, category, version in rows}


def _versions(cursor: Cursor, condition: str, values: list[Any]) -> list[tuple[BudgetVersion, str]]:
    """Versions with the id of their content."""
    columns = ", ".join(f"v.{column}" for column in _VERSION.split(", "))
    query = (
        f"SELECT {columns}, c.file_name, c.sha256, f.size FROM budget_versions v JOIN budget_contents c"
        f" ON c.id = v.content_id JOIN budget_files f ON f.sha256 = c.sha256 WHERE {condition}"
    )
    found = []
    for row in cursor.execute(query, values).fetchall():
        named = dict(zip((*_VERSION.split(", "), "file_name", "sha256", "size"), row, strict=True))
        content_id = named.pop("content_id")
        found.append((BudgetVersion(**{**named, "saved_at": named["saved_at"].replace(tzinfo=UTC)}), content_id))
    return found


def _one(cursor: Cursor, saved_id: str, version: int | None) -> tuple[BudgetVersion, str]:
    asked = "?" if version is not None else "(SELECT max(version) FROM budget_versions WHERE id = ?)"
    found = _versions(cursor, f"v.id = ? AND v.version = {asked}", [saved_id, saved_id if version is None else version])
    if not found:
        raise WorkspaceError("store.nothing_saved", id=saved_id)
    return found[0]


def _version(cursor: Cursor, saved_id: str, version: int | None = None) -> BudgetVersion:
    return _one(cursor, saved_id, version)[0]


def _content_id(cursor: Cursor, saved_id: str, version: int | None) -> str:
    return _one(cursor, saved_id, version)[1]


def _follow(
    cursor: Cursor,
    saved_id: str,
    action: str,
    who: str,
    name: str | None = None,
    in_bin: bool | None = None,
    of_version: int | None = None,
) -> BudgetVersion:
    """Add a version that follows on the latest, with the name and content of the latest or of `of_version`."""
    latest = _version(cursor, saved_id)
    model, content_id = _one(cursor, saved_id, of_version)
    return _insert(
        cursor,
        (
            latest.id,
            latest.version + 1,
            latest.institution,
            latest.kind,
            model.name if name is None else name,
            action,
            latest.in_bin if in_bin is None else in_bin,
            who,
            latest.version,
            content_id,
        ),
    )


def _insert(cursor: Cursor, row: tuple[Any, ...]) -> BudgetVersion:
    *start, based_on, content_id = row
    values = [*start, _moment(), based_on, content_id]
    marks = ", ".join("?" for _ in values)
    cursor.execute(f"INSERT INTO budget_versions ({_VERSION}) VALUES ({marks})", values).fetchall()
    return _version(cursor, row[0], row[1])


def _line(row: tuple[Any, ...]) -> KeptLine:
    sheet, number, label, account, key, category, quantity, section, amounts = row
    by_period = tuple((period, Decimal(amount)) for period, amount in json.loads(amounts))
    return KeptLine(sheet, number, label, account, key, category, quantity, by_period, section)


def _json(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(text) > LONGEST_JSON:
        raise InputError("store.body_too_long", length=len(text), longest=LONGEST_JSON)
    return text


def _moment() -> datetime:
    return utc_now().replace(tzinfo=None)
