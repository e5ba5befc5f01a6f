"""Draws as a file: the parameter values and strengths of every draw, so that another program can check the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from flexlib.engine.sampling import Draws, strength_ranges
from flexlib.errors import InputError
from flexlib.model.records import CostModel

LARGEST = 1e12
NAMED = 5  # ids that a message repeats


def write_draws(draws: Draws, path: Path) -> None:
    """Write draws as JSON: `parameters` and `strengths` by id, and `tail`, each a list with one number per draw."""
    content = {
        "parameters": {name: values.tolist() for name, values in draws.parameters.items()},
        "strengths": {name: values.tolist() for name, values in draws.strengths.items()},
        "tail": draws.tail.tolist(),
    }
    try:
        path.write_text(json.dumps(content), encoding="utf-8")
    except OSError as error:
        raise InputError("cli.file_not_written", file=str(path), reason=str(error.strerror)) from error


def read_draws(path: Path, model: CostModel) -> Draws:
    """Draws from such a file; raises InputError when a value of the model is missing, unknown or no number."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError("cli.file_not_read", file=str(path), reason=str(error.strerror)) from error
    except ValueError as error:
        raise InputError("cli.given_no_json", file=str(path), reason=str(error)) from error
    if not isinstance(content, dict) or not isinstance(content.get("tail"), list) or not content["tail"]:
        raise InputError("cli.given_no_tail", file=str(path))
    n = len(content["tail"])
    strengths = [key for key, _ in strength_ranges(model, {})]
    return Draws(
        parameters=_columns(content, "parameters", model.parameters, n, path),
        strengths=_columns(content, "strengths", strengths, n, path),
        tail=_numbers({"tail": content["tail"]}, n, path)["tail"],
    )


def _columns(content: dict, part: str, known: Iterable[str], n: int, path: Path) -> dict[str, np.ndarray]:
    given = content.get(part)
    if not isinstance(given, dict):
        raise InputError("cli.given_no_part", file=str(path), part=part)
    names = list(known)
    missing = [name for name in names if name not in given]
    unknown = [name for name in given if name not in names]
    if missing:
        raise InputError("cli.given_missing", file=str(path), part=part, names=_listed(missing))
    if unknown:
        raise InputError("cli.given_unknown", file=str(path), part=part, names=_listed(unknown))
    return _numbers({name: given[name] for name in names}, n, path)


def _numbers(columns: dict[str, object], n: int, path: Path) -> dict[str, np.ndarray]:
    read = {}
    for name, values in columns.items():
        if not isinstance(values, list) or not all(_is_number(value) for value in values):
            raise InputError("cli.given_no_numbers", file=str(path), name=name)
        column = np.array(values, dtype=float)
        if len(column) != n:
            raise InputError("cli.given_length", file=str(path), name=name, found=len(column), expected=n)
        if not np.isfinite(column).all():
            raise InputError("cli.given_no_numbers", file=str(path), name=name)
        read[name] = column
    return read


def _is_number(value: object) -> bool:
    """A number that a float can hold and no formula of the model overflows on; true and false are no numbers."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}, +{len(names) - NAMED}"
