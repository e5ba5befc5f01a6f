"""Wrong, old and hostile links: the page opens on what could be understood and says what was not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.model.records import Choice, CostModel
from flexlib.share import Decoded, decode_choice, from_file
from flexlib.share.decode import MOST_FIELDS, shortened
from flexlib.share.keys import FIELD_KEYS, LEVER_KEYS
from flexlib.store import open_model
from flexlib.text import render

MODEL = open_model()
KEYS = [*FIELD_KEYS, *LEVER_KEYS.values(), "x", ""]


def told(decoded: Decoded) -> list[str]:
    """The notices' keys, after putting each into words in both languages."""
    for notice in decoded.notices:
        assert render(notice, "nl")
        assert render(notice, "en")
    return [notice.key for notice in decoded.notices]


def test_an_empty_address_is_the_baseline_without_a_word() -> None:
    decoded = decode_choice("", MODEL)
    assert decoded.choice.variant == "nulvariant"
    assert decoded.choice.model_version == MODEL.version
    assert told(decoded) == []


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("v=bestaat_niet", "share.unknown_variant"),
        ("i=bestaat_niet", "share.unknown_institution"),
        ("f=bestaat_niet", "share.unknown_future"),
        ("p=goud", "share.unknown_prices"),
        ("l=fr", "share.unknown_language"),
        ("m=1999.1", "share.other_model"),
        ("k=9", "share.newer_format"),
        ("s=gisteren", "share.wrong_start"),
        ("s=1066-10-14", "share.wrong_start"),
        ("h=100000", "share.wrong_horizon"),
        ("h=-3", "share.wrong_horizon"),
        ("n=1000000000000", "share.wrong_draws"),
        ("r=pi", "share.wrong_seed"),
        ("b3=9", "share.level_out_of_range"),
        ("b3=2.5", "share.level_out_of_range"),
        ("d34=-0.1", "share.level_out_of_range"),
        ("d34=nan", "share.no_number"),
        ("d34=inf", "share.no_number"),
        ("d34=1e999", "share.no_number"),
        ("d34=", "share.no_number"),
        ("d34=25%", "share.no_number"),
        ("c=geen_parameter~1", "share.unknown_contested"),
        ("rest=veel", "share.unknown_keys"),
        ("rest=", "share.unknown_keys"),
        ("rest=12~b3~b4", "share.too_many_fields"),
        ("c=rate_docent~3~2~1", "share.contested_out_of_range"),
        ("c=rate_docent~-5", "share.contested_out_of_range"),
        ("c=wage_growth~2", "share.contested_out_of_range"),
        ("c=rate_docent", "share.no_number"),
        ("c=rate_docent~1~2", "share.no_number"),
        ("c=rate_docent~nan", "share.unknown_contested"),
        ("zomaar=iets", "share.unknown_keys"),
        ("<script>=1", "share.unknown_keys"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(query: str, key: str) -> None:
    decoded = decode_choice(f"b4=4&{query}&rs=1", MODEL)
    assert key in told(decoded)
    assert ("steer_modules", 4.0) in decoded.choice.levers


def test_a_circumstance_at_neutral_is_not_moved() -> None:
    decoded = decode_choice("w=delay_all~1.0~wage_growth~-0~recruit_share~1.2", MODEL)
    assert decoded.choice.circumstances == (("recruit_share", 1.2),)
    assert told(decoded) == []


def test_every_mistake_of_a_link_is_told_at_once() -> None:
    decoded = decode_choice("v=x&i=y&f=z&s=q&h=q&n=q&r=q&b1=q&p=q&l=q&m=q&k=q&rommel=1", MODEL)
    assert len(told(decoded)) == 13


def test_markup_in_a_link_is_not_repeated() -> None:
    decoded = decode_choice('v=<script>alert(1)</script>&f=![x](http://evil.example)&"><img src=x>=1', MODEL)
    for notice in decoded.notices:
        assert not set('<>[]()!"`*$') & set(
            str(dict(notice.values)["name" if notice.key != "share.unknown_keys" else "names"])
        )


def test_ten_kilobytes_of_anything_are_survived() -> None:
    long = "v=verrijken_kaders&" + "a" * 10_000
    assert decode_choice(long, MODEL).choice.variant == "verrijken_kaders"
    many = "&".join(f"k{i}=1" for i in range(4000))
    keys = told(decode_choice("v=verrijken_kaders&" + many, MODEL))
    assert {"share.cut_off", "share.unknown_keys"} <= set(keys)
    assert all(len(render(notice, "nl")) < 400 for notice in decode_choice(many, MODEL).notices)


def test_a_link_of_an_older_model_keeps_its_choices_and_says_so() -> None:
    decoded = decode_choice("v=verrijken_kaders&m=2025.9&b4=4", MODEL)
    assert told(decoded) == ["share.other_model"]
    assert decoded.choice.model_version == MODEL.version


def test_switches_of_the_screen_are_no_part_of_the_choice() -> None:
    assert told(decode_choice("stap=3", MODEL, other_keys=("stap",))) == []


@pytest.mark.soak
@given(st.text(max_size=300))
def test_garbage_opens(link: str) -> None:
    decoded = decode_choice(link, MODEL)
    assert isinstance(decoded.choice, Choice)
    told(decoded)


@pytest.mark.soak
@given(st.dictionaries(st.sampled_from(KEYS), st.one_of(st.text(max_size=40), st.floats().map(str)), max_size=12))
def test_garbage_in_known_fields_opens_on_a_choice_that_can_be_shared(fields: dict[str, str]) -> None:
    decoded = decode_choice(fields, MODEL)
    told(decoded)
    for lever_id, level in decoded.choice.levers:
        assert MODEL.levers[lever_id].allows(level)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "geen json",
        "[]",
        "{}",
        "null",
        '{"choice": 3}',
        "[" * 5000,
        json.dumps(
            {"flexlib": 1, "choice": {"v": None}, "levers": {"steer_modules": "x", "onzin": 3, "dim_wat": None}}
        ),
        json.dumps({"flexlib": 1, "choice": {}, "contested": {"rate_docent": "x", "onzin": [1], "wage_growth": [[]]}}),
        json.dumps({"flexlib": 1, "choice": {}, "contested": {"rate_docent": [float("nan")]}}),
    ],
)
def test_a_wrong_file_opens_with_a_notice(content: str, model: CostModel) -> None:
    decoded = from_file(content, model)
    assert isinstance(decoded.choice, Choice)
    assert told(decoded)


