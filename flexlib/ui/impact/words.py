"""What the figures of a choice say, in sentences a board can read aloud."""

from __future__ import annotations

from functools import partial

import numpy as np

from flexlib import units
from flexlib.engine.evidence import grade_d_band_share, quantile_precision
from flexlib.engine.sampling import overrides_of
from flexlib.model.records import CHAINS
from flexlib.ui.cache import shelf
from flexlib.ui.circumstances import future_name
from flexlib.ui.ground import Ground
from flexlib.ui.impact.figures_course import lines_of
from flexlib.ui.impact.figures_work import capacities, fte_by_role, tightest_role


def headline(ground: Ground) -> str:
    """The one sentence that says what this variant asks."""
    if not ground.has_scope:
        return ground.t("sentence_none")
    language, horizon = ground.language, ground.choice.horizon_months
    band = ground.money_band(*ground.p("one_off_integral"))
    months = ground.p("months_all_live")[1]
    return ground.t(
        "sentence",
        one_off=ground.t(
            "sentence_share" if ground.has_band else "sentence_share_alone",
            band=band.rstrip(")"),
            share=units.share(ground.p("one_off_income_share")[1], language),
        ),
        recurring=units.rounded_money(ground.p("recurring_integral")[1], language),
        per_student=units.rounded_money(ground.p("recurring_per_student")[1], language),
        months=ground.t("sentence_late", horizon=units.months(horizon, language))
        if months > horizon
        else units.months(months, language),
    )


def basis(ground: Ground) -> str:
    """What the headline rests on: institution, future, price level, band."""
    return ground.t(
        "basis",
        institution=ground.institution,
        future=future_name(ground.model, ground.choice, ground.language),
        count=ground.choice.draws,
        year=ground.model.settings.price_level,
    )


def beneath(ground: Ground) -> list[str]:
    """What stands under the headline: after yields, the lasting people, what falls beyond."""
    if not ground.has_scope:
        return []
    language = ground.language
    money = partial(units.rounded_money, language=language)
    said = [
        ground.t(
            "after_income",
            net=money(ground.p("recurring_net")[1]),
            share=units.share(ground.p("recurring_income_share")[1], language),
        ),
        ground.t(
            "hired",
            fte=units.fte(ground.p("lasting_fte")[1], language),
            own=money(ground.p("recurring_own_time")[1]),
            cash=money(ground.p("cash_if_hired")[1]),
            out=money(ground.p("recurring_out_of_pocket")[1]),
        ),
    ]
    late = ground.p("one_off_beyond_horizon")[1]
    if late > 0.005 * ground.p("one_off_integral")[1]:
        said.append(ground.t("beyond", amount=money(late)))
    return said


def money_sentence(ground: Ground) -> str:
    """The most expensive year, and what it costs when everything runs; with inflation each amount names its prices."""
    low, middle, high = ground.estimate.result.quantiles("integral_year")
    worst, year = worst_year(ground), ground.model.settings.price_level
    basis = "_nominal" if ground.choice.price_basis == "nominal" else ""
    said = ground.t(
        f"money.sentence{basis}",
        worst=ground.estimate.result.calendar_years[worst].label,
        band=ground.money_band(low[worst], middle[worst], high[worst]),
        recurring=units.rounded_money(ground.p("recurring_integral")[1], ground.language),
        year=year,
    )
    income = ground.p("income_year")[1]
    if income > 0:
        written = units.rounded_money(income, ground.language)
        said += " " + ground.t(f"money.sentence_income{basis}", income=written, year=year)
    return said


def worst_year(ground: Ground) -> int:
    """Position of the calendar year with the highest cost (P50)."""
    return int(np.argmax(ground.estimate.result.quantiles("integral_year")[1]))


def parts_sentence(ground: Ground) -> str:
    return ground.t(
        "parts.sentence",
        cash=units.rounded_money(ground.point("total_out_of_pocket"), ground.language),
        own=units.rounded_money(ground.point("total_own_time"), ground.language),
    )


def work_sentence(ground: Ground) -> str:
    """Where it gets tightest, and what is replaced."""
    role, year, share = tightest_role(ground)
    label = ground.model.roles[role].label[ground.language]
    position = list(ground.model.roles).index(role)
    asked = units.fte(float(fte_by_role(ground)[year, position]), ground.language)
    there = capacities(ground.model, ground.choice)[1][role].there
    if not there:
        said = ground.t("work.sentence_none", asked=asked, role=label)
    else:
        said = ground.t(
            "work.sentence",
            role=label,
            year=ground.estimate.point.school_years[year].label,
            asked=asked,
            there=units.fte(there, ground.language),
            share=units.share(share, ground.language, 0),
        )
    replaced = np.asarray(ground.estimate.point.values["hours_replaced"][0])
    if replaced.sum() > 0:
        busiest = ground.estimate.point.school_years[int(np.argmax(replaced))].label
        hours = units.hours(float(replaced.sum()), ground.language)
        said += " " + ground.t("work.replaced", hours=hours, year=busiest)
    return said


