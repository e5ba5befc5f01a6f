"""Budget against model, worked out by hand: what is asked where, gaps, chances, capitalised ICT and a reserve.

The college of `tests/plain/worked_model`: half a year of richten unless a case says otherwise. Wages grow 3 % a year,
prices 2 %, ICT prices 5 %, all from 2025.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from flexlib.budget.beside.against import compare_with_budget, nominal, with_budget
from flexlib.budget.beside.asked import asked_of
from flexlib.budget.beside.calendar_years import by_calendar_year, months_covered
from flexlib.budget.beside.comparison import Options
from flexlib.budget.lines import BudgetLine
from flexlib.engine.evaluate import Estimate, estimate, evaluate
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.records import Choice, Contest, Institution
from tests.plain.worked_model import worked_model

PRICE_A, PRICE_B, HOURS_A = 20_000.0, 3_000.0, 1_000.0
LINES = [
    # € 20,000 over a roll-out of 18 months from the start
    {"id": "system", "timing": "one_off", "spread": "rollout", "driver": "programme_on", "price": "price_a",
     "cost_class": "ict"},
    # € 3,000 a year, growing in with the teams
    {"id": "course", "timing": "recurring", "spread": "live", "driver": "programme_on", "price": "price_b",
     "cost_class": "execution"},
    # 1,000 hours of developers over the roll-out, 40 % of them hired
    {
        "id": "design",
        "timing": "one_off",
        "spread": "rollout",
        "driver": "programme_on",
        "carried_by": "service",
        "effort": {"ontwikkelaar": "hours_a"},
        "cost_class": "development",
    },
]  # fmt: skip
LEVELS = {"scenario_bol34": 2.0, "scope_bol34": 1.0, "rollout_months": 18.0, "external_share": 0.4}


@pytest.fixture(scope="module")
def small():
    return worked_model(LINES)


def choice_of(start: date = date(2028, 1, 1), horizon_months: int = 36, **contested: float) -> Choice:
    values = {"richten_months": 0.0, "price_a": PRICE_A, "price_b": PRICE_B, "hours_a": HOURS_A} | contested
    return nominal(
        Choice(
            institution=Institution("worked", "", "worked"),
            variant="nulvariant",
            levers=tuple(sorted(LEVELS.items())),
            start=start,
            horizon_months=horizon_months,
            contested=tuple(sorted((name, Contest(one, one, one)) for name, one in values.items())),
            draws=8,
        )
    )


def line(category: str, quantity: str = "eur", **amounts: str) -> BudgetLine:
    """A line with amounts such as `y2028="100"`, `s2028="100"` for the school year 2028/2029, or `n="100"` without."""
    periods = tuple(
        (f"{key[1:]}/{int(key[1:]) + 1}" if key[0] == "s" else key[1:], Decimal(amount))
        for key, amount in amounts.items()
    )
    return BudgetLine("Blad", 1, category, "", category, category, quantity, periods)


def spread(prices: list[float], model, choice: Choice) -> Estimate:
    """An estimate in which price_a differs from draw to draw."""
    draws = point(model, overrides_of(choice))
    repeated = {name: np.repeat(values, len(prices)) for name, values in draws.parameters.items()}
    strengths = {name: np.repeat(values, len(prices)) for name, values in draws.strengths.items()}
    many = replace(
        draws,
        parameters={**repeated, "price_a": np.array(prices)},
        strengths=strengths,
        tail=np.repeat(draws.tail, len(prices)),
    )
    return Estimate(evaluate(model, choice, many), evaluate(model, choice, draws))


def asked(comparison, category: str) -> list[float]:
    (row,) = [row for row in comparison.rows if row.category == category]
    return [0.0 if value is None else value for value in row.asked]


# The ICT outlier at the rekenwaarde: 1 + 2 × 0.2. Months of the roll-out: 12 in 2028, 6 in 2029. VAT is not on these
# lines; hire carries it: 400 h × € 120 × 1.21. The course is live for P(12) = (0 + 12/18)/2 × 12 = 4 of 12 months in
# 2028, for 6 × (12/18 + 1)/2 + 6 = 11 in 2029 and for 12 in 2030.
ICT = [PRICE_A * 1.4 * 12 / 18 * 1.05**3, PRICE_A * 1.4 * 6 / 18 * 1.05**4, 0.0]
COURSE = [PRICE_B * 4 / 12 * 1.02**3, PRICE_B * 11 / 12 * 1.02**4, PRICE_B * 1.02**5]
HIRE = [400 * 120 * 1.21 * 12 / 18 * 1.03**3, 400 * 120 * 1.21 * 6 / 18 * 1.03**4, 0.0]


def test_money_falls_where_accounts_put_it(small):
    """Purchases are other costs, hire is staff cost, and own hours are fte inside the staff costs."""
    choice = choice_of()
    found = compare_with_budget(
        small, choice, estimate(small, choice), "budget", [line("account:overige_lasten", y2028="50000")], Options()
    )
    assert asked(found, "account:overige_lasten") == pytest.approx([ICT[0] + COURSE[0], ICT[1] + COURSE[1], COURSE[2]])
    assert asked(found, "account:personele_lasten") == pytest.approx(HIRE)
    (staff,) = [row for row in found.rows if row.category == "account:personele_lasten"]
    # 600 own hours, 12/18 of them in 2028, at 1,200 hours an fte
    assert staff.own_fte == pytest.approx((600 * 12 / 18 / 1200, 600 * 6 / 18 / 1200, 0))
    assert found.only_in_model == (staff,)
    (other,) = [row for row in found.rows if row.category == "account:overige_lasten"]
    assert other.gap[0] == pytest.approx(50_000 - ICT[0] - COURSE[0])
    assert other.budgeted[1:] == (None, None) and other.gap[1:] == (None, None)


def test_a_programme_is_compared_by_cost_class_and_hours_by_role(small):
    choice = choice_of()
    lines = [
        line("cost_class:ict", y2028="30000", y2029="20000"),
        line("cost_class:people", y2028="1000", y2029="0"),
        line("role:ontwikkelaar", "hours", y2028="700", y2029="300"),
        line("income:subsidie", y2028="9000", y2029="0"),
        line("left_out", y2028="123", y2029="0"),
    ]
    found = compare_with_budget(small, choice, estimate(small, choice), "programme", lines, Options())
    assert asked(found, "cost_class:ict") == pytest.approx(ICT)
    assert asked(found, "cost_class:development") == pytest.approx(HIRE)
    assert asked(found, "role:ontwikkelaar") == pytest.approx([1000 * 12 / 18, 1000 * 6 / 18, 0])
    assert {row.category for row in found.only_in_budget} == {"cost_class:people", "income:subsidie"}
    assert {row.category for row in found.only_in_model} == {"cost_class:development", "cost_class:execution"}
    assert [one.label for one in found.left_out] == ["left_out"]
    # hours and funding are no spending: 30,000 + 1,000 in 2028
    assert found.spending[0].budgeted == Decimal("31000")


def test_a_programme_without_hours_says_nothing_about_hours(small):
    """No hours in the workbook is not "0 hours budgeted"."""
    choice, lines = choice_of(), [line("cost_class:ict", y2028="30000")]
    found = compare_with_budget(small, choice, estimate(small, choice), "programme", lines, Options())
    hours = next(row for row in found.rows if row.category == "role:ontwikkelaar")
    assert set(hours.budgeted) == set(hours.gap) == {None}
    assert not found.counts("hours") and found.counts("eur")
    assert hours not in found.only_in_model
    assert "cost_class:development" in {row.category for row in found.only_in_model}


def test_capitalised_ict_becomes_depreciation_in_a_straight_line(small):
    """Over four years from the year it falls in: 2028 gives a quarter in 2028-2031, 2029 a quarter in 2029-2032."""
    choice = choice_of()
    found = compare_with_budget(
        small, choice, estimate(small, choice), "budget", [line("account:afschrijvingen", y2028="1")], Options(4)
    )
    first, second = ICT[0] / 4, ICT[1] / 4
    assert asked(found, "account:afschrijvingen") == pytest.approx([first, first + second, first + second])
    assert asked(found, "account:overige_lasten") == pytest.approx(COURSE)
    (row,) = [row for row in found.rows if row.category == "account:afschrijvingen"]
    assert row.later == pytest.approx(first + 2 * second)
    # hire on a line that is not ICT is not capitalised; the total of a year follows in every draw
    assert asked(found, "account:personele_lasten") == pytest.approx(HIRE)
    assert found.spending[2].asked_point == pytest.approx(first + second + COURSE[2])
    plain = found.spending[2].asked
    assert plain is not None and plain[0] <= plain[1] <= plain[2]


def test_hired_hours_of_ict_are_capitalised_too():
    lines = [{**LINES[2], "id": "build", "cost_class": "ict", "effort": {"ict": "hours_a"}}]
    small = worked_model(lines)
    found = asked_of(small, choice_of(), 2)
    hire = [400 * 120 * 1.21 * 1.4 * part * 1.03**years for part, years in ((12 / 18, 3), (6 / 18, 4))]
    written_off = found.categories["account:afschrijvingen"][:, 0]
    assert written_off == pytest.approx([hire[0] / 2, sum(hire) / 2, hire[1] / 2])
    assert "account:personele_lasten" not in found.categories


def test_the_chance_is_the_share_of_draws_within_the_budget(small):
    """2028 asks 2/3 × price × 1.4 × 1.05³ besides hire and course; a budget for a price of 20,000 holds in 3 of 4."""
    choice = choice_of()
    fixed = [HIRE[year] + COURSE[year] for year in range(3)]
    given = spread([10_000, 15_000, 20_000, 40_000], small, choice)
    budget_2028 = fixed[0] + ICT[0] + 0.01
    budget_2029 = fixed[1] + ICT[1] * 0.6  # a price of 12,000: only the first draw stays within it
    lines = [line("cost_class:ict", y2028=f"{budget_2028:.2f}", y2029=f"{budget_2029:.2f}")]
    found = compare_with_budget(small, choice, given, "programme", lines, Options())
    assert [one.chance for one in found.spending] == [0.75, 0.25, None]
    # in total: 2028 and 2029, which both have. Room for ICT: 2/3 × 20,000 in 2028 and 1/3 × 12,000 in 2029, grown
    room = budget_2028 + budget_2029 - fixed[0] - fixed[1]
    share = sum(room >= (ICT[0] + ICT[1]) * price / PRICE_A for price in (10_000, 15_000, 20_000, 40_000)) / 4
    assert found.total.chance == share == 0.5
    assert [year.year for year in found.years if year.in_total] == [2028, 2029]


def test_a_budget_of_the_whole_college_gives_no_chance(small):
    choice = choice_of()
    lines = [line("account:personele_lasten", y2028="61000000")]
    found = compare_with_budget(small, choice, estimate(small, choice), "budget", lines, Options(reserve=1.0))
    assert {one.chance for one in found.spending} == {None}
    assert found.total.chance is None and found.reserve is None


def test_the_chance_is_the_one_of_the_strip(model):
    """With the budget's years in the institution, the engine gives the same chance for every whole year."""
    lines = [
        line("cost_class:ict", y2027="400000", y2028="700000", y2029="900000"),
        line("cost_class:organisation", y2027="300000", y2028="300000", y2029="400000"),
    ]
    institution = with_budget(model, Institution("own", "", "average_roc"), lines)
    assert institution.budget_by_year == ((2027, 700_000.0), (2028, 1_000_000.0), (2029, 1_300_000.0))
    assert institution.budget_from == ()
    choice = nominal(Choice(institution=institution, variant="verrijken_kaders", draws=200))
    given = estimate(model, choice)
    found = compare_with_budget(model, choice, given, "programme", lines, Options())
    of_engine = given.result.values["within_budget_year"].mean(axis=0)
    assert [one.chance for one in found.spending[:3]] == of_engine[:3].tolist()


