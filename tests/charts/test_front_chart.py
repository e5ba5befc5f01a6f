"""The names in the picture of a search: each beside its mark, on the side where it hides no other."""

from __future__ import annotations

import pandas as pd

from flexlib.charts.front import sided

NO_LIMITS = pd.DataFrame({"axis": [], "value": [], "name": []})
CORNERS = pd.DataFrame({"x": [0.0, 100.0], "y": [0.0, 100.0]})


def sides(*named: tuple[float, float, str]) -> list[str]:
    frame = pd.DataFrame(named, columns=["x", "y", "label"])
    return sided(frame, CORNERS, CORNERS, NO_LIMITS)


def test_a_name_stands_on_the_right_where_there_is_room() -> None:
    assert sides((50.0, 50.0, "A"), (99.0, 50.0, "Uw keuze")) == ["right", "left"]


def test_a_name_does_not_cover_the_mark_beside_it() -> None:
    assert sides((50.0, 50.0, "Uw keuze"), (56.0, 51.0, "E")) == ["left", "right"]
    assert sides((50.0, 50.0, "Uw keuze"), (56.0, 80.0, "E")) == ["right", "right"]
