"""Money and hours over time: pools laid out per calendar year and school year, and the headline totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.engine.pools import RATES, Course, Layout, Pool
from flexlib.engine.situation import Number, Situation

Pools = Mapping[Course, Pool]
MONEY = (
    "out_of_pocket_one_off_year",
    "out_of_pocket_recurring_year",
    "own_time_one_off_year",
    "own_time_recurring_year",
    "income_calendar_year",
)


def headline_totals(situation: Situation, programme_end: np.ndarray, pools: Pools) -> dict[str, np.ndarray]:
    """One-off totals (also beyond the horizon) and rates per year when all are live; real euros and hours.

    programme_end : months that the programme runs, ndarray (n,)
    """
    one_off: dict[str, Number] = {"out_of_pocket": 0.0, "own_time": 0.0, "own_hours": 0.0, "external_hours": 0.0}
    recurring: dict[str, Number] = {"out_of_pocket": 0.0, "own_time": 0.0, "own_hours": 0.0}
    income: Number = 0.0
    subsidy: Number = 0.0
    released: Number = 0.0
    for course, pool in pools.items():
        if course.timing == "one_off":
            times = programme_end if course.spread == "programme" else 1.0
            one_off["out_of_pocket"] += pool.out_of_pocket * times
            one_off["own_time"] += pool.own_time * times
            one_off["own_hours"] += pool.own_hours * times
            one_off["external_hours"] += pool.external * times
        elif course.timing == "recurring":
            recurring["out_of_pocket"] += pool.out_of_pocket
            recurring["own_time"] += pool.own_time
            recurring["own_hours"] += pool.own_hours
        elif course.spread in RATES:
            income = income + pool.income
            released = released + sum(pool.released.values())
        else:
            subsidy = subsidy + pool.income
    values: dict[str, Number] = {f"one_off_{name}": amount for name, amount in one_off.items()}
    values |= {f"recurring_{name}": amount for name, amount in recurring.items()}
    values["one_off_integral"] = values["one_off_out_of_pocket"] + values["one_off_own_time"]
    values["recurring_integral"] = values["recurring_out_of_pocket"] + values["recurring_own_time"]
    values["cash_if_hired"] = values["recurring_integral"]
    values["lasting_fte"] = values["recurring_own_hours"] / situation.parameters["productive_hours_fte"]
    values["income_year"] = income
    values["subsidy_total"] = subsidy
    values["hours_released_year"] = released
    values["recurring_net"] = values["recurring_integral"] - income
    return {name: amount * np.ones(situation.n) for name, amount in values.items()}


@dataclass(frozen=True, eq=False)
class Laid:
    """Money and hours over time.

    real : money per calendar year at the price level of the model, each ndarray (years, n), EUR
    chosen : the same in the price basis of the choice
    hours : own hours per school year and role, ndarray (school years, roles, n); `hours_replaced` (school years, n)
    present_value : real income minus real integral cost, discounted from the middle of each bucket, per calendar year,
        ndarray (years, n), EUR
    """

    real: dict[str, np.ndarray]
    chosen: dict[str, np.ndarray]
    hours: dict[str, np.ndarray]
    present_value: np.ndarray


def lay_out(situation: Situation, pools: Pools, layout: Layout) -> Laid:
    """Lay all pools out over the years, one course after the other: each needs megabytes only while it is handled."""
    roles = tuple(situation.model.roles)
    years, school_years = len(layout.axis.calendar_years), len(layout.axis.school_years)
    nominal = situation.choice.price_basis == "nominal"
    real = _no_money(years, situation.n)
    chosen = _no_money(years, situation.n) if nominal else real
    growths = {name: growth(situation, layout, name, nominal) for name in ("wage", "price", "ict_price")}
    one_off = np.zeros((school_years, len(roles), situation.n))
    recurring = np.zeros_like(one_off)
    replaced = np.zeros((school_years, situation.n))
    balance = np.zeros((len(layout.axis.years), situation.n))
    product = np.empty((years, situation.n))  # one buffer: allocating anew for each product costs more than the product
    school_product = np.empty_like(replaced)
    for course, pool in pools.items():
        buckets = layout.buckets(course)
        shares = layout.years(buckets)
        for name, amount, index in _amounts(course, pool):
            if _some(amount):
                real[name] += np.multiply(shares, amount, out=product)
                if nominal:
                    chosen[name] += np.multiply(shares, amount * growths[index], out=product)
        net = pool.income - pool.out_of_pocket - pool.own_time
        if _some(net):
            balance += buckets * net
        if pool.own:
            shares = layout.school_years(buckets)
            into = one_off if course.timing == "one_off" else recurring
            for role, role_hours in pool.own.items():
                if _some(role_hours):
                    into[:, roles.index(role)] += np.multiply(shares, role_hours, out=school_product)
            if _some(pool.replaced):
                replaced += np.multiply(shares, pool.replaced, out=school_product)
    hours_by_kind = {
        "own_hours_one_off": one_off,
        "own_hours_recurring": recurring,
        "own_hours": one_off + recurring,
        "hours_replaced": replaced,
    }
    _add_sums(real)
    if nominal:
        _add_sums(chosen)
    present_value = layout.years(balance * _discount(situation, layout))
    return Laid(real, chosen if nominal else real, hours_by_kind, present_value)


def growth(situation: Situation, layout: Layout, name: str, nominal: bool) -> np.ndarray | float:
    """Price level of each calendar year relative to the model's, ndarray (years, n); 1 in real prices."""
    if not nominal:
        return 1.0
    years = np.array([period.year for period in layout.axis.calendar_years])[:, None]
    rate = situation.parameters[f"{name}_growth"]
    return (1 + rate) ** (years - situation.model.settings.price_level)


