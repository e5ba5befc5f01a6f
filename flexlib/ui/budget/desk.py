"""The workbook on the desk of one browser tab: what was handed in, its reading, and what a person did with it since.

It outlives a change of page, not a reload. One file lies on the desk at a time: the next one takes its place.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import streamlit as st

from flexlib.budget.files.hand_in import read_in_child
from flexlib.budget.files.refused import FileRefused
from flexlib.budget.reading.mapping import NOT_FITTING
from flexlib.budget.reading.parts import ReadOptions
from flexlib.budget.records import Finding, Reading, WorkbookMapping
from flexlib.budget.serialise import mapping_from_json
from flexlib.errors import Notice
from flexlib.model.accounts import all_categories, categories_for
from flexlib.model.records import CostModel
from flexlib.store.budgets import SavedMapping
from flexlib.ui.job import Job

DESK = "flexlib_budget_desk"
BEFORE = "flexlib_budget_before"
OF_THIS_FILE = (  # beginnings of the keys of widgets that are about the file on the desk
    "budget_step",
    "budget_map_",
    "budget_found_page",
    "budget_severity",
    "budget_sheet",
    "budget_code",
    "budget_doubt",
    "budget_reason",
    "budget_block",
    "budget_layout_",
    "budget_onto",
    "budget_name",
    "budget_mapping_name",
    "budget_institution",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reading starts from. `kind` is "" when it is to be guessed; `mapping` is followed, or fitted to the file.

    Without a mapping one is proposed, with what was `learned` per kind; `saved` are mappings of the institution, of
    which the last saved of the kind is used.
    """

    kind: str = ""
    mapping: WorkbookMapping | None = None
    learned: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    saved: Sequence[SavedMapping] = ()


class ReadingJob(Job):
    """One file being read in a thread of its own, so that the page goes on; the parsing itself is in a process."""

    def __init__(self, model: CostModel, content: bytes, file_name: str, asked: Asked, options: ReadOptions) -> None:
        super().__init__()
        self.phase = "wait"
        self.reading: Reading | None = None
        self.refused: tuple[Finding, ...] = ()
        self.used = ""  # the saved mapping it was read with
        self._model, self._content, self._file_name = model, content, file_name
        self._asked, self._options = asked, options
        self.start()

    def _work(self) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="flexlib-") as folder:
                path = Path(folder) / "handed-in"
                path.write_bytes(self._content)
                self._read_as_asked(path)
        except FileRefused as refused:
            self.refused = refused.findings
        finally:
            self._content = b""

    def _read_as_asked(self, path: Path) -> None:
        """One reading, or two: the second when the kind is only known after the first."""
        asked = self._asked
        if asked.mapping is not None:
            self.reading = self._read(path, asked.mapping, asked.mapping.kind)
            return
        first = None
        if not asked.kind:
            first = self._read(path, None, "")
        kind = asked.kind or (first.mapping.kind if first else "")
        saved = next((mapping for mapping in asked.saved if mapping.kind == kind), None)
        learned = asked.learned.get(kind, {})
        if saved is not None:
            self.reading = self._read(path, mapping_of(saved), kind)
            is_fitting = all(finding.code != NOT_FITTING for finding in self.reading.findings)
            self.used = saved.name if is_fitting else ""
        elif first is not None and not learned:
            self.reading = first
        else:
            self.reading = self._read(path, WorkbookMapping(self._file_name, kind, (), learned), kind)

    def _read(self, path: Path, mapping: WorkbookMapping | None, kind: str) -> Reading:
        categories = categories_for(self._model, kind) if kind else all_categories(self._model)
        return read_in_child(
            path, self._file_name, mapping, categories, self._tell, self._stop.is_set, options=self._options
        )

    def _tell(self, done: float, phase: str) -> None:
        self.progress, self.phase = done, phase


