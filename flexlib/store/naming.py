"""What every saved thing has: a name that can be read, and the moment it was saved."""

from __future__ import annotations

from datetime import UTC, datetime

from flexlib.errors import InputError
from flexlib.store.workspace import LONGEST_NAME


def stripped_name(name: str) -> str:
    """The name with single spaces; raises InputError when it is empty or too long."""
    stripped = " ".join(name.split())
    if not stripped:
        raise InputError("store.name_empty")
    if len(stripped) > LONGEST_NAME:
        raise InputError("store.name_too_long", longest=LONGEST_NAME)
    return stripped


def utc_now() -> datetime:
    return datetime.now(UTC)
