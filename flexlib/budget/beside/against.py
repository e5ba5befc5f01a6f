"""A budget against what the model asks: per calendar year and category, in nominal euros, with chances and a reserve.

Own time is never compared with money: it is inside the staff costs already, and stands beside them as fte. Categories
add up at the rekenwaarde; each has a band of its own beside that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from flexlib.budget.beside.asked import Asked, asked_by_draw, asked_of
from flexlib.budget.beside.calendar_years import by_calendar_year, months_covered, without_year
from flexlib.budget.beside.comparison import Comparison, Numbers, Options, Reserve, Row, Spending, Year
from flexlib.budget.beside.outside import Band, outside
from flexlib.budget.lines import BudgetLine
from flexlib.engine.calendar import Period
from flexlib.engine.evaluate import Estimate
from flexlib.engine.result import quantiles
from flexlib.engine.sampling import overrides_of, sample
from flexlib.model.accounts import Category, categories_for
from flexlib.model.records import Choice, CostModel, Institution

STAFF = "account:personele_lasten"


class Shared(NamedTuple):
    """A year that budget and model both have: what is spent, ndarray (n,), the budget, and the rekenwaarde."""

    year: int
    draws: np.ndarray
    budget: Decimal
    asked_point: float


def nominal(choice: Choice) -> Choice:
    """The choice in the euros of each year, as budgets are written."""
    return replace(choice, price_basis="nominal")


def compare_with_budget(
    model: CostModel, choice: Choice, estimate: Estimate, kind: str, lines: Sequence[BudgetLine], options: Options
) -> Comparison:
    """The lines of a budget (kind budget: by account) or programme (by cost class) against a choice.

    `estimate` is that of the choice in nominal prices and holds all draws (not `slimmed`). Chances and the reserve are
    there for a programme only: the budget of a whole college is not the budget of the change. Raises ValueError for
    another kind, for real prices and for a slimmed result.
    """
    if kind not in ("budget", "programme"):
        raise ValueError(f"a {kind} is not compared in euros")
    if choice.price_basis != "nominal" or estimate.result.choice.price_basis != "nominal":
        raise ValueError("a budget is compared in nominal prices")
    if "out_of_pocket_year" not in estimate.result.values:
        raise ValueError("a budget is compared draw by draw; this result holds totals only")
    asked = asked_of(model, choice, options.capitalise_years)
    draws = sample(model, choice.draws, choice.seed, overrides_of(choice)).first(estimate.result.n)
    by_draw = asked_by_draw(model, choice, draws, options.capitalise_years)
    sides = {category.id: category for category in categories_for(model, kind)}
    mapped = [line for line in lines if line.category in sides and line.quantity in ("eur", "hours")]
    years = _years(asked, months_covered(_cost_lines(mapped, sides) or mapped), months_covered(mapped))
    rows = _rows(asked, by_draw, sides, mapped, years)
    spent = _spent(by_draw, sides) if options.capitalise_years else estimate.result.values["out_of_pocket_year"]
    spending, total, shared = _spending(asked, rows, years, spent, kind == "programme")
    has_reserve = kind == "programme" and options.reserve is not None and shared
    reserve = _reserve(shared, options.reserve or 0.0, options.keeps_what_is_left) if has_reserve else None
    left_out = tuple(line for line in lines if line.category not in sides)
    before, after = outside([one.year for one in shared], [one.year for one in asked.calendar_years], spent)
    return Comparison(kind, years, rows, spending, total, reserve, left_out, without_year(mapped), before, after)


def with_budget(model: CostModel, institution: Institution, lines: Iterable[BudgetLine]) -> Institution:
    """The institution with the cost lines of a programme budget as its budgets per calendar year.

    A year counts that they have to its end: a whole one, or the part of a school year before January, for which the
    institution keeps the month it begins in. Without such a year it has no budgets per year; amounts without a year
    count nowhere.
    """
    cost = _cost_lines(lines, {category.id: category for category in categories_for(model, "programme")})
    since = {year: month for year, months in months_covered(cost).items() if (month := _first_month(months))}
    found: dict[int, Decimal] = {}
    for line in cost:
        for year, amount in by_calendar_year(line.amounts).items():
            found[year] = found.get(year, Decimal(0)) + amount
    return replace(
        institution,
        budget_by_year=tuple((year, float(found[year])) for year in sorted(since)),
        budget_from=tuple((year, month) for year, month in sorted(since.items()) if month > 1),
    )


def without_budget(institution: Institution) -> Institution:
    """The institution without budgets per calendar year."""
    return replace(institution, budget_by_year=(), budget_from=())


def _cost_lines(lines: Iterable[BudgetLine], sides: Mapping[str, Category]) -> list[BudgetLine]:
    """The lines in euros that are cost."""
    return [
        line
        for line in lines
        if line.quantity == "eur" and line.category in sides and sides[line.category].side == "cost"
    ]


def _first_month(months: frozenset[int]) -> int:
    """The month from which a year is covered to its end; 0 when it is not covered to its end."""
    month = 13
    while month - 1 in months:
        month -= 1
    return month if month < 13 else 0


def _years(
    asked: Asked, covered: Mapping[int, frozenset[int]], with_hours: Mapping[int, frozenset[int]]
) -> tuple[Year, ...]:
    """Every year that either has. `covered` are the months for which there is money (or hours, when there is no money
    at all), `with_hours` those of all lines. A year counts in total when the model runs to its end and the money covers
    every month from the model's first."""
    periods = {period.year: period for period in asked.calendar_years}
    everything = sorted({*periods, *covered, *with_hours})
    found = []
    for year in everything:
        months, period = covered.get(year, frozenset()), periods.get(year)
        found.append(Year(year, len(months), period.months if period else 0.0, bool(period) and _both(period, months)))
    return tuple(found)


