"""The charts of when, where and how well: timeline, chains by aspects, balances."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import pandas as pd

from flexlib import units
from flexlib.charts.balances import balance_bars
from flexlib.charts.heat import chains_by_aspects
from flexlib.charts.scales import two_lines
from flexlib.charts.timeline import phases
from flexlib.engine.lines import LineTable, line_table
from flexlib.model.records import ASPECTS, CHAINS, Choice, CostModel
from flexlib.ui.chart_panel import Figure
from flexlib.ui.ground import Ground
from flexlib.ui.strip import months_span

THOUSAND = 1_000.0
PHASES = (  # row, outcome it starts at (None: the start date), outcome it ends at, whether it is a moment
    ("richten", None, "months_richten", False),
    ("teams", "months_richten", "months_all_live", False),
    ("first", "months_first_live", "months_first_live", True),
    ("half", "months_half_live", "months_half_live", True),
    ("borgen", "months_all_live", "months_programme_end", False),
)


@lru_cache(maxsize=32)
def lines_of(model: CostModel, choice: Choice) -> LineTable:
    """The table of lines of a choice, kept for the screens that show it in several ways."""
    return line_table(model, choice)


def timeline_figure(ground: Ground) -> Figure:
    """Phases from the start date on, with the spread of each end."""
    language, horizon = ground.language, ground.choice.horizon_months
    rows: list[dict[str, Any]] = []
    written = []
    for name, begin, end, is_moment in PHASES:
        low, middle, high = ground.p(end)
        start = 0.0 if begin is None else ground.p(begin)[1]
        band = ground.month(middle)
        if ground.has_band:
            band = ground.t("time.words", month=band, span=months_span(low, high, horizon, language))
        label = ground.t(f"phase.{name}")
        rows.append(
            {
                "phase": two_lines(label, 16),
                "start": start,
                "end": middle,
                "end_p10": low,
                "end_p90": high,
                "words": band,
                "is_moment": is_moment,
            }
        )
        months = [_month(value, horizon, language) for value in (low, middle, high)]
        written.append((label, *months, ground.month(middle)))
    table = pd.DataFrame(
        [
            [label, row["end_p10"], row["end"], row["end_p90"], day]
            for (label, *_, day), row in zip(written, rows, strict=True)
        ],
        columns=[ground.t("column.phase"), "P10", "P50", "P90", ground.t("column.when")],
    )
    low, middle, high = ground.p("months_all_live")
    return Figure(
        key="tijdlijn",
        title=ground.t("time.title", start=ground.month(0.0)),
        notes=(ground.note("time"),),
        source=ground.source,
        alt=ground.t("time.alt", month=ground.month(middle), low=round(low), middle=round(middle), high=round(high)),
        draw=partial(phases, pd.DataFrame(rows), horizon_months=float(horizon)),
        table=table,
        written=tuple(written),
        words=(0, 4),
        is_wide=True,
    )


def heat_figure(ground: Ground, timing: str, amount: str) -> Figure:
    """Chains by aspects at the rekenwaarde. timing : one_off or recurring; amount : integral (EUR) or hours."""
    language = ground.language
    found = lines_of(ground.model, ground.choice).by_chain_and_aspect(timing, amount)
    scale = THOUSAND if amount == "integral" else 1.0
    rows: list[dict[str, Any]] = []
    for chain in CHAINS:
        for aspect in ASPECTS:
            value = found.get((chain, aspect), 0.0)
            rows.append(
                {
                    "chain": two_lines(ground.t(f"chain.{chain}"), 12),
                    "aspect": ground.t(f"aspect.{aspect}"),
                    "amount": value,
                    "words": _cell(value / scale, language),
                }
            )
    heads = [
        ground.t("column.chain"),
        *(ground.t(f"aspect.{aspect}") for aspect in ASPECTS),
        ground.t("column.together"),
    ]
    data: list[list[Any]] = []
    for chain in CHAINS:
        values = [found.get((chain, aspect), 0.0) for aspect in ASPECTS]
        data.append([ground.t(f"chain.{chain}"), *values, sum(values)])
    sums = [sum(column) for column in zip(*(row[1:] for row in data), strict=True)]
    data.append([ground.t("column.together"), *sums])
    write = (
        partial(units.money, language=language)
        if amount == "integral"
        else partial(units.number, language=language, decimals=0)
    )
    written = tuple(
        (str(row[0]), *(write(round(value, -2 if amount == "integral" else 0)) for value in row[1:])) for row in data
    )
    (chain, aspect), largest = max(found.items(), key=lambda item: item[1], default=((CHAINS[0], ASPECTS[0]), 0.0))
    return Figure(
        key=f"ketens-{timing}-{amount}",
        title=ground.t(f"heat.title_{timing}_{amount}"),
        notes=(ground.t("heat.note"), ground.real_note),
        source=ground.source,
        alt=ground.t(
            "heat.alt",
            chain=ground.t(f"chain.{chain}"),
            aspect=ground.t(f"aspect.{aspect}"),
            value=write(round(largest)),
        ),
        draw=partial(chains_by_aspects, pd.DataFrame(rows)),
        table=pd.DataFrame(data, columns=heads),
        written=written,
        is_wide=True,
    )


def balances_figure(ground: Ground) -> Figure:
    """The six balances with their bands, beside the reference."""
    language, model = ground.language, ground.model
    rows, written, data = [], [], []
    for balance in model.balances:
        low, middle, high = ground.p(balance)
        if middle != middle:
            continue
        reference = float("nan")
        if ground.reference is not None:
            reference = float(ground.reference.result.quantiles(balance)[1])
        label = model.outcomes[balance].label[language]
        words = str(round(middle))
        if ground.has_band:
            words = ground.t("balance.words", middle=words, low=round(low), high=round(high))
        rows.append({"balance": label, "p10": low, "p50": middle, "p90": high, "reference": reference, "words": words})
        written.append((label, *(units.number(value, language, 0) for value in (low, middle, high, reference))))
        data.append([label, low, middle, high, reference])
    frame = pd.DataFrame(rows)
    notes = [ground.note("balance")]
    if ground.reference is not None:
        notes.append(ground.t("balance.reference_note"))
    return Figure(
        key="balansen",
        title=ground.t("balance.title"),
        notes=tuple(notes),
        source=ground.source,
        alt=ground.t("balance.alt", list="; ".join(f"{row['balance']} {row['words']}" for row in rows)),
        draw=partial(balance_bars, frame),
        table=pd.DataFrame(
            data, columns=[ground.t("column.balance"), "P10", "P50", "P90", ground.t("column.reference")]
        ),
        written=tuple(written),
    )


def _month(value: float, horizon: float, language: str) -> str:
    return f">{units.number(horizon, language, 0)}" if value > horizon else units.number(value, language, 0)


def _cell(value: float, language: str) -> str:
    if abs(value) < 0.5:
        return "·" if value == 0 else "<1"
    return units.number(units.significant(value, 3), language, 0)
