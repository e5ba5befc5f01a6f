"""A full disk and a disk that cannot be written: said in words, and nothing that was saved is lost."""

from __future__ import annotations

import random

import pytest

from flexlib.errors import WorkspaceError
from flexlib.model.read import DEFAULT_DIRECTORY
from flexlib.store import open_model_reporting, open_workspace
from flexlib.text import render
from tests.store.disks import disk_to_lock, small_disk


def _different(seed: int) -> dict[str, str]:
    """Some 40 kB that does not compress."""
    return {"filling": random.Random(seed).randbytes(20_000).hex()}


FILLING = _different(0)


def test_a_full_disk_is_said_and_what_was_saved_stays():
    with small_disk(1_500) as home:
        workspace = open_workspace(home)
        saved = [workspace.save("variant", "first", FILLING, "Anna")]
        with pytest.raises(WorkspaceError) as caught:
            for _ in range(200):
                saved.append(workspace.save("variant", "next", _different(len(saved)), "Anna"))
        message = render(caught.value.notice, "nl")
        assert "Er is niets opgeslagen: de schijf waarop" in message
        assert "Maak ruimte op de schijf en sla opnieuw op." in message
        assert {one.id for one in workspace.saved()} == {one.id for one in saved}
        workspace.close()
        again = open_workspace(home)
        assert {one.id for one in again.saved()} == {one.id for one in saved}
        again.close()


def test_a_disk_that_is_full_from_the_start():
    with small_disk(32) as home, pytest.raises(WorkspaceError) as caught:
        workspace = open_workspace(home)
        try:
            workspace.save("variant", "first", FILLING, "Anna")
        finally:
            workspace.close()
    assert caught.value.key == "store.workspace_full"


def test_on_a_read_only_disk_one_can_read_and_saving_is_refused_in_words():
    with disk_to_lock() as disk:
        workspace = open_workspace(disk.folder)
        saved = workspace.save("variant", "first", FILLING, "Anna")
        workspace.close()
        disk.lock()
        workspace = open_workspace(disk.folder)
        assert workspace.saved() == [saved]
        with pytest.raises(WorkspaceError) as caught:
            workspace.save("variant", "next", FILLING, "Anna")
        message = render(caught.value.notice, "nl")
        assert "mag niet worden geschreven" in message
        assert "zet FLEXLIB_HOME op een andere map" in message
        disk.unlock()
        assert workspace.save("variant", "next", FILLING, "Anna").version == 1
        assert len(workspace.saved()) == 2
        workspace.close()


def test_without_a_workspace_on_a_read_only_disk():
    with disk_to_lock() as disk:
        disk.lock()
        with pytest.raises(WorkspaceError) as caught:
            open_workspace(disk.folder)
        assert caught.value.key == "store.workspace_read_only"


def test_the_model_opens_on_a_read_only_disk_and_says_that_it_is_not_kept(model):
    with disk_to_lock() as disk:
        disk.lock()
        opened = open_model_reporting(DEFAULT_DIRECTORY, disk.folder)
        assert opened.model.parameters == model.parameters
        assert opened.notice is not None
        assert "flexlib rekent gewoon door" in render(opened.notice, "nl")
        assert opened.notice.key == "store.model_in_memory"


def test_the_model_opens_on_a_full_disk_and_says_so(model):
    with small_disk(300) as home:
        opened = open_model_reporting(DEFAULT_DIRECTORY, home)
        assert opened.model.lines == model.lines
        assert opened.notice is not None and opened.notice.key == "store.model_in_memory_full"
        assert not list(home.rglob("*.building*"))
