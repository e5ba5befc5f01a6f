"""The same estimate in pandas long form: one row per line, bucket and draw, joined and grouped."""

from __future__ import annotations

import numpy as np
import pandas as pd

from flexlib.engine.sampling import Draws
from flexlib.model.records import Choice, CostModel
from tests.bench.array_loads import ArrayCourse, course_of
from tests.bench.arrays import Array, ArrayDraw
from tests.bench.by_line import RATES, Laid, finished, laid_out, share_between
from tests.plain.levels import setting_of
from tests.plain.money import backfill_rate, growth_in_year, parts_of
from tests.plain.outcomes import Totals
from tests.plain.timing import Bucket, buckets_of

ONCE = 0  # the year of a one-off line: its volume does not follow student numbers


def estimate_long_form(model: CostModel, choice: Choice, draws: Draws) -> dict[str, Array]:
    """Every outcome, draws first."""
    draw = ArrayDraw.of(setting_of(model, choice), draws)
    course = course_of(draw)
    buckets = buckets_of(choice)
    lines = line_frame(model)
    prices = price_frame(draw)
    whole = amounts(draw, lines, volume_frame(draw, {ONCE, choice.start.year}), prices)
    yearly = amounts(draw, lines, volume_frame(draw, {ONCE, *(b.calendar_year for b in buckets)}), prices)
    totals = totals_of(draw, course, whole, buckets)
    found = totals.headline(draw) | laid_out(draw, course, totals, laid(draw, course, yearly, buckets))
    return finished(draw, course, totals, found)


def line_frame(model: CostModel) -> pd.DataFrame:
    """One row per line and role with hours; a line without hours has one row without a role."""
    rows = [
        {
            "line": line.id,
            "timing": line.timing,
            "spread": line.spread,
            "cost_class": line.cost_class,
            "by_team": line.carried_by == "team",
            "is_training": "training" in line.tags,
            "vat": line.vat,
            "price": line.price_parameter if at == 0 else None,
            "role": role,
            "effort": effort,
            "hireable": bool(role) and model.roles[role].hireable,
            "rate": model.roles[role].rate_parameter if role else None,
        }
        for line in model.lines.values()
        for at, (role, effort) in enumerate(line.effort or ((None, None),))
    ]
    return pd.DataFrame(rows)


def volume_frame(draw: ArrayDraw, years: set[int]) -> pd.DataFrame:
    """Units of the driver with effects, per line, year and draw."""
    n = len(draw.tail)
    frames = []
    for line in draw.model.lines.values():
        for year in sorted(years):
            if (year == ONCE) == (line.timing == "one_off"):
                volume = sum(parts_of(draw, line, year or 1.0).values()) + np.zeros(n)
                frames.append(
                    pd.DataFrame({"line": line.id, "year": year, "draw": np.arange(n), "volume": volume}, copy=False)
                )
    return pd.concat(frames, ignore_index=True)


def price_frame(draw: ArrayDraw) -> pd.DataFrame:
    """One row per parameter and draw."""
    wide = pd.DataFrame(draw.values).rename_axis("draw").reset_index()
    return wide.melt(id_vars="draw", var_name="parameter", value_name="value")


