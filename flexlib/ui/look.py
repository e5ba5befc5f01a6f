"""The look: style sheets from `assets/`, and small pieces of HTML that several screens share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$:&-])")
ASSETS = Path(__file__).parents[2] / "assets"
PAGE_SCRIPT = (
    "document.documentElement.lang='{language}';"
    "document.documentElement.style.colorScheme=getComputedStyle(document.querySelector('.stApp')).colorScheme"
)


@cache
def _style() -> str:
    sheets = sorted(ASSETS.glob("*.css"))
    return "<style>" + "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets) + "</style>"


def dress(language: str) -> None:
    """Put the style sheets on the page; tell the browser its language, and light or dark also beside the app's root."""
    st.html(_style())
    st.html(f"<script>{PAGE_SCRIPT.format(language=language)}</script>", unsafe_allow_javascript=True)


def is_dark() -> bool:
    return st.context.theme.type == "dark"


def bullets(lines: Iterable[str]) -> str:
    """A plain list; the lines are text, not HTML."""
    return '<ul class="fl-list">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def verbatim(words: str) -> str:
    """Words as they stand in an element that reads Markdown: a name somebody typed is never a link, image or icon."""
    return MARKDOWN.sub(r"\\\1", words)


def heading(title: str, lead: str = "") -> None:
    """The title of a page and the one sentence under it."""
    sentence = f'<p class="fl-lead">{escape(lead)}</p>' if lead else ""
    st.html(f'<div class="fl-heading"><h1>{escape(title)}</h1>{sentence}</div>')


def section(title: str, note: str = "", level: int = 2) -> None:
    """A heading inside a page, with an optional line of explanation."""
    line = f'<p class="fl-note">{escape(note)}</p>' if note else ""
    st.html(f'<div class="fl-section"><h{level}>{escape(title)}</h{level}>{line}</div>')


def headline(sentence: str, beneath: str = "") -> None:
    """The one sentence that a part leads with."""
    line = f'<div class="fl-beneath"><p>{escape(beneath)}</p></div>' if beneath else ""
    st.html(f'<p class="fl-headline" data-testid="headline">{escape(sentence)}</p>{line}')


def part_heading(title: str, sentence: str = "", test_id: str = "") -> None:
    """The heading of a picture or table within a part, and what to see in it."""
    mark = f' data-testid="{test_id}"' if test_id else ""
    line = f'<p class="fl-sentence"{mark}>{escape(sentence)}</p>' if sentence else ""
    st.html(f'<div class="fl-section fl-part"><h2>{escape(title)}</h2>{line}</div>')
