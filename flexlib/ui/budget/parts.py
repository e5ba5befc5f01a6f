"""The parts of the page `begroting`: its lead and the switch between them, which travels in the link."""

from __future__ import annotations

from collections.abc import Sequence

from flexlib.ui import look, state
from flexlib.ui.frame import Page
from flexlib.ui.parts import linked

PART = "begroting_part"


def show_lead(page: Page) -> None:
    """The title and the one sentence under it."""
    look.heading(page.t("title"), page.t("lead"))


def choose(page: Page, parts: Sequence[str]) -> str:
    """Which part is on screen."""
    return linked(page.t("parts"), "budget_part", PART, {name: page.t(f"begroting.part.{name}") for name in parts})


def open_part(part: str) -> None:
    """Put another part on screen; for callbacks."""
    state.set_view(PART, part)