def test_what_holds_no_choice_is_said_not_answered_with_the_baseline() -> None:
    for garbage in ("hallo wereld", "https//x", "%00%ff"):
        assert "share.nothing_read" in told(decode_choice(garbage, MODEL)), garbage
    assert told(decode_choice("", MODEL)) == [] and told(decode_choice("http://localhost:8501/", MODEL)) == []


def test_a_key_that_stands_twice_is_named() -> None:
    decoded = decode_choice("v=stap_voor_stap&v=verrijken_kaders", MODEL)
    assert decoded.choice.variant == "verrijken_kaders" and told(decoded) == ["share.repeated_keys"]


def test_a_level_out_of_range_is_told_with_what_is_possible() -> None:
    board, share, number = (render(decode_choice(link, MODEL).notices[0], "nl") for link in ("b3=9", "d34=7", "ro=99"))
    assert "1, 2, 3, 4, 5" in board and "0 – 1" in share and "0 – 60" in number


def test_of_a_link_with_too_many_fields_the_first_are_read_and_the_rest_is_named() -> None:
    link = "&".join(
        ["v=verrijken_kaders", *(f"x{n}=1" for n in range(MOST_FIELDS - 1)), "b3=5", "zz=1", "b3=4", "<b>=1"]
    )
    decoded = decode_choice(link, MODEL)
    assert decoded.choice.variant == "verrijken_kaders" and not decoded.choice.levers
    said = next(notice for notice in decoded.notices if notice.key == "share.too_many_fields")
    assert dict(said.values)["count"] == 4
    assert "b3, zz, b, +1" in render(said, "nl")
    assert shortened(shortened(link) or "") is None
    assert shortened("v=verrijken_kaders&b3=5") is None
