"""Start."""

from flexlib.ui.frame import open_page

page = open_page("start")
