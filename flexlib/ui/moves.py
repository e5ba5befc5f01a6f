"""Moves on a choice: each takes a choice and gives the next one; nothing here knows a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flexlib.errors import InputError
from flexlib.model.choices import (
    base_levels,
    reference_institution,
    resolve_levels,
    scenario_defaults_for,
    variant_levels,
)
from flexlib.model.circumstances import circumstances
from flexlib.model.records import PRICE_BASES, Choice, Contest, CostModel, Institution
from flexlib.share.decode import LONGEST_HORIZON as LONGEST_HORIZON_MONTHS
from flexlib.share.decode import SHORTEST_HORIZON as SHORTEST_HORIZON_MONTHS


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where lever levels come from: a ready-made variant and the differences from it, under a name."""

    variant: str
    levers: tuple[tuple[str, float], ...] = ()
    name: str = ""

    def applied_to(self, choice: Choice) -> Choice:
        """The same institution, future, dates and assumptions with this standpoint's levers."""
        return replace(choice, variant=self.variant, levers=self.levers)


def parent_levels(model: CostModel, choice: Choice) -> dict[str, float]:
    """Every lever's level in the ready-made variant that the choice started from."""
    return {**base_levels(model, choice.institution), **variant_levels(model, choice.variant)}


def with_lever(model: CostModel, choice: Choice, lever_id: str, level: float) -> Choice:
    """The choice with one lever moved; a level equal to the ready-made variant's is not kept as a difference."""
    return with_levers(model, choice, {lever_id: level})


def with_levers(model: CostModel, choice: Choice, levels: dict[str, float]) -> Choice:
    """The choice with several levers moved at once; raises InputError for a level the lever does not have."""
    parent = parent_levels(model, choice)
    own = dict(choice.levers)
    for lever_id, level in levels.items():
        lever = model.levers[lever_id]
        if not lever.allows(level):
            raise InputError("controls.level_not_allowed", lever=lever.label, level=level)
        if level == parent[lever_id]:
            own.pop(lever_id, None)
        else:
            own[lever_id] = float(level)
    return replace(choice, levers=tuple(sorted(own.items())))


def without_levers(choice: Choice, lever_ids: frozenset[str] | None = None) -> Choice:
    """The choice with these levers (all of them when none are named) back at the ready-made variant's level."""
    kept = () if lever_ids is None else tuple(item for item in choice.levers if item[0] not in lever_ids)
    return replace(choice, levers=kept)


def proposal(model: CostModel, choice: Choice) -> dict[str, float]:
    """Levels that the heaviest scenario in scope proposes and the choice does not have yet."""
    levels = resolve_levels(model, choice)
    return {
        lever_id: level for lever_id, level in scenario_defaults_for(model, levels).items() if levels[lever_id] != level
    }


def with_variant(choice: Choice, variant_id: str) -> Choice:
    """A fresh start from a ready-made variant; institution, future, dates and assumptions stay."""
    return replace(choice, variant=variant_id, levers=())


def with_institution(model: CostModel, choice: Choice, institution: Institution) -> Choice:
    """The same levers for another institution; differences that equal its ready-made levels fall away."""
    moved = replace(choice, institution=institution)
    parent = parent_levels(model, moved)
    return replace(moved, levers=tuple(item for item in choice.levers if parent[item[0]] != item[1]))


def with_contest(choice: Choice, subject_id: str, contest: Contest) -> Choice:
    """The choice with a contested range for a parameter or an effect curve; raises InputError when out of order."""
    if not contest.low <= contest.mode <= contest.high:
        raise InputError("controls.range_out_of_order", low=contest.low, mode=contest.mode, high=contest.high)
    return replace(choice, contested=tuple(sorted({**dict(choice.contested), subject_id: contest}.items())))


def without_contest(choice: Choice, subject_id: str) -> Choice:
    return replace(choice, contested=tuple(item for item in choice.contested if item[0] != subject_id))


