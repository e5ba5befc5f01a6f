"""Saves without end and says on standard output what was saved, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from flexlib.store import open_workspace

workspace = open_workspace(Path(sys.argv[1]))
saved = workspace.save("variant", "plan", {"n": 0}, "child")
print(saved.id, saved.version, flush=True)
number = 0
while True:
    number += 1
    saved = workspace.save("variant", "plan", {"n": number, "filling": "x" * 40_000}, "child", saved.id, saved.version)
    print(saved.id, saved.version, flush=True)
