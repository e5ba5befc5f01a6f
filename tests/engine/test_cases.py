"""Worked examples: a sentence, a few lines, and the figures as worked out by hand in `tests/cases`."""

from __future__ import annotations

import ast
import math
import operator
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flexlib.engine.evaluate import evaluate
from flexlib.engine.sampling import Draws
from flexlib.model.records import GROUPS, Choice, CostModel, Institution
from tests.plain import estimate_plain
from tests.plain.timing import buckets_of
from tests.plain.worked_model import PARAMETERS, worked_model

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))
INPUTS = {
    "sentence", "theory", "start", "horizon_months", "price_basis", "tail", "figures", "budget_by_year", "budget_from",
    "parameters", "levels", "strengths", "curves", "lines", "future", "expected",
}  # fmt: skip
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
SIGNS[ast.Pow] = operator.pow


def worked_out(text: str) -> float:
    """The value of written arithmetic: numbers, + - * / ** and brackets; "n.v.t." is no figure."""
    if text == "n.v.t.":
        return math.nan

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return float(node.value)
        raise ValueError(f"{text} is not arithmetic")

    return value(ast.parse(text, mode="eval").body)


class Case:
    """One example: the small model with its lines, the choice, one draw, and what must come out."""

    def __init__(self, path: Path):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(case) <= INPUTS, set(case) - INPUTS
        self.model = worked_model(case.get("lines", ()), case.get("curves", ()), case.get("future", ()))
        settings = self.model.settings
        figures = tuple(sorted((name, float(value)) for name, value in case.get("figures", {}).items()))
        by_year = tuple(sorted((int(year), float(eur)) for year, eur in case.get("budget_by_year", {}).items()))
        since = tuple(sorted((int(year), month) for year, month in case.get("budget_from", {}).items()))
        self.choice = Choice(
            institution=Institution("worked", "", "worked", (*figures,), (), by_year, since),
            variant="nulvariant",
            levers=tuple(sorted((lever, float(level)) for lever, level in case.get("levels", {}).items())),
            start=case.get("start", settings.start),
            horizon_months=case.get("horizon_months", settings.horizon_months),
            price_basis=case.get("price_basis", "real"),
            draws=1,
            model_version=settings.version,
        )
        given = case.get("parameters", {})
        assert set(given) <= set(PARAMETERS), set(given) - set(PARAMETERS)
        self.parameters = {name: float(value) for name, value in {**PARAMETERS, **given}.items()}
        self.strengths = _strengths(self.model, case.get("strengths", {}))
        self.tail = float(case.get("tail", 0))
        self.expected: dict[str, Any] = case["expected"]

    def by_engine(self) -> dict[str, Any]:
        draws = Draws(
            parameters={name: np.array([value]) for name, value in self.parameters.items()},
            strengths={key: np.array([value]) for key, value in self.strengths.items()},
            tail=np.array([self.tail]),
        )
        result = evaluate(self.model, self.choice, draws)
        return {outcome: np.asarray(values)[0].tolist() for outcome, values in result.values.items()}

    def by_plain(self) -> dict[str, Any]:
        return estimate_plain(self.model, self.choice, self.parameters, self.strengths, self.tail)

    def labels(self, outcome: str) -> list[list[str]]:
        """What the rows and columns of an outcome stand for."""
        buckets = buckets_of(self.choice)
        calendar = [str(year) for year in sorted({b.calendar_year for b in buckets})]
        school = [f"{year}/{year + 1}" for year in sorted({b.school_year for b in buckets})]
        if outcome == "students_reached":
            return [calendar, list(GROUPS)]
        if outcome == "hours_replaced":
            return [school]
        return [school, list(self.model.roles)] if outcome.startswith("own_hours") else [calendar]


def _strengths(model: CostModel, given: dict[str, float]) -> dict[str, float]:
    """Every strength 1, but those that the case gives."""
    strengths = {}
    for curve in model.curves.values():
        ready = model.levers[curve.lever_id].group == "E" and curve.id.endswith(":timing:delay_all")
        for key in (f"{curve.id}+", f"{curve.id}-") if ready else (curve.id,):
            strengths[key] = 1.0
    assert set(given) <= set(strengths), set(given) - set(strengths)
    return strengths | {key: float(value) for key, value in given.items()}


def check(name: str, expected: Any, found: Any, labels: list[list[str]]) -> list[str]:
    """The differences between the written figures and the found ones; `rest` is every row that is not named."""
    if isinstance(expected, dict):
        assert set(expected) <= {*labels[0], "rest"}, f"{name}: {set(expected)} is not of {labels[0]}"
        assert len(found) == len(labels[0])
        rows = [
            (label, expected.get(label, expected.get("rest")), part)
            for label, part in zip(labels[0], found, strict=True)
        ]
        return [
            difference
            for label, written, part in rows
            if written is not None
            for difference in check(f"{name} {label}", written, part, labels[1:])
        ]
    wanted = worked_out(expected)
    if found == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True):
        return []
    return [f"{name}: {expected} = {wanted}, found {found}"]


def differences(case: Case, outcomes: dict[str, Any]) -> list[str]:
    return [
        difference
        for outcome, expected in case.expected.items()
        for difference in check(outcome, expected, outcomes[outcome], case.labels(outcome))
    ]


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_engine_gives_the_figures_worked_out_by_hand(path: Path) -> None:
    case = Case(path)
    assert differences(case, case.by_engine()) == []


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_plain_implementation_gives_the_figures_worked_out_by_hand(path: Path) -> None:
    case = Case(path)
    assert differences(case, case.by_plain()) == []


def test_there_is_an_example_of_every_way_to_spread() -> None:
    spreads = {line["spread"] for path in CASES for line in tomllib.loads(path.read_text()).get("lines", ())}
    assert spreads == {
        "richten", "build", "rollout", "programme_end", "programme", "live", "first_year", "lagged_income",
    }  # fmt: skip
