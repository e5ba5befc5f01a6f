"""The texts of screens, messages and the command line, in Dutch and English."""

from flexlib.text.loader import LANGUAGES, MissingText, all_texts, render, text

__all__ = ["LANGUAGES", "MissingText", "all_texts", "render", "text"]
