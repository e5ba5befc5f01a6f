"""A real browser on a real server: `server` is shared by a test run, `start_server` gives a fresh process each."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import CHROMIUM

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60  # a first page on a fresh process, on a machine seven times too busy, took over 30
SIZES = {"large": (1920, 1080), "laptop": (1366, 768), "phone": (390, 844)}
PAGES = ("/", *(f"/{path.stem}" for path in sorted((ROOT / "pages").glob("*.py")) if path.stem != "start"))
BUSY = "[data-testid='stApp'][data-test-script-state='running']"
DRAWN = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const ended = main && document.querySelector('footer, [data-testid="stAlert"]');  // what fails may have no footer
  return ended ? `${main.scrollHeight} ${document.querySelectorAll('*').length}` : '';
}"""
READY = "[data-testid='stApp'][data-test-connection-state='CONNECTED'][data-test-script-state='notRunning']"


@dataclass
class Server:
    """One running app with a home of its own."""

    home: Path
    port: int = 0
    script: str = "app.py"
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text(encoding="utf-8")

    def start(self) -> Server:
        """Start the app and wait until it answers; on the same port again after `stop` or `kill`."""
        self.port = self.port or free_port()
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "server.log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, "FLEXLIB_HOME": str(self.home), "MALLOC_ARENA_MAX": "1"},  # as the Makefile does
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_healthy()
        return self

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE_S)

    def kill(self) -> None:
        """End the process as `kill -9` does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=PATIENCE_S)

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).close()
                return
            time.sleep(0.1)
        raise AssertionError(f"the app did not start:\n{self.log}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def wait_until_done(page: Page) -> None:
    """Wait until the app is connected, its script run is over, no run follows it at once and the page stands still.

    The browser may draw after the run is over, and before the first run nothing runs either.
    """
    page.wait_for_selector(READY, timeout=PATIENCE_S * 1000)
    before = ""
    for _ in range(100):
        page.wait_for_timeout(120)
        drawn = page.evaluate(DRAWN)
        if drawn and drawn == before and page.locator(BUSY).count() == 0:
            return
        before = drawn
        page.wait_for_selector(READY, timeout=PATIENCE_S * 1000)
    raise AssertionError("the app keeps running")


def open_page(page: Page, address: str) -> Page:
    """Open an address and wait until the page stands."""
    page.goto(address)
    wait_until_done(page)
    return page


def assert_no_dialog(page: Page) -> None:
    """No dialog and no exception is on screen."""
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    width, height = SIZES["laptop"]
    return {**browser_context_args, "viewport": {"width": width, "height": height}, "locale": "nl-NL"}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server") / "home").start()
    yield running
    running.stop()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Starts a fresh process on a fresh home with each call; all are stopped after the test."""
    started: list[Server] = []

    def start() -> Server:
        started.append(Server(tmp_path / f"home{len(started)}").start())
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture
def large(page: Page) -> Page:
    return _sized(page, "large")


@pytest.fixture
def laptop(page: Page) -> Page:
    return _sized(page, "laptop")


@pytest.fixture
def phone(page: Page) -> Page:
    return _sized(page, "phone")


def _sized(page: Page, size: str) -> Page:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    return page
