"""Band: how much of it rests on assumptions, which inputs drive it, and how precise its ends are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.importance import share_bars
from flexlib.engine.evidence import grade_d_band_share, quantile_precision
from flexlib.engine.sensitivity.importance import LOOSE, Z95, GroupShare, Importance, Share, importance
from flexlib.model.records import Choice
from flexlib.ui import cache, chart_panel, look
from flexlib.ui.chart_panel import Figure
from flexlib.ui.frame import Page
from flexlib.ui.moves import nameless
from flexlib.ui.tables import html_table
from flexlib.ui.told import Tell, at_once, result_of
from flexlib.ui.uncertainty.ground import Unsure, class_name, input_name, short_name
from flexlib.ui.uncertainty.parts import choose_outcome, contest_list, is_empty

MOST = 12  # bars before a list becomes a wall
CONTESTED = 5
LEAST_GROUP = 0.005  # share of the variance from which a group has a bar
Row = tuple[
    str, float, float, float, float
]  # name, own share, total, error of the own share, own share of the reference


def show(page: Page, ground: Unsure) -> None:
    """The part as a whole."""
    if is_empty(page, ground):
        return
    head = st.container()
    outcome = choose_outcome(page, ground)
    found = _importance(page, ground, ground.choice, outcome)
    if found is None:
        return
    if not found.shares:
        with head:
            look.headline(ground.t("band.nothing", outcome=ground.label(outcome)))
        return
    grade_d = _grade_d(ground, outcome)
    with head:
        look.headline(lead(ground, found, grade_d), beneath(ground, found))
        for line in remarks(ground, found):
            st.html(f'<p class="fl-warning" data-testid="loose">{escape(line)}</p>')
    beside = _of_reference(page, ground, outcome)
    left, right = st.columns([3, 2], gap="large")
    with left:
        chart_panel.show(inputs_figure(ground, found, beside), page.language, page.is_dark)
    with right:
        contest_list(page, [share.input for share in by_own(found)[:CONTESTED]], "band")
        _precision(page, ground, outcome)
    look.part_heading(page.t("onzekerheid.groups.heading"), groups_sentence(ground, found))
    for column, kind in zip(st.columns(2, gap="large"), ("class", "grade"), strict=True):
        with column:
            chart_panel.show(groups_figure(ground, found, kind, grade_d, beside), page.language, page.is_dark)


def _of_reference(page: Page, ground: Unsure, outcome: str) -> Importance | None:
    """What drives the reference's band; None while that is worked out, and where it has none."""
    if ground.reference is None or not ground.reference.has_scope:
        return None
    found = _importance(page, ground, nameless(page.reference), outcome)
    return found if found is not None and found.shares else None


def _importance(page: Page, ground: Unsure, choice: Choice, outcome: str) -> Importance | None:
    shelf = cache.shelf()

    def work(tell: Tell) -> Importance:
        return importance(ground.model, choice, (outcome,), shelf.draws_of(choice), progress=tell)[outcome]

    found: Importance | None = result_of(page, ("importance", choice, outcome), work)
    return found


def _grade_d(ground: Unsure, outcome: str) -> float:
    draws = cache.shelf().draws_of(ground.choice)
    return at_once(
        ("grade_d", ground.choice, outcome),
        lambda: grade_d_band_share(ground.model, ground.choice, draws, (outcome,))[outcome],
    )


def lead(ground: Unsure, found: Importance, grade_d: float) -> str:
    """How much of the band rests on assumptions, and what drives it most."""
    first = by_own(found)[0]
    values = {
        "outcome": ground.label(found.outcome).lower(),
        "name": input_name(ground.model, first.input, ground.language),
        "own": units.share(first.first, ground.language, 0),
    }
    if grade_d != grade_d:
        return ground.t("band.lead_short", **values)
    return ground.t("band.lead", share=units.share(grade_d, ground.language, 0), **values)


def by_own(found: Importance) -> list[Share]:
    """The inputs by what they do by themselves, the most first."""
    return sorted(found.shares, key=lambda share: -share.first)


