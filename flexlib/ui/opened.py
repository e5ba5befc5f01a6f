"""A figure opened, as words and tables: value, band, formula, what went in with sources and grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flexlib import units
from flexlib.engine.evidence import behind_quantile, quantile_precision
from flexlib.engine.sampling import overrides_of
from flexlib.engine.trace import Term, Trace, trace
from flexlib.model.records import EffectCurve
from flexlib.text import text
from flexlib.ui.cache import shelf
from flexlib.ui.controls import level_name
from flexlib.ui.figures_course import lines_of
from flexlib.ui.ground import Ground
from flexlib.ui.strip import chance_in_words
from flexlib.ui.subjects import subject_name
from flexlib.ui.tables import html_table

SHOWN_LINES = 15
SHARE_OUTCOMES = ("within_budget_total", "within_budget_year")


@dataclass(frozen=True, eq=False)
class Opened:
    """One figure of one choice, opened."""

    ground: Ground
    trace: Trace
    title: str
    unit: str

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
    return Opened(ground, found, title, outcome.unit)


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
    quantiles = ground.estimate.result.values.get(figure)
    if quantiles is None or quantiles.ndim != 1:
        return []
    if figure in SHARE_OUTCOMES:
        share = ground.estimate.result.share(figure)
        if share != share:
            return []
        said = {"words": chance_in_words(share, ground.language), "share": units.share(share, ground.language, 0)}
        return [of.t("value_share", draws=ground.choice.draws, **said)]
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
    if values is None or values.ndim != 1 or values.min() == values.max() or of.trace.figure_id in SHARE_OUTCOMES:
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


def tables(of: Opened) -> list[str]:
    """Everything that went in, one table per kind."""
    blocks = [
        _lines(of),
        _outcomes(of),
        _indicators(of),
        _amounts(of),
        _years(of),
        _roles(of),
        _rules(of),
        _figures(of),
        _levers(of),
        _drivers(of),
        _parameters(of),
        _effects(of),
    ]
    return [block for block in blocks if block]


def _lines(of: Opened) -> str:
    terms = of.trace.of_kind("line")
    if not terms:
        return ""
    total = sum(term.value for term in terms)
    shown = terms[:SHOWN_LINES]
    rows = [(_line_name(of, term.id), of.write(term.value), _part(term.value, total, of)) for term in shown]
    note = ""
    if len(terms) > len(shown):
        share = _part(sum(term.value for term in shown), total, of)
        note = f'<p class="fl-note">{of.t("only_top", shown=len(shown), count=len(terms), share=share)}</p>'
    rows.append((of.ground.t("column.total_name"), of.write(total), ""))
    heads = [of.t("column.name"), of.t("column.amount"), of.t("column.share")]
    return html_table(of.t("lines_head", value=of.write(total)), heads, rows, total=True) + note


def _line_name(of: Opened, line_id: str) -> str:
    line = of.ground.model.lines[line_id]
    return line.label[of.ground.language]


def _outcomes(of: Opened) -> str:
    outcomes, language = of.ground.model.outcomes, of.ground.language
    rows = [
        (outcomes[term.id].label[language], _value(term.value, outcomes[term.id].unit, language))
        for term in of.trace.of_kind("outcome")
    ]
    return _two_columns(of, "outcomes_head", rows)


def _figures(of: Opened) -> str:
    known, language = of.ground.model.figures, of.ground.language
    rows = [
        (known[term.id].label[language], _value(term.value, known[term.id].unit, language))
        for term in of.trace.of_kind("figure")
    ]
    return _two_columns(of, "figures_head", rows)


def _amounts(of: Opened) -> str:
    """Numbers of the formula that are no outcome of their own: hours mostly."""
    unit = {"students": "students", "real_integral": "EUR"}
    rows = [
        (of.t(f"amount.{term.id}"), _value(term.value, unit.get(term.id, "h"), of.ground.language))
        for term in of.trace.of_kind("amount")
    ]
    return _two_columns(of, "amounts_head", rows)


def _years(of: Opened) -> str:
    rows = [(term.id, units.money(term.value, of.ground.language)) for term in of.trace.of_kind("year")]
    return _two_columns(of, "years_head", rows)


def _roles(of: Opened) -> str:
    roles, language = of.ground.model.roles, of.ground.language
    rows = [(roles[term.id].label[language], units.share(term.value, language, 1)) for term in of.trace.of_kind("role")]
    return _two_columns(of, "roles_head", rows)


def _rules(of: Opened) -> str:
    rules, language = of.ground.model.rules, of.ground.language
    rows = [
        (rules[term.id].message[language], units.number(term.value, language, 2)) for term in of.trace.of_kind("rule")
    ]
    return _two_columns(of, "rules_head", rows)


def _levers(of: Opened) -> str:
    levers, language = of.ground.model.levers, of.ground.language
    terms = of.trace.of_kind("lever")
    rows = [(levers[term.id].label[language], level_name(levers[term.id], term.value, language)) for term in terms]
    futures = [
        (
            of.ground.model.futures[term.id].label[language],
            of.t("future_acts") if term.value != term.value else _factor(term.value, language),
        )
        for term in of.trace.of_kind("future")
    ]
    return _two_columns(of, "levers_head", rows, words=(0, 1)) + _two_columns(of, "future_head", futures)


def _drivers(of: Opened) -> str:
    drivers, language = of.ground.model.drivers, of.ground.language
    rows = [
        (
            drivers[term.id].label[language],
            units.with_unit(units.significant(term.value, 4), drivers[term.id].unit, language),
            drivers[term.id].definition,
        )
        for term in of.trace.of_kind("driver")
    ]
    if not rows:
        return ""
    heads = [of.t("column.name"), of.t("column.value"), of.t("column.reason")]
    return html_table(of.t("drivers_head"), heads, rows, words=(0, 2))


def _parameters(of: Opened) -> str:
    model, language = of.ground.model, of.ground.language
    contested = dict(of.ground.choice.contested)
    rows = []
    for term in of.trace.of_kind("parameter"):
        parameter = model.parameters[term.id]
        name = parameter.label[language]
        low, high = parameter.low, parameter.high
        if term.id in contested:
            name, low, high = f"◆ {name} ({of.t('contested')})", contested[term.id].low, contested[term.id].high
        source = model.sources[parameter.source_id].title if parameter.source_id else ""
        band = units.span(low, high, parameter.unit, language)
        rows.append((name, _value(term.value, parameter.unit, language), band, parameter.grade, source))
    if not rows:
        return ""
    heads = [of.t(f"column.{name}") for name in ("name", "value", "range", "grade", "source")]
    return html_table(of.t("parameters_head"), heads, rows, words=(0, 3, 4))


def _effects(of: Opened) -> str:
    model, language = of.ground.model, of.ground.language
    contested = dict(of.ground.choice.contested)
    rows = []
    for term in of.trace.of_kind("effect"):
        curve = model.curves[term.id]
        lever = model.levers[curve.lever_id]
        level = of.ground.estimate.point.levels[lever.id]
        name = lever.label[language] + (f" ◆ ({of.t('contested')})" if term.id in contested else "")
        adds = curve.operation == "add"
        effect = of.t("added", value=units.number(term.value, language)) if adds else _factor(term.value, language)
        rows.append((name, level_name(lever, level, language), effect, curve.grade, _reason(curve, level, language)))
    if not rows:
        return ""
    heads = [of.t(f"column.{name}") for name in ("name", "level", "factor", "grade", "reason")]
    return html_table(of.t("effects_head"), heads, rows, words=(0, 1, 3, 4))


def _indicators(of: Opened) -> str:
    outcomes, language = of.ground.model.outcomes, of.ground.language
    rows = [
        (
            outcomes[term.id].label[language],
            _value(term.value, outcomes[term.id].unit, language),
            units.number(term.score, language, 0),
            units.number(term.weight, language, 2),
        )
        for term in of.trace.of_kind("indicator")
    ]
    if not rows:
        return ""
    heads = [of.t(f"column.{name}") for name in ("name", "value", "score", "weight")]
    return html_table(of.t("indicators_head"), heads, rows)


def _two_columns(of: Opened, head: str, rows: Sequence[Sequence[str]], words: Sequence[int] = (0,)) -> str:
    if not rows:
        return ""
    return html_table(of.t(head), [of.t("column.name"), of.t("column.value")], rows, words=words)


def _reason(curve: EffectCurve, level: float, language: str) -> str:
    nearest = min(curve.points, key=lambda point: abs(point.at - level))
    return nearest.reason[language]


def _factor(value: float, language: str) -> str:
    return text("trace.factor", language, value=units.number(value, language, 2))


def _value(value: float, unit: str, language: str) -> str:
    if units.is_money(unit):
        return units.money(value, language, 0 if abs(value) >= 1000 else 2)
    if unit == "months":
        return units.with_unit(value, unit, language, 1)
    return units.with_unit(units.significant(value, 4), unit, language)


def _rounded(of: Opened, value: float) -> str:
    """A quantile, rounded to what an estimate bears."""
    if units.is_money(of.unit):
        return units.money(units.significant(value, 3), of.ground.language)
    return _value(units.significant(value, 3), of.unit, of.ground.language)


def _part(value: float, total: float, of: Opened) -> str:
    return units.share(value / total if total else 0.0, of.ground.language, 1)
