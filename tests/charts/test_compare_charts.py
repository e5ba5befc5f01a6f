"""The charts of the comparison as data: every look, twelve variants, one variant, and values that do not exist."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import vl_convert

from flexlib.charts import bridge, cells, differences, parallel, scales, theme, tradeoff, weights, years
from flexlib.charts.theme import Look
from flexlib.text import text
from flexlib.ui.chart_panel import Figure, table_title

LOOKS = [Look(dark=dark, language=language) for dark in (False, True) for language in ("nl", "en")]
NAMES = [f"Variant {at}" for at in range(12)]

PLOT = 340.0


def styles(count: int, dark: bool = False) -> pd.DataFrame:
    rows = [(NAMES[at], *theme.variant_style(at, dark)) for at in range(count)]
    return pd.DataFrame(rows, columns=["name", "colour", "dash", "shape"])


def banded(count: int) -> pd.DataFrame:
    middle = np.linspace(-2, 5, count)
    return styles(count).assign(p10=middle - 1, p50=middle, p90=middle + 1.5, words="€ 1 mln")


def crossed(count: int) -> pd.DataFrame:
    frame = styles(count).assign(is_dominated=[at % 3 == 0 for at in range(count)], is_reference=False)
    for axis, size in (("x", 5.0), ("y", 20_000.0)):
        middle = np.linspace(0.2, 1, count) * size
        frame = frame.assign(**{f"{axis}_p10": middle * 0.8, f"{axis}_p50": middle, f"{axis}_p90": middle * 1.3})
    return frame


def lined(count: int) -> pd.DataFrame:
    rows = [
        (f"As|{axis}", *style, place, False, "12")
        for style in styles(count).itertuples(index=False)
        for axis, place in (("een", 0.2), ("twee", float("nan")))
    ]
    return pd.DataFrame(rows, columns=["axis", "name", "colour", "dash", "shape", "place", "is_dim", "words"])


def every_chart(look: Look, count: int) -> dict[str, Any]:
    ends = pd.DataFrame({"axis": ["As|een", "As|twee"], "best": "1", "worst": "9"})
    limits = pd.DataFrame({"axis": ["x", "y"], "value": [4.0, 15_000.0], "name": ["budget", "grens"]})
    table = [(name, f"K {at}", at / 3, "12", "beste", at == 0) for name in NAMES[:count] for at in range(3)]
    in_years = [(name, str(2027 + at), 1.0, 2.0, 3.0, 1.5, "#000000", "") for name in NAMES[:count] for at in range(8)]
    steps = [
        ("A", "start", 0.0, 5.0, 5.0, 5.0, "5"),
        ("Deel", "part", 5.0, 3.0, 2.5, 3.5, "−2"),
        ("B", "end", 0.0, 3.0, 3.0, 3.0, "3"),
    ]
    scored = [(name, part, 20.0, 60.0, "60") for name in NAMES[:count] for part in ("Geld", "Werk", "Studenten")]
    spots = styles(count).assign(x=0.5, y=0.4)
    corners = pd.DataFrame([(0.0, 0.0, "Geld", "center")], columns=["x", "y", "label", "align"])
    return {
        "differences": differences.difference_bands(banded(count), look),
        "tradeoff": tradeoff.tradeoff(crossed(count), ("x (mln)", "y"), limits, look),
        "tradeoff without limits": tradeoff.tradeoff(crossed(count), ("x", "y"), limits.head(0), look),
        "parallel": parallel.parallel_axes(lined(count), ends, look),
        "cells": cells.coloured_cells(
            pd.DataFrame(table, columns=["row", "column", "shade", "words", "second", "best"]), look, marked="best"
        ),
        "years": years.years_below(
            pd.DataFrame(in_years, columns=["name", "year", "p10", "p50", "p90", "reference", "colour", "words"]), look
        ),
        "bridge": bridge.waterfall(
            pd.DataFrame(steps, columns=["label", "kind", "begin", "end", "low", "high", "words"]), look
        ),
        "scores": weights.score_bars(pd.DataFrame(scored, columns=["name", "theme", "points", "total", "words"]), look),
        "winners": weights.winners(spots, corners, pd.DataFrame({"x": [0.3], "y": [0.3]}), look),
    }


@pytest.mark.parametrize("count", [1, 2, 12])
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{'dark' if look.dark else 'light'}")
def test_every_chart_is_a_specification(look: Look, count: int) -> None:
    for name, chart in every_chart(look, count).items():
        spec = chart.to_dict()
        assert spec["config"]["background"] == look.palette.paper, name
        assert spec.get("width") == scales.WIDTH, name


def test_sixteen_variants_differ_in_colour_dash_or_shape() -> None:
    assert len({theme.variant_style(at) for at in range(16)}) == 16
    assert len({(colour, shape) for colour, _, shape in map(theme.variant_style, range(16))}) == 16


def test_names_stand_at_the_marks_and_more_variants_get_a_higher_plot() -> None:
    none = pd.DataFrame(columns=["axis", "value", "name"])
    few, many = (tradeoff.tradeoff(crossed(count), ("x", "y"), none, Look()).to_dict() for count in (4, 12))
    for chart in (few, many):
        assert any(layer["mark"]["type"] == "text" for layer in chart["layer"])
    assert many["height"] > few["height"] == tradeoff.HEIGHT


def test_names_of_upright_limits_stand_below_each_other() -> None:
    limits = pd.DataFrame([("x", 12.0, "a"), ("x", 20.0, "c"), ("x", 15.0, "b")], columns=["axis", "value", "name"])
    chart = tradeoff.tradeoff(crossed(3), ("x", "y"), limits, Look()).to_dict()
    data = chart["datasets"]
    heights = {
        data[layer["data"]["name"]][0]["name"]: layer["encoding"]["y"]["value"]
        for layer in chart["layer"]
        if layer["mark"]["type"] == "text" and "value" in layer["encoding"]["y"]
    }
    assert heights["a"] < heights["b"] < heights["c"]


def test_names_beside_marks_at_one_spot_move_apart_and_hide_no_other_mark() -> None:
    spans = {"x": (0.0, 5.0), "y": (0.0, 200.0)}
    placed = tradeoff._placed(crossed(5).assign(y_p50=100.0, x_p50=2.5), spans, PLOT)
    for side in ("left", "right"):
        heights = sorted(y for y, own in zip(placed["label_y"], placed["side"], strict=True) if own == side)
        assert min(np.diff(heights), default=np.inf) * PLOT / 200 >= tradeoff.LINE
    near = crossed(2).assign(x_p50=[2.5, 2.9], y_p50=100.0)  # the second mark stands where the first name would
    above = abs(tradeoff._placed(near, spans, PLOT)["label_y"][0] - 100.0) * PLOT / 200
    assert tradeoff._placed(near, spans, PLOT)["side"][0] == "left" or above >= tradeoff.MARK + tradeoff.LINE / 2


def test_a_name_at_the_edge_stands_on_the_other_side_of_its_mark() -> None:
    placed = tradeoff._placed(crossed(1).assign(x_p50=4.9, y_p50=100.0), {"x": (0.0, 5.0), "y": (0.0, 200.0)}, PLOT)
    assert placed["side"] == ["left"]


def test_every_chart_can_be_drawn_from_numbers_of_any_kind() -> None:
    for name, chart in every_chart(Look(), 4).items():
        drawn = vl_convert.vegalite_to_svg(chart.to_dict())
        assert "NaN" not in drawn and drawn.count("<path") + drawn.count("<line") > 5, name


def test_on_a_phone_the_names_of_a_trade_off_stand_in_a_legend_and_a_bridge_says_less() -> None:
    none = pd.DataFrame(columns=["axis", "value", "name"])
    cross = tradeoff.tradeoff(crossed(3), ("x", "y"), none, Look())
    steps = [("A", "start", 0.0, 5.0, 5.0, 5.0, "5"), ("Deel", "part", 5.0, 3.0, 2.5, 3.5, "−2 (−2,5 … −1,5)")]
    frame = pd.DataFrame(steps, columns=["label", "kind", "begin", "end", "low", "high", "words"])
    fall = bridge.waterfall(frame, Look())
    wide, narrow = (vl_convert.vegalite_to_svg(fall.properties(width=width).to_dict()) for width in (720, 300))
    assert ">−2 (−2,5 … −1,5)<" in wide and ">−2<" not in wide
    assert ">−2<" in narrow and ">−2 (−2,5 … −1,5)<" not in narrow
    wide, narrow = (vl_convert.vegalite_to_svg(cross.properties(width=width).to_dict()) for width in (720, 300))
    size = 'font-size="13px"'
    assert any(size in line and ">Variant 1<" in line for line in narrow.split("<text")) and ">Variant 1<" in wide


@pytest.mark.parametrize(("language", "said"), [("nl", "Kosten, in euro"), ("en", "Cost, in euro")])
def test_a_table_in_whole_euros_does_not_say_millions(language: str, said: str) -> None:
    drawn = said.replace("euro", text("charts.unit.eur_million", language))
    table = pd.DataFrame({"A": [2_500_000.0]})
    figure = Figure("geld", drawn, (), "", "", lambda look: None, table, (("€ 2,5 mln",),))
    assert table_title(figure, language) == said
    assert table_title(replace(figure, table_as_drawn=True), language) == drawn
