"""How it is computed: the method in words, the vocabulary, the model's version and what has changed."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from flexlib.model.records import GRADES
from flexlib.ui import look
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

ROOT = Path(__file__).parents[3]
TERMS = (
    "institution",
    "lever",
    "variant",
    "baseline",
    "scenario",
    "future",
    "driver",
    "line",
    "effect",
    "parameter",
    "draw",
    "point",
    "choice",
    "outcome",
    "middle",
    "out_of_pocket",
    "own_time",
    "student_year",
)


@cache
def method(language: str) -> str:
    """The text of the method in a language, as Markdown."""
    return (ROOT / "assets" / f"method.{language}.md").read_text(encoding="utf-8")


@cache
def changes() -> str:
    """What changed per version, without the title of the file and with its headings one step down."""
    words = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.sub(r"^## ", "### ", words.partition("\n")[2], flags=re.MULTILINE).strip()


def show_method(page: Page) -> None:
    """Title and method."""
    look.heading(page.t("title"), page.t("lead"))
    with st.container(key="method"):
        st.markdown(method(page.language))


def show_words(page: Page) -> None:
    """The vocabulary, as a table."""
    look.section(page.t("words"))
    rows = [(page.t(f"verantwoording.term.{term}"), page.t(f"verantwoording.term.{term}_meaning")) for term in TERMS]
    heads = [page.t("verantwoording.term.term"), page.t("verantwoording.term.meaning")]
    st.html(html_table(page.t("words"), heads, rows, words=(0, 1), classes="fl-wrapped"))


def show_version(page: Page) -> None:
    """Version, content hash, size and evidence of the model."""
    model = page.model
    look.section(page.t("version"))
    date = f"{model.settings.date:%d-%m-%Y}"
    said = [page.t("version_line", version=model.version, date=date, hash=model.content_hash)]
    said.append(
        page.t(
            "counts",
            parameters=len(model.parameters),
            curves=len(model.curves),
            lines=len(model.lines),
            levers=len(model.levers),
            rules=len(model.rules),
            futures=len(model.futures),
        )
    )
    st.html("".join(f'<p class="fl-hash">{escape(line)}</p>' for line in said))
    numbers = [parameter.grade for parameter in model.parameters.values()]
    effects = [curve.grade for curve in model.curves.values()]
    rows = [
        (page.t(f"bronnen.grade_words.{grade}"), str(numbers.count(grade)), str(effects.count(grade)))
        for grade in GRADES
    ]
    st.html(html_table(page.t("grades"), [page.t("grade"), page.t("numbers"), page.t("effects")], rows))


def show_changes(page: Page) -> None:
    """The list of changes, which is kept in English."""
    look.section(page.t("changes"), page.t("changes_language") if page.language == "nl" else "")
    with st.container(key="changes"):
        st.markdown(changes())
