"""Instelling: the figures of a reference institution or an own one, each with default, source and way back."""

import streamlit as st

from flexlib.ui import look
from flexlib.ui.frame import open_page
from flexlib.ui.institution import own_institution, profile, starting

page = open_page("instelling")

look.heading(page.t("title"), page.t("lead"))
which, figures = st.columns([1, 2], gap="large")
with which:
    look.section(page.t("which"))
    starting.pick_institution(page)
    own_institution.show(page)
    own_institution.show_bin(page)
    look.section(page.t("plausible"))
    profile.show_doubts(page)
with figures:
    section = profile.choose_section(page)
    profile.show_figures(page, section)
