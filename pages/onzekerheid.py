"""Onzekerheid: what drives the band, per assumption; what to find out first, when it fails and what is not in it."""

from flexlib.ui import (
    uncertainty_band,
    uncertainty_failing,
    uncertainty_find_out,
    uncertainty_ground,
    uncertainty_left_out,
    uncertainty_parts,
    uncertainty_tornado,
)
from flexlib.ui.boundary import failures_said
from flexlib.ui.frame import open_page

PARTS = {
    "band": uncertainty_band.show,
    "tornado": uncertainty_tornado.show,
    "uitzoeken": uncertainty_find_out.show,
    "faalt": uncertainty_failing.show,
    "niet_in": uncertainty_left_out.show,
}

page = open_page("onzekerheid")
uncertainty_parts.show_lead(page)
part = uncertainty_parts.choose(page)
with failures_said(page.language):
    PARTS[part](page, uncertainty_ground.ground_of(page))
