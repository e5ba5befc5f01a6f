"""The words of an answer: the sentence it leads with, its limits, how sure it is, and why a variant is in it."""

from __future__ import annotations

import numpy as np

from flexlib import units
from flexlib.engine.explore.answer import Proposal, SearchAnswer
from flexlib.engine.explore.looking import HELD_OUT
from flexlib.engine.explore.question import P10, P50, P90, REGRET
from flexlib.model.records import CostModel
from flexlib.text import text
from flexlib.ui.values import written

LETTERS = "ABCDEFGHIJKL"
EXACT_BELOW = 1_000_000
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
UNSPEAKABLE = 1e16
ALIKE = 0.005  # of the span of the front: smaller differences are not worth words
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
    count = len(answer.proposals)
    alike = count == 1 and len(answer.front) > 1
    return text("verkennen.outcome.told_alike" if alike else "verkennen.outcome.told", language, count=count)


def title_of(model: CostModel, proposal: Proposal, language: str) -> str:
    """What a found variant is called after why it is there."""
    if proposal.reason == "best" and proposal.outcome is not None:
        return text("verkennen.card.best", language, outcome=model.outcomes[proposal.outcome].label[language].lower())
    return text("verkennen.card.balanced" if proposal.reason == "balanced" else "verkennen.card.different", language)


def statistic_of(answer: SearchAnswer, minimise: bool) -> str:
    """What of an outcome counted: the key of its name under `verkennen.chart.stat`."""
    robust = answer.question.robust
    return P10 if robust == P90 and not minimise else robust


def why(model: CostModel, answer: SearchAnswer, proposal: Proposal, language: str) -> str:
    """Why a variant is in the handful, with the figure that says so."""
    if proposal.reason == "best" and proposal.outcome is not None:
        score = proposal.found.scores[proposal.outcome]
        value = written(model.outcomes[proposal.outcome].unit, score, language)
        if answer.question.robust != REGRET:
            name = _counted(model, answer, proposal.outcome, language)
            return text("verkennen.card.why_best", language, outcome=name, value=value)
        name = model.outcomes[proposal.outcome].label[language].lower()
        return text(f"verkennen.card.{'why_regret' if score else 'why_no_regret'}", language, outcome=name, value=value)
    if proposal.reason == "balanced":
        return text("verkennen.card.why_balanced", language)
    return f"{text('verkennen.card.why_different', language)} {_beside(model, answer, proposal, language)}"


def _counted(model: CostModel, answer: SearchAnswer, name: str, language: str) -> str:
    """An outcome with what of it counted; the middle goes without saying."""
    outcome = model.outcomes[name]
    label, at = outcome.label[language].lower(), statistic_of(answer, outcome.direction == "minimise")
    return label if at == P50 else text(f"verkennen.chart.stat.{at}", language, outcome=label)


def _beside(model: CostModel, answer: SearchAnswer, proposal: Proposal, language: str) -> str:
    """What a variant wins and gives up beside the one before it whose outcomes are most like its own."""
    names, scores = answer.question.front, proposal.found.scores
    spans = {name: float(np.ptp([one.scores[name] for one in answer.front])) or 1.0 for name in names}
    before = [one.found.scores for one in answer.proposals[: answer.proposals.index(proposal)]]
    nearest = int(np.argmin([sum(((one[name] - scores[name]) / spans[name]) ** 2 for name in names) for one in before]))
    said: dict[str, list[str]] = {"better": [], "worse": []}
    for name in names:
        gain = scores[name] - before[nearest][name]
        if abs(gain) > ALIKE * spans[name]:
            wants_less = model.outcomes[name].direction == "minimise" or answer.question.robust == REGRET
            label, by = _counted(model, answer, name, language), _gap(model.outcomes[name].unit, abs(gain), language)
            words = text("verkennen.card.differs", language, outcome=label, by=by)
            said["better" if (gain < 0) == wants_less else "worse"].append(words)
    parts = {side: text("verkennen.card.list", language).join(words) for side, words in said.items()}
    sides = [side for side, words in said.items() if words]
    key = "traded" if len(sides) > 1 else sides[0] if sides else "alike"
    return text(f"verkennen.card.beside_{key}", language, letter=LETTERS[nearest], **parts)


def _gap(unit: str, value: float, language: str) -> str:
    """A difference between two variants, in two digits."""
    if units.is_money(unit):
        return units.rounded_money(value, language)
    digits = units.significant(100 * value if units.is_share(unit) else value, 2)
    if units.is_share(unit):
        return text("strip.points", language, points=units.number(digits, language))
    return units.with_unit(digits, unit, language)


def certainty(answer: SearchAnswer, language: str) -> list[str]:
    """How sure the answer is and how far it may be off, in plain sentences."""
    size, seen = count_words(answer.size, language), units.number(answer.evaluated, language, 0)
    draws, searched = (units.number(count, language, 0) for count in (answer.draws, answer.draws_searched))
    lines = []
    if answer.is_stopped:
        lines.append(text("verkennen.sure.stopped", language, size=size, seen=seen))
    elif answer.is_proven:
        lines.append(text("verkennen.sure.proven", language, size=size, draws=draws, count=answer.draws))
    elif answer.is_enumerated:
        lines.append(text("verkennen.sure.whole", language, size=size, searched=searched, draws=draws))
    else:
        lines.append(text("verkennen.sure.sampled", language, size=size, seen=seen, searched=searched, draws=draws))
        if answer.entering_share == answer.entering_share:
            entering = units.share(answer.entering_share, language, 1)
            key = "entering" if answer.entering_share else "entering_none"
            lines.append(
                text(f"verkennen.sure.{key}", language, share=entering, number=units.number(HELD_OUT, language, 0))
            )
        if answer.late_gain == answer.late_gain:
            lines.append(text("verkennen.sure.gain", language, share=units.share(answer.late_gain, language, 1)))
    if answer.draws_searched < answer.draws and answer.shift > 0:
        shift = units.share(answer.shift, language, 1)
        lines.append(text("verkennen.sure.shift", language, shift=shift))
        if answer.shift > RESTS_ON:
            lines.append(text("verkennen.sure.shift_large", language))
    if answer.question.robust == REGRET and answer.evaluated_again:
        again = units.number(answer.evaluated_again, language, 0)
        lines.append(text("verkennen.sure.regret", language, again=again))
    took = text("verkennen.sure.took", language, count=max(1, round(answer.seconds)))
    seed = str(answer.question.seed)
    promise = text("verkennen.sure.stop" if answer.is_stopped else "verkennen.sure.seed", language, seed=seed)
    return [*lines, f"{promise} {took}"]
