"""What a choice asks, as tables with a bar in each row: light enough to follow every move of a control."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from flexlib import units
from flexlib.model.records import CostModel
from flexlib.model.required import BALANCES
from flexlib.text import text
from flexlib.ui import controls, differences
from flexlib.ui.cache import Headline
from flexlib.ui.findings import finding_words
from flexlib.ui.frame import Page

Written = Callable[[float, str], str]
ONE_OFF_ROWS = ("one_off_integral", "one_off_out_of_pocket")
YEARLY_ROWS = ("recurring_integral", "recurring_out_of_pocket", "income_year")
MONTH_ROWS = ("months_richten", "months_first_live", "months_half_live", "months_all_live", "months_programme_end")
LOAD_SCALE = 0.25  # loads are drawn up to a quarter of the hours, and further when they are higher
LOAD_ROWS = ("peak_team_load", "peak_service_load", "extra_teacher_load", "timetable_load")


def show(page: Page) -> None:
    """All that a choice asks beside its reference; what cannot be done and what clashes first."""
    headline, language = page.headline, page.language
    reference = None if page.choice == page.reference else page.reference_headline
    sheet = Sheet(page.model, headline, reference, language)
    blocks = [
        _findings(page),
        _block(page.t("clashes"), "".join(controls.warning(hit, language) for hit in headline.rule_hits)),
    ]
    tables = (sheet.money(), sheet.months(page.choice.horizon_months), sheet.loads(), sheet.balances())
    with st.container(key="consequences"):
        st.html(
            f'<p class="fl-sentence" data-testid="sentence">{escape(sentence(page))}</p>'
            f'<div class="fl-alerts">{"".join(blocks)}</div><div class="fl-sheet">{"".join(tables)}</div>'
            + _block(page.t("differences"), differences.table(page.model, page.choice, page.reference, language))
        )


def sentence(page: Page) -> str:
    """The variant in one sentence: one-off, per year, months."""
    headline, language = page.headline, page.language
    months = headline.quantiles["months_all_live"][1]
    if math.isnan(months):
        return page.t("sentence_none")
    return page.t(
        "sentence",
        one_off=units.rounded_money(headline.quantiles["one_off_integral"][1], language),
        percent=units.share(headline.quantiles["one_off_income_share"][1], language),
        per_year=units.rounded_money(headline.quantiles["recurring_integral"][1], language),
        months=units.months(months, language, page.choice.horizon_months),
    )


def _block(title: str, body: str) -> str:
    return f'<div class="fl-block"><h2>{escape(title)}</h2>{body}</div>' if body else ""


class Sheet:
    """The tables of consequences for one choice, beside its reference where the two differ."""

    def __init__(self, model: CostModel, headline: Headline, reference: Headline | None, language: str) -> None:
        self.model = model
        self.headline = headline
        self.reference = reference
        self.language = language

    def money(self) -> str:
        """One-off and per year, each on a scale of its own."""
        scales = {row: self._widest(rows) for rows in (ONE_OFF_ROWS, YEARLY_ROWS) for row in rows}
        return self._table("money", scales, units.rounded_money)

    def months(self, horizon_months: int) -> str:
        def written(value: float, language: str) -> str:
            return f">{horizon_months}" if value > horizon_months else units.number(value, language, 0)

        return self._table("months", dict.fromkeys(MONTH_ROWS, float(horizon_months)), written)

    def loads(self) -> str:
        def written(value: float, language: str) -> str:
            return units.share(value, language, 0 if abs(value) >= 0.1 else 1)

        scale = max(LOAD_SCALE, self._widest(LOAD_ROWS))
        return self._table("loads", dict.fromkeys(LOAD_ROWS, scale), written, scale=written(scale, self.language))

    def balances(self) -> str:
        def written(value: float, language: str) -> str:
            return units.number(value, language, 0)

        return self._table("balances", dict.fromkeys(BALANCES, 100.0), written)

    def _widest(self, rows: tuple[str, ...]) -> float:
        highs = [
            source.quantiles[row][2]
            for source in (self.headline, self.reference)
            for row in rows
            if source is not None and row in source.quantiles
        ]
        return max((high for high in highs if math.isfinite(high)), default=0.0)

    def _table(self, name: str, scales: Mapping[str, float], written: Written, **values: object) -> str:
        """One row per outcome: name, middle, bar with band and the reference's mark, reference's middle."""
        language = self.language
        heads = "".join(
            f'<th scope="col">{escape(text(f"kiezen.column.{column}", language))}</th>'
            for column in ("outcome", "middle", "band", *(("reference",) if self.reference else ()))
        )
        body = "".join(
            self._row(row, written, scale) for row, scale in scales.items() if row in self.headline.quantiles
        )
        title = escape(text(f"kiezen.table.{name}", language))
        unit = escape(text(f"kiezen.unit.{name}", language, **values))
        return (
            f'<table class="fl-bars" data-testid="consequences-{name}">'
            f'<caption>{title}<span class="fl-quiet"> {unit}</span></caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _row(self, outcome_id: str, written: Written, scale: float) -> str:
        low, middle, high = self.headline.quantiles[outcome_id]
        reference = self.reference.quantiles[outcome_id][1] if self.reference else math.nan
        label = self.model.outcomes[outcome_id].label[self.language]
        band = "" if math.isnan(middle) else _band(low, middle, high, written, self.language)
        middle_words = escape(written(middle, self.language))
        beside = (
            f'<td class="fl-number fl-quiet">{escape(written(reference, self.language))}</td>' if self.reference else ""
        )
        return (
            f'<tr><th scope="row">{escape(label)}</th><td class="fl-number">{middle_words}</td>'
            f'<td class="fl-bar-cell">{_bar(low, middle, high, reference, scale)}'
            f'<span class="fl-band">{escape(band)}</span></td>'
            f"{beside}</tr>"
        )


def _band(low: float, middle: float, high: float, written: Written, language: str) -> str:
    if written is units.rounded_money:
        return units.money_band(low, middle, high, language).rpartition("(")[2].rstrip(")")
    return f"{written(low, language)} – {written(high, language)}"


def _bar(low: float, middle: float, high: float, reference: float, scale: float) -> str:
    """A band as a tint, the middle as a line, the reference as a dashed mark; nothing where there is no value."""
    if math.isnan(middle) or scale <= 0:
        return '<span class="fl-bar" aria-hidden="true"></span>'
    left, point, right = (_percent(value, scale) for value in (low, middle, high))
    mark = (
        ""
        if math.isnan(reference)
        else f'<i class="fl-bar-reference" style="left:{_percent(reference, scale):.1f}%"></i>'
    )
    return (
        f'<span class="fl-bar" aria-hidden="true"><i class="fl-bar-fill" style="width:{point:.1f}%"></i>'
        f'<i class="fl-bar-band" style="left:{left:.1f}%;width:{max(0.4, right - left):.1f}%"></i>{mark}</span>'
    )


def _percent(value: float, scale: float) -> float:
    return min(100.0, max(0.0, 100 * value / scale)) if math.isfinite(value) else 100.0


def _findings(page: Page) -> str:
    """What cannot be done, most certain first; when nothing of it is likely it may only get tight."""
    found = finding_words(page.model, page.headline.findings, page.language)
    title = page.t("cannot" if any(words.is_likely for words in found) else "may_not")
    return _block(
        title,
        "".join(
            f'<div class="fl-warning{" fl-impossible" if words.is_likely else ""}">{escape(words.sentence)}</div>'
            for words in found
        ),
    )
