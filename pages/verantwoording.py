"""Verantwoording: how it is computed, in words; the vocabulary, the version of the model and what has changed."""

import streamlit as st

from flexlib.ui.frame import open_page
from flexlib.ui.sources import method as panels_method

page = open_page("verantwoording")

method, beside = st.columns([3, 2], gap="large")
with method:
    panels_method.show_method(page)
with beside:
    panels_method.show_words(page)
    panels_method.show_version(page)
    panels_method.show_changes(page)
