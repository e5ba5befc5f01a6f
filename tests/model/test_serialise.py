"""Choices and institutions survive JSON; what is not one says so."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.errors import FlexlibError
from flexlib.model.records import PRICE_BASES, Choice, Contest, Institution
from flexlib.model.serialise import choice_from_record, from_record, institution_from_record, to_record

IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)


def pairs(values):
    return st.dictionaries(IDS, values, max_size=4).map(lambda found: tuple(sorted(found.items())))


RANGES = st.lists(NUMBERS, min_size=3, max_size=3).map(lambda three: Contest(*sorted(three)))
BUDGETS = st.dictionaries(st.integers(2000, 2100), NUMBERS, max_size=4).map(lambda found: tuple(sorted(found.items())))
INSTITUTIONS = st.builds(Institution, IDS, st.text(max_size=20), IDS, pairs(NUMBERS), pairs(NUMBERS), BUDGETS)
CHOICES = st.builds(
    Choice,
    institution=INSTITUTIONS,
    variant=IDS,
    levers=pairs(NUMBERS),
    future=IDS,
    start=st.dates(),
    horizon_months=st.integers(1, 480),
    contested=pairs(RANGES),
    price_basis=st.sampled_from(PRICE_BASES),
    draws=st.integers(1, 10**6),
    seed=st.integers(0, 2**32),
    model_version=st.text(max_size=10),
)


@given(CHOICES)
def test_a_choice_comes_back_equal(choice):
    assert from_record(json.loads(json.dumps(to_record(choice)))) == choice


@given(INSTITUTIONS)
def test_an_institution_comes_back_equal(institution):
    assert from_record(json.loads(json.dumps(to_record(institution)))) == institution


def test_an_institution_saved_before_there_were_budgets_by_year_is_read():
    record = to_record(Institution("a", "A", "a", (("teams", 40.0),)))
    del record["budget_by_year"]
    assert from_record(record) == Institution("a", "A", "a", (("teams", 40.0),))


def test_a_budget_of_a_year_makes_an_institution_an_own_and_another_one():
    plain, with_budget = Institution("a", "A", "a"), Institution("a", "A", "a", budget_by_year=((2028, 16000.0),))
    assert plain.is_reference and not with_budget.is_reference
    assert plain != with_budget and hash(plain) != hash(with_budget)


RECORD = to_record(Choice(Institution("a", "A", "a"), "nulvariant", start=date(2027, 1, 1)))


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2}, {"kind": "recipe"}, {"start": "soon"}, {"levers": [1]}, {"levers": {"a": "1"}},
        {"levers": {"a": True}}, {"levers": {"a": float("nan")}}, {"contested": {"a": [3, 2, 1]}},
        {"contested": {"a": [1]}}, {"price_basis": "guilders"}, {"draws": 1.5}, {"variant": None},
        {"institution": "a"}, {"institution": {}},
    ],
)  # fmt: skip
def test_what_is_no_choice_is_an_error_in_words(change):
    with pytest.raises(FlexlibError) as caught:
        choice_from_record({**RECORD, **change})
    assert caught.value.key == "model.record_unreadable"


@pytest.mark.parametrize("record", [{}, {"kind": "institution"}, RECORD])
def test_what_is_no_institution_is_an_error_in_words(record):
    with pytest.raises(FlexlibError):
        institution_from_record(record)
