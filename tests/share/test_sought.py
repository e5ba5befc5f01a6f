"""A search in a link: it comes back as it was, amounts of the institution's own never travel, and junk is said."""

from __future__ import annotations

import random

from flexlib.model.records import CostModel
from flexlib.share import LONGEST_LINK, Bound, Offered, Sought, decode_sought, encode_sought

LIMITED = ("one_off_integral", "months_all_live", "out_of_pocket_year", "scenario_bol34", "student_years")
OWN = ("out_of_pocket_year",)
STATISTICS = ("p10", "p50", "p90", "level")
MANNERS = ("p50", "mean", "p90", "regret")
USUAL = Sought(("change_strategy",), ("one_off_integral", "months_all_live"), "p50")


def offered(model: CostModel) -> Offered:
    return Offered(tuple(model.outcomes), MANNERS, dict.fromkeys(LIMITED, STATISTICS), OWN)


def test_a_search_comes_back_as_it_was(model: CostModel) -> None:
    source = random.Random(4)
    levers, outcomes = list(model.levers), list(model.outcomes)
    for _ in range(200):
        free = set(source.sample(levers, source.randrange(0, 12)))
        bounds = tuple(
            Bound(subject, source.choice(STATISTICS), round(source.uniform(-1e7, 1e9), 3))
            for subject in source.sample(LIMITED, source.randrange(len(LIMITED) + 1))
            if subject not in OWN
        )
        sought = Sought(
            tuple(lever for lever in levers if lever in free),
            tuple(source.sample(outcomes, source.randrange(4))),
            source.choice(MANNERS),
            bounds,
        )
        assert decode_sought(encode_sought(sought, OWN), model, USUAL, offered(model)) == (sought, ())


def test_an_amount_of_the_institution_never_stands_in_a_link(model: CostModel) -> None:
    sought = Sought(USUAL.free, USUAL.outcomes, "p50", (Bound("out_of_pocket_year", "p90", 1_234_567.0),))
    written = encode_sought(sought, OWN)
    assert "1234567" not in written
    found, told = decode_sought(written, model, USUAL, offered(model))
    assert found.bounds == (Bound("out_of_pocket_year", "p90", None),) and not told
    forged, told = decode_sought("b~out_of_pocket_year~p50~1234567", model, USUAL, offered(model))
    assert forged.bounds == (Bound("out_of_pocket_year", "p50", None),) and not told


def test_everything_free_with_all_limits_fits_in_a_link(model: CostModel) -> None:
    bounds = tuple(Bound(subject, "p90", 12_345_678.9) for subject in LIMITED)
    written = encode_sought(Sought(tuple(model.levers), USUAL.outcomes, "regret", bounds), OWN)
    assert len(written) < LONGEST_LINK / 2


def test_what_cannot_be_understood_is_left_out_and_said(model: CostModel) -> None:
    written = "f~vs~zz~~o~months_all_live~gone~~r~mean~~b~one_off_integral~p50~abc~~b~gone~p50~1~~q~1"
    found, told = decode_sought(written, model, USUAL, offered(model))
    assert found == Sought(("change_strategy",), ("months_all_live",), "mean")
    assert [notice.key for notice in told] == ["share.sought_unknown"]
    names = dict(told[0].values)["names"]
    assert all(word in str(names) for word in ("zz", "gone", "one_off_integral", "q"))


def test_what_the_page_does_not_offer_is_left_out_and_said(model: CostModel) -> None:
    written = "o~npv~months_all_live~~r~lucky~~b~months_all_live~mean~12~~b~one_off_integral~p90~9"
    narrow = Offered(("months_all_live",), MANNERS, dict.fromkeys(LIMITED, ("p50", "p90")), OWN)
    found, told = decode_sought(written, model, USUAL, narrow)
    assert found == Sought(USUAL.free, ("months_all_live",), "p50", (Bound("one_off_integral", "p90", 9.0),))
    assert all(word in str(dict(told[0].values)["names"]) for word in ("npv", "lucky", "months_all_live"))


def test_any_text_is_read_without_failing(model: CostModel) -> None:
    source = random.Random(9)
    for _ in range(500):
        junk = "".join(source.choice("fborb~~~~1e9nan,.-p50_ é\x00<") for _ in range(source.randrange(60)))
        found, _told = decode_sought(junk, model, USUAL, offered(model))
        assert all(bound.value is None or bound.value == bound.value for bound in found.bounds)
