"""Verschillen: which variant is better for what, and how sure each difference with the reference is."""

from __future__ import annotations

from functools import partial
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from flexlib.charts.differences import difference_bands
from flexlib.engine.compare.compare import Difference
from flexlib.ui import chart_panel, look
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare import beside, tables
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare.words import signed, sure_words
from flexlib.ui.comparison import Compares
from flexlib.ui.frame import Page


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    look.headline(lead(ground), beneath(ground))
    outcome = compare_parts.outcome_judged()
    compare_parts.judge(ground, page.t("vergelijken.order"))
    picture = st.container()
    tables.outcomes(ground, outcome)  # first, so that figures do not wait for the picture above them
    with picture:
        if any(not np.isnan(ground.difference(at, outcome).middle) for at in ground.others):
            chart_panel.show(difference_figure(ground, outcome), page.language, page.is_dark)
        else:
            said = ground.t("difference.none", outcome=ground.label(outcome), reference=ground.reference_name)
            st.html(f'<p class="fl-warning fl-info" data-testid="not-drawn">{escape(said)}</p>')
    tables.workbook(page, ground)
    look.part_heading(page.t("vergelijken.balances.heading"), beside.balance_sentence(ground))
    chart_panel.show(beside.balances_figure(ground), page.language, page.is_dark)
    look.part_heading(page.t("vergelijken.years.heading"), beside.years_sentence(ground))
    chart_panel.show(beside.years_figure(ground), page.language, page.is_dark)
    tables.choices(page, ground)
    tables.horizon(page, ground)


def lead(ground: Compares) -> str:
    """Which variant is better for what, in one sentence."""
    able = ground.contenders
    if not able:
        return ground.none_to_choose
    cheapest, fastest, widest = (
        ground.ranked(outcome, able)[0] for outcome in ("one_off_integral", "months_all_live", "student_years")
    )
    values = {
        "cheapest": ground.names[cheapest],
        "money": ground.write("one_off_integral", ground.totals[cheapest].p("one_off_integral")[1]),
        "fastest": ground.names[fastest],
        "months": ground.write("months_all_live", ground.totals[fastest].p("months_all_live")[1]),
        "widest": ground.names[widest],
        "students": ground.write("student_years", ground.totals[widest].p("student_years")[1]),
    }
    if len(able) == 1:
        return ground.t("lead_one", **values)
    if cheapest == fastest == widest:
        return ground.t("lead_all", **values)
    for pair, key in (
        ({cheapest, fastest}, "lead_cheap_and_fast"),
        ({fastest, widest}, "lead_fast_and_wide"),
        ({cheapest, widest}, "lead_cheap_and_wide"),
    ):
        if len(pair) == 1:
            return ground.t(key, **values)
    return ground.t("lead_each", **values)


def beneath(ground: Compares) -> str:
    """The variant furthest from the reference in money, and how sure that is."""
    others = [at for at in ground.others if not np.isnan(ground.difference(at, "one_off_integral").middle)]
    if not others:
        return ""
    largest = max(others, key=lambda at: abs(ground.difference(at, "one_off_integral").middle))
    difference = ground.difference(largest, "one_off_integral")
    if difference.is_none:
        return ground.t("beneath_none", reference=ground.reference_name)
    return ground.t(
        "beneath",
        variant=ground.names[largest],
        amount=ground.write("one_off_integral", abs(difference.middle)),
        way=ground.t("way.more" if difference.middle > 0 else "way.less"),
        reference=ground.reference_name,
        sure=sure_words(ground, "one_off_integral", difference),
    )


def difference_figure(ground: Compares, outcome: str) -> Figure:
    """The difference of every variant with the reference in one outcome, with its band."""
    shown = ground.ranked(outcome, ground.others)
    found = {at: ground.difference(at, outcome) for at in shown}
    drawn = [at for at in shown if not np.isnan(found[at].middle)]
    largest = max((abs(value) for at in drawn for value in (found[at].low, found[at].high)), default=0.0)
    divisor, unit = ground.unit(outcome, largest)
    rows, written = [], []
    for at in shown:
        difference = found[at]
        words = signed(ground, outcome, difference.middle)
        sure = sure_words(ground, outcome, difference)
        colour, _, shape = ground.style(at)
        rows.append((ground.names[at], difference.low, difference.middle, difference.high, colour, shape, words))
        written.append((ground.names[at], *_three_words(ground, outcome, difference), sure))
    frame = pd.DataFrame(rows, columns=["name", "p10", "p50", "p90", "colour", "shape", "words"])
    table = frame[["name", "p10", "p50", "p90"]].assign(sure=[row[4] for row in written])
    table.columns = [ground.t(f"column.{name}") for name in ("variant", "p10", "p50", "p90", "sure")]
    scaled = frame.assign(**{name: frame[name] / divisor for name in ("p10", "p50", "p90")})
    scaled = scaled.dropna(subset=["p50"]).reset_index(drop=True)
    label = ground.label(outcome)
    said = [f"{name}: {middle}, {sure}" for name, _, middle, _, sure in written]
    return Figure(
        key="verschil",
        title=ground.t("difference.title", outcome=label, unit=unit),
        notes=(ground.t("difference.note"), *ground.real_notes),
        source=ground.source,
        alt=ground.t("difference.alt", outcome=label, list="; ".join(said)),
        draw=partial(difference_bands, scaled),
        table=table,
        written=tuple(written),
        words=(0, 4),
    )


def _three_words(ground: Compares, outcome: str, difference: Difference) -> tuple[str, str, str]:
    low, middle, high = (
        signed(ground, outcome, value) for value in (difference.low, difference.middle, difference.high)
    )
    return low, middle, high
