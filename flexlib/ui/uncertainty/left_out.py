"""Niet-in: what no band holds, and how much of what acts in this variant is a guess."""

from __future__ import annotations

import streamlit as st

from flexlib import units
from flexlib.engine.sensitivity.inputs import Input
from flexlib.engine.sensitivity.tornado import tornado
from flexlib.model.records import GRADES
from flexlib.ui import look, switches
from flexlib.ui.frame import Page
from flexlib.ui.ground import not_in_range
from flexlib.ui.tables import html_table
from flexlib.ui.told import at_once
from flexlib.ui.uncertainty.ground import Unsure
from flexlib.ui.uncertainty.parts import contest_list, is_empty

SHOWN = 10
OWN_LIMITS = 4


def show(page: Page, ground: Unsure) -> None:
    """The part as a whole."""
    if is_empty(page, ground):
        return
    acting = _acting(ground)
    counts = {
        grade: tuple(
            sum(of.grade == grade and (of.kind == "strength") == of_choices for of in acting)
            for of_choices in (False, True)
        )
        for grade in GRADES
    }
    numbers, effects = counts["D"]
    share = (numbers + effects) / len(acting)
    look.headline(
        ground.t("left_out.lead", count=numbers + effects, all=len(acting), share=units.share(share, page.language, 0)),
        ground.t("left_out.beneath", numbers=numbers, effects=effects),
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        look.part_heading(page.t("onzekerheid.left_out.heading"), page.t("onzekerheid.left_out.sentence"))
        st.html(look.bullets(not_in_range(page.language)))
        look.part_heading(page.t("onzekerheid.left_out.model"))
        st.html(look.bullets(page.t(f"onzekerheid.left_out.item_{number}") for number in range(1, OWN_LIMITS + 1)))
        st.page_link("pages/verantwoording.py", label=page.t("onzekerheid.left_out.method"), icon=":material/function:")
    with right:
        look.part_heading(page.t("onzekerheid.left_out.grades"))
        rows = [
            (ground.t(f"grade.{grade}"), *(str(count) for count in counts[grade]), str(sum(counts[grade])))
            for grade in GRADES
        ]
        heads = [page.t(f"onzekerheid.column.{name}") for name in ("grade", "numbers", "effects", "all")]
        st.html(html_table(page.t("onzekerheid.left_out.caption"), heads, rows))
        contest_list(page, [of for of in acting if of.grade == "D"][:SHOWN], "left-out")


def _acting(ground: Unsure) -> tuple[Input, ...]:
    """Inputs that move at least one outcome of this variant, those that move the first outcome most in front."""

    def found() -> tuple[Input, ...]:
        swings = tornado(ground.model, ground.choice, switches.DRIVEN)
        return tuple(dict.fromkeys(one.input for outcome in switches.DRIVEN for one in swings[outcome]))

    return at_once(("acting", ground.choice), found)
