"""Own hourly rates: what can be typed, and what is worth a second look."""

from __future__ import annotations

from flexlib.model.records import Parameter

FURTHEST = 5.0  # times outside the model's range: beyond that it is no hourly rate but a slip, or a monthly salary


def rate_bounds(parameter: Parameter) -> tuple[float, float]:
    """Lowest and highest own rate that is taken, in the parameter's unit (EUR/h)."""
    return round(parameter.low / FURTHEST), round(parameter.high * FURTHEST)


def is_unusual(parameter: Parameter, rate: float) -> bool:
    """Whether a rate lies outside the range that the model holds for plausible."""
    return not parameter.low <= rate <= parameter.high
