"""A process of its own that saves on and on, and is killed in the middle of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def said_until_killed(child: Path, home: Path, seconds: float) -> tuple[str, str]:
    """The first line the child said, and all it said after it until it was killed, this long after that line."""
    process = subprocess.Popen(
        [sys.executable, str(child), str(home)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    return first, rest
