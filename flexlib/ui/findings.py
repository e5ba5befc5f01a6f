"""What cannot be done, or may not, in plain words: the same sentences on every page and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flexlib import units
from flexlib.engine.result import Finding
from flexlib.model.records import CostModel
from flexlib.text import text
from flexlib.ui.strip import chance_in_words

LIKELY, TIGHT = 0.5, 0.05  # share of the draws from which something cannot be done, or may get tight
MAY_HAPPEN = ("change_hours", "lasting_hours", "plan_too_short", "beyond_horizon")  # kinds that depend on the draw
WRITE: Mapping[str, tuple[str, Callable[[float, str], str]]] = {
    "asked_hours": ("asked", units.hours),
    "available_hours": ("available", units.hours),
    "peak_share": ("times", lambda value, language: units.number(value, language, 1)),
    "planned_months": ("planned", units.months),
    "capacity_months": ("capacity", units.months),
    "all_live_months": ("months", units.months),
    "horizon_months": ("horizon", units.months),
}


@dataclass(frozen=True, slots=True)
class FindingWords:
    """One thing that cannot be done, or may not: the sentence and how often it holds."""

    sentence: str
    is_likely: bool


def finding_words(model: CostModel, findings: Iterable[Finding], language: str) -> list[FindingWords]:
    """Sentences, the most certain first; what hardly ever happens stays out."""
    said = []
    for finding in sorted(findings, key=lambda item: -item.share):
        if finding.share >= TIGHT:
            words = chance_in_words(finding.share, language)
            share = units.share(finding.share, language, 0)
            when = text("impact.finding.when", language, words=words[:1].upper() + words[1:], share=share)
            said.append(FindingWords(f"{_sentence(model, finding, language)} {when}", finding.share >= LIKELY))
    return said


def _sentence(model: CostModel, finding: Finding, language: str) -> str:
    subject: object = finding.subject
    if finding.subject in model.roles:
        subject = model.roles[finding.subject].label
    elif finding.subject in model.groups:
        subject = model.groups[finding.subject].label
    values = {WRITE[name][0]: WRITE[name][1](value, language) for name, value in finding.figures.items()}
    may = "tight_" if finding.share < LIKELY and finding.kind in MAY_HAPPEN else ""
    return text(f"impact.finding.{may}{finding.kind}", language, subject=subject, **values)
