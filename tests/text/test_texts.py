"""The texts: both languages the same, none missing, none left over, none hard-coded in a screen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from flexlib.errors import notice
from flexlib.text import LANGUAGES, MissingText, all_texts, render, text
from flexlib.text.loader import ONE
from tests.text.source_strings import (
    DYNAMIC,
    calls,
    can_make,
    is_word,
    outside_screens,
    strings,
    strings_in,
    trees,
)

TEXTS = all_texts("nl")
SECTIONS = {key.partition(".")[0] for key in TEXTS}
KEY = re.compile(rf"[a-z_]+(\.[A-Za-z0-9_/ {DYNAMIC}]+)+")
FILE_ENDINGS = (".toml", ".csv", ".json", ".py", ".css", ".duckdb", ".svg", ".png")
GIVES_VALUES = {"text", "notice", "t", "FlexlibError", "InputError", "WorkspaceError", "_tell"}
PROSE = re.compile(r"[A-Za-zÀ-ÿ]{2,}[,;:]? [a-zà-ÿ]{2,}|^[A-Z][a-zà-ÿ]{3,}$")
TAG = re.compile(r"<[^>]*>|<[^>]*$|^[^<]*>|[\w-]+:[^;]*;|\{[^}]*\}")
STYLE = re.compile(r"[{};]|^[.#\[]|:root|var\(--")  # a CSS selector or declaration


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def test_both_languages_hold_the_same_texts() -> None:
    assert list(all_texts("nl")) == list(all_texts("en"))


def test_both_languages_name_the_same_values() -> None:
    different = [key for key, words in TEXTS.items() if placeholders(words) != placeholders(all_texts("en")[key])]
    assert different == []


def test_no_text_is_empty() -> None:
    assert [key for language in LANGUAGES for key, words in all_texts(language).items() if not words.strip()] == []


def keys_in_code() -> Iterator[tuple[str, str]]:
    """(place, key or pattern of a key) of every string that reads as the key of a text."""
    for written in strings():
        starts_in_section = written.words.partition(".")[0] in SECTIONS
        if starts_in_section and KEY.fullmatch(written.words) and not written.words.endswith(FILE_ENDINGS):
            yield written.place, written.words


def test_no_text_is_missing() -> None:
    missing = []
    for place, key in keys_in_code():
        pattern = re.compile("[^.]+".join(re.escape(part) for part in key.split(DYNAMIC)))
        if not any(pattern.fullmatch(known) for known in TEXTS):
            missing.append(f"{place}: {key}")
    for path, call, name in calls():
        if name == "t" and call.args and isinstance(call.args[0], ast.Constant) and "." not in call.args[0].value:
            own = path.stem if path.parent.name == "pages" else None
            known = {key.partition(".")[2] for key in TEXTS if own is None or key.startswith(f"{own}.")}
            if call.args[0].value not in known:
                missing.append(f"{path.name}:{call.lineno}: {call.args[0].value}")
    assert not missing, missing


def test_no_text_is_left_over() -> None:
    """A text is used when its key, or its key within the section, stands in the code; filled-in parts must exist."""
    whole = {written.words for written in strings() if DYNAMIC not in written.words}
    dynamic = {written.words for written in strings() if DYNAMIC in written.words and re.search(r"\w", written.words)}

    def is_used(key: str) -> bool:
        key = key.removesuffix(ONE) if key.removesuffix(ONE) in TEXTS else key  # taken by itself for a count of one
        asked = (key, key.partition(".")[2])
        return any(one in whole or any(can_make(words, one, is_word) for words in dynamic) for one in asked)

    left_over = [key for key in TEXTS if not is_used(key)]
    assert not left_over, left_over


def test_every_value_that_a_text_names_is_given() -> None:
    lacking = []
    for path, call, name in calls():
        if name not in GIVES_VALUES or not call.args or any(given.arg is None for given in call.keywords):
            continue
        key = call.args[0]
        if isinstance(key, ast.Constant) and key.value in TEXTS:
            given = {keyword.arg for keyword in call.keywords}
            wanted = placeholders(TEXTS[key.value])
            if not wanted <= given:
                lacking.append(f"{path.name}:{call.lineno}: {key.value} wants {wanted - given}")
    assert not lacking, lacking


def is_prose(words: str) -> bool:
    """Whether a string reads as words for people, once markup and filled-in parts are taken out."""
    if STYLE.search(words) or "sans-serif" in words:
        return False
    return bool(PROSE.search(TAG.sub(" ", words.replace(DYNAMIC, " ")).strip()))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Wat kost flexibel onderwijs", True),
        ("<b>Let op</b>: dit kan niet", True),
        ("Opslaan", True),
        (f"{DYNAMIC} van de {DYNAMIC} toekomsten", True),
        ("kiezen.note.open", False),
        ('<div class="fl-warning fl-impossible">', False),
        (f'<td class="{DYNAMIC} right">{DYNAMIC}</td>', False),
        (".fl-strip { color: red; }", False),
        ("one_off_integral", False),
    ],
)
def test_prose_is_told_from_code(words: str, expected: bool) -> None:
    assert is_prose(words) == expected


def test_screens_hold_no_texts_of_their_own() -> None:
    found = []
    for path, tree in trees().items():
        if not {"pages", "ui", "charts"} & set(path.parts) and path.name != "app.py":
            continue
        quiet_lines = {node.lineno for node in outside_screens(tree) if hasattr(node, "lineno")}
        for written in strings_in(path, tree):
            if written.line not in quiet_lines and is_prose(written.words):
                found.append(f"{written.place}: {written.words[:60]}")
    assert not found, found


def test_a_missing_text_is_loud() -> None:
    with pytest.raises(MissingText, match="bestaat"):
        text("errors.bestaat_niet", "nl")
    with pytest.raises(MissingText, match="typed"):
        text("errors.amount_no_number", "nl", example="1")


def test_a_count_of_one_takes_its_own_text() -> None:
    assert text("instelling.kept", "nl", count=1).startswith("1 eigen cijfer.")
    assert text("instelling.kept", "nl", count=2).startswith("2 eigen cijfers.")
    assert "op 1 plaats;" in render(notice("errors.model_data", count=1), "nl")
    assert "in 1 place;" in render(notice("errors.model_data", count=1), "en")


def test_values_are_written_in_the_language() -> None:
    inner = notice("errors.amount_absurd", typed="9")
    words = render(notice("errors.amount_no_number", typed=inner, example=1234567.5), "nl")
    assert "1.234.567,5" in words
    assert "9" in words
    assert "1,234,567.5" in render(notice("errors.amount_no_number", typed="x", example=1234567.5), "en")
