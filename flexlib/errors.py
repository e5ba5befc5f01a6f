"""What can go wrong, as text keys and their values: screen and command line put them into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must be told: a text key and the values its text names.

    A value is a string, a number, a record with `nl` and `en`, or another notice.
    """

    key: str
    values: tuple[tuple[str, object], ...] = ()


def notice(key: str, /, **values: object) -> Notice:
    """A notice from keyword values: `notice("share.unknown_lever", name="x9")`."""
    return Notice(key, tuple(values.items()))


class FlexlibError(Exception):
    """An expected failure: its text says what, where, why it matters and what to do."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.notice = notice(key, **values)
        details = ", ".join(f"{name}={value!r}" for name, value in values.items())
        super().__init__(f"{key}({details})")

    @property
    def key(self) -> str:
        return self.notice.key

    @property
    def values(self) -> dict[str, object]:
        return dict(self.notice.values)


class ModelDataError(FlexlibError):
    """The cost model's data are wrong; `findings` holds everything found, each with file, row and column."""

    def __init__(self, findings: Sequence[Notice]) -> None:
        super().__init__("errors.model_data", count=len(findings))
        self.findings = tuple(findings)


class WorkspaceError(FlexlibError):
    """The workspace cannot be opened, read or written: in use, full, read-only, damaged or newer than the app."""


class InputError(FlexlibError):
    """Something a person typed or handed in cannot be understood."""


class DrawsError(InputError):
    """A file of draws does not fit the model; `findings` holds everything found."""

    def __init__(self, findings: Sequence[Notice], file: str) -> None:
        super().__init__("cli.given_wrong", file=file, count=len(findings))
        self.findings = tuple(findings)
