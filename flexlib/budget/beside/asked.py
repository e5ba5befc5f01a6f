"""What a choice asks of a budget: money per calendar year, by account and by cost class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from flexlib.engine.calendar import Period
from flexlib.engine.evaluate import Evaluation, steps
from flexlib.engine.flows import Flow, flows
from flexlib.engine.money import growth
from flexlib.engine.pools import Course, course_of
from flexlib.engine.sampling import Draws, overrides_of, point
from flexlib.model.records import Choice, CostModel

Series = np.ndarray  # (calendar years, n): n draws, or one column at the rekenwaarde
WRITTEN_OFF = ("purchase", "external_hire")  # what accounts spread over years when it is one-off ICT


@dataclass(frozen=True)
class Asked:
    """Money per calendar year of the model, EUR in the price basis of the choice, per draw.

    `categories` maps `account:…`, `cost_class:…` and `income:…` to (years, n); accounts together are all money once,
    and so are cost classes with income. `hours` maps a role to (years, n), own people and hire. `own_fte` is the own
    time that is not replaced, in fte, (years, n); `later` what depreciation leaves for after the last year, by
    category, (n,).
    """

    calendar_years: tuple[Period, ...]
    categories: dict[str, Series] = field(default_factory=dict)
    hours: dict[str, Series] = field(default_factory=dict)
    own_fte: Series = field(default_factory=lambda: np.zeros((0, 1)))
    later: dict[str, np.ndarray] = field(default_factory=dict)


def asked_of(model: CostModel, choice: Choice, capitalise_years: int | None = None) -> Asked:
    """What a choice asks at the rekenwaarde, (years, 1)."""
    return asked_by_draw(model, choice, point(model, overrides_of(choice)), capitalise_years)


def asked_by_draw(model: CostModel, choice: Choice, draws: Draws, capitalise_years: int | None = None) -> Asked:
    """What a choice asks, draw by draw. With `capitalise_years`, one-off ICT (purchases and hire) is written off in a
    straight line over that many years, from the year it falls in."""
    evaluation = steps(model, choice, draws)
    asked = Asked(evaluation.layout.axis.calendar_years)
    nothing = np.zeros((len(asked.calendar_years), draws.n))
    own_hours = nothing.copy()
    courses: dict[Course, Series] = {}
    for flow in flows(evaluation.situation):
        course = course_of(flow)
        if course not in courses:
            courses[course] = evaluation.layout.years(evaluation.layout.buckets(course))
        shares = courses[course]
        own_hours += shares * flow.own_hours * (1 - flow.replaced_share)
        for role, hours in (*flow.own.items(), *flow.external.items()):
            asked.hours[role] = asked.hours.get(role, nothing) + shares * hours
        for kind, amounts in _money(evaluation, flow, shares):
            written_off = capitalise_years if capitalise_years and _is_capitalised(flow, kind) else None
            for category in _categories(model, flow, kind, bool(written_off)):
                _add(asked, category, amounts, written_off)
    a_year = evaluation.situation.parameters["productive_hours_fte"]
    months = np.array([[period.months] for period in asked.calendar_years])
    return Asked(asked.calendar_years, asked.categories, asked.hours, own_hours / (a_year * months / 12), asked.later)


def asked_by_line(
    model: CostModel, choice: Choice, capitalise_years: int | None = None
) -> dict[str, dict[str, Series]]:
    """Category → cost line → what it asks at the rekenwaarde, (years, 1); the lines of a category add up to it."""
    evaluation = steps(model, choice, point(model, overrides_of(choice)))
    found: dict[str, dict[str, Series]] = {}
    for flow in flows(evaluation.situation):
        shares = evaluation.layout.years(evaluation.layout.buckets(course_of(flow)))
        for kind, amounts in _money(evaluation, flow, shares):
            written_off = capitalise_years if capitalise_years and _is_capitalised(flow, kind) else None
            of_kind = straight_line(amounts, written_off)[0] if written_off else amounts
            for category in _categories(model, flow, kind, bool(written_off)):
                lines = found.setdefault(category, {})
                lines[flow.line.id] = lines.get(flow.line.id, np.zeros_like(of_kind)) + of_kind
    return found


def straight_line(spent: np.ndarray, years: int) -> tuple[np.ndarray, np.ndarray]:
    """Spending per year, ndarray (calendar years, …), written off over `years` from the year it falls in.

    Returns the cost per year and what is left after the last year; together they are the spending.
    """
    cost = np.zeros_like(spent)
    for place in range(len(spent)):
        cost[place : place + years] += spent[place] / years
    return cost, spent.sum(axis=0) - cost.sum(axis=0)


def _is_capitalised(flow: Flow, kind: str) -> bool:
    line = flow.line
    return line.timing == "one_off" and line.cost_class == "ict" and kind in WRITTEN_OFF


def _categories(model: CostModel, flow: Flow, kind: str, is_written_off: bool) -> tuple[str, str]:
    """The account and the cost class or funding that a kind of money of a flow falls in."""
    rule = model.accounts.rule(kind, flow.line.id, flow.line.cost_class)
    account = rule.capitalised_account_id if is_written_off else None
    group = f"income:{rule.funding}" if kind == "income" else f"cost_class:{flow.line.cost_class}"
    return f"account:{account or rule.account_id}", group


def _money(evaluation: Evaluation, flow: Flow, shares: Series) -> Iterator[tuple[str, Series]]:
    """Kind of money and its amount per calendar year, kinds without any money left out."""
    for kind in (*WRITTEN_OFF, "backfill", "income"):
        amounts = shares * _amount(evaluation, flow, kind)
        if amounts.any():
            yield kind, amounts


def _amount(evaluation: Evaluation, flow: Flow, kind: str) -> np.ndarray:
    """One kind of money of a flow, before it is laid out, times the price growth of each year, ndarray (years, n)."""
    amount, index = {
        "purchase": (flow.purchase, "ict_price" if flow.line.cost_class == "ict" else "price"),
        "external_hire": (flow.hire, "wage"),
        "backfill": (flow.wage_cost - flow.hire, "wage"),
        "income": (flow.income, "price"),
    }[kind]
    nominal = evaluation.situation.choice.price_basis == "nominal"
    years = len(evaluation.layout.axis.calendar_years)
    return np.ones((years, 1)) * amount * growth(evaluation.situation, evaluation.layout, index, nominal)


def _add(asked: Asked, category: str, amounts: Series, written_off: int | None) -> None:
    if written_off:
        amounts, left = straight_line(amounts, written_off)
        asked.later[category] = asked.later.get(category, np.zeros(len(left))) + left
    asked.categories[category] = asked.categories.get(category, np.zeros_like(amounts)) + amounts
