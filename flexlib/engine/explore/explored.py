"""The evaluating side of a search: rows of the space on given draws, in one future or in all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from flexlib.engine.explore.figures import Figure, run
from flexlib.engine.explore.judged import Judged, Measures, judge
from flexlib.engine.explore.many import Many
from flexlib.engine.explore.space import Space
from flexlib.engine.explore.summed import TABLES_BYTES
from flexlib.engine.sampling import Draws
from flexlib.model.records import Choice, CostModel

Progress = Callable[[int, int], None]  # work done and expected


@dataclass
class Course:
    """How far a search is, who is told, and whether it must stop.

    Work is counted in choices × futures × draws. `later` : what follows on what is expected now.
    """

    progress: Progress | None
    should_stop: Callable[[], bool] | None
    expected: int = 0
    later: int = 0
    done: int = 0
    may_stop: bool = True
    is_stopped: bool = False

    def expect(self, work: int) -> None:
        """So much work, beside what is done, before what comes later."""
        self.expected = self.done + work

    def reached(self, done: int) -> bool:
        """Tell how far it is; True stops."""
        whole = self.expected + self.later
        if self.progress is not None:
            self.progress(min(done, whole), whole)
        if not self.may_stop:
            return False
        if self.should_stop is not None and self.should_stop():
            self.is_stopped = True
        return self.is_stopped


@dataclass(eq=False)
class Explored:
    """Rows evaluated so far on one set of draws; more can be added."""

    space: Space
    measures: Measures
    ground: Many
    futures: tuple[Many, ...]
    seed: int
    rows: np.ndarray = field(init=False)
    values: np.ndarray = field(init=False)
    in_futures: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.rows = np.empty((0, len(self.space.grid.levers)), dtype=np.int16)
        self.values = np.empty((0, len(self.measures.figures)))
        self.in_futures = np.empty((0, len(self.futures), len(self.measures.in_futures)))

    @classmethod
    def on(
        cls, model: CostModel, choice: Choice, space: Space, measures: Measures, draws: Draws, choices: int, seed: int
    ) -> Explored:
        """Nothing evaluated yet; `choices`: about how many will be."""
        futures = tuple(model.futures) if measures.in_futures else ()
        share = TABLES_BYTES // (1 + len(futures))

        def many(of: Choice, figures: tuple[Figure, ...]) -> Many:
            outcomes = tuple(dict.fromkeys(figure.outcome for figure in figures))
            return Many(model, of, space.grid, draws, outcomes, choices, share)

        return cls(
            space,
            measures,
            many(choice, measures.figures),
            tuple(many(replace(choice, future=future), measures.in_futures) for future in futures),
            seed,
        )

    def evaluate(self, rows: np.ndarray, course: Course) -> np.ndarray:
        """Add rows; when told to stop, as many as were done. Returns which those are, ndarray (choices,) of bool."""
        values = np.empty((len(rows), len(self.measures.figures)))
        in_futures = np.empty((len(rows), len(self.futures), len(self.measures.in_futures)))
        done = self._fill(self.ground, rows, self.measures.figures, values, course)
        for at, many in enumerate(self.futures):
            part = np.empty((len(rows), len(self.measures.in_futures)))
            done &= self._fill(many, rows, self.measures.in_futures, part, course)
            in_futures[:, at] = part
        self.rows = np.concatenate([self.rows, rows[done]])
        self.values = np.concatenate([self.values, values[done]])
        self.in_futures = np.concatenate([self.in_futures, in_futures[done]])
        return done

    def _fill(
        self, many: Many, rows: np.ndarray, figures: tuple[Figure, ...], into: np.ndarray, course: Course
    ) -> np.ndarray:
        before = course.done
        done = run(many, rows, figures, into, lambda count: course.reached(before + count * many.n), self.seed)
        course.done = before + len(rows) * many.n
        return done

    def judged(self) -> Judged:
        return judge(self.measures, self.space, self.rows, self.values, self.in_futures)

    def work_of(self, choices: int) -> int:
        """What so many choices ask (see Course)."""
        return choices * (1 + len(self.futures)) * self.ground.n