@pytest.mark.parametrize(
    ("start", "budgeted"),
    [
        (date(2026, 8, 1), [2026, 2027, 2028]),  # begins with the budget: half a first year that both have
        (date(2026, 10, 1), [2026, 2027, 2028]),
        (date(2026, 6, 1), [2027, 2028]),  # two months of 2026 have no budget
        (date(2026, 1, 1), [2027, 2028]),
        (date(2027, 1, 1), [2027, 2028]),
    ],
)
def test_with_school_years_the_chance_in_total_is_the_one_of_the_strip_too(model, start, budgeted):
    """Three school years of money from August 2026; 2029 has hours without money and does not count."""
    lines = [
        line("cost_class:ict", s2026="400000.35", s2027="700000", s2028="900000"),
        line("cost_class:organisation", s2026="300000", s2027="300000.02", s2028="400000"),
        line("role:docent", "hours", y2029="1200"),
    ]
    own = with_budget(model, Institution("own", "", "average_roc"), lines)
    choice = nominal(Choice(institution=own, variant="verrijken_kaders", draws=200, start=start))
    given = estimate(model, choice)
    found = compare_with_budget(model, choice, given, "programme", lines, Options())
    assert [year.year for year in found.years if year.in_total] == budgeted
    assert found.total.chance == given.result.share("within_budget_total")
    assert 0 < found.total.chance < 1
    by_year = dict(zip(given.result.calendar_years, given.result.mean("within_budget_year"), strict=True))
    of_engine = {period.year: chance for period, chance in by_year.items() if chance == chance}
    assert {one.year: one.chance for one in found.spending if one.chance is not None} == of_engine


