"""What all tests share: a home of their own, the default model, and what happens without browser or LibreOffice."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from flexlib.model.records import CostModel
from flexlib.store import open_model
from tests.rounds import SOAK

# A user data folder of this test run's own, before any test module is read: no test touches anybody's work.
HOME = tempfile.mkdtemp(prefix="flexlib-tests-")
os.environ["FLEXLIB_HOME"] = HOME
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

ROOT = Path(__file__).parent.parent
PROGRAMS = {  # marker -> package and its commands
    "browser": ("chromium", ("chromium", "chromium-browser")),
    "office": ("libreoffice-calc", ("soffice", "libreoffice")),
}
MISSING = {marker: package for marker, (package, commands) in PROGRAMS.items() if not any(map(shutil.which, commands))}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LEFT_OUT = "left out, not installed: "

_calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("tests", max_examples=25, derandomize=True, **_calm)
settings.register_profile("soak", max_examples=500, print_blob=True, **_calm)
settings.load_profile("soak" if SOAK else "tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))  # a busy machine may miss a deadline once; twice is a failure
        for marker, package in MISSING.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=LEFT_OUT + package))


def pytest_configure(config: pytest.Config) -> None:
    if MISSING and os.environ.get("FLEXLIB_PROGRAMS") == "required":
        pytest.exit(f"not installed: {', '.join(MISSING.values())}; FLEXLIB_PROGRAMS=required leaves no test out", 2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = [report for report in terminalreporter.getreports("skipped") if LEFT_OUT in str(report.longrepr)]
    if left_out:
        terminalreporter.section("tests left out")
        terminalreporter.line(
            f"{len(left_out)} tests were left out. To run them: sudo apt-get install {' '.join(MISSING.values())}"
        )


@pytest.fixture(scope="session")
def model() -> CostModel:
    """The default cost model, read from its database."""
    return open_model()
