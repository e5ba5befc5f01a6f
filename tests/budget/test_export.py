"""The workbook that goes out: recalculated from nothing it gives what the app gives, and changes as the app does."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from flexlib.budget.export.export import export_estimate
from flexlib.budget.export.export_summary import PARTS
from flexlib.engine.evaluate import Estimate, estimate, evaluate
from flexlib.engine.result import Result
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.choices import reference_institution
from flexlib.model.contests import contest_bounds
from flexlib.model.records import Choice, Contest, CostModel
from tests.budget.recalculated import formulas, recalculate, stored
from tests.plain.random_choices import name_of, random_choice
from tests.rounds import rounds

ADDRESS = "https://flexlib.example/kiezen?v=verrijken_kaders&i=average_roc"
CHOICES = (15, 0, 4, 2, 9, 13, 1, 5, 8, 17)  # random with contested values first; R = 0, baseline, no teams, no time
CENT = 0.005
NOTHING = 1e-7
YEAR_ROWS = {
    "out_of_pocket_one_off_year": "Eenmalig, uit te geven",
    "own_time_one_off_year": "Eenmalig, eigen tijd",
    "out_of_pocket_recurring_year": "Terugkerend, uit te geven",
    "own_time_recurring_year": "Terugkerend, eigen tijd",
    "out_of_pocket_year": "Uit te geven",
    "own_time_year": "Eigen tijd",
    "integral_year": "Kosten samen",
    "income_calendar_year": "Opbrengsten",
}


def usual(model: CostModel) -> Choice:
    institution = reference_institution(model, "average_roc")
    return Choice(institution, "verrijken_kaders", draws=200, model_version=model.version)


def exported(model: CostModel, choice: Choice, of: Estimate | None = None) -> bytes:
    return export_estimate(model, choice, of or estimate(model, choice), ADDRESS, "nl")


def formula_cells(content: bytes) -> Iterator[tuple[str, str]]:
    for sheet in formulas(content):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "f":
                    yield sheet.title, cell.coordinate


def same(one: object, other: object) -> bool:
    """Equal to 1e-9 of the value; LibreOffice makes 0 of a difference that is 0 but for rounding."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        largest = max(abs(one), abs(other))
        return largest < NOTHING or abs(one - other) <= 1e-9 * largest
    return (one or "") == (other or "")


def summary_figures(book: Workbook, model: CostModel) -> dict[str, object]:
    """Outcome id → what stands in the column of the rekenwaarde on the first sheet."""
    labels = {model.outcomes[outcome].label.nl: outcome for part in PARTS.values() for outcome in part}
    sheet = book["Samenvatting"]
    return {
        labels[row[0].value]: row[2].value
        for row in sheet.iter_rows(max_col=3)
        if row[0].value in labels and row[2].value is not None
    }


def test_the_first_sheet_says_that_its_link_opens_the_figures_of_the_reference(model: CostModel) -> None:
    choice = usual(model)
    own = replace(choice.institution, id="own", name="ROC Noord", figures=(("teams", 31.0),))
    said = [
        " ".join(str(cell.value) for row in book["Samenvatting"].iter_rows(max_row=8) for cell in row if cell.value)
        for one in (choice, replace(choice, institution=own))
        for book in [load_workbook(io.BytesIO(exported(model, one)))]
    ]
    assert "De cijfers van ROC Noord waarmee hier is gerekend staan op het blad Keuzes" in said[1]
    assert "eigen cijfers gaan nooit mee in een link" in said[1] and "nooit mee" not in said[0]


def year_rows(book: Workbook, choice: Choice, years: int) -> dict[str, list[float]]:
    """Money per calendar year in the price basis of the choice: the second block when that is nominal."""
    sheet = book["Jaren"]
    nth = 1 if choice.price_basis == "nominal" else 0
    found = {}
    for key, label in YEAR_ROWS.items():
        at = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label][nth]
        found[key] = [sheet.cell(at, 2 + year).value for year in range(years)]
    return found


