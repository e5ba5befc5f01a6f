"""The page with the course in time: what each kind of course adds up to, and how it falls over pieces of time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from flexlib.budget.export.export_book import DATE, FINE, MONEY, TENTH, YEAR, Page
from flexlib.budget.export.export_frame import Frame
from flexlib.budget.export.export_lines import Lines, course_words
from flexlib.budget.export.export_live import Cells, Live, either, least, live, most, product_sum, total_where, words
from flexlib.budget.export.export_timing import Months, passed, ramp
from flexlib.engine.calendar import SCHOOL_YEAR_STARTS, add_months, school_year
from flexlib.engine.pools import RATES, Course

TIMINGS = ("one_off", "recurring", "income")
SPREADS = (
    "richten", "build", "rollout", "programme_end", "programme", "live", "live_first_year", "first_year",
    "lagged_income",
)  # fmt: skip
MONEY_ROWS = ("own_time", "wage_cost", "price_cost", "ict_cost", "income")
YEAR_COLUMN, SCHOOL_YEAR_COLUMN, FIRST_COURSE = 2, 3, 6
SUM_ROW = 5


@dataclass(eq=False)
class Courses:
    """Where the sums per course and their shares per year stand."""

    page: Page
    courses: tuple[Course, ...]
    amount_rows: Mapping[str, int]
    year_rows: Mapping[int, int]
    school_rows: Mapping[int, int]
    discounted: Cells
    adoption: Cells  # student-years of one student in scope, per piece of time
    bucket_years: Cells

    def span(self, row: int, timing: str) -> Cells | None:
        """The cells of a row under the courses of one timing; None when there are none."""
        columns = [FIRST_COURSE + at for at, course in enumerate(self.courses) if course.timing == timing]
        return self.page.block(row, columns[0], row, columns[-1]) if columns else None

    def amount(self, name: str, course: Course) -> Live:
        return self.page.at(self.amount_rows[name], FIRST_COURSE + self.courses.index(course))


def write_course(frame: Frame, lines: Lines, months: Months) -> Courses:
    """Sums per course, cumulative shares at every boundary, and their differences per piece of time and per year."""
    page = frame.page("course")
    found = dict.fromkeys(row.course for row in lines.rows)
    courses = tuple(course for timing in TIMINGS for course in found if course.timing == timing)
    page.widths(36, 12, 12, 12, 12, 14, *[15] * (len(courses) + 4))
    page.words(0, 0, frame.t("course.title"), "title")
    page.words(1, 0, frame.t("course.note"), "aside")
    page.words(SUM_ROW - 2, 0, frame.t("course.sums"), "part")
    heads = {course: words(course_words(frame, course)) for course in courses}
    _course_heads(frame, page, SUM_ROW - 1, courses)
    amount_rows = _sums(frame, page, lines, courses, heads)

    boundary_row = SUM_ROW + len(amount_rows) + 3
    _boundaries(frame, page, months, boundary_row)
    buckets = len(frame.evaluation.layout.axis.years)
    bucket_row = boundary_row + buckets + 5
    last = bucket_row + buckets - 1
    _buckets(frame, page, courses, boundary_row, bucket_row, amount_rows["net"])
    after = FIRST_COURSE + len(courses)
    axis, pieces = frame.evaluation.layout.axis, (bucket_row, last)
    years = [period.year for period in axis.calendar_years]
    year_rows = _shares(frame, page, courses, last + 4, "years", years, pieces)
    school_years = [period.year for period in axis.school_years]
    school_rows = _shares(frame, page, courses, last + 8 + len(years), "school_years", school_years, pieces)
    page.sheet.freeze_panes(SUM_ROW, 1)
    page.for_print(frame.footer, pages=(2, 0))
    page.sheet.repeat_columns(0)
    return Courses(
        page,
        courses,
        amount_rows,
        year_rows,
        school_rows,
        discounted=page.block(bucket_row, after + 1, last, after + 1),
        adoption=page.block(bucket_row, after + 2, last, after + 2),
        bucket_years=page.block(bucket_row, YEAR_COLUMN, last, YEAR_COLUMN),
    )


def _course_heads(frame: Frame, page: Page, row: int, courses: tuple[Course, ...]) -> None:
    page.heads(row, [course_words(frame, course) for course in courses], FIRST_COURSE)
    page.sheet.set_row(row, 72)


def _sums(
    frame: Frame, page: Page, lines: Lines, courses: tuple[Course, ...], heads: Mapping[Course, Live]
) -> dict[str, int]:
    """Amounts per course: euros by the price index they follow, and hours per role."""
    roles = tuple(frame.model.roles)
    names = (*MONEY_ROWS, "net", "replaced", "released", *(f"hours_{role}" for role in roles))
    rows = {name: SUM_ROW + position for position, name in enumerate(names)}
    course_column, index = lines.column("course"), lines.column("index")
    indexes = {"price_cost": frame.t("lines.prices"), "ict_cost": frame.t("lines.ict_prices")}
    for name, row in rows.items():
        role = name.removeprefix("hours_")
        shown = frame.label(frame.model.roles[role].label) if role != name else frame.t(f"course.{name}")
        page.words(row, 0, shown)
        for column in range(FIRST_COURSE, FIRST_COURSE + len(courses)):
            is_course = (course_column, page.at(SUM_ROW - 1, column))
            if name == "net":
                of = page.at(rows["income"], column)
                for cost in MONEY_ROWS[:4]:
                    of = of - page.at(rows[cost], column)
            elif name in indexes:
                of = total_where(lines.column("purchase"), is_course, (index, words(indexes[name])))
            else:
                of = total_where(lines.column(name), is_course)
            page.formula(row, column, of, MONEY if name in (*MONEY_ROWS, "net") else TENTH)
    return rows


def _boundaries(frame: Frame, page: Page, months: Months, first: int) -> None:
    """Cumulative shares and integrals at every boundary of time (closed forms of the spreads)."""
    page.words(first - 2, 0, frame.t("course.boundaries"), "part")
    page.heads(
        first - 1,
        [frame.t(f"course.{key}") for key in ("date", "t", "started", "live", "live_12", "live_lag")]
        + [frame.t(f"spread.{spread}") for spread in SPREADS],
    )
    page.sheet.set_row(first - 1, 58)
    axis = frame.evaluation.layout.axis
    end = add_months(frame.choice.start, frame.choice.horizon_months)
    dates = [*_openings(frame), end]
    for position, boundary in enumerate(axis.boundaries):
        row = first + position
        page.sheet.write_datetime(row, 0, dates[position], page.book.style("given", DATE))
        t = page.number(row, 1, float(boundary), FINE)
        lag = 12 * frame.parameters["funding_lag_years"]
        started = page.formula(row, 2, ramp(t - months.richten, months.rollout), FINE)
        adopted = page.formula(row, 3, ramp(t - months.first_live, months.rollout), FINE)
        year_on = page.formula(row, 4, ramp(t - months.first_live - 12, months.rollout), FINE)
        lagged = page.formula(row, 5, ramp(t - months.first_live - lag, months.rollout), FINE)
        building = (started - adopted) / most(months.build, 1e-9)
        at_once = passed(t, months.richten, months.rollout)
        cumulative = {
            "richten": passed(t, 0.0, months.richten),
            "build": either(live(1e-9).above(months.build), at_once, building),
            "rollout": passed(t, months.richten, months.all_live - months.richten),
            "programme_end": passed(t, months.all_live, frame.parameters["securing_months"]),
            "programme": least(t, months.programme_end),
            "live": adopted,
            "live_first_year": adopted - year_on,
            "first_year": (adopted - year_on) / 12,
            "lagged_income": lagged,
        }
        for column, spread in enumerate(SPREADS, FIRST_COURSE):
            page.formula(row, column, cumulative[spread], FINE)


def _openings(frame: Frame) -> list[datetime.date]:
    """The date on which each piece of time begins."""
    start, axis = frame.choice.start, frame.evaluation.layout.axis
    end = add_months(start, frame.choice.horizon_months)
    cuts = {start}
    for year in range(start.year, end.year + 1):
        cuts |= {day for month in (1, SCHOOL_YEAR_STARTS) if start < (day := datetime.date(year, month, 1)) < end}
    assert len(cuts) == len(axis.years)
    return sorted(cuts)


def _buckets(
    frame: Frame, page: Page, courses: tuple[Course, ...], boundary_row: int, first: int, net_row: int
) -> None:
    """Per piece of time: what one unit of each course gives, net income, and student-years of one student."""
    p, axis = frame.parameters, frame.evaluation.layout.axis
    page.words(first - 2, 0, frame.t("course.buckets"), "part")
    page.heads(
        first - 1,
        [frame.t(f"course.{key}") for key in ("begin", "until", "year", "school_year", "student_factor", "discount")],
    )
    after = FIRST_COURSE + len(courses)
    page.heads(first - 1, [frame.t(f"course.{key}") for key in ("net", "present_value", "adoption")], after)
    _course_heads(frame, page, first - 1, courses)
    spread_column = {spread: FIRST_COURSE + position for position, spread in enumerate(SPREADS)}
    openings = _openings(frame)

    def gained(spread: str, piece: int) -> Live:
        column = spread_column[spread]
        return page.at(boundary_row + piece + 1, column) - page.at(boundary_row + piece, column)

    for piece, year in enumerate(axis.years):
        row, opening = first + piece, openings[piece]
        page.sheet.write_datetime(row, 0, opening, page.book.style("given", DATE))
        begin, until = page.at(boundary_row + piece, 1), page.at(boundary_row + piece + 1, 1)
        page.formula(row, 1, until, FINE)
        page.number(row, YEAR_COLUMN, int(year), YEAR)
        page.number(row, SCHOOL_YEAR_COLUMN, school_year(opening), YEAR)
        since = int(year) - frame.choice.start.year
        students = page.formula(row, 4, (1 + p["student_trend"]).power(since), FINE)
        discount = page.formula(row, 5, (1 + p["discount_rate"]).power(live(0) - (begin + until) / 2 / 12), FINE)
        for column, course in enumerate(courses, FIRST_COURSE):
            kernel = gained(course.spread, piece)
            if course.surcharge:
                kernel = kernel + p["first_year_surcharge"] * gained("live_first_year", piece)
            if course.spread in RATES:
                kernel = kernel / 12
            page.formula(row, column, kernel * students if course.follows_students else kernel, FINE)
        kernels = page.block(row, FIRST_COURSE, row, after - 1)
        net = page.formula(
            row, after, product_sum(kernels, page.block(net_row, FIRST_COURSE, net_row, after - 1)), MONEY
        )
        page.formula(row, after + 1, net * discount, MONEY)
        page.formula(row, after + 2, gained("live", piece) / 12 * students, FINE)


def _shares(
    frame: Frame,
    page: Page,
    courses: tuple[Course, ...],
    first: int,
    key: str,
    years: list[int],
    pieces: tuple[int, int],
) -> dict[int, int]:
    """Sums of the pieces per calendar year or school year, for each course."""
    page.words(first - 2, 0, frame.t(f"course.per_{key}"), "part")
    _course_heads(frame, page, first - 1, courses)
    column_of_year = YEAR_COLUMN if key == "years" else SCHOOL_YEAR_COLUMN
    top, bottom = pieces
    of_pieces = page.block(top, column_of_year, bottom, column_of_year)
    rows = {}
    for position, year in enumerate(years):
        row = first + position
        rows[year] = row
        page.words(row, 0, str(year) if key == "years" else f"{year}/{year + 1}")
        is_year = (of_pieces, page.number(row, column_of_year, year, YEAR))
        for column in range(FIRST_COURSE, FIRST_COURSE + len(courses)):
            page.formula(row, column, total_where(page.block(top, column, bottom, column), is_year), FINE)
    return rows