def time_sentence(ground: Ground) -> str:
    """When all teams take part, the plan beside the capacity, and how long one team builds."""
    language = ground.language
    low, middle, high = ground.p("months_all_live")
    planned, capacity = ground.p("months_rollout_planned")[1], ground.p("months_rollout_capacity")[1]
    plan = ground.t(
        "time.plan_short" if capacity > planned else "time.plan_holds",
        planned=units.months(planned, language),
        capacity=units.months(capacity, language),
    )
    horizon = ground.choice.horizon_months
    if middle > horizon:
        said = ground.t("time.sentence_late", horizon=units.months(horizon, language), plan=plan)
    else:
        said = ground.t(
            "time.sentence" if ground.has_band else "time.sentence_alone",
            middle=units.months(middle, language),
            low=round(low),
            high=f">{horizon}" if high > horizon else round(high),
            month=ground.month(middle),
            plan=plan,
        )
    return f"{said} {ground.t('time.build', build=units.months(ground.p('months_build')[1], language))}"


def heat_sentence(ground: Ground, timing: str, amount: str) -> str:
    """The chain with the most of it."""
    sums = _by_chain(ground, timing, amount)
    total, chain = sum(sums.values()), fullest_chain(ground, timing, amount)
    share = units.share(sums[chain] / total if total else 0.0, ground.language, 0)
    return ground.t(f"heat.sentence_{timing}", chain=ground.t(f"chain.{chain}").lower(), share=share)


def fullest_chain(ground: Ground, timing: str, amount: str) -> str:
    """The chain that holds most."""
    sums = _by_chain(ground, timing, amount)
    return max(sums, key=lambda name: sums[name])


def _by_chain(ground: Ground, timing: str, amount: str) -> dict[str, float]:
    found = lines_of(ground.model, ground.choice).by_chain_and_aspect(timing, amount)
    return {chain: sum(value for (of, _), value in found.items() if of == chain) for chain in CHAINS}


def cells(ground: Ground, timing: str, amount: str) -> list[tuple[str, str]]:
    """Chain and aspect of the cells that hold something, the largest first."""
    found = lines_of(ground.model, ground.choice).by_chain_and_aspect(timing, amount)
    return sorted((cell for cell, value in found.items() if value), key=lambda cell: -found[cell])


def lines_sentence(ground: Ground) -> str:
    rows = [row for row in lines_of(ground.model, ground.choice).rows if row.integral or row.income or row.hours]
    one_off = [row for row in rows if row.line.timing == "one_off"]
    largest = max(one_off, key=lambda row: row.integral)
    total = sum(row.integral for row in one_off)
    return ground.t(
        "lines.sentence",
        count=len(rows),
        line=largest.line.label,
        amount=units.rounded_money(largest.integral, ground.language),
        share=units.share(largest.integral / total, ground.language, 0),
    )


def balance_sentence(ground: Ground) -> str:
    """The lowest and the highest balance with their scores."""
    low, high = lowest_and_highest(ground)
    labels = ground.model.outcomes
    return ground.t(
        "balance.sentence",
        low=labels[low].label[ground.language].lower(),
        score=round(ground.p(low)[1]),
        high=labels[high].label[ground.language].lower(),
        high_score=round(ground.p(high)[1]),
    )


def lowest_and_highest(ground: Ground) -> tuple[str, str]:
    """The balances with the lowest and the highest middle."""
    scores = {balance: ground.p(balance)[1] for balance in ground.model.balances}
    known = [balance for balance, score in scores.items() if score == score]
    return min(known, key=lambda name: scores[name]), max(known, key=lambda name: scores[name])


def firmness(ground: Ground) -> list[str]:
    """How much of the bands rests on assumptions, and how precise the quantiles are; nothing without a band."""
    if not ground.has_scope or not ground.has_band:
        return []
    outcomes = ("one_off_integral", "recurring_integral", "months_all_live")
    draws = shelf().draws(ground.choice.draws, ground.choice.seed, overrides_of(ground.choice))
    shares = grade_d_band_share(ground.model, ground.choice, draws, outcomes)
    names = ("one_off", "recurring", "months")
    written = {name: units.share(shares[key], ground.language, 0) for name, key in zip(names, outcomes, strict=True)}
    low, high = quantile_precision(ground.estimate.result.values["one_off_integral"])[1]
    return [
        _capital(ground.t("limits.grade_d", **written)),
        ground.t(
            "limits.precision",
            draws=ground.choice.draws,
            low=units.money(units.significant(low, 3), ground.language),
            high=units.money(units.significant(high, 3), ground.language),
        ),
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
