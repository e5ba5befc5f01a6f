"""What differs between a choice and its reference, as one table."""

from __future__ import annotations

from html import escape

from flexlib import units
from flexlib.model.choices import differences
from flexlib.model.records import Choice, CostModel
from flexlib.text import text
from flexlib.ui import controls, moves
from flexlib.ui.circumstances import future_name


def count(model: CostModel, choice: Choice, reference: Choice) -> int:
    """How many levers and circumstances stand elsewhere."""
    return len(differences(model, choice, reference)) + len(_circumstances(model, choice, "nl"))


def horizon(months: int, language: str) -> str:
    """A period in years where it is whole years, in months otherwise."""
    if months % 12:
        return units.months(months, language)
    return text("kiezen.horizon_years", language, years=months // 12)


def circumstances_table(model: CostModel, choice: Choice, language: str) -> str:
    """Future, start date, period and prices that stand elsewhere than a first visitor has them; empty without."""
    found = _circumstances(model, choice, language)
    if not found:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(usual)}</td><td>{escape(now)}</td></tr>'
        for name, usual, now in found
    )
    heads = "".join(
        f'<th scope="col">{escape(text(f"variants.difference.{column}", language))}</th>'
        for column in ("circumstance", "usual", "now")
    )
    return (
        '<table class="fl-differences" data-testid="circumstances">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _circumstances(model: CostModel, choice: Choice, language: str) -> list[tuple[str, str, str]]:
    """Name, usual value and value now of each circumstance that is not the usual one."""
    usual = moves.with_standard_circumstances(model, choice)
    pairs = (
        ("kiezen.future", *(future_name(model, one, language) for one in (usual, choice))),
        ("kiezen.start_date", *(f"{one.start:%d-%m-%Y}" for one in (usual, choice))),
        ("kiezen.horizon", *(horizon(one.horizon_months, language) for one in (usual, choice))),
        ("variants.prices", *(text(f"variants.price.{one.price_basis}", language) for one in (usual, choice))),
    )
    return [(text(key, language), before, now) for key, before, now in pairs if before != now]


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