def amounts(draw: ArrayDraw, lines: pd.DataFrame, volumes: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Hours and money per line, role, year and draw, in real prices."""
    table = volumes.merge(lines, on="line")
    for column in ("effort", "rate", "price"):
        values = prices.rename(columns={"parameter": column, "value": f"{column}_value"})
        table = table.merge(values, on=[column, "draw"], how="left")
        table[f"{column}_value"] = table[f"{column}_value"].fillna(0.0)
    of_class = prices[prices["parameter"].str.startswith("systemic_")].copy()
    of_class["cost_class"] = of_class["parameter"].str.removeprefix("systemic_")
    of_class = of_class.rename(columns={"value": "systemic"}).drop(columns="parameter")
    table = table.merge(of_class, on=["cost_class", "draw"], how="left")
    per_draw = pd.DataFrame(
        {
            "draw": np.arange(len(draw.tail)),
            "tail": 1 + draw.values["ict_tail_size"] * draw.tail,
            "vat_factor": draw.vat_factor,
            "rate_external": draw.values["rate_external"],
            "backfill_rate": backfill_rate(draw),
        }
    )
    table = table.merge(per_draw, on="draw")
    income, one_off = table["timing"] == "income", table["timing"] == "one_off"
    scale = table["systemic"].where(~income, 1.0)
    scale = scale * table["tail"].where(one_off & (table["cost_class"] == "ict"), 1.0)
    units = table["volume"] * scale
    hours = units * table["effort_value"]
    table["released"] = hours.where(income, 0.0)
    hours = hours.where(~income, 0.0)
    table["external"] = (hours * draw.level("external_share")).where(one_off & table["hireable"], 0.0)
    table["own"] = hours - table["external"]
    table["replaced"] = (table["own"] * draw.level("backfill_share")).where(one_off & table["by_team"], 0.0)
    table["income"] = (units * table["price_value"]).where(income, 0.0)
    table["purchase"] = (units * table["price_value"] * table["vat_factor"].where(table["vat"], 1.0)).where(
        ~income, 0.0
    )
    table["hired"] = table["external"] * table["rate_external"] * table["vat_factor"]
    table["backfill"] = table["replaced"] * table["backfill_rate"]
    table["own_time"] = (table["own"] - table["replaced"]) * table["rate_value"]
    return table


def totals_of(draw: ArrayDraw, course: ArrayCourse, table: pd.DataFrame, buckets: list[Bucket]) -> Totals:
    n = len(draw.tail)
    ends = pd.Series(course.programme_end, name="programme_end").rename_axis("draw").reset_index()
    table = table.merge(ends, on="draw")
    times = table["programme_end"].where(table["spread"] == "programme", 1.0)
    money = ["purchase", "hired", "backfill", "own_time", "own", "external", "released", "income"]
    table = table.assign(**{name: table[name] * times for name in money})

    def total(rows: pd.Series, name: str) -> Array:
        return table[rows].groupby("draw")[name].sum().reindex(range(n), fill_value=0.0).to_numpy()

    def by_role(rows: pd.Series, name: str) -> dict[str, Array]:
        found = table[rows].groupby(["role", "draw"])[name].sum()
        known = found.index.get_level_values("role").unique()
        return {role: found[role].to_numpy() if role in known else np.zeros(n) for role in draw.model.roles}

    totals = Totals(draw.model)
    one_off, recurring = table["timing"] == "one_off", table["timing"] == "recurring"
    for kind, rows in ((totals.one_off, one_off), (totals.recurring, recurring)):
        for name in ("purchase", "hired", "backfill", "own_time"):
            setattr(kind, name, total(rows, name))
        kind.external = {"all": total(rows, "external")}
    totals.one_off_own, totals.recurring_own = by_role(one_off, "own"), by_role(recurring, "own")
    income = table["timing"] == "income"
    rates = table["spread"].isin(RATES)
    totals.income_year, totals.subsidy_total = total(income & rates, "income"), total(income & ~rates, "income")
    totals.released = by_role(income & rates, "released")
    training = one_off & table["by_team"] & table["is_training"]
    totals.training_hours = total(training, "own") + total(training, "external")
    return totals


def share_frame(draw: ArrayDraw, course: ArrayCourse, buckets: list[Bucket]) -> pd.DataFrame:
    """What part of a line falls in a bucket: one row per line, bucket and draw, with the prices of the year."""
    nominal = draw.setting.choice.price_basis == "nominal"
    n = len(draw.tail)
    frames = []
    for line in draw.model.lines.values():
        for k, bucket in enumerate(buckets):
            growth = growth_in_year(draw, bucket.calendar_year, nominal)
            frames.append(
                pd.DataFrame(
                    {
                        "line": line.id,
                        "bucket": k,
                        "calendar": bucket.calendar_year,
                        "school": bucket.school_year,
                        "year": ONCE if line.timing == "one_off" else bucket.calendar_year,
                        "draw": np.arange(n),
                        "share": share_between(draw, course, line, bucket),
                        "wage_growth": growth.wage,
                        "price_growth": growth.ict if line.cost_class == "ict" else growth.price,
                        "income_growth": growth.price,
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def laid(draw: ArrayDraw, course: ArrayCourse, table: pd.DataFrame, buckets: list[Bucket]) -> Laid:
    flows = table.merge(share_frame(draw, course, buckets), on=["line", "year", "draw"])
    share = flows["share"]
    one_off = flows["timing"] == "one_off"
    pocket = flows["purchase"] * flows["price_growth"] + (flows["hired"] + flows["backfill"]) * flows["wage_growth"]
    flows["pocket"] = pocket * share
    flows["own_money"] = flows["own_time"] * flows["wage_growth"] * share
    flows["income_money"] = flows["income"] * flows["income_growth"] * share
    flows["cost"] = (flows["purchase"] + flows["hired"] + flows["backfill"] + flows["own_time"]) * share
    flows["gain"] = flows["income"] * share
    flows["own"] *= share
    flows["replaced"] *= share
    n, schools, roles = len(draw.tail), sorted({b.school_year for b in buckets}), list(draw.model.roles)
    years = sorted({b.calendar_year for b in buckets})

    def grid(rows: pd.Series | slice, name: str, by: str, columns: list[int]) -> Array:
        sums = flows.loc[rows].pivot_table(index="draw", columns=by, values=name, aggfunc="sum")
        return sums.reindex(index=range(n), columns=columns, fill_value=0.0).to_numpy()

    def by_role(rows: pd.Series) -> Array:
        sums = flows.loc[rows].pivot_table(index="draw", columns=["school", "role"], values="own", aggfunc="sum")
        columns = pd.MultiIndex.from_product([schools, roles])
        return sums.reindex(index=range(n), columns=columns, fill_value=0.0).to_numpy().reshape(n, len(schools), -1)

    everything = slice(None)
    return Laid(
        buckets=buckets,
        money={
            "pocket_one_off": grid(one_off, "pocket", "calendar", years),
            "pocket_recurring": grid(~one_off, "pocket", "calendar", years),
            "own_one_off": grid(one_off, "own_money", "calendar", years),
            "own_recurring": grid(~one_off, "own_money", "calendar", years),
            "income": grid(everything, "income_money", "calendar", years),
        },
        hours={"one_off": by_role(one_off), "recurring": by_role(~one_off)},
        replaced=grid(everything, "replaced", "school", schools),
        real_cost=grid(everything, "cost", "bucket", list(range(len(buckets)))),
        real_income=grid(everything, "gain", "bucket", list(range(len(buckets)))),
        one_off_within=grid(one_off, "cost", "bucket", list(range(len(buckets)))).sum(axis=1),
    )
