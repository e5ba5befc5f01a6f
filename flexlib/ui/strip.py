"""The strip on every page: what this variant asks, and how far that is from the reference."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

import streamlit as st

from flexlib import units
from flexlib.model.choices import BASELINE
from flexlib.model.records import Choice, CostModel
from flexlib.text import text
from flexlib.ui import cache, state
from flexlib.ui.cache import Headline
from flexlib.ui.circumstances import future_name

BUDGETS = ("within_budget_every_year", "within_budget_total")  # each that is known is shown


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the strip, in words: value, band, and difference to the reference."""

    id: str
    label: str
    value: str
    band: str
    difference: str
    span: str = ""  # the band alone, for a narrow screen


def show(model: CostModel) -> None:
    """Draw the strip; it is the first thing of a page that is worked out."""
    shelf = cache.shelf()
    choice, reference = state.choice(), state.reference_choice()
    headline = shelf.headline(choice)
    language = state.session().language
    tiles = tiles_of(headline, shelf.headline(reference), choice.horizon_months, language)
    with st.container(key="strip"):
        st.html(_html(model, tiles, _measured(model, shelf.headline(reference), language), language))


def tiles_of(headline: Headline, reference: Headline, horizon_months: int, language: str) -> list[Tile]:
    """The figures of the strip for a choice, each beside the reference's."""
    tiles = [_money("one_off_integral", headline, reference, language)]
    tiles.append(_money("recurring_integral", headline, reference, language))
    tiles.append(_hours("one_off_own_hours", headline, reference, language))
    tiles.append(_months("months_all_live", headline, reference, horizon_months, language))
    budgets = [name for name in BUDGETS if not math.isnan(headline.shares.get(name, math.nan))]
    tiles += [_chance(name, headline, reference, language) for name in budgets]
    return tiles


def chance_in_words(share: float, language: str) -> str:
    """A chance as a board says it: "in 7 van de 10 toekomsten"."""
    tenths = round(share * 10)
    if tenths == 0 and share > 0:
        return text("strip.chance_almost_none", language)
    if tenths == 10 and share < 1:
        return text("strip.chance_almost_all", language)
    return text("strip.chance", language, count=tenths)


def _money(outcome: str, headline: Headline, reference: Headline, language: str) -> Tile:
    low, middle, high = headline.quantiles[outcome]
    beside = reference.quantiles[outcome][1]
    change = shown_difference(middle, beside)
    span = units.money_band(low, middle, high, language).rpartition("(")[2].rstrip(")") if low < high else ""
    return Tile(
        outcome,
        text(f"strip.label.{outcome}", language),
        units.rounded_money(middle, language),
        _band(span, language),
        _signed(units.rounded_money(abs(change), language), change, abs(change) < 500, language),
        span,
    )


def _hours(outcome: str, headline: Headline, reference: Headline, language: str) -> Tile:
    low, middle, high = headline.quantiles[outcome]
    beside = reference.quantiles[outcome][1]
    change = shown_difference(middle, beside)
    ends = (units.number(units.significant(value, 2), language, 0) for value in (low, high))
    span = "–".join(ends) if low < high else ""
    return Tile(
        outcome,
        text(f"strip.label.{outcome}", language),
        units.number(units.significant(middle, 2), language, 0),
        _band(span, language),
        _signed(units.hours(units.significant(abs(change), 2), language), change, abs(change) < 10, language),
        span,
    )


def _months(outcome: str, headline: Headline, reference: Headline, horizon_months: int, language: str) -> Tile:
    low, middle, high = headline.quantiles[outcome]
    label = text(f"strip.label.{outcome}", language)
    if math.isnan(middle):
        return Tile(outcome, label, text("strip.not_applicable", language), text("strip.no_scope", language), "")
    change = middle - reference.quantiles[outcome][1]
    difference = (
        "" if math.isnan(change) else _signed(units.months(abs(change), language), change, abs(change) < 0.5, language)
    )
    span = months_span(low, high, horizon_months, language) if low < high else ""
    return Tile(
        outcome,
        label,
        _capped(middle, horizon_months, language),
        _band(span, language),
        difference,
        span,
    )


def _chance(outcome: str, headline: Headline, reference: Headline, language: str) -> Tile:
    share = headline.shares[outcome]
    change = share - reference.shares[outcome]
    points = text("strip.points", language, points=units.number(abs(change) * 100, language, 0))
    until = headline.budget_until if outcome == "within_budget_total" else None
    return Tile(
        outcome,
        text("strip.until", language, year=until) if until else text(f"strip.label.{outcome}", language),
        units.share(share, language, 0),
        chance_in_words(share, language),
        _signed(points, change, abs(change) < 0.005, language),
    )


