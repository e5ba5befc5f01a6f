"""Which inputs the variance of an outcome comes from: first order and total indices, each with its own precision.

First order is the share of the variance that would go when an input were known; total is what is left on average when
all others are known (Sobol' 1993; Homma & Saltelli 1996, doi:10.1016/0951-8320(96)00002-6). Amounts that are sums of
products are worked out in closed form (see `product_variance`); of amounts that are so for a part, only the rest is
sampled (see `sampled_shares`), and all of months, loads and amounts per student-year.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flexlib.engine.explore.needs import LEVELS_ONLY, OUTCOMES, SPENT_BY_YEAR, Needs
from flexlib.engine.sampling import Draws, overrides_of, point, sample
from flexlib.engine.sensitivity.inputs import Input, check_draws, inputs_of
from flexlib.engine.sensitivity.line_products import sums_in_symbols
from flexlib.engine.sensitivity.product_variance import ProductVariance
from flexlib.engine.sensitivity.sampled_rest import SampledRest
from flexlib.engine.sensitivity.sampled_shares import Estimated, surest
from flexlib.engine.sensitivity.symbolic_totals import split_total
from flexlib.engine.situation import situate
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel

CAN = tuple(outcome for outcome in OUTCOMES if outcome not in (*LEVELS_ONLY, SPENT_BY_YEAR))
PICKS = 2_000  # draws on which inputs are drawn anew
FEWEST_DRAWS = 200
Z95 = 1.959963984540054
LOOSE = 0.2  # half-width of a share from which it says nothing
PREPARED, EVALUATED = 0.1, 0.3  # how far the work is before inputs are drawn anew
NEGLIGIBLE = 1e-6  # share of the variance below which an input is left out


@dataclass(frozen=True, slots=True)
class Share:
    """An input's share of the variance of an outcome (0-1), with standard errors; 0 for what is in closed form."""

    input: Input
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True, slots=True)
class GroupShare:
    """The share of several inputs together.

    alone : the sum of their own first orders; these add up over groups
    together : what would go of the variance if all of them were known; more than `alone` by what they do to each other
    total : what is left on average when all inputs outside the group are known
    """

    group: str
    alone: float
    together: float
    together_error: float
    total: float
    total_error: float


@dataclass(frozen=True, slots=True)
class Importance:
    """What drives one outcome.

    method : closed, partly (closed form and a sampled rest) or sampled
    variance : in the outcome's unit squared; 0 when nothing varies, nan when the outcome does not exist in every draw
    shares : inputs with any say, the largest total first
    interactions : share of the variance that belongs to no input by itself
    by_class, by_grade : the inputs by cost class and by evidence grade
    evaluations : draws for which the outcome was worked out, whole or in part
    """

    outcome: str
    method: str
    variance: float
    shares: tuple[Share, ...]
    interactions: float
    by_class: tuple[GroupShare, ...]
    by_grade: tuple[GroupShare, ...]
    evaluations: int

    @property
    def half_width(self) -> float:
        """The widest 95 % half-width among the shares."""
        return max((Z95 * max(share.first_error, share.total_error) for share in self.shares), default=0.0)

    @property
    def is_loose(self) -> bool:
        """Whether the shares are too imprecise to be told: a few draws that lie far out make most of the variance."""
        return self.half_width > LOOSE