def assert_equals_app(book: Workbook, model: CostModel, choice: Choice, app: Result) -> None:
    figures = summary_figures(book, model)
    assert set(figures) == {outcome for part in PARTS.values() for outcome in part}
    wrong = {}
    for outcome, found in figures.items():
        expected = float(app.values[outcome][0])
        if math.isnan(expected):
            agrees = found == "n.v.t."
        else:
            near = CENT if model.outcomes[outcome].unit.startswith("EUR") else 1e-6 * max(1.0, abs(expected))
            agrees = isinstance(found, (int, float)) and abs(found - expected) < near
        if not agrees:
            wrong[outcome] = (found, expected)
    for key, row in year_rows(book, choice, len(app.calendar_years)).items():
        for period, found, expected in zip(app.calendar_years, row, app.values[key][0], strict=True):
            if abs(found - expected) >= CENT:
                wrong[f"{key} {period.label}"] = (found, expected)
    sheet = book["Uren"]
    at = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "Samen")
    for position, role in enumerate(model.roles, 1):
        for school, expected in enumerate(app.values["own_hours"][0][:, position - 1]):
            found = sheet.cell(at + position, 2 + school).value
            if abs(found - expected) >= 1e-6 * max(1.0, expected):
                wrong[f"hours {role} {school}"] = (found, expected)
    assert not wrong


@pytest.mark.office
def test_recalculation_does_not_trust_what_is_stored(tmp_path: Path) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("A").write_formula(0, 0, "=1+1", None, 5)
    book.close()
    assert stored(target.getvalue())["A"]["A1"].value == 5
    assert recalculate(target.getvalue(), tmp_path)["A"]["A1"].value == 2


@pytest.mark.office
@pytest.mark.parametrize("index", [pytest.param(index, id=name_of(index)) for index in CHOICES[: rounds(10)]])
def test_recalculated_from_nothing_it_equals_the_app(model: CostModel, index: int, tmp_path: Path) -> None:
    choice = random_choice(model, index)
    of = estimate(model, choice)
    content = exported(model, choice, of)
    found, kept = recalculate(content, tmp_path), stored(content)
    cells = list(formula_cells(content))
    assert len(cells) > 2000
    different = {
        f"{sheet}!{cell}": (found[sheet][cell].value, kept[sheet][cell].value)
        for sheet, cell in cells
        if not same(found[sheet][cell].value, kept[sheet][cell].value)
    }
    assert not different
    assert_equals_app(found, model, choice, of.point)


