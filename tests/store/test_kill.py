"""kill -9 while saving: nothing that was reported as saved is lost, and the file opens."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flexlib.store import open_workspace
from tests.rounds import rounds
from tests.store.killed import said_until_killed

CHILD = Path(__file__).parent / "saving_child.py"


@pytest.mark.soak
def test_nothing_saved_is_lost_when_the_server_is_killed(tmp_path):
    chance = random.Random(20260101)
    reported: dict[str, int] = {}
    for _ in range(rounds(100)):
        for saved_id, version in _saved_until_killed(tmp_path, chance.uniform(0.05, 1.2)):
            reported[saved_id] = max(version, reported.get(saved_id, 0))
        workspace = open_workspace(tmp_path)
        for saved_id, version in reported.items():
            history = workspace.history(saved_id)
            assert len(history) >= version, "a version that was reported as saved is gone"
            assert [one.body["n"] for one in reversed(history)] == list(range(len(history)))
            assert len(history) <= version + 1
        workspace.close()
        reported.clear()  # looked at once, so that a hundred rounds stay quick
    assert workspace.saved(), "the child saved nothing before it was killed"
    workspace.close()


def _saved_until_killed(home: Path, seconds: float) -> list[tuple[str, int]]:
    """What the child reported, killed this long after its first save."""
    first, rest = said_until_killed(CHILD, home, seconds)
    words = [line.split() for line in (first, *rest.splitlines())]
    return [(saved_id, int(version)) for saved_id, version in (pair for pair in words if len(pair) == 2)]
