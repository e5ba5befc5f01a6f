"""Checks of model.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flexlib.model.checks.context import Context
from flexlib.model.findings import Finding
from flexlib.model.records import SEVERITIES
from flexlib.model.tables import SETTINGS_FILE

_KINDS: Mapping[str, type] = {
    "version": str,
    "date": date,
    "price_level": int,
    "start": date,
    "horizon_months": int,
    "draws": int,
    "seed": int,
    "severity_weights": dict,
    "strength": dict,
}
_STRENGTHS = ("default", "readiness_above", "readiness_below")


def check_settings(context: Context) -> Iterator[Finding]:
    """Every setting is there, of the right kind and in its bounds."""
    settings = context.settings
    if not settings:
        return
    for name in settings:
        if name not in _KINDS:
            yield _wrong(name, "model.setting_unknown")
    for name, kind in _KINDS.items():
        if name not in settings:
            yield _wrong(name, "model.setting_missing")
        elif type(settings[name]) is not kind:
            yield _wrong(name, "model.setting_kind", value=str(settings[name]))
        elif name in ("horizon_months", "draws") and settings[name] <= 0:
            yield _wrong(name, "model.setting_not_positive", value=str(settings[name]))
    yield from _check_tables(settings)


def _check_tables(settings: Mapping[str, Any]) -> Iterator[Finding]:
    weights, strengths = settings.get("severity_weights"), settings.get("strength")
    if isinstance(weights, dict):
        for severity in SEVERITIES:
            if not _is_number(weights.get(severity)):
                yield _wrong(f"severity_weights.{severity}", "model.setting_missing")
    if isinstance(strengths, dict):
        for name in _STRENGTHS:
            triple = strengths.get(name)
            if not isinstance(triple, list) or len(triple) != 3 or not all(map(_is_number, triple)):
                yield _wrong(f"strength.{name}", "model.setting_missing")
            elif sorted(triple) != triple:
                yield _wrong(f"strength.{name}", "model.setting_order", value=str(triple))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _wrong(name: str, key: str, **values: object) -> Finding:
    return Finding.of(key, SETTINGS_FILE, 0, name, **values)