def beneath(ground: Unsure, found: Importance) -> str:
    """What the band is, and how much belongs to no input by itself."""
    low, middle, high = ground.totals.p(found.outcome)
    write = partial(ground.write, found.outcome)
    return ground.t(
        "band.beneath",
        low=write(low),
        middle=write(middle),
        high=write(high),
        together=units.share(max(0.0, found.interactions), ground.language, 0),
    )


def remarks(ground: Unsure, found: Importance) -> list[str]:
    """That the shares are too imprecise to go by, when they are."""
    return [ground.t("band.loose", points=round(100 * LOOSE))] if found.is_loose else []


def groups_sentence(ground: Unsure, found: Importance) -> str:
    """The cost class and the grade that most of the band comes from, as their bars are labelled."""
    of_class, of_grade = (max(groups, key=lambda one: one.alone) for groups in (found.by_class, found.by_grade))
    return ground.t(
        "groups.sentence",
        kind=class_name(of_class.group, ground.language),
        share=units.share(of_class.alone, ground.language, 0),
        grade=of_grade.group,
        grade_share=units.share(of_grade.alone, ground.language, 0),
    )


def inputs_figure(ground: Unsure, found: Importance, beside: Importance | None = None) -> Figure:
    """The inputs with the largest say, effect curves among them; what the others do, and interplay.

    What is written beside the bars adds up to the whole: an input's own share, and interplay once.

    beside : the same of the reference, when it is known
    """
    ordered = by_own(found)
    of_reference = {} if beside is None else {one.input.id: one.first for one in beside.shares}
    usual = math.nan if beside is None else 0.0  # an input that does nothing to the reference
    others = [of_reference.get(one.input.id, usual) for one in ordered]
    bars: list[Row] = [
        (short_name(ground.model, one.input, ground.language), one.first, one.total, one.first_error, other)
        for one, other in zip(ordered[:MOST], others, strict=False)
    ]
    if len(ordered) > MOST:
        rest = sum(one.first for one in ordered[MOST:])
        bars.append((ground.t("band.rest", count=len(ordered) - MOST), rest, rest, 0.0, math.nan))
    bars.append(_together(ground, found, beside))
    together, together_beside = bars[-1][1], bars[-1][-1]
    rows = [
        (
            input_name(ground.model, one.input, ground.language),
            one.input.grade,
            *(100 * value for value in (one.first, Z95 * one.first_error, one.total, Z95 * one.total_error, other)),
        )
        for one, other in zip(ordered, others, strict=True)
    ]
    rows.append((ground.t("band.together"), "", 100 * together, 0.0, math.nan, math.nan, 100 * together_beside))
    columns = ("input", "grade", "first", "precision", "total", "precision_total", "reference")
    heads = [ground.t(f"column.{name}") for name in columns]
    title = ground.t("band.title", outcome=ground.label(found.outcome))
    return _figure(ground, found, "invoer", title, bars, rows, heads, [ground.t("note.importance")])


def _together(ground: Unsure, found: Importance, beside: Importance | None) -> Row:
    """What belongs to no input by itself, as a bar."""
    together = max(0.0, found.interactions)
    other = math.nan if beside is None else max(0.0, beside.interactions)
    return ground.t("band.together"), together, together, 0.0, other


def groups_figure(
    ground: Unsure, found: Importance, kind: str, grade_d: float, beside: Importance | None = None
) -> Figure:
    """Shares by cost class or by evidence grade; beside the grades how much narrower the band would be without D."""
    groups = _groups(found, kind)
    others = {} if beside is None else {one.group: one.alone for one in _groups(beside, kind)}
    usual = math.nan if beside is None else 0.0
    if kind == "class":
        groups = sorted(groups, key=lambda one: -one.alone)
    named = [(_group_name(ground, one, kind), one) for one in groups if one.total >= LEAST_GROUP]
    bars: list[Row] = [(name, one.alone, one.total, 0.0, others.get(one.group, usual)) for name, one in named]
    bars.append(_together(ground, found, beside))
    rows = [
        (
            name,
            *(100 * value for value in (one.alone, one.together, Z95 * one.together_error)),
            *(100 * value for value in (one.total, Z95 * one.total_error, others.get(one.group, usual))),
        )
        for name, one in named
    ]
    together, together_beside = bars[-1][1], bars[-1][-1]
    rows.append((bars[-1][0], *(100 * value for value in (together, *[math.nan] * 4, together_beside))))
    columns = (kind, "alone", "together", "precision_together", "total", "precision_total", "reference")
    heads = [ground.t(f"column.{name}") for name in columns]
    title = ground.t(f"groups.title_{kind}", outcome=ground.label(found.outcome))
    notes = [ground.t("note.importance")]
    if kind == "grade" and grade_d == grade_d:
        notes.append(ground.t("note.grade_d", share=units.share(grade_d, ground.language, 0)))
    return _figure(ground, found, f"groepen-{kind}", title, bars, rows, heads, notes)


