"""What an opened figure rests on: reasoning and sources of its line, indicators, effects, assumptions and future.

Reasonings that the model holds in Dutch only are marked as Dutch in every view.
"""

from __future__ import annotations

from html import escape

from flexlib.model.effect_records import FutureEffect
from flexlib.model.source_records import Citation
from flexlib.text import text
from flexlib.ui.citing import citations_html
from flexlib.ui.impact.opened import Opened
from flexlib.ui.impact.opened_tables import reason_at
from flexlib.ui.subjects import subject_name


def reasons(of: Opened) -> list[str]:
    """Blocks of HTML, one per kind of thing that has a reason, the line's own first."""
    blocks = [_line(of), _indicators(of), _effects(of), _future(of), _parameters(of)]
    return [block for block in blocks if block]


def _line(of: Opened) -> str:
    kind, _, line_id = of.trace.figure_id.partition(":")
    if kind != "line":
        return ""
    line = of.ground.model.lines[line_id]
    body = _dutch(of, line.reasoning) + _sources(of, line.citations)
    return f'<div class="fl-trace" data-testid="why-line"><p><b>{escape(of.t("why_line"))}</b></p>{body}</div>'


def _indicators(of: Opened) -> str:
    model, language = of.ground.model, of.ground.language
    known = {item.indicator: item for item in model.balances.get(of.trace.figure_id, ())}
    items = [
        _item(model.outcomes[term.id].label[language], _dutch(of, known[term.id].reasoning))
        for term in of.trace.of_kind("indicator")
    ]
    return _folded(of, "why_indicators", items)


def _effects(of: Opened) -> str:
    model, language = of.ground.model, of.ground.language
    items = []
    for term in of.trace.of_kind("effect"):
        curve = model.curves[term.id]
        level = of.ground.estimate.point.levels[curve.lever_id]
        reason = f"<p>{escape(reason_at(curve, level, language))}</p>"
        name = subject_name(model, curve.id, language)
        items.append(_item(name, _grade(of, curve.grade) + reason + _sources(of, curve.citations)))
    return _folded(of, "why_effects", items)


def _future(of: Opened) -> str:
    model, language = of.ground.model, of.ground.language
    acting: dict[str, FutureEffect] = {
        effect.target: effect for effect in model.futures[of.ground.choice.future].effects
    }
    items = []
    for term in of.trace.of_kind("future"):
        effect = acting[term.id]
        known = term.id in model.parameters
        name = model.parameters[term.id].label[language] if known else of.t("future_delay")
        items.append(_item(name, _grade(of, effect.grade) + _dutch(of, effect.reason) + _sources(of, effect.citations)))
    return _folded(of, "why_future", items)


def _parameters(of: Opened) -> str:
    model, language = of.ground.model, of.ground.language
    items = []
    for term in of.trace.of_kind("parameter"):
        parameter = model.parameters[term.id]
        cited = (Citation(parameter.source_id),) if parameter.source_id else ()
        body = _grade(of, parameter.grade) + _dutch(of, parameter.reasoning) + _sources(of, cited)
        items.append(_item(parameter.label[language], body))
    return _folded(of, "why_parameters", items)


def _grade(of: Opened, grade: str) -> str:
    return f"<p>{escape(text(f'bronnen.grade_words.{grade}', of.ground.language))}</p>"


def _dutch(of: Opened, reasoning: str) -> str:
    if not reasoning:
        return ""
    return f"<p>{escape(of.t('reasoning'))} <span lang=nl>{escape(reasoning)}</span></p>"


def _sources(of: Opened, citations: tuple[Citation, ...]) -> str:
    found = citations_html(of.ground.model, citations)
    return f"<p>{escape(of.t('sources'))} {found}.</p>" if found else ""


def _item(name: str, body: str) -> str:
    return f"<li><b>{escape(name)}</b>{body}</li>"


def _folded(of: Opened, head: str, items: list[str]) -> str:
    """A list under a heading that opens."""
    if not items:
        return ""
    block = f'<details class="fl-trace fl-why" data-testid="{head.replace("_", "-")}">'
    return f'{block}<summary>{escape(of.t(head))}</summary><ul class="fl-list">{"".join(items)}</ul></details>'