def _no_money(years: int, n: int) -> dict[str, np.ndarray]:
    return {name: np.zeros((years, n)) for name in MONEY}


def _amounts(course: Course, pool: Pool) -> list[tuple[str, Number, str]]:
    """What a pool adds to which money, and the growth that money follows in nominal prices."""
    if course.timing == "income":
        return [("income_calendar_year", pool.income, "price")]
    out_of_pocket, own_time = f"out_of_pocket_{course.timing}_year", f"own_time_{course.timing}_year"
    return [
        (out_of_pocket, pool.wage_cost, "wage"),
        (out_of_pocket, pool.price_cost, "price"),
        (out_of_pocket, pool.ict_cost, "ict_price"),
        (own_time, pool.own_time, "wage"),
    ]


def _add_sums(money: dict[str, np.ndarray]) -> None:
    for name in ("out_of_pocket", "own_time"):
        money[f"{name}_year"] = money[f"{name}_one_off_year"] + money[f"{name}_recurring_year"]
    money["integral_year"] = money["out_of_pocket_year"] + money["own_time_year"]


def _discount(situation: Situation, layout: Layout) -> np.ndarray:
    boundaries = layout.axis.boundaries
    middle = ((boundaries[1:] + boundaries[:-1]) / 2)[:, None]
    return (1 + situation.parameters["discount_rate"]) ** (-middle / 12)


def cumulative_balance(real: Mapping[str, np.ndarray]) -> np.ndarray:
    """Real income minus real integral cost, added up from the first calendar year, ndarray (years, n), EUR."""
    return np.cumsum(real["income_calendar_year"] - real["integral_year"], axis=0)


def payback_year(layout: Layout, real: Mapping[str, np.ndarray]) -> np.ndarray:
    """First calendar year in which real income has made up for all real cost before it; nan when that does not come."""
    balance = cumulative_balance(real)
    years = np.array([float(period.year) for period in layout.axis.calendar_years])
    positive = balance > 0
    return np.where(positive.any(axis=0), years[positive.argmax(axis=0)], np.nan)


def _some(amount: Number) -> bool:
    return bool(np.any(amount))
