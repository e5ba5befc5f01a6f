"""Vergelijken: two to twelve variants on the same draws, what differs, what it takes, and what holds up."""

import streamlit as st

from flexlib.ui import comparison
from flexlib.ui.compare import bridge as compare_bridge
from flexlib.ui.compare import change as compare_change
from flexlib.ui.compare import differences as compare_differences
from flexlib.ui.compare import futures as compare_futures
from flexlib.ui.compare import link as compare_link
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare import remarks as compare_remarks
from flexlib.ui.compare import tradeoff as compare_tradeoff
from flexlib.ui.compare import weights as compare_weights
from flexlib.ui.frame import open_page

PARTS = {
    "verschillen": compare_differences.show,
    "afwegen": compare_tradeoff.show,
    "brug": compare_bridge.show,
    "gewichten": compare_weights.show,
    "toekomsten": compare_futures.show,
}

page = open_page("vergelijken")
compare_link.follow(page)
compare_parts.show_lead(page)
ground = comparison.ground_of(page)
if ground is not None:
    compare_remarks.show(ground)
    with st.container(key="compare-parts", horizontal=True, vertical_alignment="center", gap="large"):
        part = compare_parts.choose(page)
        is_changing = compare_change.ask(page)
    with compare_change.beside(page, ground, is_changing):
        PARTS[part](page, ground)