def test_a_reserve_runs_out_in_the_first_year_that_half_of_the_draws_have_passed_it(small):
    """Overspending of ICT alone: price − 10,000, of which 12/18 × 1.4 × 1.05³ in 2028 and the rest in 2029."""
    choice = choice_of()
    given = spread([10_000, 20_000, 30_000, 40_000], small, choice)
    a, b = ICT[0] / PRICE_A, ICT[1] / PRICE_A
    budget = [HIRE[0] + COURSE[0] + 10_000 * a, HIRE[1] + COURSE[1] + 10_000 * b]
    lines = [line("cost_class:ict", y2028=f"{budget[0]:.2f}", y2029=f"{budget[1]:.2f}")]
    # over after 2028: 0, 10.8, 21.6, 32.4 thousand; after 2029: 0, 16.5, 33.0, 49.4 thousand
    assert 10_000 * a == pytest.approx(10_804.5) and 10_000 * (a + b) == pytest.approx(16_476.8625)
    found = compare_with_budget(small, choice, given, "programme", lines, Options(reserve=25_000)).reserve
    assert found is not None
    assert found.shares == ((2028, 0.25), (2029, 0.5))
    assert found.runs_out == 2029
    assert [year for year, _ in found.left] == [2028, 2029]
    assert [left for _, left in found.left] == pytest.approx([25_000 - 15_000 * a, 25_000 - 15_000 * (a + b)], abs=0.02)
    large = compare_with_budget(small, choice, given, "programme", lines, Options(reserve=50_000)).reserve
    assert large is not None and large.runs_out is None


