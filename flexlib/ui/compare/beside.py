"""What variants look like beside each other: their six balances, and their money per year."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from flexlib import units
from flexlib.charts.cells import coloured_cells
from flexlib.charts.scales import two_lines
from flexlib.charts.years import years_below
from flexlib.model.required import BALANCES
from flexlib.ui.chart_panel import Figure
from flexlib.ui.comparison import Compares


def balance_sentence(ground: Compares) -> str:
    """The balance on which the variants differ most."""
    able = ground.contenders
    if len(able) < 2:
        return ""
    spread = {
        name: max(ground.totals[at].p(name)[1] for at in able) - min(ground.totals[at].p(name)[1] for at in able)
        for name in BALANCES
    }
    widest = max(spread, key=spread.__getitem__)
    order = ground.ranked(widest, able)
    return ground.t(
        "balances.sentence",
        balance=ground.label(widest).lower(),
        best=ground.names[order[0]],
        high=ground.write(widest, ground.totals[order[0]].p(widest)[1]),
        worst=ground.names[order[-1]],
        low=ground.write(widest, ground.totals[order[-1]].p(widest)[1]),
    )


def balances_figure(ground: Compares) -> Figure:
    """The six balances of every variant."""
    rows, written = [], []
    for one, totals in zip(ground.variants, ground.totals, strict=True):
        words = [ground.write(name, totals.p(name)[1]) for name in BALANCES]
        for name, said in zip(BALANCES, words, strict=True):
            column = two_lines(ground.label(name))
            rows.append((two_lines(one.name, 22), column, totals.p(name)[1] / 100, said, one.is_reference))
        written.append((one.name, *words))
    table = pd.DataFrame({ground.t("column.variant"): ground.names})
    for name in BALANCES:
        table[ground.label(name)] = [totals.p(name)[1] for totals in ground.totals]
    return Figure(
        key="balansen-naast-elkaar",
        title=ground.t("balances.title"),
        notes=(ground.t("balances.note"), ground.notes[1]),
        source=ground.source,
        alt=ground.t("balances.alt", list="; ".join(": ".join((row[0], ", ".join(row[1:]))) for row in written)),
        draw=partial(coloured_cells, pd.DataFrame(rows, columns=["row", "column", "shade", "words", "is_reference"])),
        table=table,
        written=tuple(written),
        is_wide=True,
    )


def years_sentence(ground: Compares) -> str:
    """Whose dearest year is the heaviest."""
    peaks = [float(totals.years[1].max()) for totals in ground.totals]
    at = int(np.argmax(peaks))
    year = ground.totals[at].calendar_years[int(np.argmax(ground.totals[at].years[1]))].label
    return ground.t(
        "years.sentence", variant=ground.names[at], amount=units.rounded_money(peaks[at], ground.language), year=year
    )


def years_figure(ground: Compares) -> Figure:
    """Cost per calendar year of every variant below each other, on the same axes."""
    highest = max(float(totals.years[2].max()) for totals in ground.totals)
    divisor, unit = ground.unit("one_off_integral", highest)
    reference = ground.totals[ground.reference].years[1]
    rows, written = [], []
    for one, totals in zip(ground.variants, ground.totals, strict=True):
        colour = ground.style(one.position)[0]
        top = int(np.argmax(totals.years[1]))
        for index, period in enumerate(totals.calendar_years):
            low, middle, high = totals.years[:, index] / divisor
            said = units.rounded_money(float(middle * divisor), ground.language) if index == top else ""
            beside = float("nan") if one.is_reference else reference[index] / divisor
            rows.append((one.name, period.label, low, middle, high, beside, colour, said))
        written.append((one.name, *(units.rounded_money(float(value), ground.language) for value in totals.years[1])))
    years = [period.label for period in ground.totals[0].calendar_years]
    table = pd.DataFrame([(row[0], *totals.years[1]) for row, totals in zip(written, ground.totals, strict=True)])
    table.columns = [ground.t("column.variant"), *years]
    columns = ["name", "year", "p10", "p50", "p90", "reference", "colour", "words"]
    return Figure(
        key="jaren-onder-elkaar",
        title=ground.t("years.title", unit=unit),
        notes=(ground.t("years.note"), *ground.notes),
        source=ground.source,
        alt=ground.t("years.alt", count=len(written), sentence=years_sentence(ground)),
        draw=partial(years_below, pd.DataFrame(rows, columns=columns)),
        table=table,
        written=tuple(written),
    )
