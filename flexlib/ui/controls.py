"""One control per lever: drawn from the choice, writing to it by callback, with its definition, resets and warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from flexlib.model.choices import base_levels
from flexlib.model.levels import level_name, written_level
from flexlib.model.records import GROUPS, CostModel, Level, Lever
from flexlib.model.rules import RuleHit
from flexlib.text import text
from flexlib.ui import acts, moves, state
from flexlib.ui.cache import Headline
from flexlib.ui.follow import value_of, widget_key

LEVER_GROUP = {"sturen": "B", "strategie": "C", "middelen": "D", "uitgangspositie": "E"}  # of a step of choosing
SEVERITY_ICONS = {"impossible": "✕", "warning": "▲", "info": "i"}


@dataclass(frozen=True, slots=True)
class Board:
    """What the controls of one screen share: levels now, in the parent variant and today, and the rules that hit."""

    model: CostModel
    language: str
    levels: Mapping[str, float]
    parent: Mapping[str, float]
    today: Mapping[str, float]
    hits: Sequence[RuleHit]

    def t(self, key: str, /, **values: object) -> str:
        return text(f"controls.{key}", self.language, **values)


def step_levers(model: CostModel, step: str) -> list[Lever]:
    """The levers of a step, in file order."""
    if step in LEVER_GROUP:
        return [lever for lever in model.levers.values() if lever.group == LEVER_GROUP[step]]
    scenarios = [lever for lever in model.levers.values() if lever.group == "A"]
    if step == "doelgroepen":
        return [model.levers[f"{kind}_{group}"] for group in GROUPS for kind in ("scenario", "scope")]
    if step == "vrijheid":
        return [lever for lever in scenarios if lever.id.startswith("dim_")]
    return [lever for lever in scenarios if not lever.id.startswith(("dim_", "scenario_", "scope_"))]


def board(model: CostModel, headline: Headline) -> Board:
    """The board for the choice on screen."""
    choice = state.choice()
    parent = moves.parent_levels(model, choice)
    today = base_levels(model, choice.institution)
    return Board(model, state.session().language, headline.levels, parent, today, headline.rule_hits)


def control(on: Board, lever: Lever, *, compact: bool = False) -> None:
    """A lever's control with what belongs to it; `compact` leaves out the definition of the level."""
    with st.container(key=f"control_{lever.id}", gap="xsmall"):
        if lever.kind == "switch":
            _switch(on, lever)
        elif is_stepped(lever):
            _segments(on, lever)
        else:
            _slider(on, lever)
        if not compact:
            st.html(f'<p class="fl-definition">{escape(definition(lever, on.levels[lever.id], on.language))}</p>')
        aside(on, lever)


def rubric(on: Board, lever: Lever) -> None:
    """All written levels of a lever beside each other, each with its definition: one row of the steering board."""
    words = {level.value: _marked(on, lever, level.value) for level in lever.levels}
    key = widget_key(f"lever_{lever.id}", on.levels[lever.id], words.values())
    with st.container(key=f"rubric_{lever.id}", gap=None):
        st.radio(
            lever.label[on.language],
            list(words),
            format_func=words.__getitem__,
            captions=[level.definition[on.language] for level in lever.levels],
            key=key,
            horizontal=True,
            width="stretch",
            help=lever.help[on.language],
            on_change=_take,
            args=(key, lever.id),
        )
        for hit in on.hits:
            if lever.id in hit.levers:
                st.html(warning(hit, on.language))


def is_stepped(lever: Lever) -> bool:
    """Whether a lever only stands at its written levels."""
    return lever.kind in ("options", "scale")


def definition(lever: Lever, value: float, language: str) -> str:
    """What the board promises or arranges at this level; a slider says the exact value first.

    Between two written levels it says what holds just below and just above.
    """
    if is_stepped(lever) or lever.kind == "switch":
        return written_level(lever, value).definition[language]
    exact = level_name(lever, value, language)
    below = max((level for level in lever.levels if level.value <= value), key=_height, default=lever.levels[0])
    above = min((level for level in lever.levels if level.value >= value), key=_height, default=lever.levels[-1])
    if below.value == above.value:
        return text("controls.exactly", language, value=exact, definition=below.definition)
    return text(
        "controls.between",
        language,
        value=exact,
        low=level_name(lever, below.value, language),
        low_definition=below.definition,
        high=level_name(lever, above.value, language),
        high_definition=above.definition,
    )


