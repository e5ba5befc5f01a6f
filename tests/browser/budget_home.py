"""A home in which an own institution has a programme budget and a staffing plan in use, committed through the store."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

from flexlib.budget.beside.against import with_budget
from flexlib.budget.beside.staff import Origin, own_figures, with_own_figures
from flexlib.budget.files.read_file import read_workbook
from flexlib.budget.lines import BudgetLine, Lines
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.records import LEFT_OUT, Reading
from flexlib.budget.serialise import reading_to_json
from flexlib.model.accounts import categories_for
from flexlib.model.records import CostModel, Institution
from flexlib.model.serialise import to_record
from flexlib.store import open_workspace
from flexlib.store.budgets import BudgetVersion, Import
from flexlib.ui.budget_use import BY_YEAR, KeptOrigin
from tests.budget.workbooks import CLEAN, write

NAME = "ROC De Toets"
Change = Callable[[tuple[BudgetLine, ...]], tuple[BudgetLine, ...]]


def fill_home(
    home: Path,
    model: CostModel,
    folder: Path,
    kinds: tuple[str, ...] = ("programme", "staffing"),
    change: Change = lambda lines: lines,
) -> Institution:
    """Commit these kinds for a new own institution, their lines as `change` leaves them, take them into use, and return
    the institution."""
    own = Institution("", NAME, "average_roc")
    with closing(open_workspace(home)) as workspace:
        kept = workspace.save("institution", NAME, to_record(own), "Toets")
        own = replace(own, id=kept.id)
        origins: dict[str, KeptOrigin] = {}
        for kind in kinds:
            path, reading = _read(model, kind, folder)
            reading = replace(reading, lines=Lines(change(tuple(reading.lines))))
            made = workspace.budgets.take_over(_import(kept.id, path, kind, reading), "Toets")
            own, found = _used(model, own, kind, reading.lines, made)
            origins |= found
        body = to_record(own) | {"origins": {name: asdict(origin) for name, origin in origins.items()}}
        workspace.save("institution", NAME, body, "Toets", kept.id, 1)
    return own


def lines_of_programme(model: CostModel) -> tuple[BudgetLine, ...]:
    """The lines of the programme budget as they were committed."""
    with tempfile.TemporaryDirectory() as folder:
        return _read(model, "programme", Path(folder))[1].lines


def _read(model: CostModel, kind: str, folder: Path) -> tuple[Path, Reading]:
    path = write(folder / f"{kind}.xlsx", CLEAN[kind]())
    read = read_budget(read_workbook(path, path.name), None, categories_for(model, kind))
    return path, replace(read, lines=_placed(read))


def _placed(reading: Reading) -> tuple[BudgetLine, ...]:
    """The lines, those without a suggestion set aside as a person would."""
    return tuple(line if line.category else replace(line, category=LEFT_OUT) for line in reading.lines)


def _import(institution: str, path: Path, kind: str, reading: Reading) -> Import:
    body: Mapping[str, object] = json.loads(reading_to_json(replace(reading, lines=Lines())))
    mapping = body["mapping"]
    assert isinstance(mapping, dict)
    name = f"{kind} 2026"
    return Import(institution, kind, name, path.name, path.read_bytes(), name, mapping, body, reading.lines)


def _used(
    model: CostModel, own: Institution, kind: str, lines: tuple[BudgetLine, ...], made: BudgetVersion
) -> tuple[Institution, dict[str, KeptOrigin]]:
    if kind == "programme":
        origin = KeptOrigin(made.id, made.version, kind, made.file_name)
        return with_budget(model, own, lines), {BY_YEAR: origin}
    figures, _ = own_figures(model, lines, model.settings.start, Origin(made.id, made.version, made.file_name))
    found = {one.id: KeptOrigin(made.id, made.version, kind, made.file_name, one.period, one.value) for one in figures}
    return with_own_figures(own, figures), found
