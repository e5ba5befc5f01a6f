"""How quickly a move on `kiezen` is answered while someone else hands in a large workbook on the same server, and what
the server holds when many have one on their desk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, expect, sync_playwright

from flexlib.text import text
from tests.bench.budgets import ROWS, Row, large_workbook
from tests.bench.screens import FLAGS, WATCH, memory_mb, nudge, opened, running_home, variants
from tests.browser.conftest import Server, open_page, wait_until_done
from tests.conftest import CHROMIUM

MOVES = 40  # at least, during imports; and as many without
WARM, REPEATS = 4, 15  # of the moves on one choice: from where times count, and where it has been before
LINKS = 100
DESKS = 6
PATIENCE_MS = 60_000
STOP = text("begroting.desk.stop", "nl")
AWAY = text("begroting.desk.away", "nl")


def beside_rows() -> list[Row]:
    """Rows of the table: moves without and during imports, and the memory of large workbooks on desks."""
    with running_home() as home, sync_playwright() as playwright:
        path = large_workbook(home.parent / "groot.xlsx")
        size_mb = path.stat().st_size / 1e6
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        server = Server(home).start()
        try:
            mover, importer = Mover(opened(browser, server), server), opened(browser, server, "/begroting")
            alone = [took for _ in range(MOVES) for took in mover.move()]
            during, imports = moves_during(mover, importer, path)
            first, more = desk_memory_mb(browser, server, path)
        finally:
            server.stop()
            browser.close()
    return [
        ("", "measured", "aim", "note"),
        ("a move while nobody hands in, p95", f"{p95(alone):.0f} ms", "", f"median {np.median(alone):.0f} ms"),
        (
            "a move of another user during an import, p95",
            f"{p95(during):.0f} ms",
            "< 500 ms",
            f"{len(during)} moves in {imports} imports of {ROWS:,} rows, from handing in until it stands on the page;"
            f" median {np.median(during):.0f} ms, longest {max(during):.0f} ms",
        ),
        (
            f"server memory for each of {DESKS} more such workbooks on a desk",
            f"{(more - first) / DESKS:.0f} MB",
            "< 40 MB",
            f"{first:.0f} MB before, {more:.0f} MB with them; a file of {size_mb:.1f} MB",
        ),
    ]


class Mover:
    """Somebody at work on choices that nobody made before, so that every figure must be worked out."""

    def __init__(self, page: Page, server: Server) -> None:
        self._page, self._server = page, server
        self._links = iter(variants(LINKS))
        self.start()

    def start(self) -> None:
        """Open the next choice, and make some moves."""
        open_page(self._page, self._server.url + next(self._links))
        self._page.evaluate(WATCH)
        for at in range(WARM):
            nudge(self._page, at)
        self._at = WARM

    def move(self) -> list[float]:
        """Milliseconds until the strip had its last word, or nothing when the move left it as it was."""
        if self._at == REPEATS:
            self.start()
        nudge(self._page, self._at)
        self._at += 1
        answered = self._page.evaluate("window.answered")
        return [] if answered is None else [answered]


def moves_during(mover: Mover, importer: Page, path: Path) -> tuple[list[float], int]:
    """The times of the moves, from choosing the file until its reading stands on the page; and how many imports."""
    times: list[float] = []
    imports = 0
    while len(times) < MOVES:
        mover.start()
        importer.locator("input[type=file]").set_input_files(str(path))
        while not stands(importer):
            times += mover.move()
        imports += 1
        importer.get_by_role("button", name=AWAY, exact=True).click()
        importer.locator("input[type=file]").wait_for(state="attached")
        wait_until_done(importer)
    return times, imports


def stands(importer: Page) -> bool:
    """Whether what was read is on the page, and nothing is being read; ends the bench when it was refused."""
    refused = importer.get_by_test_id("refused")
    if refused.is_visible():
        raise SystemExit(f"the workbook was refused: {refused.inner_text()}")
    is_reading = importer.get_by_role("button", name=STOP, exact=True).is_visible()
    return importer.get_by_test_id("budget-lead").is_visible() and not is_reading


def desk_memory_mb(browser: Browser, server: Server, path: Path) -> tuple[float, float]:
    """The server's memory with the first large workbook on a desk, and with DESKS more in as many sessions."""
    found = []
    for count in (1, DESKS):
        for page in [opened(browser, server, "/begroting") for _ in range(count)]:
            page.locator("input[type=file]").set_input_files(str(path))
            expect(page.get_by_test_id("budget-lead")).to_be_visible(timeout=PATIENCE_MS)
            wait_until_done(page)
        found.append(memory_mb(server))
    return found[0], found[1]


def p95(times: list[float]) -> float:
    return float(np.quantile(times, 0.95))
