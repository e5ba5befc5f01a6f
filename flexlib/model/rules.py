"""Consistency rules: which combinations of levers clash. AND binds before OR; there are no brackets."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flexlib.model.effect_records import Rule
from flexlib.model.records import CostModel

_OPERATIONS: Mapping[str, Callable[[Any, float], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_TERM = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(>=|<=|!=|>|<|=)\s*(-?\d+(?:\.\d+)?)\s*")


class ConditionError(ValueError):
    """A condition that is not `lever op number` joined by AND and OR; `part` is the piece that cannot be read."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison of a lever's level with a number."""

    lever_id: str
    comparison: str
    number: float

    def holds(self, levels: Mapping[str, float]) -> bool:
        return self.compares(levels[self.lever_id])

    def compares(self, level: Any) -> Any:
        """Whether one level meets the term, or each of an array of levels."""
        return _OPERATIONS[self.comparison](level, self.number)


Condition = tuple[tuple[Term, ...], ...]  # any of these groups, all terms of it


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that holds, with the levers of the combination that made it hold."""

    rule: Rule
    levers: tuple[str, ...]


@lru_cache(maxsize=1_000)
def parse_condition(text: str) -> Condition:
    """The groups of terms of a condition; raises ConditionError with the piece that cannot be read."""
    return tuple(tuple(_term(part) for part in re.split(r"\bAND\b", group)) for group in re.split(r"\bOR\b", text))


def _term(text: str) -> Term:
    match = _TERM.fullmatch(text)
    if match is None:
        raise ConditionError(text.strip())
    return Term(match[1], match[2], float(match[3]))


def check_rules(model: CostModel, levels: Mapping[str, float]) -> list[RuleHit]:
    """The rules that hold at these levels, in file order; nothing is repaired."""
    hits = []
    for rule in model.rules.values():
        held = [group for group in parse_condition(rule.condition) if all(term.holds(levels) for term in group)]
        if held:
            levers = dict.fromkeys(term.lever_id for group in held for term in group)
            hits.append(RuleHit(rule, tuple(levers)))
    return hits
