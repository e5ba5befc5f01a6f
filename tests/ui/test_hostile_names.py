"""A name somebody typed stays words: no link, image, icon or markup in elements that read Markdown."""

from __future__ import annotations

import pytest

from flexlib.ui.look import verbatim

HOSTILE = [
    "![x](https://example.org/a.png)",
    "[klik](https://example.org)",
    "<img src=x onerror=alert(1)>",
    ":material/home: :red[rood]",
    "**vet** _schuin_ `code` ~~weg~~",
    "$x^2$",
    "# kop",
    "https://example.org",
    "1 - 2 & 3",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_markup_survives(name: str) -> None:
    shown = verbatim(name)
    assert shown.replace("\\", "") == name.replace("\\", "")
    for mark in "`*_[]<>()#!|~$:":
        assert shown.count(mark) == shown.count("\\" + mark)
