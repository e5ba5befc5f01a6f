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
    assert note_on(link, "nl") == text(f"variants.{key}", "nl")
