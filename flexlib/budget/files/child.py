"""The process in which a file is parsed: `python -m flexlib.budget.files.child FOLDER`, started by `hand_in`.

It reads FOLDER/request.json, writes lines of progress to standard output and its answer to FOLDER/reading.json,
FOLDER/workbook.json or, with the findings of a refusal, FOLDER/refused.json.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexlib.budget.files.limits import Limits

if TYPE_CHECKING:  # the rest is imported once the limits hold
    from flexlib.budget.records import Reading
    from flexlib.budget.workbook import Workbook

MEMORY_EXIT = 77  # the status with which the child ends when its memory is full
READ_SHARE = 0.6  # of the work: reading the file; the rest is checking it
LARGEST_ANSWER = 400_000_000  # bytes
OPEN_FILES = 64
KINDNESS = 5  # how much less than others it weighs where the processor is short, 0-19
Progress = Callable[[float, str], None]


def main(folder: Path) -> int:
    """Do what the request asks under its limits; the exit status, 0 when there is an answer."""
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    limits = Limits(**request["limits"])
    confine(limits)
    gc.disable()  # it lives for one file: looking for rings of garbage costs a sixth of its time
    try:
        name, words = _answer(request, limits, _progress_lines())
        (folder / "part").write_text(words, encoding="utf-8")
    except MemoryError:
        return MEMORY_EXIT
    (folder / "part").rename(folder / f"{name}.json")
    return 0


def confine(limits: Limits) -> None:
    """Bound memory, processor time, file size and open files of this process; no core dumps; others go first."""
    with contextlib.suppress(ImportError):  # Windows has no such limits; the time limit of the parent remains
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 2))
        if sys.platform != "darwin":  # macOS does not keep to a limit on address space
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        os.nice(KINDNESS)
        with contextlib.suppress(OSError):  # Linux may weigh sessions as a whole; this process has one of its own
            Path("/proc/self/autogroup").write_text(str(KINDNESS), encoding="ascii")


def _answer(request: dict[str, Any], limits: Limits, progress: Progress) -> tuple[str, str]:
    """What the answer is, and its JSON."""
    from flexlib.budget.files.read_file import file_notes, read_workbook
    from flexlib.budget.files.refused import FileRefused
    from flexlib.budget.serialise import findings_to_json, reading_to_json

    try:
        workbook = read_workbook(
            Path(request["path"]), request["file_name"], limits, lambda share: progress(READ_SHARE * share, "read")
        )
    except FileRefused as refused:
        return "refused", findings_to_json(refused.findings)
    progress(READ_SHARE, "check")
    if request["task"] == "workbook":
        from flexlib.budget.files.workbook_json import workbook_to_json

        return "workbook", json.dumps(workbook_to_json(workbook, request["first_rows"]))
    notes = file_notes(workbook)
    reading = _read(workbook, request)
    return "reading", reading_to_json(replace(reading, findings=(*reading.findings, *notes)))


def _read(workbook: Workbook, request: dict[str, Any]) -> Reading:
    from flexlib.budget.reading.parts import ReadOptions
    from flexlib.budget.reading.reading import read_budget
    from flexlib.budget.serialise import mapping_from_json
    from flexlib.model.accounts import Category
    from flexlib.model.bilingual import Text

    mapping = mapping_from_json(request["mapping"]) if request["mapping"] else None
    categories = [
        Category(kept["id"], Text(**kept["label"]), kept["side"], tuple(kept["numbers"]), tuple(kept["words"]))
        for kept in request["categories"]
    ]
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in request["options"].items()
    }
    return read_budget(workbook, mapping, categories, ReadOptions(**given))


def _progress_lines() -> Progress:
    """Writes a line at each whole percentage and each phase."""
    last = (-1, "")

    def tell(done: float, phase: str) -> None:
        nonlocal last
        if (int(done * 100), phase) != last:
            last = (int(done * 100), phase)
            print(f"{done:.2f} {phase}", flush=True)

    return tell


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
