"""What differs between a choice and its reference, as one table."""

from __future__ import annotations

from html import escape

from flexlib import units
from flexlib.model.choices import differences
from flexlib.model.records import Choice, CostModel
from flexlib.text import text
from flexlib.ui import controls


def count(model: CostModel, choice: Choice, reference: Choice) -> int:
    """How many levers stand elsewhere."""
    return len(differences(model, choice, reference))


def table(model: CostModel, choice: Choice, reference: Choice, language: str) -> str:
    """One row per lever that stands elsewhere: name, level in the reference, level now. Empty without differences."""
    rows = "".join(
        "<tr>"
        f'<th scope="row">{escape(model.levers[found.lever_id].label[language])}</th>'
        f"<td>{escape(controls.level_name(model.levers[found.lever_id], found.reference_level, language))}</td>"
        f"<td>{escape(controls.level_name(model.levers[found.lever_id], found.level, language))}</td>"
        "</tr>"
        for found in differences(model, choice, reference)
    )
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col">{escape(text(f"variants.difference.{column}", language))}</th>'
        for column in ("setting", "reference", "now")
    )
    return (
        '<table class="fl-differences" data-testid="differences">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def contested_table(model: CostModel, choice: Choice, language: str) -> str:
    """One row per contested value: what it is and the range that is used instead."""
    rows = "".join(
        f'<tr><th scope="row">{escape(_subject(model, subject, language))}</th>'
        f"<td>{escape(units.span(contest.low, contest.high, _unit(model, subject), language))}</td></tr>"
        for subject, contest in choice.contested
    )
    heads = "".join(
        f'<th scope="col">{escape(text(f"variants.difference.{column}", language))}</th>'
        for column in ("assumption", "own_value")
    )
    return f'<table class="fl-differences"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _subject(model: CostModel, subject: str, language: str) -> str:
    if subject in model.parameters:
        return model.parameters[subject].label[language]
    label = model.levers[model.curves[subject].lever_id].label
    return text("variants.difference.effect_of", language, lever=label)


def _unit(model: CostModel, subject: str) -> str:
    return model.parameters[subject].unit if subject in model.parameters else "factor"