def _groups(found: Importance, kind: str) -> Sequence[GroupShare]:
    return found.by_class if kind == "class" else found.by_grade


def _group_name(ground: Unsure, one: GroupShare, kind: str) -> str:
    return ground.t(f"grade.{one.group}") if kind == "grade" else class_name(one.group, ground.language)


def _figure(
    ground: Unsure,
    found: Importance,
    key: str,
    title: str,
    bars: Sequence[Row],
    rows: Sequence[tuple[object, ...]],
    heads: Sequence[str],
    notes: Sequence[str],
) -> Figure:
    language = ground.language
    drawn = []
    for name, first, total, error, beside in bars:
        low, high = max(0.0, first - Z95 * error), first + Z95 * error
        words = units.share(first, language, 1 if first < 0.1 else 0)
        shares = first, max(first, total), low, high, beside
        drawn.append((name, *(100 * value for value in shares), words))
    frame = pd.DataFrame(drawn, columns=["name", "first", "total", "low", "high", "reference", "words"])
    frame["is_rest"] = [name == ground.t("band.together") for name, *_ in bars]
    stroke = [ground.t("note.reference_stroke", name=ground.reference_name)] if frame["reference"].notna().any() else []
    if not stroke:
        rows, heads = [row[:-1] for row in rows], heads[:-1]
    written = tuple(
        tuple(cell if isinstance(cell, str) else units.number(float(str(cell)), language, 1) for cell in row)
        for row in rows
    )
    said = "; ".join(f"{row[0]}: {row[-1]}" for row in drawn)
    return Figure(
        key=key,
        title=title,
        notes=(*notes, *stroke, ground.t(f"method.{found.method}"), ground.price_note(found.outcome)),
        source=ground.source,
        alt=ground.t("band.alt", outcome=ground.label(found.outcome), list=said),
        draw=partial(share_bars, frame),
        table=pd.DataFrame(list(rows), columns=list(heads)),
        written=written,
        words=tuple(at for at, cell in enumerate(rows[0]) if isinstance(cell, str)),
    )


def _precision(page: Page, ground: Unsure, outcome: str) -> None:
    """How precise P10, P50 and P90 are at this number of draws."""
    t, write = ground.t, partial(_exact, ground, outcome)
    ends = quantile_precision(ground.totals.values[outcome])
    rows = [
        (name, write(value), t("precision.between", low=write(float(low)), high=write(float(high))))
        for name, value, (low, high) in zip(("P10", "P50", "P90"), ground.totals.p(outcome), ends, strict=True)
    ]
    look.part_heading(t("precision.heading"), t("precision.sentence", draws=ground.choice.draws))
    heads = [page.t(f"onzekerheid.column.{name}") for name in ("quantile", "value", "surely")]
    st.html(html_table(t("precision.caption", outcome=ground.label(outcome)), heads, rows, words=(0, 2)))


def _exact(ground: Unsure, outcome: str, value: float) -> str:
    """A quantile with enough digits to see how precise it is."""
    if value != value:
        return ground.write(outcome, value)
    unit = ground.model.outcomes[outcome].unit
    if units.is_money(unit):
        return units.money(units.significant(value, 4), ground.language)
    return units.with_unit(value, unit, ground.language, 1)
