"""What all sessions of one process share: the model, the draws and a bounded store of estimates.

Evaluating takes turns (one lock), so that twenty sessions need no more working memory than one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock, RLock
from time import sleep
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import streamlit as st

from flexlib.engine.evaluate import Estimate, evaluate
from flexlib.engine.outcomes import shared_years
from flexlib.engine.result import CHANCES, Finding, Result
from flexlib.engine.sampling import Draws, Overrides, overrides_of, point, sample
from flexlib.errors import Notice
from flexlib.model.records import Choice, CostModel
from flexlib.model.rules import RuleHit
from flexlib.store import OpenedModel, open_model_reporting
from flexlib.ui.moves import nameless
from flexlib.ui.totals import Totals, totals_of

RESULT_BYTES = 30_000_000  # a dozen results of 10,000 draws, slimmed
HEADLINES = 400
TOTALS_BYTES = 50_000_000  # two dozen variants side by side, in full precision
DRAW_SETS = 3
MOMENT_S = 0.002  # long enough for a session that waits to take its turn
COMPARISONS = 60
ROUTINE = "store.model_built"

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Headline:
    """The totals of one choice without their draws: small enough to keep hundreds of.

    quantiles : outcome id → (P10, P50, P90); NaN where the outcome does not exist
    shares : outcome id → share of draws in which a yes/no outcome holds
    budget_until : the last calendar year that the budget in total is for, when there are budgets per year
    """

    levels: Mapping[str, float]
    quantiles: Mapping[str, tuple[float, float, float]]
    shares: Mapping[str, float]
    findings: tuple[Finding, ...]
    rule_hits: tuple[RuleHit, ...]
    budget_until: int | None = None


class Recent(Generic[K, V]):
    """The values used last: at most `most` of them, or of their `size` together; safe for several threads."""

    def __init__(self, most: float, size: Callable[[V], float] = lambda value: 1.0) -> None:
        self._most = most
        self._size = size
        self._lock = Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > 1 and sum(map(self._size, self._values.values())) > self._most:
                self._values.popitem(last=False)


class Shelf:
    """Results and draws, shared and bounded. What is there is given at once; evaluating takes turns."""

    def __init__(self, model: CostModel) -> None:
        self.model = model
        self._turn = RLock()
        self._draws: Recent[tuple[int, int, Overrides], Draws] = Recent(DRAW_SETS)
        self._results: Recent[Choice, Result] = Recent(RESULT_BYTES, _size)
        self._points: Recent[Choice, Result] = Recent(HEADLINES)
        self._headlines: Recent[Choice, Headline] = Recent(HEADLINES)
        self._totals: Recent[Choice, Totals] = Recent(TOTALS_BYTES, lambda totals: float(totals.nbytes))
        self._comparisons: Recent[Hashable, Any] = Recent(COMPARISONS)

    def estimate(self, choice: Choice) -> Estimate:
        """All outcomes of a choice with their draws, and at the rekenwaarde."""
        return Estimate(self.result(choice), self.point(choice))

    def result(self, choice: Choice) -> Result:
        """All outcomes of a choice: totals with their draws, what lies over the years as quantiles."""
        return self._worked_out(self._results, nameless(choice), lambda: self._evaluated(choice).slimmed())

    def point(self, choice: Choice) -> Result:
        """All outcomes of a choice at the rekenwaarde (n = 1)."""
        return self._worked_out(
            self._points,
            nameless(choice),
            lambda: evaluate(self.model, choice, point(self.model, overrides_of(choice))),
        )

    def headline(self, choice: Choice) -> Headline:
        """The totals of a choice; its draws are kept only when `result` was asked for them."""
        return self._worked_out(
            self._headlines,
            nameless(choice),
            lambda: _headline(self.model, self._results.get(nameless(choice)) or self._evaluated(choice)),
        )

    def totals(self, choice: Choice) -> Totals:
        """The totals that variants are compared on, with their draws in full precision."""
        return self._worked_out(self._totals, nameless(choice), lambda: totals_of(self._evaluated(choice)))

    def has_totals(self, choice: Choice) -> bool:
        """Whether the totals of a choice stand ready."""
        return self._totals.get(nameless(choice)) is not None

    def draws_of(self, choice: Choice) -> Draws:
        """The draws that a choice is evaluated on."""
        return self.draws(choice.draws, choice.seed, overrides_of(choice))

    def give_way(self) -> None:
        """Between two evaluations of a long piece of work that has its turn: let another session go first."""
        self._turn.release()
        sleep(MOMENT_S)
        self._turn.acquire()

    def in_turn(self, kept: Recent[K, V], key: K, work: Callable[[], V]) -> V:
        """What is kept under a key, else worked out while no other session evaluates, and kept."""
        return self._worked_out(kept, key, work)

    def compared(self, choice: Choice, subject: Hashable, compare: Callable[[Estimate], V]) -> V:
        """What `compare` makes of a choice with all its draws, kept under choice and `subject` without them."""
        found: V = self._worked_out(
            self._comparisons,
            (nameless(choice), subject),
            lambda: compare(Estimate(self._evaluated(choice), self.point(choice))),
        )
        return found

    def draws(self, n: int, seed: int, overrides: Overrides = ()) -> Draws:
        """Draws of an assumption set; streams that no override touches are shared with the plain set."""
        return self._worked_out(self._draws, (n, seed, overrides), lambda: self._drawn(n, seed, overrides))

    def _worked_out(self, kept: Recent[K, V], key: K, work: Callable[[], V]) -> V:
        found = kept.get(key)
        if found is None:
            with self._turn:
                found = kept.get(key)
                if found is None:
                    found = work()
                    kept.put(key, found)
        return found

    def _evaluated(self, choice: Choice) -> Result:
        result = evaluate(self.model, choice, self.draws(choice.draws, choice.seed, overrides_of(choice)))
        self._totals.put(nameless(choice), totals_of(result))
        return result

    def _drawn(self, n: int, seed: int, overrides: Overrides) -> Draws:
        drawn = sample(self.model, n, seed, overrides)
        return _sharing(drawn, self.draws(n, seed), overrides) if overrides else drawn


@st.cache_resource(show_spinner=False)
def open_shared_model() -> CostModel:
    """The cost model, opened once for all sessions; raises ModelDataError with all findings."""
    return _opened().model


def take_model_notice() -> Notice | None:
    """What went wrong with the model's database when it was opened; given out once, to whoever comes first."""
    told = _untold()
    return told.pop() if told else None


