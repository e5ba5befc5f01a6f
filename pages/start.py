"""Start: pick an institution, begin with a ready-made variant, and what this is and is not."""

import streamlit as st

from flexlib.ui import look
from flexlib.ui.frame import open_page
from flexlib.ui.institution import starting

page = open_page("start")

title, institution = st.columns([6, 5], gap="large")
with title:
    look.heading(page.t("title"), page.t("lead"))
    starting.last_used(page)
with institution:
    look.section(page.t("institution_title"))
    starting.pick_institution(page)
    starting.link_to_figures(page)
look.section(page.t("variants_title"), page.t("variants_note", year=page.model.settings.price_level))
starting.cards(page)
starting.limits(page)
