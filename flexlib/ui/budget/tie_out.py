"""Tie-out: the totals that the workbook states beside what was read, per year, and the sums per category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import streamlit as st

from flexlib import units
from flexlib.budget.reading.tie_out import category_sums
from flexlib.budget.records import LEFT_OUT, OwnTotal, Reading
from flexlib.ui import look
from flexlib.ui.budget.desk import Desk
from flexlib.ui.budget.mapping import QUANTITY_UNITS, category_names
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

ZERO = Decimal(0)
Amounts = Mapping[str, Decimal]
MOST_TOTALS = 200  # in sight; the ones that differ go first


def show(page: Page, current: Desk) -> None:
    """Whether it ties out in one sentence, the own totals, and the sums per category."""
    assert current.reading is not None
    reading = current.reading
    off = sum(bool(differences(total)) for total in reading.totals)
    stored = sum(bool(total.stated) for total in reading.totals)
    if not reading.totals:
        look.section(page.t("begroting.tie.none"), page.t("begroting.tie.none_note"))
    elif not stored:
        head = page.t("begroting.tie.unstored", count=len(reading.totals))
        look.section(head, page.t("begroting.tie.unstored_note"))
    elif off:
        look.section(page.t("begroting.tie.off", count=off, totals=stored), page.t("begroting.tie.note"))
    else:
        look.section(page.t("begroting.tie.all", count=stored), page.t("begroting.tie.note"))
    for quantity in dict.fromkeys(total.quantity for total in reading.totals):
        totals = [total for total in reading.totals if total.quantity == quantity]
        st.html(_own_totals(page, quantity, sorted(totals, key=lambda one: not differences(one))[:MOST_TOTALS]))
    show_categories(page, reading, with_stated=True)


def differences(total: OwnTotal) -> dict[str, Decimal]:
    """Period → stated minus read, where they differ."""
    read = dict(total.read)
    return {
        period: stated - read.get(period, ZERO) for period, stated in total.stated if stated != read.get(period, ZERO)
    }


def written(value: Decimal, quantity: str, language: str) -> str:
    """An amount to the cent, fte to two decimals, hours too when they are not whole."""
    if quantity == "eur":
        return units.money(float(value), language, 2)
    if quantity == "count":
        return units.number(float(value), language)
    is_whole = quantity == "hours" and value == value.to_integral_value()
    return units.with_unit(float(value), QUANTITY_UNITS[quantity], language, 0 if is_whole else 2)


def periods_of(amounts: Sequence[tuple[tuple[str, Decimal], ...]]) -> list[str]:
    """Every period of some lines or totals, in order."""
    return sorted({period for one in amounts for period, _ in one})


def span_of_periods(page: Page, periods: Sequence[str]) -> str:
    """The first and the last year, "2026–2030"; in words when there is none."""
    named = [period for period in periods if period]
    if not named:
        return page.t("no_years")
    return named[0] if len(named) == 1 else f"{named[0]}–{named[-1]}"


def _own_totals(page: Page, quantity: str, totals: Sequence[OwnTotal]) -> str:
    """A row for each total; below one that differs, what was read and the difference."""
    periods = periods_of([total.stated or total.read for total in totals])
    rows: list[tuple[str, ...]] = []
    for total in totals:
        label = total.label or page.t("no_label")
        place = page.t("begroting.tie.place", sheet=total.sheet, row=total.row)
        if total.stated:
            rows += _compared(page, quantity, periods, (label, place), dict(total.stated), dict(total.read))
        else:
            rows += _unstored(page, quantity, periods, (label, place), dict(total.read))
    heads = [page.t(f"begroting.tie.column_{name}") for name in ("total", "place", "outcome")]
    heads += [period or page.t("no_period") for period in periods]
    title = page.t("begroting.tie.table", unit=page.t(f"begroting.quantity.{quantity}"))
    return html_table(title, heads, rows, words=(0, 1, 2), classes="fl-tie")


def _unstored(
    page: Page, quantity: str, periods: Sequence[str], start: tuple[str, ...], read: Amounts
) -> list[tuple[str, ...]]:
    """The row of a total of which the file stores no outcome, and what was read."""
    cells = [written(read[period], quantity, page.language) if period in read else "" for period in periods]
    return [
        (*start, page.t("begroting.tie.word_unstored"), *("" for _ in periods)),
        (page.t("begroting.tie.read", label=start[0]), *("" for _ in start), *cells),
    ]


def _compared(
    page: Page, quantity: str, periods: Sequence[str], start: tuple[str, ...], stated: Amounts, read: Amounts
) -> list[tuple[str, ...]]:
    """The row of a total, with one for what was read and one for the difference where they are not the same."""

    def cells(amounts: Amounts) -> list[str]:
        return [written(amounts[period], quantity, page.language) if period in amounts else "" for period in periods]

    off = {p: amount - read.get(p, ZERO) for p, amount in stated.items() if amount != read.get(p, ZERO)}
    if not off:
        return [(*start, page.t("begroting.tie.word_ok"), *cells(stated))]
    empty = ("",) * len(start)
    label = start[0]
    compared = {period: read.get(period, ZERO) for period in stated}
    return [
        (*start, page.t("begroting.tie.word_off"), *cells(stated)),
        (page.t("begroting.tie.read", label=label), *empty, *cells(compared)),
        (page.t("begroting.tie.difference", label=label), *empty, *cells(off)),
    ]


def show_categories(page: Page, reading: Reading, with_stated: bool = False) -> None:
    """Per quantity a table of what was read: a row per category, a column per period.

    `with_stated` puts the workbook's own total beside a category whose rows it adds up exactly.
    """
    sums = category_sums(reading.lines)
    names = category_names(page.model, reading.mapping.kind, page)
    stated = _stated_of_categories(reading, sums) if with_stated else {}
    for quantity in dict.fromkeys(reading.lines.column("quantity")):
        periods = sorted({period for kind, _, period in sums if kind == quantity})
        rows: list[tuple[str, ...]] = []
        for category, name in names.items():
            read = {p: sums[quantity, category, p] for p in periods if (quantity, category, p) in sums}
            own = stated.get((quantity, category))
            if read and own is not None:
                rows += _compared(page, quantity, periods, (name,), own, read)
            elif read:
                outcome = (page.t("begroting.tie.word_no_total"),) if with_stated else ()
                amounts = (written(read[p], quantity, page.language) if p in read else "" for p in periods)
                rows.append((name, *outcome, *amounts))
        if not rows:
            continue
        heads = [page.t("begroting.tie.column_category")]
        heads += [page.t("begroting.tie.column_outcome")] if with_stated else []
        heads += [period or page.t("no_period") for period in periods]
        title = page.t("begroting.tie.categories", unit=page.t(f"begroting.quantity.{quantity}"))
        st.html(html_table(title, heads, rows, words=(0, 1) if with_stated else (0,), classes="fl-tie"))


def _stated_of_categories(
    reading: Reading, sums: Mapping[tuple[str, str, str], Decimal]
) -> dict[tuple[str, str], dict[str, Decimal]]:
    """(quantity, category) → the total that the workbook states for exactly its rows, with the sign of the reading."""
    rows: dict[tuple[str, str], set[tuple[str, int]]] = {}
    columns = map(reading.lines.column, ("quantity", "category", "sheet", "row"))
    for quantity, category, sheet, row in zip(*columns, strict=True):
        if category and category != LEFT_OUT:
            rows.setdefault((quantity, category), set()).add((sheet, row))
    by_rows = {frozenset(places): key for key, places in rows.items()}
    found: dict[tuple[str, str], dict[str, Decimal]] = {}
    for total in reading.totals:
        key = by_rows.get(frozenset((total.sheet, row) for row in total.parts))
        if key is None or key[0] != total.quantity or not total.stated:
            continue
        is_turned = any(read == -sums.get((*key, period), ZERO) != 0 for period, read in total.read)
        found[key] = {period: -amount if is_turned else amount for period, amount in total.stated}
    return found
