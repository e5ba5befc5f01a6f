"""What a search is asked: which levers are free, within which limits, and what to weigh against each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from flexlib.engine.calendar import axis_of
from flexlib.engine.explore.needs import OUTCOMES, SPENT_BY_YEAR
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel

P10, P50, P90, MEAN, LEVEL = "p10", "p50", "p90", "mean", "level"
STATISTICS = (P10, P50, P90, MEAN)
REGRET = "regret"
ROBUST = (P50, MEAN, P90, REGRET)
FEWEST_ON_FRONT, MOST_ON_FRONT = 1, 3
OF_HORIZON = ("total_out_of_pocket", SPENT_BY_YEAR)  # a later start makes these smaller: limits, never aims
MOST_DRAWS = 100_000  # that fit in memory with all parameters
SEARCH_DRAWS = 1_000
MOST_CHOICES = 2_000_000


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound: `subject` is an outcome at a statistic, or a lever (at = level).

    year : a calendar year, for amounts per year; None means every calendar year
    """

    subject: str
    is_most: bool  # <= value, otherwise >= value
    value: float
    at: str = P50
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A search.

    free : levers that may change; the others stay as in the choice
    front : outcomes to weigh against each other, each in its own direction
    robust : what of an outcome counts: p50, mean, p90 (the bad end: P90 of what should be small, P10 of what should be
        large), or regret (the largest loss of P50 against the best choice within limits, over all futures of the model)
    steps : every step of a share or number instead of the levels that the model describes
    most_enumerated : spaces up to this size are searched whole
    most_sampled : choices evaluated in larger spaces
    draws : draws searched on; what is found is evaluated again on all draws of the choice
    """

    free: tuple[str, ...]
    front: tuple[str, ...] = ("one_off_integral", "student_years")
    limits: tuple[Limit, ...] = ()
    robust: str = P50
    steps: bool = False
    most_enumerated: int = 200_000
    most_sampled: int = 20_000
    draws: int = SEARCH_DRAWS
    seed: int = 1


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
        raise InputError("search.delay_would_pay", names=", ".join(late))
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
    _check_years(choice, question.limits)
    _check_contradictions(question.limits)


def _check_years(choice: Choice, limits: Iterable[Limit]) -> None:
    years = [period.year for period in axis_of(choice.start, choice.horizon_months).calendar_years]
    for limit in limits:
        if limit.year is not None and limit.subject != SPENT_BY_YEAR:
            raise InputError("search.no_years", subject=limit.subject, by_year=SPENT_BY_YEAR)
        if limit.year is not None and limit.year not in years:
            raise InputError("search.year_outside", year=str(limit.year), first=str(years[0]), last=str(years[-1]))


def _check_contradictions(limits: Iterable[Limit]) -> None:
    """At most below at least on the same figure can never hold."""
    least: dict[tuple[str, str, int | None], float] = {}
    most: dict[tuple[str, str, int | None], float] = {}
    for limit in limits:
        key = (limit.subject, limit.at, limit.year)
        if limit.value != limit.value:
            raise InputError("search.limit_no_number", subject=limit.subject)
        if limit.is_most:
            most[key] = min(limit.value, most.get(key, limit.value))
        else:
            least[key] = max(limit.value, least.get(key, limit.value))
    for key in least.keys() & most.keys():
        if most[key] < least[key]:
            raise InputError("search.contradictory", subject=key[0], least=least[key], most=most[key])


def _known(key: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Names all unknown ones at once, with what is most like them."""
    there = sorted(set(known))
    unknown = sorted({name for name in names if name not in there})
    if unknown:
        like = dict.fromkeys(one for name in unknown for one in get_close_matches(name, there, 3, 0.3))
        raise InputError(key, names=", ".join(unknown), known=", ".join(like or there))
