"""What the comparison is drawn from: the variants with their totals on the same draws, held against one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from flexlib import units
from flexlib.charts.theme import Look, variant_style
from flexlib.engine.compare.compare import MOST, Difference, difference_of
from flexlib.model.choices import BASELINE
from flexlib.model.records import CostModel
from flexlib.text import text
from flexlib.ui import cache, compare_set, switches
from flexlib.ui.compare_set import Candidate
from flexlib.ui.frame import Page
from flexlib.ui.ground import source_line
from flexlib.ui.strip import institution_name
from flexlib.ui.totals import Totals
from flexlib.ui.values import outcome_unit, written

MOST_NAMED = 4  # variants that a sentence names before it counts the rest
FEW = 2  # variants to evaluate up to which no progress is shown


@dataclass(frozen=True, eq=False)
class Compares:
    """The variants compared, in one language."""

    model: CostModel
    language: str
    variants: tuple[Candidate, ...]
    totals: tuple[Totals, ...]
    reference: int
    is_dark: bool
    _differences: dict[tuple[int, str], Difference] = field(default_factory=dict, repr=False)

    def t(self, key: str, /, **values: object) -> str:
        """A text of the comparison."""
        return text(f"vergelijken.{key}", self.language, **values)

    def label(self, outcome_id: str) -> str:
        if outcome_id == switches.WEIGHED:
            return self.t("futures.weighed")
        return self.model.outcomes[outcome_id].label[self.language]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.variants]

    def listed(self, positions: Iterable[int]) -> str:
        """Names as a sentence lists them: "A, B en C"."""
        return self.listed_words([self.names[at] for at in positions])

    def listed_words(self, names: Sequence[str]) -> str:
        """The same for any words."""
        if len(names) > MOST_NAMED:
            return self.t("and_more", first=", ".join(names[: MOST_NAMED - 1]), count=len(names) - MOST_NAMED + 1)
        return names[0] if len(names) == 1 else self.t("and", first=", ".join(names[:-1]), last=names[-1])

    @property
    def others(self) -> list[int]:
        """Positions of the variants beside the reference."""
        return [one.position for one in self.variants if not one.is_reference]

    @property
    def contenders(self) -> list[int]:
        """Positions of the variants that can be chosen: possible, with programmes taking part, and not the baseline."""
        return [
            one.position
            for one, totals in zip(self.variants, self.totals, strict=True)
            if totals.has_scope and totals.is_possible and (one.choice.variant != BASELINE or one.choice.levers)
        ]

    @property
    def none_to_choose(self) -> str:
        """Why there is no contender."""
        return self.t("lead_impossible" if any(totals.has_scope for totals in self.totals) else "lead_none")

    def minimise(self, outcome_id: str) -> bool:
        return self.model.outcomes[outcome_id].direction != "maximise" and outcome_id != "students_in_scope_share"

    def difference(self, position: int, outcome_id: str) -> Difference:
        """A variant less the reference, draw by draw."""
        key = (position, outcome_id)
        if key not in self._differences:
            own, reference = self.totals[position], self.totals[self.reference]
            self._differences[key] = difference_of(own.values[outcome_id], reference.values[outcome_id])
        return self._differences[key]

    def ranked(self, outcome_id: str, positions: Sequence[int] | None = None) -> list[int]:
        """Positions with the best P50 first; what does not exist comes last."""
        asked = range(len(self.variants)) if positions is None else positions
        sign = 1 if self.minimise(outcome_id) else -1
        middle = {position: self.totals[position].p(outcome_id)[1] for position in asked}
        return sorted(asked, key=lambda at: (middle[at] != middle[at], sign * middle[at]))

    def write(self, outcome_id: str, value: float) -> str:
        """A total in words, rounded to what an estimate bears; months beyond the horizon are no more than that."""
        if outcome_id != switches.WEIGHED and self.model.outcomes[outcome_id].unit == "months" and value == value:
            return units.months(value, self.language, self.variants[0].choice.horizon_months)
        return self._written(outcome_id, value)

    def _written(self, outcome_id: str, value: float) -> str:
        if outcome_id == switches.WEIGHED:
            return units.number(value, self.language, 1)
        if outcome_id == "student_years":  # the label says what is counted
            return units.number(units.significant(value, 3), self.language, 0)
        return written(self.model.outcomes[outcome_id].unit, value, self.language)

    def apart(self, outcome_id: str, amount: float) -> str:
        """How far two values are apart in words: shares in percentage points, the rest in its own unit."""
        if outcome_id == switches.WEIGHED:
            return self.t("futures.points", points=self._written(outcome_id, amount))
        if amount == amount and units.is_share(self.model.outcomes[outcome_id].unit):
            points = units.number(100 * amount, self.language, 1 if abs(amount) < 0.1 else 0)
            return text("strip.points", self.language, points=points)
        return self._written(outcome_id, amount)

    def unit(self, outcome_id: str, largest: float) -> tuple[float, str]:
        """Divisor and words of an axis for an outcome of the comparison."""
        return outcome_unit(self.model, outcome_id, largest, self.language)

    def style(self, position: int) -> tuple[str, tuple[int, int], str]:
        """Colour, dash and shape; the reference is grey and dashed everywhere."""
        if position == self.reference:
            return Look(dark=self.is_dark).palette.reference, (6, 4), "circle"
        return variant_style(self.variants[position].style, self.is_dark)

    @property
    def reference_name(self) -> str:
        return self.variants[self.reference].name

    @property
    def source(self) -> str:
        institution = institution_name(self.model, self.language)
        return source_line(self.model, self.variants[0].choice, institution, self.language)

    @property
    def notes(self) -> tuple[str, str]:
        """Price level, and what the reference is."""
        choice = self.variants[0].choice
        price = text(f"impact.note.{choice.price_basis}", self.language, year=self.model.settings.price_level)
        return price, self.t("note.reference", variant=self.reference_name)

    @property
    def real_notes(self) -> tuple[str, str]:
        price = text("impact.note.real", self.language, year=self.model.settings.price_level)
        return price, self.notes[1]


def ground_of(page: Page) -> Compares | None:
    """The comparison, evaluated; None, with words on screen, when there is too little to compare."""
    model, language = page.model, page.language
    compared = compare_set.current(model)
    found = compare_set.candidates(model, compared, language)
    if not 2 <= len(found) <= MOST:
        said = text("compare.number", language, count=len(found), most=MOST)
        st.html(f'<p class="fl-warning" data-testid="too-few">{escape(said)}</p>')
        return None
    shelf = cache.shelf()
    missing = [one for one in found if not shelf.has_totals(one.choice)]
    bar = st.progress(0.0, text("vergelijken.working", language)) if len(missing) > FEW else None
    for count, one in enumerate(missing, 1):
        shelf.totals(one.choice)
        if bar is not None:
            bar.progress(count / len(missing), text("vergelijken.working", language))
    if bar is not None:
        bar.empty()
    totals = tuple(shelf.totals(one.choice) for one in found)
    return Compares(model, language, tuple(found), totals, compared.reference, page.is_dark)
