"""Speed of the screens in a real browser, and the server's memory."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from flexlib.store import open_model
from flexlib.text import text
from flexlib.ui.switches import UNSURE_PARTS
from tests.browser.conftest import SIZES, Server, open_page, wait_until_done
from tests.conftest import CHROMIUM

MOVES = 40
SESSIONS = 20
LINK = "/kiezen?v=verrijken_kaders"
KIEZEN = text("frame.page.kiezen", "nl")
UNSURE = [text(f"onzekerheid.part.{part}", "nl") for part in UNSURE_PARTS]
WORK_MS = 120_000
STRIP = ".st-key-strip"
MODEL = open_model()
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

# From the key or click on a control to the last change of the strip's words.
WATCH = """
() => {
  window.moved = 0; window.answered = null;
  for (const kind of ['pointerdown', 'keydown'])
    document.addEventListener(kind, () => { window.moved = performance.now(); window.answered = null; }, true);
  const inStrip = node => (node.nodeType === 1 ? node : node.parentElement)?.closest('.st-key-strip');
  new MutationObserver(changes => {
    if (changes.some(change => inStrip(change.target))) window.answered = performance.now() - window.moved;
  }).observe(document.body, {childList: true, characterData: true, subtree: true});
}
"""


@dataclass(frozen=True)
class Speed:
    """Seconds and megabytes of the screens."""

    first_figures_s: float
    first_figures_cold_s: float
    moves_ms: tuple[float, ...]
    unanswered: int
    memory_one_mb: float
    memory_many_mb: float
    memory_impact_mb: float
    memory_unsure_mb: float

    def quantile_ms(self, probability: float) -> float:
        return float(np.quantile(self.moves_ms, probability))


def measure() -> Speed:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with running_home() as home:
            cold, server = first_figures(browser, home)
            server.stop()
            warm, server = first_figures(browser, home)
            try:
                page = opened(browser, server)
                moves, unanswered = move_times(page)
                one = memory_mb(server)
                pages = [opened(browser, server, variant) for variant in variants(SESSIONS - 1)]
                for at, other in enumerate(pages):
                    nudge(other, at)
                many = memory_mb(server)
            finally:
                server.stop()
            impact = impact_memory_mb(browser, home)
            unsure = unsure_memory_mb(browser, home)
        browser.close()
    return Speed(warm, cold, tuple(moves), unanswered, one, many, impact, unsure)


def impact_memory_mb(browser: Browser, home: Path) -> float:
    """The highest the server's memory comes when many sessions open `impact` on different choices, then `kiezen`."""
    server = Server(home).start()
    try:
        pages = [opened(browser, server, link.replace("/kiezen", "/impact")) for link in variants(SESSIONS)]
        for at, page in enumerate(pages):
            page.get_by_role("link", name=KIEZEN).click()
            page.get_by_role("slider").first.wait_for()
            wait_until_done(page)
            nudge(page, at)
        return memory_mb(server, "VmHWM")
    finally:
        server.stop()


def unsure_memory_mb(browser: Browser, home: Path) -> float:
    """The highest the server's memory comes when many sessions on different choices go through `onzekerheid`."""
    server = Server(home).start()
    try:
        pages = [opened(browser, server, link.replace("/kiezen", "/onzekerheid")) for link in variants(SESSIONS)]
        for part in UNSURE:
            for page in pages:
                page.get_by_role("radio", name=part, exact=True).click()
            for page in pages:
                wait_until_done(page)
                page.get_by_test_id("headline").wait_for(timeout=WORK_MS)
        return memory_mb(server, "VmHWM")
    finally:
        server.stop()


@contextmanager
def running_home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "home"


def first_figures(browser: Browser, home: Path) -> tuple[float, Server]:
    """From starting the server to the first figures of the strip in the browser."""
    page = browser.new_page()
    began = time.perf_counter()
    server = Server(home).start()
    page.goto(server.url + LINK)
    page.locator(STRIP).get_by_text("€").first.wait_for(timeout=60_000)
    took = time.perf_counter() - began
    wait_until_done(page)
    page.close()
    return took, server


def opened(browser: Browser, server: Server, link: str = LINK) -> Page:
    width, height = SIZES["large"]
    return open_page(browser.new_page(viewport={"width": width, "height": height}), server.url + link)


def variants(count: int) -> list[str]:
    names = ("verrijken_kaders", "stap_voor_stap", "teams_aan_zet")
    return [f"/kiezen?v={names[at % len(names)]}&d34={0.2 + at / 50:.2f}&ro={12 + at}" for at in range(count)]


def move_times(page: Page) -> tuple[list[float], int]:
    """Milliseconds from a move of a control to the updated strip, and how many moves left the strip as it was."""
    page.evaluate(WATCH)
    times, unanswered = [], 0
    for at in range(MOVES):
        nudge(page, at)
        answered = page.evaluate("window.answered")
        if answered is None:
            unanswered += 1
        else:
            times.append(answered)
    return times, unanswered


def nudge(page: Page, at: int) -> None:
    """One move on `kiezen`: a share by key or a scenario by click, never to where it already stands."""
    group = ("bol34", "bol12")[at // 2 % 2]
    if at % 2 == 0:
        slider = page.get_by_role("slider", name=MODEL.levers[f"scope_{group}"].label.nl)
        slider.focus()
        page.keyboard.press("ArrowRight" if at % 8 < 4 else "ArrowLeft")
    else:
        lever = MODEL.levers[f"scenario_{group}"]
        choices = page.get_by_role("radiogroup", name=lever.label.nl)
        names = [level.label.nl for level in lever.levels if level.value > 0]
        standing = choices.locator("[aria-checked='true']").inner_text()
        following = names[(names.index(standing) + 1) % len(names)]
        choices.get_by_role("radio", name=following, exact=True).click()
    wait_until_done(page)


def memory_mb(server: Server, measure: str = "VmRSS") -> float:
    """Resident memory of the server process: now, or with `VmHWM` the highest so far."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    resident = next(line for line in status.splitlines() if line.startswith(measure))
    return int(resident.split()[1]) / 1024