def _both(period: Period | None, months: frozenset[int]) -> bool:
    if period is None or period.end.year == period.year:
        return False
    return 0 < _first_month(months) <= period.start.month


def _rows(
    asked: Asked,
    by_draw: Asked,
    sides: Mapping[str, Category],
    lines: Sequence[BudgetLine],
    years: tuple[Year, ...],
) -> tuple[Row, ...]:
    model_years = {period.year: place for place, period in enumerate(asked.calendar_years)}
    budgeted: dict[str, dict[int, Decimal]] = {}
    counted = {
        quantity: months_covered(line for line in lines if line.quantity == quantity)
        for quantity in {line.quantity for line in lines}
    }
    for line in lines:
        for year, amount in by_calendar_year(line.amounts).items():
            of_category = budgeted.setdefault(line.category, {})
            of_category[year] = of_category.get(year, Decimal(0)) + amount
    together = [model_years[one.year] for one in years if one.in_total]
    found = []
    for category, record in sides.items():
        kind, _, name = category.partition(":")
        series, drawn = (
            one.hours.get(name) if kind == "role" else one.categories.get(category) for one in (asked, by_draw)
        )
        if category not in budgeted and series is None:
            continue
        values = np.zeros(len(asked.calendar_years)) if series is None else series[:, 0]
        amounts = budgeted.get(category, {})
        quantity = "hours" if kind == "role" else "eur"
        found.append(
            Row(
                category=category,
                side=record.side,
                quantity=quantity,
                budgeted=tuple(
                    amounts.get(one.year, Decimal(0)) if one.year in counted.get(quantity, ()) else None
                    for one in years
                ),
                asked=_per_year(values, model_years, years),
                bands=tuple(
                    _three(drawn[model_years[one.year]]) if drawn is not None and one.year in model_years else None
                    for one in years
                ),
                total_band=_three(drawn[together].sum(axis=0)) if drawn is not None and together else None,
                own_fte=_per_year(asked.own_fte[:, 0], model_years, years) if category == STAFF else None,
                later=float(asked.later[category][0]) if category in asked.later else 0.0,
            )
        )
    return tuple(found)


def _per_year(values: np.ndarray, places: Mapping[int, int], years: tuple[Year, ...]) -> Numbers:
    return tuple(float(values[places[one.year]]) if one.year in places else None for one in years)


def _spent(by_draw: Asked, sides: Mapping[str, Category]) -> np.ndarray:
    """Cost per draw and calendar year of the model, ndarray (n, years)."""
    spent = np.zeros_like(by_draw.own_fte)
    for category, drawn in by_draw.categories.items():
        if category in sides and sides[category].side == "cost":
            spent = spent + drawn
    return spent.T


def _spending(
    asked: Asked, rows: Sequence[Row], years: tuple[Year, ...], spent: np.ndarray, by_chance: bool
) -> tuple[tuple[Spending, ...], Spending, list[Shared]]:
    """Each year, the years that count in total together, and those years draw by draw."""
    places = {period.year: place for place, period in enumerate(asked.calendar_years)}
    costs = [row for row in rows if row.side == "cost"]
    has_cost = any(row.in_budget for row in costs)
    found, shared = [], []
    for at, year in enumerate(years):
        budget = sum((row.budgeted[at] or Decimal(0) for row in costs), Decimal(0))
        have = budget if has_cost and year.budget_months else None
        draws = spent[:, places[year.year]] if year.year in places else None
        want = None if draws is None else sum(row.asked[at] or 0.0 for row in costs)
        chance = _chance(draws, have) if by_chance and not year.is_partial else None
        found.append(Spending(year.year, have, _three(draws), want, chance))
        if year.in_total and draws is not None and have is not None and want is not None:
            shared.append(Shared(year.year, draws, have, want))
    if not shared:
        return tuple(found), Spending(None, None, None, None, None), shared
    whole = np.sum([one.draws for one in shared], axis=0)
    budget = sum((one.budget for one in shared), Decimal(0))
    chance = _chance(whole, budget) if by_chance else None
    total = Spending(None, budget, _three(whole), sum(one.asked_point for one in shared), chance)
    return tuple(found), total, shared


def _chance(draws: np.ndarray | None, budget: Decimal | None) -> float | None:
    """Share of the draws that stay within the budget."""
    return None if draws is None or budget is None else float((draws <= float(budget)).mean())


def _reserve(shared: Sequence[Shared], amount: float, keeps_what_is_left: bool) -> Reserve:
    """Overspending added up year by year, draw by draw; what ran out stays run out."""
    over = np.zeros(len(shared[0].draws))
    is_out = np.zeros(len(over), dtype=bool)
    shares, left = [], []
    for one in shared:
        of_year = one.draws - float(one.budget)
        over = over + (of_year if keeps_what_is_left else np.maximum(of_year, 0.0))
        is_out |= over > amount
        shares.append((one.year, float(is_out.mean())))
        left.append((one.year, amount - float(quantiles(over)[1])))
    runs_out = next((year for year, share in shares if share >= 0.5), None)
    return Reserve(amount, runs_out, tuple(shares), tuple(left))


def _three(draws: np.ndarray | None) -> Band | None:
    if draws is None:
        return None
    low, middle, high = quantiles(draws).tolist()
    return low, middle, high