def months_span(low: float, high: float, horizon_months: int, language: str) -> str:
    """A band of months, each end capped at the horizon: "80–>96"; ends that read the same once: ">96"."""
    ends = dict.fromkeys(_capped(months, horizon_months, language) for months in (low, high))
    return "–".join(ends)


def _band(span: str, language: str) -> str:
    """The band with its name; nothing where there is none, as with one draw."""
    return text("strip.band", language, band=span) if span else ""


def shown_difference(value: float, beside: float) -> float:
    """The difference of two figures as they are shown, so that it can be checked; a smaller one stays exact."""
    largest, change = max(abs(value), abs(beside)), value - beside
    if not math.isfinite(change) or largest == 0:
        return change
    grain = 10.0 ** (math.floor(math.log10(largest)) - (2 if largest >= 1e7 else 1))
    return change if abs(change) < grain else (round(value / grain) - round(beside / grain)) * grain


def _capped(months: float, horizon_months: int, language: str) -> str:
    return f">{horizon_months}" if months > horizon_months else units.number(months, language, 0)


def _signed(amount: str, change: float, is_small: bool, language: str) -> str:
    if is_small:
        return text("strip.same", language)
    return text("strip.more" if change > 0 else "strip.less", language, amount=amount)


def _measured(model: CostModel, reference: Headline, language: str) -> str:
    """What differences are measured against; empty when that is the choice itself."""
    choice = state.choice()
    if choice == state.reference_choice():
        return ""
    key = "strip.measured_contested" if choice.contested else "strip.measured_against"
    return text(
        key,
        language,
        reference=state.reference_name(model),
        one_off=units.rounded_money(reference.quantiles["one_off_integral"][1], language),
        per_year=units.rounded_money(reference.quantiles["recurring_integral"][1], language),
    )


def _nothing_chosen(choice: Choice, measured: str) -> bool:
    """Whether this is the bare baseline beside itself: nothing but noughts to show."""
    return choice.variant == BASELINE and not choice.levers and not measured


def _html(model: CostModel, tiles: list[Tile], measured: str, language: str) -> str:
    session = state.session()
    variant = session.saved.name if session.saved else model.variants[session.choice.variant].label[language]
    marks = ""
    if state.is_unsaved() if session.saved else state.is_changed():
        marks += f'<span class="fl-mark">{escape(text("strip.changed", language))}</span>'
    if session.choice.contested:
        count = len(session.choice.contested)
        said = text("strip.contested", language, count=count)
        marks += f'<span class="fl-mark">{escape(said)}</span>'
    institution = institution_name(model, language)
    future = future_name(model, session.choice, language)
    figures = "".join(_tile_html(tile, bool(measured)) for tile in tiles)
    body = f'<dl class="fl-strip-figures">{figures}</dl>'
    basis = f"{text('strip.basis', language, year=model.settings.price_level)} {measured}".strip()
    if _nothing_chosen(session.choice, measured):
        body, basis = f'<p class="fl-strip-nothing">{escape(text("strip.nothing_chosen", language))}</p>', ""
    name = escape(text("strip.name", language))
    return (
        f'<section class="fl-strip" data-testid="strip" aria-label="{name}" aria-live="polite">'
        f'<div class="fl-strip-who"><span class="fl-strip-institution">{escape(institution)}</span>'
        f'<span class="fl-strip-variant">{escape(variant)} {marks}</span>'
        f'<span class="fl-strip-future">{escape(text("strip.future", language, future=future))}</span></div>'
        f'{body}<p class="fl-strip-basis">{escape(basis)}</p></section>'
    )


def institution_name(model: CostModel, language: str) -> str:
    """The institution's name: a reference institution's in the language, an own one's as it was given."""
    institution = state.choice().institution
    if institution.id in model.institutions:
        return model.institutions[institution.id].label[language]
    return institution.name


def _tile_html(tile: Tile, with_difference: bool) -> str:
    difference = f'<span class="fl-tile-difference">{escape(tile.difference)}</span>' if with_difference else ""
    return (
        f'<div class="fl-tile" data-testid="tile-{tile.id}"><dt>{escape(tile.label)}</dt>'
        f'<dd><span class="fl-tile-value">{escape(tile.value)}</span>'
        f'<span class="fl-tile-band">{escape(tile.band)}</span>'
        f'<span class="fl-tile-span" aria-hidden="true">{escape(tile.span)}</span>{difference}</dd></div>'
    )
