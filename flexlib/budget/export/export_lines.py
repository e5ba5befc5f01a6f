"""The page with cost lines: per line, and per target group where it has them, what it asks in hours and euros."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.budget.export.export_book import FINE, MONEY, MONEY_EXACT, SHARE, TENTH, Page
from flexlib.budget.export.export_frame import Frame
from flexlib.budget.export.export_live import Cells, Live, live, product_sum, total, total_of
from flexlib.engine.effects import group_factors, heaviest_group, line_factors
from flexlib.engine.flows import BACKFILL_FACTORS
from flexlib.engine.plan import plan_of
from flexlib.engine.pools import Course
from flexlib.model.records import GROUPS, CostLine
from flexlib.text import text

BEFORE_ROLES = (
    "line", "label", "chain", "group", "timing", "course", "pace", "index", "driver", "volume", "effects", "systemic",
    "outlier", "units", "price", "vat", "purchase",
)  # fmt: skip
AFTER_ROLES = (
    "own_hours", "external_hours", "backfill_share", "replaced", "wage_cost", "own_time", "income", "released",
    "times", "hours_total", "external_total", "out_of_pocket_total", "own_time_total", "integral_total",
)  # fmt: skip
RATE_ROW, HEAD_ROW, FIRST_ROW = 3, 4, 5
PACE_TEAM, PACE_SERVICE = "team", "service"


@dataclass(frozen=True)
class LineRow:
    """One row: a line, or its part for one target group; `follows` is the part that moves with student numbers."""

    line: CostLine
    group: int | None
    volume: Live
    factor: float
    course: Course


@dataclass(eq=False)
class Lines:
    """The rows as written, for the pages that add them up."""

    page: Page
    columns: Mapping[str, int]
    rows: tuple[LineRow, ...]

    @property
    def last_row(self) -> int:
        return FIRST_ROW + len(self.rows) - 1

    def column(self, name: str) -> Cells:
        return self.page.block(FIRST_ROW, self.columns[name], self.last_row, self.columns[name])

    def cell(self, name: str, row: int) -> Live:
        return self.page.at(row, self.columns[name])


def course_words(frame: Frame, course: Course) -> str:
    """How a row falls in time, in words; the same words mark the same course everywhere in the workbook."""
    parts = [frame.t(f"timing.{course.timing}"), frame.t(f"spread.{course.spread}")]
    if course.surcharge:
        parts.append(frame.t("lines.with_surcharge"))
    if course.follows_students:
        parts.append(frame.t("lines.with_students"))
    return " · ".join(parts)


def write_lines(frame: Frame) -> Lines:
    """Everything up to the amounts per unit of time; `write_line_totals` follows when the months are known."""
    page = frame.page("lines")
    roles = tuple(frame.model.roles)
    names = (*BEFORE_ROLES, *(f"hours_{role}" for role in roles), *AFTER_ROLES)
    lines = Lines(page, {name: position for position, name in enumerate(names)}, tuple(_rows(frame)))
    _heads(frame, lines, roles)
    for position, of in enumerate(lines.rows):
        row = FIRST_ROW + position
        _words(frame, lines, row, of)
        _units(frame, lines, row, of)
        _hours(frame, lines, row, of)
        _money(frame, lines, row, of)
    return lines


def _rows(frame: Frame) -> Iterator[LineRow]:
    situation, model = frame.evaluation.situation, frame.model
    common = line_factors(situation)
    heaviest = heaviest_group(situation)
    shown = situation.groups_in_scope or list(range(len(GROUPS)))
    for line in model.lines.values():
        factor = _number(common[line.id])
        of_groups = group_factors(situation, line.id)
        by_group = model.drivers[line.driver].by_group
        if of_groups is not None and not by_group:
            factor *= 1.0 if heaviest is None else _number(of_groups[heaviest])
            of_groups = None
        for group in shown if by_group else [None]:
            at = factor if of_groups is None or group is None else factor * _number(of_groups[group])
            for volume, follows in _volumes(frame, line, group):
                course = Course(line.timing, line.spread, line.surcharge and line.spread == "live", follows)
                yield LineRow(line, group, volume, at, course)


def _volumes(frame: Frame, line: CostLine, group: int | None) -> Iterator[tuple[Live, bool]]:
    """The line's volume, apart for what follows the number of students and what does not."""
    powers = plan_of(frame.model).formulas[line.driver].student_powers or frozenset()
    full = frame.drivers[line.driver] if group is None else frame.group_drivers[line.driver][group]
    if line.timing == "one_off" or 1 not in powers:
        yield full, False
    elif 0 not in powers:
        yield full, True
    else:
        fixed = frame.fixed_drivers[line.driver] if group is None else frame.fixed_group_drivers[line.driver][group]
        yield fixed, False
        yield full - fixed, True


