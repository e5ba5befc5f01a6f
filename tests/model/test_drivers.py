"""What names stand for, the order of drivers, and what each rests on."""

from __future__ import annotations

import pytest

from flexlib.model.bilingual import Text
from flexlib.model.drivers import Names, driver_plans, in_order, plan
from flexlib.model.records import GROUPS, Driver

NAMES = Names(
    figures={*(f"students_{group}" for group in GROUPS), "teams"},
    levers={*(f"scope_{group}" for group in GROUPS), "intake_moments"},
    parameters={"team_spread", *(f"bot_year_{group}" for group in GROUPS)},
    constants={"is_bol"},
    scalar_drivers={"total", "start"},
    group_drivers={"in_scope"},
)


def driver(name: str, formula: str, by_group: bool = False) -> Driver:
    return Driver(name, Text("", ""), "count", "", formula, by_group)


@pytest.mark.parametrize(
    ("name", "kind", "ids"),
    [
        ("in_scope_g", "driver", ("in_scope",)),
        ("students_g", "figure", tuple(f"students_{group}" for group in GROUPS)),
        ("scope_g", "lever", tuple(f"scope_{group}" for group in GROUPS)),
        ("bot_year_g", "parameter", tuple(f"bot_year_{group}" for group in GROUPS)),
        ("is_bol_g", "constant", ("is_bol",)),
    ],
)
def test_g_means_of_this_target_group(name, kind, ids):
    reference = NAMES.resolve(name, by_group=True)
    assert (reference.kind, reference.ids, reference.by_group) == (kind, ids, True)
    assert NAMES.resolve(name, by_group=False) is None


def test_names_of_the_whole_institution():
    assert NAMES.resolve("teams", by_group=True).kind == "figure"
    assert NAMES.resolve("total", by_group=False).kind == "driver"
    assert NAMES.resolve("students_llo", by_group=False).ids == ("students_llo",)


def test_a_group_driver_without_g_stands_only_in_scalar_drivers():
    assert NAMES.resolve("in_scope", by_group=True) is None
    assert NAMES.resolve("in_scope", by_group=False).by_group


def test_half_a_family_of_names_is_not_a_group_name():
    assert NAMES.resolve("teams_g", by_group=True) is None


def test_order_does_not_depend_on_the_file():
    drivers = {
        "total": driver("total", "sum(in_scope)*start"),
        "start": driver("start", "intake_moments-1"),
        "in_scope": driver("in_scope", "students_g*scope_g", by_group=True),
    }
    plans = plan(drivers, NAMES)
    assert list(plans) == ["start", "in_scope", "total"] or list(plans) == ["in_scope", "start", "total"]
    assert plans["total"].levers == {"intake_moments", *(f"scope_{group}" for group in GROUPS)}
    assert plans["total"].figures == {f"students_{group}" for group in GROUPS}
    assert plans["total"].drivers == {"in_scope", "start"}
    assert plans["total"].student_powers == {1}
    assert plans["start"].student_powers == {0}


def test_cycles_are_reported_along_their_path():
    assert in_order({"a": ("b",), "b": ("c",), "c": ("a",)})[1] == [("a", "b", "c", "a")]
    assert in_order({"a": ("a",)})[1] == [("a", "a")]
    assert in_order({"a": ("b", "c"), "b": ("c",), "c": ()}) == (["c", "b", "a"], [])


def test_every_driver_of_the_model_comes_after_what_it_needs(model):
    seen: set[str] = set()
    for key, planned in driver_plans(model).items():
        assert planned.drivers <= seen
        seen.add(key)
    assert seen == set(model.drivers)


def test_students_enter_every_driver_of_the_model_at_most_once(model):
    for planned in driver_plans(model).values():
        assert planned.student_powers is not None and planned.student_powers <= {0, 1}


def test_plans_are_made_once(model):
    assert driver_plans(model) is driver_plans(model)
