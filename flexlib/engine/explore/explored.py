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

Progress = Callable[[int, int], None]  # evaluations done and expected


@dataclass
class Course:
    """How far a search is, who is told, and whether it must stop."""

    expected: int
    progress: Progress | None
    should_stop: Callable[[], bool] | None
    done: int = 0
    is_stopped: bool = False

    def reached(self, done: int) -> bool:
        if self.progress is not None:
            self.progress(min(done, self.expected), self.expected)
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

    def evaluate(self, rows: np.ndarray, course: Course) -> None:
        """Add rows; when told to stop, as many as were done."""
        values = np.empty((len(rows), len(self.measures.figures)))
        in_futures = np.empty((len(rows), len(self.futures), len(self.measures.in_futures)))
        before, done = course.done, np.ones(len(rows), dtype=bool)
        done &= run(self.ground, rows, self.measures.figures, values, lambda n: course.reached(before + n), self.seed)
        course.done = before + len(rows)
        for at, many in enumerate(self.futures):
            so_far = course.done
            part = np.empty((len(rows), len(self.measures.in_futures)))

            def on_done(n: int, so_far: int = so_far) -> bool:
                return course.reached(so_far + n)

            done &= run(many, rows, self.measures.in_futures, part, on_done, self.seed)
            in_futures[:, at] = part
            course.done = so_far + len(rows)
        self.rows = np.concatenate([self.rows, rows[done]])
        self.values = np.concatenate([self.values, values[done]])
        self.in_futures = np.concatenate([self.in_futures, in_futures[done]])

    def judged(self) -> Judged:
        return judge(self.measures, self.space, self.rows, self.values, self.in_futures)

    @property
    def evaluations_of_one(self) -> int:
        return 1 + len(self.futures)
