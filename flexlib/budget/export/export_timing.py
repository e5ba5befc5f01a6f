"""The page with time: delay, months of richten, building, starting up, and all teams live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexlib.budget.export.export_book import DATE, FINE, TENTH, Page
from flexlib.budget.export.export_frame import Frame
from flexlib.budget.export.export_lines import PACE_SERVICE, PACE_TEAM, Lines
from flexlib.budget.export.export_live import (
    Cells,
    Live,
    either,
    largest,
    least,
    live,
    most,
    quotient_sum_where,
    ratio,
    words,
)
from flexlib.engine.effects import added_terms, timing_factor
from flexlib.engine.timing import LEAST_SHARE
from flexlib.model.records import GROUPS

VALUE = 2


@dataclass(frozen=True)
class Months:
    """The months of the plan, each a named cell."""

    richten: Live
    build: Live
    rollout: Live
    first_live: Live
    all_live: Live
    programme_end: Live


class _Rows:
    """Writes label, unit and value row after row."""

    def __init__(self, frame: Frame, page: Page, row: int) -> None:
        self.frame, self.page, self.row = frame, page, row

    def formula(self, key: str, of: Live, number_format: str = FINE, name: str = "") -> Live:
        self._label(key)
        cell = self.page.formula(self.row, VALUE, of, number_format)
        self.row += 1
        return self.page.name(name, cell) if name else cell

    def given(self, key: str, value: float) -> Live:
        self._label(key)
        cell = self.page.number(self.row, VALUE, value, FINE)
        self.row += 1
        return cell

    def _label(self, key: str) -> None:
        self.page.words(self.row, 0, self.frame.t(f"months.{key}"))
        self.page.words(self.row, 1, self.frame.t(f"months_unit.{key}"), "aside")


def write_timing(frame: Frame, lines: Lines) -> Months:
    """Months as formulas over parameters and hours of lines; what levers do to them stands as marked values."""
    page, p, levels = frame.page("timing"), frame.parameters, frame.levels
    situation = frame.evaluation.situation
    page.widths(58, 26, 15, 15, 15, 15, 15)
    page.words(0, 0, frame.t("timing_page.title"), "title")
    page.words(1, 0, frame.t("timing_page.note"), "aside")
    page.heads(3, [frame.t(f"head.{key}") for key in ("step", "unit", "value")])
    rows = _Rows(frame, page, 4)

    delay_levers = rows.given("delay_levers", _number(timing_factor(situation, "delay_all")))
    delay_future = rows.given("delay_future", situation.delay_of_future)
    delay = rows.formula("delay", delay_levers * p["systemic_delay"] * delay_future, name="t_delay")

    richten_factor = rows.given("richten_factor", _number(timing_factor(situation, "richten_months")))
    added = added_terms(situation, situation.plan.timing.get("richten_months", ()))
    richten_added = rows.given("richten_added", _number(added))
    richten = rows.formula(
        "richten", (p["richten_months"] * richten_factor + richten_added) * delay, TENTH, name="t_richten"
    )

    team_hours = rows.formula(
        "team_hours", frame.figures["fte_docent"] * p["productive_hours_fte"] / frame.figures["teams"] / 12, TENTH
    )
    change_factor = rows.given("change_capacity", _number(timing_factor(situation, "change_capacity")))
    left = most(live(LEAST_SHARE), 1 - p["team_other_developments_share"])
    for_change = rows.formula("for_change", levels["change_time_share"] * left * change_factor)
    build_factor = rows.given("build_effort", _number(timing_factor(situation, "build_effort")))
    service_factor = rows.given("service_capacity", _number(timing_factor(situation, "service_capacity")))

    after = rows.row + 13
    heaviest = largest(_teams(frame, page, lines, after))
    slowest = largest(_services(frame, page, lines, after + len(GROUPS) + 4, service_factor))
    heaviest_cell = rows.formula("heaviest", heaviest, TENTH)
    build = rows.formula(
        "build", heaviest_cell * build_factor / (team_hours * for_change) * delay, TENTH, name="t_build"
    )
    planned = rows.formula("planned", levels["rollout_months"] * most(live(1), delay), TENTH, name="t_planned")
    capacity = rows.formula("capacity", slowest * delay, TENTH, name="t_capacity")
    rollout = rows.formula("rollout", most(planned, capacity), TENTH, name="t_rollout")
    first_live = rows.formula("first_live", richten + build, TENTH, name="t_first_live")
    half = rows.formula("half_live", first_live + rollout / 2, TENTH, name="t_half_live")
    all_live = rows.formula("all_live", first_live + rollout, TENTH, name="t_all_live")
    end = rows.formula("programme_end", all_live + p["securing_months"], TENTH, name="t_programme_end")
    page.words(rows.row, 0, frame.t("months.start"))
    page.sheet.write_datetime(rows.row, VALUE, frame.choice.start, page.book.style("given", DATE))

    page.sheet.freeze_panes(4, 0)
    page.for_print(frame.footer, pages=(1, 1))
    _outcomes(
        frame,
        {
            "months_richten": richten,
            "months_build": build,
            "months_rollout_planned": planned,
            "months_rollout_capacity": capacity,
            "months_first_live": first_live,
            "months_half_live": half,
            "months_all_live": all_live,
            "months_programme_end": end,
        },
    )
    frame.outcomes["delay_factor"] = delay
    return Months(richten, build, rollout, first_live, all_live, end)


def _outcomes(frame: Frame, months: Mapping[str, Live]) -> None:
    """Months exist only when a programme takes part."""
    for outcome, cell in months.items():
        frame.outcomes[outcome] = either(frame.drivers["programme_on"].above(0), cell, words(frame.not_applicable))


def _teams(frame: Frame, page: Page, lines: Lines, row: int) -> Cells:
    """Build hours of one team per target group; a group without teams is left out."""
    page.words(row, 0, frame.t("timing_page.teams"), "part")
    page.heads(
        row + 1, [frame.t(f"timing_page.{key}") for key in ("group", "programmes", "teams_of", "work", "per_team")]
    )
    own, outlier = lines.column("own_hours"), lines.column("outlier")
    is_team = (lines.column("pace"), words(frame.t(f"pace.{PACE_TEAM}")))
    shared_row = row + 2 + len(GROUPS)
    page.words(shared_row, 0, frame.t("lines.all_groups"))
    shared_hours = page.formula(
        shared_row,
        3,
        quotient_sum_where(own, outlier, is_team, (lines.column("group"), words(frame.t("lines.all_groups")))),
        TENTH,
    )
    teams_in_scope = page.formula(shared_row, 2, frame.drivers["teams_in_scope"], TENTH)
    shared = page.formula(shared_row, 4, ratio(shared_hours, teams_in_scope, 0), TENTH)
    for group in range(len(GROUPS)):
        at = row + 2 + group
        page.words(at, 0, frame.group_label(group))
        programmes = page.formula(at, 1, frame.group_drivers["programmes_in_scope"][group], TENTH)
        teams = page.formula(at, 2, frame.group_drivers["team_group_scope"][group], TENTH)
        is_group = (lines.column("group"), words(frame.group_label(group)))
        work = page.formula(at, 3, quotient_sum_where(own, outlier, is_team, is_group), TENTH)
        without_teams = either(work.above(0), 0, shared)
        per_team = either(teams.above(0), ratio(work, teams, 0) + shared, without_teams)
        page.formula(at, 4, either(programmes.above(0), per_team, 0), TENTH)
    return page.block(row + 2, 4, row + 1 + len(GROUPS), 4)


def _services(frame: Frame, page: Page, lines: Lines, row: int, service_factor: Live) -> Cells:
    """Months that each role outside the teams needs; a role without fte is left out."""
    p = frame.parameters
    page.words(row, 0, frame.t("timing_page.services"), "part")
    page.heads(row + 1, [frame.t(f"timing_page.{key}") for key in ("role", "fte", "service_work", "a_month", "needed")])
    outlier = lines.column("outlier")
    is_service = (lines.column("pace"), words(frame.t(f"pace.{PACE_SERVICE}")))
    spare = most(live(LEAST_SHARE), p["service_change_share"]) * service_factor
    for position, role in enumerate(frame.model.roles.values()):
        at = row + 2 + position
        page.words(at, 0, frame.label(role.label))
        fte = page.formula(at, 1, frame.figures[role.fte_figure], TENTH)
        work = page.formula(at, 2, quotient_sum_where(lines.column(f"hours_{role.id}"), outlier, is_service), TENTH)
        hours = fte * p["productive_hours_fte"]
        month = page.formula(at, 3, (hours if role.id == "programmateam" else hours * spare) / 12, TENTH)
        page.formula(at, 4, ratio(work, month, 0), TENTH)
    return page.block(row + 2, 4, row + 1 + len(frame.model.roles), 4)


def ramp(x: Live, length: Live) -> Live:
    """Integral from 0 to x of clip(y / length, 0, 1) dy; see `engine.timing.ramp_integral`."""
    positive = most(x, 0)
    inside = least(positive, length)
    return inside * inside / (2 * most(length, 1e-9)) + (positive - inside)


def passed(t: Live, begin: Live | float, length: Live) -> Live:
    """Share of an even stretch that has passed at t; a step when it has no length."""
    begun = live(begin)
    even = least(1, most(0, (t - begun) / most(length, 1e-9)))
    return either(live(1e-9).above(length), either(t.above(begun), 1, 0), even)


def _number(value: float | np.ndarray) -> float:
    return float(np.ravel(value)[0])
