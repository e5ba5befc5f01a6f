from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexlib.store import DuckDBWorkspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[DuckDBWorkspace]:
    """An empty workspace in a folder of its own."""
    opened = open_workspace(tmp_path)
    yield opened
    opened.close()
