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
from flexlib.ui.impact import asks, cards, opened, opened_band
from flexlib.ui.impact import words as impact_words
from flexlib.ui.impact.budget import budget_years, sentences
from flexlib.ui.impact.figures_course import balances_figure, timeline_figure
from flexlib.ui.impact.figures_money import money_year_figure
from flexlib.ui.impact.figures_work import fte_by_role, role_figure, tightest_role, working_roles
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
    assert opened_band.band_words(of) == ["Het is zo in 0 van de 10 toekomsten (0\u00a0% van 400 trekkingen)."]
    assert "2028" in words(tables(of))


def said_behind(of: opened.Opened) -> dict[str, list[str]]:
    spread = opened_band.spread_of(of)
    assert spread is not None
    assert re.search(r"P10 .*\d.* P50 .*\d.* P90 .*\d", opened_band.precision_words(of, spread))
    return {name: opened_band.behind_words(of, found) for name, found in spread.behind.items()}


def test_a_high_one_off_cost_is_said_to_come_with_ict_out_of_hand(model: CostModel) -> None:
    place = ground(model, estimate(model, replace(ENRICH, draws=10_000)))
    for outcome in ("one_off_integral", "one_off_out_of_pocket"):
        behind = said_behind(opened.opened(place, outcome))
        first = behind["p90"][0].replace("\u00a0", " ")
        assert re.match(r"ICT die uit de hand loopt: in [67] van de 10 trekkingen hier \([67]\d %\), tegen 17 %", first)
        assert any("in bijna geen enkele trekking" in line for line in behind["p10"]), outcome
        assert len(behind["p90"]) > 1, outcome


def test_that_nothing_stands_out_is_said(model: CostModel, at_enrich: Estimate) -> None:
    of = opened.opened(ground(model, at_enrich), "one_off_integral")
    assert opened_band.behind_words(of, []) == [of.t("behind_nothing")]


def test_a_calendar_year_opens_with_its_band_and_what_is_behind_it(model: CostModel, at_enrich: Estimate) -> None:
    slim = ground(model, Estimate(at_enrich.result.slimmed(), at_enrich.point))
    for outcome in ("integral_year", "out_of_pocket_one_off_year", "income_calendar_year"):
        of, kept = (opened.opened(place, outcome, 2030) for place in (ground(model, at_enrich), slim))
        index = [period.year for period in at_enrich.result.calendar_years].index(2030)
        middle = at_enrich.result.quantiles(outcome)[1, index]
        assert units.money(units.significant(float(middle), 3), "nl") in opened_band.band_words(of)[0], outcome
        assert opened_band.band_words(of) == opened_band.band_words(kept) and len(opened_band.band_words(of)) == 2
        assert said_behind(of) == said_behind(kept), outcome


def test_the_work_of_a_role_in_a_school_year_opens_with_its_band(model: CostModel, at_enrich: Estimate) -> None:
    place = ground(model, Estimate(at_enrich.result.slimmed(), at_enrich.point))
    roles = working_roles(place)
    offered = {(asked.figure_id, asked.year) for asked in asks.of_roles(place, roles)}
    role, at, _ = tightest_role(place)
    year = at_enrich.point.school_years[at]
    assert (f"fte:{role}", year.year) in offered and asks.tightest(place) == f"fte:{role}:{year.year}"
    of = opened.opened(place, f"fte:{role}", year.year)
    position = list(model.roles).index(role)
    assert of.trace.value == pytest.approx(fte_by_role(place)[at, position])
    drawn = role_figure(place, role).table
    low = float(drawn["P10 (fte)"][at])
    assert units.with_unit(units.significant(low, 4), "fte", "nl")[:3] in opened_band.band_words(of)[0]
    assert year.label in of.title and "fte" in of.value_words and said_behind(of)["p90"]
    table = words(tables(of))
    assert "De regels die optellen tot" in table and "Inzetbare uren" in table


def test_hours_of_a_role_say_whether_they_are_one_off_or_lasting(model: CostModel, at_enrich: Estimate) -> None:
    place = ground(model, at_enrich)
    once, lasting = (opened.opened(place, f"role:programmateam:{timing}") for timing in ("one_off", "recurring"))
    assert "alleen eenmalig" in once.title and "alleen terugkerend" in lasting.title
    assert "Terugkerende uren zitten er niet in." in once.formula
    assert "Eenmalige uren zitten er niet in." in lasting.formula


def test_with_one_draw_no_screen_shows_a_band(model: CostModel) -> None:
    place = ground(model, estimate(model, replace(ENRICH, draws=1)))
    assert not re.search(r"\([\d,]+\)", impact_words.money_sentence(place) + impact_words.headline(place))
    assert "mln (" in impact_words.headline(place) and " %" in impact_words.headline(place).replace("\u00a0", " ")
    assert "(" not in impact_words.time_sentence(place)
    for outcome in ("one_off_integral", "months_all_live", "peak_team_load"):
        assert cards.card_of(place, outcome, "").band == "", outcome
    assert impact_words.firmness(place) == []
    for figure in (money_year_figure(place), timeline_figure(place), balances_figure(place)):
        assert not re.search("P10|P90", " ".join((*figure.notes, *figure.alt.split()))), figure.key
    of = opened.opened(place, "one_off_integral")
    assert "geen band" in opened_band.band_words(of)[0] and opened_band.spread_of(of) is None


def test_beyond_a_short_horizon_is_said_in_words(model: CostModel) -> None:
    place = ground(model, estimate(model, replace(ENRICH, horizon_months=12)))
    assert impact_words.headline(place).replace("\u00a0", " ").endswith("meer dan 12 maanden tot alle teams meedoen.")
    said = impact_words.time_sentence(place).replace("\u00a0", " ")
    assert said.startswith("Binnen de rekenperiode van 12 maanden doen niet alle teams mee.") and ">" not in said
    assert cards.card_of(place, "months_all_live", "").band.replace("\u00a0", " ") == "> 12 maanden"


def test_without_a_budget_nothing_is_said_about_it(model: CostModel, at_enrich: Estimate) -> None:
    place = ground(model, at_enrich)
    assert budget_years(place) == [] and sentences(place) == []
