"""Where an own figure came from, beside it: kind, file, version and year, and a switch that keeps the file's value."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from flexlib import units
from flexlib.ui import boundary, budget_use, look
from flexlib.ui.budget_use import BY_YEAR, KeptOrigin
from flexlib.ui.frame import Page

Origins = Mapping[str, KeptOrigin]


def known(page: Page) -> Origins:
    """What came from files for the institution on screen; empty, with the reason said, when that cannot be read."""
    with boundary.failures_said(page.language):
        return budget_use.origins_of(page.choice.institution)
    return {}


def show(page: Page, subject: str, unit: str, origins: Origins) -> None:
    """Under a figure: its origin when it is in use, else what the file says with a way to use it again."""
    origin = origins.get(subject)
    if origin is None:
        return
    is_used = budget_use.is_in_use(page.choice.institution, subject, origin)
    said = origin_words(page, origin)
    if is_used:
        used = escape(page.t("instelling.origin.used", origin=said))
        st.html(f'<p class="fl-figure" data-testid="origin-{subject}">{used}</p>')
        return
    value = units.with_unit(origin.value or 0.0, unit, page.language)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"origin_{subject}"):
        not_used = page.t("instelling.origin.not_used", value=value, origin=said)
        st.html(f'<span class="fl-quiet" data-testid="origin-{subject}">{escape(not_used)}</span>', width="content")
        _button(page, subject, on=True)


def show_budget(page: Page, origins: Origins) -> None:
    """The budgets per calendar year of a programme, which no single figure holds, with the same switch."""
    origin = origins.get(BY_YEAR)
    if origin is None:
        return
    institution = page.choice.institution
    look.section(page.t("instelling.origin.budget"), level=3)
    said = origin_words(page, origin)
    if institution.budget_by_year:
        st.html(look.bullets(_budget_lines(page)))
        st.html(f'<p class="fl-figure">{escape(page.t("instelling.origin.used", origin=said))}</p>')
    else:
        st.html(f'<p class="fl-quiet">{escape(page.t("instelling.origin.budget_off", origin=said))}</p>')
    _button(page, BY_YEAR, on=not institution.budget_by_year)


def _budget_lines(page: Page) -> list[str]:
    """Each year with its budget, and from which month on when it is for a part of the year."""
    since = dict(page.choice.institution.budget_from)
    said = []
    for year, amount in page.choice.institution.budget_by_year:
        shown = units.money(amount, page.language)
        if year in since:
            month = page.t(f"impact.month.m{since[year]}")
            said.append(page.t("instelling.origin.budget_from", year=year, month=month, amount=shown))
        else:
            said.append(f"{year}: {shown}")
    return said


def origin_words(page: Page, origin: KeptOrigin) -> str:
    """The kind of workbook, its file, version and year, in words."""
    values = {"kind": page.t(f"instelling.origin.{origin.kind}"), "file": origin.file_name, "version": origin.version}
    if not origin.period:
        return page.t("instelling.origin.words", **values)
    return page.t("instelling.origin.words_year", year=origin.period, **values)


def _button(page: Page, subject: str, on: bool) -> None:
    st.button(
        page.t("instelling.origin.on" if on else "instelling.origin.off"),
        key=f"origin_{'on' if on else 'off'}_{subject}",
        type="tertiary",
        on_click=budget_use.switch,
        args=(subject, on),
    )
