"""A search on the command line: limits as typed, and the answer as JSON or CSV."""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from flexlib.engine.explore.answer import Found, SearchAnswer
from flexlib.engine.explore.asked import (
    BUDGETS,
    FREE_AT_FIRST,
    MANNERS,
    OUTCOMES_AT_FIRST,
    budget_known,
    limits_of,
    limits_offered,
    outcomes_offered,
)
from flexlib.engine.explore.explored import Progress
from flexlib.engine.explore.question import LEVEL, P50, ROBUST, Limit, Question
from flexlib.engine.explore.search import search
from flexlib.errors import InputError
from flexlib.model.records import Choice, CostModel
from flexlib.share import Offered, Sought, decode_sought, named_in, query_of
from flexlib.text import render, text
from flexlib.units import number, share

_LIMIT = re.compile(
    r"\s*([a-z0-9_]+)\s*(?::\s*(\d{4}))?\s*(?:@\s*([a-z0-9]+))?\s*(<=|>=)\s*(-?\d+(?:\.\d+)?(?:e\d+)?)\s*"
)
SEARCH = "zoek"  # the field of a link that says what is searched
CSV_COLUMNS = ("section", "number", "reason", "id", "statistic", "year", "value", "text")


def add_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """The options of `search` beside the link."""
    parser.add_argument("--free", metavar="LEVER,…", help=words("free"))
    parser.add_argument(
        "--limit", metavar="OUTCOME<=VALUE", nargs="+", action="extend", default=[], help=words("limit")
    )
    parser.add_argument("--front", metavar="A,B", help=words("front"))
    parser.add_argument("--robust", choices=ROBUST, help=words("robust"))
    parser.add_argument("--steps", action="store_true", help=words("steps"))


def searched(model: CostModel, choice: Choice, asked: argparse.Namespace) -> str:
    """The answer to what was typed, in the form asked for."""
    question = question_of(model, choice, asked)
    with _stopped_by_hand() as should_stop:
        answer = search(model, choice, question, _progress(asked.language), should_stop)
    return as_csv(model, answer, asked.language) if asked.format == "csv" else as_json(model, answer, asked.language)


def question_of(model: CostModel, choice: Choice, asked: argparse.Namespace) -> Question:
    """What the link asks, or else what the screen asks at first, with what was typed instead.

    With `--free` and nothing in the link the usual question of the engine. Raises InputError for a limit that cannot be
    read, and for one of the link whose amount is the institution's own and is not known.
    """
    written = named_in(asked.link, SEARCH)
    typed = tuple(limit_of(one, model) for one in asked.limit)
    usual = Question(_names(asked.free or ""), limits=typed, steps=asked.steps, seed=choice.seed)
    question = usual if asked.free and not written else _linked(model, choice, written, usual, asked.language)
    if asked.front:
        question = replace(question, front=_names(asked.front))
    return replace(question, robust=asked.robust or question.robust)


def _linked(model: CostModel, choice: Choice, written: str, usual: Question, language: str) -> Question:
    """The question of a link; levers and limits that were typed go before it. What it cannot ask is told."""
    at_first = Sought(FREE_AT_FIRST, OUTCOMES_AT_FIRST, P50)
    offered = Offered(outcomes_offered(model), MANNERS, limits_offered(), tuple(BUDGETS))
    sought, told = decode_sought(written, model, at_first, offered)
    for one in told:
        print(render(one, language), file=sys.stderr)
    typed = {limit.subject for limit in usual.limits}
    limits = list(usual.limits)
    for bound in sought.bounds:
        if bound.subject in typed:
            continue
        value = budget_known(model, choice, bound.subject) if bound.value is None else bound.value
        if value is None:
            raise InputError("cli.limit_own", subject=model.outcomes[bound.subject].label, id=bound.subject)
        limits += limits_of(model, choice, bound.subject, bound.at, value)
    return replace(
        usual,
        free=usual.free or sought.free,
        front=sought.outcomes,
        limits=tuple(limits),
        robust=sought.robust,
    )


@contextmanager
def _stopped_by_hand() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed: the search then ends with the best so far; a second Ctrl-C ends the command."""
    pressed = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    before = signal.getsignal(signal.SIGINT)

    def press(_number: int, _frame: object) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _progress(language: str) -> Progress | None:
    """How far it is, on one line of a terminal; nothing where standard error goes elsewhere."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, expected: int) -> None:
        percent = 100 * done // expected if expected else 0
        end = "\n" if done >= expected else ""
        print("\r" + text("search.progress", language, percent=percent), end=end, file=sys.stderr, flush=True)

    return tell


def limit_of(typed: str, model: CostModel) -> Limit:
    """A limit as typed: `outcome[:year][@statistic]<=value`, or `lever>=level`; raises InputError."""
    read = _LIMIT.fullmatch(typed)
    if read is None:
        raise InputError("search.limit_unreadable", typed=typed[:80])
    subject, year, at, comparison, value = read.groups()
    usual = LEVEL if subject in model.levers else P50
    return Limit(subject, comparison == "<=", float(value), at or usual, int(year) if year else None)


