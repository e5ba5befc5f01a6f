"""The ids that the calculation names itself: without them a model cannot be evaluated."""

from __future__ import annotations

from flexlib.model.records import COST_CLASSES, GROUPS

PARAMETERS = (
    "rate_external",
    "rate_backfill",
    "backfill_factor_own",
    "backfill_factor_temporary",
    "backfill_factor_assistants",
    "backfill_factor_agency",
    "vat_rate",
    "vat_non_recoverable_share",
    "wage_growth",
    "price_growth",
    "ict_price_growth",
    "discount_rate",
    "productive_hours_fte",
    "team_other_developments_share",
    "service_change_share",
    "richten_months",
    "securing_months",
    "funding_lag_years",
    "first_year_surcharge",
    "student_trend",
    "systemic_delay",
    *(f"systemic_{cost_class}" for cost_class in COST_CLASSES),
    "ict_tail_probability",
    "ict_tail_size",
)
GROUP_DRIVERS = ("programmes_in_scope", "students_in_scope", "personal_routes", "route_changes", "team_group_scope")
SCALAR_DRIVERS = ("programme_on", "teams_in_scope", "staff_in_scope")
FIGURES = (
    *(f"{figure}_{group}" for figure in ("students", "programmes", "teams") for group in GROUPS),
    "teams",
    "fte_other",
    "income_eur",
    "budget_total_eur",
    "budget_year_eur",
)
LEVERS = (
    *(f"{lever}_{group}" for lever in ("scenario", "scope") for group in GROUPS),
    "intake_moments",
    "fixed_group_share",
    "coach_minutes",
    "change_time_share",
    "rollout_months",
    "backfill_share",
    "backfill_by",
    "external_share",
)
ROLES = ("docent", "roosteraar", "programmateam")
VARIANTS = ("nulvariant",)
FUTURES = ("verwacht",)
BALANCES = (
    "studeerbaarheid",
    "doceerbaarheid",
    "organiseerbaarheid",
    "betaalbaarheid",
    "implementeerbaarheid",
    "bestuurbaarheid",
)
# fmt: off
TAGS = (
    "design_central", "design_team", "module_development", "exam_development", "materials", "catalogue", "sis",
    "lms", "timetable_system", "integration", "coordination", "timetabling", "room_use", "intake", "enrolment",
    "administration", "exams", "waardering", "coaching", "group_binding", "bpv", "licences", "devices", "buildings",
    "training", "hr_policy", "communication", "programme_office", "steering_group", "monitoring", "accountability",
    "pilot", "reuse_saving", "llo_income", "subsidy_income", "retention_income", "efficiency_income",
)
# fmt: on
TAGS_BY_GROUP = ("administration", "waardering", "llo_income")  # scenarios act per target group on these
