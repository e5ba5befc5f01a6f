"""Every hostile or broken file is refused in words, and the process that looked at it has ended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flexlib.budget.files import hand_in
from flexlib.budget.files.hand_in import preview_in_child
from flexlib.budget.files.limits import Limits
from flexlib.budget.files.look import inspect
from flexlib.budget.files.refused import FileRefused
from flexlib.errors import FlexlibError
from flexlib.text import render
from tests.budget.broken_files import BROKEN
from tests.budget.hostile_files import HARMFUL, Maker, endless_shared_formula, lying_size, zip_bomb
from tests.budget.raw_workbooks import pack, parts, sheet_xml

REFUSED = HARMFUL | BROKEN


def children() -> list[int]:
    """Process ids of the readers that this process has started and that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"flexlib.budget.files.child" in words and parent == os.getpid():
            found.append(int(folder.name))
    return found


@pytest.mark.parametrize("maker", [pytest.param(maker, id=maker.__name__) for maker in REFUSED])
def test_a_hostile_file_is_refused_in_words(maker: Maker, tmp_path: Path) -> None:
    path = maker(tmp_path)
    code, words = REFUSED[maker]
    with pytest.raises(FileRefused) as refused:
        preview_in_child(path, path.name)
    found = {finding.code: finding for finding in refused.value.findings}
    assert code in found, [finding.code for finding in refused.value.findings]
    finding = found[code]
    assert finding.severity == "wrong"
    assert words in render(finding.words("what"), "nl")
    for language in ("nl", "en"):
        for part in ("what", "why", "do"):
            assert len(render(finding.words(part), language)) > 10
    assert isinstance(refused.value, FlexlibError)
    assert children() == []


def test_looking_at_a_bomb_does_not_unpack_it(tmp_path: Path) -> None:
    path = zip_bomb(tmp_path)
    code = (
        "from pathlib import Path; from flexlib.budget.files.look import inspect;"
        f"assert inspect(Path({str(path)!r}), 'bom.xlsx').is_refused;"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000  # kB


def test_a_lie_about_the_size_is_not_unpacked_further_than_it_says(tmp_path: Path) -> None:
    assert not inspect(lying_size(tmp_path), "leugen.xlsx").is_refused  # only unpacking shows it


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A workbook that takes a while to read."""
    return workbook_of(tmp_path, 12_000)


def workbook_of(folder: Path, count: int) -> Path:
    rows = "".join("<row>" + "<c><v>1.5</v></c>" * 20 + "</row>" for _ in range(count))
    return pack(folder / "fors.xlsx", parts({"Blad1": sheet_xml(rows)}))


def refusal(path: Path, **asked: object) -> str:
    with pytest.raises(FileRefused) as refused:
        preview_in_child(path, path.name, **asked)  # type: ignore[arg-type]
    assert children() == []
    return refused.value.findings[0].code


def test_reading_stops_when_asked(large: Path) -> None:
    seen: list[float] = []
    stopped = refusal(large, on_progress=lambda done, phase: seen.append(done), should_stop=lambda: len(seen) > 3)
    assert stopped == "reading_stopped"
    assert max(seen) < 0.5


def test_reading_that_takes_too_long_is_stopped(large: Path) -> None:
    assert refusal(large, limits=Limits(wall_seconds=0.2)) == "file_slow"


def test_reading_that_takes_too_much_processor_time_is_stopped(tmp_path: Path) -> None:
    path = endless_shared_formula(tmp_path)
    assert refusal(path, limits=Limits(cpu_seconds=1, formula_total=1_000_000_000)) == "file_slow"


def test_reading_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    assert refusal(workbook_of(tmp_path, 40_000), limits=Limits(memory_bytes=40_000_000)) == "file_memory"


def test_a_reader_that_breaks_is_told_and_logged(
    large: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hand_in, "ROOT", large.parent)  # where no program stands
    assert refusal(large) == "reader_failed"
    assert "flexlib" in caplog.text


def test_an_error_in_who_asked_ends_the_reader_too(large: Path) -> None:
    def leave(done: float, phase: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        preview_in_child(large, large.name, on_progress=leave)
    assert children() == []


def test_progress_rises_and_names_its_phase(large: Path) -> None:
    seen: list[tuple[float, str]] = []
    preview_in_child(large, large.name, on_progress=lambda done, phase: seen.append((done, phase)))
    shares = [done for done, _ in seen]
    assert shares == sorted(shares)
    assert len(shares) > 10
    assert {phase for _, phase in seen} == {"read", "check"}


def test_no_more_than_two_files_are_read_at_the_same_time(large: Path) -> None:
    waited, most = [], [0]

    def tell(done: float, phase: str) -> None:
        waited.append(phase == "wait")
        most[0] = max(most[0], len(children()))

    threads = [
        threading.Thread(target=preview_in_child, args=(large, large.name, 1), kwargs={"on_progress": tell})
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    assert any(waited)
    assert most[0] == hand_in.AT_ONCE


def test_the_reader_gets_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FLEXLIB_SECRET", "x")
    assert "FLEXLIB_SECRET" not in hand_in._environment(tmp_path)
    assert "PATH" not in hand_in._environment(tmp_path)
