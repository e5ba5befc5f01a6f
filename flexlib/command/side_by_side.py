"""Variants side by side on the command line: outcomes × variants with the difference to the first, as JSON or CSV."""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flexlib.engine.compare.compare import MOST, Comparison, Difference, compare
from flexlib.engine.evaluate import Estimate, estimate
from flexlib.engine.sampling import overrides_of, sample
from flexlib.errors import InputError, Notice, notice
from flexlib.model.records import Choice, CostModel
from flexlib.share import Entry, decode_compared, named_in, query_of
from flexlib.share.compared import applied, first_compared
from flexlib.text import render

CSV_COLUMNS = (
    "variant", "query", "outcome", "unit", "p10", "p50", "p90", "point",
    "difference_p10", "difference_p50", "difference_p90", "more", "less", "sure",
)  # fmt: skip
SET = "set"  # the field of a link that says which variants are compared
Cells = dict[str, object]


@dataclass(frozen=True, eq=False)
class SideBySide:
    """What `compare` prints, and what to tell beside it."""

    printed: str
    notices: tuple[Notice, ...]


def add_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """The options of `compare` beside the link."""
    parser.add_argument(
        "--with", dest="others", metavar="VARIANT", nargs="+", action="extend", default=[], help=words("with")
    )
    parser.add_argument("--outcome", metavar="ID", nargs="+", action="extend", help=words("outcome"))


def compared(model: CostModel, choice: Choice, read: Callable[[str], Choice], asked: argparse.Namespace) -> SideBySide:
    """The variants of the link and those that were typed, on the same draws, the reference first.

    read : an address → its choice. A ready-made variant by its id meets the same institution, future and so on.
    Raises InputError for variants that cannot be compared and outcomes that are not one number.
    """
    named = _linked(model, choice, asked)
    for other in asked.others:
        if "=" in other:
            named.append((other, read(other)))
        elif other in model.variants:
            named.append((other, replace(choice, variant=other, levers=())))
        else:
            raise InputError("cli.unknown_variant", id=other, known=", ".join(model.variants))
    if len(named) > MOST:
        raise InputError("compare.number", count=len(named), most=MOST)
    draws = sample(model, choice.draws, choice.seed, overrides_of(choice))
    estimates = [estimate(model, one, draws if _alike(one, choice) else None) for _, one in named]
    comparison = compare([one.result for one in estimates])
    outcomes = _outcomes(model, comparison, asked.outcome)
    same = [
        notice("cli.same_variant", name=named[at][0], other=named[first][0])
        for at in range(len(estimates))
        if (first := _first_equal(estimates, at)) < at
    ]
    return SideBySide(_written(model, named, estimates, comparison, outcomes, asked), tuple(same))


def _linked(model: CostModel, choice: Choice, asked: argparse.Namespace) -> list[tuple[str, Choice]]:
    """The variants that the link compares, its reference first, by name; with `--with` and none in the link its choice.

    Without either those that the screen compares at first. What of the link cannot be understood is told.
    """
    written = named_in(asked.link, SET)
    if not written and asked.others:
        return [(choice.variant, choice)]
    said, told = decode_compared(written, model)
    for one in told:
        print(render(one, asked.language), file=sys.stderr)
    if not written:
        said = first_compared(model, choice, Entry(choice.variant))
    entries = list(said.entries)
    if not entries:
        return [(choice.variant, choice)]
    entries.insert(0, entries.pop(said.reference))
    return [(one.name or one.variant or choice.variant, applied(one, choice)) for one in entries]


def _alike(one: Choice, other: Choice) -> bool:
    """Whether two choices meet the same draws."""
    return (one.draws, one.seed, overrides_of(one)) == (other.draws, other.seed, overrides_of(other))


def _first_equal(estimates: Sequence[Estimate], at: int) -> int:
    """Position of the first variant with the same levels."""
    levels = [dict(one.result.levels) for one in estimates]
    return levels.index(levels[at])


def _outcomes(model: CostModel, comparison: Comparison, asked: Sequence[str] | None) -> list[str]:
    there = comparison.results[comparison.reference].values
    totals = [key for key, outcome in model.outcomes.items() if outcome.shape == "total" and key in there]
    wrong = [key for key in asked or () if key not in totals]
    if wrong:
        raise InputError("unsure.unknown_outcome", names=", ".join(wrong))
    return list(dict.fromkeys(asked)) if asked else totals


def _written(
    model: CostModel,
    named: Sequence[tuple[str, Choice]],
    estimates: Sequence[Estimate],
    comparison: Comparison,
    outcomes: Sequence[str],
    asked: argparse.Namespace,
) -> str:
    variants = []
    for at, ((name, choice), one) in enumerate(zip(named, estimates, strict=True)):
        cells = {outcome: _cells(one, comparison.difference(at, outcome), outcome) for outcome in outcomes}
        variants.append((name, query_of(choice, asked.language), cells))
    if asked.format == "csv":
        return _csv(model, variants)
    content = {
        "model_version": model.version,
        "content_hash": model.content_hash,
        "draws": comparison.results[0].n,
        "reference": named[comparison.reference][0],
        "variants": [{"variant": name, "query": query, "outcomes": cells} for name, query, cells in variants],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _cells(one: Estimate, difference: Difference, outcome: str) -> Cells:
    low, middle, high = (float(value) for value in one.result.quantiles(outcome))
    figures = {
        "p10": low,
        "p50": middle,
        "p90": high,
        "point": float(one.point.values[outcome][0]),
        "difference_p10": difference.low,
        "difference_p50": difference.middle,
        "difference_p90": difference.high,
        "more": difference.more,
        "less": difference.less,
    }
    known: Cells = {name: value if math.isfinite(value) else None for name, value in figures.items()}
    return {**known, "sure": difference.is_sure}


def _csv(model: CostModel, variants: Sequence[tuple[str, str, Mapping[str, Cells]]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for name, query, cells in variants:
        for outcome, figures in cells.items():
            unit = model.outcomes[outcome].unit
            writer.writerow({"variant": name, "query": query, "outcome": outcome, "unit": unit, **figures})
    return written.getvalue()
