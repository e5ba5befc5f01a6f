"""Verschillen: which variant is better for what, and how sure each difference with the reference is."""

from __future__ import annotations

from functools import partial
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from flexlib import units
from flexlib.charts.cells import coloured_cells
from flexlib.charts.differences import difference_bands
from flexlib.charts.scales import two_lines
from flexlib.charts.years import years_below
from flexlib.engine.compare.compare import Difference
from flexlib.model.choices import differences
from flexlib.text import text
from flexlib.ui import cache, chart_panel, controls, state
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare import parts as compare_parts
from flexlib.ui.compare.ground import Compares, chart_unit
from flexlib.ui.compare.totals import BALANCES, HORIZON_TOTALS
from flexlib.ui.follow import value_of, widget_key
from flexlib.ui.frame import Page
from flexlib.ui.strip import chance_in_words
from flexlib.ui.tables import html_table

ORDER = "volgorde"
ORDERED = " fl-order"  # class of the column that the table is sorted by
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNCLEAR = 0.6  # below this share one way or the other, a difference says nothing


def show(page: Page, ground: Compares) -> None:
    """The part as a whole."""
    compare_parts.headline(lead(ground), beneath(ground))
    outcome = _choose_order(page, ground)
    picture = st.container()
    _table(ground, outcome)  # first, so that figures do not wait for the picture above them
    with picture:
        chart_panel.show(difference_figure(ground, outcome), page.language, page.is_dark)
    _download(page, ground)
    compare_parts.section(page.t("vergelijken.balances.heading"), balance_sentence(ground))
    chart_panel.show(balances_figure(ground), page.language, page.is_dark)
    compare_parts.section(page.t("vergelijken.years.heading"), years_sentence(ground))
    chart_panel.show(years_figure(ground), page.language, page.is_dark)
    _choices(page, ground)
    _horizon(page, ground)


def lead(ground: Compares) -> str:
    """Which variant is better for what, in one sentence."""
    able = ground.contenders
    if not able:
        return ground.t("lead_none")
    cheapest, fastest, widest = (
        ground.ranked(outcome, able)[0] for outcome in ("one_off_integral", "months_all_live", "student_years")
    )
    values = {
        "cheapest": ground.names[cheapest],
        "money": ground.write("one_off_integral", ground.totals[cheapest].p("one_off_integral")[1]),
        "fastest": ground.names[fastest],
        "months": ground.write("months_all_live", ground.totals[fastest].p("months_all_live")[1]),
        "widest": ground.names[widest],
        "students": units.number(units.significant(ground.totals[widest].p("student_years")[1], 2), ground.language, 0),
    }
    if len(able) == 1:
        return ground.t("lead_one", **values)
    if cheapest == fastest == widest:
        return ground.t("lead_all", **values)
    for pair, key in (
        ({cheapest, fastest}, "lead_cheap_and_fast"),
        ({fastest, widest}, "lead_fast_and_wide"),
        ({cheapest, widest}, "lead_cheap_and_wide"),
    ):
        if len(pair) == 1:
            return ground.t(key, **values)
    return ground.t("lead_each", **values)


def beneath(ground: Compares) -> str:
    """The variant furthest from the reference in money, and how sure that is."""
    others = [at for at in ground.others if not np.isnan(ground.difference(at, "one_off_integral").middle)]
    if not others:
        return ""
    largest = max(others, key=lambda at: abs(ground.difference(at, "one_off_integral").middle))
    difference = ground.difference(largest, "one_off_integral")
    if difference.is_none:
        return ground.t("beneath_none", reference=ground.reference_name)
    return ground.t(
        "beneath",
        variant=ground.names[largest],
        amount=ground.write("one_off_integral", abs(difference.middle)),
        way=ground.t("way.more" if difference.middle > 0 else "way.less"),
        reference=ground.reference_name,
        sure=sure_words(ground, "one_off_integral", difference),
    )


def sure_words(ground: Compares, outcome_id: str, difference: Difference) -> str:
    """How sure a difference is: "in 9 van de 10 toekomsten duurder"."""
    if np.isnan(difference.middle):
        return ""
    if difference.is_none:
        return ground.t("same")
    share = max(difference.more, difference.less)
    if share < UNCLEAR:
        return ground.t("unclear")
    kind = _KINDS.get(ground.model.outcomes[outcome_id].unit, "amount")
    word = ground.t(f"word.{kind}_{'more' if difference.more > difference.less else 'less'}")
    return ground.t("sure", chance=chance_in_words(share, ground.language), word=word)


_KINDS = {"EUR": "money", "EUR/year": "money", "months": "months"}


def _signed(ground: Compares, outcome_id: str, value: float) -> str:
    if np.isnan(value):
        return text("impact.not_applicable", ground.language)
    mark = "▲ " if value > 0 else "▼ " if value < 0 else ""
    return f"{mark}{ground.write(outcome_id, abs(value))}"


