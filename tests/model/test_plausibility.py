"""Relations between figures: reference institutions raise no doubt, each slip raises its own."""

from __future__ import annotations

import pytest

from flexlib.model.plausibility import doubts
from flexlib.model.records import CostModel


@pytest.mark.parametrize("institution", ["average_roc", "large_roc", "small_vakcollege", "shrink_roc"])
def test_reference_institutions_fit_together(institution: str, model: CostModel) -> None:
    assert [doubt.notice.key for doubt in doubts(model, model.institutions[institution].figures)] == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"programmes_bbl": 0.0}, "students_without_programmes"),
        ({"students_llo": 0.0}, "students_without_programmes"),
        ({"programmes_bol34": 400.0, "students_bol34": 40.0}, "students_per_programme"),
        ({"teams_bbl": 0.0}, "no_teams"),
        ({"teams_bbl": 51.0}, "more_teams"),
        ({"teams": 400.0}, "staff_per_team"),
        ({"teams_bol12": 1.0, "teams_bol34": 1.0, "teams_bbl": 1.0, "teams_llo": 1.0}, "teams_without_group"),
        ({"fte_docent": 900.0}, "fte_per_person"),
        ({"fte_docent": 5000.0, "staff_in_teams": 6000.0}, "students_per_teacher"),
        ({"fte_roosteraar": 0.0}, "role_without_fte"),
        ({"income_eur": 1_000_000.0}, "income_per_student"),
        ({"budget_total_eur": 1_000.0, "budget_year_eur": 5_000.0}, "budgets"),
        ({"budget_total_eur": 0.0, "budget_year_eur": 5_000.0}, "budgets"),
        ({"budget_total_eur": 150_000_000.0}, "budget_above_income"),
    ],
)
def test_a_slip_is_doubted(changes: dict[str, float], key: str, model: CostModel) -> None:
    found = doubts(model, {**model.institutions["average_roc"].figures, **changes})
    assert f"instelling.doubt.{key}" in [doubt.notice.key for doubt in found]
