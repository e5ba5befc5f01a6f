"""Migrations: numbered steps, each its own transaction, after a copy; newer files are refused."""

from __future__ import annotations

import pytest

from flexlib.errors import WorkspaceError
from flexlib.store import DuckDBWorkspace
from flexlib.store.connection import connect
from flexlib.store.migrations import Step, applied, steps_in
from flexlib.text import render

EXTRA = Step(2, "002_colours", "CREATE TABLE colours (id VARCHAR PRIMARY KEY); INSERT INTO colours VALUES ('red');")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "workspace.duckdb"


@pytest.fixture
def saved(path):
    """A workspace file with one saved thing, at the present schema."""
    workspace = DuckDBWorkspace(path, steps_in()[:1])
    thing = workspace.save("variant", "Ons plan", {"n": 1}, "Anna")
    workspace.close()
    return thing


def test_steps_are_numbered_without_gaps(tmp_path):
    assert [step.number for step in steps_in()] == list(range(1, len(steps_in()) + 1))
    (tmp_path / "002_late.sql").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="without gaps"):
        steps_in(tmp_path)


def test_a_new_file_needs_no_copy(path, tmp_path):
    workspace = DuckDBWorkspace(path)
    workspace.open()
    workspace.close()
    assert [one.name for one in tmp_path.iterdir()] == ["workspace.duckdb"]


def test_a_step_is_applied_after_a_copy_and_keeps_what_was_saved(path, saved, tmp_path):
    workspace = DuckDBWorkspace(path, [*steps_in()[:1], EXTRA])
    assert workspace.load(saved.id) == saved
    workspace.close()
    copy = DuckDBWorkspace(tmp_path / "workspace.before-002.duckdb", steps_in()[:1])
    assert copy.load(saved.id) == saved
    copy.close()
    connection = connect(path, read_only=True)
    assert applied(connection) == 2
    assert connection.execute("SELECT id FROM colours").fetchall() == [("red",)]
    connection.close()


def test_steps_are_applied_once(path, saved):
    for _ in range(2):
        workspace = DuckDBWorkspace(path, [*steps_in()[:1], EXTRA])
        workspace.open()
        workspace.close()
    connection = connect(path, read_only=True)
    assert applied(connection) == 2
    connection.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(path, saved):
    broken = Step(2, "002_broken", "CREATE TABLE half (id VARCHAR); SELECT * FROM no_such_table;")
    workspace = DuckDBWorkspace(path, [*steps_in()[:1], broken])
    with pytest.raises(WorkspaceError):
        workspace.open()
    connection = connect(path, read_only=True)
    assert applied(connection) == 1
    assert connection.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_name = 'half'"
    ).fetchall() == [(0,)]
    connection.close()
    workspace = DuckDBWorkspace(path, steps_in()[:1])
    assert workspace.load(saved.id) == saved
    workspace.close()


def test_a_file_from_a_newer_version_is_refused_clearly(path, saved):
    newer = DuckDBWorkspace(path, [*steps_in()[:1], EXTRA])
    newer.open()
    newer.close()
    before = path.read_bytes()
    with pytest.raises(WorkspaceError) as caught:
        DuckDBWorkspace(path, steps_in()[:1]).open()
    message = render(caught.value.notice, "nl")
    assert "is gemaakt met een nieuwere versie van flexlib en is niet aangeraakt" in message
    assert path.read_bytes() == before
