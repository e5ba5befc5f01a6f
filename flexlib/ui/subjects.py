"""Everything that can be doubted, as rows and words: parameters and effect curves, with source, grade and reach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import pandas as pd

from flexlib import units
from flexlib.charts.curve import effect_curve
from flexlib.charts.scales import two_lines
from flexlib.engine.distributions import WIDENING
from flexlib.engine.sampling import two_sided
from flexlib.engine.trace import curve_levels
from flexlib.model.effect_records import EffectCurve
from flexlib.model.records import Choice, Contest, CostModel, Parameter
from flexlib.text import text
from flexlib.ui.chart_panel import Figure
from flexlib.ui.reach import chains_touched, lines_touched

SHOWN_LINES = 6
KINDS = ("numbers", "effects")


@dataclass(frozen=True, slots=True)
class Filter:
    """What one wants to see: numbers or effects, some grades, one chain, words, contested only."""

    kind: str
    grades: frozenset[str]
    chain: str | None
    sought: str
    contested: frozenset[str] | None


def target_words(model: CostModel, curve: EffectCurve, language: str) -> str:
    """What an effect works on, in words."""
    if curve.target_kind == "chain":
        return text(f"impact.chain.{curve.target}", language).lower()
    if curve.target_kind == "balance":
        return model.outcomes[curve.target].label[language].lower()
    return text(f"bronnen.target.{curve.target}", language)


def subject_name(model: CostModel, subject: str, language: str) -> str:
    """A parameter's label, or for a curve what it does to what."""
    if subject in model.parameters:
        return model.parameters[subject].label[language]
    curve = model.curves[subject]
    lever = model.levers[curve.lever_id].label[language]
    return text("bronnen.curve_name", language, lever=lever, target=target_words(model, curve, language))


def contested_names(model: CostModel, choice: Choice, language: str) -> list[str]:
    """Labels of what is contested in a choice."""
    return [subject_name(model, subject, language) for subject, _ in choice.contested]


@lru_cache(maxsize=8)
def rows(model: CostModel, kind: str, language: str) -> pd.DataFrame:
    """Every number or every effect as a row of words; index: subject id; `sought` holds all words of a row."""
    make = partial(_parameter_row, model, language) if kind == "numbers" else partial(_curve_row, model, language)
    subjects = model.parameters if kind == "numbers" else model.curves
    return pd.DataFrame.from_dict({subject: make(subject) for subject in subjects}, orient="index")


def matching(model: CostModel, wanted: Filter, language: str) -> pd.DataFrame:
    """The rows that a filter lets through, in file order."""
    found = rows(model, wanted.kind, language)
    if wanted.grades:
        found = found[found["grade"].isin(sorted(wanted.grades))]
    if wanted.chain is not None:
        chains = chains_touched(model)
        found = found[[wanted.chain in chains.get(subject, frozenset()) for subject in found.index]]
    if wanted.contested is not None:
        found = found[found.index.isin(sorted(wanted.contested))]
    for word in wanted.sought.lower().split():
        found = found[found["sought"].str.contains(word, regex=False)]
    return found


def _parameter_row(model: CostModel, language: str, subject: str) -> dict[str, str]:
    parameter = model.parameters[subject]
    source = model.sources[parameter.source_id].title if parameter.source_id else ""
    label = parameter.label[language]
    return {
        "name": label,
        "value": units.with_unit(parameter.mode, parameter.unit, language),
        "range": model_range(model, subject, language),
        "grade": parameter.grade,
        "level": str(parameter.price_level or ""),
        "source": source,
        "sought": f"{label} {source} {parameter.reasoning} {subject}".lower(),
    }


def _curve_row(model: CostModel, language: str, subject: str) -> dict[str, str]:
    curve = model.curves[subject]
    lever = model.levers[curve.lever_id].label[language]
    target = target_words(model, curve, language)
    modes = [point.mode for point in curve.points]
    reasons = " ".join(point.reason[language] for point in curve.points)
    return {
        "lever": lever,
        "target": target,
        "kind": text(f"bronnen.kind.{curve.operation}", language),
        "smallest": units.number(min(modes), language, 2),
        "largest": units.number(max(modes), language, 2),
        "grade": curve.grade,
        "sought": f"{lever} {target} {reasons} {subject}".lower(),
    }


def model_strength(model: CostModel, subject: str) -> Contest:
    """The strength range of a curve; for readiness on delay the one above a factor of 1."""
    settings = model.settings
    return settings.strength_readiness_above if two_sided(model, subject) else settings.strength


def model_range(model: CostModel, subject: str, language: str) -> str:
    """The model's own range of a subject in words."""
    if subject in model.curves:
        strength = model_strength(model, subject)
        names = {name: units.number(getattr(strength, name), language) for name in ("low", "mode", "high")}
        return text("bronnen.contest.strength_model", language, **names)
    parameter = model.parameters[subject]
    return units.span(parameter.low, parameter.high, parameter.unit, language)


