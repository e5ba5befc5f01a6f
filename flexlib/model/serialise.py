"""Choices and institutions as plain JSON values and back, the same for the workspace and for files.

A record carries its format number; a reader meets only formats it knows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from flexlib.errors import FlexlibError
from flexlib.model.records import PRICE_BASES, Choice, Contest, Institution

FORMAT = 1
VARIANT = "variant"
INSTITUTION = "institution"


def to_record(item: Choice | Institution) -> dict[str, Any]:
    """JSON values (dicts, lists, strings, numbers) from which `from_record` makes an equal choice or institution."""
    if isinstance(item, Institution):
        return {"format": FORMAT, "kind": INSTITUTION, **_institution_record(item)}
    return {
        "format": FORMAT,
        "kind": VARIANT,
        "institution": _institution_record(item.institution),
        "variant": item.variant,
        "levers": dict(item.levers),
        "future": item.future,
        "start": item.start.isoformat(),
        "horizon_months": item.horizon_months,
        "contested": {key: [contest.low, contest.mode, contest.high] for key, contest in item.contested},
        "circumstances": dict(item.circumstances),
        "price_basis": item.price_basis,
        "draws": item.draws,
        "seed": item.seed,
        "model_version": item.model_version,
    }


def choice_from_record(record: Mapping[str, Any]) -> Choice:
    """The choice in a record; raises FlexlibError when it is not one. Ids are not looked up in a model."""
    try:
        _check_head(record, VARIANT)
        return Choice(
            institution=_institution(record["institution"]),
            variant=_word(record["variant"]),
            levers=_numbers(record["levers"]),
            future=_word(record["future"]),
            start=date.fromisoformat(record["start"]),
            horizon_months=_whole(record["horizon_months"]),
            contested=tuple(sorted((_word(key), _contest(range_)) for key, range_ in record["contested"].items())),
            circumstances=_numbers(record.get("circumstances", {})),  # not in what was saved before it was there
            price_basis=_one_of(record["price_basis"], PRICE_BASES),
            draws=_whole(record["draws"]),
            seed=_whole(record["seed"]),
            model_version=_word(record["model_version"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FlexlibError("model.record_unreadable", kind=VARIANT, why=_why(error)) from error


def institution_from_record(record: Mapping[str, Any]) -> Institution:
    """The institution in a record; raises FlexlibError when it is not one."""
    try:
        _check_head(record, INSTITUTION)
        return _institution(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FlexlibError("model.record_unreadable", kind=INSTITUTION, why=_why(error)) from error


def from_record(record: Mapping[str, Any]) -> Choice | Institution:
    """The choice or institution in a record, whichever it says it is."""
    return institution_from_record(record) if record.get("kind") == INSTITUTION else choice_from_record(record)


def _institution_record(item: Institution) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "based_on": item.based_on,
        "figures": dict(item.figures),
        "rates": dict(item.rates),
        "budget_by_year": {str(year): amount for year, amount in item.budget_by_year},
        "budget_from": {str(year): month for year, month in item.budget_from},
    }


def _institution(record: Mapping[str, Any]) -> Institution:
    return Institution(
        id=_word(record["id"]),
        name=_word(record["name"]),
        based_on=_word(record["based_on"]),
        figures=_numbers(record["figures"]),
        rates=_numbers(record["rates"]),
        budget_by_year=_by_year(record.get("budget_by_year", {})),  # not in what was saved before it was there
        budget_from=_first_months(record.get("budget_from", {})),
    )


def _check_head(record: Mapping[str, Any], kind: str) -> None:
    if record["kind"] != kind:
        raise ValueError(f"kind {record['kind']!r}")
    if record["format"] != FORMAT:
        raise ValueError(f"format {record['format']!r}")


def _numbers(values: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((_word(key), _number(value)) for key, value in values.items()))


def _by_year(values: Mapping[str, Any]) -> tuple[tuple[int, float], ...]:
    return tuple(sorted((int(_word(year)), _number(amount)) for year, amount in values.items()))


def _first_months(values: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((int(_word(year)), _whole(month)) for year, month in values.items()))


def _contest(values: list[Any]) -> Contest:
    low, mode, high = (_number(value) for value in values)
    if not low <= mode <= high:
        raise ValueError(f"range {low} {mode} {high}")
    return Contest(low, mode, high)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"number {value!r}")
    return float(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"whole number {value!r}")
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text {value!r}")
    return value


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r}")
    return _word(value)


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:80]}"
