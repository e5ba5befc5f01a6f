"""Bronnen: every number and every effect with its source and grade, and what happens when one is contested."""

from flexlib.ui.frame import open_page
from flexlib.ui.sources import effect as sources_effect
from flexlib.ui.sources import order as sources_order
from flexlib.ui.sources import table as sources_table

page = open_page("bronnen")

sources_table.show_lead(page)
sources_table.show(page)
sources_effect.show(page)
sources_order.show(page)
