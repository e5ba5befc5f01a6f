"""A figure opened, in words: value, band, formula, and what is behind its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flexlib import units
from flexlib.engine.evidence import behind_quantile, quantile_precision
from flexlib.engine.result import CHANCES
from flexlib.engine.sampling import overrides_of
from flexlib.engine.trace import Trace, trace
from flexlib.engine.trace_terms import Term
from flexlib.text import text
from flexlib.ui.cache import shelf
from flexlib.ui.ground import Ground
from flexlib.ui.impact.figures_course import lines_of
from flexlib.ui.strip import chance_in_words
from flexlib.ui.subjects import subject_name
from flexlib.ui.values import value_words

SHOWN_LINES = 15


@dataclass(frozen=True, eq=False)
class Opened:
    """One figure of one choice, opened."""

    ground: Ground
    trace: Trace
    title: str
    unit: str
    year: int | None = None

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
        if units.is_money(self.unit):
            return units.money(value, self.ground.language)
        return units.with_unit(value, self.unit, self.ground.language)

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
    """Open a figure: an outcome id (with a year for yearly amounts), `line:…`, `role:<id>:<timing>` or
    `cell:<chain>:<aspect>:<timing>:<amount>`."""
    model, language = ground.model, ground.language
    kind, *rest = figure_id.split(":")
    if kind in ("role", "cell"):
        return _of_lines(ground, figure_id, kind, rest)
    found = trace(model, ground.choice, figure_id, year)
    if kind == "line":
        line = model.lines[rest[0]]
        unit = "EUR" if line.spread in ("rollout", "programme") or line.timing == "one_off" else "EUR/year"
        return Opened(ground, found, line.label[language], unit)
    outcome = model.outcomes[figure_id]
    title = outcome.label[language]
    if year is not None:
        title = text("trace.in_year", language, label=title, year=year)
    return Opened(ground, found, title, outcome.unit, year)


def _of_lines(ground: Ground, figure_id: str, kind: str, rest: Sequence[str]) -> Opened:
    rows = lines_of(ground.model, ground.choice).rows
    if kind == "role":
        role, timing = rest
        found = [(row, row.own_hours.get(role, 0.0)) for row in rows if row.line.timing == timing]
        title = text("trace.role_hours", ground.language, role=ground.model.roles[role].label)
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


def band_words(of: Opened) -> list[str]:
    """The figure's middle and band, or its chance, and what those mean; nothing for parts."""
    figure, ground = of.trace.figure_id, of.ground
    if (chance := of.chance) is not None:
        if chance != chance:
            return []
        said = {"words": chance_in_words(chance, ground.language), "share": units.share(chance, ground.language, 0)}
        return [of.t("value_share", draws=ground.choice.draws, **said)]
    quantiles = ground.estimate.result.values.get(figure)
    if quantiles is None or quantiles.ndim != 1:
        return []
    low, middle, high = ground.p(figure)
    if middle != middle:
        return []
    return [
        of.t("value_band", low=_rounded(of, low), middle=_rounded(of, middle), high=_rounded(of, high)),
        of.t("why_band", draws=ground.choice.draws),
    ]


def precision_words(of: Opened) -> str:
    """How precise P10, P50 and P90 are with this number of draws."""
    values = of.ground.estimate.result.values.get(of.trace.figure_id)
    if values is None or values.ndim != 1 or values.min() == values.max() or of.chance is not None:
        return ""
    ranges = quantile_precision(values)
    written = [f"{_rounded(of, low)} – {_rounded(of, high)}" for low, high in ranges]
    return of.t("precision", low=written[0], middle=written[1], high=written[2])


def behind_words(of: Opened, probability: float) -> list[str]:
    """What goes together with a low or a high outcome."""
    ground = of.ground
    values = ground.estimate.result.values.get(of.trace.figure_id)
    if values is None or values.ndim != 1 or values.min() == values.max():
        return []
    draws = shelf().draws(ground.choice.draws, ground.choice.seed, overrides_of(ground.choice)).first(2_000)
    found = behind_quantile(ground.model, draws, values[:2_000], probability)
    return [
        of.t(
            "behind_line",
            name=subject_name(ground.model, key.rstrip("+-"), ground.language),
            percentile=round(100 * percentile),
        )
        for key, percentile in found
    ]


def _rounded(of: Opened, value: float) -> str:
    """A quantile, rounded to what an estimate bears."""
    if units.is_money(of.unit):
        return units.money(units.significant(value, 3), of.ground.language)
    return value_words(units.significant(value, 3), of.unit, of.ground.language)
