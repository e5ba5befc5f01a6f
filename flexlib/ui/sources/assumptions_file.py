"""The assumptions as a workbook to compute with: numbers as numbers, each with its id, unit, grade and source."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from flexlib import units
from flexlib.model.records import Contest, CostModel
from flexlib.text import text
from flexlib.ui import downloads, subjects

SHARE_FORMAT, MONEY_FORMAT, NUMBER_FORMAT = "0.0##%", "[$€-2] #,##0.00", "#,##0.######"


def assumptions_file(
    model: CostModel, kind: str, found: Sequence[str], contested: dict[str, Contest], title: str, language: str
) -> bytes:
    """An XLSX file of these numbers or effects; contested values have columns of their own when there are any."""
    table = (_numbers if kind == "numbers" else _effects)(model, found, language)
    if any(subject in contested for subject in found):
        for name in ("low", "mode", "high"):
            own = [getattr(contested[subject], name) if subject in contested else float("nan") for subject in found]
            table[f"own_{name}"] = own
    table.columns = pd.Index([text(f"bronnen.column.{name}", language) for name in table.columns])
    formats = [_format(model.parameters[subject].unit) if kind == "numbers" else NUMBER_FORMAT for subject in found]
    return downloads.xlsx_file(table, title, [f"flexlib {model.version}"], formats)


def _numbers(model: CostModel, found: Sequence[str], language: str) -> pd.DataFrame:
    rows = []
    for parameter in (model.parameters[subject] for subject in found):
        rows.append(
            {
                "id": parameter.id,
                "name": parameter.label[language],
                "low": float(parameter.low),
                "mode": float(parameter.mode),
                "high": float(parameter.high),
                "unit": units.unit_label(parameter.unit, language),
                "level": parameter.price_level or "",
                "grade": parameter.grade,
                "source": _source(model, parameter.source_id),
                "reason": parameter.reasoning,
            }
        )
    return pd.DataFrame(rows)


def _effects(model: CostModel, found: Sequence[str], language: str) -> pd.DataFrame:
    rows = []
    for curve in (model.curves[subject] for subject in found):
        modes = [float(point.mode) for point in curve.points]
        strength = subjects.model_strength(model, curve.id)
        rows.append(
            {
                "id": curve.id,
                "lever": model.levers[curve.lever_id].label[language],
                "target": subjects.target_words(model, curve, language),
                "kind": text(f"bronnen.kind.{curve.operation}", language),
                "smallest": min(modes),
                "largest": max(modes),
                "low": float(strength.low),
                "mode": float(strength.mode),
                "high": float(strength.high),
                "unit": text("bronnen.column.strength", language),
                "grade": curve.grade,
                "source": "; ".join(_source(model, citation.source_id) for citation in curve.citations),
            }
        )
    return pd.DataFrame(rows)


def _source(model: CostModel, source_id: str) -> str:
    source = model.sources.get(source_id)
    return "" if source is None else ", ".join(part for part in (source.title, source.address) if part)


def _format(unit: str) -> str:
    if units.is_share(unit):
        return SHARE_FORMAT
    return MONEY_FORMAT if units.is_money(unit) else NUMBER_FORMAT
