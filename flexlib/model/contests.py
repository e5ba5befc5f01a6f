"""Between which values a room may contest a parameter or the strength of an effect."""

from __future__ import annotations

from collections.abc import Iterator

from flexlib.model.drivers import driver_plans
from flexlib.model.expressions import Node
from flexlib.model.records import CostModel

STRONGEST = 10.0  # times the effect as assumed: beyond that a typed strength is a slip of the finger
FURTHEST = 20.0  # times beyond the model's own range: wider than any argument in a room, and months stay countable
DIVISORS_OF_ENGINE = frozenset({"productive_hours_fte"})


def contest_bounds(model: CostModel, subject: str) -> tuple[float, float]:
    """Lowest and highest value of a parameter (its unit) or of a curve's strength that may be typed.

    What cannot be negative stays so; a share stays at most 1; what something is divided by stays above 0.
    Raises KeyError for a subject that the model does not have.
    """
    if subject in model.curves:
        return 0.0, STRONGEST
    parameter = model.parameters[subject]
    highest = 1.0 if parameter.unit.startswith("share") else FURTHEST * max(abs(parameter.high), abs(parameter.low))
    if parameter.low < 0:
        return -highest, highest
    return (parameter.low / FURTHEST if subject in divisors(model) else 0.0), highest


def divisors(model: CostModel) -> frozenset[str]:
    """Parameters that something is divided by, in the engine or in a driver's formula."""
    known = model.derived.get("divisors")
    if not isinstance(known, frozenset):
        names = {name for plan in driver_plans(model).values() for name in _below(plan.expression.root)}
        known = DIVISORS_OF_ENGINE | (names & model.parameters.keys())
        model.derived["divisors"] = known
    return known


def _below(node: Node, divides: bool = False) -> Iterator[str]:
    if node.kind == "name" and divides:
        yield node.word
    for position, part in enumerate(node.parts):
        yield from _below(part, divides or (node.kind == "/" and position == 1))
