"""Has a file read in a process of its own, so that nothing in it can harm the one that serves the screens."""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flexlib.budget.files.child import MEMORY_EXIT
from flexlib.budget.files.limits import LIMITS, MB, Limits
from flexlib.budget.files.look import inspect
from flexlib.budget.files.refused import FileRefused, refuse
from flexlib.budget.files.workbook_json import workbook_from_json
from flexlib.budget.reading.parts import ReadOptions
from flexlib.budget.reading.reading import DEFAULT_OPTIONS
from flexlib.budget.records import Reading, WorkbookMapping
from flexlib.budget.serialise import findings_from_json, mapping_to_json, reading_from_json
from flexlib.budget.workbook import Workbook
from flexlib.model.accounts import Category

_LOG = logging.getLogger(__name__)
ROOT = Path(__file__).parents[3]
AT_ONCE = 2  # files read at the same time; others wait
LOOK_EVERY_S = 0.1  # how often the stop button is looked at
TAIL = 2_000  # characters of what a crashed process said, for the log
Progress = Callable[[float, str], None]
Stop = Callable[[], bool]
_places = threading.BoundedSemaphore(AT_ONCE)


def read_in_child(
    path: Path,
    file_name: str,
    mapping: WorkbookMapping | None,
    categories: Sequence[Category],
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
    limits: Limits = LIMITS,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> Reading:
    """Read and check a file under a mapping, or under a proposed one; raises FileRefused with what is wrong.

    `on_progress` is told the share done and the phase: `wait`, `read` or `check`. `should_stop` is asked about ten
    times a second; both run in the thread of the caller.
    """
    request = {
        "task": "reading",
        "mapping": None if mapping is None else mapping_to_json(mapping),
        "categories": [asdict(category) for category in categories],
        "options": asdict(options),
    }
    return reading_from_json(_asked(path, file_name, request, on_progress, should_stop, limits))


def preview_in_child(
    path: Path,
    file_name: str,
    first_rows: int | None = 60,
    on_progress: Progress | None = None,
    should_stop: Stop | None = None,
    limits: Limits = LIMITS,
) -> Workbook:
    """The first rows of every sheet (all rows with None), not interpreted; raises FileRefused."""
    request = {"task": "workbook", "first_rows": first_rows}
    return workbook_from_json(json.loads(_asked(path, file_name, request, on_progress, should_stop, limits)))


def _asked(
    path: Path,
    file_name: str,
    request: dict[str, Any],
    on_progress: Progress | None,
    should_stop: Stop | None,
    limits: Limits,
) -> str:
    """The JSON that the child answers with."""
    seen = inspect(path, file_name, limits)
    if seen.is_refused:
        raise FileRefused(seen.findings)
    tell, stop = on_progress or (lambda done, phase: None), should_stop or (lambda: False)
    with _place(tell, stop), tempfile.TemporaryDirectory(prefix="flexlib-") as made:
        folder = Path(made)
        about = {"path": str(path.resolve()), "file_name": file_name, "limits": asdict(limits)}
        (folder / "request.json").write_text(json.dumps(request | about), encoding="utf-8")
        status = _run(folder, tell, stop, limits)
        refused, answered = folder / "refused.json", folder / f"{request['task']}.json"
        if status == 0 and refused.exists():
            raise FileRefused(findings_from_json(refused.read_text(encoding="utf-8")))
        if status != 0 or not answered.exists():
            raise _failure(status, (folder / "said").read_text(encoding="utf-8", errors="replace"), limits)
        return answered.read_text(encoding="utf-8")


@contextmanager
def _place(tell: Progress, stop: Stop) -> Iterator[None]:
    """Wait until fewer than AT_ONCE files are being read."""
    while not _places.acquire(timeout=LOOK_EVERY_S):
        tell(0.0, "wait")
        if stop():
            raise refuse("reading_stopped")
    try:
        yield
    finally:
        _places.release()


def _run(folder: Path, tell: Progress, stop: Stop, limits: Limits) -> int:
    """Start the child and wait for it; its exit status. However this ends, the child has ended too."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    deadline = time.monotonic() + limits.wall_seconds
    command = [sys.executable, "-P", "-s", "-m", "flexlib.budget.files.child", str(folder)]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=folder,
            env=_environment(folder),
            text=True,
            start_new_session=True,
        )
    listener = threading.Thread(target=_listen, args=(process, lines), daemon=True)
    listener.start()
    try:
        while True:
            line = _next(lines)
            if line is None:
                break
            done, _, phase = line.partition(" ")
            if phase:
                tell(float(done), phase.strip())
            if stop():
                raise refuse("reading_stopped")
            if time.monotonic() > deadline:
                raise refuse("file_slow", most=round(limits.wall_seconds))
        return process.wait(timeout=max(deadline - time.monotonic(), 1.0))
    except subprocess.TimeoutExpired:
        raise refuse("file_slow", most=round(limits.wall_seconds)) from None
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        listener.join()
        if process.stdout is not None:
            process.stdout.close()


def _listen(process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in process.stdout or ():
        lines.put(line)
    lines.put(None)


def _next(lines: queue.SimpleQueue[str | None]) -> str | None:
    """The next line of the child, "" when it is silent for a moment, None when it has said everything."""
    try:
        return lines.get(timeout=LOOK_EVERY_S)
    except queue.Empty:
        return ""


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the server's own environment, one thread, one heap, and a folder that is thrown away."""
    own = {
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "TMPDIR": str(folder),
        "HOME": str(folder),
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }
    return own | {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _failure(status: int, said: str, limits: Limits) -> FileRefused:
    killed = -status if status < 0 else 0
    if status == MEMORY_EXIT or "MemoryError" in said or "memory allocation of" in said:
        return refuse("file_memory", most=round(limits.memory_bytes / MB))
    if killed and killed == getattr(signal, "SIGXCPU", None):
        return refuse("file_slow", most=limits.cpu_seconds)
    if killed and killed == getattr(signal, "SIGKILL", None):  # by the system, when its memory is full
        return refuse("file_memory", most=round(limits.memory_bytes / MB))
    _LOG.warning("the reader of a file ended with %s: %s", status, said[-TAIL:])
    return refuse("reader_failed")