@dataclass
class Desk:
    """A file and everything around it.

    `kind` is what the person said it is, "" to guess. `reading.mapping` is as the person has it; the lines were read
    under it, or under the one before while it `is_behind`. `chosen` holds categories a person gave, `accepted` the
    reasons by finding, `used` the name of the saved mapping it was read with.
    """

    file_name: str
    content: bytes
    kind: str
    learned: Mapping[str, Mapping[str, str]]
    saved: Sequence[SavedMapping]
    options: ReadOptions = field(default_factory=ReadOptions)
    job: ReadingJob | None = None
    reading: Reading | None = None
    refused: tuple[Finding, ...] = ()
    failure: Notice | None = None
    used: str = ""
    is_behind: bool = False
    chosen: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)

    def read(self, model: CostModel, asked: Asked) -> None:
        """Start reading; one that was still going on is stopped."""
        if self.job is not None:
            self.job.stop()
        self.refused, self.failure = (), None
        self.job = ReadingJob(model, self.content, self.file_name, asked, self.options)

    def read_as(self, model: CostModel, kind: str) -> None:
        """Read as another kind of workbook ("" is guessed), under the mapping last saved for it."""
        self._start_over(model, Asked(kind, None, self.learned, self.saved))

    def read_corrected(self, model: CostModel, before: Before) -> None:
        """Read a corrected version of a workbook as the one before it."""
        self.chosen, self.accepted, self.used = dict(before.chosen), dict(before.accepted), before.used
        self.read(model, Asked(before.mapping.kind, before.mapping))

    def read_proposed(self, model: CostModel, kind: str) -> None:
        """Read under a mapping proposed for this file, whatever was saved before."""
        self._start_over(model, Asked(kind, None, self.learned))

    def read_under(self, model: CostModel, saved: SavedMapping) -> None:
        """Read under a mapping that was saved, fitted to this file."""
        self._start_over(model, Asked(saved.kind, mapping_of(saved)))
        self.used = saved.name

    def read_with(self, model: CostModel, mapping: WorkbookMapping) -> None:
        """Read again under a corrected mapping; what was read before stays on screen meanwhile."""
        assert self.reading is not None
        self.reading = replace(self.reading, mapping=mapping)
        self.is_behind = True
        self.read(model, Asked(mapping.kind, mapping))

    def _start_over(self, model: CostModel, asked: Asked) -> None:
        self.chosen.clear()
        self.used = ""
        self.is_behind = True
        self.read(model, asked)

    def settle(self) -> None:
        """Take over what a job that has ended brought; a stopped re-reading leaves what was there."""
        job = self.job
        if job is None or not job.has_ended:
            return
        self.job = None
        if job.reading is not None:
            self.reading, self.used, self.is_behind = job.reading, job.used or self.used, False
        elif job.failure is not None:
            self.failure = job.failure
        elif job.refused:
            self.refused = job.refused
        else:
            job.fail()


@dataclass(frozen=True, slots=True)
class Before:
    """What stays when a corrected version of a workbook takes its place: how it was read and mapped, and why doubts
    were accepted."""

    file_name: str
    mapping: WorkbookMapping
    chosen: Mapping[str, str]
    accepted: Mapping[str, str]
    used: str


def desk() -> Desk | None:
    """What lies on the desk of this tab."""
    found: Desk | None = st.session_state.get(DESK)
    return found


def put(new: Desk) -> None:
    """Lay a file on the desk in place of the one that was there."""
    clear()
    st.session_state[DESK] = new


def make_room_for_corrected() -> None:
    """Empty the desk for a corrected version of what lies on it; mapping and reasons are kept for that one."""
    old = desk()
    if old is not None and old.reading is not None:
        mapping = old.reading.mapping
        st.session_state[BEFORE] = Before(old.file_name, mapping, dict(old.chosen), dict(old.accepted), old.used)
    _drop()


def before() -> Before | None:
    """What the next file takes over from the one it corrects."""
    found: Before | None = st.session_state.get(BEFORE)
    return found


def clear() -> None:
    """Empty the desk, and keep nothing for the next file."""
    st.session_state.pop(BEFORE, None)
    _drop()


def _drop() -> None:
    """A reading that was still going on is stopped; the next file starts at the first step."""
    for name in [name for name in st.session_state if str(name).startswith(OF_THIS_FILE)]:
        kept = st.session_state.pop(name)
        if isinstance(kept, Job):
            kept.stop()
    old = desk()
    if old is not None and old.job is not None:
        old.job.stop()
    st.session_state.pop(DESK, None)


def mapping_of(saved: SavedMapping) -> WorkbookMapping:
    """A mapping as it was saved."""
    return mapping_from_json(json.dumps(dict(saved.body)))
