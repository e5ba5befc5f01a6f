"""Rules answer with the levers of the combination that clashes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from flexlib.model.bilingual import Text
from flexlib.model.effect_records import Rule
from flexlib.model.rules import ConditionError, check_rules, parse_condition

EMPTY = Text("", "")


def hits(condition: str, **levels: float):
    rule = Rule("r", condition, "warning", EMPTY, EMPTY, ())
    return check_rules(SimpleNamespace(rules={"r": rule}), levels)


@pytest.mark.parametrize(
    ("condition", "level", "holds"),
    [
        ("a>=2", 2, True), ("a>=2", 1, False), ("a<=2", 2, True), ("a<=2", 3, False), ("a>2", 2, False),
        ("a<2", 1, True), ("a=2", 2, True), ("a = 2", 3, False), ("a!=2", 3, True), ("a!=2", 2, False),
        ("a>=0.25", 0.25, True), ("a=-1", -1, True),
    ],
)  # fmt: skip
def test_comparisons(condition, level, holds):
    assert bool(hits(condition, a=level)) == holds


def test_and_binds_before_or():
    condition = "a=1 OR b=1 AND c=1"
    assert hits(condition, a=1, b=0, c=0)
    assert hits(condition, a=0, b=1, c=1)
    assert not hits(condition, a=0, b=1, c=0)


def test_only_the_levers_that_clash_are_named():
    condition = "a=1 AND b=1 OR c=1 AND b=1 OR d=1"
    assert hits(condition, a=0, b=1, c=1, d=0)[0].levers == ("c", "b")
    assert hits(condition, a=1, b=1, c=1, d=0)[0].levers == ("a", "b", "c")


@pytest.mark.parametrize("text", ["", "a", "a=1 AND", "OR a=1", "(a=1)", "a==1", "a=b", "a=1 and b=1", "a=1 XOR b=1"])
def test_anything_else_is_refused(text):
    with pytest.raises(ConditionError):
        parse_condition(text)


def test_hits_are_in_file_order_and_nothing_is_repaired(model):
    levels = {lever.id: lever.default for lever in model.levers.values()}
    levels |= {"dim_wat": 4.0, "module_size": 0.0}
    before = dict(levels)
    order = list(model.rules)
    found = [hit.rule.id for hit in check_rules(model, levels)]
    assert "r_modules_none" in found
    assert found == sorted(found, key=order.index)
    assert levels == before
