"""Everything that went into an opened figure, as tables: one per kind of term."""

from __future__ import annotations

from collections.abc import Sequence

from flexlib import units
from flexlib.model.effect_records import EffectCurve
from flexlib.model.levels import level_name
from flexlib.text import text
from flexlib.ui.impact.opened import SHOWN_LINES, Opened
from flexlib.ui.tables import html_table
from flexlib.ui.values import value_words


def tables(of: Opened) -> list[str]:
    """Everything that went in, one table per kind."""
    blocks = [
        _lines(of),
        _outcomes(of),
        _indicators(of),
        _amounts(of),
        _years(of),
        _budgets(of),
        _roles(of),
        _rules(of),
        _figures(of),
        _levers(of),
        _drivers(of),
        _parameters(of),
        _future(of),
        _effects(of),
    ]
    return [block for block in blocks if block]


def _lines(of: Opened) -> str:
    terms = of.trace.of_kind("line")
    if not terms:
        return ""
    total = sum(term.value for term in terms)
    shown = terms[:SHOWN_LINES]
    rows = [(_line_name(of, term.id), of.write_line(term.value), _part(term.value, total, of)) for term in shown]
    note = ""
    if len(terms) > len(shown):
        share = _part(sum(term.value for term in shown), total, of)
        note = f'<p class="fl-note">{of.t("only_top", shown=len(shown), count=len(terms), share=share)}</p>'
    rows.append((of.ground.t("column.total_name"), of.write_line(total), ""))
    heads = [of.t("column.name"), of.t("column.amount"), of.t("column.share")]
    return html_table(of.t("lines_head", value=of.write_line(total)), heads, rows, total=True) + note


def _line_name(of: Opened, line_id: str) -> str:
    line = of.ground.model.lines[line_id]
    return line.label[of.ground.language]


def _outcomes(of: Opened) -> str:
    outcomes, language = of.ground.model.outcomes, of.ground.language
    rows = [
        (outcomes[term.id].label[language], value_words(term.value, outcomes[term.id].unit, language))
        for term in of.trace.of_kind("outcome")
    ]
    return _two_columns(of, "outcomes_head", rows)


def _figures(of: Opened) -> str:
    known, language = of.ground.model.figures, of.ground.language
    rows = [
        (known[term.id].label[language], value_words(term.value, known[term.id].unit, language))
        for term in of.trace.of_kind("figure")
    ]
    return _two_columns(of, "figures_head", rows)


def _amounts(of: Opened) -> str:
    """Numbers of the formula that are no outcome of their own: hours mostly."""
    unit = {"students": "students", "real_integral": "EUR", "months_in_year": "months"}
    rows = [
        (of.t(f"amount.{term.id}"), value_words(term.value, unit.get(term.id, "h"), of.ground.language))
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
    return _two_columns(of, "levers_head", rows, words=(0, 1))


def _future(of: Opened) -> str:
    """What the future makes of each assumption here, beside what that is without it."""
    parameters, language = of.ground.model.parameters, of.ground.language
    rows = []
    for term in of.trace.of_kind("future"):
        if term.id in parameters:
            unit = parameters[term.id].unit
            values = [value_words(value, unit, language) for value in (term.beside, term.value)]
            rows.append((parameters[term.id].label[language], *values))
        else:
            rows.append((of.t("future_delay"), *(_factor(value, language) for value in (term.beside, term.value))))
    if not rows:
        return ""
    heads = [of.t(f"column.{name}") for name in ("name", "without_future", "with_future")]
    future = of.ground.model.futures[of.ground.choice.future].label
    return html_table(of.t("future_head", future=future), heads, rows)


def _budgets(of: Opened) -> str:
    language = of.ground.language
    rows = [
        (term.id, units.money(term.value, language), units.money(term.beside, language))
        for term in of.trace.of_kind("budget")
    ]
    heads = [of.t(f"column.{name}") for name in ("year", "spent", "budget")]
    return html_table(of.t("budgets_head"), heads, rows) if rows else ""


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
        rows.append((name, value_words(term.value, parameter.unit, language), band, parameter.grade, source))
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
        rows.append((name, level_name(lever, level, language), effect, curve.grade, reason_at(curve, level, language)))
    if not rows:
        return ""
    heads = [of.t(f"column.{name}") for name in ("name", "level", "factor", "grade", "reason")]
    return html_table(of.t("effects_head"), heads, rows, words=(0, 1, 3, 4))


def _indicators(of: Opened) -> str:
    outcomes, language = of.ground.model.outcomes, of.ground.language
    rows = [
        (
            outcomes[term.id].label[language],
            value_words(term.value, outcomes[term.id].unit, language),
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


def reason_at(curve: EffectCurve, level: float, language: str) -> str:
    """The reason of the point of a curve that lies nearest to a level."""
    nearest = min(curve.points, key=lambda point: abs(point.at - level))
    return nearest.reason[language]


def _factor(value: float, language: str) -> str:
    return text("trace.factor", language, value=units.number(value, language, 2))


def _part(value: float, total: float, of: Opened) -> str:
    return units.share(value / total if total else 0.0, of.ground.language, 1)
