"""A college and a model small enough to work out by hand, for the worked examples in `tests/cases`.

Ten teams of a thousand hours a month, of which fifty are there for the change (a tenth of the time, half of it
taken by other developments); half a year of richten, two years in which teams start, a year of securing. A case
brings its own cost lines and effects and changes what its sentence names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from flexlib.model.account_records import Accounts
from flexlib.model.accounts import accounts_of
from flexlib.model.bilingual import Text
from flexlib.model.effect_records import EffectCurve, EffectPoint, Future, FutureEffect, Rule
from flexlib.model.outcome_records import BalanceIndicator, Outcome
from flexlib.model.read import DEFAULT_DIRECTORY, read_files
from flexlib.model.records import (
    COST_CLASSES,
    GROUPS,
    Contest,
    CostLine,
    CostModel,
    Driver,
    Figure,
    Level,
    Lever,
    Parameter,
    ReferenceInstitution,
    Role,
    Settings,
    TargetGroup,
    Variant,
    frozen,
)

NO_TEXT = Text("", "")

ROLE_KINDS = {
    "docent": "team",
    "ontwikkelaar": "service",
    "teamleider": "team",
    "examinator": "service",
    "roosteraar": "service",
    "studentadministratie": "service",
    "coach": "team",
    "ict": "service",
    "programmateam": "programme",
    "hr": "service",
    "bestuur": "management",
}
RATES = {
    "docent": 70,
    "ontwikkelaar": 75,
    "teamleider": 80,
    "examinator": 60,
    "roosteraar": 60,
    "studentadministratie": 55,
    "coach": 65,
    "ict": 70,
    "programmateam": 80,
    "hr": 70,
    "bestuur": 100,
}
PARAMETERS = {
    **{f"rate_{role}": rate for role, rate in RATES.items()},
    "rate_external": 120,
    "rate_backfill": 50,
    "backfill_factor_own": 1,
    "backfill_factor_temporary": 1.2,
    "backfill_factor_assistants": 0.8,
    "backfill_factor_agency": 1.5,
    "vat_rate": 0.21,
    "vat_non_recoverable_share": 1,
    "wage_growth": 0.03,
    "price_growth": 0.02,
    "ict_price_growth": 0.05,
    "discount_rate": 0.02,
    "productive_hours_fte": 1200,
    "team_other_developments_share": 0.5,
    "service_change_share": 0.1,
    "richten_months": 6,
    "securing_months": 12,
    "funding_lag_years": 2,
    "first_year_surcharge": 0.2,
    **{f"systemic_{cost_class}": 1 for cost_class in COST_CLASSES},
    "systemic_delay": 1,
    "ict_tail_probability": 0.2,
    "ict_tail_size": 2,
    "student_trend": 0,
    "team_spread_factor": 1,
    "route_share": 0.1,
    "route_changes_per_route": 2,
    "hours_a": 0,
    "hours_b": 0,
    "hours_c": 0,
    "price_a": 0,
    "price_b": 0,
}
SHARES = ("vat_rate", "vat_non_recoverable_share", "team_other_developments_share", "service_change_share")

FIGURES: dict[str, float | None] = {
    "students_bol12": 400,
    "students_bol34": 1000,
    "students_bbl": 300,
    "students_llo": 300,
    "programmes_bol12": 4,
    "programmes_bol34": 10,
    "programmes_bbl": 3,
    "programmes_llo": 3,
    "teams_bol12": 4,
    "teams_bol34": 10,
    "teams_bbl": 3,
    "teams_llo": 3,
    "teams": 10,
    "sectors": 2,
    "locations": 2,
    "staff_in_teams": 120,
    "group_size": 25,
    **{f"fte_{role}": 10 for role in ROLE_KINDS},
    "fte_docent": 100,
    "fte_other": 10,
    "income_eur": 20_000_000,
    "budget_total_eur": None,
    "budget_year_eur": None,
    "today_coach_minutes": 5,
    "today_exam_moments": 2,
    "today_intake_moments": 1,
    "today_steer_calendar": 3,
}

# id: (group, kind, lowest, highest, step, default, best level, today's figure)
LEVERS: dict[str, tuple[str, str, float, float, float, float, float | None, str | None]] = {
    **{f"scenario_{group}": ("A", "options", 0, 4, 1, 0, None, None) for group in GROUPS},
    **{f"scope_{group}": ("A", "share", 0, 1, 0.05, 0, None, None) for group in GROUPS},
    "dim_wat": ("A", "scale", 0, 4, 1, 0, None, None),
    "intake_moments": ("A", "options", 1, 12, 1, 1, None, "today_intake_moments"),
    "exam_moments": ("A", "options", 1, 12, 1, 2, None, "today_exam_moments"),
    "fixed_group_share": ("A", "share", 0, 1, 0.05, 1, None, None),
    "coach_minutes": ("A", "number", 0, 45, 5, 5, None, "today_coach_minutes"),
    "steer_calendar": ("B", "scale", 1, 5, 1, 3, 4, "today_steer_calendar"),
    "pilots_first": ("C", "switch", 0, 1, 1, 0, None, None),
    "change_time_share": ("C", "share", 0.05, 0.3, 0.01, 0.1, None, None),
    "rollout_months": ("C", "number", 0, 60, 6, 24, None, None),
    "backfill_share": ("D", "share", 0, 1, 0.05, 0, None, None),
    "backfill_by": ("D", "options", 1, 4, 1, 1, None, None),
    "external_share": ("D", "share", 0, 0.8, 0.05, 0, None, None),
    "ready_capacity": ("E", "scale", 1, 5, 1, 3, None, None),
    "ready_focus": ("E", "scale", 1, 5, 1, 3, None, None),
}

# id: (formula, by group)
DRIVERS: dict[str, tuple[str, bool]] = {
    "programmes_in_scope": ("programmes_g*scope_g*min(1,scenario_g)", True),
    "students_in_scope": ("students_g*scope_g*min(1,scenario_g)", True),
    "personal_routes": ("students_in_scope_g*route_share*scenario_g", True),
    "route_changes": ("personal_routes_g*route_changes_per_route", True),
    "team_group_scope": ("teams_g*min(1,team_spread_factor*scope_g)*min(1,scenario_g)", True),
    "programme_on": ("min(1,sum(programmes_in_scope))", False),
    "teams_in_scope": ("min(teams,sum(team_group_scope))", False),
    "staff_in_scope": ("staff_in_teams*teams_in_scope/teams", False),
    "extra_intakes": ("teams_in_scope*max(0,intake_moments-1)", False),
}

# Indicators of a balance that the cases work out: (indicator, weight, at 0, at 50, at 100)
BALANCES: dict[str, list[tuple[str, float, float, float, float]]] = {
    "studeerbaarheid": [("coach_minutes_week", 0.5, 0, 10, 20), ("wait_to_start_weeks", 0.5, 26, 13, 3)],
    "doceerbaarheid": [("peak_team_load", 1, 0.25, 0.12, 0.04)],
    "organiseerbaarheid": [("timetable_load", 1, 0.6, 0.25, 0)],
    "betaalbaarheid": [("one_off_income_share", 0.4, 0.15, 0.06, 0), ("recurring_income_share", 0.6, 0.04, 0.015, 0)],
    "implementeerbaarheid": [("months_all_live", 0.5, 96, 54, 24), ("readiness_score", 0.5, 1, 3, 5)],
    "bestuurbaarheid": [("rule_conflicts", 1, 6, 2, 0)],
}


def worked_model(
    lines: Iterable[Mapping[str, Any]] = (),
    curves: Iterable[Mapping[str, Any]] = (),
    future: Iterable[Mapping[str, Any]] = (),
    outcomes: Mapping[str, Outcome] | None = None,
) -> CostModel:
    """The small model with the cost lines, effects and future of one case."""
    return CostModel(
        settings=_settings(),
        content_hash="worked",
        sources=frozen({}),
        parameters=frozen({name: _parameter(name, value) for name, value in PARAMETERS.items()}),
        roles=frozen({role: _role(role, kind) for role, kind in ROLE_KINDS.items()}),
        groups=frozen({group: _group(group) for group in GROUPS}),
        figures=frozen({name: _figure(name) for name in FIGURES}),
        drivers=frozen({name: Driver(name, NO_TEXT, "factor", "", *of) for name, of in DRIVERS.items()}),
        lines=frozen({line["id"]: _line(line) for line in lines}),
        levers=frozen({lever: _lever(lever, *of) for lever, of in LEVERS.items()}),
        scenario_defaults=frozen({}),
        curves=frozen({curve.id: curve for curve in map(_curve, curves)}),
        rules=frozen({"r_rolling": _rule("r_rolling", "intake_moments=12 AND exam_moments<=2", "warning")}),
        futures=frozen({"verwacht": _future(future)}),
        outcomes=outcomes or frozen({}),
        scales=frozen({}),
        balances=frozen({balance: _balance(balance, rows) for balance, rows in BALANCES.items()}),
        institutions=frozen({"worked": ReferenceInstitution("worked", NO_TEXT, NO_TEXT, frozen(dict(FIGURES)))}),
        variants=frozen({"nulvariant": Variant("nulvariant", None, NO_TEXT, NO_TEXT, frozen({}))}),
        accounts=_accounts(),
    )


@cache
def _accounts() -> Accounts:
    """The accounts of the default model: they know kinds of money and cost classes, not only its lines."""
    return accounts_of(read_files(DEFAULT_DIRECTORY).values())


def _settings() -> Settings:
    return Settings(
        version="worked",
        date=date(2025, 1, 1),
        price_level=2025,
        start=date(2027, 1, 1),
        horizon_months=96,
        draws=1,
        seed=1,
        severity_weights=frozen({"impossible": 3.0, "warning": 1.0, "info": 0.25}),
        strength=Contest(0.3, 1, 1.8),
        strength_readiness_above=Contest(0.2, 1, 2.6),
        strength_readiness_below=Contest(0.3, 1, 1.6),
    )


def _parameter(name: str, value: float) -> Parameter:
    unit = "share" if name in SHARES else "factor"
    return Parameter(name, NO_TEXT, unit, value, value, value, "bounds", "fixed", None, None, "A", "", "")


def _role(role: str, kind: str) -> Role:
    return Role(role, NO_TEXT, f"rate_{role}", f"fte_{role}", kind, role in ("ontwikkelaar", "ict", "programmateam"))


def _group(group: str) -> TargetGroup:
    marks = {
        "is_bol": float(group.startswith("bol")),
        "is_bbl": float(group == "bbl"),
        "is_llo": float(group == "llo"),
        "is_funded": float(group != "llo"),
    }
    return TargetGroup(group, NO_TEXT, frozen(marks))


def _figure(name: str) -> Figure:
    return Figure(name, NO_TEXT, "factor", "today", 0, 1e9, name.startswith("budget"), NO_TEXT, "", "")


def _line(line: Mapping[str, Any]) -> CostLine:
    return CostLine(
        id=line["id"],
        label=NO_TEXT,
        chain=line.get("chain", "bedrijfsvoering"),
        aspect="proces",
        phase="inrichten",
        timing=line["timing"],
        driver=line["driver"],
        effort=tuple(line.get("effort", {}).items()),
        price_parameter=line.get("price"),
        cost_class=line.get("cost_class", "organisation"),
        carried_by=line.get("carried_by", "programme"),
        vat=line.get("vat", False),
        spread=line["spread"],
        surcharge=line.get("surcharge", False),
        tags=tuple(line.get("tags", ())),
        citations=(),
        reasoning="",
    )


def _lever(
    lever: str,
    group: str,
    kind: str,
    lowest: float,
    highest: float,
    step: float,
    default: float,
    best: float | None,
    today: str | None,
) -> Lever:
    levels = tuple(Level(lever, float(value), NO_TEXT, NO_TEXT) for value in range(int(lowest), int(highest) + 1))
    return Lever(lever, group, NO_TEXT, kind, lowest, highest, step, default, NO_TEXT, NO_TEXT, best, today, levels, ())


def _curve(curve: Mapping[str, Any]) -> EffectCurve:
    points = tuple(EffectPoint(float(at), float(mode), NO_TEXT) for at, mode in curve["points"])
    kind, target = curve["target"].split(":")
    return EffectCurve(curve["lever"], kind, target, curve.get("operation", "multiply"), "D", points, ())


def _rule(rule_id: str, condition: str, severity: str) -> Rule:
    return Rule(rule_id, condition, severity, NO_TEXT, NO_TEXT, ())


def _future(effects: Iterable[Mapping[str, Any]]) -> Future:
    records = []
    for effect in effects:
        kind, target = effect["target"].split(":")
        records.append(FutureEffect(kind, target, effect["operation"], float(effect["value"]), "", "D", ()))
    return Future("verwacht", NO_TEXT, NO_TEXT, tuple(records))


def _balance(balance: str, rows: list[tuple[str, float, float, float, float]]) -> tuple[BalanceIndicator, ...]:
    return tuple(BalanceIndicator(balance, *row, "") for row in rows)
