"""What the panel of the link says about who can open it."""

from __future__ import annotations

import pytest

from flexlib.text import text
from flexlib.ui.sharing import note_on


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://flexlib.example.nl/kiezen?v=llo_eerst", "share_note"),
        ("http://localhost:8501/kiezen?v=llo_eerst", "share_local"),
        ("http://127.0.0.1:8501/?v=llo_eerst", "share_local"),
    ],
)
def test_a_link_to_the_own_machine_is_not_promised_to_others(link: str, key: str) -> None:
    assert note_on(link, True, "nl") == text(f"variants.{key}", "nl")
    assert note_on(link, False, "nl") == text(f"variants.{key}_own", "nl")


def test_no_own_figures_are_promised_with_a_link() -> None:
    for link in ("https://flexlib.example.nl/?v=llo_eerst", "http://localhost:8501/"):
        assert "cijfers" in note_on(link, True, "nl") and "cijfers" not in note_on(link, False, "nl")
