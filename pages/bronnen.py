"""Bronnen: every number and every effect with its source and grade, and what happens when one is contested."""

from flexlib.ui import panels_sources
from flexlib.ui.frame import open_page

page = open_page("bronnen")

panels_sources.show_lead(page)
panels_sources.show_table(page)
panels_sources.show_effect(page)
panels_sources.show_order(page)