def test_what_is_left_of_a_year_can_be_lost_to_the_programme(small):
    """€ 10,000 left in 2028 and € 6,000 short in 2029, in every draw; the reserve is € 5,000."""
    choice = choice_of()
    given = spread([PRICE_A] * 2, small, choice)
    spent = [HIRE[year] + COURSE[year] + ICT[year] for year in range(2)]
    lines = [line("cost_class:ict", y2028=f"{spent[0] + 10_000:.2f}", y2029=f"{spent[1] - 6_000:.2f}")]
    stays = compare_with_budget(small, choice, given, "programme", lines, Options(reserve=5_000)).reserve
    lost = compare_with_budget(
        small, choice, given, "programme", lines, Options(reserve=5_000, keeps_what_is_left=False)
    ).reserve
    assert stays is not None and lost is not None
    assert stays.runs_out is None and [left for _, left in stays.left] == pytest.approx([15_000, 9_000], abs=0.02)
    assert lost.runs_out == 2029 and [left for _, left in lost.left] == pytest.approx([5_000, -1_000], abs=0.02)


def test_a_programme_of_hours_only_has_no_budget_to_stay_within(small):
    choice = choice_of()
    lines = [line("role:ontwikkelaar", "hours", y2028="700"), line("income:subsidie", y2028="9000")]
    found = compare_with_budget(small, choice, estimate(small, choice), "programme", lines, Options(reserve=1))
    assert (found.spending[0].budgeted, found.spending[0].chance, found.reserve) == (None, None, None)


def test_school_years_split_five_to_seven_and_lose_no_cent():
    found = by_calendar_year((("2027/2028", Decimal("100.00")), ("2028/2029", Decimal("1200"))))
    assert found == {2027: Decimal("41.67"), 2028: Decimal("58.33") + 500, 2029: Decimal("700")}
    assert sum(found.values()) == Decimal("1300.00")


def test_partial_years_are_named_and_count_in_total_only_when_both_have_the_same_months(small):
    """Start 1 August 2028, two school years of budget: 2028 and 2029 are had by both, 2030 by the budget until July."""
    choice = choice_of(start=date(2028, 8, 1), horizon_months=36)
    lines = [line("cost_class:ict", s2028="12000", s2029="24000")]
    assert months_covered(lines) == {
        2028: frozenset(range(8, 13)),
        2029: frozenset(range(1, 13)),
        2030: frozenset(range(1, 8)),
    }
    found = compare_with_budget(small, choice, estimate(small, choice), "programme", lines, Options())
    assert [year.year for year in found.years if year.in_total] == [2028, 2029]
    assert [year.year for year in found.partial] == [2028, 2030, 2031]
    (row,) = [row for row in found.rows if row.category == "cost_class:ict"]
    assert row.budgeted == (Decimal(5000), Decimal(7000) + Decimal(10000), Decimal(14000), None)
    assert found.total.budgeted == Decimal(22000)
    assert [one.chance is None for one in found.spending] == [True, False, True, True]
    own = with_budget(small, choice.institution, lines)
    assert (own.budget_by_year, own.budget_from) == (((2028, 5_000.0), (2029, 17_000.0)), ((2028, 8),))


