"""The pages with euros per calendar year and own hours per school year and role, each with a chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flexlib.budget.export.export_book import FINE, MONEY, TENTH, WHOLE, YEAR, Page
from flexlib.budget.export.export_course import Courses
from flexlib.budget.export.export_frame import Frame
from flexlib.budget.export.export_live import (
    Cells,
    Live,
    live,
    product_sum,
    smallest_number,
    total,
    total_of,
    total_where,
)
from flexlib.model.records import GROUPS

FIRST_YEAR = 1
HEAD_ROW = 3
BLOCK = (
    "out_of_pocket_one_off_year", "own_time_one_off_year", "one_off_year",
    "out_of_pocket_recurring_year", "own_time_recurring_year", "recurring_year",
    "out_of_pocket_year", "own_time_year", "integral_year", "income_calendar_year", "net_year",
)  # fmt: skip
SUMS = ("one_off_year", "recurring_year", "integral_year", "net_year")
CHART_COLOURS = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A6D00", "#5C6A6C", "#7CB8B6", "#B23A00",
    "#1F2A2C",
)  # fmt: skip


@dataclass(eq=False)
class Years:
    """Rows of the block of real amounts and of the block in the price basis of the choice."""

    page: Page
    real: Mapping[str, int]
    chosen: Mapping[str, int]
    last_column: int

    def cells(self, rows: Mapping[str, int], name: str) -> Cells:
        return self.page.block(rows[name], FIRST_YEAR, rows[name], self.last_column)


def write_years(frame: Frame, courses: Courses) -> Years:
    """Euros per calendar year by kind, at the price level of the model and in prices of the year itself."""
    page, periods = frame.page("years"), frame.evaluation.layout.axis.calendar_years
    count = len(periods)
    last = FIRST_YEAR + count - 1
    page.widths(42, *[13] * (count + 1))
    page.words(0, 0, frame.t("years.title"), "title")
    page.words(1, 0, frame.t("years.note"), "aside")
    page.heads(HEAD_ROW, [frame.t("head.calendar_year")])
    for position, period in enumerate(periods):
        page.number(HEAD_ROW, FIRST_YEAR + position, period.year, YEAR, "head")
    page.words(HEAD_ROW, last + 1, frame.t("head.total"), "head")
    page.words(4, 0, frame.t("years.months"))
    for position, period in enumerate(periods):
        page.number(4, FIRST_YEAR + position, period.months, TENTH)
    indexes = _indexes(frame, page, 5)
    basis = frame.t("choices.real", year=frame.model.settings.price_level)
    real = _block(frame, courses, page, 10, basis, None)
    _balance(frame, page, real, last)
    nominal = _block(frame, courses, page, 10 + len(BLOCK) + 5, frame.t("choices.nominal"), indexes)
    chosen = nominal if frame.choice.price_basis == "nominal" else real
    row = _students(frame, courses, page, 10 + 2 * (len(BLOCK) + 5))
    years = Years(page, real, chosen, last)
    place_money_chart(frame, years, page, row + 1, 0)
    page.sheet.freeze_panes(HEAD_ROW + 1, 1)
    page.for_print(frame.footer, pages=(1, 1))
    return years


def _indexes(frame: Frame, page: Page, row: int) -> dict[str, int]:
    """Price level of each year relative to the model's, for what follows wages, prices and prices of ICT."""
    rows = {}
    for position, name in enumerate(("wage", "price", "ict_price")):
        rows[name] = row + position
        page.words(row + position, 0, frame.t(f"years.{name}_index"))
        for column, period in enumerate(frame.evaluation.layout.axis.calendar_years, FIRST_YEAR):
            grown = 1 + frame.parameters[f"{name}_growth"]
            page.formula(row + position, column, grown.power(period.year - frame.model.settings.price_level), FINE)
    return rows


def _block(
    frame: Frame, courses: Courses, page: Page, row: int, title: str, indexes: Mapping[str, int] | None
) -> dict[str, int]:
    page.words(row - 1, 0, title, "part")
    rows = {name: row + position for position, name in enumerate(BLOCK)}
    periods = frame.evaluation.layout.axis.calendar_years
    for name, at in rows.items():
        look = "total" if name in SUMS else "formula"
        page.words(at, 0, frame.t(f"years.{name}"), "total" if name in SUMS else "label")
        for column, period in enumerate(periods, FIRST_YEAR):
            cells = {other: page.at(rows[other], column) for other in BLOCK if page.has(rows[other], column)}
            indexed = None if indexes is None else {key: page.at(index, column) for key, index in indexes.items()}
            page.formula(at, column, _amount(courses, period.year, name, cells, indexed), MONEY, look)
        span = page.block(at, FIRST_YEAR, at, FIRST_YEAR + len(periods) - 1)
        page.formula(at, FIRST_YEAR + len(periods), total(span), MONEY, look)
    return rows


