"""What drives the outcomes of a choice, on the command line: shares of the variance as JSON or CSV."""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
from collections.abc import Callable, Sequence

from flexlib.engine.sensitivity.importance import Z95, GroupShare, Importance, Share, importance
from flexlib.engine.sensitivity.inputs import Input
from flexlib.model.records import Choice, CostModel
from flexlib.share import query_of

USUAL = ("one_off_integral", "recurring_integral", "months_all_live")
CSV_COLUMNS = (
    "outcome",
    "method",
    "section",
    "id",
    "label",
    "kind",
    "grade",
    "cost_class",
    "first",
    "first_half_width",
    "together",
    "together_half_width",
    "total",
    "total_half_width",
)
Cells = dict[str, object]


def add_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """The options of `importance` beside the link."""
    parser.add_argument("--outcome", metavar="ID", nargs="+", action="extend", help=words("outcome"))


def driven(model: CostModel, choice: Choice, asked: argparse.Namespace) -> str:
    """The importance of all inputs for the outcomes asked for, in the form asked for."""
    outcomes = tuple(dict.fromkeys(asked.outcome or USUAL))
    found = importance(model, choice, outcomes)
    if asked.format == "csv":
        return _csv([row for one in found.values() for row in _rows(model, one, asked.language)])
    content = {
        "model_version": model.version,
        "content_hash": model.content_hash,
        "query": query_of(choice, asked.language),
        "draws": choice.draws,
        "outcomes": {outcome: _outcome(model, one, asked.language) for outcome, one in found.items()},
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def label_of(model: CostModel, of: Input, language: str) -> str:
    """What an input is called: the parameter, the lever whose effect it is, or the chance of the outlier."""
    if of.kind == "strength":
        return model.levers[model.curves[of.id].lever_id].label[language]
    return model.parameters["ict_tail_probability" if of.kind == "outlier" else of.id].label[language]


def _outcome(model: CostModel, found: Importance, language: str) -> Cells:
    return {
        "method": found.method,
        "variance": _known(found.variance),
        "unit": model.outcomes[found.outcome].unit,
        "interactions": _known(found.interactions),
        "half_width": found.half_width,
        "evaluations": found.evaluations,
        "inputs": [_input(model, share, language) for share in found.shares],
        "by_class": [_group(group) for group in found.by_class],
        "by_grade": [_group(group) for group in found.by_grade],
    }


def _input(model: CostModel, share: Share, language: str) -> Cells:
    of = share.input
    return {
        "id": of.id,
        "label": label_of(model, of, language),
        "kind": of.kind,
        "grade": of.grade,
        "cost_class": of.cost_class,
        "first": share.first,
        "first_half_width": Z95 * share.first_error,
        "total": share.total,
        "total_half_width": Z95 * share.total_error,
    }


def _group(group: GroupShare) -> Cells:
    return {
        "id": group.group,
        "first": group.alone,
        "together": group.together,
        "together_half_width": Z95 * group.together_error,
        "total": group.total,
        "total_half_width": Z95 * group.total_error,
    }


def _rows(model: CostModel, found: Importance, language: str) -> list[Cells]:
    """One row per input and group, and what belongs to no input by itself."""
    head = {"outcome": found.outcome, "method": found.method}
    rows: list[Cells] = [{"section": "input", **_input(model, share, language)} for share in found.shares]
    rows += [{"section": "class", **_group(group)} for group in found.by_class]
    rows += [{"section": "grade", **_group(group)} for group in found.by_grade]
    rows.append({"section": "interactions", "total": _known(found.interactions)})
    return [{**head, **row} for row in rows]


def _csv(rows: Sequence[Cells]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
