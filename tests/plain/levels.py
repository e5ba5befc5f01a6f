"""Where the levers of a choice stand, the figures of its institution, and the rules that its levels break."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from functools import lru_cache

from flexlib.model.effect_records import Rule
from flexlib.model.records import Choice, CostModel

COMPARISONS = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


@dataclass(eq=False)
class Setting:
    """What does not vary over draws: the model, the choice, its levels, the institution's figures."""

    model: CostModel
    choice: Choice
    levels: dict[str, float]
    figures: dict[str, float | None]
    effects_of_line: dict[str, list] = field(default_factory=dict)

    def figure(self, figure_id: str) -> float:
        value = self.figures.get(figure_id)
        return 0.0 if value is None else float(value)

    def in_scope(self, group: str) -> bool:
        """A group takes part when it has programmes, a share of them and a scenario."""
        return (
            self.figure(f"programmes_{group}") > 0
            and self.levels[f"scope_{group}"] > 0
            and self.levels[f"scenario_{group}"] > 0
        )


def figures_of(model: CostModel, choice: Choice) -> dict[str, float | None]:
    """The reference institution's figures, with the own ones in their place."""
    figures: dict[str, float | None] = {}
    for figure_id in model.figures:
        figures[figure_id] = model.institutions[choice.institution.based_on].figures.get(figure_id)
    for figure_id, own in choice.institution.figures:
        figures[figure_id] = own
    return figures


def levels_of(model: CostModel, choice: Choice, figures: dict[str, float | None]) -> dict[str, float]:
    """Default, or the institution's today; then each variant from the root down; then the choice's own levels."""
    levels = {}
    for lever in model.levers.values():
        today = figures.get(lever.today_figure) if lever.today_figure else None
        levels[lever.id] = float(lever.default if today is None else today)
    ancestors = []
    variant_id: str | None = choice.variant
    while variant_id is not None:
        ancestors.append(model.variants[variant_id])
        variant_id = model.variants[variant_id].parent
    for variant in reversed(ancestors):
        for lever_id, level in variant.levers.items():
            levels[lever_id] = float(level)
    for lever_id, level in choice.levers:
        levels[lever_id] = float(level)
    return levels


def holds(rule: Rule, levels: dict[str, float]) -> bool:
    """Whether the condition of a rule is met; AND binds before OR."""
    return any(
        all(_comparison_holds(comparison, levels) for comparison in re.split(r"\s+AND\s+", alternative))
        for alternative in re.split(r"\s+OR\s+", rule.condition)
    )


def _comparison_holds(comparison: str, levels: dict[str, float]) -> bool:
    match = re.fullmatch(r"\s*(\w+)\s*(>=|<=|!=|>|<|=)\s*(-?[\d.]+)\s*", comparison)
    if match is None:
        raise ValueError(comparison)
    lever_id, sign, number = match.groups()
    return bool(COMPARISONS[sign](levels[lever_id], float(number)))


@lru_cache(maxsize=4)
def setting_of(model: CostModel, choice: Choice) -> Setting:
    figures = figures_of(model, choice)
    return Setting(model, choice, levels_of(model, choice, figures), figures)
