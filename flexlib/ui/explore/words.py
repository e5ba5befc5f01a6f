"""The words of an answer: the sentence it leads with, its limits, how sure it is, and why a variant is in it."""

from __future__ import annotations

from flexlib import units
from flexlib.engine.explore.answer import Proposal, SearchAnswer
from flexlib.engine.explore.question import LEVEL, MEAN, P10, P50, P90, REGRET, Limit
from flexlib.model.records import CostModel
from flexlib.text import text
from flexlib.ui import controls
from flexlib.ui.compare.ground import written

LETTERS = "ABCDEFGHIJKL"
EXACT_BELOW = 1_000_000
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
UNSPEAKABLE = 1e16
DIGITS = 6  # of money beside a limit: enough to tell them apart
RESTS_ON = 0.02  # a shift of scores beyond this is worth a warning


def count_words(count: int, language: str) -> str:
    """A number of combinations as one says it: "46.080", "3,2 miljard"."""
    if count < EXACT_BELOW:
        return units.number(count, language, 0)
    if count >= UNSPEAKABLE:
        return text("verkennen.count.countless", language)
    size, name = next((size, name) for size, name in SCALES if count >= size)
    return text(f"verkennen.count.{name}", language, number=units.number(units.significant(count / size, 2), language))


def lead(answer: SearchAnswer, language: str) -> str:
    """What came out, in one sentence."""
    size, seen = count_words(answer.size, language), units.number(answer.evaluated, language, 0)
    within = units.number(answer.within_limits, language, 0)
    looked = "whole" if answer.is_enumerated and not answer.is_stopped else "part"
    if answer.front and not answer.question.limits:
        best, told = units.number(len(answer.front), language, 0), _told(answer, language)
        return text(f"verkennen.outcome.free_{looked}", language, size=size, seen=seen, best=best, told=told)
    if not answer.front:
        return text(f"verkennen.outcome.none_{looked}", language, size=size, seen=seen)
    return text(
        f"verkennen.outcome.found_{looked}", language, size=size, seen=seen, within=within, told=_told(answer, language)
    )


def _told(answer: SearchAnswer, language: str) -> str:
    return text("verkennen.outcome.told", language, count=len(answer.proposals))


def limit_words(model: CostModel, limit: Limit, language: str, value: float | None = None) -> str:
    """A limit in words, with its own amount or another one."""
    amount = amount_words(model, limit, limit.value if value is None else value, language)
    if limit.at == LEVEL:
        return text("verkennen.limit.promise", language, lever=model.levers[limit.subject].label, level=amount)
    values = {"outcome": model.outcomes[limit.subject].label, "amount": amount}
    side = "most" if limit.is_most else "least"
    words = text(f"verkennen.limit.{side}", language, **values)
    if limit.year is not None:
        words = text("verkennen.limit.in_year", language, limit=words, year=str(limit.year))
    return words if limit.at == P50 else text("verkennen.limit.sure", language, limit=words)


def amount_words(model: CostModel, limit: Limit, value: float, language: str) -> str:
    """An amount as a limit is about it, precise enough to tell it from the limit."""
    if limit.at == LEVEL:
        return controls.level_name(model.levers[limit.subject], value, language)
    unit = model.outcomes[limit.subject].unit
    if value != value:
        return text("impact.not_applicable", language)
    if units.is_money(unit):
        return units.money(units.significant(value, DIGITS), language)
    if units.is_share(unit):
        return units.share(value, language, 1)
    if unit == "months":
        return units.with_unit(value, unit, language, 1)
    return units.with_unit(units.significant(value, 4), unit, language)


def title_of(model: CostModel, proposal: Proposal, language: str) -> str:
    """What a found variant is called after why it is there."""
    if proposal.reason == "best" and proposal.outcome is not None:
        return text("verkennen.card.best", language, outcome=model.outcomes[proposal.outcome].label[language].lower())
    return text("verkennen.card.balanced" if proposal.reason == "balanced" else "verkennen.card.different", language)


def why(model: CostModel, answer: SearchAnswer, proposal: Proposal, language: str) -> str:
    """Why a variant is in the handful, with the figure that says so."""
    if proposal.reason == "best" and proposal.outcome is not None:
        value = written(model.outcomes[proposal.outcome].unit, proposal.found.scores[proposal.outcome], language)
        name = model.outcomes[proposal.outcome].label[language].lower()
        if answer.question.robust in (MEAN, P90):
            is_small = model.outcomes[proposal.outcome].direction == "minimise"
            at = MEAN if answer.question.robust == MEAN else P90 if is_small else P10
            name = text(f"verkennen.chart.stat.{at}", language, outcome=name)
        if answer.question.robust != REGRET:
            return text("verkennen.card.why_best", language, outcome=name, value=value)
        if proposal.found.scores[proposal.outcome] == 0:
            return text("verkennen.card.why_no_regret", language, outcome=name)
        return text("verkennen.card.why_regret", language, outcome=name, value=value)
    if proposal.reason == "balanced":
        return text("verkennen.card.why_balanced", language)
    return text("verkennen.card.why_different", language)


def certainty(answer: SearchAnswer, language: str) -> list[str]:
    """How sure the answer is and how far it may be off, in plain sentences."""
    size, seen = count_words(answer.size, language), units.number(answer.evaluated, language, 0)
    draws, searched = (units.number(count, language, 0) for count in (answer.draws, answer.draws_searched))
    lines = []
    if answer.is_stopped:
        lines.append(text("verkennen.sure.stopped", language, size=size, seen=seen))
    elif answer.is_proven:
        lines.append(text("verkennen.sure.proven", language, size=size, draws=draws))
    elif answer.is_enumerated:
        lines.append(text("verkennen.sure.whole", language, size=size, searched=searched, draws=draws))
    else:
        lines.append(text("verkennen.sure.sampled", language, size=size, seen=seen, searched=searched, draws=draws))
        if answer.entering_share == answer.entering_share:
            entering = units.share(answer.entering_share, language, 1)
            lines.append(text("verkennen.sure.entering", language, share=entering))
        if answer.late_gain == answer.late_gain:
            lines.append(text("verkennen.sure.gain", language, share=units.share(answer.late_gain, language, 1)))
    if answer.draws_searched < answer.draws and answer.shift > 0:
        shift = units.share(answer.shift, language, 1)
        lines.append(text("verkennen.sure.shift", language, shift=shift))
        if answer.shift > RESTS_ON:
            lines.append(text("verkennen.sure.shift_large", language))
    lines.append(
        text(
            "verkennen.sure.seed",
            language,
            seed=str(answer.question.seed),
            seconds=units.number(answer.seconds, language, 0),
        )
    )
    return lines
