"""Every figure opens, and what it opens to adds up to the figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flexlib.engine.evaluate import evaluate
from flexlib.engine.lines import line_table
from flexlib.engine.sampling import point
from flexlib.engine.trace import Trace, trace, trace_role
from flexlib.engine.trace_terms import LINES_OF_YEAR
from flexlib.model.records import Choice, CostModel, Institution

ENRICH = Choice(Institution("average_roc", "", "average_roc"), "verrijken_kaders")


@pytest.fixture(scope="module")
def at_the_mean(model: CostModel) -> dict[str, float]:
    result = evaluate(model, ENRICH, point(model))
    return {name: float(values[0]) for name, values in result.values.items() if values.ndim == 1}


@pytest.mark.parametrize("basis", ["real", "nominal"])
def test_every_total_opens_to_terms(model: CostModel, basis: str) -> None:
    """Terms that add up give the figure; the others name what the formula puts together. Nothing opens to nothing."""
    choice = replace(ENRICH, price_basis=basis, levers=(("external_share", 0.2),), horizon_months=30)
    result = evaluate(model, choice, point(model))
    for name, values in result.values.items():
        if values.ndim != 1:
            continue
        opened = trace(model, choice, name)
        if opened.adds_up:
            assert sum(term.value for term in opened.terms) == pytest.approx(float(values[0]), rel=1e-9, abs=1e-6), name
        empty_by_nature = {"rule_conflicts"} if not result.rule_hits else set()
        assert opened.terms or name in empty_by_nature or abs(float(values[0])) < 1e-6, name


def test_quotients_are_the_quotient_of_their_terms(model: CostModel, at_the_mean: dict[str, float]) -> None:
    quotients = [
        "lasting_fte",
        "one_off_income_share",
        "recurring_income_share",
        "one_off_per_student",
        "recurring_per_student",
        "cost_per_student_year",
        "students_in_scope_share",
        "personal_route_share",
        "route_changes_student",
        "training_hours_teacher",
    ]
    for basis in ("real", "nominal"):
        for name in quotients:
            above, below = trace(model, replace(ENRICH, price_basis=basis), name).terms
            assert above.value / below.value == pytest.approx(at_the_mean[name], rel=1e-9), name


def test_loads_follow_from_their_terms(model: CostModel, at_the_mean: dict[str, float]) -> None:
    timetable = [term.value for term in trace(model, ENRICH, "timetable_load").terms]
    assert timetable[0] / (timetable[1] * timetable[2]) == pytest.approx(at_the_mean["timetable_load"], rel=1e-9)
    asked, released, fte, hours, in_scope, teams = (
        term.value for term in trace(model, ENRICH, "extra_teacher_load").terms
    )
    load = (asked - released) / (fte * hours * in_scope / teams)
    assert load == pytest.approx(at_the_mean["extra_teacher_load"], rel=1e-9)
    services = trace(model, ENRICH, "peak_service_load").terms
    assert services[0].value == pytest.approx(at_the_mean["peak_service_load"], rel=1e-9)


@pytest.mark.parametrize(
    "figure",
    [
        "one_off_out_of_pocket",
        "one_off_own_time",
        "one_off_integral",
        "one_off_own_hours",
        "recurring_integral",
        "recurring_own_hours",
        "income_year",
        "subsidy_total",
        "hours_released_year",
    ],
)
def test_lines_add_up_to_the_figure(model: CostModel, at_the_mean: dict[str, float], figure: str) -> None:
    opened = trace(model, ENRICH, figure)
    assert opened.adds_up
    assert sum(term.value for term in opened.terms) == pytest.approx(at_the_mean[figure], rel=1e-12)


@pytest.mark.parametrize("basis", ["real", "nominal"])
@pytest.mark.parametrize("figure", sorted(LINES_OF_YEAR))
def test_every_amount_of_a_year_opens_to_lines_that_add_up(model: CostModel, figure: str, basis: str) -> None:
    choice = replace(ENRICH, price_basis=basis)
    result = evaluate(model, choice, point(model))
    for index, period in enumerate(result.calendar_years):
        opened = trace(model, choice, figure, period.year)
        assert opened.value == result.values[figure][0, index]
        assert sum(term.value for term in opened.terms) == pytest.approx(opened.value, rel=1e-9, abs=1e-6)


def test_a_year_outside_the_horizon_is_refused(model: CostModel) -> None:
    with pytest.raises(ValueError):
        trace(model, ENRICH, "integral_year", 2060)


def test_sum_of_lines_is_the_total(model: CostModel, at_the_mean: dict[str, float]) -> None:
    table = line_table(model, ENRICH)
    for timing in ("one_off", "recurring"):
        for amount in ("out_of_pocket", "own_time", "integral"):
            assert table.total(timing, amount) == pytest.approx(at_the_mean[f"{timing}_{amount}"], rel=1e-12)
    cells = table.by_chain_and_aspect("one_off", "integral")
    assert sum(cells.values()) == pytest.approx(at_the_mean["one_off_integral"], rel=1e-12)


def test_a_line_is_its_driver_times_its_factors(model: CostModel) -> None:
    """A line with one role, without purchase: driver × hours × systemic × effects × rate."""
    opened = trace(model, ENRICH, "line:f_accountability")
    line = model.lines["f_accountability"]
    assert line.effort and line.price_parameter is None and line.timing == "recurring"
    factor = 1.0
    for effect in opened.of_kind("effect"):
        factor *= effect.value
    values = {term.id: term.value for term in opened.of_kind("parameter")}
    role, effort = line.effort[0]
    expected = opened.of_kind("driver")[0].value * values[effort] * values[f"systemic_{line.cost_class}"] * factor
    assert opened.value == pytest.approx(expected * values[model.roles[role].rate_parameter], rel=1e-12)


def test_months_open_to_terms_that_give_them(model: CostModel, at_the_mean: dict[str, float]) -> None:
    terms = {term.id: term.value for term in trace(model, ENRICH, "months_all_live").terms}
    rollout = max(terms["months_rollout_planned"], terms["months_rollout_capacity"])
    total = terms["months_richten"] + terms["months_build"] + rollout
    assert total == pytest.approx(at_the_mean["months_all_live"], rel=1e-12)


def test_a_balance_is_the_weighted_mean_of_its_indicators_plus_points(
    model: CostModel, at_the_mean: dict[str, float]
) -> None:
    for balance in model.balances:
        opened: Trace = trace(model, ENRICH, balance)
        indicators = opened.of_kind("indicator")
        mean = sum(term.score * term.weight for term in indicators) / sum(term.weight for term in indicators)
        points = sum(term.value for term in opened.of_kind("effect"))
        assert min(100.0, max(0.0, mean + points)) == pytest.approx(at_the_mean[balance], rel=1e-12)


def test_a_future_says_what_it_makes_of_which_parameter(model: CostModel) -> None:
    """Each acting effect of a future opens to the value it gives and the value without it."""
    choice = replace(ENRICH, future="snelle_vraag")
    acting = {term.id: term for term in trace(model, choice, "line:o_new").of_kind("future")}
    assert set(acting) == {"h_new_module"}
    plain = point(model).parameters["h_new_module"][0]
    assert acting["h_new_module"].beside == plain
    assert acting["h_new_module"].value == pytest.approx(0.75 * plain)
    delay = trace(model, replace(ENRICH, future="krappe_scholen"), "delay_factor").of_kind("future")
    assert [(term.id, term.value, term.beside) for term in delay] == [("delay_all", pytest.approx(1.1), 1.0)]
    months = trace(model, replace(ENRICH, future="landelijke_basis"), "months_richten").of_kind("future")
    assert [term.id for term in months] == ["richten_months"]
    assert not trace(model, ENRICH, "line:o_new").of_kind("future")


def test_a_chance_opens_to_what_is_spent_beside_the_budget_of_each_year(model: CostModel) -> None:
    institution = replace(
        ENRICH.institution, figures=(("budget_year_eur", 800_000.0),), budget_by_year=((2028, 500_000.0),)
    )
    choice = replace(ENRICH, institution=institution, start=ENRICH.start.replace(month=7), horizon_months=36)
    result = evaluate(model, choice, point(model))
    opened = trace(model, choice, "within_budget_every_year")
    assert [(term.id, term.beside) for term in opened.of_kind("budget")] == [("2028", 500_000.0), ("2029", 800_000.0)]
    one = trace(model, choice, "within_budget_year", 2028)
    assert one.value == result.values["within_budget_year"][0, 1]
    spent = trace(model, choice, "out_of_pocket_year", 2028).value
    assert [(term.value, term.beside) for term in one.terms] == [(spent, 500_000.0)]


def test_an_unknown_figure_is_refused(model: CostModel) -> None:
    with pytest.raises(KeyError):
        trace(model, ENRICH, "no_such_figure")


def test_the_work_of_a_role_in_a_school_year_opens_to_lines_that_add_up(model: CostModel) -> None:
    choice = replace(ENRICH, start=ENRICH.start.replace(month=3), future="krappe_scholen", horizon_months=40)
    result = evaluate(model, choice, point(model))
    table = line_table(model, choice)
    for at, role in enumerate(model.roles):
        by_line = sum(row.own_hours_year.get(role, 0.0) for row in table.rows)
        assert by_line == pytest.approx(result.values["own_hours"][0, :, at], rel=1e-9, abs=1e-6), role
        for index in (0, len(result.school_years) - 1):
            period = result.school_years[index]
            opened = trace_role(model, choice, role, period.year)
            hours = sum(term.value for term in opened.of_kind("line"))
            assert hours == pytest.approx(result.values["own_hours"][0, index, at], rel=1e-9, abs=1e-6), role
            per_fte, months = opened.of_kind("parameter")[0].value, opened.of_kind("amount")[0].value
            assert opened.value == pytest.approx(hours / (per_fte * months / 12)), role
    with pytest.raises(ValueError, match="2099"):
        trace_role(model, choice, "docent", 2099)
