"""What the checks share: rows by table and by id, tolerant of cells that were wrong already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from flexlib.model.bilingual import Text
from flexlib.model.findings import Finding
from flexlib.model.read import ModelFiles, Row
from flexlib.model.records import Driver, Level, Lever

_EMPTY = Text("", "")


class Context:
    """The rows under check. A cell that was wrong while reading is absent, and checks on it are left out."""

    def __init__(self, files: ModelFiles) -> None:
        self.settings = files.settings
        self._tables = files.tables

    def rows(self, table: str, *columns: str) -> Iterator[Row]:
        """Rows of a table in which all of these columns could be read."""
        return (row for row in self._tables[table] if all(column in row.values for column in columns))

    @cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Row]]:
        """Per table with an id column: rows by id, of twins the first."""
        found: dict[str, dict[str, Row]] = {}
        for table, rows in self._tables.items():
            found[table] = {}
            for row in rows:
                if "id" in row.values:
                    found[table].setdefault(row["id"], row)
        return found

    def ids(self, table: str) -> Mapping[str, Row]:
        return self.by_id[table]

    @cached_property
    def curves(self) -> Mapping[tuple[str, str, str], Row]:
        """Effect curves by lever, kind of target and target."""
        rows = self.rows("effect_curves", "lever_id", "target_kind", "target")
        return {(row["lever_id"], row["target_kind"], row["target"]): row for row in rows}

    @cached_property
    def levers(self) -> Mapping[str, Lever]:
        """Levers that could be read, with their levels; texts are left out."""
        levels: dict[str, list[Level]] = {}
        for row in self.rows("levels", "lever_id", "level"):
            levels.setdefault(row["lever_id"], []).append(Level(row["lever_id"], row["level"], _EMPTY, _EMPTY))
        needed = ("id", "group", "kind", "min", "max", "step", "default", "best_level", "today_figure")
        return {
            row["id"]: Lever(
                id=row["id"],
                group=row["group"],
                label=_EMPTY,
                kind=row["kind"],
                minimum=row["min"],
                maximum=row["max"],
                step=row["step"],
                default=row["default"],
                question=_EMPTY,
                help=_EMPTY,
                best_level=row["best_level"],
                today_figure=row["today_figure"],
                levels=tuple(levels.get(row["id"], ())),
                citations=(),
            )
            for row in self.rows("levers", *needed)
        }

    @cached_property
    def drivers(self) -> Mapping[str, Driver]:
        """Drivers that could be read; texts are left out."""
        return {
            row["id"]: Driver(row["id"], _EMPTY, "", "", row["formula"], row["by_group"])
            for row in self.rows("drivers", "id", "formula", "by_group")
        }

    @cached_property
    def group_constants(self) -> frozenset[str]:
        """The 0/1 marks of target groups that formulas may use."""
        marks = {name for row in self.rows("target_groups") for name in row.values if name.startswith("is_")}
        return frozenset(marks)


def at(row: Row, column: str, key: str, /, **values: object) -> Finding:
    """A finding in a cell of this row."""
    return Finding.of(key, row.file, row.number, column, **values)
