"""Uitzoeken: what to find out before choosing between the variants that are compared, by the room's own rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.importance import gain_bars
from flexlib.engine.sampling import overrides_of
from flexlib.engine.sensitivity.inputs import inputs_of
from flexlib.engine.sensitivity.knowing import Gain, Knowing, Rule, by_cost, by_weights, knowing
from flexlib.ui import cache, chart_panel, comparison, look
from flexlib.ui.chart_panel import Figure
from flexlib.ui.comparison import Compares
from flexlib.ui.frame import Page
from flexlib.ui.moves import nameless
from flexlib.ui.strip import chance_in_words
from flexlib.ui.told import Tell, result_of
from flexlib.ui.totals import Totals
from flexlib.ui.uncertainty.ground import Unsure, input_name, short_name
from flexlib.ui.uncertainty.parts import contest_list
from flexlib.ui.uncertainty.rule import Asked, choose_rule

MOST = 10
NEXT_TO_NOTHING = 0.01  # of what lies between the best and the worst candidate: a gain below it moves nobody
CENT = 0.01  # the smallest gain that is written as such


@dataclass(frozen=True, slots=True)
class OfTotals:
    """The totals of a variant as a rule reads them."""

    totals: Totals

    @property
    def values(self) -> dict[str, np.ndarray]:
        return dict(self.totals.values)

    def quantiles(self, outcome_id: str, /) -> np.ndarray:
        return np.array(self.totals.p(outcome_id))


def show(page: Page, ground: Unsure) -> None:
    """The part as a whole."""
    compared = comparison.ground_of(page)
    if compared is None or len(compared.contenders) < 2:
        look.headline(page.t("onzekerheid.find_out.too_few"))
        _to_compare(page)
        return
    head = st.container()
    rule = choose_rule(page, compared)
    if rule is None:
        return
    found = _find(page, compared, rule)
    names = [compared.names[at] for at in compared.contenders]
    if found is not None:
        with head:
            look.headline(lead(ground, found, names), beneath(ground, found, names))
        _shown(page, ground, found, names)
    look.section(page.t("onzekerheid.find_out.why"), page.t("onzekerheid.find_out.money_alone"))
    _to_compare(page)


def _to_compare(page: Page) -> None:
    st.page_link("pages/vergelijken.py", label=page.t("onzekerheid.find_out.to_compare"), icon=":material/balance:")


@dataclass(frozen=True, slots=True)
class Found:
    """What finding out first is worth. apart : mean over the draws from worst to best candidate, in the rule's unit"""

    knowing: Knowing
    apart: float

    @property
    def worth_telling(self) -> list[Gain]:
        """Inputs whose knowing is worth more than noise, the most first."""
        return [gain for gain in self.knowing.gains if not gain.is_noise and gain.value > 0]

    @property
    def is_next_to_nothing(self) -> bool:
        """Whether even the largest gain is negligible beside what the choice itself is about."""
        return all(gain.value < NEXT_TO_NOTHING * self.apart for gain in self.worth_telling)


def _find(page: Page, compared: Compares, asked: Asked) -> Found | None:
    shelf, model = cache.shelf(), page.model
    choices = tuple(nameless(compared.variants[at].choice) for at in compared.contenders)
    results = [OfTotals(compared.totals[at]) for at in compared.contenders]

    def work(tell: Tell) -> Found:
        if asked.weights:
            scales = {name: (scale.at_0, scale.at_100) for name, scale in model.scales.items()}
            rule: Rule = by_weights(results, scales, dict(asked.weights))
        else:
            rule = by_cost(results, asked.least)
        inputs = inputs_of(model, overrides_of(choices[0]))
        found = knowing(rule, shelf.draws_of(choices[0]), inputs, tell)
        apart = float(np.ptp(rule.scores, axis=1).mean())
        return Found(replace(found, rule=replace(rule, scores=rule.scores[:0])), apart)  # what is kept holds no draws

    shown: Found | None = result_of(page, ("knowing", choices, asked), work)
    return shown


