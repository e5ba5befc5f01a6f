"""Own time against the staffing plan: fte asked per school year and role, beside the fte that are planned."""

from __future__ import annotations

from html import escape

import streamlit as st

from flexlib import units
from flexlib.budget.beside.calendar_years import without_year
from flexlib.budget.beside.staff import StaffRow, staff_against_plan
from flexlib.ui import look
from flexlib.ui.budget.compared import Against, lines_of, versions
from flexlib.ui.tables import html_table

SHOWN_FROM = 0.05  # fte at the median
MUCH = 0.25  # of the planned fte: named in the sentence


def show(of: Against) -> None:
    """Own time inside the staff costs, and against the plan when there is one."""
    page = of.page
    look.section(of.t("staff.heading"), of.t("staff.note"))
    own = [(period.label, fte) for period, fte in of.own_fte if fte >= SHOWN_FROM]
    if own:
        year, most = max(own, key=lambda one: one[1])
        said = of.t("staff.inside", year=year, fte=units.fte(most, page.language))
        st.html(f'<p class="fl-sentence" data-testid="own-time">{escape(said)}</p>')
    plans = versions(page, ("staffing",))
    if not plans:
        st.html(f'<p class="fl-note">{escape(of.t("staff.no_plan"))}</p>')
        return
    plan = lines_of(plans[0])
    if loose := without_year(plan):
        st.html(f'<p class="fl-warning" role="status">{escape(of.t("staff.without_year", count=len(loose)))}</p>')
    rows = staff_against_plan(page.model, page.choice, page.estimate, plan)
    shown = [row for row in rows if row.asked[1] >= SHOWN_FROM]
    if not shown:
        st.html(f'<p class="fl-note">{escape(of.t("staff.nothing"))}</p>')
        return
    st.html(f'<p class="fl-sentence" data-testid="staff-sentence">{escape(_sentence(of, shown))}</p>')
    planned = {row.school_year.label for row in shown if row.planned is not None}
    if beyond := [label for label in dict.fromkeys(row.school_year.label for row in shown) if label not in planned]:
        st.html(f'<p class="fl-note">{escape(of.t("staff.beyond", years=", ".join(sorted(beyond))))}</p>')
    heads = [of.t(f"staff.{name}") for name in ("role", "year", "asked", "band", "planned", "share")]
    with st.expander(of.t("staff.open"), key="staff-plan"):
        st.html(html_table(of.t("staff.heading"), heads, [_written(of, row) for row in shown], words=(0, 1)))
    st.html(f'<p class="fl-source">{escape(of.t("source", file=plans[0].file_name, version=plans[0].version))}</p>')


def _sentence(of: Against, rows: list[StaffRow]) -> str:
    language = of.page.language
    known = [row for row in rows if row.share is not None]
    if not known:
        return of.t("staff.no_match")
    tightest = max(known, key=lambda row: row.share or 0.0)
    share = tightest.share or 0.0
    return of.t(
        "staff.tight" if share >= MUCH else "staff.fits",
        role=of.page.model.roles[tightest.role].label,
        year=tightest.school_year.label,
        asked=units.fte(tightest.asked[1], language),
        planned=units.fte(tightest.planned or 0.0, language),
        share=units.share(share, language, 0),
    )


def _written(of: Against, row: StaffRow) -> tuple[str, ...]:
    language = of.page.language
    low, middle, high = (units.number(value, language, 1) for value in row.asked)
    planned = "–" if row.planned is None else units.number(row.planned, language, 1)
    share = "–" if row.share is None else units.share(row.share, language, 0)
    year = row.school_year.label
    if row.school_year.partial:
        year = of.t("staff.partial", year=year, months=round(row.school_year.months))
    return of.page.model.roles[row.role].label[language], year, middle, f"{low} – {high}", planned, share
