"""Driver formulas: names, numbers, + - * / ( ), min, max, sum and largest; nothing else is accepted."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

FUNCTIONS = ("min", "max", "sum", "largest")
FOLDS = ("sum", "largest")
PLAIN: Mapping[str, Callable[..., Any]] = {"min": min, "max": max, "sum": sum, "largest": max}
_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_LONGEST = 800  # characters; keeps recursion shallow


class ExpressionError(ValueError):
    """A formula that is not in the grammar; `key` is the text that says why, `part` the offending piece."""

    def __init__(self, key: str, part: str) -> None:
        super().__init__(f"{key}: {part}")
        self.key = key
        self.part = part


@dataclass(frozen=True)
class Node:
    """One operation: `name` and `number` are leaves, the others work on `parts`."""

    kind: str  # number, name, +, -, *, /, negative or call
    parts: tuple[Node, ...] = ()
    word: str = ""  # the name, or the function of a call
    value: float = 0.0


@dataclass(frozen=True)
class Expression:
    """A parsed formula. `names` are in order of first use; `folded` are the names inside sum() or largest()."""

    text: str
    root: Node
    names: tuple[str, ...]
    functions: tuple[str, ...]
    folded: frozenset[str]
    unfolded: frozenset[str]

    def evaluate(self, env: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] = PLAIN) -> Any:
        """The value with `env` holding every name.

        Values may be floats or arrays; `functions` gives min, max (two or more arguments), sum and
        largest (one argument: the values over the target groups) for that kind of value.
        """
        return _value(self.root, env, functions)


@lru_cache(maxsize=1_000)
def parse(text: str) -> Expression:
    """Parse a formula; raises ExpressionError for anything outside the grammar."""
    if len(text) > _LONGEST:
        raise ExpressionError("model.formula_too_long", str(len(text)))
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError("model.formula_syntax", text) from error
    root = _node(tree.body)
    leaves = list(_leaves(root, folded=False))
    return Expression(
        text=text,
        root=root,
        names=tuple(dict.fromkeys(name for name, _ in leaves)),
        functions=tuple(sorted(_calls(root))),
        folded=frozenset(name for name, folded in leaves if folded),
        unfolded=frozenset(name for name, folded in leaves if not folded),
    )


def _node(item: ast.expr) -> Node:
    if isinstance(item, ast.Name):
        if item.id in FUNCTIONS:
            raise ExpressionError("model.formula_syntax", item.id)
        return Node("name", word=item.id)
    if isinstance(item, ast.Constant):
        if isinstance(item.value, bool) or not isinstance(item.value, (int, float)):
            raise ExpressionError("model.formula_not_allowed", ast.unparse(item))
        return Node("number", value=float(item.value))
    if isinstance(item, ast.UnaryOp) and isinstance(item.op, ast.USub):
        return Node("negative", (_node(item.operand),))
    if isinstance(item, ast.BinOp) and type(item.op) in _OPERATORS:
        left, right = _node(item.left), _node(item.right)
        return Node(_OPERATORS[type(item.op)], (left, right))
    if isinstance(item, ast.Call):
        return _call(item)
    raise ExpressionError("model.formula_not_allowed", ast.unparse(item))


def _call(item: ast.Call) -> Node:
    word = item.func.id if isinstance(item.func, ast.Name) else ast.unparse(item.func)
    if word not in FUNCTIONS or item.keywords or any(isinstance(part, ast.Starred) for part in item.args):
        raise ExpressionError("model.formula_not_allowed", ast.unparse(item))
    folds = word in FOLDS
    folds_one_name = len(item.args) == 1 and isinstance(item.args[0], ast.Name)
    if (folds and not folds_one_name) or (not folds and len(item.args) < 2):
        raise ExpressionError("model.formula_arguments", ast.unparse(item))
    return Node("call", tuple(_node(part) for part in item.args), word=word)


def _leaves(node: Node, folded: bool) -> Any:
    if node.kind == "name":
        yield node.word, folded
    for part in node.parts:
        yield from _leaves(part, folded or node.word in FOLDS)


def _calls(node: Node) -> set[str]:
    found = {node.word} if node.kind == "call" else set()
    return found.union(*(_calls(part) for part in node.parts))


def _value(node: Node, env: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
    if node.kind == "name":
        return env[node.word]
    if node.kind == "number":
        return node.value
    parts = [_value(part, env, functions) for part in node.parts]
    if node.kind == "call":
        return functions[node.word](*parts)
    if node.kind == "negative":
        return -parts[0]
    return combined(node.kind, *parts)


def combined(operator: str, left: Any, right: Any) -> Any:
    """Two values with +, -, * or / between them: of numbers, arrays, or whatever has its own arithmetic."""
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / right


Powers = frozenset[int] | None  # powers of the scale factor a value consists of; None: not a sum of powers


def powers(expression: Expression, of_name: Mapping[str, Powers]) -> Powers:
    """Powers of f in the formula when each name is a sum of powers of f, as given in `of_name`.

    {0} does not depend on f, {1} is proportional, {0, 1} is affine, the empty set is zero;
    None is anything that is not a polynomial in f, such as min(1, students / 100).
    """
    return _powers(expression.root, of_name)


def _powers(node: Node, of_name: Mapping[str, Powers]) -> Powers:
    if node.kind == "number":
        return frozenset({0}) if node.value else frozenset()
    if node.kind == "name":
        return of_name[node.word]
    parts = [_powers(part, of_name) for part in node.parts]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    union = frozenset().union(*known)
    if node.kind in ("+", "-", "negative") or node.word == "sum":
        return union
    if node.kind == "*":
        return frozenset(a + b for a in known[0] for b in known[1])
    if node.kind == "/":
        if len(known[1]) != 1:
            return None
        (below,) = known[1]
        return frozenset(power - below for power in known[0])
    return union if len(union) <= 1 else None  # min, max, largest keep a common power of f > 0