def contest_words(model: CostModel, subject: str, contest: Contest, language: str) -> str:
    """A contested range in words, to the cent when cents were typed."""
    unit = model.parameters[subject].unit if subject in model.parameters else "factor"
    decimals = _cents(unit, contest.low, contest.high)
    if contest.low == contest.high:
        return units.with_unit(contest.mode, unit, language, decimals)
    return units.span(contest.low, contest.high, unit, language, decimals)


def middle_words(model: CostModel, subject: str, contest: Contest, language: str) -> str:
    """The middle of a contested range in words: a half euro of 100–101 stays a half."""
    unit = model.parameters[subject].unit if subject in model.parameters else "factor"
    return units.with_unit(contest.mode, unit, language, _cents(unit, contest.mode))


def _cents(unit: str, *values: float) -> int | None:
    """Two decimals for money that is not in whole euros; None leaves it to the unit."""
    return 2 if units.is_money(unit) and any(value != round(value) for value in values) else None


def parameter_facts(model: CostModel, parameter: Parameter, language: str) -> list[str]:
    """Range and its meaning, widening, price level and reach of a parameter, in sentences."""
    say = partial(_say, language)
    band = units.span(parameter.low, parameter.high, parameter.unit, language)
    fixed = parameter.low == parameter.high
    facts = [say("fixed") if fixed else say(parameter.range_means, range=band)]
    widening = WIDENING[parameter.grade]
    if widening > 1 and not fixed:
        facts.append(say("widened", grade=parameter.grade, times=widening))
    if parameter.price_level:
        facts.append(say("price_level", year=parameter.price_level))
    return [*facts, reach_words(model, parameter.id, language)]


def reach_words(model: CostModel, subject: str, language: str) -> str:
    """In which lines a subject works."""
    lines = lines_touched(model).get(subject, ())
    if not lines:
        return _say(language, "used_nowhere")
    names = ", ".join(model.lines[line].label[language] for line in lines[:SHOWN_LINES])
    rest = len(lines) - SHOWN_LINES
    listed = _say(language, "used_by_more", list=names, count=rest) if rest > 0 else names
    return _say(language, "used_by", count=len(lines), list=listed)


def curve_figure(model: CostModel, subject: str, strength: Contest, language: str) -> Figure:
    """An effect curve as a chart with its table of levels and reasons."""
    curve = model.curves[subject]
    lever, adds = model.levers[curve.lever_id], curve.operation == "add"
    levels = curve_levels(model, subject)
    reasons = {point.at: point.reason[language] for point in curve.points}
    table_rows, drawn = [], []
    for level in lever.levels:
        mode = levels[level.value]
        low, high = (mode * s if adds else mode**s for s in (strength.low, strength.high))
        words = units.number(mode, language, 2)
        drawn.append(
            {
                "level": two_lines(level.label[language], 12),
                "low": low,
                "mode": mode,
                "high": high,
                "operation": curve.operation,
                "words": words,
            }
        )
        table_rows.append((level.label[language], mode, low, high, reasons.get(level.value, "")))
    heads = [text(f"bronnen.column.{name}", language) for name in ("name", "factor", "at_low", "at_high", "reason")]
    target = target_words(model, curve, language)
    names = {"lever": lever.label[language], "target": target}
    ends = {"low": units.number(strength.low, language), "high": units.number(strength.high, language)}
    unit = _say(language, f"chart_unit_{curve.operation}")
    return Figure(
        key=f"effect-{subject.replace(':', '-')}",
        title=_say(language, "chart_title", unit=unit, **names),
        notes=(_say(language, "chart_note", **ends),),
        source=cites_words(model, curve, language),
        alt=_say(
            language, "chart_alt", list="; ".join(f"{row[0]} {units.number(row[1], language, 2)}" for row in table_rows)
        ),
        draw=partial(effect_curve, pd.DataFrame(drawn)),
        table=pd.DataFrame(table_rows, columns=heads),
        written=tuple(
            (row[0], *(units.number(value, language, 2) for value in row[1:4]), row[4]) for row in table_rows
        ),
        words=(0, 4),
    )


def cites_words(model: CostModel, curve: EffectCurve, language: str) -> str:
    """The sources an effect rests on, with the place in them."""
    found = [
        f"{model.sources[citation.source_id].title}{f', {citation.locator}' if citation.locator else ''}"
        for citation in curve.citations
    ]
    return (
        _say(language, "cites", list="; ".join(found))
        if found
        else text(f"bronnen.grade_words.{curve.grade}", language)
    )


def _say(language: str, key: str, /, **values: object) -> str:
    return text(f"bronnen.detail.{key}", language, **values)
