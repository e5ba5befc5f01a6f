"""What has to be known before comparing: what was put equal, twins, and variants that cannot be."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib.ui import compare_set, controls
from flexlib.ui.comparison import Compares

FEW_DRAWS = 100  # below this a band says too little to be read


def show(ground: Compares) -> None:
    """A line for each, above the parts; nothing when there is none."""
    lines = [(line, "fl-info") for line in compare_set.put_equal(ground.model, ground.variants, ground.language)]
    for first, second in _twins(ground):
        lines.append((ground.t("twins", first=first, second=second), "fl-info"))
    draws = ground.variants[0].choice.draws
    if draws < FEW_DRAWS:
        lines.append((ground.t("few_draws", count=draws), "fl-info"))
    block = "".join(f'<p class="fl-warning {kind}">{escape(line)}</p>' for line, kind in lines)
    for one, totals in zip(ground.variants, ground.totals, strict=True):
        hits = [hit for hit in totals.rule_hits if hit.rule.severity == "impossible"]
        if not totals.is_possible:
            said = ground.t("impossible", variant=one.name)
            warnings = "".join(controls.warning(hit, ground.language) for hit in hits)
            block += f'<p class="fl-warning fl-impossible">{escape(said)}</p>{warnings}'
    if block:
        st.html(f'<div class="fl-alerts" data-testid="remarks">{block}</div>')


def _twins(ground: Compares) -> list[tuple[str, str]]:
    """Names of variants that are the same choice under two names."""
    levels = [totals.levels for totals in ground.totals]
    names = ground.names
    return [
        (names[first], names[second])
        for first in range(len(levels))
        for second in range(first + 1, len(levels))
        if levels[first] == levels[second]
    ]
