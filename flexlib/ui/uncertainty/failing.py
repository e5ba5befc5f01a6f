"""Faalt: in how many futures a variant breaks the room's limits, and which conditions go together with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.failing import failing_by_tenth
from flexlib.engine.compare.futures import Bound
from flexlib.engine.sampling import overrides_of
from flexlib.engine.sensitivity.failure import Box, Condition, Failure, failure
from flexlib.engine.sensitivity.inputs import Input, drawn, inputs_of
from flexlib.ui import cache, chart_panel
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare.totals import Totals
from flexlib.ui.frame import Page
from flexlib.ui.strip import chance_in_words
from flexlib.ui.tables import html_table
from flexlib.ui.told import at_once
from flexlib.ui.uncertainty.ground import Unsure, input_name, short_name
from flexlib.ui.uncertainty.limits import example, fields, limits_of
from flexlib.ui.uncertainty.parts import contest_list, is_empty

TENTHS = 10
SYSTEMIC = "systemic_"  # what one setback, or windfall, does to many lines at once: 1 is neither


def show(page: Page, ground: Unsure) -> None:
    """The part as a whole."""
    if is_empty(page, ground):
        return
    head = st.container()
    limits = limits_of(ground)
    fields(page, ground, limits)
    if not limits:
        with head:
            compare_parts.headline(page.t("unsure.no_limits"))
        return
    draws = cache.shelf().draws_of(ground.choice)
    inputs = inputs_of(ground.model, overrides_of(ground.choice))
    found = at_once(
        ("failing", ground.choice, limits),
        lambda: failure([ground.totals.values[limit.outcome] for limit in limits], limits, draws, inputs),
    )
    with head:
        said = f"{beneath(ground, found, limits)} {example(ground, limits)}".strip()
        compare_parts.headline(lead(ground, found), said)
    _by_limit(page, ground, found, limits)
    if found.kind != "pattern":
        return
    conditions = _inputs_of(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        values = {of.id: drawn(draws, of) for of in conditions}
        chart_panel.show(tenths_figure(ground, found, limits, conditions, values), page.language, page.is_dark)
    with right:
        _boxes(page, ground, found)
        contest_list(page, conditions, "failing")


def lead(ground: Unsure, found: Failure) -> str:
    """How often it fails and when, in one sentence."""
    chance = chance_in_words(found.share, ground.language)
    if found.kind != "pattern":
        return ground.t(f"failing.{found.kind}", name=ground.name, chance=chance, draws=ground.choice.draws)
    return ground.t("failing.lead", name=ground.name, chance=chance, conditions=box_words(ground, found.boxes[0]))


def beneath(ground: Unsure, found: Failure, limits: Sequence[Bound]) -> str:
    """What the conditions are worth, and how the reference fares under the same limits."""
    said = ""
    if found.kind == "pattern":
        first = found.boxes[0]
        said = ground.t(
            "failing.worth",
            often=chance_in_words(first.share, ground.language),
            density=units.share(first.density, ground.language, 0),
            coverage=units.share(first.coverage, ground.language, 0),
        )
        said = f"{said} {_sharpness(ground, found)}"
    if ground.reference is None:
        return said
    chance = chance_in_words(share_failing(ground.reference, limits), ground.language)
    return f"{said} {ground.t('failing.reference', name=ground.reference_name, chance=chance)}".strip()


def _sharpness(ground: Unsure, found: Failure) -> str:
    """What the last condition adds, or that one is enough."""
    count = len(found.boxes[0].conditions)
    if count == 1:
        return ground.t("failing.alone")
    fewer = found.by_count[count - 2]
    return ground.t(
        "failing.sharper",
        density=units.share(fewer.density, ground.language, 0),
        coverage=units.share(fewer.coverage, ground.language, 0),
    )


def share_failing(totals: Totals, limits: Sequence[Bound]) -> float:
    """Share of the draws of a variant in which any limit is broken."""
    return float(_fails(totals, limits).mean())


def _fails(totals: Totals, limits: Sequence[Bound]) -> np.ndarray:
    return np.any([~limit.holds(totals.values[limit.outcome]) for limit in limits], axis=0)


def box_words(ground: Unsure, box: Box) -> str:
    """Conditions that hold together, as a sentence lists them."""
    by_input: dict[str, list[Condition]] = {}
    for condition in box.conditions:
        by_input.setdefault(condition.input.id, []).append(condition)
    words = [condition_words(ground, sorted(of, key=lambda one: not one.above)) for of in by_input.values()]
    if len(words) == 1:
        return words[0]
    return ground.t("failing.and", first=", ".join(words[:-1]), last=words[-1])


def condition_words(ground: Unsure, conditions: Sequence[Condition]) -> str:
    """The conditions on one input: above or below a value in its own unit, or between two."""
    of, above = conditions[0].input, conditions[0].above
    if of.kind == "outlier":
        return ground.t(f"failing.outlier_{'above' if above else 'below'}")
    values = _value_words(ground, of, [one.value for one in conditions])
    of_strength = "strength_" if of.kind == "strength" else ""
    name = input_name(ground.model, of, ground.language)
    if len(values) > 1:
        return ground.t(f"failing.{of_strength}between", name=name, low=values[0], high=values[1])
    return ground.t(f"failing.{of_strength}{'above' if above else 'below'}", name=name, value=values[0])


def _value_words(ground: Unsure, of: Input, values: Sequence[float]) -> list[str]:
    """Values of an input in its own unit; a shared setback also as a percentage."""
    if of.kind == "strength":
        return [units.number(units.significant(value, 2), ground.language) for value in values]
    unit = ground.model.parameters[of.id].unit
    words = [units.with_unit(units.significant(value, 3), unit, ground.language) for value in values]
    if not of.id.startswith(SYSTEMIC):
        return words
    return [
        ground.t(
            f"failing.{'setback' if value > 1 else 'windfall'}",
            value=said,
            share=units.share(abs(value - 1), ground.language, 0),
        )
        for value, said in zip(values, words, strict=True)
    ]


def _inputs_of(found: Failure) -> list[Input]:
    """The inputs of the first box, or of the first two when it has only one condition."""
    seen = [condition.input for condition in found.boxes[0].conditions]
    if len(seen) == 1 and len(found.boxes) > 1:
        seen += [condition.input for condition in found.boxes[1].conditions]
    return list({of.id: of for of in seen}.values())[:3]


def _by_limit(page: Page, ground: Unsure, found: Failure, limits: Sequence[Bound]) -> None:
    rows = [
        (ground.label(limit.outcome), ground.write(limit.outcome, limit.value), units.share(share, page.language, 0))
        for limit, share in zip(limits, found.by_limit, strict=True)
    ]
    if len(rows) > 1:
        heads = [page.t(f"onzekerheid.column.{name}") for name in ("limit", "at_most", "broken")]
        st.html(html_table(page.t("onzekerheid.failing.by_limit"), heads, rows))


def _boxes(page: Page, ground: Unsure, found: Failure) -> None:
    """The conditions of each box; then the first box with fewer conditions and with more."""
    words = [_capital(box_words(ground, box)) for box in found.boxes]
    words[1:] = [ground.t("failing.otherwise", conditions=box_words(ground, box)) for box in found.boxes[1:]]
    _box_table(page, "boxes", words, found.boxes)
    if len(found.by_count) > 1:
        _box_table(page, "by_count", [_capital(box_words(ground, box)) for box in found.by_count], found.by_count)


def _box_table(page: Page, caption: str, words: Sequence[str], boxes: Sequence[Box]) -> None:
    shares = [[units.share(value, page.language, 0) for value in (box.density, box.coverage)] for box in boxes]
    heads = [page.t(f"onzekerheid.column.{name}") for name in ("conditions", "density", "coverage")]
    rows = [(said, *of_box) for said, of_box in zip(words, shares, strict=True)]
    st.html(html_table(page.t(f"onzekerheid.failing.{caption}"), heads, rows))


def tenths_figure(
    ground: Unsure,
    found: Failure,
    limits: Sequence[Bound],
    conditions: Sequence[Input],
    values: dict[str, np.ndarray],
) -> Figure:
    """How often a limit is broken in each tenth of the inputs in the conditions."""
    fails = _fails(ground.totals, limits)
    drawn_rows: list[tuple[str, int, float]] = []
    rows: list[tuple[str | float, ...]] = []
    written: list[tuple[str, ...]] = []
    for of in conditions:
        order = np.argsort(values[of.id], kind="stable")
        shares = [100 * float(fails[part].mean()) for part in np.array_split(order, TENTHS)]
        name = short_name(ground.model, of, ground.language)
        drawn_rows += [(name, tenth, share) for tenth, share in enumerate(shares, 1)]
        full_name = input_name(ground.model, of, ground.language)
        rows.append((full_name, *shares))
        written.append((full_name, *(units.number(share, ground.language, 0) for share in shares)))
    beside = np.nan if ground.reference is None else 100 * share_failing(ground.reference, limits)
    heads = [ground.t("column.input"), *(str(tenth) for tenth in range(1, TENTHS + 1))]
    said = "; ".join(f"{row[0]}: {row[1]} – {row[-1]} %" for row in written)
    named = "; ".join(
        ground.t("failing.limit", outcome=ground.label(limit.outcome), value=ground.write(limit.outcome, limit.value))
        for limit in limits
    )
    return Figure(
        key="faalt",
        title=ground.t("failing.title"),
        notes=(named, ground.t("failing.note"), *dict.fromkeys(ground.price_note(limit.outcome) for limit in limits)),
        source=ground.source,
        alt=ground.t("failing.alt", list=said),
        draw=partial(
            failing_by_tenth, pd.DataFrame(drawn_rows, columns=["name", "tenth", "failing"]), 100 * found.share, beside
        ),
        table=pd.DataFrame(rows, columns=heads),
        written=tuple(written),
        is_wide=True,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
