"""Charts as data: what they draw, from where, in which unit; no picture is looked at here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from flexlib.charts import balances, curve, heat, money, scales, theme, timeline, work
from flexlib.charts.theme import DARK, LIGHT, Look

YEARS = ["2027|7 mnd", "2028", "2029", "2030"]
LOOKS = [Look(dark=dark, language=language) for dark in (False, True) for language in ("nl", "en")]


def band_frame(top: float = 2.4e6, reference: float = 0.4) -> pd.DataFrame:
    middle = np.array([0.1, 0.5, 1.0, 0.6]) * top
    return pd.DataFrame(
        {
            "year": YEARS,
            "p10": 0.7 * middle,
            "p50": middle,
            "p90": 1.6 * middle,
            "reference": reference * middle,
            "words": ["0,2", "1,2", "2,4", "1,4"],
        }
    )


def parts_frame() -> pd.DataFrame:
    return pd.DataFrame([{"year": year, "part": part, "eur": 1e5} for year in YEARS for part in money.PARTS])


def role_frame() -> pd.DataFrame:
    rows = [
        ("26/27", "one_off", 2.0),
        ("26/27", "recurring", 1.0),
        ("27/28", "one_off", 0.5),
        ("27/28", "recurring", 3.0),
    ]
    return pd.DataFrame([{"year": y, "kind": k, "fte": f, "p10": 2.0, "p90": 5.0} for y, k, f in rows])


def limits_frame() -> pd.DataFrame:
    return pd.DataFrame({"name": ["ruimte: 2,5 fte", "er is: 520 fte"], "fte": [2.5, 520.0]})


def roles_frame() -> pd.DataFrame:
    rows = [("Docent", "26/27", 0.2, False), ("ICT", "26/27", 1.4, True)]
    return pd.DataFrame([{"role": r, "year": y, "share": s, "words": f"{s}", "over": o} for r, y, s, o in rows])


def phase_frame() -> pd.DataFrame:
    rows = [("Richten", 0.0, 8.0, 6.0, 12.0, False), ("Alle teams", 49.0, 49.0, 40.0, 63.0, True)]
    names = ["phase", "start", "end", "end_p10", "end_p90", "is_moment"]
    return pd.DataFrame(rows, columns=names).assign(words="maart 2030 (40–63)")


def heat_frame() -> pd.DataFrame:
    rows = [("Examinering", "Doel", 0.0), ("Examinering", "Proces", 3e5), ("Logistiek", "Doel", 1.5e5)]
    return pd.DataFrame([{"chain": c, "aspect": a, "amount": v, "words": f"{v / 1e3:.0f}"} for c, a, v in rows])


def balance_frame() -> pd.DataFrame:
    rows = [("Studeerbaarheid", 60.0, 70.0, 75.0, 80.0), ("Betaalbaarheid", 40.0, 50.0, 61.0, np.nan)]
    return pd.DataFrame(rows, columns=["balance", "p10", "p50", "p90", "reference"]).assign(words="70 (60–75)")


def curve_frame(operation: str = "multiply") -> pd.DataFrame:
    rows = [("Team bepaalt", 1.06, 1.2, 1.36), ("Samen", 1.0, 1.0, 1.0), ("Instelling bepaalt", 1.04, 1.15, 1.27)]
    return pd.DataFrame(rows, columns=["level", "low", "mode", "high"]).assign(operation=operation, words="1,20")


def every_chart(look: Look) -> dict[str, Any]:
    return {
        "money_band": money.money_band(band_frame(), look),
        "money_parts": money.money_parts(parts_frame(), look),
        "role_years": work.role_years(roles_frame(), look),
        "role_hours": work.role_hours(role_frame(), limits_frame(), look),
        "phases": timeline.phases(phase_frame(), look, 60.0),
        "heat": heat.chains_by_aspects(heat_frame(), look),
        "balances": balances.balance_bars(balance_frame(), look),
        "curve": curve.effect_curve(curve_frame(), look),
    }


def layers(chart: Any) -> list[dict[str, Any]]:
    return chart.to_dict()["layer"]


def marks(chart: Any, kind: str) -> list[dict[str, Any]]:
    return [layer for layer in layers(chart) if layer["mark"]["type"] == kind]


def channels(chart: Any) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(channel, its definition, its layer) over all layers."""
    for layer in layers(chart):
        for name, definition in layer.get("encoding", {}).items():
            if isinstance(definition, dict):
                yield name, definition, layer


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{'dark' if look.dark else 'light'}")
def test_every_chart_is_valid_and_wears_the_look(look: Look) -> None:
    for chart in every_chart(look).values():
        config = chart.to_dict(validate=True)["config"]
        assert config["background"] == look.palette.paper
        assert config["font"].startswith("Source Sans")
        assert config["locale"]["number"]["decimal"] == ("," if look.language == "nl" else ".")


