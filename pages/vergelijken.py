"""Vergelijken: two to twelve variants on the same draws, what differs, what it takes, and what holds up."""

from flexlib.ui import compare_differences, compare_ground, compare_parts
from flexlib.ui.frame import open_page

PARTS = {"verschillen": compare_differences.show}

page = open_page("vergelijken")
compare_parts.show_lead(page)
ground = compare_ground.ground_of(page)
if ground is not None:
    compare_ground.show_remarks(ground)
    PARTS[compare_parts.choose(page)](page, ground)
