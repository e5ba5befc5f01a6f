"""The process in which a file is parsed: `python -m flexlib.budget.child FOLDER`, started by `hand_in`.

It reads FOLDER/request.json, writes lines of progress to standard output and its answer to FOLDER/answer.json.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flexlib.budget.limits import Limits

MEMORY_EXIT = 77  # the status with which the child ends when its memory is full
READ_SHARE = 0.6  # of the work: reading the file; the rest is checking it
LARGEST_ANSWER = 400_000_000  # bytes
OPEN_FILES = 64
KINDNESS = 5  # others on the machine go first
Progress = Callable[[float, str], None]


def main(folder: Path) -> int:
    """Do what the request asks under its limits; the answer holds a result or the findings of a refusal."""
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    limits = Limits(**request["limits"])
    confine(limits)
    try:
        answer = _answer(request, limits, _progress_lines())
        (folder / "answer.part").write_text(json.dumps(answer), encoding="utf-8")
    except MemoryError:
        return MEMORY_EXIT
    (folder / "answer.part").rename(folder / "answer.json")
    return 0


def confine(limits: Limits) -> None:
    """Bound memory, processor time, file size and open files of this process; no core dumps."""
    with contextlib.suppress(ImportError):  # Windows has no such limits; the time limit of the parent remains
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 2))
        if sys.platform != "darwin":  # macOS does not keep to a limit on address space
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        os.nice(KINDNESS)


def _answer(request: dict[str, Any], limits: Limits, progress: Progress) -> dict[str, Any]:
    from flexlib.budget.read_file import read_workbook
    from flexlib.budget.refused import FileRefused
    from flexlib.budget.workbook_json import finding_to_json, workbook_to_json

    try:
        workbook = read_workbook(
            Path(request["path"]), request["file_name"], limits, lambda share: progress(READ_SHARE * share, "read")
        )
    except FileRefused as refused:
        return {"refused": [finding_to_json(finding) for finding in refused.findings]}
    progress(READ_SHARE, "check")
    return {"workbook": workbook_to_json(workbook, request["first_rows"])}


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
