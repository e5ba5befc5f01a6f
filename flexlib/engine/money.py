"""Money and hours over time: pools laid out per calendar year and school year, and the headline totals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from flexlib.engine.pools import RATES, Course, Layout, Pool
from flexlib.engine.situation import Number, Situation
from flexlib.engine.timing import Timing

Pools = Mapping[Course, Pool]


def headline_totals(situation: Situation, timing: Timing, pools: Pools) -> dict[str, np.ndarray]:
    """One-off totals (also beyond the horizon) and rates per year when all are live; real euros and hours."""
    one_off: dict[str, Number] = {"out_of_pocket": 0.0, "own_time": 0.0, "own_hours": 0.0, "external_hours": 0.0}
    recurring: dict[str, Number] = {"out_of_pocket": 0.0, "own_time": 0.0, "own_hours": 0.0}
    income: Number = 0.0
    subsidy: Number = 0.0
    released: Number = 0.0
    for course, pool in pools.items():
        if course.timing == "one_off":
            times = timing.programme_end if course.spread == "programme" else 1.0
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


def money_per_year(situation: Situation, pools: Pools, layout: Layout, nominal: bool) -> dict[str, np.ndarray]:
    """Out of pocket and own time, one-off and recurring, and income per calendar year, each ndarray (years, n), EUR."""
    years = len(layout.axis.calendar_years)
    wage, price, ict = (growth(situation, layout, name, nominal) for name in ("wage", "price", "ict_price"))
    found = {
        name: np.zeros((years, situation.n))
        for name in (
            "out_of_pocket_one_off_year",
            "out_of_pocket_recurring_year",
            "own_time_one_off_year",
            "own_time_recurring_year",
            "income_calendar_year",
        )
    }
    product = np.empty((years, situation.n))
    for course, pool in pools.items():
        if course.timing == "income":
            parts = [("income_calendar_year", pool.income, price)]
        elif nominal:
            out_of_pocket = f"out_of_pocket_{course.timing}_year"
            parts = [(out_of_pocket, pool.wage_cost, wage), (out_of_pocket, pool.price_cost, price)]
            parts += [(out_of_pocket, pool.ict_cost, ict), (f"own_time_{course.timing}_year", pool.own_time, wage)]
        else:
            parts = [(f"out_of_pocket_{course.timing}_year", pool.out_of_pocket, 1.0)]
            parts += [(f"own_time_{course.timing}_year", pool.own_time, 1.0)]
        for name, amount, index in parts:
            if _some(amount):
                found[name] += np.multiply(layout.years(course), amount * index, out=product)
    found["out_of_pocket_year"] = found["out_of_pocket_one_off_year"] + found["out_of_pocket_recurring_year"]
    found["own_time_year"] = found["own_time_one_off_year"] + found["own_time_recurring_year"]
    found["integral_year"] = found["out_of_pocket_year"] + found["own_time_year"]
    return found


def growth(situation: Situation, layout: Layout, name: str, nominal: bool) -> np.ndarray | float:
    """Price level of each calendar year relative to the model's, ndarray (years, n); 1 in real prices."""
    if not nominal:
        return 1.0
    years = np.array([period.year for period in layout.axis.calendar_years])[:, None]
    rate = situation.parameters[f"{name}_growth"]
    return (1 + rate) ** (years - situation.model.settings.price_level)


def hours_per_school_year(situation: Situation, pools: Pools, layout: Layout) -> dict[str, np.ndarray]:
    """Own hours per school year and role, ndarray (school years, roles, n), and replaced hours (school years, n)."""
    roles = tuple(situation.model.roles)
    shape = (len(layout.axis.school_years), len(roles), situation.n)
    one_off, recurring = np.zeros(shape), np.zeros(shape)
    replaced = np.zeros((shape[0], situation.n))
    product = np.empty_like(replaced)  # one buffer: allocating anew for each product costs more than the product
    for course, pool in pools.items():
        if not pool.own:
            continue
        shares = layout.school_years(course)
        into = one_off if course.timing == "one_off" else recurring
        for role, hours in pool.own.items():
            if _some(hours):
                into[:, roles.index(role)] += np.multiply(shares, hours, out=product)
        if _some(pool.replaced):
            replaced += np.multiply(shares, pool.replaced, out=product)
    return {
        "own_hours_one_off": one_off,
        "own_hours_recurring": recurring,
        "own_hours": one_off + recurring,
        "hours_replaced": replaced,
    }


def present_value(situation: Situation, pools: Pools, layout: Layout) -> np.ndarray:
    """Real income minus real integral cost per bucket, discounted from the middle of the bucket; ndarray (n,), EUR."""
    total = np.zeros(situation.n)
    boundaries = layout.axis.boundaries
    middle = ((boundaries[1:] + boundaries[:-1]) / 2)[:, None]
    discount = (1 + situation.parameters["discount_rate"]) ** (-middle / 12)
    for course, pool in pools.items():
        amount = pool.income - pool.out_of_pocket - pool.own_time
        if _some(amount):
            total += (layout.buckets(course) * discount).sum(axis=0) * amount
    return total


def payback_year(layout: Layout, real: Mapping[str, np.ndarray]) -> np.ndarray:
    """First calendar year in which real income has made up for all real cost before it; nan when that does not come."""
    balance = np.cumsum(real["income_calendar_year"] - real["integral_year"], axis=0)
    years = np.array([float(period.year) for period in layout.axis.calendar_years])
    positive = balance > 0
    return np.where(positive.any(axis=0), years[positive.argmax(axis=0)], np.nan)


def _some(amount: Number) -> bool:
    return bool(np.any(amount))
