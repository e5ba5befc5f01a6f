"""Whether the figures of an institution fit together: relations that a typing error breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flexlib.errors import Notice, notice
from flexlib.model.records import GROUPS, CostModel

STUDENTS_PER_PROGRAMME = (4.0, 600.0)
STUDENTS_PER_TEACHER_FTE = (5.0, 45.0)
STAFF_PER_TEAM = (3.0, 45.0)
INCOME_PER_STUDENT_EUR = (4_000.0, 30_000.0)
LEAST_FTE_PER_PERSON = 0.35
YEAR_BUDGET_YEARS = 20  # a total budget beyond this many yearly budgets, or below one, is a slip


@dataclass(frozen=True, slots=True)
class Doubt:
    """A relation that looks wrong, and the figures it is about."""

    figures: tuple[str, ...]
    notice: Notice


def doubts(model: CostModel, figures: Mapping[str, float | None]) -> list[Doubt]:
    """Every relation that looks wrong; none of them stops the work."""
    known = {figure_id: value for figure_id, value in figures.items() if value is not None}
    return [*_groups(model, known), *_teams(known), *_staff(model, known), *_money(known)]


def _groups(model: CostModel, known: Mapping[str, float]) -> list[Doubt]:
    found = []
    for group in GROUPS:
        students, programmes, teams = (known[f"{kind}_{group}"] for kind in ("students", "programmes", "teams"))
        about = (f"students_{group}", f"programmes_{group}")
        label = model.groups[group].label
        if (students > 0) != (programmes > 0):
            found.append(Doubt(about, notice("instelling.doubt.students_without_programmes", group=label)))
        elif programmes > 0:
            ratio = students / programmes
            if not STUDENTS_PER_PROGRAMME[0] <= ratio <= STUDENTS_PER_PROGRAMME[1]:
                found.append(
                    Doubt(about, notice("instelling.doubt.students_per_programme", group=label, ratio=round(ratio, 1)))
                )
        if programmes > 0 and teams == 0:
            found.append(Doubt((f"teams_{group}",), notice("instelling.doubt.no_teams", group=label)))
        if teams > known["teams"]:
            found.append(Doubt((f"teams_{group}", "teams"), notice("instelling.doubt.more_teams", group=label)))
    return found


def _teams(known: Mapping[str, float]) -> list[Doubt]:
    found = []
    ratio = known["staff_in_teams"] / known["teams"]
    if not STAFF_PER_TEAM[0] <= ratio <= STAFF_PER_TEAM[1]:
        found.append(
            Doubt(("teams", "staff_in_teams"), notice("instelling.doubt.staff_per_team", ratio=round(ratio, 1)))
        )
    if sum(known[f"teams_{group}"] for group in GROUPS) < known["teams"]:
        found.append(Doubt(("teams",), notice("instelling.doubt.teams_without_group")))
    return found


def _staff(model: CostModel, known: Mapping[str, float]) -> list[Doubt]:
    found = []
    in_teams = known["fte_docent"] + known["fte_coach"]
    per_person = in_teams / known["staff_in_teams"]
    if not LEAST_FTE_PER_PERSON <= per_person <= 1:
        found.append(
            Doubt(
                ("fte_docent", "staff_in_teams"),
                notice("instelling.doubt.fte_per_person", ratio=round(per_person, 2)),
            )
        )
    ratio = sum(known[f"students_{group}"] for group in GROUPS) / known["fte_docent"]
    if not STUDENTS_PER_TEACHER_FTE[0] <= ratio <= STUDENTS_PER_TEACHER_FTE[1]:
        found.append(Doubt(("fte_docent",), notice("instelling.doubt.students_per_teacher", ratio=round(ratio, 1))))
    empty = [role for role in model.roles.values() if known[role.fte_figure] == 0]
    found += [
        Doubt((role.fte_figure,), notice("instelling.doubt.role_without_fte", role=role.label))
        for role in empty
        if role.kind != "programme"
    ]
    return found


def _money(known: Mapping[str, float]) -> list[Doubt]:
    found = []
    students = sum(known[f"students_{group}"] for group in GROUPS)
    if students > 0:
        ratio = known["income_eur"] / students
        if not INCOME_PER_STUDENT_EUR[0] <= ratio <= INCOME_PER_STUDENT_EUR[1]:
            found.append(Doubt(("income_eur",), notice("instelling.doubt.income_per_student", ratio=round(ratio))))
    total, yearly = known.get("budget_total_eur"), known.get("budget_year_eur")
    if total is not None and yearly is not None and not yearly <= total <= YEAR_BUDGET_YEARS * yearly:
        found.append(Doubt(("budget_total_eur", "budget_year_eur"), notice("instelling.doubt.budgets")))
    if total is not None and total > known["income_eur"]:
        found.append(Doubt(("budget_total_eur",), notice("instelling.doubt.budget_above_income")))
    return found
