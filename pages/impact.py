"""Impact: what the chosen variant asks in money, hours and months, with every figure to be opened."""

from flexlib.ui.frame import open_page
from flexlib.ui.ground import ground_of
from flexlib.ui.impact import budget as panels_budget
from flexlib.ui.impact import lines as panels_lines
from flexlib.ui.impact import panels as panels_impact
from flexlib.ui.impact import paper_panel as panels_paper
from flexlib.ui.impact import trace as panels_trace

page = open_page("impact")
ground = ground_of(page)
panels_trace.show_asked(ground)

panels_impact.show_lead(page, ground)
panels_paper.offer(page, ground)
panels_impact.show_figures(page, ground)
panels_impact.show_money(page, ground)
panels_budget.show(page, ground)
panels_impact.show_work(page, ground)
panels_impact.show_time(page, ground)
panels_impact.show_chains(page, ground)
panels_lines.show(page, ground)
panels_impact.show_balances(page, ground)
panels_impact.show_limits(page, ground)
