"""Onzekerheid: what drives the band, per assumption; what to find out first, when it fails and what is not in it."""

from flexlib.ui.boundary import failures_said
from flexlib.ui.frame import open_page
from flexlib.ui.uncertainty import band as uncertainty_band
from flexlib.ui.uncertainty import failing as uncertainty_failing
from flexlib.ui.uncertainty import find_out as uncertainty_find_out
from flexlib.ui.uncertainty import ground as uncertainty_ground
from flexlib.ui.uncertainty import left_out as uncertainty_left_out
from flexlib.ui.uncertainty import link as uncertainty_link
from flexlib.ui.uncertainty import parts as uncertainty_parts
from flexlib.ui.uncertainty import tornado as uncertainty_tornado

PARTS = {
    "band": uncertainty_band.show,
    "tornado": uncertainty_tornado.show,
    "uitzoeken": uncertainty_find_out.show,
    "faalt": uncertainty_failing.show,
    "niet_in": uncertainty_left_out.show,
}

page = open_page("onzekerheid")
uncertainty_link.follow(page)
uncertainty_parts.show_lead(page)
part = uncertainty_parts.choose(page)
with failures_said(page.language):
    ground = uncertainty_ground.ground_of(page)
    with uncertainty_parts.limits_said(page.language):
        PARTS[part](page, ground)
