"""The charts about the band as data: what they draw, in which order, with which lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flexlib.charts.failing import failing_by_tenth
from flexlib.charts.importance import gain_bars, share_bars
from flexlib.charts.theme import Look
from flexlib.charts.tornado import tornado_bars

LOOKS = [Look(dark=dark, language=language) for dark in (False, True) for language in ("nl", "en")]


def shares() -> pd.DataFrame:
    rows = [
        ("Uurtarief", 40.0, 49.0, 48.0, 50.0, "49 %", False, 45.0),
        ("Samenspel", 0.0, 11.0, 11.0, 11.0, "11 %", True, np.nan),
    ]
    return pd.DataFrame(rows, columns=["name", "first", "total", "low", "high", "words", "is_rest", "reference"])


def gains() -> pd.DataFrame:
    return pd.DataFrame(
        [("Looptijd", 0.01, 0.005, 0.02, "0,01 punt")], columns=["name", "value", "low", "high", "words"]
    )


def swings() -> pd.DataFrame:
    rows = [
        ("ICT loopt uit", 4.6, 6.2, "4,60", "6,20", "nee", "ja"),
        ("Coach in de les", 5.2, 4.5, "5,20", "4,50", "10 %", "30 %"),
    ]
    return pd.DataFrame(rows, columns=["name", "low", "high", "low_words", "high_words", "from", "to"])


def tenths() -> pd.DataFrame:
    rows = [(name, tenth, 8.0 * tenth) for name in ("Looptijd", "Richten") for tenth in range(1, 11)]
    return pd.DataFrame(rows, columns=["name", "tenth", "share"])


def every_chart(look: Look, reference: float = 4.7) -> dict[str, Any]:
    return {
        "shares": share_bars(shares(), look),
        "gains": gain_bars(gains(), 0.004, "ruisgrens", look),
        "tornado": tornado_bars(swings(), 4.85, reference, look),
        "failing": failing_by_tenth(tenths(), 44.0, reference * 10, "failing", look),
    }


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["layer"]
    return found


def rows_of(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for rows in spec["datasets"].values():
        yield from rows


def dashed(spec: dict[str, Any]) -> int:
    return sum("strokeDash" in layer["mark"] and layer["mark"]["strokeDash"] != [1, 0] for layer in layers(spec))


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("name", ["shares", "gains", "tornado", "failing"])
def test_every_look_makes_a_whole_specification(name: str, look: Look) -> None:
    spec = every_chart(look)[name].to_dict()
    assert spec["config"]["locale"]["number"]["decimal"] == ("," if look.language == "nl" else ".")
    assert spec["config"]["background"] == look.palette.paper


def test_what_belongs_to_no_input_alone_is_grey() -> None:
    fills = {row["name"]: row["fill"] for row in rows_of(every_chart(LOOKS[0])["shares"].to_dict()) if "fill" in row}
    assert fills == {"Uurtarief": LOOKS[0].palette.accent, "Samenspel": LOOKS[0].palette.grey_soft}


def test_the_reference_is_a_stroke_where_it_is_known() -> None:
    def strokes(frame: pd.DataFrame) -> int:
        return sum(layer["mark"]["type"] == "tick" for layer in layers(share_bars(frame, LOOKS[0]).to_dict()))

    assert strokes(shares()) == 1
    assert strokes(shares().assign(reference=np.nan)) == 0


def test_without_a_margin_no_empty_mark_is_drawn() -> None:
    def margins(frame: pd.DataFrame) -> int:
        return sum(layer["mark"]["type"] == "rule" for layer in layers(share_bars(frame, LOOKS[0]).to_dict()))

    assert margins(shares()) == 1
    assert margins(shares().assign(low=40.0, high=40.0)) == 0


def test_a_bar_that_works_the_other_way_has_its_low_end_on_the_right() -> None:
    rows = [row for row in rows_of(every_chart(LOOKS[0])["tornado"].to_dict()) if row.get("name") == "Coach in de les"]
    assert [(row["words"], row["is_left"]) for row in rows if "is_left" in row] == [("5,20", False), ("4,50", True)]


def test_the_reference_is_drawn_only_where_it_fits_the_picture() -> None:
    assert dashed(every_chart(LOOKS[0])["tornado"].to_dict()) == 1
    assert dashed(every_chart(LOOKS[0], reference=0.0)["tornado"].to_dict()) == 0
    assert dashed(every_chart(LOOKS[0], reference=np.nan)["tornado"].to_dict()) == 0


def test_average_and_reference_are_lines_with_a_name() -> None:
    both = every_chart(LOOKS[0])["failing"].to_dict()
    assert dashed(both) == 2
    assert dashed(every_chart(LOOKS[0], reference=np.nan)["failing"].to_dict()) == 1
    assert {"gemiddeld", "referentie"} <= {row.get("words") for row in rows_of(both)}


def test_without_noise_no_floor_is_drawn() -> None:
    assert dashed(gain_bars(gains(), 0.0, "ruisgrens", LOOKS[0]).to_dict()) == 0
    assert dashed(gain_bars(gains(), 0.004, "ruisgrens", LOOKS[0]).to_dict()) == 1


def test_lines_that_lie_close_have_their_names_above_each_other() -> None:
    def heights(reference: float) -> set[float]:
        spec = failing_by_tenth(tenths(), 44.0, reference, "failing", LOOKS[0]).to_dict()
        return {layer["mark"]["dy"] for layer in layers(spec) if layer["mark"]["type"] == "text"}

    assert len(heights(43.0)) == len(heights(44.0)) == len(heights(46.0)) == 2
    assert len(heights(90.0)) == 1