def certainty(answer: SearchAnswer, language: str) -> str:
    """How sure the answer is, as sentences."""

    def counted(value: float) -> str:
        return number(value, language, 0) if value < 1e15 else f"{value:.1e}"

    size, evaluated = counted(answer.size), counted(answer.evaluated)
    searched_on, draws = counted(answer.draws_searched), counted(answer.draws)
    shift, entering = share(answer.shift, language, 1), share(answer.entering_share, language, 1)
    if answer.is_stopped:
        return text("search.is_stopped", language, size=size, evaluated=evaluated)
    if answer.is_proven:
        return text("search.is_proven", language, size=size, draws=draws, count=answer.draws)
    if answer.is_enumerated:
        return text("search.is_enumerated", language, size=size, searched=searched_on, draws=draws, shift=shift)
    return text(
        "search.is_sampled",
        language,
        size=size,
        evaluated=evaluated,
        searched=searched_on,
        draws=draws,
        entering=entering,
        gain=share(answer.late_gain, language, 1),
    )


def as_json(model: CostModel, answer: SearchAnswer, language: str) -> str:
    """The whole answer, every number unrounded; nan is null."""
    content = {
        "certainty": certainty(answer, language),
        "size": answer.size,
        "evaluated": answer.evaluated,
        "evaluated_again": answer.evaluated_again,
        "within_limits": answer.within_limits,
        "impossible": dict(answer.impossible),
        "nobody": answer.nobody,
        "without_value": answer.without_value,
        "is_enumerated": answer.is_enumerated,
        "is_proven": answer.is_proven,
        "is_stopped": answer.is_stopped,
        "draws_searched": answer.draws_searched,
        "draws": answer.draws,
        "shift": _known(answer.shift),
        "entering_share": _known(answer.entering_share),
        "late_gain": _known(answer.late_gain),
        "seconds": answer.seconds,
        "seed": answer.question.seed,
        "robust": answer.question.robust,
        "dropped": [
            {**_limit(one.limit), "count": one.count, "alone": one.alone, "nearest": _known(one.nearest)}
            for one in answer.dropped
        ],
        "proposals": [
            {"reason": one.reason, "outcome": one.outcome, "said": _reason(model, one.reason, one.outcome, language)}
            | _found(one.found, language)
            for one in answer.proposals
        ],
        "relax": [
            {"changes": [{**_limit(limit), "to": value} for limit, value in way.changes]} | _found(way.found, language)
            for way in answer.ways
        ],
        "front": [_found(one, language) for one in answer.front],
        "beginning": None if answer.beginning is None else _found(answer.beginning, language),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_csv(model: CostModel, answer: SearchAnswer, language: str) -> str:
    """One row per figure or level of the proposals and the front, then what was dropped and what to relax."""
    written = io.StringIO()
    writer = csv.DictWriter(written, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow({"section": "certainty", "text": certainty(answer, language)})
    for index, one in enumerate(answer.proposals, 1):
        said = _reason(model, one.reason, one.outcome, language)
        for row in _rows(one.found):
            writer.writerow({"section": "proposal", "number": index, "reason": one.reason, "text": said, **row})
    for index, found in enumerate(answer.front, 1):
        for row in _rows(found):
            writer.writerow({"section": "front", "number": index, **row})
    for drop in answer.dropped:
        limit = {"id": drop.limit.subject, "statistic": drop.limit.at, "year": drop.limit.year}
        for name, value in (("count", drop.count), ("alone", drop.alone), ("nearest", _known(drop.nearest))):
            writer.writerow({"section": "dropped", "reason": name, **limit, "value": value})
    for index, way in enumerate(answer.ways, 1):
        for changed, to in way.changes:
            limit = {"id": changed.subject, "statistic": changed.at, "year": changed.year}
            writer.writerow({"section": "relax", "number": index, **limit, "value": to})
    return written.getvalue()


def _rows(found: Found) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [{"id": lever, "statistic": LEVEL, "value": v} for lever, v in found.levels.items()]
    rows += [{"id": name, "statistic": "score", "value": value} for name, value in found.scores.items()]
    rows += [
        {"id": figure.outcome, "statistic": figure.at, "year": figure.year, "value": _known(value)}
        for figure, value in found.figures.items()
    ]
    return rows


def _found(found: Found, language: str) -> dict[str, object]:
    return {
        "query": query_of(found.choice, language),
        "levels": dict(found.levels),
        "scores": _all_known(found.scores),
        "figures": [
            {"outcome": figure.outcome, "statistic": figure.at, "year": figure.year, "value": _known(value)}
            for figure, value in found.figures.items()
        ],
    }


def _limit(limit: Limit) -> dict[str, object]:
    comparison = "<=" if limit.is_most else ">="
    return {
        "subject": limit.subject,
        "statistic": limit.at,
        "year": limit.year,
        "comparison": comparison,
        "value": limit.value,
    }


def _reason(model: CostModel, reason: str, outcome: str | None, language: str) -> str:
    if reason == "best" and outcome is not None:
        return text("search.reason_best", language, outcome=model.outcomes[outcome].label[language])
    return text("search.reason_balanced" if reason == "balanced" else "search.reason_different", language)


def _names(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in typed.split(",") if name.strip()))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _all_known(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _known(value) for name, value in values.items()}
