"""The bridge on screen: it adds up, months too, what leads is sure to, and the link says what is looked into."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flexlib import units
from flexlib.engine.compare.bridge import Bridge, Part
from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import point
from flexlib.model.records import Choice, CostModel
from flexlib.ui import moves, switches
from flexlib.ui.compare import bridge as compare_bridge
from flexlib.ui.compare.bridged import TOGETHER
from tests.ui.side_by_side import compared

DRAWS = 500


@pytest.fixture
def choice(model: CostModel) -> Choice:
    return replace(moves.first_choice(model), variant="verrijken_kaders", draws=DRAWS)


@pytest.mark.parametrize(("start", "end"), [("verrijken_kaders", "stap_voor_stap"), ("stap_voor_stap", "llo_eerst")])
def test_the_bridge_adds_up_to_the_difference_at_the_rekenwaarde(
    model: CostModel, choice: Choice, start: str, end: str
) -> None:
    worked = compare_bridge.work_out(model, replace(choice, variant=start), replace(choice, variant=end))
    assert worked.found is not None
    for of, variant in ((worked.found.start, start), (worked.found.end, end)):
        values = evaluate(model, replace(choice, variant=variant), point(model)).values
        np.testing.assert_allclose(of, [values[name][0] for name in switches.BRIDGED], rtol=1e-9)
    for at, outcome in enumerate(switches.BRIDGED):
        found = worked.of(outcome)
        assert found is not None
        for parts in (found.groups, found.levers):
            total = sum(part.amount[at] for part in parts.values())
            assert total == pytest.approx(found.end[at] - found.start[at], rel=1e-9, abs=1e-6), outcome


def test_the_sentence_over_the_bridge_says_what_its_bars_add_up_to(model: CostModel, choice: Choice) -> None:
    ground = compared(model, choice, "verrijken_kaders", "stap_voor_stap")
    worked = compare_bridge.work_out(model, *(one.choice for one in ground.variants))
    assert worked.found is not None
    for at, outcome in enumerate(switches.BRIDGED):
        total = float(worked.found.end[at] - worked.found.start[at])
        written = units.money(round(abs(total), -3), "nl") if units.is_money(model.outcomes[outcome].unit) else ""
        assert written in compare_bridge.lead(ground, worked, 0, 1, outcome), outcome


def test_between_twins_there_is_no_bridge(model: CostModel, choice: Choice) -> None:
    assert compare_bridge.work_out(model, choice, choice).found is None


def test_from_nothing_months_cannot_be_divided(model: CostModel, choice: Choice) -> None:
    worked = compare_bridge.work_out(model, replace(choice, variant="nulvariant"), choice)
    assert worked.found is not None
    months = switches.BRIDGED.index("months_all_live")
    assert np.isnan(worked.found.start[months])
    money = sum(part.amount[0] for part in worked.found.groups.values())
    assert money == pytest.approx(worked.found.end[0])
    assert worked.months is None and not worked.is_there("months_all_live") and worked.is_there("one_off_integral")


def test_months_are_divided_where_a_change_halfway_leaves_nobody_taking_part(model: CostModel, choice: Choice) -> None:
    """One variant is about mbo 3-4 only, the other about bbl and llo: who takes part is changed in one step."""
    ground = compared(model, choice, "stap_voor_stap", "llo_eerst")
    worked = compare_bridge.work_out(model, *(one.choice for one in ground.variants))
    at, found = switches.BRIDGED.index("months_all_live"), worked.of("months_all_live")
    assert worked.found is not None and found is not None and found is not worked.found
    assert worked.is_there("months_all_live") and worked.of("one_off_integral") is worked.found
    assert {lever.partition("_")[0] for lever in worked.together} == {"scope", "scenario"}
    for parts in (found.groups, found.levers):
        total = found.end[at] - found.start[at]
        assert sum(part.amount[at] for part in parts.values()) == pytest.approx(total)
    assert "n.v.t." not in compare_bridge.lead(ground, worked, 0, 1, "months_all_live")
    assert not set(worked.together) & set(found.levers) and TOGETHER in found.levers


def test_no_lever_leads_within_the_error_of_the_bridge(model: CostModel, choice: Choice) -> None:
    def part(amount: float, error: float) -> Part:
        return Part(*(np.array([value]) for value in (amount, amount, amount, error)))

    near = Bridge(np.zeros(1), np.ones(1), {}, {"a": part(-10, 1), "b": part(7, 1), "c": part(5.9, 1)}, {"A": 64})
    assert compare_bridge.leaders(near, 0) == ["a", "b"]
    exact = replace(near, levers={"a": part(10, 0), "b": part(9.9, 0)})
    assert compare_bridge.leaders(exact, 0) == ["a"]


def test_a_link_says_which_group_the_bridge_looks_into(model: CostModel, choice: Choice) -> None:
    ground = compared(model, choice, "verrijken_kaders", "stap_voor_stap")
    assert compare_bridge.ends_of(ground, "2~1~C") == (1, 0)
    assert compare_bridge.group_of("2~1~C", "ABC") == "C"
    assert [compare_bridge.group_of(written, "ABC") for written in ("", "2~1", "2~1~X", "~~")] == [""] * 4
