"""Round trip: a choice comes back from its link and its file exactly, to the last bit of every float."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.model.circumstances import Circumstance, circumstances
from flexlib.model.contests import contest_bounds
from flexlib.model.records import PRICE_BASES, Choice, Contest, CostModel, Institution, Lever
from flexlib.share import decode_choice, encode_choice, from_file, query_of, to_file
from flexlib.store import open_model

MODEL = open_model()
OUTSIDE = circumstances(MODEL)


def levels(lever: Lever) -> st.SearchStrategy[float]:
    written = [level.value for level in lever.levels if lever.allows(level.value)]
    if lever.allows((lever.minimum + lever.maximum) / 2.000001):
        return st.floats(lever.minimum, lever.maximum, allow_nan=False)
    return st.sampled_from(written)


def contests(model: CostModel, subject: str) -> st.SearchStrategy[Contest]:
    low, high = contest_bounds(model, subject)
    value = st.floats(max(low, -1e9), min(high, 1e9), allow_nan=False)
    return st.lists(value, min_size=3, max_size=3).map(sorted).map(lambda three: Contest(*three))


def moved_to(known: Circumstance) -> st.SearchStrategy[float]:
    """Anywhere but neutral: what stands there is not moved, and no choice holds it."""
    return st.floats(known.lowest, known.highest).filter(lambda value: value != known.neutral)


@st.composite
def choices(draw: st.DrawFn, most_contested: int = 5) -> Choice:
    moved = draw(st.sets(st.sampled_from(sorted(MODEL.levers)), max_size=10))
    subjects = sorted([*MODEL.parameters, *MODEL.curves])
    contested = draw(st.sets(st.sampled_from(subjects), max_size=most_contested))
    moved_outside = draw(st.sets(st.sampled_from(sorted(OUTSIDE)), max_size=3))
    place = MODEL.institutions[draw(st.sampled_from(sorted(MODEL.institutions)))]
    return Choice(
        institution=Institution(place.id, place.label.nl, place.id),
        variant=draw(st.sampled_from(sorted(MODEL.variants))),
        levers=tuple((name, draw(levels(MODEL.levers[name]))) for name in sorted(moved)),
        future=draw(st.sampled_from(sorted(MODEL.futures))),
        circumstances=tuple((name, draw(moved_to(OUTSIDE[name]))) for name in sorted(moved_outside)),
        start=draw(st.dates(date(2020, 1, 1), date(2060, 12, 31))),
        horizon_months=draw(st.integers(12, 240)),
        contested=tuple((name, draw(contests(MODEL, name))) for name in sorted(contested)),
        price_basis=draw(st.sampled_from(PRICE_BASES)),
        draws=draw(st.integers(100, 20_000)),
        seed=draw(st.integers(0, 2**32 - 1)),
        model_version=MODEL.version,
    )


@pytest.mark.soak
@given(choice=choices(), language=st.sampled_from(["nl", "en"]))
def test_a_link_gives_the_same_choice(choice: Choice, language: str) -> None:
    decoded = decode_choice(query_of(choice, language), MODEL)
    assert decoded.choice == choice
    assert decoded.notices == ()
    assert (decoded.language or "nl") == language


@pytest.mark.soak
@given(choice=choices())
def test_a_whole_address_gives_the_same_choice(choice: Choice) -> None:
    assert decode_choice(f"https://flexlib.example/impact?{query_of(choice)}#top", MODEL).choice == choice


@pytest.mark.soak
@given(choice=choices(most_contested=60))
def test_a_file_gives_the_same_choice_however_long(choice: Choice) -> None:
    decoded = from_file(to_file(choice), MODEL)
    assert decoded.choice == choice
    assert decoded.notices == ()


@pytest.mark.soak
@given(choice=choices(most_contested=0))
def test_a_link_of_a_ready_made_variant_with_some_changes_fits(choice: Choice) -> None:
    assert len(encode_choice(choice)) < 2000
