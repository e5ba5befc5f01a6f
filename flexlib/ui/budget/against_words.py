"""What a budget against the model says, in sentences a board can read aloud."""

from __future__ import annotations

from flexlib import units
from flexlib.budget.beside.comparison import Spending
from flexlib.ui.budget.against_figure import span, years_in_words
from flexlib.ui.budget.compared import Against
from flexlib.ui.strip import chance_in_words

NAMED = 5  # lines that are called by their name in a sentence


def lead(of: Against) -> tuple[str, str, list[str]]:
    """The one sentence, the one figure ("" when there is none), and what stands beneath."""
    if not of.shared():
        has_years = any(year.budget_months for year in of.found.years)
        is_loose = bool(of.found.without_year) and not has_years
        return of.t("lead.without_year" if is_loose else "lead.no_year"), "", [of.t("nominal")]
    total, language = of.found.total, of.page.language
    assert total.budgeted is not None and total.asked is not None
    amounts = {
        "years": years_in_words(of),
        "budget": units.rounded_money(float(total.budgeted), language),
        "asked": units.money_band(*total.asked, language),
    }
    beneath = [_gap(of, total), _doubt(of), of.t("nominal")]
    if total.chance is None:
        return of.t("lead.whole", **amounts), "", [of.t("lead.whole_why"), of.t("nominal")]
    sentence = of.t("lead.chance", words=_capital(chance_in_words(total.chance, language)), **amounts)
    is_almost = 0.995 <= total.chance < 1
    figure = of.t("lead.figure", share=of.t("lead.almost") if is_almost else units.share(total.chance, language, 0))
    return sentence, figure, [line for line in beneath if line]


def beside_the_chance(of: Against) -> list[str]:
    """What the comparison does not count, so that nobody reads more in it than it says: lines without a year, money
    outside its years, and that putting work off raises the chance."""
    language, said = of.page.language, []
    if of.found.without_year:
        lines = of.found.without_year
        names = ", ".join(line.label or line.account or f"{line.sheet}, {line.row}" for line in lines[:NAMED])
        rest = len(lines) - NAMED
        names += of.t("without_year_rest", count=rest) if rest > 0 else ""
        said.append(of.t("without_year", count=len(lines), names=names))
    until = str(of.shared()[-1].year) if of.shared() else ""
    for key, one in (("outside.before", of.found.before), ("outside.after", of.found.after)):
        if one is not None:
            amount, share = units.money_band(*one.asked, language), units.share(one.share, language, 0)
            said.append(of.t(key, amount=amount, share=share, years=span(one.years), until=until))
    if of.by_chance and of.found.after is not None and of.found.after.is_large:
        said.append(of.t("outside.delay", until=until))
    return said


def reserve_sentence(of: Against) -> str:
    """When the reserve runs out, with its figure."""
    reserve = of.found.reserve
    assert reserve is not None
    amount, language = units.rounded_money(reserve.amount, of.page.language), of.page.language
    last, share = reserve.shares[-1]
    if reserve.runs_out is None:
        return of.t("reserve_lasts", amount=amount, year=last, words=chance_in_words(share, language))
    share = dict(reserve.shares)[reserve.runs_out]
    words = chance_in_words(share, language)
    return of.t("reserve_runs_out", amount=amount, year=reserve.runs_out, words=words)


def not_compared(of: Against) -> list[str]:
    """What stands outside the comparison, each in a sentence."""
    language = of.page.language
    years = of.found.years
    said = [of.t("not_compared.own_time")]
    only_budget = [str(year.year) for year in years if not year.model_months]
    only_model = [str(year.year) for year in years if not year.budget_months]
    if only_budget:
        said.append(of.t("not_compared.only_budget", years=", ".join(only_budget)))
    if only_model:
        said.append(of.t("not_compared.only_model", years=", ".join(only_model)))
    partial = [str(year.year) for year in of.found.partial]
    if partial:
        said.append(of.t("not_compared.partial", years=", ".join(partial)))
    later = sum(row.later for row in of.found.rows)
    if later >= 1 and of.options.capitalise_years:
        said.append(of.t("not_compared.later", amount=units.rounded_money(later, language)))
    if of.found.left_out:
        said.append(of.t("not_compared.left_out", count=len(of.found.left_out)))
    return said


def _gap(of: Against, total: Spending) -> str:
    assert total.gap is not None
    amount = units.rounded_money(abs(total.gap), of.page.language)
    return of.t("lead.short" if total.gap < 0 else "lead.over", amount=amount, years=years_in_words(of))


def _doubt(of: Against) -> str:
    known = [one for one in of.found.spending if one.chance is not None]
    doubt = of.in_doubt()
    if doubt is None or doubt.chance is None:
        return of.t("lead.no_doubt") if known else ""
    words = chance_in_words(doubt.chance, of.page.language)
    return of.t("lead.doubt", year=doubt.year, words=words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
