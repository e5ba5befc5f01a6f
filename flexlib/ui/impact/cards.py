"""The figures under the headline: each with its band, what it means beside income and students, and the reference."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from flexlib import units
from flexlib.engine.result import CHANCES
from flexlib.text.notation import NBSP
from flexlib.ui.ground import Ground
from flexlib.ui.impact.trace import Asked, ask
from flexlib.ui.strip import chance_in_words, shown_difference

CARDS = (
    "one_off_integral",
    "one_off_out_of_pocket",
    "one_off_own_hours",
    "recurring_integral",
    "lasting_fte",
    "income_year",
    "recurring_net",
    "months_all_live",
    "peak_team_load",
    "cost_per_student_year",
    "within_budget_every_year",
    "within_budget_total",
)
MONEY = frozenset(("EUR", "EUR/year"))


@dataclass(frozen=True, slots=True)
class Card:
    """One figure in words: its middle, its band (empty for a chance), and what belongs beside it."""

    outcome_id: str
    label: str
    value: str
    band: str
    lines: tuple[str, ...]


def show(ground: Ground, reference_name: str) -> None:
    """All cards, each with its question mark."""
    with st.container(key="impact-cards"):
        for outcome_id in CARDS:
            card = card_of(ground, outcome_id, reference_name)
            if card is None:
                continue
            with st.container(key=f"impact-card-{outcome_id}", gap="xsmall"):
                st.html(_html(ground, card))
                ask(ground, Asked(outcome_id, card.label), outcome_id)


def card_of(ground: Ground, outcome_id: str, reference_name: str) -> Card | None:
    """A figure in words; None for a chance without a budget."""
    if outcome_id not in ground.estimate.result.values:
        return None
    label = ground.model.outcomes[outcome_id].label[ground.language]
    if outcome_id.startswith(CHANCES):
        share = ground.estimate.result.share(outcome_id)
        if math.isnan(share):
            return None
        words = ground.t("card.chance", words=chance_in_words(share, ground.language))
        return Card(outcome_id, label, units.share(share, ground.language, 0), "", (words,))
    low, middle, high = ground.p(outcome_id)
    if math.isnan(middle):
        return Card(outcome_id, label, ground.t("not_applicable"), "", ())
    lines = _beside(ground, outcome_id)
    if ground.reference is not None:
        lines.append(_difference(ground, outcome_id, middle, reference_name))
    band = _band(ground, outcome_id, low, high)
    return Card(outcome_id, label, _write(ground, outcome_id, middle), band, tuple(line for line in lines if line))


def _write(ground: Ground, outcome_id: str, value: float) -> str:
    unit, language = ground.model.outcomes[outcome_id].unit, ground.language
    if unit in MONEY:
        return units.rounded_money(value, language)
    if unit in ("h", "h/year"):
        return units.hours(units.significant(value, 2), language)
    if unit == "months":
        return units.months(value, language, ground.choice.horizon_months)
    if unit == "share":
        return units.share(value, language, 0 if abs(value) >= 0.1 else 1)
    if unit == "fte":
        return units.fte(value, language)
    return units.with_unit(units.significant(value, 2), unit, language)


def _band(ground: Ground, outcome_id: str, low: float, high: float) -> str:
    """P10–P90 with the unit written once: "44–56 maanden", "€ 850.000 – € 1,3 mln"; ends that read the same once, and
    nothing where there is no band."""
    if low == high:
        return ""
    first, last = _write(ground, outcome_id, low), _write(ground, outcome_id, high)
    if first == last:
        return first
    if ground.model.outcomes[outcome_id].unit in MONEY:
        return f"{first} – {last}"
    digits, _, unit = first.partition(NBSP)
    return f"{digits}–{last}" if unit and last.endswith(unit) and ">" not in first + last else f"{first} – {last}"


def _beside(ground: Ground, outcome_id: str) -> list[str]:
    """What belongs beside a figure: share of income and amount per student, or what it consists of."""
    language = ground.language
    by_income: dict[str, Callable[[], str]] = {
        "one_off_integral": lambda: _of_income(ground, ground.p("one_off_income_share")[1]),
        "recurring_net": lambda: _of_income(ground, ground.p("recurring_income_share")[1]),
    }
    by_student = {"one_off_integral": "one_off_per_student", "recurring_integral": "recurring_per_student"}
    said = [by_income[outcome_id]()] if outcome_id in by_income else []
    if outcome_id in by_student:
        amount = units.rounded_money(ground.p(by_student[outcome_id])[1], language)
        said.append(ground.t("card.per_student", amount=amount))
    if outcome_id == "lasting_fte":
        said.append(_hiring(ground))
    if outcome_id == "months_all_live":
        first, half = (round(ground.p(name)[1]) for name in ("months_first_live", "months_half_live"))
        said.append(ground.t("card.months_detail", first=first, half=half))
    if outcome_id == "peak_team_load":
        said.append(ground.t("card.peak", month=ground.month(ground.p("peak_team_load_month")[1])))
    if outcome_id == "cost_per_student_year":
        count = units.number(units.significant(ground.p("student_years")[1], 2), language, 0)
        said.append(ground.t("card.studentyears", count=count))
    if outcome_id == "income_year" and ground.p("hours_released_year")[1] > 0:
        hours = units.hours(units.significant(ground.p("hours_released_year")[1], 2), language)
        said.append(ground.t("card.released", hours=hours))
    return said


def _hiring(ground: Ground) -> str:
    """What the lasting people cost when hired, and what spending that makes together with what already is."""
    names = {"own": "recurring_own_time", "out": "recurring_out_of_pocket", "cash": "cash_if_hired"}
    amounts = {name: units.rounded_money(ground.p(outcome)[1], ground.language) for name, outcome in names.items()}
    if ground.p("recurring_out_of_pocket")[1] < 1:
        return ground.t("card.fte_detail", own=amounts["own"])
    return ground.t("card.fte_detail_with", **amounts)


def _of_income(ground: Ground, share: float) -> str:
    return ground.t("card.income_share", share=units.share(share, ground.language))


def _difference(ground: Ground, outcome_id: str, middle: float, reference_name: str) -> str:
    assert ground.reference is not None
    other = float(ground.reference.result.quantiles(outcome_id)[1])
    if math.isnan(other):
        return ""
    unit = ground.model.outcomes[outcome_id].unit
    like_strip = units.is_money(unit) or unit.startswith("h")
    change = abs(shown_difference(middle, other) if like_strip else middle - other)
    written = _write(ground, outcome_id, change)
    is_none = change < 1e-9 or written == _write(ground, outcome_id, 0.0)
    if unit == "share":
        points = units.number(change * 100, ground.language, 0 if change >= 0.1 else 1)
        written = ground.t("card.points", points=points)
    if is_none:
        return ground.t("card.same", reference=reference_name)
    more = ground.t("card.more" if middle > other else "card.less", amount=written)
    return ground.t("card.difference", difference=more, reference=reference_name)


def _html(ground: Ground, card: Card) -> str:
    band = [ground.t("card.band", band=card.band)] if card.band else []
    lines = "".join(f"<li>{escape(line)}</li>" for line in [*band, *card.lines])
    return (
        f'<div class="fl-figure-card" data-testid="card-{card.outcome_id}"><h3>{escape(card.label)}</h3>'
        f'<p class="fl-figure-value">{escape(card.value)}</p><ul>{lines}</ul></div>'
    )
