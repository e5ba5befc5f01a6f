"""flexlib: the page table and the frame. A page file bears its address: `pages/kiezen.py` is `/kiezen`.

The server imports this file for `app`, and runs it as a script for every visitor and every move.
"""

import streamlit as st

from flexlib.ui.arrivals import DOOR
from flexlib.ui.boundary import answer_failure
from flexlib.ui.frame import run
from flexlib.ui.masthead import Entry

PAGES = (
    Entry("start", ":material/flag:", "pages/start.py", default=True),
    Entry("instelling", ":material/account_balance:", "pages/instelling.py"),
    Entry("kiezen", ":material/tune:", "pages/kiezen.py"),
    Entry("impact", ":material/bar_chart:", "pages/impact.py"),
    Entry("vergelijken", ":material/balance:", "pages/vergelijken.py"),
    Entry("onzekerheid", ":material/help_center:", "pages/onzekerheid.py"),
    Entry("verkennen", ":material/travel_explore:", "pages/verkennen.py"),
    Entry("begroting", ":material/table_view:", "pages/begroting.py"),
    Entry("bronnen", ":material/menu_book:", "pages/bronnen.py"),
    Entry("verantwoording", ":material/function:", "pages/verantwoording.py"),
)

if __name__ == "__main__":
    run(PAGES)
elif __name__ == "app":
    app = st.App("app.py", on_script_error=answer_failure, middleware=DOOR)
