"""What all sessions of one process share: the model, the draws and a bounded store of estimates.

Evaluating takes turns (one lock), so that twenty sessions need no more working memory than one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import RLock
from types import MappingProxyType

import streamlit as st

from flexlib.engine.evaluate import Estimate, evaluate
from flexlib.engine.result import Finding, Result
from flexlib.engine.sampling import Draws, Overrides, overrides_of, point, sample
from flexlib.model.records import Choice, CostModel
from flexlib.model.rules import RuleHit
from flexlib.store import open_model

ESTIMATE_BYTES = 80_000_000
HEADLINES = 400
DRAW_SETS = 3


@dataclass(frozen=True, slots=True)
class Headline:
    """The totals of one choice without their draws: small enough to keep hundreds of.

    quantiles : outcome id → (P10, P50, P90); NaN where the outcome does not exist
    shares : outcome id → share of draws in which a yes/no outcome holds; point : outcome id → rekenwaarde
    """

    levels: Mapping[str, float]
    quantiles: Mapping[str, tuple[float, float, float]]
    shares: Mapping[str, float]
    point: Mapping[str, float]
    findings: tuple[Finding, ...]
    rule_hits: tuple[RuleHit, ...]


class Shelf:
    """Estimates and draws, shared and bounded: least recently used goes first."""

    def __init__(self, model: CostModel) -> None:
        self.model = model
        self._lock = RLock()
        self._draws: OrderedDict[tuple[int, int, Overrides], Draws] = OrderedDict()
        self._estimates: OrderedDict[Choice, Estimate] = OrderedDict()
        self._headlines: OrderedDict[Choice, Headline] = OrderedDict()

    def estimate(self, choice: Choice) -> Estimate:
        """All outcomes of a choice, with their draws."""
        key = _without_name(choice)
        with self._lock:
            if key not in self._estimates:
                self._estimates[key] = self._evaluate(choice)
                self._drop_oldest_estimates()
            self._estimates.move_to_end(key)
            return self._estimates[key]

    def headline(self, choice: Choice) -> Headline:
        """The totals of a choice; kept long after its draws are gone."""
        key = _without_name(choice)
        with self._lock:
            if key not in self._headlines:
                self._headlines[key] = _headline(self.model, self.estimate(choice))
                while len(self._headlines) > HEADLINES:
                    self._headlines.popitem(last=False)
            self._headlines.move_to_end(key)
            return self._headlines[key]

    def draws(self, n: int, seed: int, overrides: Overrides = ()) -> Draws:
        """Draws of an assumption set; streams that no override touches are shared with the plain set."""
        key = (n, seed, overrides)
        with self._lock:
            if key not in self._draws:
                drawn = sample(self.model, n, seed, overrides)
                self._draws[key] = _sharing(drawn, self.draws(n, seed), overrides) if overrides else drawn
                while len(self._draws) > DRAW_SETS:
                    self._draws.popitem(last=False)
            self._draws.move_to_end(key)
            return self._draws[key]

    def _evaluate(self, choice: Choice) -> Estimate:
        overrides = overrides_of(choice)
        result = evaluate(self.model, choice, self.draws(choice.draws, choice.seed, overrides))
        return Estimate(result, evaluate(self.model, choice, point(self.model, overrides)))

    def _drop_oldest_estimates(self) -> None:
        while (
            len(self._estimates) > 1 and sum(_size(kept.result) for kept in self._estimates.values()) > ESTIMATE_BYTES
        ):
            self._estimates.popitem(last=False)


@st.cache_resource(show_spinner=False)
def open_shared_model() -> CostModel:
    """The cost model, opened once for all sessions; raises ModelDataError with all findings."""
    return open_model()


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    return Shelf(open_shared_model())


def _without_name(choice: Choice) -> Choice:
    """The choice as key: what an institution is called changes no figure."""
    return replace(choice, institution=replace(choice.institution, id="", name=""))


def _size(result: Result) -> int:
    return sum(array.nbytes for array in result.values.values())


def _sharing(drawn: Draws, plain: Draws, overrides: Overrides) -> Draws:
    replaced = {subject for subject, _ in overrides}
    parameters = {key: own if key in replaced else plain.parameters[key] for key, own in drawn.parameters.items()}
    strengths = {
        key: own if key.rstrip("+-") in replaced else plain.strengths[key] for key, own in drawn.strengths.items()
    }
    return Draws(MappingProxyType(parameters), MappingProxyType(strengths), drawn.tail)


def _headline(model: CostModel, estimate: Estimate) -> Headline:
    totals = [outcome.id for outcome in model.outcomes.values() if outcome.shape == "total"]
    present = [outcome_id for outcome_id in totals if outcome_id in estimate.result.values]
    return Headline(
        levels=estimate.result.levels,
        quantiles={outcome_id: _three(estimate.result, outcome_id) for outcome_id in present},
        shares={
            outcome_id: estimate.result.share(outcome_id) for outcome_id in present if outcome_id.startswith("within_")
        },
        point={outcome_id: float(estimate.point.values[outcome_id][0]) for outcome_id in present},
        findings=estimate.result.findings,
        rule_hits=estimate.result.rule_hits,
    )


def _three(result: Result, outcome_id: str) -> tuple[float, float, float]:
    low, middle, high = result.quantiles(outcome_id)
    return float(low), float(middle), float(high)