def _heads(frame: Frame, lines: Lines, roles: tuple[str, ...]) -> None:
    page = lines.page
    page.words(0, 0, frame.t("lines.title"), "title")
    page.words(1, 0, frame.t("lines.note"), "aside")
    page.words(RATE_ROW, lines.columns["purchase"], frame.t("lines.rates"), "aside")
    for name, column in lines.columns.items():
        role = name.removeprefix("hours_")
        if role in frame.model.roles and name != role:
            page.words(HEAD_ROW, column, frame.t("lines.hours_of", role=frame.model.roles[role].label), "head")
            page.formula(RATE_ROW, column, frame.parameters[frame.model.roles[role].rate_parameter], MONEY_EXACT)
        else:
            page.words(HEAD_ROW, column, frame.t(f"lines.{name}"), "head")
    page.sheet.set_row(HEAD_ROW, 58)
    page.widths(17, 42, 22, 14, 11, 46, 10, 11, 34, *[11] * (len(lines.columns) - 9))
    page.sheet.autofilter(HEAD_ROW, 0, lines.last_row, len(lines.columns) - 1)
    page.sheet.freeze_panes(FIRST_ROW, 2)
    page.for_print(frame.footer, HEAD_ROW, (2, 0))
    page.sheet.repeat_columns(0, 1)


def _words(frame: Frame, lines: Lines, row: int, of: LineRow) -> None:
    line, model = of.line, frame.model
    pace = ""
    if line.timing == "one_off" and line.carried_by == "team" and line.spread == "build":
        pace = PACE_TEAM
    elif line.timing == "one_off" and line.carried_by != "team" and line.spread in ("build", "rollout"):
        pace = PACE_SERVICE
    shown = {
        "line": line.id,
        "label": frame.label(line.label),
        "chain": text(f"impact.chain.{line.chain}", frame.language),
        "group": frame.t("lines.all_groups") if of.group is None else frame.group_label(of.group),
        "timing": frame.t(f"timing.{line.timing}"),
        "course": course_words(frame, of.course),
        "pace": frame.t(f"pace.{pace}") if pace else "",
        "index": frame.t("lines.ict_prices" if line.cost_class == "ict" else "lines.prices"),
        "driver": frame.label(model.drivers[line.driver].label),
    }
    for name, words in shown.items():
        lines.page.words(row, lines.columns[name], words, "aside" if name == "line" else "label")


def _put(lines: Lines, row: int, name: str, of: Live, number_format: str) -> Live:
    return lines.page.formula(row, lines.columns[name], of, number_format)


def _units(frame: Frame, lines: Lines, row: int, of: LineRow) -> None:
    line, p = of.line, frame.parameters
    volume = _put(lines, row, "volume", of.volume, FINE)
    units = volume * lines.page.number(row, lines.columns["effects"], of.factor, FINE)
    if line.timing != "income":
        units = units * _put(lines, row, "systemic", p[f"systemic_{line.cost_class}"], FINE)
    outlier = live(1)
    if line.timing == "one_off" and line.cost_class == "ict":
        outlier = 1 + p["ict_tail_size"] * frame.inputs["ict_tail_probability"]
    units = units * _put(lines, row, "outlier", outlier, FINE)
    _put(lines, row, "units", units, FINE)


