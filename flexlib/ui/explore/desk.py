"""The search of one browser tab: what was asked last, the work going on beside the page, and the answer.

Searches take turns over all tabs, so that their memory is bounded. Answers are kept for all tabs, a bounded number of
them, under the choice and the question they belong to.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import streamlit as st

from flexlib.engine.explore.answer import SearchAnswer
from flexlib.engine.explore.question import Question
from flexlib.engine.explore.search import search
from flexlib.errors import Notice
from flexlib.model.choices import resolve_levels
from flexlib.model.records import Choice, CostModel
from flexlib.ui import moves
from flexlib.ui.cache import Recent, Shelf, shelf
from flexlib.ui.job import Job
from flexlib.ui.moves import nameless

DESK = "flexlib_explore_desk"
KEPT_BYTES = 30_000_000
FOUND_BYTES = 4_000  # of one choice on a front, about
POINTS = 1_500  # of what fits within the limits that are kept for the picture
MOMENT_S = 0.3


class SearchJob(Job):
    """One search in a thread of its own; it works out the cards too."""

    def __init__(self, on: Shelf, turn: threading.Lock, choice: Choice, question: Question) -> None:
        super().__init__()
        self.choice, self.question = choice, question
        self.phase = "wait"
        self.answer: SearchAnswer | None = None
        self._shelf, self._turn = on, turn
        self.start()

    def _work(self) -> None:
        if self._has_turn():
            try:
                self._searched()
            finally:
                self._turn.release()

    def _has_turn(self) -> bool:
        while not self._stop.is_set():
            if self._turn.acquire(timeout=MOMENT_S):
                return True
        return False

    def _searched(self) -> None:
        self.phase = "search"
        model = self._shelf.model
        found = search(model, self.choice, self.question, self._tell, self._stop.is_set)
        self.phase = "cards"
        for proposal in found.proposals:
            self._shelf.headline(opened(model, self.choice, proposal.found.levels))
        self._shelf.totals(self.choice)
        self.answer = thinned(found)

    def _tell(self, done: int, expected: int) -> None:
        self.progress = done / expected if expected else 0.0


@dataclass
class Desk:
    """What lies on the desk: a search going on, the answer to the last one, or why there is none."""

    job: SearchJob | None = None
    answer: SearchAnswer | None = None
    failure: Notice | None = None
    was_stopped: bool = False  # before anything was found
    asks: bool = False  # a callback wants the question on screen to be searched
    saved: dict[Choice, str] = field(default_factory=dict)  # found variants that were saved, with their names

    def begin(self, choice: Choice, question: Question) -> None:
        """Search; a search that was still going on is stopped."""
        if self.job is not None:
            self.job.stop()
        self.failure, self.was_stopped = None, False
        self.job = SearchJob(shelf(), _turn(), choice, question)

    def settle(self) -> None:
        """Take over what a search that has ended brought."""
        job = self.job
        if job is None or not job.has_ended:
            return
        self.job = None
        if job.answer is not None:
            self.answer = job.answer
            if not job.answer.is_stopped:
                keep(job.choice, job.answer)
        elif job.failure is not None:
            self.failure = job.failure
        elif job.is_stopped:
            self.was_stopped = True
        else:
            job.fail()

    def take_kept(self, choice: Choice, question: Question) -> None:
        """Lay an answer on the desk that was found before to the very same question."""
        if self.job is not None or (self.answer is not None and self.is_about(shelf().model, choice, question)):
            return
        kept = _answers().get(_key(choice, question))
        if kept is not None:
            self.answer, self.failure, self.was_stopped = kept, None, False

    def is_about(self, model: CostModel, choice: Choice, question: Question | None) -> bool:
        """Whether the answer belongs to what is asked now; where the free levers stand now does not matter."""
        if self.answer is None or question is None:
            return False
        return self.answer.question == question and self.fits(model, choice)

    def fits(self, model: CostModel, choice: Choice) -> bool:
        """Whether all but the free levers stands as it did when the answer was sought."""
        if self.answer is None:
            return False
        free = self.answer.question.free
        return _ground(model, self.answer.choice, free) == _ground(model, choice, free)


def desk() -> Desk:
    """The desk of this tab."""
    found: Desk = st.session_state.setdefault(DESK, Desk())
    return found


def keep(choice: Choice, answer: SearchAnswer) -> None:
    """Keep an answer for all tabs, for whoever asks the same from this choice."""
    _answers().put(_key(choice, answer.question), answer)


def opened(model: CostModel, choice: Choice, levels: Mapping[str, float]) -> Choice:
    """The choice with a found variant's levels; what equals the ready-made variant is no difference."""
    return moves.with_levers(model, choice, dict(levels))


def thinned(answer: SearchAnswer) -> SearchAnswer:
    """The answer with at most POINTS of what fits within the limits, evenly taken."""
    count = min(len(values) for values in answer.within.values())
    some = np.unique(np.linspace(0, count - 1, min(POINTS, count)).astype(int))
    return replace(answer, within={name: values[some].copy() for name, values in answer.within.items()})


def _ground(model: CostModel, choice: Choice, free: tuple[str, ...]) -> Hashable:
    levels = resolve_levels(model, choice)
    fixed = tuple((lever, level) for lever, level in levels.items() if lever not in free)
    return replace(nameless(choice), variant="", levers=()), fixed


def _key(choice: Choice, question: Question) -> Hashable:
    return nameless(choice), question


def _size(answer: SearchAnswer) -> float:
    return len(answer.front) * FOUND_BYTES + sum(values.nbytes for values in answer.within.values())


@st.cache_resource(show_spinner=False)
def _answers() -> Recent[Hashable, SearchAnswer]:
    return Recent(KEPT_BYTES, _size)


@st.cache_resource(show_spinner=False)
def _turn() -> threading.Lock:
    return threading.Lock()
