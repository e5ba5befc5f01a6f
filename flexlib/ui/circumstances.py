"""What the world outside is called: the future, and how many circumstances the room moved itself."""

from __future__ import annotations

from flexlib.model.records import Choice, CostModel
from flexlib.text import text


def future_name(model: CostModel, choice: Choice, language: str) -> str:
    """The name of the future of a choice, with the circumstances moved on top of it."""
    name = model.futures[choice.future].label[language]
    if not choice.circumstances:
        return name
    return text("strip.future_moved", language, future=name, count=len(choice.circumstances))