def with_values(content: bytes, values: dict[str, float]) -> bytes:
    """The workbook after somebody typed other values in the yellow cells."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Parameters"]
    for row in sheet.iter_rows(min_row=5, max_col=4):
        if row[0].value in values:
            row[3].value = values[row[0].value]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.office
def test_every_parameter_changed_gives_what_the_app_gives_with_those_values(model: CostModel, tmp_path: Path) -> None:
    choice = replace(usual(model), future="geld_op")
    before = point(model, overrides_of(choice)).parameters
    random = np.random.default_rng(7)
    values = {}
    for key in model.parameters:
        low, high = contest_bounds(model, key)
        values[key] = float(min(high, max(low, before[key][0] * random.uniform(0.8, 1.2))))
    changed = replace(choice, contested=tuple((key, Contest(at, at, at)) for key, at in sorted(values.items())))
    book = recalculate(with_values(exported(model, choice), values), tmp_path)
    assert_equals_app(book, model, choice, evaluate(model, changed, point(model, overrides_of(changed))))


@pytest.mark.office
def test_a_changed_parameter_gives_what_the_app_gives_with_that_value(model: CostModel, tmp_path: Path) -> None:
    values = {
        "rate_docent": 95.5,
        "richten_months": 14.0,
        "productive_hours_fte": 1180.0,
        "ict_tail_probability": 0.3,
        "student_trend": -0.03,
        "wage_growth": 0.05,
        "securing_months": 20.0,
    }
    choice = replace(usual(model), price_basis="nominal", future="krappe_scholen")
    changed = replace(choice, contested=tuple((key, Contest(at, at, at)) for key, at in sorted(values.items())))
    book = recalculate(with_values(exported(model, choice), values), tmp_path)
    assert_equals_app(book, model, choice, evaluate(model, changed, point(model, overrides_of(changed))))
    marked = [row[0].value for row in book["Parameters"].iter_rows(min_row=5, max_col=8) if row[7].value == "gewijzigd"]
    assert sorted(marked) == sorted(values)


def test_every_formula_has_its_value_stored(model: CostModel) -> None:
    content = exported(model, usual(model))
    kept = stored(content)
    without = [f"{sheet}!{cell}" for sheet, cell in formula_cells(content) if kept[sheet][cell].value is None]
    changed_marks = {f"Parameters!H{row}" for row in range(5, 5 + len(model.parameters))}  # empty words until changed
    years = {name for name in without if name.startswith("Jaren!")}  # the year of earning back: empty before it
    assert set(without) - changed_marks - years == set()
    assert_equals_app(kept, model, usual(model), estimate(model, usual(model)).point)


def test_drivers_lines_months_and_sums_are_formulas(model: CostModel) -> None:
    content = exported(model, usual(model))
    count: dict[str, int] = {}
    for sheet, _ in formula_cells(content):
        count[sheet] = count.get(sheet, 0) + 1
    for sheet in (
        "Samenvatting",
        "Parameters",
        "Kostenveroorzakers",
        "Kostenregels",
        "Tijd",
        "Verloop",
        "Jaren",
        "Uren",
    ):
        assert count[sheet] > 25, sheet
    assert "Onzekerheid" not in count


def test_contested_values_show_the_range_that_was_typed(model: CostModel) -> None:
    choice = replace(usual(model), contested=(("rate_docent", Contest(60, 75, 99)),))
    row = next(
        row for row in stored(exported(model, choice))["Parameters"].iter_rows() if row[0].value == "rate_docent"
    )
    assert [cell.value for cell in row[8:11]] == [60, 75, 99]
    assert row[13].value == "betwist"
    assert row[3].value == pytest.approx((60 + 4 * 75 + 99) / 6)


def test_formulas_read_parameters_by_name(model: CostModel) -> None:
    book = formulas(exported(model, usual(model)))
    assert {f"p_{key}" for key in model.parameters} <= set(book.defined_names)
    drivers = book["Kostenveroorzakers"]
    row = next(row for row in drivers.iter_rows(min_row=5) if row[0].value == "route_changes")
    assert row[5].value == "=d_personal_routes_bol34*p_route_changes_per_route"


@pytest.mark.parametrize("name", ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")'])
def test_names_that_people_typed_stay_text(model: CostModel, name: str) -> None:
    choice = usual(model)
    choice = replace(choice, institution=replace(choice.institution, name=name))
    content = export_estimate(model, choice, estimate(model, choice), "=cmd|' /C calc'!A0", "nl")
    book = formulas(content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert len(cells) == 2
    assert {cell.data_type for cell in cells} == {"s"}
    address = next(
        cell for row in book["Samenvatting"].iter_rows() for cell in row if str(cell.value).startswith("=cmd")
    )
    assert address.data_type == "s"


def test_it_is_made_within_three_seconds(model: CostModel) -> None:
    of = estimate(model, usual(model))
    begun = time.process_time()  # of the processor: others on the machine do not count
    exported(model, usual(model), of)
    assert time.process_time() - begun < 3


def test_english_has_the_same_cells(model: CostModel) -> None:
    of = estimate(model, usual(model))
    dutch = exported(model, usual(model), of)
    english = export_estimate(model, usual(model), of, ADDRESS, "en")
    assert len(list(formula_cells(english))) == len(list(formula_cells(dutch)))
    assert "Summary" in formulas(english).sheetnames
