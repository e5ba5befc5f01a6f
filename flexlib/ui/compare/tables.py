"""The tables of the comparison: outcomes, what is chosen otherwise, totals over the horizon, and all as a workbook."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from flexlib import units
from flexlib.model.choices import differences
from flexlib.ui import cache, controls, switches
from flexlib.ui.compare.words import band, signed, sure_words
from flexlib.ui.comparison import Compares
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table
from flexlib.ui.totals import HORIZON_TOTALS

ORDERED = " fl-order"  # class of the column that the table is sorted by
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def outcomes(ground: Compares, outcome: str) -> None:
    """Variants below each other, best first on the chosen outcome; each cell with band, difference and sureness."""
    heads = "".join(
        f'<th scope="col" role="columnheader" class="fl-number{ORDERED if name == outcome else ""}">'
        f"{escape(ground.label(name))}</th>"
        for name in switches.COMPARED_BY
    )
    body = "".join(_row(ground, at) for at in ground.ranked(outcome))
    caption = escape(ground.t("table.caption", outcome=ground.label(outcome)))
    with st.container(key="compare_table"):
        st.html(
            f'<div class="fl-table-frame" tabindex="0" role="region" aria-label="{caption}">'
            f'<table role="table" class="fl-table fl-stacks fl-compare" data-testid="compare-table">'
            f"<caption>{caption}</caption>"
            f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">'
            f"{escape(ground.t('column.variant'))}</th>{heads}</tr></thead>"
            f'<tbody role="rowgroup">{body}</tbody></table></div>'
            f'<p class="fl-note">{escape(ground.t("table.note"))} {escape(" ".join(ground.real_notes))}</p>'
        )


def _row(ground: Compares, at: int) -> str:
    colour = ground.style(at)[0]
    name = escape(ground.names[at])
    mark = f' <span class="fl-mark">{escape(ground.t("is_reference"))}</span>' if at == ground.reference else ""
    cells = "".join(_cell(ground, at, outcome) for outcome in switches.COMPARED_BY)
    swatch = f'<i class="fl-swatch" style="background:{colour}" aria-hidden="true"></i>'
    return f'<tr role="row"><th scope="row" role="rowheader">{swatch}{name}{mark}</th>{cells}</tr>'


def _cell(ground: Compares, at: int, outcome: str) -> str:
    low, middle, high = ground.totals[at].p(outcome)
    label = escape(ground.label(outcome))
    lines = [f"<strong>{escape(ground.write(outcome, middle))}</strong>"]
    if not np.isnan(middle) and low != high:
        lines.append(f"<small>{escape(band(ground, outcome, low, high))}</small>")
    if at != ground.reference and not np.isnan(middle):
        difference = ground.difference(at, outcome)
        if not np.isnan(difference.middle):
            if not difference.is_none:
                lines.append(f"<small>{escape(signed(ground, outcome, difference.middle))}</small>")
            lines.append(f"<small>{escape(sure_words(ground, outcome, difference))}</small>")
    return f'<td role="cell" class="fl-number" data-column="{label}">{"<br>".join(lines)}</td>'


def workbook(page: Page, ground: Compares) -> None:
    """The whole comparison as a file."""

    def made() -> bytes:
        from flexlib.budget.export.export_tables import export_comparison  # here: only read when asked for

        shelf = cache.shelf()
        pairs = [(one.name, shelf.estimate(one.choice)) for one in ground.variants]
        return export_comparison(ground.model, pairs, ground.language)

    st.download_button(
        page.t("vergelijken.download"),
        made,
        "flexlib-vergelijking.xlsx",
        XLSX,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="compare_xlsx",
    )


def choices(page: Page, ground: Compares) -> None:
    """Which levers stand elsewhere than in the reference, a column per variant."""
    reference = ground.variants[ground.reference].choice
    moved = {found.lever_id for one in ground.variants for found in differences(ground.model, one.choice, reference)}
    with st.expander(page.t("vergelijken.choices.heading", count=len(moved)), key="compare-choices"):
        rows = [
            (
                lever.label[ground.language],
                *(
                    controls.level_name(lever, totals.levels[lever.id], ground.language)
                    for totals in ground.totals
                ),
            )
            for lever in ground.model.levers.values()
            if lever.id in moved
        ]  # fmt: skip
        if rows:
            heads = [page.t("vergelijken.choices.lever"), *ground.names]
            st.html(html_table(page.t("vergelijken.choices.caption"), heads, rows, words=range(len(heads))))
        else:
            st.html(f'<p class="fl-note">{escape(page.t("vergelijken.choices.none"))}</p>')


def horizon(page: Page, ground: Compares) -> None:
    """Totals over the horizon, with why they do not rank."""
    with st.expander(page.t("vergelijken.horizon.heading"), key="compare-horizon"):
        st.html(f'<p class="fl-warning">{escape(page.t("vergelijken.horizon.warning"))}</p>')
        rows = []
        for name, totals in zip(ground.names, ground.totals, strict=True):
            cells = []
            for outcome in HORIZON_TOTALS:
                low, middle, high = totals.p(outcome)
                cells.append(units.money_band(low, middle, high, ground.language))
            rows.append((name, *cells))
        heads = [page.t("vergelijken.column.variant"), *(ground.label(outcome) for outcome in HORIZON_TOTALS)]
        st.html(html_table(page.t("vergelijken.horizon.heading"), heads, rows))
        st.html(f'<p class="fl-note">{escape(ground.notes[0])}</p>')
