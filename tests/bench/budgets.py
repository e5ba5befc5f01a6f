"""Time and memory of reading a large workbook, and how long it takes to refuse a hostile one."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import xlsxwriter

from flexlib.budget.export.export import export_estimate
from flexlib.budget.files.hand_in import preview_in_child, read_in_child
from flexlib.budget.files.refused import FileRefused
from flexlib.engine.evaluate import estimate
from flexlib.model.accounts import categories_for
from flexlib.share import decode_choice
from flexlib.store import open_model
from tests.budget.broken_files import BROKEN
from tests.budget.hostile_files import HARMFUL

LINK = "v=verrijken_kaders&i=average_roc"
ROWS = 50_000
YEARS = tuple(range(2026, 2034))
Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Read:
    """One reading: megabytes of the file, seconds in all, and the most memory the child used in MB."""

    size_mb: float
    seconds: float
    read_seconds: float
    memory_mb: float
    lines: int


def budget_rows() -> list[Row]:
    """Rows of the table: the large workbook, then the hostile files that take longest."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        read = read_large(large_workbook(folder / "groot.xlsx"))
        times = refusals(folder)
    slowest = sorted(times, key=lambda name: -times[name])[:3]
    return [
        ("", "measured", "aim", "note"),
        (
            f"a workbook of {read.size_mb:.1f} MB, {ROWS:,} rows, read and checked",
            f"{read.seconds:.1f} s",
            "< 8 s",
            f"reading alone {read.read_seconds:.1f} s; {read.lines:,} lines",
        ),
        ("memory of the process that reads it", f"{read.memory_mb:.0f} MB", "< 600 MB", "the most it ever held"),
        (
            f"the slowest of {len(times)} hostile files refused",
            f"{times[slowest[0]]:.2f} s",
            "< 3 s",
            ", ".join(f"{name} {times[name]:.2f} s" for name in slowest),
        ),
        ("the estimate as a workbook with live formulas", f"{export_seconds():.1f} s", "< 3 s", "10,000 draws at hand"),
    ]


def export_seconds() -> float:
    """Seconds that the workbook of an estimate takes, which is evaluated already, as the page has it."""
    model = open_model()
    choice = decode_choice(LINK, model).choice
    known = estimate(model, choice)
    began = time.perf_counter()
    export_estimate(model, choice, known, f"http://localhost/impact?{LINK}", "nl")
    return time.perf_counter() - began


def large_workbook(path: Path) -> Path:
    """A budget of ROWS rows with an amount per year and a total as a formula, about 5 MB."""
    chance = Random(1)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Begroting")
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, ["Rekening", "Omschrijving", *map(str, YEARS), "Totaal"])
    for row in range(1, ROWS + 1):
        amounts = [round(chance.uniform(1_000, 90_000), 2) for _ in YEARS]
        sheet.write_row(row, 0, [str(400_000 + row), f"Regel {row} van team {row % 37}"])
        for column, amount in enumerate(amounts, start=2):
            sheet.write_number(row, column, amount, money)
        sheet.write_formula(row, 2 + len(YEARS), f"=SUM(C{row + 1}:J{row + 1})", money, sum(amounts))
    book.close()
    return path


def read_large(path: Path) -> Read:
    """Read and check it in the child, as the page does."""
    categories = categories_for(open_model(), "budget")
    memory, phases = [0.0], dict[str, float]()
    began = time.perf_counter()

    def look() -> bool:
        memory[0] = max(memory[0], memory_of_readers())
        return False

    def tell(done: float, phase: str) -> None:
        phases.setdefault(phase, time.perf_counter() - began)

    reading = read_in_child(path, path.name, None, categories, on_progress=tell, should_stop=look)
    seconds = time.perf_counter() - began
    return Read(path.stat().st_size / 1e6, seconds, phases["check"], memory[0], len(reading.lines))


def refusals(folder: Path) -> dict[str, float]:
    """Seconds that each hostile file takes to be refused."""
    times = {}
    for maker in HARMFUL | BROKEN:
        own = folder / maker.__name__
        own.mkdir()
        path = maker(own)
        began = time.perf_counter()
        try:
            preview_in_child(path, path.name)
        except FileRefused:
            times[maker.__name__] = time.perf_counter() - began
        path.unlink()
    return times


def memory_of_readers() -> float:
    """The most memory in MB that a process which reads a file has ever held, of those that run now."""
    most = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"flexlib.budget.files.child" in (folder / "cmdline").read_bytes():
                peak = (folder / "status").read_text().partition("VmHWM:")[2].split()
                most = max(most, int(peak[0]) / 1024 if peak else 0.0)
        except OSError:
            continue
    return most
