"""Charts as PNG or SVG in a process of their own: the script engine this takes leaves the server's memory untouched.

Run as `python -m flexlib.ui.converter`: one JSON object with format, scale and spec on standard input, the picture on
standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "assets" / "fonts"
PATIENCE_S = 60


def convert(spec: dict[str, Any], kind: str, scale: float = 1.0) -> bytes:
    """A Vega-Lite specification as `png` or `svg`; raises CalledProcessError or TimeoutExpired on failure."""
    asked = json.dumps({"format": kind, "scale": scale, "spec": spec})
    done = subprocess.run(
        [sys.executable, "-m", "flexlib.ui.converter"],
        input=asked.encode("utf-8"),
        capture_output=True,
        timeout=PATIENCE_S,
        check=True,
        cwd=ROOT,
    )
    return done.stdout


def main() -> None:
    import vl_convert

    asked = json.loads(sys.stdin.buffer.read())
    vl_convert.register_font_directory(str(FONTS))
    if asked["format"] == "png":
        sys.stdout.buffer.write(vl_convert.vegalite_to_png(asked["spec"], scale=asked["scale"]))
    else:
        sys.stdout.buffer.write(vl_convert.vegalite_to_svg(asked["spec"]).encode("utf-8"))


if __name__ == "__main__":
    main()
