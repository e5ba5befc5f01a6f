"""What all tests share: a home of their own, the default model, and what happens without a browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.rounds import SOAK

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LEFT_OUT = "left out: chromium is not installed"

_calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("tests", max_examples=25, derandomize=True, **_calm)
settings.register_profile("soak", max_examples=500, print_blob=True, **_calm)
settings.load_profile("soak" if SOAK else "tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


def pytest_configure(config: pytest.Config) -> None:
    if CHROMIUM is None and os.environ.get("FLEXLIB_BROWSER") == "required":
        pytest.exit("chromium is not installed and FLEXLIB_BROWSER=required: no browser test may be left out", 2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = [report for report in terminalreporter.getreports("skipped") if LEFT_OUT in str(report.longrepr)]
    if left_out:
        terminalreporter.section("browser tests left out")
        terminalreporter.line(
            f"{len(left_out)} browser tests were left out. To run them: sudo apt-get install chromium"
        )


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user data folder of this test run's own, so that no test touches anybody's work."""
    home = tmp_path_factory.mktemp("home")
    os.environ["FLEXLIB_HOME"] = str(home)
    return home


@pytest.fixture(scope="session")
def model(own_home: Path):
    """The default cost model, read from its database."""
    from flexlib.store import open_model

    return open_model()
