"""Whether a question can be answered as it stands; what is wrong is said in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from difflib import get_close_matches

from flexlib.engine.calendar import axis_of
from flexlib.engine.explore.needs import OUTCOMES, SPENT_BY_YEAR
from flexlib.engine.explore.question import (
    FEWEST_ON_FRONT,
    LEVEL,
    MOST_CHOICES,
    MOST_DRAWS,
    MOST_ON_FRONT,
    OF_HORIZON,
    ROBUST,
    STATISTICS,
    Limit,
    Question,
)
from flexlib.engine.explore.said import amount, listed, subject
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel


def check_question(model: CostModel, choice: Choice, question: Question) -> None:
    """Raises InputError when the question cannot be answered as it stands."""
    if not question.free:
        raise InputError("search.no_free_levers")
    _known("search.unknown_lever", question.free, model.levers)
    if not FEWEST_ON_FRONT <= len(set(question.front)) <= MOST_ON_FRONT or len(set(question.front)) < len(
        question.front
    ):
        raise InputError("search.front_size", fewest=FEWEST_ON_FRONT, most=MOST_ON_FRONT)
    _known("search.unknown_outcome", question.front, OUTCOMES)
    late = [name for name in question.front if name in OF_HORIZON]
    if late:
        raise InputError("search.delay_would_pay", names=listed(model.outcomes[name].label for name in late))
    for name in question.front:
        if model.outcomes[name].direction == "inform":
            raise InputError("search.no_direction", name=model.outcomes[name].label)
    if question.robust not in ROBUST:
        raise InputError("search.unknown_robust", name=question.robust, known=", ".join(ROBUST))
    most = max(question.most_enumerated, question.most_sampled)
    if question.most_sampled < 1 or most > MOST_CHOICES:
        raise InputError("search.choices_number", most=MOST_CHOICES)
    if min(question.draws, choice.draws) < 1 or max(question.draws, choice.draws) > MOST_DRAWS:
        raise InputError("search.draws_number", most=MOST_DRAWS)
    _known("search.unknown_limit", (one.subject for one in question.limits if one.at != LEVEL), OUTCOMES)
    _known("search.unknown_lever", (one.subject for one in question.limits if one.at == LEVEL), model.levers)
    _known("search.unknown_statistic", (one.at for one in question.limits), (*STATISTICS, LEVEL))
    _check_years(model, choice, question.limits)
    _check_contradictions(model, question.limits)


def _check_years(model: CostModel, choice: Choice, limits: Iterable[Limit]) -> None:
    years = [period.year for period in axis_of(choice.start, choice.horizon_months).calendar_years]
    for limit in limits:
        if limit.year is not None and limit.subject != SPENT_BY_YEAR:
            by_year = model.outcomes[SPENT_BY_YEAR].label
            raise InputError("search.no_years", subject=subject(model, limit), by_year=by_year)
        if limit.year is not None and limit.year not in years:
            raise InputError("search.year_outside", year=str(limit.year), first=str(years[0]), last=str(years[-1]))


def _check_contradictions(model: CostModel, limits: Iterable[Limit]) -> None:
    """At most below at least on the same figure can never hold."""
    tightest: dict[tuple[str, str, int | None, bool], Limit] = {}
    for limit in limits:
        if math.isnan(limit.value):
            raise InputError("search.limit_no_number", subject=subject(model, limit))
        key = (limit.subject, limit.at, limit.year, limit.is_most)
        other = tightest.get(key)
        if other is None or (limit.value < other.value) == limit.is_most:
            tightest[key] = limit
    for (name, at, year, is_most), least in tightest.items():
        most = tightest.get((name, at, year, True))
        if not is_most and most is not None and most.value < least.value:
            between = {"least": amount(model, least, least.value), "most": amount(model, most, most.value)}
            raise InputError("search.contradictory", subject=subject(model, least), **between)


def _known(key: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Names all unknown ones at once, with what is most like them."""
    there = sorted(set(known))
    unknown = sorted({name for name in names if name not in there})
    if unknown:
        like = dict.fromkeys(one for name in unknown for one in get_close_matches(name, there, 3, 0.3))
        raise InputError(key, names=", ".join(unknown), known=", ".join(like or there))
