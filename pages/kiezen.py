"""Kiezen: scenarios, promises, steering, strategy, means and readiness, with the consequences in view."""

import streamlit as st

from flexlib.ui import controls
from flexlib.ui.choose import choosing, consequences
from flexlib.ui.frame import open_page

page = open_page("kiezen")
board = controls.board(page.model, page.headline)

with st.container(key="steps", horizontal=True, vertical_alignment="bottom"):
    step = choosing.choose_step(page)
    choosing.circumstances(page)

if step == "sturen":
    choosing.show_board(page, board)
else:
    choices, outcome = st.columns([1, 2], gap="large")
    with choices:
        choosing.show_levers(page, board, step)
    with outcome:
        consequences.show(page)
