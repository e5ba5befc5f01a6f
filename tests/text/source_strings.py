"""The strings in the product's code, as the text tests need them."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
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

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("([^.]+)".join(re.escape(part) for part in self.words.split(DYNAMIC)))


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
