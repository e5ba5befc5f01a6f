"""Staying within the budget: the chance per calendar year and in total, in words and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from flexlib import units
from flexlib.engine.calendar import Period
from flexlib.model.choices import year_budget
from flexlib.ui.cache import shelf
from flexlib.ui.frame import Page
from flexlib.ui.ground import Ground
from flexlib.ui.impact.asks import of_years
from flexlib.ui.impact.trace import Asked, ask_one_of
from flexlib.ui.strip import chance_in_words
from flexlib.ui.tables import html_table


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """A calendar year with a budget: what is spent (P10, P50, P90) beside it, EUR, and the chance to stay within it;
    nan in a year that is not full."""

    period: Period
    budget: float
    spent: tuple[float, float, float]
    chance: float


def budget_years(ground: Ground) -> list[BudgetYear]:
    """Every calendar year of the horizon that has a budget."""
    result = ground.estimate.result
    spent, chances = result.quantiles("out_of_pocket_year"), result.mean("within_budget_year")
    found = []
    for index, period in enumerate(result.calendar_years):
        amount = year_budget(ground.choice.institution, result.figures, period.year, period.start.month)
        if amount is not None:
            low, middle, high = (float(value) for value in spent[:, index])
            found.append(BudgetYear(period, amount, (low, middle, high), float(chances[index])))
    return found


def sentences(ground: Ground) -> list[str]:
    """The year that is hardest, all years together, and the whole programme, as a board says it; only what is known."""
    language = ground.language
    full = [year for year in budget_years(ground) if year.chance == year.chance]
    said = []
    if full:
        hardest = min(full, key=lambda year: year.chance)
        words = _capital(chance_in_words(hardest.chance, language))
        key = "budget.hardest" if len(full) > 1 else "budget.only"
        said.append(ground.t(key, words=words, year=hardest.period.label))
    for outcome_id in ("within_budget_every_year", "within_budget_total"):
        share = ground.estimate.result.share(outcome_id)
        if share == share and (len(full) > 1 or outcome_id == "within_budget_total"):
            by_year = outcome_id == "within_budget_total" and ground.choice.institution.budget_by_year
            key = "within_budget_years" if by_year else outcome_id
            said.append(ground.t(f"budget.{key}", words=_capital(chance_in_words(share, language))))
    if said and (after := shelf().totals(ground.choice).after_budget) is not None:
        key = "budget.after_large" if after.is_large else "budget.after"
        amount = units.money_band(*after.asked, language)
        said.append(ground.t(key, until=str(after.years[0] - 1), amount=amount))
    return said


def show(page: Page, ground: Ground) -> None:
    """The section, drawn once the institution has a budget."""
    if not ground.has_scope or not (said := sentences(ground)):
        return
    heading, sentence = escape(page.t("impact.budget.heading")), escape(" ".join(said))
    st.html(
        f'<div class="fl-section fl-part" data-testid="budget"><h2>{heading}</h2>'
        f'<p class="fl-sentence">{sentence}</p></div>'
    )
    years = budget_years(ground)
    if years:
        st.html(_table(ground, years) + f'<p class="fl-note">{escape(ground.price_note)}</p>')
    asks = [
        Asked("within_budget_year", ground.t("budget.ask", year=year.period.label), year.period.year)
        for year in years
        if year.chance == year.chance
    ]
    if asks:
        every = page.model.outcomes["within_budget_every_year"].label[page.language]
        spent = of_years(ground, ("out_of_pocket_year",))
        ask_one_of(ground, [*asks, Asked("within_budget_every_year", every), *spent], "budget")


def _table(ground: Ground, years: list[BudgetYear]) -> str:
    language = ground.language
    rows = []
    for year in years:
        low, middle, high = (units.money(units.significant(value, 3), language) for value in year.spent)
        is_known = year.chance == year.chance
        rows.append(
            (
                ground.year_words(year.period),
                units.money(year.budget, language),
                middle,
                ground.span(low, high),
                units.share(year.chance, language, 0) if is_known else ground.t("not_applicable"),
                chance_in_words(year.chance, language) if is_known else ground.t("budget.partial"),
            )
        )
    heads = [ground.t("column.year")] + [ground.t(f"budget.column_{name}") for name in ("budget", "spent")]
    heads += [ground.t("column.band"), ground.t("budget.column_chance"), ground.t("budget.column_words")]
    return html_table(ground.t("budget.table"), heads, rows, words=(0, 5))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