def _choose_order(page: Page, ground: Compares) -> str:
    outcome = state.view(ORDER, state.COMPARED_BY[0])
    words = {name: ground.label(name) for name in state.COMPARED_BY}
    key = widget_key("compare_order", outcome, words.values())
    st.selectbox(
        page.t("vergelijken.order"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        width=380,
        on_change=lambda: state.set_view(ORDER, value_of(key)),
    )
    return outcome


def difference_figure(ground: Compares, outcome: str) -> Figure:
    """The difference of every variant with the reference in one outcome, with its band."""
    shown = ground.ranked(outcome, ground.others)
    found = {at: ground.difference(at, outcome) for at in shown}
    drawn = [at for at in shown if not np.isnan(found[at].middle)]
    largest = max((abs(value) for at in drawn for value in (found[at].low, found[at].high)), default=0.0)
    divisor, unit = chart_unit(ground, outcome, largest)
    rows, written = [], []
    for at in shown:
        difference = found[at]
        words = _signed(ground, outcome, difference.middle)
        sure = sure_words(ground, outcome, difference)
        colour, _, shape = ground.style(at)
        rows.append((ground.names[at], difference.low, difference.middle, difference.high, colour, shape, words))
        written.append((ground.names[at], *_three_words(ground, outcome, difference), sure))
    frame = pd.DataFrame(rows, columns=["name", "p10", "p50", "p90", "colour", "shape", "words"])
    table = frame[["name", "p10", "p50", "p90"]].assign(sure=[row[4] for row in written])
    table.columns = [ground.t(f"column.{name}") for name in ("variant", "p10", "p50", "p90", "sure")]
    scaled = frame.assign(**{name: frame[name] / divisor for name in ("p10", "p50", "p90")})
    scaled = scaled.dropna(subset=["p50"]).reset_index(drop=True)
    label = ground.label(outcome)
    said = [f"{name}: {middle}, {sure}" for name, _, middle, _, sure in written]
    return Figure(
        key="verschil",
        title=ground.t("difference.title", outcome=label, unit=unit),
        notes=(ground.t("difference.note"), *ground.real_notes),
        source=ground.source,
        alt=ground.t("difference.alt", outcome=label, list="; ".join(said)),
        draw=partial(difference_bands, scaled),
        table=table,
        written=tuple(written),
        words=(0, 4),
    )


def _three_words(ground: Compares, outcome: str, difference: Difference) -> tuple[str, str, str]:
    low, middle, high = (
        _signed(ground, outcome, value) for value in (difference.low, difference.middle, difference.high)
    )
    return low, middle, high


def _table(ground: Compares, outcome: str) -> None:
    """Variants below each other, best first on the chosen outcome; each cell with band, difference and sureness."""
    heads = "".join(
        f'<th scope="col" role="columnheader" class="fl-number{ORDERED if name == outcome else ""}">'
        f"{escape(ground.label(name))}</th>"
        for name in state.COMPARED_BY
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
    cells = "".join(_cell(ground, at, outcome) for outcome in state.COMPARED_BY)
    swatch = f'<i class="fl-swatch" style="background:{colour}" aria-hidden="true"></i>'
    return f'<tr role="row"><th scope="row" role="rowheader">{swatch}{name}{mark}</th>{cells}</tr>'


def _cell(ground: Compares, at: int, outcome: str) -> str:
    low, middle, high = ground.totals[at].p(outcome)
    label = escape(ground.label(outcome))
    lines = [f"<strong>{escape(ground.write(outcome, middle))}</strong>"]
    if not np.isnan(middle) and low != high:
        lines.append(f"<small>{escape(_band(ground, outcome, low, high))}</small>")
    if at != ground.reference and not np.isnan(middle):
        difference = ground.difference(at, outcome)
        if not np.isnan(difference.middle):
            if not difference.is_none:
                lines.append(f"<small>{escape(_signed(ground, outcome, difference.middle))}</small>")
            lines.append(f"<small>{escape(sure_words(ground, outcome, difference))}</small>")
    return f'<td role="cell" class="fl-number" data-column="{label}">{"<br>".join(lines)}</td>'


def _band(ground: Compares, outcome: str, low: float, high: float) -> str:
    if units.is_money(ground.model.outcomes[outcome].unit):
        return units.money_band(low, high, high, ground.language).rpartition("(")[2].rstrip(")")
    unit = ground.model.outcomes[outcome].unit
    if units.is_share(unit) or unit in ("months", "fte"):
        digits = 1 if unit == "fte" or high < 0.1 else 0
        scale = 100 if units.is_share(unit) else 1
        ends = (units.number(value * scale, ground.language, digits) for value in (low, high))
    else:
        ends = (units.number(units.significant(value, 2), ground.language, 0) for value in (low, high))
    return "–".join(ends)


def _download(page: Page, ground: Compares) -> None:
    def workbook() -> bytes:
        from flexlib.budget.export.export_tables import export_comparison  # here: only read when asked for

        shelf = cache.shelf()
        pairs = [(one.name, shelf.estimate(one.choice)) for one in ground.variants]
        return export_comparison(ground.model, pairs, ground.language)

    st.download_button(
        page.t("vergelijken.download"),
        workbook,
        "flexlib-vergelijking.xlsx",
        XLSX,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="compare_xlsx",
    )


def balance_sentence(ground: Compares) -> str:
    """The balance on which the variants differ most."""
    able = ground.contenders
    if len(able) < 2:
        return ""
    spread = {
        name: max(ground.totals[at].p(name)[1] for at in able) - min(ground.totals[at].p(name)[1] for at in able)
        for name in BALANCES
    }
    widest = max(spread, key=spread.__getitem__)
    order = ground.ranked(widest, able)
    return ground.t(
        "balances.sentence",
        balance=ground.label(widest).lower(),
        best=ground.names[order[0]],
        high=ground.write(widest, ground.totals[order[0]].p(widest)[1]),
        worst=ground.names[order[-1]],
        low=ground.write(widest, ground.totals[order[-1]].p(widest)[1]),
    )


def balances_figure(ground: Compares) -> Figure:
    """The six balances of every variant."""
    rows, written = [], []
    for one, totals in zip(ground.variants, ground.totals, strict=True):
        words = [ground.write(name, totals.p(name)[1]) for name in BALANCES]
        for name, said in zip(BALANCES, words, strict=True):
            column = two_lines(ground.label(name))
            rows.append((two_lines(one.name, 22), column, totals.p(name)[1] / 100, said, one.is_reference))
        written.append((one.name, *words))
    table = pd.DataFrame({ground.t("column.variant"): ground.names})
    for name in BALANCES:
        table[ground.label(name)] = [totals.p(name)[1] for totals in ground.totals]
    return Figure(
        key="balansen-naast-elkaar",
        title=ground.t("balances.title"),
        notes=(ground.t("balances.note"), ground.notes[1]),
        source=ground.source,
        alt=ground.t("balances.alt", list="; ".join(": ".join((row[0], ", ".join(row[1:]))) for row in written)),
        draw=partial(coloured_cells, pd.DataFrame(rows, columns=["row", "column", "shade", "words", "is_reference"])),
        table=table,
        written=tuple(written),
        is_wide=True,
    )


def years_sentence(ground: Compares) -> str:
    """Whose dearest year is the heaviest."""
    peaks = [float(totals.years[1].max()) for totals in ground.totals]
    at = int(np.argmax(peaks))
    year = ground.totals[at].calendar_years[int(np.argmax(ground.totals[at].years[1]))].label
    return ground.t(
        "years.sentence", variant=ground.names[at], amount=units.rounded_money(peaks[at], ground.language), year=year
    )


def years_figure(ground: Compares) -> Figure:
    """Cost per calendar year of every variant below each other, on the same axes."""
    highest = max(float(totals.years[2].max()) for totals in ground.totals)
    divisor, unit = chart_unit(ground, "one_off_integral", highest)
    reference = ground.totals[ground.reference].years[1]
    rows, written = [], []
    for one, totals in zip(ground.variants, ground.totals, strict=True):
        colour = ground.style(one.position)[0]
        top = int(np.argmax(totals.years[1]))
        for index, period in enumerate(totals.calendar_years):
            low, middle, high = totals.years[:, index] / divisor
            said = units.rounded_money(float(middle * divisor), ground.language) if index == top else ""
            beside = float("nan") if one.is_reference else reference[index] / divisor
            rows.append((one.name, period.label, low, middle, high, beside, colour, said))
        written.append((one.name, *(units.rounded_money(float(value), ground.language) for value in totals.years[1])))
    years = [period.label for period in ground.totals[0].calendar_years]
    table = pd.DataFrame([(row[0], *totals.years[1]) for row, totals in zip(written, ground.totals, strict=True)])
    table.columns = [ground.t("column.variant"), *years]
    columns = ["name", "year", "p10", "p50", "p90", "reference", "colour", "words"]
    return Figure(
        key="jaren-onder-elkaar",
        title=ground.t("years.title", unit=unit),
        notes=(ground.t("years.note"), *ground.notes),
        source=ground.source,
        alt=ground.t("years.alt", count=len(written), sentence=years_sentence(ground)),
        draw=partial(years_below, pd.DataFrame(rows, columns=columns)),
        table=table,
        written=tuple(written),
    )


def _choices(page: Page, ground: Compares) -> None:
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


def _horizon(page: Page, ground: Compares) -> None:
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
