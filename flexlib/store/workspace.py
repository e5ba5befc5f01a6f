"""The workspace: what people save. One small interface, so that another database can take its place later.

Saved things are versioned rows that are never overwritten: every save, rename, deletion and restoration adds a version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from flexlib.store.budgets import Budgets

INSTITUTION = "institution"
KINDS = ("variant", INSTITUTION)
LONGEST_NAME = 200
LONGEST_BODY = 50_000  # characters of JSON; a choice with twenty contested values takes some 3,000


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """One version of a saved thing.

    `body` holds JSON values (see flexlib.model.serialise); `saved_at` is in UTC. `based_on_version` is the version its
    maker saw, 0 for a new thing; `is_stale` says that others had saved in between: theirs is version - 1, both stay.
    """

    id: str
    kind: str
    name: str
    body: Mapping[str, Any]
    version: int
    action: str  # saved, renamed, deleted or restored
    in_bin: bool
    who: str
    saved_at: datetime
    based_on_version: int

    @property
    def is_stale(self) -> bool:
        return self.based_on_version != self.version - 1


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `happened_at` is in UTC."""

    id: str
    kind: str
    who: str
    happened_at: datetime
    detail: Mapping[str, Any]


class Workspace(Protocol):
    """What screens and command line may ask of a workspace; every method may raise WorkspaceError."""

    @property
    def budgets(self) -> Budgets:
        """The budgets of institutions that are kept here."""

    def save(
        self,
        kind: str,
        name: str,
        body: Mapping[str, Any],
        who: str,
        saved_id: str | None = None,
        based_on_version: int = 0,
    ) -> SavedVersion:
        """Add a version; without `saved_id` a new thing. A version in between is no error: see `is_stale`.

        Raises InputError `store.in_bin` for a thing that was thrown away: it is restored, or saved as a new thing.
        """

    def load(self, saved_id: str, version: int | None = None) -> SavedVersion:
        """The latest or a given version, also of a thing in the bin."""

    def saved(self, kind: str | None = None, in_bin: bool = False) -> Sequence[SavedVersion]:
        """The latest version of every thing outside (or inside) the bin, the last saved first."""

    def history(self, saved_id: str) -> Sequence[SavedVersion]:
        """Every version, the newest first."""

    def rename(self, saved_id: str, name: str, who: str) -> SavedVersion:
        """Give it another name; the body stays that of the latest version."""

    def delete(self, saved_id: str, who: str) -> SavedVersion:
        """Put it in the bin; nothing is erased."""

    def restore(self, saved_id: str, who: str, version: int | None = None) -> SavedVersion:
        """Take it out of the bin, or make an earlier version the latest again."""

    def append_event(self, kind: str, who: str, detail: Mapping[str, Any] | None = None) -> Event:
        """Note that something happened."""

    def events(self, kind: str | None = None) -> Sequence[Event]:
        """What happened, the newest first."""

    def backup(self, path: Path) -> None:
        """Copy everything to a new file while the workspace is in use."""

    def close(self) -> None:
        """Let go of the workspace; the next call opens it again."""
