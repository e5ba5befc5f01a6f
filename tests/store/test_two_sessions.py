"""Two tabs, many threads, a second process."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flexlib.errors import WorkspaceError
from flexlib.store import open_workspace
from flexlib.text import render

ROOT = Path(__file__).parent.parent.parent
SECOND = """
import sys
from flexlib.errors import WorkspaceError
from flexlib.store import open_workspace
from flexlib.text import render

try:
    open_workspace(sys.argv[1])
except WorkspaceError as error:
    print(render(error.notice, "nl"))
"""


def test_sessions_that_save_the_same_variant_at_once_all_get_their_version(workspace):
    first = workspace.save("variant", "Ons plan", {"n": 0}, "Anna")

    def save(number: int) -> int:
        return workspace.save("variant", "Ons plan", {"n": number}, f"session {number}", first.id, 1).version

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(save, range(1, 25)))
    assert sorted(versions) == list(range(2, 26))
    history = workspace.history(first.id)
    assert {one.body["n"] for one in history} == set(range(25))
    assert sum(one.is_stale for one in history) == 23


def test_a_second_process_is_told_that_the_workspace_is_in_use(workspace, tmp_path):
    told = subprocess.run([sys.executable, "-c", SECOND, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert "is al geopend door een ander flexlib-programma (proces " in told.stdout, told.stderr
    assert "Sluit het andere programma, of zet FLEXLIB_HOME op een andere map." in told.stdout


def test_after_closing_another_may_open(workspace, tmp_path):
    saved = workspace.save("variant", "Ons plan", {}, "Anna")
    workspace.close()
    other = open_workspace(tmp_path)
    assert other.load(saved.id) == saved
    other.close()


@pytest.mark.parametrize("content", [b"not a database", b"\x00" * 100_000])
def test_a_damaged_workspace_is_said_and_not_touched(tmp_path, content):
    path = tmp_path / "workspace.duckdb"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(tmp_path)
    assert "is niet te lezen" in render(caught.value.notice, "nl")
    assert "Zet een kopie terug" in render(caught.value.notice, "nl")
    assert path.read_bytes() == content
