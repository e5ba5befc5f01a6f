"""Driver formulas: what is accepted, what comes out, and how students enter."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexlib.model.expressions import ExpressionError, parse, powers

LEAVES = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["a", "b", "c"]))
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        inner.map(lambda one: f"-({one})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]},{t[2]})"),
    ),
    max_leaves=12,
)


def test_names_are_in_order_of_first_use():
    assert parse("b*a+min(b, c)").names == ("b", "a", "c")


def test_functions_are_listed():
    assert parse("min(1, sum(a)) + largest(b)").functions == ("largest", "min", "sum")


def test_folded_names_are_known():
    expression = parse("sum(a)/max(a_total, 1)")
    assert expression.folded == {"a"}
    assert expression.unfolded == {"a_total"}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3", 7.0),
        ("(1+2)*3", 9.0),
        ("8/4/2", 1.0),
        ("5-3-1", 1.0),
        ("-a*2", -6.0),
        ("min(a, b, 2)", 2.0),
        ("max(a, b)", 4.0),
        ("sum(g)+largest(g)", 9.0),
        ("1.5e1", 15.0),
    ],
)
def test_values(formula, value):
    assert parse(formula).evaluate({"a": 3.0, "b": 4.0, "g": [1.0, 3.0, 2.0]}) == value


def test_arrays_with_the_callers_functions():
    functions = {"min": np.minimum, "max": np.maximum}
    value = parse("max(0, a-1)*b").evaluate({"a": np.array([0.0, 3.0]), "b": 2.0}, functions)
    assert value.tolist() == [0.0, 4.0]


@given(FORMULAS, st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_agrees_with_python(formula, a, b, c):
    env = {"a": a, "b": b, "c": c}
    expected = eval(formula, {"min": min, "max": max}, dict(env))  # formulas made by this test
    assert math.isclose(parse(formula).evaluate(env), expected, rel_tol=1e-12, abs_tol=1e-9)


@pytest.mark.parametrize(
    "formula",
    [
        "a**2", "a//2", "a%2", "a@b", "+a", "not a", "a<b", "a if b else c", "a.b", "a[0]", "[a]", "{a}", "(a,b)",
        "lambda: 1", "a:=1", "'text'", "True", "None", "1j", "f'{a}'", "abs(a)", "a(1)", "min(*a)", "min(a, key=b)",
        "min(a)", "min()", "sum(a, b)", "sum(a+b)", "largest(1)", "sum(sum(a))", "min", "", "a b", "a=1", "a;b", "1/",
        "__import__('os').system('true')", "a\n+b\n;", "(" * 300 + "a" + ")" * 300, "a+" * 2000 + "a", "a+" * 400 + "a",
    ],
)  # fmt: skip
def test_anything_else_is_refused(formula):
    with pytest.raises(ExpressionError) as caught:
        parse(formula)
    assert caught.value.key.startswith("model.formula_")


NAMES = {"s": frozenset({1}), "t": frozenset({1}), "k": frozenset({0}), "affine": frozenset({0, 1})}


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("k*2+1", {0}),
        ("s*k", {1}),
        ("s+k", {0, 1}),
        ("s/t", {0}),
        ("s*t/s", {1}),
        ("-s", {1}),
        ("s*s", {2}),
        ("k/s", {-1}),
        ("affine*k+s", {0, 1}),
        ("max(0, s)", {1}),
        ("max(s, t)", {1}),
        ("min(k, 3)", {0}),
        ("sum(s)", {1}),
        ("0*s", set()),
        ("min(1, s)", None),
        ("largest(affine)", None),
        ("k/affine", None),
        ("k/(s-s*0)", {-1}),
        ("k/0", None),
        ("min(1, s)*0+k", None),
    ],
)
def test_powers_of_the_student_factor(formula, found):
    assert powers(parse(formula), NAMES) == (None if found is None else frozenset(found))


def test_the_longest_formula_is_still_evaluated():
    assert parse("1+" * 399 + "1").evaluate({}) == 400.0
