"""Draws as a file: the parameter values and strengths of every draw, so that another program can check the engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from flexlib.engine.sampling import Draws, strength_ranges
from flexlib.errors import DrawsError, InputError, Notice, notice
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
    """Draws from such a file. Raises DrawsError with every value that is missing, unknown or no number, and every list
    of another length than `tail`; InputError when the file cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError("cli.file_not_read", file=str(path), reason=str(error.strerror)) from error
    except ValueError as error:
        raise InputError("cli.given_no_json", file=str(path), reason=str(error)) from error
    tail = content.get("tail") if isinstance(content, dict) else None
    if not isinstance(tail, list) or not tail:
        raise InputError("cli.given_no_tail", file=str(path))
    parts = {"parameters": list(model.parameters), "strengths": [key for key, _ in strength_ranges(model, {})]}
    findings = [*_wrong_numbers({"tail": tail}, len(tail))]
    for part, known in parts.items():
        findings += _wrong_part(content.get(part), part, known, len(tail))
    if findings:
        raise DrawsError(findings, str(path))
    read = {part: {name: np.array(content[part][name], dtype=float) for name in known} for part, known in parts.items()}
    return Draws(parameters=read["parameters"], strengths=read["strengths"], tail=np.array(tail, dtype=float))


def _wrong_part(given: object, part: str, known: Sequence[str], n: int) -> Iterator[Notice]:
    if not isinstance(given, dict):
        yield notice("cli.given_no_part", part=part)
        return
    if missing := [name for name in known if name not in given]:
        yield notice("cli.given_missing", part=part, names=_listed(missing))
    if unknown := [name for name in given if name not in known]:
        yield notice("cli.given_unknown", part=part, names=_listed(unknown))
    yield from _wrong_numbers({name: given[name] for name in known if name in given}, n)


def _wrong_numbers(columns: Mapping[str, object], n: int) -> Iterator[Notice]:
    for name, values in columns.items():
        if not isinstance(values, list) or not all(_is_number(value) for value in values):
            yield notice("cli.given_no_numbers", name=name)
        elif len(values) != n:
            yield notice("cli.given_length", name=name, found=len(values), expected=n)


def _is_number(value: object) -> bool:
    """A number that a float can hold and no formula of the model overflows on; true and false are no numbers."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}, +{len(names) - NAMED}"
