"""What the figures of one choice are read from, with the words for price level and source that stand under each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from flexlib import units
from flexlib.engine.calendar import Period, date_after
from flexlib.engine.evaluate import Estimate
from flexlib.model.records import Choice, CostModel
from flexlib.text import text
from flexlib.ui import state
from flexlib.ui.circumstances import future_name
from flexlib.ui.frame import Page

SHORT_HASH = 8
NOT_IN_RANGE = 6  # texts about what no band holds


@dataclass(frozen=True, eq=False)
class Ground:
    """A choice estimated, beside its reference (None when the choice is the reference), in one language."""

    model: CostModel
    choice: Choice
    language: str
    estimate: Estimate
    reference: Estimate | None
    reference_name: str = ""

    def t(self, key: str, /, **values: object) -> str:
        """A text of the impact screen."""
        return text(f"impact.{key}", self.language, **values)

    @property
    def has_scope(self) -> bool:
        """Whether any programme takes part."""
        return float(self.estimate.point.values["students_in_scope"][0]) > 0

    @property
    def has_band(self) -> bool:
        """Whether there is more than one draw to put a band around."""
        return self.choice.draws > 1

    @property
    def price_note(self) -> str:
        """Price level of yearly amounts and horizon totals, which follow the switch."""
        return self.t(f"note.{self.choice.price_basis}", year=self.model.settings.price_level)

    @property
    def real_note(self) -> str:
        """Price level of headline totals, which are always real."""
        return self.t("note.real", year=self.model.settings.price_level)

    @property
    def institution(self) -> str:
        own = self.choice.institution
        known = self.model.institutions.get(own.id)
        return known.label[self.language] if known and own.is_reference else own.name

    @property
    def source(self) -> str:
        return source_line(self.model, self.choice, self.institution, self.language)

    def p(self, outcome_id: str) -> tuple[float, float, float]:
        """P10, P50 and P90 of a total."""
        low, middle, high = self.estimate.result.quantiles(outcome_id)
        return float(low), float(middle), float(high)

    def point(self, outcome_id: str) -> float:
        """The rekenwaarde of a total."""
        return float(self.estimate.point.values[outcome_id][0])

    def note(self, section: str) -> str:
        """What a chart of a section draws; without a word on the band where there is none."""
        return self.t(f"{section}.note" if self.has_band else f"{section}.note_alone")

    def money_band(self, low: float, middle: float, high: float) -> str:
        """An amount with its band: "€ 3,1 mln (2,4–4,6)"; the amount alone where there is no band."""
        if not self.has_band:
            return units.rounded_money(middle, self.language)
        return units.money_band(low, middle, high, self.language)

    def span(self, low: str, high: str) -> str:
        """P10 and P90 as they are written, for the cell of a table; n.v.t. where there is no band."""
        return f"{low} – {high}" if self.has_band else self.t("not_applicable")

    def month(self, months: float) -> str:
        """The calendar month that lies so many whole months after the start, as they are written: "maart 2030"."""
        whole = round(months) if math.isfinite(months) else months
        return month_name(date_after(self.choice.start, whole), self.language)

    def year_label(self, period: Period, short: bool = False) -> str:
        """A year as it stands under an axis; a partial one with its months in a second line (after a bar)."""
        label = f"{period.year % 100:02d}/{(period.year + 1) % 100:02d}" if short else period.label
        if not period.partial:
            return label
        return f"{label}|{text('impact.partial_months', self.language, months=round(period.months))}"

    def year_words(self, period: Period) -> str:
        """A year as it stands in a table."""
        return self.year_label(period).replace("|", ", ")


def month_name(day: date, language: str) -> str:
    return f"{text(f'impact.month.m{day.month}', language)} {day.year}"


def day_name(day: date, language: str) -> str:
    return f"{day.day} {month_name(day, language)}"


def ground_of(page: Page) -> Ground:
    """The choice on screen estimated, and its reference unless that is the same."""
    reference = None if page.reference == page.choice else page.reference_estimate
    return Ground(page.model, page.choice, page.language, page.estimate, reference, state.reference_name(page.model))


def source_line(model: CostModel, choice: Choice, institution: str, language: str) -> str:
    """What stands under every picture: model, institution, future, draws and seed."""
    return text(
        "impact.source",
        language,
        version=model.version,
        hash=model.content_hash[:SHORT_HASH],
        institution=institution,
        future=future_name(model, choice, language),
        count=choice.draws,
        seed=choice.seed,
    )


def not_in_range(language: str) -> list[str]:
    """What no band holds."""
    return [text(f"impact.limits.item_{number}", language) for number in range(1, NOT_IN_RANGE + 1)]
