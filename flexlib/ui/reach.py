"""Where an assumption works: the cost lines that a parameter or an effect curve touches."""

from __future__ import annotations

from functools import lru_cache

from flexlib.engine.plan import curve_hits, plan_of
from flexlib.model.records import CostLine, CostModel


@lru_cache(maxsize=4)
def lines_touched(model: CostModel) -> dict[str, tuple[str, ...]]:
    """Parameter or curve id → ids of the lines it works on, in file order; timing and balances have none."""
    formulas = plan_of(model).formulas
    found: dict[str, list[str]] = {}
    for line in model.lines.values():
        subjects = {*_own_parameters(model, line), *formulas[line.driver].parameters}
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


def _own_parameters(model: CostModel, line: CostLine) -> set[str]:
    """Parameters that a line uses beside its driver's: effort, price, rates, class factors, VAT, hire and backfill."""
    names = {parameter for _, parameter in line.effort}
    if line.price_parameter:
        names.add(line.price_parameter)
    if line.timing != "income":
        names.add(f"systemic_{line.cost_class}")
        names |= {model.roles[role].rate_parameter for role, _ in line.effort}
    if line.vat:
        names |= {"vat_rate", "vat_non_recoverable_share"}
    if line.timing == "one_off":
        if line.cost_class == "ict":
            names |= {"ict_tail_probability", "ict_tail_size"}
        if line.carried_by == "team" and line.effort:
            names.add("rate_backfill")
            names |= {parameter for parameter in model.parameters if parameter.startswith("backfill_factor_")}
        if any(model.roles[role].hireable for role, _ in line.effort):
            names.add("rate_external")
    if line.surcharge:
        names.add("first_year_surcharge")
    return names
