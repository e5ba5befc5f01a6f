"""What has to be sampled to share the variance of outcomes: all of it, or what an exact part leaves over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from flexlib.engine.explore.needs import Needs, Sink
from flexlib.engine.sampling import Draws, overrides_of, sample
from flexlib.engine.sensitivity.given_data import Basis, basis
from flexlib.engine.sensitivity.inputs import Input, drawn
from flexlib.engine.sensitivity.moves import EXACT, Moves
from flexlib.engine.sensitivity.product_variance import ProductVariance
from flexlib.engine.sensitivity.products import Number, Space
from flexlib.engine.sensitivity.sampled_shares import Anew, Estimated, Fit, fitted, variance_beyond
from flexlib.model.records import Choice, CostModel

EVERYTHING = "everything"
FITTED = 0.4  # of the work, once the outcomes are fitted


class SampledRest:
    """Outcomes on the draws and with inputs drawn anew, less what is known of their variance.

    Of each outcome a part is known: its exact part, when it has one, and the coarse fit of the rest to the inputs one
    by one. Estimates are of what the outcome adds to the variance of the *exact* part.
    """

    def __init__(
        self,
        model: CostModel,
        choice: Choice,
        draws: Draws,
        needs: Needs,
        symbols: tuple[Space, dict[Sink, Number]],
        exact: Mapping[str, Number],
        picks: int,
    ) -> None:
        self._draws, self._picks = draws, picks
        self._others = sample(model, picks, choice.seed + 1, overrides_of(choice))
        self._moves = Moves(model, choice, draws.first(picks), self._others, needs, symbols, exact)
        parts = [self._moves.outcomes]
        for begin in range(picks, draws.n, picks):
            stretch = draws.between(begin, min(draws.n, begin + picks))
            parts.append(Moves(model, choice, stretch, stretch, needs, symbols, exact).outcomes)
        self._values = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        self.exists = {name: name in self._values and not np.isnan(self._values[name]).any() for name in needs.outcomes}
        self._asked = [name for name in needs.outcomes if self.exists[name]]
        self._fits: dict[str, Fit] = {}
        self._of_exact: dict[tuple[str, str], np.ndarray] = {}  # coefficients of an exact part
        self._anew: dict[tuple[str, str], Anew] = {}  # of groups
        self._left: dict[tuple[str, str], Estimated] = {}
        self._on_top: dict[tuple[str, str], float] = {}  # what the coarse fit adds to the exact part's variance
        self._position: dict[str, int] = {}
        self._order: dict[str, np.ndarray] = {}  # of the draws by their value of an input
        self.evaluations = draws.n - picks

    def run(
        self,
        inputs: Sequence[Input],
        groupings: Mapping[str, Collection[Input]],
        known: Mapping[str, ProductVariance],
        progress: Callable[[float], None],
    ) -> None:
        """Do the work: per input under its id, per group under its name and all but that group under "-name"."""
        touching = [of for of in inputs if self._moves.touches(of)]
        self._position = {of.id: at for at, of in enumerate(touching)}
        shifts = {outcome: np.zeros((len(touching), self._picks)) for outcome in self._asked}
        for done, outcome in enumerate(self._asked, 1):
            self._fit(outcome, touching, known.get(outcome), shifts[outcome])
            progress(FITTED * done / len(self._asked))
        moves: dict[str, Collection[Input]] = {of.id: [of] for of in touching}
        for name, group in groupings.items():
            names = {of.id for of in group}
            moves |= {name: group, f"-{name}": [of for of in inputs if of.id not in names]}
        moves[EVERYTHING] = inputs
        before = self._moves.outcomes
        moved_in_turn = self._moves.moved(list(moves.values()))
        for done, (name, after) in enumerate(zip(moves, moved_in_turn, strict=True), 1):
            places = [self._position[of.id] for of in moves[name] if of.id in self._position]
            for outcome in self._asked:
                key, moved = EXACT + outcome, shifts[outcome][places].sum(axis=0)
                if key in after:
                    moved = moved + after[key] - before[key]
                anew = Anew(after[outcome] - before[outcome], moved)
                self._left[outcome, name] = anew.left
                if name in groupings or name == EVERYTHING:
                    self._anew[outcome, name] = anew
                fit = self._fits[outcome]
                self._on_top[outcome, name] = sum(
                    float((fit.coarse[at] ** 2 + 2 * self._of_exact[outcome, touching[at].id] * fit.coarse[at]).sum())
                    for at in places
                )
            progress(FITTED + (1 - FITTED) * done / len(moves))
        self.evaluations += self._moves.evaluations

    def _fit(self, outcome: str, touching: Sequence[Input], known: ProductVariance | None, shifts: np.ndarray) -> None:
        """Fit what the exact part leaves over; `shifts` gets how each input's fit changes when it is drawn anew."""
        exact = self._values.get(EXACT + outcome)
        values = self._values[outcome] if exact is None else self._values[outcome] - exact
        self._fits[outcome] = fit = fitted(values, lambda at: self._functions(touching[at]), len(touching))
        for at, of in enumerate(touching):
            functions = self._functions(of)
            none = np.zeros(functions.at_draws.shape[1])
            self._of_exact[outcome, of.id] = (
                none if known is None or exact is None else _coefficients(known, of, functions, exact)
            )
            if fit.coarse[at].any():
                change = functions.at(drawn(self._others, of)) - functions.at_draws[: self._picks]
                shifts[at] = change @ fit.coarse[at]

    def _functions(self, of: Input) -> Basis:
        values = drawn(self._draws, of)
        if of.id not in self._order:
            self._order[of.id] = np.argsort(values, kind="stable").astype(np.int32)
        return basis(values, order=self._order[of.id])

    def variance(self, outcome: str) -> Estimated:
        """What the outcome adds to the variance of its exact part."""
        exact = self._values.get(EXACT + outcome)
        return self._fits[outcome].variance if exact is None else variance_beyond(self._values[outcome], exact)

    def first(self, outcome: str, of: Input) -> Estimated:
        """The same for the variance of the mean given one input."""
        at = self._position.get(of.id)
        return Estimated(0.0) if at is None else self._fits[outcome].first_order(at, self._of_exact[outcome, of.id])

    def left(self, outcome: str, name: str) -> Estimated:
        """The same for the mean variance left when all but these inputs are known."""
        if (outcome, name) not in self._left:
            return Estimated(0.0)
        return Estimated(self._on_top[outcome, name]) + self._left[outcome, name]

    def explained(self, outcome: str, name: str) -> Estimated:
        """The same for the variance of the mean given these inputs together."""
        before, all_anew = self._moves.outcomes, self._anew[outcome, EVERYTHING]
        known = (self._values[outcome] - self._fits[outcome].left)[: self._picks]
        beyond = self._anew[outcome, name].explained(before[outcome] + all_anew.change, known + all_anew.known_change)
        return Estimated(self._on_top[outcome, name]) + beyond


def _coefficients(known: ProductVariance, of: Input, functions: Basis, exact: np.ndarray) -> np.ndarray:
    """Coefficients of the exact part's mean given an input, on the functions of that input."""
    given = known.mean_given(of.id)
    if given is not None:
        values, mean = given
        return basis(values).coefficients(mean - mean.mean())
    if known.holds(of.id):  # together with others in one function: from the draws
        return functions.coefficients(exact - exact.mean())
    return np.zeros(functions.at_draws.shape[1])
