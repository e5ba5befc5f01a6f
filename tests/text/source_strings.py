"""The strings in the product's code, as the text tests need them."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DYNAMIC = "\0"  # stands for a part that is filled in at run time
OUTSIDE_SCREENS = {"debug", "info", "warning", "error", "exception", "getLogger", "compile", "sub", "search", "match"}


@dataclass(frozen=True)
class Written:
    """One string in the code; `words` has DYNAMIC where an f-string fills something in."""

    path: Path
    line: int
    words: str

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


@cache
def trees() -> dict[Path, ast.Module]:
    paths = [*(ROOT / "flexlib").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}


@cache
def strings() -> tuple[Written, ...]:
    """Every string of the code except docstrings; the parts of an f-string count as one."""
    return tuple(found for path, tree in trees().items() for found in strings_in(path, tree))


def strings_in(path: Path, tree: ast.AST) -> Iterator[Written]:
    inside_f_strings: set[ast.expr] = {
        part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield Written(path, node.lineno, joined(node))
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings | inside_f_strings
        ):
            yield Written(path, node.lineno, node.value)


def joined(node: ast.JoinedStr) -> str:
    return "".join(part.value if isinstance(part, ast.Constant) else DYNAMIC for part in node.values)


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in the code, with the last name of what is called."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                yield path, node, name


@cache
def vocabulary() -> frozenset[str]:
    """What may fill a dynamic part of a key: ids in the model data, strings in the code, small numbers."""
    found = {written.words for written in strings()} | {str(number) for number in range(100)}
    for table in (ROOT / "data" / "model").glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as lines:
            found.update(cell for row in csv.reader(lines) for cell in row if " " not in cell)
    found.update(path.stem for path in (ROOT / "pages").glob("*.py"))
    return frozenset(found)


def can_make(words: str, key: str, fills: Callable[[str], bool]) -> bool:
    """Whether a string with filled-in parts can come out as this key; `fills` says what may fill a part."""
    literal, dynamic, rest = words.partition(DYNAMIC)
    if not key.startswith(literal):
        return False
    key = key[len(literal) :]
    if not dynamic:
        return not key
    ends = [end for end in range(len(key) + 1) if "." not in key[:end]]
    return any(can_make(rest, key[end:], fills) and (end == 0 or fills(key[:end])) for end in ends)


@cache
def is_word(part: str) -> bool:
    """Whether something may fill a part of a key: a word, or a word put together from words."""
    if part in vocabulary():
        return True
    composed = (written.words for written in strings() if re.fullmatch(rf"\w*{DYNAMIC}\w*", written.words))
    return any(words != DYNAMIC and can_make(words, part, vocabulary().__contains__) for words in composed)


def outside_screens(tree: ast.AST) -> set[ast.AST]:
    """Nodes whose words never reach a screen: what is logged, raised or used as a search pattern."""
    quiet: set[ast.AST] = set()
    for node in ast.walk(tree):
        is_quiet = isinstance(node, (ast.Raise, ast.Assert)) or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in OUTSIDE_SCREENS
            and getattr(node.func.value, "id", "") in {"log", "_LOG", "logging", "re"}
        )
        if is_quiet:
            quiet.update(ast.walk(node))
    return quiet