def importance(
    model: CostModel,
    choice: Choice,
    outcome_ids: Sequence[str],
    draws: Draws | None = None,
    picks: int = PICKS,
    progress: Callable[[float], None] = lambda share: None,
) -> dict[str, Importance]:
    """What drives each outcome of a choice.

    draws : of the choice's own assumptions, when they are there already
    picks : draws on which each input is drawn anew, where sampling is needed; the error falls with its square root
    progress : told which share of the work is done (0-1), where sampling is needed
    Raises InputError for an outcome it cannot be asked of, and for fewer or more draws than it can work with.
    """
    unknown = [outcome for outcome in outcome_ids if outcome not in CAN]
    if unknown:
        raise InputError("unsure.unknown_outcome", names=", ".join(unknown))
    count = choice.draws if draws is None else draws.n
    check_draws(count, FEWEST_DRAWS)
    needs = Needs.of(outcome_ids, choice.price_basis == "nominal")
    symbols = sums_in_symbols(model, choice, needs)
    situation = situate(model, choice, point(model, overrides_of(choice)))
    splits = {outcome: split_total(outcome, symbols[1], situation) for outcome in outcome_ids}
    inputs = inputs_of(model, overrides_of(choice))
    groupings = _groupings(inputs)
    known = {
        outcome: ProductVariance(split.exact, [names_of(group) for group in groupings.values()])
        for outcome, split in splits.items()
        if split is not None
    }
    sampled = [outcome for outcome, split in splits.items() if split is None or not split.is_whole]
    rest = None
    if sampled:
        made = sample(model, count, choice.seed, overrides_of(choice)) if draws is None else draws
        exact = {outcome: split.exact for outcome in sampled if (split := splits[outcome]) is not None}
        progress(PREPARED)
        rest = SampledRest(model, choice, made, Needs.of(sampled, needs.by_index), symbols, exact, min(picks, count))
        progress(EVALUATED)
        rest.run(inputs, groupings, known, lambda share: progress(EVALUATED + (1 - EVALUATED) * share))
    return {
        outcome: _importance(outcome, inputs, groupings, known.get(outcome), rest if outcome in sampled else None)
        for outcome in outcome_ids
    }


def _importance(
    outcome: str,
    inputs: Sequence[Input],
    groupings: Mapping[str, Collection[Input]],
    known: ProductVariance | None,
    rest: SampledRest | None,
) -> Importance:
    method = "sampled" if known is None else "closed" if rest is None else "partly"
    evaluations = 0 if rest is None else rest.evaluations
    if rest is not None and not rest.exists[outcome]:
        return Importance(outcome, method, math.nan, (), math.nan, (), (), evaluations)
    variance = Estimated(0.0 if known is None else known.variance)
    if rest is not None:
        variance = variance + rest.variance(outcome)
    if not variance.value > 0:
        return Importance(outcome, method, 0.0, (), math.nan, (), (), evaluations)
    totals = {} if known is None else known.totals()
    firsts, shares = {}, []
    for of in inputs:
        first = Estimated(0.0 if known is None else known.closed(frozenset([of.id])))
        total = Estimated(totals.get(of.id, 0.0))
        if rest is not None:
            first, total = first + rest.first(outcome, of), total + rest.left(outcome, of.id)
        first, total = first.share_of(variance), total.share_of(variance)
        firsts[of.id] = first.value
        if total.value > NEGLIGIBLE:
            shares.append(Share(of, max(0.0, first.value), first.error, total.value, total.error))

    def group_share(name: str) -> GroupShare:
        group = groupings[name]
        inside = names_of(group)
        outside = names_of(inputs) - inside
        own, others = (0.0, 0.0) if known is None else (known.closed(inside), known.closed(outside))
        whole = 0.0 if known is None else known.variance
        together, total = Estimated(own), Estimated(whole - others)
        if rest is not None:
            ways = (
                variance - Estimated(whole - own) - rest.left(outcome, f"-{name}"),
                together + rest.explained(outcome, name),
            )
            together, total = surest(ways), total + rest.left(outcome, name)
        together, total = together.share_of(variance), total.share_of(variance)
        alone = sum(firsts[of.id] for of in group)
        return GroupShare(
            name.split(":", 1)[1], max(0.0, alone), max(0.0, together.value), together.error, total.value, total.error
        )

    return Importance(
        outcome=outcome,
        method=method,
        variance=variance.value,
        shares=tuple(sorted(shares, key=lambda share: -share.total)),
        interactions=1 - sum(firsts.values()),
        by_class=tuple(group_share(name) for name in groupings if name.startswith("class:")),
        by_grade=tuple(group_share(name) for name in groupings if name.startswith("grade:")),
        evaluations=evaluations,
    )


def names_of(inputs: Collection[Input]) -> frozenset[str]:
    """Names under which inputs stand in sums of products."""
    return frozenset(of.id for of in inputs)


def _groupings(inputs: Sequence[Input]) -> dict[str, list[Input]]:
    """Group name → its inputs: by cost class ("class:…") and by evidence grade ("grade:…")."""
    found: dict[str, list[Input]] = {}
    for of in inputs:
        found.setdefault(f"class:{of.cost_class}", []).append(of)
    for of in sorted(inputs, key=lambda of: of.grade):
        found.setdefault(f"grade:{of.grade}", []).append(of)
    return found