@pytest.mark.parametrize("look", LOOKS[:1])
def test_bars_start_at_zero(look: Look) -> None:
    for name in ("money_band", "money_parts", "role_hours"):
        for channel, definition, layer in channels(every_chart(look)[name]):
            if channel == "y" and layer["mark"]["type"] == "bar":
                assert definition["scale"]["zero"] is True
                assert definition["scale"]["domainMin"] == 0
    scale = marks(every_chart(look)["balances"], "bar")[0]["encoding"]["x"]["scale"]
    assert scale["domain"][0] == 0


@pytest.mark.parametrize("name", list(every_chart(Look())))
def test_quantiles_are_never_stacked(name: str) -> None:
    chart = every_chart(Look())[name]
    stacked = {d["field"] for c, d, _ in channels(chart) if c in ("x", "y") and d.get("stack") not in (None, False)}
    assert stacked <= {"amount", "fte"}
    for _, definition, layer in channels(chart):
        if str(definition.get("field", "")).lower() in ("p10", "p50", "p90", "end_p10", "end_p90"):
            assert "stack" not in definition
            assert "aggregate" not in definition
            assert "color" not in layer["encoding"] or layer["mark"]["type"] != "bar"


def test_money_is_shown_in_millions_from_one_million_on() -> None:
    assert scales.money_unit([2.4e6, 1.0], "nl") == (1e6, "miljoen euro")
    assert scales.money_unit([9.9e5, float("nan")], "en") == (1e3, "thousand euro")
    spec = money.money_band(band_frame(2.4e6), Look()).to_dict()
    drawn = next(iter(spec["datasets"][spec["data"]["name"]]), {})
    assert drawn["p50"] == pytest.approx(0.24)


def test_the_band_names_p10_and_p90_once() -> None:
    spec = money.money_band(band_frame(), Look()).to_dict()
    names = [row["name"] for rows in spec["datasets"].values() for row in rows if "name" in row]
    assert sorted(set(names)) == ["P10", "P90"]


def test_p10_and_p90_are_named_inside_the_band_where_no_number_stands() -> None:
    """Above P90 stands the year's own number; to the right, on a phone, that of the next year begins."""
    spec = money.money_band(band_frame(), Look()).to_dict()
    baselines = {mark["baseline"] for mark in (layer["mark"] for layer in spec["layer"]) if mark.get("align") == "left"}
    assert baselines == {"top", "bottom"}
    frame = pd.DataFrame({"p10": [0.0, 1.0, 1.0, 0.0], "p90": [10.0, 9.2, 3.0, 9.5]})
    assert money.named_year(frame, 300) == 1  # the widest has the next number beside its P90, the last has no room
    assert money.named_year(frame[:1], 300) == 0


def test_without_a_band_none_is_drawn() -> None:
    frame = band_frame()
    alone = money.money_band(frame.assign(p10=frame["p50"], p90=frame["p50"]), Look()).to_dict()
    assert not {layer["mark"]["type"] for layer in alone["layer"]} & {"rule", "tick"}


def test_the_reference_is_grey_and_dashed_and_absent_without_one() -> None:
    reference = marks(money.money_band(band_frame(), Look()), "bar")[1]["mark"]
    assert reference["stroke"] == LIGHT.reference and not reference["filled"]
    assert reference["strokeDash"]
    without = money.money_band(band_frame().assign(reference=np.nan), Look())
    assert len(marks(without, "bar")) == 1


