"""Verantwoording: how it is computed, in words; the vocabulary, the version of the model and what has changed."""

from flexlib.ui import panels_method
from flexlib.ui.frame import open_page

page = open_page("verantwoording")

panels_method.show_method(page)
panels_method.show_words(page)
panels_method.show_version(page)
panels_method.show_changes(page)
