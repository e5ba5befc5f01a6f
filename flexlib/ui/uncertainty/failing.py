"""Mislukt: how often a variant breaks the room's limits, and what goes together with failing, or with succeeding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.failing import failing_by_tenth
from flexlib.engine.compare.futures import Bound
from flexlib.engine.sampling import Draws, overrides_of
from flexlib.engine.sensitivity.failure import Box, Condition, Failure, failure
from flexlib.engine.sensitivity.inputs import Input, drawn, inputs_of
from flexlib.ui import cache, chart_panel, look
from flexlib.ui.chart_panel import Figure
from flexlib.ui.failing_limits import EXAMPLE, in_words, is_budget, is_example, limits_of
from flexlib.ui.frame import Page
from flexlib.ui.strip import chance_in_words
from flexlib.ui.tables import html_table
from flexlib.ui.told import at_once
from flexlib.ui.totals import Totals
from flexlib.ui.uncertainty.conditions import box_words
from flexlib.ui.uncertainty.ground import Unsure, input_name, short_name
from flexlib.ui.uncertainty.limits import fields
from flexlib.ui.uncertainty.parts import contest_list, is_empty

TENTHS = 10
NEARLY = 9  # tenths of the futures that fail from which the question is when it succeeds
SUCCEEDS = "succeeds"
SHARPER = 0.1  # of the draws in a box: what one more condition has to add to its density to be told in a sentence
USUAL = 2 / 3  # of the draws: what holds more often than this sets nothing apart


@dataclass(frozen=True, slots=True)
class Case:
    """How often a variant fails. success : when it succeeds, asked where it fails nearly always; else None"""

    failing: Failure
    success: Failure | None = None

    @property
    def asked(self) -> Failure:
        """What conditions are told of."""
        return self.failing if self.success is None else self.success

    @property
    def of(self) -> str:
        """What conditions are told of, in the keys of texts."""
        return "failing" if self.success is None else "success"


def spoken(found: Failure) -> Box:
    """The box that a sentence tells: a condition joins only when it makes failing clearly more usual, and is unusual.

    The rest stands in the table.
    """
    told = found.boxes[0]
    if not found.by_count:
        return told
    told = found.by_count[0]
    for box in found.by_count[1:]:
        before = {condition.input.id for condition in told.conditions}
        joined = [condition for condition in box.conditions if condition.input.id not in before]
        if box.density >= told.density + SHARPER and all(_holds_in(one) <= USUAL for one in joined):
            told = box
    return told


def _holds_in(condition: Condition) -> float:
    """In which share of the draws a condition holds by itself; an event is unusual, its absence is not."""
    if condition.input.kind == "outlier":
        return 0.0 if condition.above else 1.0
    return 1 - condition.percentile if condition.above else condition.percentile


def case_of(totals: Totals, limits: Sequence[Bound], draws: Draws, inputs: Sequence[Input]) -> Case:
    """Raises InputError with too few draws or without limits."""
    found = failure([totals.values[limit.outcome] for limit in limits], limits, draws, inputs)
    if found.kind == "always" or round(TENTHS * found.share) < NEARLY:
        return Case(found)
    succeeds = (~_fails(totals, limits)).astype(float)
    return Case(found, failure([succeeds], [Bound(SUCCEEDS, 0.5)], draws, inputs))


def show(page: Page, ground: Unsure) -> None:
    """The part as a whole."""
    if is_empty(page, ground):
        return
    head = st.container()
    limits = limits_of(ground.model)
    fields(page, ground)
    if not limits:
        with head:
            look.headline(page.t("unsure.no_limits"))
        return
    draws = cache.shelf().draws_of(ground.choice)
    inputs = inputs_of(ground.model, overrides_of(ground.choice))
    found = at_once(("failing", ground.choice, limits), lambda: case_of(ground.totals, limits, draws, inputs))
    with head:
        said = f"{beneath(ground, found, limits)} {meaning(ground, limits)}".strip()
        look.headline(lead(ground, found, as_example=is_example(ground.model)), said)
    _by_limit(page, ground, found.failing, limits)
    if found.asked.kind != "pattern":
        return
    conditions = _inputs_of(found.asked)
    left, right = st.columns([3, 2], gap="large")
    with left:
        values = {of.id: drawn(draws, of) for of in conditions}
        chart_panel.show(tenths_figure(ground, found, limits, conditions, values), page.language, page.is_dark)
    with right:
        _boxes(page, ground, found)
        contest_list(page, conditions, "failing")


def lead(ground: Unsure, found: Case, *, as_example: bool = False) -> str:
    """How often it fails and when, or when it succeeds, in one sentence; of an example it says that it is one."""
    chance = chance_in_words(found.failing.share, ground.language)
    if found.success is not None and round(TENTHS * found.failing.share) == TENTHS:
        chance = ground.t("failing.over_nine")
    values = {"name": ground.name, "chance": chance, "draws": ground.choice.draws}
    if found.asked.kind == "pattern":
        values["conditions"] = box_words(ground, spoken(found.asked))
    kind = found.asked.kind
    said = ground.t(f"failing.{kind}" if found.success is None else f"success.{kind}", **values)
    if not as_example:
        return said
    return ground.t("failing.example", limit=in_words(ground.model, EXAMPLE, ground.language), said=said)


def beneath(ground: Unsure, found: Case, limits: Sequence[Bound]) -> str:
    """What the conditions are worth, and how the reference fares under the same limits."""
    said = ""
    if found.asked.kind == "pattern":
        first = spoken(found.asked)
        said = ground.t(
            f"{found.of}.worth",
            often=chance_in_words(first.share, ground.language),
            density=units.share(first.density, ground.language, 0),
            coverage=units.share(first.coverage, ground.language, 0),
        )
        said = f"{said} {_sharpness(ground, found.asked)}"
    if ground.reference is None:
        return said
    chance = chance_in_words(share_failing(ground.reference, limits), ground.language)
    return f"{said} {ground.t('failing.reference', name=ground.reference_name, chance=chance)}".strip()


def meaning(ground: Unsure, limits: Sequence[Bound]) -> str:
    """What failing is here, and whose limit that is."""
    if is_example(ground.model):
        return ground.t("failing.means_example")
    if is_budget(ground.model):
        return ground.t("failing.means_budget")
    return ground.t("failing.means_limit" if len(limits) == 1 else "failing.means_limits")


def _sharpness(ground: Unsure, found: Failure) -> str:
    """What the last condition adds, or that one is enough."""
    told = spoken(found)
    count = len(told.conditions)
    if len(found.by_count) > count:
        return ground.t("failing.rest_in_table")
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


def _inputs_of(found: Failure) -> list[Input]:
    """The inputs of the box that is told, and those of the next when it has only one condition."""
    seen = [condition.input for condition in spoken(found).conditions]
    if len(seen) == 1 and len(found.boxes) > 1:
        seen += [condition.input for condition in found.boxes[1].conditions]
    return list({of.id: of for of in seen}.values())[:3]


def _by_limit(page: Page, ground: Unsure, found: Failure, limits: Sequence[Bound]) -> None:
    rows = [
        (
            ground.label(limit.outcome),
            in_words(ground.model, limit, page.language),
            units.share(share, page.language, 0),
        )
        for limit, share in zip(limits, found.by_limit, strict=True)
    ]
    if len(rows) > 1:
        heads = [page.t(f"onzekerheid.column.{name}") for name in ("limit", "at_most", "broken")]
        st.html(html_table(page.t("onzekerheid.failing.by_limit"), heads, rows))


def _boxes(page: Page, ground: Unsure, found: Case) -> None:
    """The conditions of each box; then the first box with fewer conditions and with more."""
    boxes, by_count = found.asked.boxes, found.asked.by_count
    words = [_capital(box_words(ground, box)) for box in boxes]
    words[1:] = [ground.t("failing.otherwise", conditions=box_words(ground, box)) for box in boxes[1:]]
    heads = [ground.t(f"column.{name}") for name in ("conditions", f"density_{found.of}", f"coverage_{found.of}")]
    _box_table(page, ground.t(f"{found.of}.boxes"), heads, words, boxes)
    if len(by_count) > 1:
        words = [_capital(box_words(ground, box)) for box in by_count]
        _box_table(page, ground.t("failing.by_count"), heads, words, by_count)


def _box_table(page: Page, caption: str, heads: Sequence[str], words: Sequence[str], boxes: Sequence[Box]) -> None:
    shares = [[units.share(value, page.language, 0) for value in (box.density, box.coverage)] for box in boxes]
    rows = [(said, *of_box) for said, of_box in zip(words, shares, strict=True)]
    st.html(html_table(caption, heads, rows))


def tenths_figure(
    ground: Unsure,
    found: Case,
    limits: Sequence[Bound],
    conditions: Sequence[Input],
    values: dict[str, np.ndarray],
) -> Figure:
    """How often it fails, or succeeds where the conditions are of that, in each tenth of the inputs in them."""
    fails = _fails(ground.totals, limits)
    told = fails if found.success is None else ~fails
    drawn_rows: list[tuple[str, int, float]] = []
    rows: list[tuple[str | float, ...]] = []
    written: list[tuple[str, ...]] = []
    for of in conditions:
        order = np.argsort(values[of.id], kind="stable")
        shares = [100 * float(told[part].mean()) for part in np.array_split(order, TENTHS)]
        name = short_name(ground.model, of, ground.language)
        drawn_rows += [(name, tenth, share) for tenth, share in enumerate(shares, 1)]
        full_name = input_name(ground.model, of, ground.language)
        rows.append((full_name, *shares))
        written.append((full_name, *(units.number(share, ground.language, 0) for share in shares)))
    beside = np.nan if ground.reference is None else 100 * _share_told(ground.reference, limits, found)
    heads = [ground.t("column.input"), *(str(tenth) for tenth in range(1, TENTHS + 1))]
    said = "; ".join(f"{row[0]}: {row[1]} – {row[-1]} %" for row in written)
    named = "; ".join(
        ground.t(
            "failing.limit",
            outcome=ground.label(limit.outcome),
            value=in_words(ground.model, limit, ground.language),
        )
        for limit in limits
    )
    return Figure(
        key="mislukt",
        title=ground.t(f"{found.of}.title"),
        notes=(named, ground.t("failing.note"), *dict.fromkeys(ground.price_note(limit.outcome) for limit in limits)),
        source=ground.source,
        alt=ground.t(f"{found.of}.alt", list=said),
        draw=partial(
            failing_by_tenth,
            pd.DataFrame(drawn_rows, columns=["name", "tenth", "share"]),
            100 * float(told.mean()),
            beside,
            found.of,
        ),
        table=pd.DataFrame(rows, columns=heads),
        written=tuple(written),
    )


def _share_told(totals: Totals, limits: Sequence[Bound], found: Case) -> float:
    share = share_failing(totals, limits)
    return share if found.success is None else 1 - share


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
