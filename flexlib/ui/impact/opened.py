"""A figure opened, in words: its title, its value and its formula, and what it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexlib import units
from flexlib.engine.result import CHANCES
from flexlib.engine.trace import Trace, trace, trace_role
from flexlib.engine.trace_terms import Term
from flexlib.text import text
from flexlib.ui.ground import Ground
from flexlib.ui.impact.figures_course import lines_of

SHOWN_LINES = 15


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where the draws of a figure are: its outcome, its place behind the draws, and what they are divided by."""

    outcome_id: str
    place: tuple[int, ...] = ()
    divisor: float = 1.0

    def of(self, values: np.ndarray) -> np.ndarray:
        """The figure's own values, ndarray (n,), among those of its outcome, with draws or quantiles first."""
        for position in self.place:
            values = values[:, position]
        return values / self.divisor


@dataclass(frozen=True, eq=False)
class Opened:
    """One figure of one choice, opened; a part has no draws, and lines may add up in another unit than the figure's."""

    ground: Ground
    trace: Trace
    title: str
    unit: str
    year: int | None = None
    drawn: Drawn | None = None
    unit_of_lines: str = ""

    @property
    def chance(self) -> float | None:
        """The share of draws in which this holds, nan when it is not known; None for a figure that is no chance."""
        result, figure = self.ground.estimate.result, self.trace.figure_id
        if not figure.startswith(CHANCES):
            return None
        if self.year is None:
            return result.share(figure)
        return float(result.mean(figure)[[period.year for period in result.calendar_years].index(self.year)])

    @property
    def value_words(self) -> str:
        """The rekenwaarde in a sentence; empty where there is none."""
        value = self.trace.value
        if value != value:
            return ""
        if self.chance is None:
            return self.t("value_point", value=self.write(value))
        return self.t("value_point_holds" if value else "value_point_fails")

    def t(self, key: str, /, **values: object) -> str:
        return text(f"trace.{key}", self.ground.language, **values)

    def write(self, value: float) -> str:
        """A value in the figure's own unit, to the euro or the hour, so that sums can be checked."""
        return self._written(value, self.unit)

    def write_line(self, value: float) -> str:
        """What a line gives, as exactly."""
        return self._written(value, self.unit_of_lines or self.unit)

    def _written(self, value: float, unit: str) -> str:
        if units.is_money(unit):
            return units.money(value, self.ground.language)
        return units.with_unit(value, unit, self.ground.language)

    @property
    def formula(self) -> str:
        kind, _, name = self.trace.figure_id.partition(":")
        if kind == "line" and self.ground.model.lines[name].timing == "income":
            return self.t("formula.line_income")
        return self.t(f"formula.{kind}")

    def further(self) -> list[tuple[str, str]]:
        """(figure id, label) of what can be opened from here: lines and outcomes that went in."""
        model, language = self.ground.model, self.ground.language
        lines = [
            (f"line:{term.id}", model.lines[term.id].label[language])
            for term in self.trace.of_kind("line")[:SHOWN_LINES]
        ]
        outcomes = [*self.trace.of_kind("outcome"), *self.trace.of_kind("indicator")]
        return lines + [(term.id, model.outcomes[term.id].label[language]) for term in outcomes]


def opened(ground: Ground, figure_id: str, year: int | None = None) -> Opened:
    """Open a figure: an outcome id (with a year for yearly amounts), `line:…`, `role:<id>:<timing>`, `fte:<role>` with
    the year its school year begins in, or `cell:<chain>:<aspect>:<timing>:<amount>`."""
    model, language = ground.model, ground.language
    kind, *rest = figure_id.split(":")
    if kind in ("role", "cell"):
        return _of_lines(ground, kind, rest)
    if kind == "fte":
        return _of_school_year(ground, rest[0], year or 0)
    found = trace(model, ground.choice, figure_id, year)
    if kind == "line":
        line = model.lines[rest[0]]
        unit = "EUR" if line.spread in ("rollout", "programme") or line.timing == "one_off" else "EUR/year"
        return Opened(ground, found, line.label[language], unit)
    outcome = model.outcomes[figure_id]
    if year is None:
        return Opened(ground, found, outcome.label[language], outcome.unit, drawn=Drawn(figure_id))
    title = text("trace.in_year", language, label=outcome.label, year=year)
    index = [period.year for period in ground.estimate.result.calendar_years].index(year)
    return Opened(ground, found, title, outcome.unit, year, Drawn(figure_id, (index,)))


def _of_school_year(ground: Ground, role: str, year: int) -> Opened:
    """The work of a role in one school year, in fte as the charts draw it: hours over what one fte gives at the
    rekenwaarde."""
    found = trace_role(ground.model, ground.choice, role, year)
    periods = ground.estimate.result.school_years
    index = [period.year for period in periods].index(year)
    of_fte = found.of_kind("parameter")[0].value * periods[index].months / 12
    names = {"role": ground.model.roles[role].label, "year": ground.year_words(periods[index])}
    title = text("trace.role_year", ground.language, **names)
    drawn = Drawn("own_hours", (index, list(ground.model.roles).index(role)), of_fte)
    return Opened(ground, found, title, "fte", drawn=drawn, unit_of_lines="h")


def _of_lines(ground: Ground, kind: str, rest: Sequence[str]) -> Opened:
    rows = lines_of(ground.model, ground.choice).rows
    if kind == "role":
        role, timing = rest
        kind = f"role_{timing}"
        found = [(row, row.own_hours.get(role, 0.0)) for row in rows if row.line.timing == timing]
        title = text(f"trace.role_hours_{timing}", ground.language, role=ground.model.roles[role].label)
        unit = "h" if timing == "one_off" else "h/year"
    else:
        chain, aspect, timing, amount = rest
        found = [
            (row, float(getattr(row, amount)))
            for row in rows
            if (row.line.chain, row.line.aspect, row.line.timing) == (chain, aspect, timing)
        ]
        names = {
            "chain": ground.t(f"chain.{chain}"),
            "aspect": ground.t(f"aspect.{aspect}"),
            "timing": ground.t(f"timing.{timing}"),
        }
        title = text("trace.cell_amount", ground.language, **names)
        unit = {"integral": "EUR", "hours": "h"}[amount] + ("" if timing == "one_off" else "/year")
    terms = sorted((Term("line", row.line.id, value) for row, value in found if value), key=lambda term: -term.value)
    return Opened(ground, Trace(kind, sum(term.value for term in terms), True, tuple(terms)), title, unit)
