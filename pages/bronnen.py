"""Bronnen: every number and every effect with its source and grade, and what happens when one is contested."""

from flexlib.ui.frame import open_page
from flexlib.ui.sources import panels as panels_sources

page = open_page("bronnen")

panels_sources.show_lead(page)
panels_sources.show_table(page)
panels_sources.show_effect(page)
panels_sources.show_order(page)
