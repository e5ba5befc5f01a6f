"""Gewichten: what the room values, the order that follows, and whether it survives other weights."""

from __future__ import annotations

from functools import partial
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.scales import two_lines
from flexlib.charts.weights import score_bars, winners
from flexlib.engine.compare.weights import normalised, ranking, score, turns, winning_shares
from flexlib.model.outcome_records import THEMES
from flexlib.model.records import CostModel
from flexlib.ui import address, chart_panel, look, state
from flexlib.ui.chart_panel import Figure
from flexlib.ui.comparison import Compares
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN
from flexlib.ui.strip import chance_in_words
from flexlib.ui.tables import html_table
from flexlib.ui.weights import AT_FIRST, MOST, WEIGHTS, weights_of

TIE = 1e-9  # points that two variants may differ and still be equal
GRID = 40  # spots along a side of the triangle
SEEN = 0.005  # share of all weights: what is closer to nothing, or to all, is written as 0 % or 100 %


def show(page: Page, ground: Compares) -> None:
    """The part as a whole; moving a weight redraws this part only."""
    if len(ground.contenders) < 2:
        look.headline(page.t("vergelijken.weighing.too_few"))
        return
    _all(page, ground)


@st.fragment
def _all(page: Page, ground: Compares) -> None:
    weights = weights_of(page.model, state.view(WEIGHTS, ""))
    address.write()
    head = st.container()
    outcome, choose = st.columns([2, 1], gap="large")  # on a phone the picture comes first
    with choose:
        _sliders(page, ground, weights)
    if not any(weights.values()):
        with head:
            look.headline(page.t("vergelijken.weighing.none_lead"))
        with outcome:
            st.html(f'<p class="fl-warning" data-testid="no-weights">{escape(page.t("weights.all_zero"))}</p>')
        return
    weighed = Weighed(ground, weights)
    with head:
        look.headline(weighed.lead(), weighed.sure())
    with outcome:
        chart_panel.show(weighed.bars(), page.language, page.is_dark)
        now, lines = weighed.turn_lines()
        said = f'<p class="fl-note">{escape(now)}</p>' if now else ""
        st.html(f"<h3>{escape(page.t('vergelijken.weighing.turns'))}</h3>{said}{look.bullets(lines)}")
    look.part_heading(page.t("vergelijken.weighing.other"), weighed.shares_sentence())
    triangle, _ = st.columns([2, 1], gap="large")
    with triangle:
        chart_panel.show(weighed.triangle(), page.language, page.is_dark)
    _scales(page)


def _take(model: CostModel, name: str, value: float) -> None:
    weights = weights_of(model, state.view(WEIGHTS, ""))
    weights[name] = min(max(round(value), 0), MOST)
    moved = [(one, int(weight)) for one, weight in weights.items() if weight != AT_FIRST]
    state.set_view(WEIGHTS, BETWEEN.join(f"{one}{BETWEEN}{weight}" for one, weight in moved))


def _sliders(page: Page, ground: Compares, weights: dict[str, float]) -> None:
    st.html(f"<h3>{escape(page.t('vergelijken.weighing.ask'))}</h3>")
    for theme in THEMES:
        st.html(f'<p class="fl-note">{escape(page.t(f"vergelijken.theme.{theme}"))}</p>')
        for name, scale in page.model.scales.items():
            if scale.theme == theme:
                _one(page, ground.label(name), name, int(weights[name]))
    st.button(
        page.t("vergelijken.weighing.reset"),
        key="weights_reset",
        disabled=not state.view(WEIGHTS, ""),
        on_click=lambda: state.set_view(WEIGHTS, ""),
    )


def _one(page: Page, label: str, name: str, weight: int) -> None:
    slide, number = st.columns([3, 1], gap="small", vertical_alignment="bottom")
    keys = (widget_key(f"weight_{name}", weight), widget_key(f"weight_number_{name}", weight))
    with slide:
        st.slider(label, 0, MOST, key=keys[0], on_change=lambda: _take(page.model, name, value_of(keys[0])))
    with number:
        st.number_input(
            page.t("vergelijken.weighing.number", outcome=label),
            0,
            MOST,
            step=1,
            key=keys[1],
            label_visibility="collapsed",
            on_change=lambda: _take(page.model, name, value_of(keys[1])),
        )


