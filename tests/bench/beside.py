"""How quickly a move on `kiezen` is answered while someone else hands in a large workbook on the same server."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from flexlib.text import text
from tests.bench.budgets import ROWS, Row, large_workbook
from tests.bench.screens import FLAGS, WATCH, nudge, opened, running_home
from tests.browser.conftest import Server
from tests.conftest import CHROMIUM

MOST_MOVES = 60
STOP = text("begroting.desk.stop", "nl")


def beside_rows() -> list[Row]:
    """Rows of the table: the moves that fell inside the reading of the workbook."""
    with running_home() as home, sync_playwright() as playwright:
        path = large_workbook(home.parent / "groot.xlsx")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        server = Server(home).start()
        try:
            mover, importer = opened(browser, server), opened(browser, server, "/begroting")
            mover.evaluate(WATCH)
            for at in range(8):  # as someone who is at work already
                nudge(mover, at)
            times = moves_during(mover, importer, path)
        finally:
            server.stop()
            browser.close()
    return [
        ("", "measured", "aim", "note"),
        (
            "a move of another user during an import, p95",
            f"{np.quantile(times, 0.95):.0f} ms",
            "< 500 ms",
            f"{len(times)} moves while {ROWS:,} rows were read, longest {max(times):.0f} ms",
        ),
    ]


def moves_during(mover: Page, importer: Page, path: Path) -> list[float]:
    """Milliseconds of each move, from handing in until the reading is over."""
    times: list[float] = []
    importer.locator("input[type=file]").set_input_files(str(path))
    stop = importer.get_by_role("button", name=STOP, exact=True)
    stop.wait_for(timeout=30_000)
    while stop.is_visible() and len(times) < MOST_MOVES:
        nudge(mover, len(times))
        answered = mover.evaluate("window.answered")
        if answered is not None:
            times.append(answered)
    return times
