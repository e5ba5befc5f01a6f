"""Switches of the screen about the band that travel in the link, and what they can say."""

from __future__ import annotations

UNSURE_PARTS = ("band", "tornado", "uitzoeken", "faalt", "niet_in")
DRIVEN = ("one_off_integral", "recurring_integral", "months_all_live", "peak_team_load", "cost_per_student_year")
SWINGS = ("los", "samen")  # one input at a time, or all of them moving
RULES = ("gewichten", "kosten")  # how a room decides
UNSURE = {"onzeker": UNSURE_PARTS, "meet": DRIVEN, "manier": SWINGS, "regel": RULES}