class Weighed:
    """The variants that can be chosen, scored on the fixed scales under the room's weights."""

    def __init__(self, ground: Compares, weights: dict[str, float]) -> None:
        self.ground = ground
        self.criteria = list(weights)
        self.weights = normalised(weights)
        self.at = ground.contenders
        scales = [ground.model.scales[name] for name in self.criteria]
        self.ends = np.array([scale.at_0 for scale in scales]), np.array([scale.at_100 for scale in scales])
        middle = np.array([[ground.totals[at].p(name)[1] for name in self.criteria] for at in self.at])
        self.scores = score(middle, *self.ends)
        self.vector = np.array([self.weights[name] for name in self.criteria])
        self.totals = self.scores @ self.vector
        self.order = ranking(self.scores, self.vector.tolist())
        self.shares = winning_shares(self.scores)

    def name(self, index: int) -> str:
        return self.ground.names[self.at[index]]

    def lead(self) -> str:
        first, second = self.order[0], self.order[1]
        values = {
            "first": self.name(first),
            "score": units.number(float(self.totals[first]), self.ground.language, 0),
            "second": self.name(second),
            "other": units.number(float(self.totals[second]), self.ground.language, 0),
        }
        key = "weighing.lead_tie" if values["score"] == values["other"] else "weighing.lead"
        return self.ground.t(key, **values)

    def sure(self) -> str:
        """In how many draws the first stays first; a tie counts for each in equal parts. One draw says nothing."""
        if self.ground.variants[0].choice.draws == 1:
            return ""
        by_draw = [np.stack([self.ground.totals[at].values[name] for name in self.criteria], axis=1) for at in self.at]
        drawn = np.stack([score(values, *self.ends) @ self.vector for values in by_draw])
        best = drawn >= drawn.max(axis=0) - TIE
        share = float((best[self.order[0]] / best.sum(axis=0)).mean())
        return self.ground.t(
            "weighing.sure", first=self.name(self.order[0]), chance=chance_in_words(share, self.ground.language)
        )

    def shares_sentence(self) -> str:
        best, second = np.argsort(-self.shares, kind="stable")[:2].tolist()
        never = [self.at[index] for index in range(len(self.at)) if self.shares[index] == 0]
        return self.ground.t(
            "weighing.shares",
            best=self.name(best),
            share=units.share(float(self.shares[best]), self.ground.language, 0),
            second=self.name(second),
            other=units.share(float(self.shares[second]), self.ground.language, 0),
            never=self.ground.listed(never) if never else self.ground.t("weighing.nobody"),
        )

    def turn_lines(self) -> tuple[str, list[str]]:
        """Where another variant takes over, per criterion; above it, once, what all of these weigh now, if alike."""
        t = self.ground.t
        found = [turn for turn in turns(self.scores, self.criteria, self.weights) if SEEN <= turn.share <= 1 - SEEN]
        if not found:
            return "", [t("weighing.no_turn", first=self.name(self.order[0]))]
        now = [units.share(self.weights[turn.criterion], self.ground.language) for turn in found]
        are_alike = len(found) > 1 and len(set(now)) == 1
        lines = [
            t(
                "weighing.turn_more" if turn.share > self.weights[turn.criterion] else "weighing.turn_less",
                outcome=self.ground.label(turn.criterion),
                share=units.share(turn.share, self.ground.language, 0),
                now="" if are_alike else f" {t('weighing.turn_now', now=said)}",
                winner=self.name(turn.winner),
            )
            for turn, said in zip(found, now, strict=True)
        ]
        return (t("weighing.turns_now", now=now[0]) if are_alike else ""), lines

    def _shown(self, index: int) -> str:
        """The name of a variant in the picture, where the reference is said to be it."""
        is_reference = self.at[index] == self.ground.reference
        return f"{self.name(index)} ({self.ground.t('is_reference')})" if is_reference else self.name(index)

    def bars(self) -> Figure:
        """Scores, the best first, built up per theme."""
        ground, language = self.ground, self.ground.language
        rows: list[tuple[str, str, float, float, str]] = []
        numbers: list[tuple[float, ...]] = []
        for index in self.order:
            points = self.scores[index] * self.vector
            by_theme = {
                theme: float(sum(point for name, point in zip(self.criteria, points, strict=True)
                                 if ground.model.scales[name].theme == theme))
                for theme in THEMES
            }  # fmt: skip
            total = float(self.totals[index])
            words = units.number(total, language, 0)
            for theme, value in by_theme.items():
                rows.append((two_lines(self._shown(index), 22), ground.t(f"theme.{theme}"), value, total, words))
            numbers.append((*by_theme.values(), total, 100 * float(self.shares[index])))
        names = [self.name(index) for index in self.order]
        table = pd.DataFrame([(name, *row) for name, row in zip(names, numbers, strict=True)])
        said = [f"{name}: {units.number(row[3], language, 0)}" for name, row in zip(names, numbers, strict=True)]
        written = [[units.number(value, language, 1) for value in row] for row in numbers]
        table.columns = [
            ground.t("column.variant"),
            *(ground.t(f"theme.{theme}") for theme in THEMES),
            ground.t("column.score"),
            ground.t("column.wins"),
        ]
        return Figure(
            key="gewogen",
            title=ground.t("weighing.title"),
            notes=(ground.t("weighing.note"), ground.t("weighing.baseline"), *ground.real_notes),
            source=ground.source,
            alt=ground.t("weighing.alt", list="; ".join(said)),
            draw=partial(score_bars, pd.DataFrame(rows, columns=["name", "theme", "points", "total", "words"])),
            table=table,
            written=tuple((name, *row) for name, row in zip(names, written, strict=True)),
        )

    def triangle(self) -> Figure:
        """Which variant wins when the three themes weigh otherwise, the proportions within a theme kept."""
        ground = self.ground
        by_theme = np.stack([self._theme(theme) for theme in THEMES], axis=1)
        spots = [(i / GRID, j / GRID, 1 - (i + j) / GRID) for i in range(GRID + 1) for j in range(GRID + 1 - i)]
        won = (np.array(spots) @ by_theme.T).argmax(axis=1)
        rows = []
        for (money, work, students), index in zip(spots, won, strict=True):
            colour, _, shape = ground.style(self.at[index])
            x, y = _corner(money, work, students)
            rows.append((x, y, self.name(int(index)), colour, shape))
        ends = [(_corner(1, 0, 0), "right"), (_corner(0, 1, 0), "left"), (_corner(0, 0, 1), "center")]
        corners = pd.DataFrame(
            [
                (x, y + (0.03 if align == "center" else -0.05), ground.t(f"theme.{theme}"), "center")
                for ((x, y), align), theme in zip(ends, THEMES, strict=True)
            ],
            columns=["x", "y", "label", "align"],
        )
        now = [
            sum(self.weights[name] for name in self.criteria if ground.model.scales[name].theme == theme)
            for theme in THEMES
        ]
        here = pd.DataFrame([_corner(*now)], columns=["x", "y"])
        counts = [(self.name(at), 100 * float((won == at).mean())) for at in self.order]
        table = pd.DataFrame(counts, columns=[ground.t("column.variant"), ground.t("column.area")])
        return Figure(
            key="winnaars",
            title=ground.t("weighing.triangle"),
            notes=(ground.t("weighing.triangle_note"), *ground.real_notes),
            source=ground.source,
            alt=ground.t(
                "weighing.triangle_alt",
                list="; ".join(f"{name}: {units.number(share, ground.language, 0)} %" for name, share in counts),
            ),
            draw=partial(winners, pd.DataFrame(rows, columns=["x", "y", "name", "colour", "shape"]), corners, here),
            table=table,
            written=tuple((name, units.number(share, ground.language, 0)) for name, share in counts),
        )

    def _theme(self, theme: str) -> np.ndarray:
        """Scores on one theme alone, ndarray (variants,); a theme without weight counts its criteria alike."""
        of = [self.ground.model.scales[name].theme == theme for name in self.criteria]
        own = np.where(of, self.vector, 0.0)
        if not own.any():
            own = np.array(of, dtype=float)
        return self.scores @ (own / own.sum())


def _corner(money: float, work: float, students: float) -> tuple[float, float]:
    """A place in the triangle: money at the left, work at the right, students at the top."""
    return work + 0.5 * students, 0.88 * students


def _scales(page: Page) -> None:
    with st.expander(page.t("vergelijken.weighing.scales"), key="compare-scales"):
        rows = []
        for scale in page.model.scales.values():
            outcome = page.model.outcomes[scale.outcome]
            ends = [units.with_unit(value, outcome.unit, page.language) for value in (scale.at_0, scale.at_100)]
            rows.append((outcome.label[page.language], *ends, scale.reasoning))
        heads = [page.t(f"vergelijken.column.{name}") for name in ("outcome", "at_0", "at_100", "why")]
        st.html(html_table(page.t("vergelijken.weighing.scales"), heads, rows, words=(0, 3)))