def _amount(
    courses: Courses, year: int, name: str, cells: Mapping[str, Live], indexes: Mapping[str, Live] | None
) -> Live:
    """One kind of money in one year, from sums per course or from the rows above it."""
    sums = {
        "one_off_year": ("out_of_pocket_one_off_year", "own_time_one_off_year"),
        "recurring_year": ("out_of_pocket_recurring_year", "own_time_recurring_year"),
        "out_of_pocket_year": ("out_of_pocket_one_off_year", "out_of_pocket_recurring_year"),
        "own_time_year": ("own_time_one_off_year", "own_time_recurring_year"),
        "integral_year": ("out_of_pocket_year", "own_time_year"),
    }
    if name in sums:
        return total_of([cells[part] for part in sums[name]])
    if name == "net_year":
        return cells["income_calendar_year"] - cells["integral_year"]
    if name == "income_calendar_year":
        return _of_courses(courses, year, "income", {"income": "price"}, indexes)
    timing = "one_off" if "one_off" in name else "recurring"
    if name.startswith("own_time"):
        return _of_courses(courses, year, timing, {"own_time": "wage"}, indexes)
    parts = {"wage_cost": "wage", "price_cost": "price", "ict_cost": "ict_price"}
    return _of_courses(courses, year, timing, parts, indexes)


def _of_courses(
    courses: Courses, year: int, timing: str, parts: Mapping[str, str], indexes: Mapping[str, Live] | None
) -> Live:
    shares = courses.span(courses.year_rows[year], timing)
    found = []
    for amount, index in parts.items():
        amounts = courses.span(courses.amount_rows[amount], timing)
        if shares is None or amounts is None:
            continue
        part = product_sum(shares, amounts)
        found.append(part if indexes is None else part * indexes[index])
    return total_of(found)


def _balance(frame: Frame, page: Page, rows: Mapping[str, int], last: int) -> None:
    """Real net amounts added up, and the year from which they are positive: the payback year."""
    at = max(rows.values()) + 1
    page.words(at, 0, frame.t("years.cumulative"), "aside")
    page.words(at + 1, 0, frame.t("years.earned_back"), "aside")
    for column in range(FIRST_YEAR, last + 1):
        net = page.at(rows["net_year"], column)
        sum_before = page.at(at, column - 1) + net if column > FIRST_YEAR else net
        cumulative = page.formula(at, column, sum_before, MONEY)
        year = page.at(HEAD_ROW, column)
        shown: float | str = year.value if cumulative.number > 0 else ""
        page.formula(at + 1, column, Live(f'IF({cumulative.text}>0,{year.text},"")', shown), YEAR)
    span = page.block(at + 1, FIRST_YEAR, at + 1, last)
    frame.outcomes["payback_year"] = smallest_number(span, frame.not_applicable)


def _students(frame: Frame, courses: Courses, page: Page, row: int) -> int:
    """Students who have a flexible offer, as a mean per year and target group."""
    page.words(row - 1, 0, frame.t("years.students"), "part")
    per_student = []
    page.words(row, 0, frame.t("years.adoption"), "aside")
    periods = frame.evaluation.layout.axis.calendar_years
    for column in range(FIRST_YEAR, FIRST_YEAR + len(periods)):
        is_year = (courses.bucket_years, page.at(HEAD_ROW, column))
        per_student.append(page.formula(row, column, total_where(courses.adoption, is_year), FINE))
    for group in range(len(GROUPS)):
        at = row + 1 + group
        page.words(at, 0, frame.group_label(group))
        students = frame.group_drivers["students_in_scope"][group]
        for position, of_one in enumerate(per_student):
            length = page.at(4, FIRST_YEAR + position) / 12
            page.formula(at, FIRST_YEAR + position, of_one / length * students, WHOLE)
    return row + len(GROUPS) + 2


