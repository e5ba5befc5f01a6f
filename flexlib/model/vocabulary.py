"""The closed lists of words that columns of the model files may hold, where nothing else names them."""

from __future__ import annotations

PHASES = ("richten", "inrichten", "verrichten", "borgen")
TIMINGS = ("one_off", "recurring", "income")
SPREADS = ("richten", "build", "rollout", "programme_end", "programme", "live", "first_year", "lagged_income")
CARRIERS = ("team", "service", "programme", "external")
RANGE_MEANINGS = ("bounds", "p10_p90")
DISTRIBUTIONS = ("pert", "lognormal", "fixed")
LEVER_GROUPS = ("A", "B", "C", "D", "E")
LEVER_KINDS = ("options", "scale", "share", "number", "switch")
TARGET_KINDS = ("tag", "chain", "cost_class", "timing", "balance")
OPERATIONS = ("multiply", "add")
DIRECTIONS = ("minimise", "maximise", "inform")
ROLE_KINDS = ("team", "service", "programme", "management")
FIGURE_SECTIONS = ("students", "programmes", "teams", "staff", "capacity", "money", "today")
SHAPES = ("total", "year", "school_year", "year_group", "role_school_year")
FUTURE_TARGET_KINDS = ("parameter", "timing")
CITED = ("cost_line", "effect", "lever", "rule", "future_effect", "variant")