def with_circumstance(model: CostModel, choice: Choice, target: str, value: float) -> Choice:
    """The choice with an outside circumstance moved; the neutral value is not kept.

    Raises InputError for a value that lies outside the room it has.
    """
    known = circumstances(model)[target]
    if not known.lowest <= value <= known.highest:
        raise InputError("controls.circumstance_out_of_range", low=known.lowest, high=known.highest)
    moved = {**dict(choice.circumstances), target: value}
    if value == known.neutral:
        del moved[target]
    return replace(choice, circumstances=tuple(sorted(moved.items())))


def with_start(choice: Choice, start: date) -> Choice:
    return replace(choice, start=start)


def with_horizon(choice: Choice, months: int) -> Choice:
    if not SHORTEST_HORIZON_MONTHS <= months <= LONGEST_HORIZON_MONTHS:
        raise InputError("controls.horizon_not_allowed", low=SHORTEST_HORIZON_MONTHS, high=LONGEST_HORIZON_MONTHS)
    return replace(choice, horizon_months=months)


def with_price_basis(choice: Choice, basis: str) -> Choice:
    if basis not in PRICE_BASES:
        raise InputError("controls.price_basis_unknown", basis=basis)
    return replace(choice, price_basis=basis)


def with_standard_circumstances(model: CostModel, choice: Choice) -> Choice:
    """The choice with future, start date, horizon and prices as a first visitor has them."""
    first = first_choice(model)
    return replace(
        choice,
        future=first.future,
        circumstances=first.circumstances,
        start=first.start,
        horizon_months=first.horizon_months,
        price_basis=first.price_basis,
    )


def first_choice(model: CostModel) -> Choice:
    """What a first visitor sees: the first reference institution with the baseline."""
    settings = model.settings
    return Choice(
        institution=reference_institution(model, next(iter(model.institutions))),
        variant=next(iter(model.variants)),
        future=next(iter(model.futures)),
        start=settings.start,
        horizon_months=settings.horizon_months,
        draws=settings.draws,
        seed=settings.seed,
        model_version=settings.version,
    )


def with_figure(model: CostModel, institution: Institution, figure_id: str, value: float | None) -> Institution:
    """The institution with one own figure; None, or the reference's own value, takes the own figure away."""
    reference = model.institutions[institution.based_on].figures[figure_id]
    own = dict(institution.figures)
    own.pop(figure_id, None)
    if value is not None and value != reference:
        own[figure_id] = value
    return replace(institution, figures=tuple(sorted(own.items())))


def with_rate(model: CostModel, institution: Institution, parameter_id: str, value: float | None) -> Institution:
    """The institution with an own rate per hour for a role; None takes it away."""
    own = dict(institution.rates)
    own.pop(parameter_id, None)
    if value is not None and value != model.parameters[parameter_id].mode:
        own[parameter_id] = value
    return replace(institution, rates=tuple(sorted(own.items())))


def fitted(model: CostModel, choice: Choice) -> Choice:
    """A choice made with another version of the model, with only what this model knows.

    What is not known any more falls back to what the model starts with; `lost` names it.
    """
    first = first_choice(model)
    outside = circumstances(model)
    known = choice.institution.based_on in model.institutions
    return replace(
        choice,
        institution=choice.institution if known else first.institution,
        variant=choice.variant if choice.variant in model.variants else first.variant,
        future=choice.future if choice.future in model.futures else first.future,
        levers=tuple(
            item for item in choice.levers if item[0] in model.levers and model.levers[item[0]].allows(item[1])
        ),
        circumstances=tuple(item for item in choice.circumstances if item[0] in outside),
        contested=tuple(item for item in choice.contested if item[0] in model.parameters or item[0] in model.curves),
        model_version=model.version,
    )


def lost(model: CostModel, choice: Choice) -> list[str]:
    """Ids in a choice that this model does not know or allow."""
    fit = fitted(model, choice)
    fits = (*fit.levers, *fit.contested, *fit.circumstances)
    gone = [item[0] for item in (*choice.levers, *choice.contested, *choice.circumstances) if item not in fits]
    return gone + [name for name, kept in ((choice.variant, fit.variant), (choice.future, fit.future)) if name != kept]


def nameless(choice: Choice) -> Choice:
    """The choice without what its institution is called, which changes no figure."""
    return replace(choice, institution=replace(choice.institution, id="", name=""))
