"""The short keys of a link. A key never changes and is never given to another lever: links live for years."""

from __future__ import annotations

from types import MappingProxyType

OWN_INSTITUTION = "own"  # id of an own institution in the sender's workspace, never its figures
SAVED_VARIANT = "variant"
VIEWS = (  # switches of screens
    "stap",
    "deel",
    "begroting_part",
    "afschrijven",
    "beeld",
    "volgorde",
    "soort",
    "onzeker",
    "meet",
    "manier",
    "lijst",
    "regel",
)
WRITTEN = (
    "set",
    "assen",
    "grenzen",
    "brug",
    "weeg",
    "eisen",
    "zoek",
    "hoogstens",
    "minstens",
)  # what else a screen keeps in the link, read by that screen
BESIDE_CHOICE = (OWN_INSTITUTION, SAVED_VARIANT, *VIEWS, *WRITTEN)
FORMAT = 1  # raised only when the meaning of a key changes; the key `k` then carries it

LEVER_KEYS = MappingProxyType(
    {
        "scenario_bol12": "s12",
        "scenario_bol34": "s34",
        "scenario_bbl": "sbb",
        "scenario_llo": "sll",
        "scope_bol12": "d12",
        "scope_bol34": "d34",
        "scope_bbl": "dbb",
        "scope_llo": "dll",
        "dim_wat": "wat",
        "dim_hoe": "hoe",
        "dim_wanneer": "wan",
        "dim_waar": "waa",
        "dim_met_wie": "met",
        "intake_moments": "ins",
        "exam_moments": "exa",
        "module_size": "mod",
        "period_length": "per",
        "timetable_unit": "roo",
        "fixed_group_share": "vgr",
        "coach_minutes": "coa",
        "steer_language": "b1",
        "steer_calendar": "b2",
        "steer_intake": "b3",
        "steer_modules": "b4",
        "steer_exams": "b5",
        "steer_timetable": "b6",
        "steer_coaching": "b7",
        "steer_systems": "b8",
        "steer_materials": "b9",
        "steer_hr": "b10",
        "steer_bpv": "b11",
        "steer_budget": "b12",
        "steer_style": "b13",
        "course_place": "kp",
        "change_strategy": "vs",
        "bring_verleiding": "mv",
        "bring_storytelling": "ms",
        "bring_fomo": "mk",
        "bring_fusie": "mf",
        "start_point": "sp",
        "approach_richten": "a1",
        "approach_inrichten": "a2",
        "approach_verrichten": "a3",
        "organisation_form": "of",
        "change_time_share": "vt",
        "pilots_first": "pf",
        "rollout_months": "ro",
        "materials_source": "lm",
        "ict_choice": "ict",
        "backfill_share": "vv",
        "backfill_by": "vd",
        "external_share": "ei",
        "subsidy_npuls": "u1",
        "subsidy_rif": "u2",
        "subsidy_slim": "u3",
        "subsidy_quality_agenda": "u4",
        "reserve_share": "re",
        "ready_coalition": "r1",
        "ready_discipline": "r2",
        "ready_patience": "r3",
        "ready_conviction": "r4",
        "ready_team": "r5",
        "ready_direction": "r6",
        "ready_criteria": "r7",
        "ready_incentives": "r8",
        "ready_honesty": "r9",
        "ready_capacity": "r10",
        "ready_stability": "r11",
        "ready_focus": "r12",
    }
)
LEVERS_BY_KEY = MappingProxyType({key: lever_id for lever_id, key in LEVER_KEYS.items()})

VARIANT = "v"
INSTITUTION = "i"
OWN_FIGURES = "o"  # the sender worked with own figures of the institution, which a link never holds
FUTURE = "f"
CIRCUMSTANCES = "w"
MODEL = "m"
START = "s"
HORIZON = "h"
PRICES = "p"
DRAWS = "n"
SEED = "r"
CONTESTED = "c"
LANGUAGE = "l"
LINK_FORMAT = "k"
REST = "rest"  # what a link with too many fields said beyond those: how many, and the first of their keys
FIELD_KEYS = (
    VARIANT,
    INSTITUTION,
    OWN_FIGURES,
    FUTURE,
    CIRCUMSTANCES,
    MODEL,
    START,
    HORIZON,
    PRICES,
    DRAWS,
    SEED,
    CONTESTED,
    LANGUAGE,
    LINK_FORMAT,
    REST,
)
