"""The charts of money: per calendar year with band, and its parts at the rekenwaarde."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from flexlib import units
from flexlib.charts.money import PARTS, money_band, money_parts
from flexlib.charts.scales import MILLION, money_unit
from flexlib.ui.chart_panel import Figure
from flexlib.ui.ground import Ground


def money_year_figure(ground: Ground) -> Figure:
    """Total cost per calendar year with its band, and the reference."""
    result, language = ground.estimate.result, ground.language
    low, middle, high = result.quantiles("integral_year")
    reference = (
        np.full(len(middle), np.nan)
        if ground.reference is None
        else ground.reference.result.quantiles("integral_year")[1]
    )
    divisor, unit = money_unit(high, language)
    years = [ground.year_label(period) for period in result.calendar_years]
    frame = pd.DataFrame(
        {
            "year": years,
            "p10": low,
            "p50": middle,
            "p90": high,
            "reference": reference,
            "words": [units.number(value / divisor, language, 1 if divisor == MILLION else 0) for value in middle],
        }
    )
    columns = ["year", "p10", "p50", "p90", "reference"]
    income = result.quantiles("income_calendar_year")[1]
    table = frame[columns].assign(income=income, year=[ground.year_words(period) for period in result.calendar_years])
    table.columns = [ground.t(f"column.{name}") for name in [*columns, "income"]]
    written = tuple(
        (str(row[0]), *(units.money(units.significant(value, 3), language) for value in row[1:]))
        for row in table.itertuples(index=False)
    )
    worst = int(np.argmax(middle))
    alt = ground.t(
        "money.alt",
        years=len(years),
        worst=result.calendar_years[worst].label,
        band=ground.money_band(low[worst], middle[worst], high[worst]),
        last=units.rounded_money(middle[-1], language),
    )
    notes = [ground.note("money"), ground.price_note]
    if ground.reference is not None:
        notes.append(ground.t("money.reference_note", reference=ground.reference_name or ground.t("money.reference")))
    return Figure(
        key="geld-per-jaar",
        title=ground.t("money.title", unit=unit),
        notes=tuple(notes),
        source=ground.source,
        alt=alt,
        draw=partial(money_band, frame),
        table=table,
        written=written,
    )


def money_parts_figure(ground: Ground) -> Figure:
    """What a year's money consists of, at the rekenwaarde."""
    point, language = ground.estimate.point, ground.language
    years = [ground.year_label(period) for period in point.calendar_years]
    amounts = {part: point.values[f"{part}_year"][0] for part in PARTS}
    frame = pd.DataFrame(
        [
            {"year": year, "part": part, "eur": float(amounts[part][index])}
            for index, year in enumerate(years)
            for part in PARTS
        ]
    )
    table = pd.DataFrame({ground.t("column.year"): [ground.year_words(period) for period in point.calendar_years]})
    for part in PARTS:
        table[ground.t(f"column.{part}")] = amounts[part]
    table[ground.t("column.together")] = sum(amounts.values())
    written = tuple(
        (str(row[0]), *(units.money(round(value, -2), language) for value in row[1:]))
        for row in table.itertuples(index=False)
    )
    _, unit = money_unit(sum(amounts.values()), language)
    total = float(point.values["total_integral"][0])
    shares = [units.share(float(amounts[part].sum()) / total if total else 0.0, language, 0) for part in PARTS]
    return Figure(
        key="geld-onderdelen",
        title=ground.t("parts.title", unit=unit),
        notes=(ground.t("parts.note"), ground.price_note),
        source=ground.source,
        alt=ground.t("parts.alt", **dict(zip(PARTS, shares, strict=True))),
        draw=partial(money_parts, frame),
        table=table,
        written=written,
    )
