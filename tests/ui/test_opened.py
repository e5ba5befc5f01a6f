"""An opened figure goes down to its reasons and sources, and says what the future and the budget do to it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

import pytest

from flexlib import units
from flexlib.engine.evaluate import Estimate, estimate
from flexlib.engine.result import quantiles
from flexlib.model.records import Choice, CostModel, Institution
from flexlib.ui.ground import Ground
from flexlib.ui.impact import opened
from flexlib.ui.impact.budget import budget_years, sentences
from flexlib.ui.impact.opened_reasons import reasons
from flexlib.ui.impact.opened_tables import tables

ENRICH = Choice(Institution("average_roc", "", "average_roc"), "verrijken_kaders", draws=400)


@pytest.fixture(scope="module")
def at_enrich(model: CostModel) -> Estimate:
    return estimate(model, ENRICH)


def ground(model: CostModel, found: Estimate, language: str = "nl") -> Ground:
    return Ground(model, found.result.choice, language, found, None)


def words(blocks: list[str]) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(blocks))).replace("\u00a0", " ")


def test_every_line_opens_to_its_reasoning_and_its_sources(model: CostModel, at_enrich: Estimate) -> None:
    place = ground(model, at_enrich)
    for line in model.lines.values():
        blocks = reasons(opened.opened(place, f"line:{line.id}"))
        assert escape(line.reasoning) in blocks[0], line.id
        for citation in line.citations:
            source = model.sources[citation.source_id]
            assert escape(source.title) in blocks[0] and escape(citation.locator) in blocks[0], line.id
            assert escape(source.publisher) in blocks[0] and escape(source.year) in blocks[0], line.id
            assert not source.address.startswith("http") or f'href="{escape(source.address)}"' in blocks[0], line.id


def test_effects_open_to_reason_grade_and_sources(model: CostModel, at_enrich: Estimate) -> None:
    of = opened.opened(ground(model, at_enrich), "delay_factor")
    said = words(reasons(of))
    assert of.trace.of_kind("effect")
    for term in of.trace.of_kind("effect"):
        curve = model.curves[term.id]
        assert any(point.reason.nl in said for point in curve.points), curve.id
        assert all(model.sources[citation.source_id].title in said for citation in curve.citations), curve.id


def test_balances_open_to_the_reasoning_of_their_indicators(model: CostModel, at_enrich: Estimate) -> None:
    for balance, indicators in model.balances.items():
        blocks = reasons(opened.opened(ground(model, at_enrich, "en"), balance))
        assert all(f"<span lang=nl>{escape(item.reasoning)}</span>" in blocks[0] for item in indicators), balance
        assert "Reasoning (in Dutch):" in blocks[0]


def test_a_future_says_which_value_it_gives_to_which_assumption(model: CostModel) -> None:
    place = ground(model, estimate(model, replace(ENRICH, future="krappe_scholen")))
    of = opened.opened(place, "delay_factor")
    table = words(tables(of))
    assert "Vertraging van het hele traject × 1,00 × 1,10" in re.sub(r"\s+", " ", table)
    assert "Vacatures en wisselingen leggen werk stil." in words(reasons(of))
    replaced = opened.opened(ground(model, estimate(model, replace(ENRICH, future="snelle_vraag"))), "line:o_new")
    effect = next(item for item in model.futures["snelle_vraag"].effects if item.target == "h_new_module")
    assert model.parameters["h_new_module"].label.nl in words(tables(replaced))
    said = words(reasons(replaced))
    assert effect.reason in said and model.sources[effect.citations[0].source_id].title in said


def test_the_budget_is_told_per_year_and_in_total(model: CostModel) -> None:
    figures = (("budget_total_eur", 1e8), ("budget_year_eur", 1e8))
    institution = replace(ENRICH.institution, figures=figures, budget_by_year=((2028, 1.0),))
    choice = replace(ENRICH, institution=institution, start=ENRICH.start.replace(month=7), horizon_months=36)
    full = estimate(model, choice)
    place = ground(model, Estimate(full.result.slimmed(), full.point))
    years = budget_years(place)
    assert [(year.period.label, year.budget) for year in years] == [
        ("2027", 1e8), ("2028", 1.0), ("2029", 1e8), ("2030", 1e8),
    ]  # fmt: skip
    assert years[0].chance != years[0].chance and (years[1].chance, years[2].chance) == (0.0, 1.0)
    assert sentences(place)[:-1] == [
        "In 0 van de 10 toekomsten blijft 2028, het krapste jaar, binnen het budget.",
        "In 0 van de 10 toekomsten lukt dat in elk vol kalenderjaar met een budget.",
        "In 0 van de 10 toekomsten blijven de jaren die budget en berekening allebei hebben samen binnen het budget.",
    ]
    later = units.money_band(*quantiles(full.result.values["out_of_pocket_year"][:, 2:].sum(axis=1)), "nl")
    assert sentences(place)[-1].startswith(f"Na 2028 wordt nog {later} uitgegeven; dat telt in die kans niet mee. Uit")
    of = opened.opened(place, "within_budget_year", 2028)
    assert of.value_words == "Bij de rekenwaarde gaat het over het budget heen."
    assert opened.band_words(of) == ["Het is zo in 0 van de 10 toekomsten (0\u00a0% van 400 trekkingen)."]
    assert "2028" in words(tables(of))


def test_without_a_budget_nothing_is_said_about_it(model: CostModel, at_enrich: Estimate) -> None:
    place = ground(model, at_enrich)
    assert budget_years(place) == [] and sentences(place) == []
