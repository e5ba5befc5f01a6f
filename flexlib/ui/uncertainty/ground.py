"""What the screen about the band is drawn from: one variant with all its draws, and the words of what drives it."""

from __future__ import annotations

from dataclasses import dataclass

from flexlib import units
from flexlib.charts.scales import money_unit
from flexlib.engine.sensitivity.inputs import Input
from flexlib.model.records import Choice, CostModel
from flexlib.share import Entry
from flexlib.text import text
from flexlib.ui import cache, state
from flexlib.ui.compare_set import name_of
from flexlib.ui.frame import Page
from flexlib.ui.ground import source_line
from flexlib.ui.moves import nameless
from flexlib.ui.strip import institution_name
from flexlib.ui.subjects import subject_name, target_words
from flexlib.ui.totals import HORIZON_TOTALS, Totals
from flexlib.ui.values import written

CHANCE = "ict_tail_probability"  # the parameter behind the ICT outlier


@dataclass(frozen=True, eq=False)
class Unsure:
    """The variant on screen, beside its reference (None when it is the reference itself), in one language.

    name : the variant in words, as the comparison calls it; institution : the institution's name
    """

    model: CostModel
    choice: Choice
    language: str
    totals: Totals
    reference: Totals | None
    reference_name: str
    name: str
    institution: str

    def t(self, key: str, /, **values: object) -> str:
        """A text of this screen."""
        return text(f"onzekerheid.{key}", self.language, **values)

    def label(self, outcome: str) -> str:
        return self.model.outcomes[outcome].label[self.language]

    def write(self, outcome: str, value: float) -> str:
        """A total in words, rounded to what an estimate bears."""
        return written(self.model.outcomes[outcome].unit, value, self.language)

    def unit(self, outcome: str, largest: float) -> tuple[float, str]:
        """Divisor and words of an axis for an outcome."""
        unit = self.model.outcomes[outcome].unit
        if units.is_money(unit):
            if unit == "EUR" and abs(largest) < 10_000:
                return 1.0, units.unit_label(unit, self.language)
            divisor, words = money_unit([largest], self.language)
            return divisor, words if unit == "EUR" else text("vergelijken.unit.a_year", self.language, unit=words)
        if units.is_share(unit):
            return 0.01, "%"
        return 1.0, units.unit_label(unit, self.language)

    @property
    def source(self) -> str:
        return source_line(self.model, self.choice, self.institution, self.language)

    def price_note(self, outcome: str) -> str:
        """Price level of an amount: totals over the horizon follow the switch, others are real."""
        if units.is_money(self.model.outcomes[outcome].unit):
            basis = self.choice.price_basis if outcome in HORIZON_TOTALS else "real"
            return text(f"impact.note.{basis}", self.language, year=self.model.settings.price_level)
        return self.t("note.estimate")


def ground_of(page: Page) -> Unsure:
    """The choice on screen and its reference, evaluated."""
    shelf = cache.shelf()
    reference = None if page.reference == page.choice else shelf.totals(page.reference)
    return Unsure(
        page.model,
        nameless(page.choice),
        page.language,
        shelf.totals(page.choice),
        reference,
        state.reference_name(page.model),
        name_of(page.model, Entry(), page.language),
        institution_name(page.model, page.language),
    )


def subject_of(of: Input) -> str:
    """What an input is called on the screen with all assumptions."""
    return CHANCE if of.kind == "outlier" else of.id


def input_name(model: CostModel, of: Input, language: str) -> str:
    """An input in words: the parameter, what a choice does to something, or whether the outlier happens."""
    if of.kind == "outlier":
        return text("onzekerheid.outlier_event", language)
    return subject_name(model, subject_of(of), language)


def short_name(model: CostModel, of: Input, language: str) -> str:
    """An input as it stands beside a bar."""
    if of.kind != "strength":
        return input_name(model, of, language)
    curve = model.curves[of.id]
    lever = model.levers[curve.lever_id].label[language]
    return text("onzekerheid.short_curve", language, lever=lever, target=target_words(model, curve, language))


def class_name(cost_class: str, language: str) -> str:
    """A cost class in words; strengths of effect curves and what belongs to no class stand beside them."""
    return text(f"onzekerheid.class.{cost_class}", language)
