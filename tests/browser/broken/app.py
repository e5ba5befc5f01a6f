"""The real frame around one page on which everything fails that can fail after it was drawn."""

import streamlit as st

from flexlib.ui.boundary import answer_failure
from flexlib.ui.frame import run
from flexlib.ui.masthead import Entry

PAGES = (Entry("start", ":material/flag:", "page.py", default=True),)

if __name__ == "__main__":
    run(PAGES)
elif __name__ == "app":
    app = st.App("app.py", on_script_error=answer_failure)
