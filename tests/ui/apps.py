"""The app under test: opened on a page, run until its work is done."""

from __future__ import annotations

import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.ui.said import said

APP = str(Path(__file__).parents[2] / "app.py")


def opened(address: str, **query: str) -> AppTest:
    """A page, on a ready-made variant of the average college unless the link says otherwise."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params.update({"v": "verrijken_kaders", "i": "average_roc", **query})
    app.run()
    return app.switch_page(f"pages/{address}.py").run()


def settled(app: AppTest, work: str, patience_s: float) -> AppTest:
    """Run until work beside the page, known by the button that stops it, has ended."""
    deadline = time.monotonic() + patience_s
    while any(button.key == f"{work}_stop" for button in app.button):
        assert time.monotonic() < deadline, said(app)
        time.sleep(0.2)
        app.run()
    assert not app.exception
    return app
