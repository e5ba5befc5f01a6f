"""What is wrong with the files of a cost model: one mistake in one place each."""

from __future__ import annotations

from dataclasses import dataclass

from flexlib.errors import Notice, notice
from flexlib.text import render


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake. `row` counts as a spreadsheet does (the header is 1); 0 means the whole file or column."""

    file: str
    row: int
    column: str
    key: str
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, key: str, file: str, row: int = 0, column: str = "", /, **values: object) -> Finding:
        """A finding with the values of its text as keywords."""
        return cls(file, row, column, key, tuple(values.items()))

    @property
    def notice(self) -> Notice:
        """Where and what: `parameters.csv, rij 12, kolom low: …`."""
        place = ("cell" if self.column else "row") if self.row else ("column" if self.column else "file")
        what = notice(self.key, **{"column": self.column, **dict(self.values)})
        where = {"file": self.file, "row": str(self.row), "column": self.column}
        return notice(f"model.where_{place}", what=what, **where)

    def message(self, language: str) -> str:
        return render(self.notice, language)
