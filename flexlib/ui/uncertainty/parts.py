"""What the parts of the screen about the band share: its title, its switches, and the way to contest an assumption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

import streamlit as st

from flexlib.engine.sensitivity.inputs import Input
from flexlib.errors import InputError
from flexlib.text import render
from flexlib.ui import look, lookup, switches
from flexlib.ui.frame import Page
from flexlib.ui.parts import linked
from flexlib.ui.uncertainty.ground import Unsure, input_name, subject_of

PART, OUTCOME = "onzeker", "meet"


def show_lead(page: Page) -> None:
    look.heading(page.t("title"), page.t("lead"))


def choose(page: Page) -> str:
    """Which part is on screen."""
    return switch(page, PART, {name: page.t(f"onzekerheid.part.{name}") for name in switches.UNSURE_PARTS}, "parts")


def choose_outcome(page: Page, ground: Unsure) -> str:
    """Which outcome it is about."""
    return switch(page, OUTCOME, {name: ground.label(name) for name in switches.DRIVEN}, "outcome", is_named=True)


def switch(page: Page, name: str, words: dict[str, str], label: str, *, is_named: bool = False) -> str:
    """A switch of this screen that travels in the link under `name`."""
    return linked(page.t(f"onzekerheid.{label}"), f"unsure_{name}", name, words, is_named=is_named)


@contextmanager
def limits_said(language: str) -> Iterator[None]:
    """What cannot be said with so few draws is a warning in its place, as where longer work says so; no failure."""
    try:
        yield
    except InputError as error:
        st.warning(look.verbatim(render(error.notice, language)))


def is_empty(page: Page, ground: Unsure) -> bool:
    """Whether no programme takes part, so that there is no band; then that is said, with the way on."""
    if ground.totals.has_scope:
        return False
    st.html(f'<p class="fl-headline" data-testid="headline">{escape(page.t("onzekerheid.no_band"))}</p>')
    st.page_link("pages/kiezen.py", label=page.t("onzekerheid.to_choices"), icon=":material/tune:")
    return True


def contest_list(page: Page, inputs: Sequence[Input], key: str) -> None:
    """A button per assumption that opens it on the screen with all assumptions, where it can be contested."""
    contested = {subject for subject, _ in page.choice.contested}
    st.html(f'<h3 class="fl-small-head">{escape(page.t("onzekerheid.contest"))}</h3>')
    with st.container(key=f"contests-{key}", gap="small"):
        for at, of in enumerate(inputs, 1):
            subject = subject_of(of)
            mark = "◆ " if subject in contested else ""
            name = input_name(page.model, of, page.language)
            label = page.t("onzekerheid.contest_line", number=at, mark=mark, name=name, grade=of.grade)
            if st.button(look.verbatim(label), key=f"contest-{key}-{of.id}", type="tertiary"):
                lookup.look_up(page.model, subject)
                st.switch_page("pages/bronnen.py")
