"""Where an assumption works: the cost lines that a parameter or an effect curve touches."""

from __future__ import annotations

from functools import lru_cache

from flexlib.engine.plan import curve_hits, line_parameters, plan_of
from flexlib.model.records import CostModel


@lru_cache(maxsize=4)
def lines_touched(model: CostModel) -> dict[str, tuple[str, ...]]:
    """Parameter or curve id → ids of the lines it works on, in file order; timing and balances have none."""
    formulas = plan_of(model).formulas
    found: dict[str, list[str]] = {}
    for line in model.lines.values():
        subjects = {*line_parameters(model, line), *formulas[line.driver].parameters}
        subjects |= {curve_id for curve_id, _ in curve_hits(model, line, formulas)}
        for subject in subjects:
            found.setdefault(subject, []).append(line.id)
    return {subject: tuple(lines) for subject, lines in found.items()}


@lru_cache(maxsize=4)
def chains_touched(model: CostModel) -> dict[str, frozenset[str]]:
    """Parameter or curve id → chains of the lines it works on."""
    return {
        subject: frozenset(model.lines[line].chain for line in lines) for subject, lines in lines_touched(model).items()
    }
