"""What a choice means: the level of every lever and the figures of the institution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flexlib.errors import FlexlibError
from flexlib.model.records import GROUPS, Choice, CostModel, Institution

BASELINE = "nulvariant"


@dataclass(frozen=True, slots=True)
class Difference:
    """A lever that stands elsewhere than in the reference."""

    lever_id: str
    level: float
    reference_level: float


def reference_institution(model: CostModel, institution_id: str) -> Institution:
    """A reference institution of the model, as a choice holds it."""
    return Institution(id=institution_id, name=model.institutions[institution_id].label.nl, based_on=institution_id)


def institution_figures(model: CostModel, institution: Institution) -> dict[str, float | None]:
    """Every profile figure: the reference institution's, overridden by the institution's own; None is unknown."""
    reference = model.institutions.get(institution.based_on)
    if reference is None:
        raise FlexlibError("model.choice_unknown_institution", id=institution.based_on)
    return {**reference.figures, **dict(institution.figures)}


def year_budget(
    institution: Institution, figures: Mapping[str, float | None], year: int, from_month: int = 1
) -> float | None:
    """What may be spent in a calendar year from a month of it on, EUR: the year's own budget, else the yearly one.

    None is unknown: also when the year's own budget is for later months only.
    """
    if dict(institution.budget_from).get(year, 1) > from_month:
        return None
    return dict(institution.budget_by_year).get(year, figures.get("budget_year_eur"))


def own_year_budget(institution: Institution, year: int, from_month: int = 1) -> float | None:
    """What may be spent in a calendar year that has a budget of its own; None for another year."""
    return year_budget(institution, {}, year, from_month)


def variant_levels(model: CostModel, variant_id: str) -> dict[str, float]:
    """Lever levels that the ready-made variant sets, its ancestors' first."""
    chain = []
    step: str | None = variant_id
    while step is not None:
        if step not in model.variants:
            raise FlexlibError("model.choice_unknown_variant", id=step)
        chain.append(model.variants[step])
        step = chain[-1].parent
    levels: dict[str, float] = {}
    for variant in reversed(chain):
        levels.update(variant.levers)
    return levels


def base_levels(model: CostModel, institution: Institution) -> dict[str, float]:
    """Levels of today: each lever's default, or the institution's figure for today where the lever has one."""
    figures = institution_figures(model, institution)
    levels: dict[str, float] = {}
    for lever in model.levers.values():
        today = figures.get(lever.today_figure) if lever.today_figure else None
        levels[lever.id] = lever.default if today is None else today
    return levels


def resolve_levels(model: CostModel, choice: Choice) -> dict[str, float]:
    """The level of every lever, in file order: today ← ready-made variant (root first) ← the choice's differences."""
    levels = base_levels(model, choice.institution)
    for changes in (variant_levels(model, choice.variant), dict(choice.levers)):
        for lever_id, level in changes.items():
            if lever_id not in levels:
                raise FlexlibError("model.choice_unknown_lever", id=lever_id)
            levels[lever_id] = level
    return levels


def scenario_defaults_for(model: CostModel, levels: Mapping[str, float]) -> dict[str, float]:
    """Levels that the heaviest scenario in scope proposes; without scope those of scenario 0."""
    heaviest = max(
        (levels[f"scenario_{group}"] for group in GROUPS if levels[f"scope_{group}"] > 0),
        default=0.0,
    )
    return dict(model.scenario_defaults.get(int(heaviest), {}))


def differences(model: CostModel, choice: Choice, reference: Choice) -> tuple[Difference, ...]:
    """Levers that stand elsewhere in `choice` than in `reference`, in file order."""
    levels, others = resolve_levels(model, choice), resolve_levels(model, reference)
    return tuple(
        Difference(lever_id, level, others[lever_id]) for lever_id, level in levels.items() if level != others[lever_id]
    )