def test_years_that_only_one_has_are_shown_and_not_in_total(small):
    choice = choice_of(horizon_months=24)
    lines = [line("cost_class:ict", y2027="10", y2028="20")]
    found = compare_with_budget(small, choice, estimate(small, choice), "programme", lines, Options())
    assert [(year.year, year.in_total) for year in found.years] == [(2027, False), (2028, True), (2029, False)]
    assert found.spending[0].asked is None and found.spending[2].budgeted is None
    assert found.total.budgeted == Decimal(20)


def test_what_falls_outside_the_years_of_the_budget_comes_from_the_same_draws(small):
    """A budget for 2029 alone: 2028 comes before it, and 2030, where only the course still runs, after it."""
    choice = choice_of()
    prices = [10_000, 20_000, 30_000, 40_000]
    given = spread(prices, small, choice)
    found = compare_with_budget(small, choice, given, "programme", [line("cost_class:ict", y2029="90000")], Options())
    assert found.before is not None and found.after is not None
    assert (found.before.years, found.after.years) == ((2028,), (2030,))
    assert found.after.asked == pytest.approx([COURSE[2]] * 3)
    middle = HIRE[0] + COURSE[0] + ICT[0] * 25_000 / PRICE_A
    assert found.before.asked[1] == pytest.approx(middle)
    of_all = middle + HIRE[1] + COURSE[1] + ICT[1] * 25_000 / PRICE_A + COURSE[2]
    assert found.before.share == pytest.approx(middle / of_all) and found.before.is_large
    assert found.after.share == pytest.approx(COURSE[2] / of_all) and not found.after.is_large
    everything = [line("cost_class:ict", y2028="1", y2029="1", y2030="1")]
    whole = compare_with_budget(small, choice, given, "programme", everything, Options())
    assert (whole.before, whole.after) == (None, None)


def test_amounts_without_a_year_are_named_and_left_out(small):
    """Also beside amounts with a year, and when nothing in the budget has one."""
    choice = choice_of()
    loose = line("cost_class:ict", n="400")
    both = replace(line("cost_class:people", y2028="50"), amounts=(("2028", Decimal(50)), ("", Decimal(7))))
    hours = line("role:ontwikkelaar", "hours", n="700")
    lines = [loose, both, hours]
    assert months_covered(lines) == {2028: frozenset(range(1, 13))}
    found = compare_with_budget(small, choice, estimate(small, choice), "programme", lines, Options(reserve=1))
    assert found.spending[0].budgeted == Decimal(50) and not found.counts("hours")
    assert [(one.label, one.amounts) for one in found.without_year] == [
        ("cost_class:ict", (("", Decimal(400)),)),
        ("cost_class:people", (("", Decimal(7)),)),
        ("role:ontwikkelaar", (("", Decimal(700)),)),
    ]
    assert with_budget(small, choice.institution, lines).budget_by_year == ((2028, 50.0),)
    nothing = compare_with_budget(small, choice, estimate(small, choice), "budget",
                                  [line("account:overige_lasten", n="400")], Options())  # fmt: skip
    assert (nothing.total.budgeted, len(nothing.without_year)) == (None, 1)
    assert with_budget(small, choice.institution, [loose]).budget_by_year == ()


def test_without_a_shared_year_there_is_no_total(small):
    choice = choice_of()
    lines = [line("cost_class:ict", y2024="10")]
    found = compare_with_budget(small, choice, estimate(small, choice), "programme", lines, Options(reserve=1))
    assert (found.total.budgeted, found.total.chance, found.reserve) == (None, None, None)


def test_real_prices_and_slimmed_results_are_refused(small):
    choice = choice_of()
    given = estimate(small, choice)
    real = replace(choice, price_basis="real")
    with pytest.raises(ValueError, match="nominal"):
        compare_with_budget(small, real, estimate(small, real), "programme", [], Options())
    with pytest.raises(ValueError, match="draw by draw"):
        compare_with_budget(small, choice, Estimate(given.result.slimmed(), given.point), "programme", [], Options())
    with pytest.raises(ValueError, match="staffing"):
        compare_with_budget(small, choice, given, "staffing", [], Options())
