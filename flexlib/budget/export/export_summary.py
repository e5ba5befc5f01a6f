"""The first page with what the estimate comes to, and the last with its uncertainty."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import numpy as np

from flexlib.budget.export.export_book import DATE, Page, outcome_format
from flexlib.budget.export.export_course import Courses
from flexlib.budget.export.export_frame import FORMAT, Frame
from flexlib.budget.export.export_inputs import digest
from flexlib.budget.export.export_lines import Lines
from flexlib.budget.export.export_live import Live, ratio, total, total_of, total_where, words
from flexlib.budget.export.export_years import Years, place_hours_chart, place_money_chart
from flexlib.engine.pools import RATES
from flexlib.engine.result import CHANCES
from flexlib.model.records import GROUPS
from flexlib.units import unit_label

PARTS = {
    "one_off": (
        "one_off_out_of_pocket", "one_off_own_time", "one_off_integral", "one_off_own_hours", "one_off_external_hours",
        "one_off_beyond_horizon", "one_off_income_share", "one_off_per_student",
    ),
    "recurring": (
        "recurring_out_of_pocket", "recurring_own_time", "recurring_integral", "recurring_own_hours", "lasting_fte",
        "cash_if_hired", "income_year", "recurring_net", "hours_released_year", "recurring_income_share",
        "recurring_per_student",
    ),
    "time": (
        "delay_factor", "months_richten", "months_build", "months_rollout_planned", "months_rollout_capacity",
        "months_first_live", "months_half_live", "months_all_live", "months_programme_end",
    ),
    "horizon": (
        "total_out_of_pocket", "total_own_time", "total_integral", "total_income", "net_total", "subsidy_total", "npv",
        "payback_year",
    ),
    "reach": (
        "students_in_scope", "students_in_scope_share", "personal_route_share", "route_changes_student",
        "student_years", "cost_per_student_year",
    ),
}  # fmt: skip
LINE_SUMS = {
    "out_of_pocket": "out_of_pocket_total",
    "own_time": "own_time_total",
    "integral": "integral_total",
    "own_hours": "hours_total",
    "external_hours": "external_total",
}
VALUE, FIRST_BAND, CHART_COLUMN = 2, 3, 7
YEAR_OUTCOMES = ("out_of_pocket_year", "own_time_year", "integral_year", "income_calendar_year")


def write_summary(frame: Frame, lines: Lines, courses: Courses, years: Years) -> None:
    """Where it comes from, the headline figures as formulas beside their P10, P50 and P90, and two charts."""
    page = frame.page("summary")
    page.widths(46, 18, 17, 15, 15, 15, 3)
    page.words(0, 0, frame.t("summary.title"), "title")
    row = _origin(frame, page, 2)
    row = _legend(frame, page, row + 1)
    heads = ("outcome", "unit", "point", "p10", "p50", "p90")
    page.heads(row, [frame.t(f"head.{key}") for key in heads])
    formulas = {**_of_lines(frame, lines, courses), **_of_years(frame, courses, years), **_of_reach(frame, courses)}
    ready = dict(frame.outcomes)
    row += 1
    for part, outcomes in PARTS.items():
        page.words(row, 0, frame.t(f"summary.{part}"), "part")
        row += 1
        for outcome in outcomes:
            frame.outcomes[outcome] = _outcome_row(
                frame, page, row, outcome, ready[outcome] if outcome in ready else formulas[outcome]()
            )
            row += 1
    _marks(frame, page, row + 1)
    place_money_chart(frame, years, page, 2, CHART_COLUMN)
    place_hours_chart(frame, page, 19, CHART_COLUMN)
    page.sheet.activate()
    page.for_print(frame.footer, pages=(1, 1))


def _origin(frame: Frame, page: Page, row: int) -> int:
    choice, model = frame.choice, frame.model
    institution = choice.institution.name or frame.label(model.institutions[choice.institution.based_on].label)
    page.words(row, 0, frame.t("summary.institution"))
    page.words(row, 1, institution)
    page.words(row + 1, 0, frame.t("summary.variant"))
    page.words(row + 1, 1, frame.label(model.variants[choice.variant].label))
    page.words(row + 2, 0, frame.t("summary.address"))
    page.name("flexlib_address", page.link(row + 2, 1, frame.address))
    if not choice.institution.is_reference:
        reference = frame.label(model.institutions[choice.institution.based_on].label)
        said = frame.t("summary.address_of_reference", institution=institution, reference=reference)
        row += 1
        page.sheet.merge_range(row + 2, 0, row + 2, 5, said, page.book.style("note"))
        page.sheet.set_row(row + 2, 34)
    page.words(row + 3, 0, frame.t("summary.model"))
    page.name("flexlib_model", page.words(row + 3, 1, model.version))
    page.words(row + 4, 0, frame.t("summary.hash"))
    page.name("flexlib_hash", page.words(row + 4, 1, model.content_hash))
    page.words(row + 5, 0, frame.t("summary.draws"))
    page.words(row + 5, 1, frame.t("summary.draws_seed", draws=choice.draws, seed=choice.seed))
    page.words(row + 6, 0, frame.t("summary.price_basis"))
    page.words(row + 6, 1, frame.t(f"choices.{choice.price_basis}", year=model.settings.price_level))
    page.words(row + 7, 0, frame.t("summary.made"))
    page.sheet.write_datetime(row + 7, 1, datetime.date.today(), page.book.style("aside_left", DATE))
    return row + 8


def _legend(frame: Frame, page: Page, row: int) -> int:
    page.words(row, 0, frame.t("summary.legend_formula"))
    page.words(row + 1, 0, frame.t("summary.legend_input"), "input")
    page.words(row + 2, 0, frame.t("summary.legend_given"), "given")
    page.sheet.merge_range(row + 3, 0, row + 3, 5, frame.t("summary.note"), page.book.style("note"))
    page.sheet.set_row(row + 3, 62)
    return row + 5


def _outcome_row(frame: Frame, page: Page, row: int, outcome: str, of: Live) -> Live:
    record = frame.model.outcomes[outcome]
    number_format = outcome_format(record.unit, of.value if isinstance(of.value, float) else 0.0)
    page.words(row, 0, frame.label(record.label))
    page.words(row, 1, unit_label(record.unit, frame.language), "aside")
    cell = page.formula(row, VALUE, of, number_format)
    for position, value in enumerate(frame.estimate.result.quantiles(outcome)):
        frame.put_value(page, row, FIRST_BAND + position, float(value), number_format)
    return cell


def _marks(frame: Frame, page: Page, row: int) -> None:
    """By these the workbook is recognised when it comes back."""
    exported = [(key, cell.number) for key, cell in frame.inputs.items()]
    chosen = [(f"l_{key}", cell.number) for key, cell in frame.levels.items()]
    chosen += [(f"f_{key}", cell.number) for key, cell in frame.figures.items()]
    marks = {"export": FORMAT, "digest": digest(exported), "choices_digest": digest(chosen)}
    page.words(row, 0, frame.t("summary.marks"), "aside")
    for position, (name, mark) in enumerate(marks.items(), row + 1):
        page.words(position, 0, f"flexlib_{name}", "aside")
        page.name(f"flexlib_{name}", page.words(position, 1, mark, "aside"))


def _of_lines(frame: Frame, lines: Lines, courses: Courses) -> Mapping[str, Callable[[], Live]]:
    """Headline amounts as sums over lines, and as sums over courses for income."""
    timing = lines.column("timing")
    found: dict[str, Callable[[], Live]] = {}
    for kind in ("one_off", "recurring"):
        is_kind = (timing, words(frame.t(f"timing.{kind}")))
        for name, column in LINE_SUMS.items():
            found[f"{kind}_{name}"] = lambda column=column, is_kind=is_kind: total_where(lines.column(column), is_kind)  # type: ignore[misc]

    def of_courses(amount: str, lasting: bool) -> Live:
        income = [one for one in courses.courses if one.timing == "income" and (one.spread in RATES) == lasting]
        return total_of([courses.amount(amount, course) for course in income])

    p, figures, known = frame.parameters, frame.figures, frame.outcomes
    students = total_of([figures[f"students_{group}"] for group in GROUPS])
    found["income_year"] = lambda: of_courses("income", lasting=True)
    found["subsidy_total"] = lambda: of_courses("income", lasting=False)
    found["hours_released_year"] = lambda: of_courses("released", lasting=True)
    found["lasting_fte"] = lambda: known["recurring_own_hours"] / p["productive_hours_fte"]
    found["cash_if_hired"] = lambda: known["recurring_integral"]
    found["recurring_net"] = lambda: known["recurring_integral"] - known["income_year"]
    found["one_off_income_share"] = lambda: known["one_off_integral"] / figures["income_eur"]
    found["recurring_income_share"] = lambda: known["recurring_net"] / figures["income_eur"]
    found["one_off_per_student"] = lambda: known["one_off_integral"] / students
    found["recurring_per_student"] = lambda: known["recurring_integral"] / students
    return found


def _of_years(frame: Frame, courses: Courses, years: Years) -> Mapping[str, Callable[[], Live]]:
    """Totals within the horizon."""
    known = frame.outcomes

    def chosen(name: str) -> Live:
        return total(years.cells(years.chosen, name))

    return {
        "one_off_beyond_horizon": lambda: known["one_off_integral"] - total(years.cells(years.real, "one_off_year")),
        "total_out_of_pocket": lambda: chosen("out_of_pocket_year"),
        "total_own_time": lambda: chosen("own_time_year"),
        "total_integral": lambda: chosen("integral_year"),
        "total_income": lambda: chosen("income_calendar_year"),
        "net_total": lambda: known["total_income"] - known["total_integral"],
        "npv": lambda: total(courses.discounted),
        "cost_per_student_year": lambda: ratio(
            total(years.cells(years.real, "integral_year")), known["student_years"], words(frame.not_applicable)
        ),
    }


def _of_reach(frame: Frame, courses: Courses) -> Mapping[str, Callable[[], Live]]:
    """Students in scope, and what share of them leaves the standard path."""
    known, nothing = frame.outcomes, words(frame.not_applicable)
    students = total_of([frame.figures[f"students_{group}"] for group in GROUPS])

    def share_in_scope(driver: str) -> Live:
        return ratio(total(frame.group_cells[driver]), known["students_in_scope"], nothing)

    return {
        "students_in_scope": lambda: total(frame.group_cells["students_in_scope"]),
        "students_in_scope_share": lambda: known["students_in_scope"] / students,
        "personal_route_share": lambda: share_in_scope("personal_routes"),
        "route_changes_student": lambda: share_in_scope("route_changes"),
        "student_years": lambda: known["students_in_scope"] * total(courses.adoption),
    }


def write_uncertainty(frame: Frame) -> None:
    """P10, P50 and P90 of every outcome as marked values: they come from the draws and cannot be recalculated here."""
    page, model, result = frame.page("uncertainty"), frame.model, frame.estimate.result
    count = max(len(result.calendar_years), len(result.school_years))
    page.widths(44, 18, *[13] * max(4, count))
    page.words(0, 0, frame.t("uncertainty.title"), "title")
    page.sheet.merge_range(1, 0, 1, 9, frame.t("uncertainty.note"), page.book.style("note"))
    page.sheet.set_row(1, 44)
    page.heads(3, [frame.t(f"head.{key}") for key in ("outcome", "unit", "point", "p10", "p50", "p90", "chance")])
    row = 4
    for outcome in model.outcomes.values():
        if outcome.shape != "total" or outcome.id not in result.values:
            continue
        page.words(row, 0, frame.label(outcome.label))
        page.words(row, 1, unit_label(outcome.unit, frame.language), "aside")
        if outcome.id.startswith(CHANCES):
            frame.put_value(page, row, 6, result.share(outcome.id), "0%")
        else:
            values = (float(frame.estimate.point.values[outcome.id][0]), *result.quantiles(outcome.id).tolist())
            for column, value in enumerate(values, VALUE):
                frame.put_value(page, row, column, value, outcome_format(outcome.unit, values[0]))
        row += 1
    for key in YEAR_OUTCOMES:
        labels = [period.label for period in result.calendar_years]
        row = _band(frame, page, row + 1, frame.label(model.outcomes[key].label), labels, result.quantiles(key), "EUR")
    hours = result.quantiles("own_hours")
    for position, role in enumerate(model.roles.values()):
        labels = [period.label for period in result.school_years]
        title = frame.t("lines.hours_of", role=role.label)
        row = _band(frame, page, row + 1, title, labels, hours[:, :, position], "h")
    page.sheet.freeze_panes(4, 1)
    page.for_print(frame.footer, 3)


def _band(frame: Frame, page: Page, row: int, title: str, labels: list[str], bands: np.ndarray, unit: str) -> int:
    page.heads(row, [title, "", *labels])
    for position, key in enumerate(("p10", "p50", "p90"), row + 1):
        page.words(position, 0, frame.t(f"head.{key}"))
        page.words(position, 1, unit_label(unit, frame.language), "aside")
        for column, value in enumerate(bands[position - row - 1], 2):
            frame.put_value(page, position, column, float(value), outcome_format(unit, 0.0))
    return row + 4
