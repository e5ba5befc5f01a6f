"""Reads the text files once and puts values into a text.

The texts stand in `flexlib/text/<nl|en>/<section>.toml`, one file per screen or section; nested keys are joined
with dots, so `[strip] months` in `kiezen.toml` is `kiezen.strip.months`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from flexlib.errors import Notice
from flexlib.text.notation import plain

LANGUAGES = ("nl", "en")
FOLDER = Path(__file__).parent
ONE = "_one"  # ends the key of the text for a count of one


class MissingText(LookupError):
    """A text key that no file holds, or a value that its text names and the caller left out."""


@runtime_checkable
class Bilingual(Protocol):
    """A value that brings its own Dutch and English, such as the label of a lever."""

    nl: str
    en: str


@cache
def all_texts(language: str) -> Mapping[str, str]:
    """Every text of a language by its full key `<section>.<key>`, in file order."""
    if language not in LANGUAGES:
        raise MissingText(f"no texts in language {language!r}")
    found: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for key, words in _leaves(content, path.stem):
            found[key] = words
    return MappingProxyType(found)


def text(key: str, language: str, /, **values: object) -> str:
    """The text of a key with its values filled in; numbers come out in the language's notation.

    With a `count` of 1 the text `<key>_one` is taken where there is one: "1 eigen cijfer" beside "2 eigen cijfers".
    """
    if values.get("count") == 1 and f"{key}{ONE}" in all_texts(language):
        key = f"{key}{ONE}"
    try:
        words = all_texts(language)[key]
    except KeyError:
        raise MissingText(f"no text {key!r} in {language!r}") from None
    if not values:
        return words if "{" not in words else _fill(words, key, language, {})
    return _fill(words, key, language, values)


def render(message: Notice, language: str) -> str:
    """The words of a notice."""
    return text(message.key, language, **dict(message.values))


def _fill(words: str, key: str, language: str, values: Mapping[str, object]) -> str:
    try:
        return words.format_map({name: _worded(value, language) for name, value in values.items()})
    except KeyError as missing:
        raise MissingText(f"text {key!r} names {missing}, which was not given") from None


def _worded(value: object, language: str) -> str:
    if isinstance(value, Notice):
        return render(value, language)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return plain(value, language)
    if isinstance(value, Bilingual):
        return value.en if language == "en" else value.nl
    return str(value)


def _leaves(content: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from _leaves(value, key)
        elif isinstance(value, str):
            yield key, value.strip("\n")
        else:
            raise MissingText(f"text {key!r} is {type(value).__name__}, not a text")
