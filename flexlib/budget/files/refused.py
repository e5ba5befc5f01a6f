"""A file that cannot be read, with everything there is to say about it."""

from __future__ import annotations

from collections.abc import Sequence

from flexlib.budget.records import Finding
from flexlib.errors import InputError


class FileRefused(InputError):
    """A file handed in that is not read; `findings` says why, each with `what`, `why` and `do`."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0].words("what")
        super().__init__(first.key, **dict(first.values))
        self.findings = tuple(findings)


def wrong(code: str, /, sheet: str = "", cell: str = "", **values: object) -> Finding:
    """A finding that stops the import, from keyword values."""
    return Finding(code, "wrong", sheet, cell, tuple(values.items()))


def refuse(code: str, /, sheet: str = "", cell: str = "", **values: object) -> FileRefused:
    """The error to raise for one such finding."""
    return FileRefused([wrong(code, sheet, cell, **values)])
