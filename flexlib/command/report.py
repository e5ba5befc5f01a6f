"""An estimate as JSON or CSV, every number unrounded."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from flexlib.engine.calendar import Period
from flexlib.engine.evaluate import Estimate
from flexlib.engine.lines import LineRow, LineTable
from flexlib.engine.result import Result
from flexlib.errors import Notice
from flexlib.model.records import Choice, CostModel
from flexlib.share import query_of
from flexlib.text import render

CSV_COLUMNS = ("section", "id", "period", "part", "unit", "p10", "p50", "p90", "mean", "point", "text")
LINE_AMOUNTS = ("purchase", "out_of_pocket", "own_time", "integral", "income", "external_hours")


def as_json(
    model: CostModel,
    estimate: Estimate,
    lines: LineTable,
    grade_d: Mapping[str, float],
    notices: Sequence[Notice],
    each_draw: bool,
    language: str,
) -> str:
    """The whole estimate; with `each_draw` also every outcome draw by draw, under `draws`.

    grade_d : outcome id → share of its band that rests on assumptions of grade D
    """
    result = estimate.result
    content = {
        "model_version": result.model_version,
        "content_hash": result.content_hash,
        "draws_used": result.n,
        "choice": choice_record(result.choice),
        "query": query_of(result.choice, language),
        "notices": [render(notice, language) for notice in notices],
        "levels": dict(result.levels),
        "figures": dict(result.figures),
        "budget_by_year": {str(year): amount for year, amount in result.choice.institution.budget_by_year},
        "calendar_years": [_period(period) for period in result.calendar_years],
        "school_years": [_period(period) for period in result.school_years],
        "groups": list(model.groups),
        "roles": list(model.roles),
        "outcomes": {outcome_id: _outcome(model, estimate, outcome_id, language) for outcome_id in result.values},
        "grade_d_band_share": dict(grade_d),
        "lines": [_line(row) for row in lines.rows],
        "findings": [
            {"kind": item.kind, "subject": item.subject, "share": item.share, "figures": dict(item.figures)}
            for item in result.findings
        ],
        "rules": [
            {"id": hit.rule.id, "severity": hit.rule.severity, "message": hit.rule.message[language]}
            for hit in result.rule_hits
        ],
    }
    if each_draw:
        content["draws"] = {outcome_id: values.tolist() for outcome_id, values in result.values.items()}
    return json.dumps(_without_nan(content), ensure_ascii=False, indent=2)


def as_csv(model: CostModel, estimate: Estimate, lines: LineTable, grade_d: Mapping[str, float], language: str) -> str:
    """One row per figure: outcomes with period and part (role or target group), then the lines at the rekenwaarde.

    The mean of a chance is the share of draws in which it holds.
    """
    written = io.StringIO()
    writer = csv.DictWriter(written, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_about(estimate.result, language))
    for outcome_id in estimate.result.values:
        writer.writerows(_outcome_rows(model, estimate, outcome_id))
    for outcome_id, share in grade_d.items():
        found = "" if math.isnan(share) else share
        writer.writerow({"section": "grade_d_band_share", "id": outcome_id, "unit": "share", "point": found})
    for row in lines.rows:
        writer.writerows(_line_rows(row))
    return written.getvalue()


def choice_record(choice: Choice) -> dict[str, object]:
    """A choice as plain values."""
    return {
        "institution": choice.institution.id,
        "based_on": choice.institution.based_on,
        "variant": choice.variant,
        "levers": dict(choice.levers),
        "future": choice.future,
        "circumstances": dict(choice.circumstances),
        "start": choice.start.isoformat(),
        "horizon_months": choice.horizon_months,
        "contested": {subject: [item.low, item.mode, item.high] for subject, item in choice.contested},
        "price_basis": choice.price_basis,
        "draws": choice.draws,
        "seed": choice.seed,
    }


def _outcome(model: CostModel, estimate: Estimate, outcome_id: str, language: str) -> dict[str, object]:
    outcome = model.outcomes[outcome_id]
    low, middle, high = estimate.result.quantiles(outcome_id)
    return {
        "label": outcome.label[language],
        "unit": outcome.unit,
        "shape": outcome.shape,
        "p10": low.tolist(),
        "p50": middle.tolist(),
        "p90": high.tolist(),
        "mean": estimate.result.mean(outcome_id).tolist(),
        "point": estimate.point.values[outcome_id][0].tolist(),
    }


def _line(row: LineRow) -> dict[str, object]:
    line = row.line
    return {
        "id": line.id,
        "chain": line.chain,
        "aspect": line.aspect,
        "phase": line.phase,
        "timing": line.timing,
        "carried_by": line.carried_by,
        **{name: getattr(row, name) for name in LINE_AMOUNTS},
        "own_hours": row.own_hours,
        "released_hours": row.released_hours,
        "integral_year": row.integral_year.tolist(),
        "income_year": row.income_year.tolist(),
    }


def _period(period: Period) -> dict[str, object]:
    return {
        "label": period.label,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "partial": period.partial,
    }


def _about(result: Result, language: str) -> Iterator[dict[str, object]]:
    about = {"model_version": result.model_version, "content_hash": result.content_hash, "draws_used": result.n}
    about |= {"query": query_of(result.choice, language)}
    about |= {f"rule:{hit.rule.id}": hit.rule.message[language] for hit in result.rule_hits}
    for name, value in about.items():
        yield {"section": "about", "id": name, "text": value}


def _outcome_rows(model: CostModel, estimate: Estimate, outcome_id: str) -> Iterator[dict[str, object]]:
    outcome, result = model.outcomes[outcome_id], estimate.result
    quantiles, point = result.quantiles(outcome_id), estimate.point.values[outcome_id][0]
    mean = result.mean(outcome_id)
    for index in np.ndindex(point.shape):
        low, middle, high = (_cell(quantiles[(at, *index)]) for at in range(3))
        yield {
            "section": "outcome",
            "id": outcome_id,
            "period": _label(result, outcome.shape, index),
            "part": _part(model, outcome.shape, index),
            "unit": outcome.unit,
            "p10": low,
            "p50": middle,
            "p90": high,
            "mean": _cell(float(mean[index])),
            "point": _cell(point[index]),
        }


def _line_rows(row: LineRow) -> Iterator[dict[str, object]]:
    amounts = {name: ("EUR", getattr(row, name)) for name in LINE_AMOUNTS if name != "external_hours"}
    amounts |= {"external_hours": ("h", row.external_hours)}
    amounts |= {f"own_hours:{role}": ("h", hours) for role, hours in row.own_hours.items()}
    amounts |= {f"released_hours:{role}": ("h", hours) for role, hours in row.released_hours.items()}
    for part, (unit, value) in amounts.items():
        yield {
            "section": "line",
            "id": row.line.id,
            "period": row.line.timing,
            "part": part,
            "unit": unit,
            "point": repr(value),
        }


def _label(result: Result, shape: str, index: tuple[int, ...]) -> str:
    if not index:
        return ""
    periods = result.calendar_years if shape in ("year", "year_group") else result.school_years
    return periods[index[0]].label


def _part(model: CostModel, shape: str, index: tuple[int, ...]) -> str:
    if len(index) < 2:
        return ""
    return list(model.groups if shape == "year_group" else model.roles)[index[1]]


def _cell(value: float) -> str:
    return "" if math.isnan(value) else repr(float(value))


def _without_nan(content: object) -> object:
    """JSON knows no nan: what does not exist ("n.v.t.") becomes null."""
    if isinstance(content, dict):
        return {key: _without_nan(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_without_nan(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
