"""A staffing plan or profile: which figures it replaces, from which year, and own time held against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from flexlib.budget.beside.staff import Origin, own_figures, planned_fte, staff_against_plan, with_own_figures
from flexlib.budget.lines import BudgetLine
from flexlib.engine.evaluate import estimate
from flexlib.engine.sampling import overrides_of
from flexlib.model.choices import institution_figures, reference_institution
from flexlib.model.records import Choice, Contest, Institution
from tests.plain.worked_model import worked_model

ORIGIN = Origin("a budget", 3, "Formatieplan.xlsx")
START = date(2028, 1, 1)  # in school year 2027/2028


def line(category: str, quantity: str, **amounts: str) -> BudgetLine:
    """Amounts as `s2027="100"` for the school year 2027/2028, `y2028` for a calendar year, `none` for no period."""
    named = {"s": lambda year: f"{year}/{int(year) + 1}", "y": lambda year: year, "n": lambda year: ""}
    periods = tuple((named[key[0]](key[1:]), Decimal(amount)) for key, amount in amounts.items())
    return BudgetLine("Formatie", 5, category, "", category, category, quantity, periods)


def test_the_school_year_of_the_start_is_taken_and_lines_are_added_up(model):
    lines = [
        line("figure:fte_docent", "fte", s2026="300", s2027="310.5", s2028="320"),
        line("figure:fte_docent", "fte", s2027="20"),
        line("hire:fte", "fte", s2027="12"),
        line("left_out", "fte", s2027="1"),
    ]
    found, unused = own_figures(model, lines, START, ORIGIN)
    (own,) = found
    assert (own.id, own.value, own.period, own.is_other_year) == ("fte_docent", 330.5, "2027/2028", False)
    assert own.origin == ORIGIN and len(own.lines) == 2 and not own.is_average
    assert unused == tuple(lines[2:])


@pytest.mark.parametrize(
    ("amounts", "period", "value"),
    [
        ({"s2029": "5", "s2030": "6"}, "2029/2030", 5),
        ({"s2024": "5", "s2025": "6"}, "2025/2026", 6),
        ({"s2026": "5", "s2028": "6"}, "2028/2029", 6),
        ({"y2027": "5", "y2028": "6"}, "2028", 6),
        ({"none": "7"}, "", 7),
    ],
)
def test_without_that_year_the_nearest_is_taken_and_said(model, amounts, period, value):
    ((own,), _) = own_figures(model, [line("figure:fte_ict", "fte", **amounts)], START, ORIGIN)
    assert (own.period, own.value) == (period, value)
    assert own.is_other_year == (period not in ("2028", ""))


def test_rates_are_averaged_and_replace_the_rate_of_the_model(model):
    lines = [line("rate:rate_docent", "rate", s2027="66"), line("rate:rate_docent", "rate", s2027="72")]
    found, _ = own_figures(model, lines, START, ORIGIN)
    assert (found[0].value, found[0].is_average, found[0].is_rate) == (69, True, True)
    institution = with_own_figures(reference_institution(model, "average_roc"), found)
    assert institution.rates == (("rate_docent", 69.0),)
    choice = Choice(institution=institution, variant="nulvariant")
    assert dict(overrides_of(choice))["rate_docent"] == Contest(69, 69, 69)


def test_own_figures_replace_the_default_and_can_be_switched_off(model):
    lines = [
        line("figure:fte_ict", "fte", s2027="33"),
        line("figure:students_bbl", "count", s2027="1234"),
        line("figure:group_size", "count", s2027="9999"),
    ]
    found, _ = own_figures(model, lines, START, ORIGIN)
    assert [own.is_plausible for own in found] == [True, True, False]
    default = reference_institution(model, "average_roc")
    assert with_own_figures(default, found).figures == (("fte_ict", 33.0), ("students_bbl", 1234.0))
    without = with_own_figures(default, found, frozenset({"fte_ict"}))
    assert institution_figures(model, without)["fte_ict"] == institution_figures(model, default)["fte_ict"]
    assert without.figures == (("students_bbl", 1234.0),)


def test_own_time_stands_against_the_plan_of_the_school_year():
    """1,000 hours of developers over 18 months from January 2028: 7/18 in 2027/2028, the other 11/18 in 2028/2029."""
    small = worked_model(
        [{"id": "design", "timing": "one_off", "spread": "rollout", "driver": "programme_on", "carried_by": "service",
          "effort": {"ontwikkelaar": "hours_a"}}]
    )  # fmt: skip
    choice = Choice(
        institution=Institution("worked", "", "worked"),
        variant="nulvariant",
        levers=(("rollout_months", 18.0), ("scenario_bol34", 2.0), ("scope_bol34", 1.0)),
        start=START,
        horizon_months=36,
        contested=(("hours_a", Contest(1000, 1000, 1000)), ("richten_months", Contest(0, 0, 0))),
        draws=4,
    )
    lines = [line("figure:fte_ontwikkelaar", "fte", s2027="10", s2028="8")]
    found = staff_against_plan(small, choice, estimate(small, choice), lines)
    developers = [row for row in found if row.role == "ontwikkelaar"]
    # 1,200 hours an fte; of 2027/2028 the model has 7 of 12 months
    assert developers[0].asked_point == pytest.approx(1000 * 7 / 18 / (1200 * 7 / 12))
    assert developers[1].asked_point == pytest.approx(1000 * 11 / 18 / 1200)
    assert developers[1].asked == pytest.approx((developers[1].asked_point,) * 3)
    assert [row.planned for row in developers] == [10, 8]
    assert developers[1].share == pytest.approx(1000 * 11 / 18 / 1200 / 8)
    assert {row.role for row in found} == {"ontwikkelaar"}
    (first, *_) = staff_against_plan(small, choice, estimate(small, choice), [])
    assert first.planned is None and first.share is None


def test_a_plan_by_calendar_year_counts_five_and_seven_months():
    plan = [line("figure:fte_ict", "fte", y2027="12", y2028="24")]
    assert planned_fte(plan, 2027) == pytest.approx(12 * 5 / 12 + 24 * 7 / 12)
    assert planned_fte(plan, 2028) is None
    assert planned_fte([replace(plan[0], amounts=())], 2027) is None
