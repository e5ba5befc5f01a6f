"""Checks of cost lines: what belongs together on a line, and what the lines as a whole must cover."""

from __future__ import annotations

from collections.abc import Iterator

from flexlib.model.checks.context import Context, at
from flexlib.model.findings import Finding
from flexlib.model.read import Row
from flexlib.model.records import ASPECTS, CHAINS
from flexlib.model.required import TAGS, TAGS_BY_GROUP

_FILE = "cost_lines.csv"
_SPREADS = {
    "one_off": ("richten", "build", "rollout", "programme_end", "programme", "first_year"),
    "recurring": ("live",),
    "income": ("live", "lagged_income", "rollout"),
}


def check_lines(context: Context) -> Iterator[Finding]:
    """Each line by itself, then chains and aspects."""
    for row in context.rows("cost_lines"):
        yield from _line(row)
        yield from _tags(row, context)
    covered = {(row["chain"], row["timing"]) for row in context.rows("cost_lines", "chain", "timing")}
    aspects = {row["aspect"] for row in context.rows("cost_lines", "aspect")}
    if covered:
        for chain in CHAINS:
            for timing in ("one_off", "recurring"):
                if (chain, timing) not in covered:
                    yield Finding.of("model.chain_not_covered", _FILE, 0, "chain", chain=chain, timing=timing)
        for aspect in ASPECTS:
            if aspect not in aspects:
                yield Finding.of("model.aspect_not_covered", _FILE, 0, "aspect", aspect=aspect)


def _line(row: Row) -> Iterator[Finding]:
    timing, spread, price = row.get("timing"), row.get("spread"), row.get("price_parameter")
    if timing and spread and spread not in _SPREADS[timing]:
        yield at(row, "spread", "model.spread_not_for_timing", spread=spread, timing=timing)
    if row.get("effort") == () and "price_parameter" in row.values and price is None:
        yield at(row, "effort", "model.line_without_cost")
    if row.get("vat") and "price_parameter" in row.values and (price is None or timing == "income"):
        yield at(row, "vat", "model.vat_without_purchase")
    if row.get("surcharge") and spread and (spread != "live" or timing != "recurring"):
        yield at(row, "surcharge", "model.surcharge_not_for_spread", spread=spread)


def _tags(row: Row, context: Context) -> Iterator[Finding]:
    tags = row.get("tags") or ()
    for tag in tags:
        if tag not in TAGS:
            yield at(row, "tags", "model.unknown_tag", tag=tag)
    for tag in sorted({tag for tag in tags if tags.count(tag) > 1}):
        yield at(row, "tags", "model.tag_twice", tag=tag)
    driver = context.drivers.get(row.get("driver") or "")
    if tags and tags[0] in TAGS_BY_GROUP and driver is not None and not driver.by_group:
        yield at(row, "driver", "model.tag_needs_groups", tag=tags[0], driver=driver.id)