@st.cache_resource(show_spinner=False)
def _opened() -> OpenedModel:
    return open_model_reporting()


@st.cache_resource(show_spinner=False)
def _untold() -> list[Notice]:
    """The notice of opening, until it is told; that the model was read for the first time is no news."""
    found = _opened().notice
    return [] if found is None or found.key == ROUTINE else [found]


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    return Shelf(open_shared_model())


def _size(result: Result) -> int:
    return sum(array.nbytes for array in result.values.values())


def _sharing(drawn: Draws, plain: Draws, overrides: Overrides) -> Draws:
    replaced = {subject for subject, _ in overrides}
    parameters = {key: own if key in replaced else plain.parameters[key] for key, own in drawn.parameters.items()}
    strengths = {
        key: own if key.rstrip("+-") in replaced else plain.strengths[key] for key, own in drawn.strengths.items()
    }
    return Draws(MappingProxyType(parameters), MappingProxyType(strengths), drawn.tail)


def _headline(model: CostModel, result: Result) -> Headline:
    totals = [outcome.id for outcome in model.outcomes.values() if outcome.shape == "total"]
    present = [outcome_id for outcome_id in totals if outcome_id in result.values]
    shared = shared_years(result.choice.institution, result.calendar_years)
    return Headline(
        levels=result.levels,
        quantiles={outcome_id: _three(result, outcome_id) for outcome_id in present},
        shares={outcome_id: result.share(outcome_id) for outcome_id in present if outcome_id.startswith(CHANCES)},
        findings=result.findings,
        rule_hits=result.rule_hits,
        budget_until=max((result.calendar_years[at].year for at in shared), default=None),
    )


def _three(result: Result, outcome_id: str) -> tuple[float, float, float]:
    low, middle, high = result.quantiles(outcome_id)
    return float(low), float(middle), float(high)