def aside(on: Board, lever: Lever) -> None:
    """Under a control: where it stood in the parent and today with a way back, and the rules it breaks."""
    level, parent, today = (levels[lever.id] for levels in (on.levels, on.parent, on.today))
    if level != parent or level != today:
        _ways_back(on, lever, level, parent, today)
    for hit in on.hits:
        if lever.id in hit.levers:
            st.html(warning(hit, on.language))


def warning(hit: RuleHit, language: str) -> str:
    """A rule that holds, as HTML: how serious, what clashes, what would resolve it."""
    rule = hit.rule
    return (
        f'<div class="fl-warning fl-{rule.severity}" data-testid="warning-{rule.id}"><strong>'
        f'<span aria-hidden="true">{SEVERITY_ICONS[rule.severity]}</span> '
        f"{escape(text(f'controls.severity.{rule.severity}', language))}</strong> {escape(rule.message[language])} "
        f'<span class="fl-suggestion">{escape(rule.suggestion[language])}</span></div>'
    )


def _ways_back(on: Board, lever: Lever, level: float, parent: float, today: float) -> None:
    with st.container(key=f"back_{lever.id}", horizontal=True, gap="xsmall", vertical_alignment="center"):
        if level == parent:
            words = on.t("today", level=level_name(lever, today, on.language))
            st.html(f'<span class="fl-quiet">{escape(words)}</span>', width="content")
            return
        st.html(f'<span class="fl-mark">{escape(on.t("changed"))}</span>', width="content")
        _way_back(on, lever, parent, "to_parent")
        if today not in (level, parent):
            _way_back(on, lever, today, "to_today")


def _way_back(on: Board, lever: Lever, level: float, words: str) -> None:
    st.button(
        on.t(words, level=level_name(lever, level, on.language)),
        key=f"{words}_{lever.id}",
        type="tertiary",
        on_click=acts.set_lever,
        args=(lever.id, level),
    )


def _segments(on: Board, lever: Lever) -> None:
    words = {level.value: level.label[on.language] for level in lever.levels}
    key = widget_key(f"lever_{lever.id}", on.levels[lever.id], words.values())
    st.segmented_control(
        lever.label[on.language],
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        help=_help(lever, on.language),
        on_change=_take,
        args=(key, lever.id),
    )


def _switch(on: Board, lever: Lever) -> None:
    key = widget_key(f"lever_{lever.id}", on.levels[lever.id] == 1)
    st.toggle(lever.label[on.language], key=key, help=lever.help[on.language], on_change=_take, args=(key, lever.id))


def _slider(on: Board, lever: Lever) -> None:
    """The exact value: a level between two whole ones (a link may hold it) gets a slider that can stand there."""
    scale = 100 if lever.kind == "share" else 1
    level = round(on.levels[lever.id] * scale, 6)
    kind: type[int] | type[float] = int if level == round(level) else float
    step = max(1, round(lever.step * scale))
    key = widget_key(f"lever_{lever.id}{'' if kind is int else '_exact'}", kind(level))
    st.slider(
        lever.label[on.language],
        kind(round(lever.minimum * scale)),
        kind(round(lever.maximum * scale)),
        step=kind(step if kind is int else 0.5),
        key=key,
        format="%g %%" if lever.kind == "share" else "%g",
        help=_help(lever, on.language),
        on_change=_take,
        args=(key, lever.id, scale),
    )


def _marked(on: Board, lever: Lever, value: float) -> str:
    """A level's label, marked when the parent variant or today stands there: choosing it is the way back."""
    label = written_level(lever, value).label[on.language]
    if value == on.parent[lever.id] != on.today[lever.id]:
        label += f" :blue-badge[{on.t('mark_parent')}]"
    if value == on.today[lever.id]:
        label += f" :gray-badge[{on.t('mark_today')}]"
    return label


def _take(key: str, lever_id: str, scale: int = 1) -> None:
    """Callback: what the widget says goes into the choice."""
    acts.set_lever(lever_id, float(value_of(key)) / scale)


def _height(level: Level) -> float:
    return level.value


def _help(lever: Lever, language: str) -> str:
    """The question, the advice, and every written level: what stands behind the question mark."""
    levels = "\n".join(f"- **{level.label[language]}**: {level.definition[language]}" for level in lever.levels)
    return f"**{lever.question[language]}**\n\n{lever.help[language]}\n\n{levels}"