def lead(ground: Unsure, found: Found, names: Sequence[str]) -> str:
    """What to find out first, or that finding out first gains nothing, or next to nothing."""
    worth = found.worth_telling
    if not worth:
        return ground.t("find_out.nothing", preferred=names[found.knowing.preferred])
    if found.is_next_to_nothing:
        return ground.t("find_out.little", gain=_amount(ground, found.knowing.rule, worth[0].value))
    name = input_name(ground.model, worth[0].input, ground.language)
    return ground.t("find_out.lead", name=name, chance=chance_in_words(worth[0].changes, ground.language))


def beneath(ground: Unsure, found: Found, names: Sequence[str]) -> str:
    """What the room would choose now, how sure, and what knowing everything would add; what a tiny gain is beside."""
    known = found.knowing
    best = dict(zip(known.rule.candidates, known.best_in, strict=True))[known.preferred]
    said = ground.t(
        "find_out.now",
        preferred=names[known.preferred],
        chance=chance_in_words(best, ground.language),
        everything=_amount(ground, known.rule, known.everything),
    )
    if not found.worth_telling or not found.is_next_to_nothing:
        return said
    name = input_name(ground.model, found.worth_telling[0].input, ground.language)
    beside = ground.t("find_out.beside", name=name, apart=_about(ground, known.rule, found.apart))
    return f"{beside} {said}"


def _about(ground: Unsure, rule: Rule, value: float) -> str:
    """How far variants are apart, in the rule's unit and two digits."""
    rounded = units.significant(value, 2)
    if rule.unit == "points":
        return ground.t("find_out.points", value=units.number(rounded, ground.language))
    return ground.t("find_out.euros", value=units.money(rounded, ground.language))


def _amount(ground: Unsure, rule: Rule, value: float) -> str:
    """A gain in the rule's unit."""
    if 0 < value < CENT / 2:
        return ground.t("find_out.under", value=_amount(ground, rule, CENT))
    if rule.unit == "points":
        return ground.t("find_out.points", value=units.number(value, ground.language, 2))
    return ground.t("find_out.euros", value=units.money(value, ground.language, 2))


def _shown(page: Page, ground: Unsure, found: Found, names: Sequence[str]) -> None:
    worth = found.worth_telling[:MOST]
    if not worth:
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        chart_panel.show(gains_figure(ground, found.knowing, worth, names), page.language, page.is_dark)
    with right:
        contest_list(page, [gain.input for gain in worth], "find-out")


def gains_figure(ground: Unsure, found: Knowing, worth: Sequence[Gain], names: Sequence[str]) -> Figure:
    """What knowing each input is worth, above the noise."""
    rows, written, bars = [], [], []
    floor = max(gain.floor for gain in worth)
    for gain in worth:
        name = input_name(ground.model, gain.input, ground.language)
        said = _amount(ground, found.rule, gain.value), chance_in_words(gain.changes, ground.language)
        rows.append((name, gain.value, gain.error, gain.floor, 100 * gain.changes))
        written.append((name, *(units.number(value, ground.language, 3) for value in rows[-1][1:4]), said[1]))
        label = short_name(ground.model, gain.input, ground.language)
        low, high = max(0.0, gain.value - 1.96 * gain.error), gain.value + 1.96 * gain.error
        bars.append((label, gain.value, low, high, ", ".join(said)))
    unit = ground.t("find_out.unit_points" if found.rule.unit == "points" else "find_out.unit_euros")
    heads = [ground.t(f"column.{name}") for name in ("input", "gain", "error", "floor", "changes")]
    candidates = [names[at] for at in found.rule.candidates]
    return Figure(
        key="uitzoeken",
        title=ground.t("find_out.title", unit=unit),
        notes=(ground.t("find_out.note"), ground.t("find_out.between", list=", ".join(candidates))),
        source=ground.source,
        alt=ground.t("find_out.alt", list="; ".join(f"{row[0]}: {row[4]}" for row in written)),
        draw=partial(
            gain_bars,
            pd.DataFrame(bars, columns=["name", "value", "low", "high", "words"]),
            floor,
            ground.t("find_out.floor"),
        ),
        table=pd.DataFrame(rows, columns=heads),
        written=tuple(written),
    )
