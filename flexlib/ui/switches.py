"""Switches of the screens that travel in the link, and what they can say."""

from __future__ import annotations

STEPS = ("doelgroepen", "vrijheid", "beloften", "sturen", "strategie", "middelen", "uitgangspositie")
SECTIONS = ("students", "programmes", "teams", "staff", "capacity", "money", "rates", "today")
WRITE_OFF_YEARS = ("0", "3", "5", "8", "10")  # years over which ICT is written off beside a budget; 0 is not
BUDGET_PARTS = ("inlezen", "naast_model", "eruit", "versies")
COMPARE_PARTS = ("verschillen", "afwegen", "brug", "gewichten", "toekomsten")
COMPARED_BY = (
    "one_off_integral",
    "one_off_own_hours",
    "recurring_net",
    "lasting_fte",
    "months_all_live",
    "student_years",
    "cost_per_student_year",
    "peak_team_load",
)
WEIGHED = "gewichten"  # stands for the room's weights where an outcome is asked for
BRIDGED = ("one_off_integral", "recurring_net", "one_off_own_hours", "months_all_live")
UNSURE_PARTS = ("band", "tornado", "uitzoeken", "faalt", "niet_in")
DRIVEN = ("one_off_integral", "recurring_integral", "months_all_live", "peak_team_load", "cost_per_student_year")
SWINGS = ("los", "samen")  # one input at a time, or all of them moving
LISTS = ("kort", "lang")  # how many bars of a tornado
RULES = ("gewichten", "kosten")  # how a room decides
VIEWS = {  # field of the link → what it can say
    "stap": STEPS,
    "deel": SECTIONS,
    "begroting_part": BUDGET_PARTS,
    "afschrijven": WRITE_OFF_YEARS,
    "beeld": COMPARE_PARTS,
    "volgorde": (*COMPARED_BY, WEIGHED),
    "soort": BRIDGED,
    "onzeker": UNSURE_PARTS,
    "meet": DRIVEN,
    "manier": SWINGS,
    "lijst": LISTS,
    "regel": RULES,
}
