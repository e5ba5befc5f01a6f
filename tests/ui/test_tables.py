"""Tables as plain HTML."""

from __future__ import annotations

from flexlib import units
from flexlib.ui.tables import html_table


def test_a_figure_with_its_band_can_break_before_the_band() -> None:
    """Otherwise a narrow phone breaks inside a number: "100.00" and "0–350.000" on two lines."""
    band = units.money_band(100_000, 200_000, 350_000, "nl")
    table = html_table("Post voor post", ("Post", "Begroot", "Gevraagd"), [("Ontwikkeling", "€ 180.000", band)])
    assert "€\u00a0200.000 (100.000–350.000)" in table