def place_money_chart(frame: Frame, years: Years, on: Page, row: int, column: int) -> None:
    """Columns per calendar year, one-off and recurring on top of each other, as a chart of Excel itself."""
    chart = frame.book.chart({"type": "column", "subtype": "stacked"})
    for position, name in enumerate(("one_off_year", "recurring_year")):
        at = years.chosen[name]
        chart.add_series(
            {
                "name": [years.page.title, at, 0],
                "categories": [years.page.title, HEAD_ROW, FIRST_YEAR, HEAD_ROW, years.last_column],
                "values": [years.page.title, at, FIRST_YEAR, at, years.last_column],
                "fill": {"color": CHART_COLOURS[position]},
                "gap": 60,
            }
        )
    basis = frame.t(f"choices.{frame.choice.price_basis}", year=frame.model.settings.price_level)
    chart.set_title({"name": frame.t("years.chart", basis=basis), "name_font": {"size": 11}})
    chart.set_y_axis(
        {"min": 0, "num_format": '"€ "#,##0', "major_gridlines": {"visible": True, "line": {"color": "#E2E8E7"}}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 320})
    on.sheet.insert_chart(row, column, chart, {"description": frame.t("years.chart", basis=basis)})


def write_hours(frame: Frame, courses: Courses) -> None:
    """Own hours per role and school year: one-off, recurring and together, with fte."""
    page, periods = frame.page("hours"), frame.evaluation.layout.axis.school_years
    count, roles = len(periods), tuple(frame.model.roles.values())
    last = FIRST_YEAR + count - 1
    page.widths(36, *[13] * (count + 1))
    page.words(0, 0, frame.t("hours.title"), "title")
    page.words(1, 0, frame.t("hours.note"), "aside")
    page.heads(HEAD_ROW, [frame.t("head.school_year"), *(period.label for period in periods), frame.t("head.total")])
    row, tops = HEAD_ROW + 1, {}
    for kind in ("one_off", "recurring", "together"):
        page.words(row, 0, frame.t(f"hours.{kind}"), "part")
        tops[kind] = row + 1
        for position, role in enumerate(roles):
            at = row + 1 + position
            page.words(at, 0, frame.label(role.label))
            for column, period in enumerate(periods, FIRST_YEAR):
                if kind == "together":
                    of = page.at(tops["one_off"] + position, column) + page.at(tops["recurring"] + position, column)
                else:
                    of = _hours(courses, period.year, kind, f"hours_{role.id}")
                page.formula(at, column, of, WHOLE)
            page.formula(at, last + 1, total(page.block(at, FIRST_YEAR, at, last)), WHOLE)
        at = row + 1 + len(roles)
        page.words(at, 0, frame.t("head.total"), "total")
        for column in range(FIRST_YEAR, last + 2):
            page.formula(at, column, total(page.block(row + 1, column, at - 1, column)), WHOLE, "total")
        row = at + 2
    page.words(row - 1, 0, frame.t("hours.fte"))
    page.words(row, 0, frame.t("hours.replaced"))
    for column, period in enumerate(periods, FIRST_YEAR):
        full_year = frame.parameters["productive_hours_fte"] * period.months / 12
        page.formula(row - 1, column, page.at(row - 2, column) / full_year, TENTH)
        page.formula(row, column, _hours(courses, period.year, "one_off", "replaced"), WHOLE)
    place_hours_chart(frame, page, row + 2, 0)
    page.sheet.freeze_panes(HEAD_ROW + 1, 1)
    page.for_print(frame.footer, pages=(1, 1))


def _hours(courses: Courses, year: int, timing: str, amount: str) -> Live:
    shares = courses.span(courses.school_rows[year], timing)
    amounts = courses.span(courses.amount_rows[amount], timing)
    return live(0) if shares is None or amounts is None else product_sum(shares, amounts)


def place_hours_chart(frame: Frame, on: Page, row: int, column: int) -> None:
    """Own hours per school year, roles on top of each other."""
    title, roles = frame.page("hours").title, tuple(frame.model.roles)
    count = len(frame.evaluation.layout.axis.school_years)
    top = HEAD_ROW + 1 + 2 * (len(roles) + 3) + 1
    chart = frame.book.chart({"type": "column", "subtype": "stacked"})
    for position in range(len(roles)):
        chart.add_series(
            {
                "name": [title, top + position, 0],
                "categories": [title, HEAD_ROW, FIRST_YEAR, HEAD_ROW, FIRST_YEAR + count - 1],
                "values": [title, top + position, FIRST_YEAR, top + position, FIRST_YEAR + count - 1],
                "fill": {"color": CHART_COLOURS[position % len(CHART_COLOURS)]},
                "gap": 60,
            }
        )
    chart.set_title({"name": frame.t("hours.chart"), "name_font": {"size": 11}})
    chart.set_y_axis(
        {"min": 0, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E2E8E7"}}}
    )
    chart.set_legend({"position": "right", "font": {"size": 8}})
    chart.set_size({"width": 760, "height": 360})
    on.sheet.insert_chart(row, column, chart, {"description": frame.t("hours.chart")})