def test_parts_keep_their_order_and_colours() -> None:
    bar = marks(money.money_parts(parts_frame(), Look()), "bar")[0]
    domain = bar["encoding"]["color"]["scale"]["domain"]
    assert domain == [
        "Eenmalig, uit te geven",
        "Eenmalig, eigen tijd",
        "Terugkerend, uit te geven",
        "Terugkerend, eigen tijd",
    ]
    assert bar["encoding"]["y"]["stack"] == "zero"


def test_capacity_lines_are_drawn_only_where_they_fit() -> None:
    assert work.drawn_limits(limits_frame(), 5.0)["fte"].tolist() == [2.5]
    rules = marks(work.role_hours(role_frame(), limits_frame(), Look()), "rule")
    assert any(rule["mark"].get("strokeDash") for rule in rules)
    bare = work.role_hours(role_frame(), limits_frame().assign(fte=520.0), Look())
    assert not any(rule["mark"].get("strokeDash") for rule in marks(bare, "rule"))


def test_more_asked_than_there_is_has_a_frame_and_not_colour_alone() -> None:
    framed = [layer for layer in layers(work.role_years(roles_frame(), Look())) if "transform" in layer]
    assert framed[0]["transform"] == [{"filter": "datum.over"}]
    assert framed[0]["mark"]["filled"] is False


@pytest.mark.parametrize("name", ["heat", "role_years"])
def test_every_cell_has_its_figure_written_in_it(name: str) -> None:
    texts = [d["field"] for c, d, _ in channels(every_chart(Look())[name]) if c == "text"]
    assert texts == ["words"]


def test_the_horizon_is_named_only_when_a_phase_reaches_it() -> None:
    assert "einde rekenperiode" in timeline.phases(phase_frame(), Look(), 60.0).to_json()
    assert "einde rekenperiode" not in timeline.phases(phase_frame(), Look(), 96.0).to_json()


def test_an_effect_that_adds_is_measured_from_zero() -> None:
    spec = curve.effect_curve(curve_frame("add"), Look()).to_dict()
    assert any(row.get("value") == 0.0 for rows in spec["datasets"].values() for row in rows)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_words_stand_out_from_their_ground(palette: theme.Palette) -> None:
    for colour in (palette.ink, palette.quiet):
        assert theme.contrast(colour, palette.paper) >= 4.5
    for colour in (palette.accent, palette.grey, palette.reference, palette.limit):
        assert theme.contrast(colour, palette.paper) >= 3.0
    for step in range(21):
        fill, on_it = theme.heat_colours(step / 20, palette)
        assert theme.contrast(fill, on_it) >= 4.5


def test_variants_have_their_own_colour_dash_and_shape() -> None:
    styles = [theme.variant_style(position) for position in range(12)]
    assert len(set(styles)) == 12
    assert len({colour for colour, _, _ in styles[:8]}) == 8
    assert styles[8][0] == styles[0][0]
    assert styles[8][1] != styles[0][1]


def test_an_export_carries_title_unit_and_notes() -> None:
    chart = scales.titled(
        money.money_band(band_frame(), Look()),
        "Kosten per jaar, in miljoen euro",
        ["Prijspeil 2025", "Bron: x"],
        Look(),
    )
    title = chart.to_dict()["title"]
    assert " ".join(title["text"]) == "Kosten per jaar, in miljoen euro"
    assert title["subtitle"] == ["Prijspeil 2025", "Bron: x"]


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Coach", "Coach"),
        ("ICT en informatiemanagement", "ICT en|informatiemanagement"),
        ("Onderwijsontwikkelaar", "Onderwijsontwikkelaar"),
    ],
)
def test_long_labels_break_in_two(label: str, lines: str) -> None:
    assert scales.two_lines(label) == lines


def test_numbers_are_in_the_language_of_the_look() -> None:
    assert isinstance(theme.locale("nl"), alt.Locale)
    assert theme.locale("nl").to_dict()["number"]["thousands"] == "."
    assert theme.locale("en").to_dict()["number"]["thousands"] == ","