def _hours(frame: Frame, lines: Lines, row: int, of: LineRow) -> None:
    line, p, units = of.line, frame.parameters, lines.cell("units", row)
    external_share = frame.levels["external_share"]
    efforts = [p[parameter] for _, parameter in line.effort]
    if line.timing == "income":
        if efforts:
            _put(lines, row, "released", units * total_of(efforts), TENTH)
        return
    hired = []
    for role, parameter in line.effort:
        hours = units * p[parameter]
        if line.timing == "one_off" and frame.model.roles[role].hireable:
            hired.append(p[parameter])
            hours = hours * (1 - external_share)
        _put(lines, row, f"hours_{role}", hours, TENTH)
    columns = [lines.columns[f"hours_{role}"] for role in frame.model.roles]
    if efforts:
        _put(lines, row, "own_hours", total(lines.page.block(row, columns[0], row, columns[-1])), TENTH)
    if hired:
        _put(lines, row, "external_hours", units * total_of(hired) * external_share, TENTH)
    if efforts and line.timing == "one_off" and line.carried_by == "team":
        share = _put(lines, row, "backfill_share", frame.levels["backfill_share"], SHARE)
        _put(lines, row, "replaced", lines.cell("own_hours", row) * share, TENTH)


def _money(frame: Frame, lines: Lines, row: int, of: LineRow) -> None:
    line, p, page = of.line, frame.parameters, lines.page
    written = {name: lines.page.has(row, column) for name, column in lines.columns.items()}
    units = lines.cell("units", row)
    with_vat = 1 + p["vat_rate"] * p["vat_non_recoverable_share"]
    if line.price_parameter:
        amount = units * _put(lines, row, "price", p[line.price_parameter], MONEY_EXACT)
        if line.timing == "income":
            _put(lines, row, "income", amount, MONEY)
            return
        if line.vat:
            amount = amount * _put(lines, row, "vat", with_vat, FINE)
        _put(lines, row, "purchase", amount, MONEY)
    costs = []
    if written["external_hours"]:
        costs.append(lines.cell("external_hours", row) * p["rate_external"] * with_vat)
    if written["replaced"]:
        rate = p["rate_backfill"] * p[BACKFILL_FACTORS[int(frame.evaluation.situation.levels["backfill_by"])]]
        costs.append(lines.cell("replaced", row) * rate)
    if costs:
        _put(lines, row, "wage_cost", total_of(costs), MONEY)
    if written["own_hours"]:
        columns = [lines.columns[f"hours_{role}"] for role in frame.model.roles]
        rates = page.block(RATE_ROW, columns[0], RATE_ROW, columns[-1])
        own_time = product_sum(page.block(row, columns[0], row, columns[-1]), rates)
        if written["backfill_share"]:
            own_time = own_time * (1 - lines.cell("backfill_share", row))
        _put(lines, row, "own_time", own_time, MONEY)


def write_line_totals(frame: Frame, lines: Lines, programme_end: Live) -> None:
    """Totals of one-off rows, and amounts per year of the others, now that the length of the programme is known."""
    for position, of in enumerate(lines.rows):
        row = FIRST_ROW + position

        def sum_of(*names: str, at: int = row) -> Live:
            return total_of([lines.cell(name, at) for name in names if lines.page.has(at, lines.columns[name])])

        times = _put(lines, row, "times", programme_end if of.line.spread == "programme" else live(1), TENTH)
        _put(lines, row, "hours_total", sum_of("own_hours") * times, TENTH)
        _put(lines, row, "external_total", sum_of("external_hours") * times, TENTH)
        out_of_pocket = _put(lines, row, "out_of_pocket_total", sum_of("purchase", "wage_cost") * times, MONEY)
        own_time = _put(lines, row, "own_time_total", sum_of("own_time") * times, MONEY)
        _put(lines, row, "integral_total", out_of_pocket + own_time, MONEY)


def _number(value: float | np.ndarray) -> float:
    return float(np.ravel(value)[0])
