"""What was chosen, in words: for whoever opens a link and wants to know what the figures are about."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from flexlib import units
from flexlib.model.choices import base_levels, differences
from flexlib.model.levels import level_name
from flexlib.model.records import Lever
from flexlib.ui.frame import Page
from flexlib.ui.ground import Ground

STRATEGY = ("change_strategy", "organisation_form", "change_time_share", "rollout_months", "pilots_first")


def chosen_words(ground: Ground) -> list[tuple[str, str]]:
    """(heading, sentence): why, how it is steered, the strategy, and what is not as ready-made."""
    variant = ground.model.variants[ground.choice.variant]
    said = [(variant.label[ground.language], variant.story[ground.language])]
    said += [(ground.t("chosen.steering"), _steering(ground)), (ground.t("chosen.strategy"), _strategy(ground))]
    if ground.choice.levers:
        said.append(changes_words(ground))
    return said


def show(page: Page, ground: Ground) -> None:
    """The block: what each target group is promised; the rest opens on a click, so that figures stay near the top."""
    rows = "".join(f"<dt>{escape(head)}</dt><dd>{escape(words)}</dd>" for head, words in chosen_words(ground))
    brief = escape(scenarios_words(ground) if ground.has_scope else page.t("impact.chosen.nothing"))
    st.html(
        f'<details class="fl-chosen" data-testid="chosen"><summary><b>{escape(page.t("impact.chosen.heading"))}</b> '
        f"{brief}</summary><dl>{rows}</dl></details>"
    )


def _steering(ground: Ground) -> str:
    """Decision domains and style that are not as they are today."""
    levels, today = ground.estimate.point.levels, base_levels(ground.model, ground.choice.institution)
    steering = [lever for lever in ground.model.levers.values() if lever.group == "B"]
    moved = [lever for lever in steering if levels[lever.id] != today[lever.id]]
    return _listed(ground, moved) if moved else ground.t("chosen.as_today")


def _strategy(ground: Ground) -> str:
    levers, levels = ground.model.levers, ground.estimate.point.levels
    bringing = [lever.id for lever in levers.values() if lever.id.startswith("bring_") and levels[lever.id] > 0]
    return _listed(ground, [levers[lever_id] for lever_id in (*STRATEGY, *bringing)])


def _listed(ground: Ground, levers: list[Lever]) -> str:
    levels, language = ground.estimate.point.levels, ground.language
    return (
        "; ".join(f"{lever.label[language]}: {level_name(lever, levels[lever.id], language)}" for lever in levers) + "."
    )


def changes_words(ground: Ground) -> tuple[str, str]:
    """Every lever that stands elsewhere than in the ready-made variant one started from."""
    language, levers, choice = ground.language, ground.model.levers, ground.choice
    name = ground.model.variants[choice.variant].label[language]
    found = differences(ground.model, choice, replace(choice, levers=()))
    said = [
        f"{levers[item.lever_id].label[language]}: {level_name(levers[item.lever_id], item.level, language)}"
        for item in found
    ]
    if not said:
        return ground.t("page.unchanged", variant=name), ""
    return ground.t("page.changes", variant=name), "; ".join(said) + "."


def scenarios_words(ground: Ground) -> str:
    """What each target group that takes part is promised, and which share of its programmes."""
    language, model, levels = ground.language, ground.model, ground.estimate.point.levels
    said = []
    for group_id, group in model.groups.items():
        scope = levels[f"scope_{group_id}"]
        if scope > 0:
            lever = model.levers[f"scenario_{group_id}"]
            name = level_name(lever, levels[lever.id], language)
            share = units.share(scope, language)
            said.append(ground.t("page.scenario", group=group.label, scenario=name, share=share))
    return "; ".join(said) + "."
