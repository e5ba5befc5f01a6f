"""The picture of an answer: two outcomes, everything that fits, the front, the handful and the choice one came from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts import front as charts
from flexlib.charts.theme import Look, variant_style
from flexlib.engine.explore.answer import Found, SearchAnswer
from flexlib.engine.explore.question import LEVEL, MEAN, P10, P50, P90, REGRET
from flexlib.engine.explore.said import limit_said
from flexlib.text import render, text
from flexlib.ui import cache, chart_panel
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare_set import style_of_own
from flexlib.ui.explore.words import LETTERS, statistic_of, title_of
from flexlib.ui.follow import own_key
from flexlib.ui.frame import Page
from flexlib.ui.ground import source_line
from flexlib.ui.values import outcome_unit, written

REFERENCE_SHAPE = "circle"
LONGEST_LABEL = 22
MOST_ROWS = 60  # of the front in the table


def show(page: Page, answer: SearchAnswer) -> None:
    """The picture, with a choice of axes when three outcomes were weighed."""
    x, y = _axes(page, answer)
    chart_panel.show(figure_of(page, answer, x, y), page.language, page.is_dark)


def _axes(page: Page, answer: SearchAnswer) -> tuple[str, str]:
    pairs = list(combinations(answer.question.front, 2))
    if len(pairs) == 1:
        return pairs[0]
    model = page.model
    words = {
        pair: page.t(
            "verkennen.chart.pair", **{axis: model.outcomes[name].label for axis, name in zip("xy", pair, strict=True)}
        )
        for pair in pairs
    }
    key = own_key("explore_axes", pairs[0], words)
    picked = st.segmented_control(
        page.t("verkennen.chart.axes"), pairs, format_func=words.__getitem__, key=key, required=True, wrap=True
    )
    return picked or pairs[0]


def style_of(page: Page, position: int) -> tuple[str, str]:
    """Colour and shape of a found variant; those it has in the comparison."""
    colour, _, shape = variant_style(style_of_own(page.model, position), page.is_dark)
    return colour, shape


def reference_values(answer: SearchAnswer, at: Mapping[str, str]) -> dict[str, float]:
    """The outcomes of the choice one searched from, as they are drawn; empty where its regret was not worked out."""
    if answer.question.robust == REGRET:
        return {} if answer.beginning is None else dict(answer.beginning.scores)
    totals = cache.shelf().totals(answer.choice)
    place = {P10: 0, P50: 1, P90: 2}
    return {
        name: float(np.mean(totals.values[name])) if statistic == MEAN else totals.p(name)[place[statistic]]
        for name, statistic in at.items()
        if name in totals.values
    }


def figure_of(page: Page, answer: SearchAnswer, x: str, y: str) -> Figure:
    """The chart with its table and words."""
    model, language = page.model, page.language
    outcomes = (x, y, *(name for name in answer.question.front if name not in (x, y)))
    at = {name: statistic_of(answer, model.outcomes[name].direction == "minimise") for name in outcomes}
    reference = reference_values(answer, at)
    has_reference = not any(math.isnan(reference.get(name, math.nan)) for name in (x, y))
    largest = {name: max(abs(found.scores[name]) for found in answer.front) for name in outcomes}
    units_of = {name: outcome_unit(model, name, largest[name], language) for name in outcomes}

    def drawn(name: str, values: object) -> np.ndarray:
        return np.asarray(values, dtype=float) / units_of[name][0]

    def points(found: tuple[Found, ...]) -> pd.DataFrame:
        return pd.DataFrame(
            {axis: drawn(name, [one.scores[name] for one in found]) for axis, name in (("x", x), ("y", y))}
        )

    cloud = pd.DataFrame({axis: drawn(name, answer.within[name]) for axis, name in (("x", x), ("y", y))})
    handful = tuple(proposal.found for proposal in answer.proposals)
    named = points(handful)
    titles = [f"{LETTERS[at]} · {title_of(model, one, language)}" for at, one in enumerate(answer.proposals)]
    named["name"], named["label"] = titles, list(LETTERS[: len(titles)])
    styles = [style_of(page, position) for position in range(len(titles))]
    named["colour"], named["shape"] = [one[0] for one in styles], [one[1] for one in styles]
    named["is_reference"] = False
    if has_reference:
        grey = Look(dark=page.is_dark).palette.reference
        name = _reference_name(page, answer)
        own = [drawn(one, reference[one]).item() for one in (x, y)]
        named.loc[len(named)] = [*own, name, name[:LONGEST_LABEL], grey, REFERENCE_SHAPE, True]
    limits = _limits(page, answer, {"x": x, "y": y}, {axis: units_of[one][0] for axis, one in (("x", x), ("y", y))}, at)
    best = points(answer.front)
    named["side"] = charts.sided(named, cloud, best, limits)
    heads = {name: page.t(f"verkennen.chart.stat.{at[name]}", outcome=model.outcomes[name].label) for name in outcomes}
    axis_titles = (f"{heads[x]} ({units_of[x][1]})", f"{heads[y]} ({units_of[y][1]})")
    table, cells = _table(page, answer, outcomes, heads, reference if has_reference else {}, titles)
    return Figure(
        key="verkenning",
        title=page.t("verkennen.chart.title", x=axis_titles[0], y=axis_titles[1]),
        notes=_notes(page, answer, has_reference),
        source=_source(page, answer),
        alt=page.t(
            "verkennen.chart.alt",
            x=axis_titles[0],
            y=axis_titles[1],
            count=len(answer.front),
            list="; ".join(f"{row[0]}: {row[1]}, {row[2]}" for row in cells[: len(titles) + 1]),
        ),
        draw=partial(charts.front, cloud, best, named, limits, axis_titles),
        table=table,
        written=tuple(cells),
        is_wide=True,
    )


def is_where_it_began(page: Page, answer: SearchAnswer) -> bool:
    """Whether the choice on screen is still the one the search went out from."""
    return (page.choice.variant, page.choice.levers) == (answer.choice.variant, answer.choice.levers)


def _reference_name(page: Page, answer: SearchAnswer) -> str:
    return page.t("verkennen.chart.reference" if is_where_it_began(page, answer) else "verkennen.chart.began")


def _table(
    page: Page,
    answer: SearchAnswer,
    outcomes: tuple[str, ...],
    heads: Mapping[str, str],
    reference: Mapping[str, float],
    titles: list[str],
) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """The handful, the choice one came from and the rest of the front."""
    rows: list[tuple[str, list[float]]] = []
    handful = [proposal.found for proposal in answer.proposals]
    for title, found in zip(titles, handful, strict=True):
        rows.append((title, [found.scores[name] for name in outcomes]))
    if reference:
        own = [reference.get(name, math.nan) for name in outcomes]
        rows.append((_reference_name(page, answer), own))
    chosen = {tuple(found.levels.items()) for found in handful}
    rest = [found for found in answer.front if tuple(found.levels.items()) not in chosen]
    for number, found in enumerate(rest[:MOST_ROWS], 1):
        name = page.t("verkennen.chart.other", number=number)
        rows.append((name, [found.scores[name_of] for name_of in outcomes]))
    table = pd.DataFrame({page.t("vergelijken.column.variant"): [name for name, _ in rows]})
    for position, name in enumerate(outcomes):
        table[heads[name]] = [values[position] for _, values in rows]
    unit = {name: page.model.outcomes[name].unit for name in outcomes}
    cells = [
        (name, *(written(unit[one], value, page.language) for one, value in zip(outcomes, values, strict=True)))
        for name, values in rows
    ]
    return table, cells


def _limits(
    page: Page, answer: SearchAnswer, axes: Mapping[str, str], divisors: Mapping[str, float], at: Mapping[str, str]
) -> pd.DataFrame:
    """The limits on what is drawn, at the statistic that is drawn."""
    rows = [
        (axis, limit.value / divisors[axis], render(limit_said(page.model, limit), page.language))
        for axis, name in axes.items()
        for limit in answer.question.limits
        if limit.subject == name and limit.at != LEVEL and limit.at == at[name]
    ]
    return pd.DataFrame(rows, columns=["axis", "value", "name"])


def _notes(page: Page, answer: SearchAnswer, has_reference: bool) -> tuple[str, ...]:
    searched_on = units.number(answer.draws_searched, page.language, 0)
    notes = [page.t("verkennen.chart.note")]
    if answer.question.robust == REGRET:
        notes.append(page.t("verkennen.chart.regret"))
    if answer.draws_searched < answer.draws:
        notes.append(page.t("verkennen.chart.light", draws=searched_on))
    if not has_reference:
        key = "no_regret" if answer.question.robust == REGRET else "no_reference"
        notes.append(page.t(f"verkennen.chart.{key}"))
    notes.append(text("impact.note.real", page.language, year=page.model.settings.price_level))
    return tuple(notes)


def _source(page: Page, answer: SearchAnswer) -> str:
    model, choice = page.model, answer.choice
    own = choice.institution
    institution = model.institutions[own.id].label[page.language] if own.id in model.institutions else own.name
    return source_line(model, choice, institution, page.language)
