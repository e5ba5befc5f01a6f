"""The app's settings: nothing leaves the machine, no details to users, readable colours in both themes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit import config

SETTINGS = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_nothing_is_sent_and_only_this_machine_is_served() -> None:
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["server"]["address"] == "localhost"
    assert SETTINGS["client"]["showErrorDetails"] == "none"
    assert SETTINGS["client"]["toolbarMode"] == "minimal"


def test_a_move_does_not_end_with_a_search_for_garbage() -> None:
    """It stops all sessions of the server for a tenth of a second, and longer with a large workbook on a desk."""
    assert SETTINGS["runner"]["postScriptGC"] is False
    assert config.get_options_for_section("runner")["postScriptGC"] is False  # the name it has in this version


def test_fonts_come_with_the_app() -> None:
    fonts = {value for name, value in SETTINGS["theme"].items() if name.lower().endswith("font")}
    assert fonts == {"serif", "sans-serif"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("ink", ["textColor", "primaryColor", "linkColor", "grayTextColor"])
def test_words_are_readable(theme: str, ground: str, ink: str) -> None:
    """WCAG 2.2, success criterion 1.4.3: a contrast of at least 4.5 to 1."""
    colours = SETTINGS["theme"][theme]
    lighter, darker = sorted((luminance(colours[ground]), luminance(colours[ink])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
